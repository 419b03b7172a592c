import DialMath
import DialModel

/// How a simulated business system answers.
public struct BusinessPlan: Hashable, Sendable {
    /// Shares of what it is told of, each 0...1, their sum at most 1; what is left gets no answer.
    public var sold = 0.7
    public var cancelled = 0.1
    public var revisit = 0.2
    /// From being told to the answer, in seconds.
    public var delay = Distribution.exponential(mean: 7_200)
    /// From the answer to when the person wants to be called, in seconds.
    public var revisitAfter = Distribution.constant(172_800)

    public init() {}
}

/// A simulated business system: what it answers depends on the seed, the number called and how often it
/// has been told of the case, and on nothing else.
public struct BusinessModel: Hashable, Sendable {
    private let plan: BusinessPlan
    private let choice: Chance
    private let delay: Chance
    private let revisit: Chance

    public init(plan: BusinessPlan, seed: UInt64) {
        self.plan = plan
        choice = Chance(seed: seed, stream: "business answer")
        delay = Chance(seed: seed, stream: "business delay")
        revisit = Chance(seed: seed, stream: "business revisit")
    }

    /// What comes of telling it.
    public struct Answer: Hashable, Sendable {
        public var state: CaseState
        public var at: Instant
        /// When the person wants to be called; only with ``CaseState/scheduled``.
        public var revisit: Instant?
    }

    /// - Parameters:
    ///   - ordinal: which message on the case it is, from 1.
    ///   - told: when.
    /// - Returns: nil: nothing, ever.
    public func answer(number: UInt64, ordinal: UInt64, told: Instant) -> Answer? {
        let lot = Chance.Lot(number, ordinal)
        let u = choice.uniform(lot)
        let at = told + Duration(drawn: plan.delay.quantile(delay.uniform(lot)))
        if u < plan.sold { return Answer(state: .sold, at: at) }
        if u < plan.sold + plan.cancelled { return Answer(state: .cancelled, at: at) }
        guard u < plan.sold + plan.cancelled + plan.revisit else { return nil }
        let wait = Duration(drawn: plan.revisitAfter.quantile(revisit.uniform(lot)))
        return Answer(state: .scheduled, at: at, revisit: at + wait)
    }
}
