import DialMath

/// A mean with its interval, from independent replications.
public struct MeanEstimate: Hashable, Sendable {
    public var mean: Double
    /// How far the interval reaches to its farther side; nil when there is but one replication.
    public var halfWidth: Double?
    /// What values are possible; the interval ends there.
    public var bounds: ClosedRange<Double>
    public private(set) var low: Double?
    public private(set) var high: Double?

    /// The share of intervals that hold the true value.
    public static let confidence = 0.95

    public init(_ interval: Interval, bounds: ClosedRange<Double> = -.infinity ... .infinity) {
        mean = interval.estimate
        self.bounds = bounds
        if interval.halfWidth.isFinite { reach(from: interval.low, to: interval.high) }
    }

    private mutating func reach(from low: Double, to high: Double) {
        halfWidth = max(mean - low, high - mean)
        self.low = max(bounds.lowerBound, low)
        self.high = min(bounds.upperBound, high)
    }

    /// Student's interval of the mean of `values`, one a replication; nil when there are none.
    public init?(_ values: [Double], bounds: ClosedRange<Double> = -.infinity ... .infinity) {
        guard !values.isEmpty else { return nil }
        self.init(Summary(values).interval(confidence: Self.confidence), bounds: bounds)
    }

    /// Σ parts / Σ wholes, a pair a replication, with the delta method's interval; nil when the
    /// wholes are 0.
    ///
    /// - Parameter areCounts: whether parts are some of as many wholes. Where they, or the rest, are
    ///   few, the interval is no narrower than Clopper and Pearson's: what has not happened yet is no
    ///   proof that it cannot.
    public init?(ratioOf pairs: [(part: Int64, whole: Int64)], areCounts: Bool = false) {
        guard pairs.contains(where: { $0.whole != 0 }) else { return nil }
        self.init(
            ratioInterval(
                of: pairs.map { Double($0.part) }, to: pairs.map { Double($0.whole) },
                confidence: Self.confidence, by: .delta), bounds: 0...1)
        guard areCounts, let low, let high else { return }
        let part = pairs.reduce(0) { $0 + Int($1.part) }
        let whole = pairs.reduce(0) { $0 + Int($1.whole) }
        guard min(part, whole - part) < Self.few else { return }
        let exact = binomialInterval(
            successes: part, of: whole, confidence: Self.confidence)
        reach(from: min(low, exact.low), to: max(high, exact.high))
    }

    /// The same mean, with an interval as wide as the spread of the first replications alone makes it.
    ///
    /// - Parameters:
    ///   - pilot: of the first `count` replications, which have decided that there be `all`; nil:
    ///     they say nothing, and the interval stays.
    ///
    /// > Source: C. Stein (1945), doi:10.1214/aoms/1177731088: the mean of all does not depend on the
    /// > spread of the first, so that an interval from this spread keeps its confidence; one from the
    /// > spread of all does not, for there are few of them just where the first were alike by chance.
    func spread(as pilot: MeanEstimate?, count: Int, of all: Int) -> MeanEstimate {
        guard let width = pilot?.halfWidth else { return self }
        var estimate = self
        let half = width * (Double(count) / Double(all)).squareRoot()
        estimate.reach(from: mean - half, to: mean + half)
        return estimate
    }

    /// Below so many an interval from the spread alone is not to be trusted.
    private static let few = 100
}
