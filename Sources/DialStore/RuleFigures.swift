import DialModel

/// What became of one rule on abandoned people: its windows, counted by the clock from the campaign's
/// first beginning.
public struct RuleFigures: Hashable, Sendable {
    public var rule: StoredRule
    private var windows: [Int64: Count] = [:]

    private struct Count: Hashable, Sendable {
        var served = 0
        var abandoned = 0
        var machines = 0
    }

    enum Event { case served, abandoned, machine }

    init(_ rule: StoredRule) { self.rule = rule }

    mutating func count(_ event: Event, at nanoseconds: Int64) {
        let window = rule.window(at: nanoseconds)
        switch event {
        case .served: windows[window, default: Count()].served += 1
        case .abandoned: windows[window, default: Count()].abandoned += 1
        case .machine: windows[window, default: Count()].machines += 1
        }
    }

    private var shares: [Double] {
        windows.values.compactMap {
            AbandonmentRule.share(
                abandoned: $0.abandoned, served: $0.served, machines: $0.machines,
                falsePositives: rule.falsePositives)
        }
    }

    /// The name of ``worst``.
    public var formula: String {
        CampaignReport.abandonmentFormula(falsePositives: rule.falsePositives)
    }
    /// The highest share of a window; nil when nobody answered.
    public var worst: Double? { shares.max() }
    /// How many windows were above the cap, and in how many anyone answered.
    public var overCap: Int { shares.count { $0 > rule.cap } }
    public var answered: Int { shares.count }

    var tree: JSONTree {
        .object([
            ("rule", .text(rule.title)), ("cap", .share(rule.cap)), ("formula", .text(formula)),
            ("windows", .count(answered)), ("worst", .share(worst)), ("overCap", .count(overCap)),
        ])
    }
}
