/// What ``Predictive`` knew when it decided, and what else it could have done.
public struct PacingReasons: Hashable, Sendable, Codable {
    /// What the decision follows from.
    public var situation: PacingCase
    /// What each number of calls would have meant.
    public var candidates: [PacingCase.Candidate]
    /// People who answered, and those of them abandoned, in the rule's window so far.
    public var answered: Int
    public var abandoned: Int
    /// Abandonments earned and not spent: cap × answered − abandoned.
    public var earned: Double
    /// The chance that a call is answered, and its standard error.
    public var answerRate: Double
    public var answerRateError: Double
    /// Means, in seconds.
    public var secondsToAnswer: Double
    public var talkSeconds: Double
    public var wrapUpSeconds: Double
    /// How far was looked ahead.
    public var lookAheadSeconds: Double
    /// The policy's goal, if it has one: a share, or seconds.
    public var wantedOccupancy: Double?
    public var wantedWaitSeconds: Double?
}
