import DialModel

/// When leads may be called, as the campaign and its rule sets say it: by the clock of the place where
/// a lead is.
///
///     plan.hours(in: ["", "America/New_York"], from: start, for: .hours(8))
///     plan.reason("America/Los_Angeles", at: now)
///     // "it is 07:12 in America/Los_Angeles; us-tsr allows 08:00 to 21:00"
public struct CallingPlan: Hashable, Sendable {
    /// All hold at once. Empty: at any time.
    public var rules: [CallingHours] = []
    /// Where leads are taken to be of whom it is not known; nil: then they are not called.
    public var unknownZone: String?
    /// When the campaign itself dials, and in which zone; nil: at any time.
    public var office: OfficeHours?

    public init() {}

    /// Hours on a clock that is the same for all leads.
    public struct OfficeHours: Hashable, Sendable {
        public var hours: CallingHours
        /// IANA name.
        public var zone: String
    }

    /// How long hours are worked out beyond the campaign's own end: leads may be due again then.
    static let margin = Duration.days(7)
    /// For how long they are when the campaign has no duration.
    static let usualHorizon = Duration.days(400)
    private static let longestHorizon = Duration.days(4_000)

    /// The hours of every zone, as ``CallingRules/hours`` wants them.
    ///
    /// Where the clocks show a time twice, or skip it, the shorter hours hold. Beyond 7 days after the
    /// campaign's end, or 400 days when it has none (at most 4,000), nobody is called.
    ///
    /// - Parameters:
    ///   - zones: IANA names, in the order of their ``ZoneID``; several with `|` between them are
    ///     places of which each may be the right one, and only times that all of them allow are left.
    ///     An empty name is ``unknownZone``.
    ///   - begin: of the campaign.
    ///   - length: of the campaign; nil: none is set.
    /// - Returns: as many as `zones`; none when calls may be made at any time.
    /// - Complexity: O(zones × days).
    public func hours(
        in zones: [String], from begin: Instant, for length: Duration?
    ) -> [CallingTimes] {
        if rules.isEmpty && office == nil { return [] }
        let span = Self.span(from: begin, for: length)
        let officeTimes = officeTimes(from: begin, for: length)
        if rules.isEmpty, let officeTimes { return zones.map { _ in officeTimes } }
        let days = Self.days(rules, span)
        var known: [String: CallingTimes] = [:]
        return zones.map { name in
            let places = (name.isEmpty ? unknownZone ?? "" : name).split(separator: "|")
            let times = places.map { place in
                let place = String(place)
                if let times = known[place] { return times }
                let times = Self.times(days, in: place, span)
                known[place] = times
                return times
            }
            guard let first = times.first else { return CallingTimes([]) }
            let all = times.dropFirst().reduce(first) { $0.intersection($1) }
            return officeTimes.map { all.intersection($0) } ?? all
        }
    }

    /// When the campaign itself dials; nil: at any time. As ``hours(in:from:for:)`` has it.
    public func officeTimes(from begin: Instant, for length: Duration?) -> CallingTimes? {
        let span = Self.span(from: begin, for: length)
        return office.map { Self.times(Self.days([$0.hours], span), in: $0.zone, span) }
    }

    /// Seconds since 1970 for which hours are worked out, a day more at both ends.
    static func span(
        from begin: Instant, for length: Duration?
    ) -> (from: Int, to: Int) {
        let horizon = min(length.map { $0 + margin } ?? usualHorizon, longestHorizon)
        return (seconds(begin) - 86_400, seconds(begin + horizon) + 86_400)
    }

    /// The ranges of every day, one after the other, on a clock that shows local time.
    private static func days(
        _ rules: [CallingHours], _ span: (from: Int, to: Int)
    ) -> [ClockRange] {
        // A day more at both ends, for no clock is as far off.
        let (first, last) = (CivilDay(at: span.from) + -1, CivilDay(at: span.to) + 1)
        let holidays = rules.map { $0.holidays.map { $0.calendar.days(first.year...last.year) } }
        var joined: [ClockRange] = []
        for number in first.number...last.number {
            let day = CivilDay(number: number)
            let weekday = day.weekday
            var ranges = [ClockRange.day]
            for (rule, calendars) in zip(rules, holidays) {
                let places = calendars.indices.filter { calendars[$0][day] != nil }
                ranges = ranges.intersection(rule.ranges(on: weekday, holidays: places))
            }
            for range in ranges {
                let (from, to) = (number * 86_400 + range.from, number * 86_400 + range.to)
                if let last = joined.last, last.to == from {
                    joined[joined.count - 1].to = to
                } else {
                    joined.append(ClockRange(from: from, to: to))
                }
            }
        }
        return joined
    }

    /// When a clock in the zone shows one of `ranges`; none for a zone that is not known.
    private static func times(
        _ ranges: [ClockRange], in zone: String, _ span: (from: Int, to: Int)
    ) -> CallingTimes {
        guard let offsets = ZoneOffsets(zone, from: span.from, to: span.to) else {
            return CallingTimes([])
        }
        return CallingTimes(
            ranges.compactMap { range in
                let from = max(span.from, offsets.latest(range.from))
                let to = min(span.to, offsets.earliest(range.to))
                return from < to
                    ? CallingTimes.Span(from: instant(from), to: instant(to)) : nil
            })
    }

    /// Rounded down.
    static func seconds(_ instant: Instant) -> Int {
        let whole = Int(instant.nanoseconds / 1_000_000_000)
        return instant.nanoseconds % 1_000_000_000 < 0 ? whole - 1 : whole
    }

    private static func instant(_ second: Int) -> Instant { .epoch + .seconds(Int64(second)) }
}
