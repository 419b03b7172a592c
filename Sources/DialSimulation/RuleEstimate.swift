import DialModel

/// What became of one rule on abandoned people, over all its windows in all replications.
public struct RuleEstimate: Hashable, Sendable {
    public var title: String
    public var cap: Double
    /// The name of ``worst``: what is divided by what.
    public var formula: String
    /// How many windows there were in which anyone answered. A last one that the end of the scenario
    /// cuts short counts only where it is the only one.
    public var windows: Int
    /// The highest share of one of them; nil when there were none.
    public var worst: Double?
    /// The share of them that were above the cap.
    public var overCap: Double?

    init(_ rule: Experiment.Rule, windows: [ReplicationResult.DayCount]) {
        let shares = windows.compactMap { $0.abandonment(falsePositives: rule.falsePositives) }
        title = rule.title
        cap = rule.cap
        formula = AbandonmentRule.formula(falsePositives: rule.falsePositives)
        self.windows = shares.count
        worst = shares.max()
        overCap =
            shares.isEmpty
            ? nil : Double(shares.count { $0 > rule.cap }) / Double(shares.count)
    }
}
