import DialModel

/// What a policy is told of the campaign it paces for, and cannot learn by watching.
public struct PacingTerms: Hashable, Sendable {
    /// How many of those who answer may be abandoned, and over what window.
    public var rule: AbandonmentRule
    /// When the first window begins.
    public var began: Instant
    /// How long a person may wait for an agent before the call counts as abandoned.
    public var hold: Duration

    public init(
        rule: AbandonmentRule = AbandonmentRule(), began: Instant = .epoch,
        hold: Duration = .zero
    ) {
        self.rule = rule
        self.began = began
        self.hold = hold
    }
}
