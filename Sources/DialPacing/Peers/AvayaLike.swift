import DialModel

/// As Avaya documents its dialer: calls for free agents by the hit rate of the last quarter of an hour.
///
/// `free / hit rate` calls are kept on their way, so that on average each free agent gets one person.
/// The first five minutes, and a quarter of an hour without calls, go by a hit rate that is set. How
/// agents who come free soon are counted is not documented; here they are not.
///
/// > Source: Avaya's documentation of its outbound dialers, as far as it goes.
public struct AvayaLike: PacingPolicy {
    public let rules: Rules
    private var hits: RecentShare
    private var began = Instant.never

    /// Numbers of a campaign, with what is documented as usual; half is ours.
    public struct Rules: Hashable, Sendable {
        /// Above 0.
        public var initialHitRate = 0.5
        public var initial = Duration.minutes(5)
        public var window = Duration.minutes(15)
        public init() {}
    }

    private static let parts = 15

    public init(_ rules: Rules = Rules()) {
        precondition(rules.initialHitRate > 0, "the hit rate is 0; more is required")
        self.rules = rules
        hits = RecentShare(
            parts: Self.parts,
            of: Duration(nanoseconds: max(1, rules.window.nanoseconds / Int64(Self.parts))))
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        if began == .never { began = now }
        let wanted = Int(Double(floor.idle) / hitRate(at: now))
        return Pace(start: max(0, wanted - floor.inFlight - floor.holding), bound: .ratio)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .person: hits.add(true, at: now)
        case .nobody: hits.add(false, at: now)
        default: break
        }
    }

    /// The share of calls taken to be answered, at least that of one call answered among those there
    /// were.
    private mutating func hitRate(at now: Instant) -> Double {
        hits.forget(at: now)
        guard now - began >= rules.initial, let rate = hits.value else {
            return rules.initialHitRate
        }
        return max(rate, 1 / Double(hits.trials))
    }
}
