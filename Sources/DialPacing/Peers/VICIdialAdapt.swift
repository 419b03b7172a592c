import DialModel

/// VICIdial's `ADAPT_HARD_LIMIT`, `ADAPT_AVERAGE` and `ADAPT_TAPERED`: ``VICIdialRatio`` with a level
/// that follows who waits for whom, and drops.
///
/// Every 15 s the level moves by the share of agents who are ready less the people who wait, on
/// average of the last fifteen seconds. On drops of the last minute and of the day, as they stand
/// once a minute, it is cut; and since the cut level is where the next step begins, cuts add up every
/// 15 s. Answer rates, talk times, wrap-up and ringing calls are not looked at. It begins at 1.
///
/// Drops are people abandoned, answers are people who pick up, calls are calls dialled. Days and hours
/// are those of the clock on the wall, as it was ahead of universal time when the campaign began.
///
/// > Source: VICIdial, revision 3884 (2024): what it does, none of its code.
public struct VICIdialAdapt: PacingPolicy {
    public let rules: Rules
    private var placing: VICIdialRatio
    private var steps = Ticks(every: .seconds(15))
    private var seconds = Seconds()
    private var book = Book()

    public init(_ rules: Rules, availableOnly: Bool = false) {
        self.rules = rules
        placing = VICIdialRatio(level: 1, availableOnly: availableOnly)
    }

    public var level: Double { placing.level }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        seconds.see(floor, at: now)
        if steps.take(at: now), let average = seconds.average {
            book.refresh(at: now, offset: rules.utcOffset)
            placing.level = rules.level(
                after: level, ready: average.ready, waiting: average.waiting,
                loggedIn: average.loggedIn, drops: book.drops, clock: rules.clock(at: now))
        }
        return placing.pace(for: floor, at: now)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        placing.note(event, at: now)
        switch event {
        case .dialled: book.calls += 1
        case .person: book.answers += 1
        case .abandoned: book.dropped += 1
        default: break
        }
    }
}

// MARK: The level

extension VICIdialAdapt {
    public enum Method: Sendable { case hardLimit, average, tapered }

    /// Numbers of a campaign, with what VICIdial ships.
    public struct Rules: Hashable, Sendable {
        public var method: Method
        /// Of drops among those who answer in a day.
        public var limit = 0.03
        public var maxLevel = 3.0
        /// −40...40, in percent of each step.
        public var intensity = 0.0
        /// How many more agents than people are wanted waiting, turned round.
        public var difference = 0.0
        /// In hours after midnight: from then on a tapered level stays at 1 while drops are over
        /// the limit.
        public var latest = 21.0
        /// How far the clock on the wall is ahead of universal time.
        public var utcOffset = Duration.zero

        public init(_ method: Method) { self.method = method }
    }

    /// What has become of calls, as it stood at the last full minute.
    public struct Drops: Hashable, Sendable {
        public var callsLastMinute = 0
        public var droppedLastMinute = 0
        public var callsToday = 0
        public var droppedToday = 0
        public var answersToday = 0
        public init() {}
    }
}

extension VICIdialAdapt.Rules {
    /// The level that follows `level`.
    ///
    /// - Parameters:
    ///   - ready, waiting, loggedIn: agents ready, people waiting and all agents logged in, on average
    ///     of the last seconds.
    ///   - clock: the time of the day as a number of four digits, 1530 for half past three.
    public func level(
        after level: Double, ready: Double, waiting: Double, loggedIn: Double,
        drops: VICIdialAdapt.Drops, clock: Int
    ) -> Double {
        var next = level
        if loggedIn > 0 {
            var move = (ready - waiting + difference) / loggedIn
            move *= move >= 0 ? 1 + intensity / 100 : abs(intensity / 100 - 1)
            next = (level * (1 + move) * 1_000).rounded() / 1_000
        }
        next = max(1, min(maxLevel, next))
        if drops.callsLastMinute > 20, 2 * drops.droppedLastMinute > drops.callsLastMinute {
            next /= 2
        }
        let isOver = Double(drops.droppedToday) > limit * Double(drops.answersToday)
        if drops.callsToday > 50, isOver {
            switch method {
            case .hardLimit: next = 1
            case .average: next /= 2
            case .tapered: next *= min(1, max(0, Double(fourDigits(latest) - clock) / 1_000))
            }
        }
        return max(1, next)
    }

    /// The time of the day, as ``level(after:ready:waiting:loggedIn:drops:clock:)`` has it.
    func clock(at now: Instant) -> Int {
        let day: Int64 = 86_400
        let second = ((now + utcOffset).nanoseconds / 1_000_000_000 % day + day) % day
        return fourDigits(Double(second) / 3_600)
    }

    private func fourDigits(_ hours: Double) -> Int {
        let minutes = Int((hours * 60).rounded(.down))
        return minutes / 60 * 100 + minutes % 60
    }
}

// MARK: What it goes by

/// The floor at the last fifteen full seconds.
private struct Seconds: Hashable, Sendable {
    struct Sample: Hashable, Sendable {
        var ready = 0.0
        var waiting = 0.0
        var loggedIn = 0.0

        static func + (a: Sample, b: Sample) -> Sample {
            Sample(
                ready: a.ready + b.ready, waiting: a.waiting + b.waiting,
                loggedIn: a.loggedIn + b.loggedIn)
        }
    }

    private static let count = 15
    private var samples = [Sample](repeating: Sample(), count: count)
    private var taken = 0
    private var next = Instant.never
    /// The floor as it has been since it was last seen.
    private var last = Sample()

    /// To be told of every change of the floor.
    mutating func see(_ floor: Floor, at now: Instant) {
        if next == .never { next = now + .seconds(1) }
        // After a long silence all samples are alike.
        next = max(next, Instant(nanoseconds: now.nanoseconds - 15_000_000_000))
        while next <= now {
            samples[taken % Self.count] = last
            taken += 1
            next = next + .seconds(1)
        }
        last = Sample(
            ready: Double(floor.idle + floor.reserved), waiting: Double(floor.holding),
            loggedIn: Double(floor.agents))
    }

    /// nil before the first second is over.
    var average: Sample? {
        let known = min(taken, Self.count)
        if known == 0 { return nil }
        let sum = samples.prefix(known).reduce(Sample(), +)
        return Sample(
            ready: sum.ready / Double(known), waiting: sum.waiting / Double(known),
            loggedIn: sum.loggedIn / Double(known))
    }
}

/// Counts, and their copies of once a minute.
private struct Book: Sendable {
    var calls = 0
    var answers = 0
    var dropped = 0
    private(set) var drops = VICIdialAdapt.Drops()
    private var minutes = Ticks(every: .seconds(60))
    private var day = Int64.min
    private var atMinute = (calls: 0, dropped: 0)
    private var atMidnight = (calls: 0, answers: 0, dropped: 0)

    mutating func refresh(at now: Instant, offset: Duration) {
        guard minutes.take(at: now) else { return }
        let today = (now + offset).nanoseconds / 86_400_000_000_000
        if today != day {
            // To the minute; the first day begins with the first call.
            if day != .min { atMidnight = (calls, answers, dropped) }
            day = today
        }
        drops.callsLastMinute = calls - atMinute.calls
        drops.droppedLastMinute = dropped - atMinute.dropped
        drops.callsToday = calls - atMidnight.calls
        drops.answersToday = answers - atMidnight.answers
        drops.droppedToday = dropped - atMidnight.dropped
        atMinute = (calls, dropped)
    }
}
