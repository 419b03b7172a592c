import DialMath

/// A mean with its interval, from independent replications.
public struct MeanEstimate: Hashable, Sendable {
    public var mean: Double
    /// Half the width of the interval; nil when there is but one replication.
    public var halfWidth: Double?
    /// What values are possible; the interval ends there.
    public var bounds: ClosedRange<Double>

    public var low: Double? { halfWidth.map { max(bounds.lowerBound, mean - $0) } }
    public var high: Double? { halfWidth.map { min(bounds.upperBound, mean + $0) } }

    /// The share of intervals that hold the true value.
    public static let confidence = 0.95

    public init(_ interval: Interval, bounds: ClosedRange<Double> = -.infinity ... .infinity) {
        mean = interval.estimate
        halfWidth = interval.halfWidth.isFinite ? interval.halfWidth : nil
        self.bounds = bounds
    }

    /// Student's interval of the mean of `values`, one a replication; nil when there are none.
    public init?(_ values: [Double], bounds: ClosedRange<Double> = -.infinity ... .infinity) {
        guard !values.isEmpty else { return nil }
        self.init(Summary(values).interval(confidence: Self.confidence), bounds: bounds)
    }

    /// Σ parts / Σ wholes, a pair a replication, with the delta method's interval; nil when the
    /// wholes are 0.
    public init?(ratioOf pairs: [(part: Int64, whole: Int64)]) {
        guard pairs.contains(where: { $0.whole != 0 }) else { return nil }
        self.init(
            ratioInterval(
                of: pairs.map { Double($0.part) }, to: pairs.map { Double($0.whole) },
                confidence: Self.confidence, by: .delta), bounds: 0...1)
    }
}
