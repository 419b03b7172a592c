/// The clocks of one place: how far they are ahead of universal time, and when that changes.
///
///     let clock = ZoneClock(ahead: .hours(-5))
///     clock.timeOfDay(at: noonUTC)        // 7 h
public struct ZoneClock: Hashable, Sendable {
    /// In order; at least one. Before the first its own holds, too.
    public let parts: [Part]

    /// From an instant on until the next part.
    public struct Part: Hashable, Sendable {
        public var from: Instant
        /// Of universal time; negative in the west.
        public var ahead: Duration
        public init(from: Instant, ahead: Duration) {
            self.from = from
            self.ahead = ahead
        }
    }

    /// - Parameter parts: in order of time, at least one.
    public init(_ parts: [Part]) {
        precondition(!parts.isEmpty, "a clock has 0 parts; at least 1 is required")
        self.parts = parts
    }

    /// Clocks that are never changed.
    public init(ahead: Duration) { self.init([Part(from: .epoch, ahead: ahead)]) }

    /// How far the clocks are ahead of universal time. O(changes after `now`).
    public func ahead(at now: Instant) -> Duration {
        (parts.last { $0.from <= now } ?? parts[0]).ahead
    }

    /// What the clocks show, as a span since 1970-01-01 00:00 on them.
    public func local(at now: Instant) -> Duration {
        Duration(nanoseconds: now.nanoseconds) + ahead(at: now)
    }

    /// Since midnight on the clocks, 0 to 24 h.
    public func timeOfDay(at now: Instant) -> Duration {
        let local = local(at: now)
        return local - Self.midnight(before: local)
    }

    /// When the clocks first show `local` or later; what they skip is when they skip it.
    ///
    /// - Parameter local: since 1970-01-01 00:00 on them.
    public func first(showing local: Duration) -> Instant {
        var place = 0
        while place + 1 < parts.count, instant(local, in: place) >= parts[place + 1].from {
            place += 1
        }
        let at = instant(local, in: place)
        return place == 0 ? at : max(parts[place].from, at)
    }

    private func instant(_ local: Duration, in place: Int) -> Instant {
        .epoch + (local - parts[place].ahead)
    }

    /// The midnight that `local` follows, or is.
    static func midnight(before local: Duration) -> Duration {
        let day: Int64 = 86_400_000_000_000
        let rest = local.nanoseconds % day
        return Duration(nanoseconds: local.nanoseconds - (rest < 0 ? rest + day : rest))
    }
}

/// An hour of the day, on working days or at weekends: what people's being at home goes by.
public struct LocalHour: Hashable, Comparable, Sendable {
    /// 0..<24 from Monday to Friday, 24 more on Saturday and Sunday.
    public let raw: Int
    public static let count = 48

    public init(hour: Int, isWeekend: Bool) { raw = hour + (isWeekend ? 24 : 0) }

    /// - Parameter local: what the clocks show, since 1970-01-01 00:00 on them.
    public init(_ local: Duration) {
        let midnight = ZoneClock.midnight(before: local)
        let day = midnight.nanoseconds / 86_400_000_000_000
        // 1970 began on a Thursday.
        let weekday = ((day + 3) % 7 + 7) % 7
        let hour = (local - midnight).nanoseconds / 3_600_000_000_000
        self.init(hour: Int(hour), isWeekend: weekday >= 5)
    }

    /// 0..<24.
    public var hour: Int { raw % 24 }
    public var isWeekend: Bool { raw >= 24 }

    public static func < (a: LocalHour, b: LocalHour) -> Bool { a.raw < b.raw }
}

/// Calls of one segment that began in one hour of the day, and how many of them a person answered.
public struct HourCount: Hashable, Sendable {
    public var segment: SegmentID
    public var hour: LocalHour
    public var calls: Int
    public var people: Int

    public init(segment: SegmentID, hour: LocalHour, calls: Int, people: Int) {
        self.segment = segment
        self.hour = hour
        self.calls = calls
        self.people = people
    }

    /// Whether a call that ended so tells when people are at home: what the network did to it says
    /// nothing of them.
    ///
    /// - Parameter code: of an outcome.
    public static func tells(_ code: UInt8) -> Bool {
        code != Outcome.notConnected(.congestion).code
            && code != Outcome.notConnected(.failed).code
            && code != Outcome.notConnected(.unknown).code
    }
}
