/// The share of trials that succeed, learned from the latest of them.
///
/// Every trial multiplies the weight of the earlier ones by 1 − 1/`memory`, so about `memory` trials
/// count. Before any evidence the share is the prior's.
///
///     var answers = FadingShare(prior: 0.5, weight: 10, memory: 300)
///     answers.add(false)
public struct FadingShare: Hashable, Sendable {
    private var successes: Double
    private var trials: Double
    private let keep: Double

    /// - Parameters:
    ///   - prior: the share expected before any trial, 0...1.
    ///   - weight: how many trials the prior is worth, above 0; it fades like the rest.
    ///   - memory: about how many trials are remembered, above 1.
    public init(prior: Double, weight: Double, memory: Double) {
        successes = prior * weight
        trials = weight
        keep = 1 - 1 / memory
    }

    /// Takes in one trial. O(1).
    public mutating func add(_ success: Bool) {
        trials = trials * keep + 1
        successes = successes * keep + (success ? 1 : 0)
    }

    /// The share, 0...1.
    public var value: Double { successes / trials }

    /// The standard error of ``value``, as of a binomial share of so many trials.
    public var standardError: Double {
        let share = value
        return (max(share * (1 - share), 0) / trials).squareRoot()
    }
}
