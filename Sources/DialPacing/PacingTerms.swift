import DialModel

/// What a policy is told of the campaign it paces for, and cannot learn by watching.
public struct PacingTerms: Sendable {
    /// How many of those who answer may be abandoned, over what windows, and what has been counted in
    /// the windows at hand.
    public var budget: AbandonmentBudget
    /// How long a person may wait for an agent before the call counts as abandoned.
    public var hold: Duration

    public init(budget: AbandonmentBudget, hold: Duration) {
        self.budget = budget
        self.hold = hold
    }

    /// For a campaign that has just begun.
    public init(
        rules: AbandonmentRules = AbandonmentRules(), began: Instant = .epoch,
        hold: Duration = .zero
    ) {
        self.init(budget: AbandonmentBudget(rules, began: began), hold: hold)
    }
}
