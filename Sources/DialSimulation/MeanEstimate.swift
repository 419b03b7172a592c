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
    public static let level = 0.95

    public init(
        mean: Double, halfWidth: Double?,
        bounds: ClosedRange<Double> = -.infinity ... .infinity
    ) {
        self.mean = mean
        self.halfWidth = halfWidth
        self.bounds = bounds
    }

    /// Student's interval of the mean of `values`; nil when there are none.
    ///
    /// - Parameter level: the share of such intervals that hold the true mean, above 0, below 1.
    public init?(
        _ values: [Double], bounds: ClosedRange<Double> = -.infinity ... .infinity,
        level: Double = MeanEstimate.level
    ) {
        guard !values.isEmpty else { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.init(
            mean: mean, halfWidth: Self.halfWidth(squares, values.count, level), bounds: bounds)
    }

    /// Σ parts / Σ wholes with the interval of the ratio estimator; nil when the wholes are 0.
    ///
    /// Each pair is one replication's. The variance is that of the residuals *part − ratio · whole*,
    /// by the mean whole (the delta method).
    ///
    /// > Source: A. M. Law, *Simulation Modeling and Analysis* (2015), section 9.3; W. G. Cochran,
    /// > *Sampling Techniques* (1977), (6.13).
    public init?(
        ratioOf pairs: [(part: Int, whole: Int)], bounds: ClosedRange<Double> = 0...1,
        level: Double = MeanEstimate.level
    ) {
        let part = pairs.reduce(0) { $0 + $1.part }
        let whole = pairs.reduce(0) { $0 + $1.whole }
        guard whole > 0 else { return nil }
        let ratio = Double(part) / Double(whole)
        let mean = Double(whole) / Double(pairs.count)
        let squares = pairs.reduce(0.0) {
            let rest = (Double($1.part) - ratio * Double($1.whole)) / mean
            return $0 + rest * rest
        }
        self.init(
            mean: ratio, halfWidth: Self.halfWidth(squares, pairs.count, level), bounds: bounds)
    }

    private static func halfWidth(_ squares: Double, _ count: Int, _ level: Double) -> Double? {
        guard count > 1 else { return nil }
        let error = (squares / Double(count - 1) / Double(count)).squareRoot()
        return Student.bound(share: 1 - level, freedom: count - 1) * error
    }
}
