import DialModel

/// As Cisco documents its dialer: lines per free agent, corrected every 100 answers.
///
/// It begins with one line per agent, and has 3 at most. After every 100 people who pick up, the
/// lines per agent become
///
///     lines × (1 + gain × (limit − abandoned / answered))
///
/// of those 100: at a gain of 1, and a limit of 3 %, at most 3 % more. The documents name the pace,
/// the gain, the limit and the bounds; that the gain is meant so is our reading.
///
/// > Source: Cisco's documentation of its outbound option, as far as it goes.
public struct CiscoLike: PacingPolicy {
    public let rules: Rules
    /// Calls on their way for each free agent.
    public private(set) var linesPerAgent = 1.0
    private var answered = 0
    private var abandoned = 0

    /// Numbers of a campaign, with what is documented as usual.
    public struct Rules: Hashable, Sendable {
        public var limit = 0.03
        public var gain = 1.0
        public var maxLines = 3.0
        /// How many people pick up between corrections, ≥ 1.
        public var answers = 100
        public init() {}
    }

    public init(_ rules: Rules = Rules()) {
        precondition(rules.answers >= 1, "\(rules.answers) answers; at least 1 is required")
        self.rules = rules
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        let wanted = Int(linesPerAgent * Double(floor.idle))
        return Pace(start: max(0, wanted - floor.inFlight - floor.holding), bound: .ratio)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .person:
            // Before this one is counted, so that those before have been served or abandoned.
            if answered >= rules.answers { correct() }
            answered += 1
        case .abandoned: abandoned += 1
        default: break
        }
    }

    private mutating func correct() {
        linesPerAgent = rules.lines(
            after: linesPerAgent, abandonment: Double(abandoned) / Double(answered))
        answered = 0
        abandoned = 0
    }
}

extension CiscoLike.Rules {
    /// The lines per agent that follow, 1 at least.
    public func lines(after lines: Double, abandonment: Double) -> Double {
        max(1, min(maxLines, lines * (1 + gain * (limit - abandonment))))
    }
}
