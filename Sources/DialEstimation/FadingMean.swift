import DialModel

/// The mean of a time, learned from the latest observations.
///
/// Like ``FadingShare``: about `memory` observations count, and the prior stands for one of them
/// at first.
public struct FadingMean: Hashable, Sendable {
    private var total: Double
    private var weight = 1.0
    private let keep: Double

    /// - Parameter memory: about how many observations are remembered, above 1.
    public init(prior: Duration, memory: Double) {
        total = prior.seconds
        keep = 1 - 1 / memory
    }

    /// Takes in one observation. O(1).
    public mutating func add(_ span: Duration) {
        total = total * keep + span.seconds
        weight = weight * keep + 1
    }

    /// In seconds.
    public var seconds: Double { total / weight }
}
