/// The rules on abandoned people that hold at once, 1 to 4: the tightest binds at every decision.
public struct AbandonmentRules: Hashable, Sendable {
    /// So many may hold at once: a decision looks at all of them.
    public static let most = 4

    /// The one over whose window a policy's aim is held, and whose cap an operator may set.
    public var first: AbandonmentRule
    public private(set) var others: [AbandonmentRule]

    public init(_ first: AbandonmentRule = AbandonmentRule()) {
        self.first = first
        others = []
    }

    /// - Precondition: 1 to ``most``.
    public init(_ rules: [AbandonmentRule]) {
        precondition(
            (1...Self.most).contains(rules.count),
            "there are \(rules.count) rules on abandoned people; 1 to \(Self.most) are allowed")
        first = rules[0]
        others = Array(rules.dropFirst())
    }

    public var all: [AbandonmentRule] { [first] + others }

    /// The smallest of all.
    public var cap: Double { others.reduce(first.cap) { min($0, $1.cap) } }

    /// The largest share of the detected machines that any of them takes for people.
    public var falsePositives: Double {
        others.reduce(first.falsePositives) { max($0, $1.falsePositives) }
    }

    /// Whether one figure for all people says all there is to say of them: one rule, and no machine
    /// counts in it.
    public var isPlain: Bool { others.isEmpty && first.falsePositives == 0 }
}
