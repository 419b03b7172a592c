import DialModel

/// What a scenario's world is at every time: what it says at first, and what its events replace.
///
/// A setting that differs by time of day goes on doing so until an event replaces it.
struct Timeline {
    let start: Instant
    let duration: Duration
    let clock: LocalClock
    let segments: [World.Segment]
    /// The settings in force, by name, from a time on; in order of time.
    private(set) var eras: [(from: Duration, settings: [String: Setting])]

    init(
        start: Instant, duration: Duration, clock: LocalClock, segments: [World.Segment],
        settings: [String: Setting]
    ) {
        self.start = start
        self.duration = duration
        self.clock = clock
        self.segments = segments
        eras = [(.zero, settings)]
    }

    /// Puts settings in force from `at` on, which is not before the last era.
    ///
    /// - Returns: the names of those that change something of which nothing was said.
    mutating func enter(_ settings: [String: Setting], at: Duration) -> [String] {
        var now = eras[eras.count - 1].settings
        var baseless: [String] = []
        for (name, setting) in settings {
            guard setting.isRelative else {
                now[name] = setting
                continue
            }
            if let earlier = now[name] {
                now[name] = setting.after(earlier)
            } else if setting.needsBase {
                baseless.append(name)
            } else {
                now[name] = setting
            }
        }
        eras.append((at, now))
        return baseless
    }

    /// The world at `after`, by the settings of an era.
    func world(at after: Duration, era: Int) -> World {
        var world = World(segments: segments)
        let moment = Moment(after: after, timeOfDay: clock.timeOfDay(start + after))
        for setting in eras[era].settings.values { setting.put(&world, moment) }
        return world
    }

    /// When the world may change within the scenario, each with the last era that has begun by then;
    /// in order, the start first. nil when there are more than `most`.
    func points(most: Int) -> [(at: Duration, era: Int)]? {
        var points: [(at: Duration, era: Int)] = []
        for (era, (from, settings)) in eras.enumerated() {
            let end = era + 1 < eras.count ? eras[era + 1].from : duration
            if from == end, era + 1 < eras.count { continue }
            var times: Set<Duration> = [from]
            let timesOfDay = Set(settings.values.flatMap(\.timesOfDay))
            let days = (end - from).nanoseconds / Duration.days(1).nanoseconds + 1
            if Int(days) * timesOfDay.count > most { return nil }
            for time in timesOfDay {
                let instants = clock.instants(time, from: start + from, to: start + end)
                times.formUnion(instants.map { $0 - start })
            }
            times.formUnion(settings.values.flatMap(\.times))
            points += times.filter { from <= $0 && $0 < end }.sorted().map { ($0, era) }
            if points.count > most { return nil }
        }
        return points
    }
}
