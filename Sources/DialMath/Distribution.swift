#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How long something takes, in seconds: a distribution over the non-negative numbers.
///
/// Drawn by its quantile, one uniform number a draw, so that a larger uniform number is always the
/// longer time, and streams stay in step whatever the distribution. Where draws are many, make a
/// ``QuantileTable``.
///
///     Distribution.gamma(mean: 40, cv: 0.5).quantile(0.5)     // 36.72, the median
public enum Distribution: Hashable, Sendable {
    case constant(Double)
    case uniform(low: Double, high: Double)
    case exponential(mean: Double)
    /// By mean and coefficient of variation, of the lognormal itself, not of its logarithm.
    case lognormal(mean: Double, cv: Double)
    case weibull(mean: Double, shape: Double)
    /// By mean and coefficient of variation; the shape is 1/cv².
    case gamma(mean: Double, cv: Double)
    /// One of several, by weight. Weights are ≥ 0, not all 0; they need not sum to 1.
    case mixture([Part])
    /// What was measured, or a curve drawn by hand.
    case empirical(Empirical)

    /// One of the distributions that a mixture is made of.
    public struct Part: Hashable, Sendable {
        /// In proportion to the other parts' weights; ≥ 0.
        public let weight: Double
        public let distribution: Distribution

        public init(weight: Double, _ distribution: Distribution) {
            precondition(weight >= 0, "a part has the weight \(weight); none is below 0")
            self.weight = weight
            self.distribution = distribution
        }
    }

    /// The time that `stages` memoryless stages of equal mean take one after the other.
    ///
    /// - Parameters:
    ///   - mean: of all stages together, in seconds.
    ///   - stages: 1 or more; 1 is the exponential distribution.
    public static func erlang(mean: Double, stages: Int) -> Distribution {
        precondition(stages > 0, "an Erlang distribution has \(stages) stages; it needs 1 or more")
        return .gamma(mean: mean, cv: 1 / Double(stages).squareRoot())
    }

    /// The time that a share `u` of draws stays below.
    ///
    /// - Parameter u: strictly between 0 and 1.
    /// - Complexity: one or two calls of libm; for a gamma distribution some 0.5 µs, for a mixture
    ///   some 20 times its parts, for measured values a binary search.
    public func quantile(_ u: Double) -> Double {
        switch self {
        case .constant(let value): value
        case .uniform(let low, let high): low + u * (high - low)
        case .exponential(let mean): -mean * log1p(-u)
        case .lognormal(let mean, let cv):
            if cv <= 0 {
                mean
            } else {
                {
                    let variance = log1p(cv * cv)
                    return mean * exp(variance.squareRoot() * normalQuantile(u) - variance / 2)
                }()
            }
        case .weibull(let mean, let shape):
            mean / tgamma(1 + 1 / shape) * pow(-log1p(-u), 1 / shape)
        case .gamma(let mean, let cv):
            cv <= 0 ? mean : mean * (cv * cv) * gammaQuantile(u, shape: 1 / (cv * cv))
        case .mixture(let parts): Self.quantile(u, of: parts)
        case .empirical(let measured): measured.quantile(u)
        }
    }

    /// The mean, in seconds.
    public var mean: Double {
        switch self {
        case .constant(let value): value
        case .uniform(let low, let high): (low + high) / 2
        case .exponential(let mean), .lognormal(let mean, _), .weibull(let mean, _),
            .gamma(let mean, _):
            mean
        case .mixture(let parts): Self.average(parts) { $0.mean }
        case .empirical(let measured): measured.mean
        }
    }

    /// The variance, in seconds squared.
    public var variance: Double {
        switch self {
        case .constant: return 0
        case .uniform(let low, let high): return (high - low) * (high - low) / 12
        case .exponential(let mean): return mean * mean
        case .lognormal(let mean, let cv), .gamma(let mean, let cv):
            return cv <= 0 ? 0 : mean * mean * cv * cv
        case .weibull(let mean, let shape):
            let ratio = 2 * logGamma(1 + 1 / shape) - logGamma(1 + 2 / shape)
            return mean * mean * -expm1(ratio) / exp(ratio)
        case .mixture(let parts):
            let mean = mean
            return Self.average(parts) {
                $0.variance + ($0.mean - mean) * ($0.mean - mean)
            }
        case .empirical(let measured): return measured.variance
        }
    }

    /// The coefficient of variation: the standard deviation as a share of the mean; 0 when both
    /// are 0.
    public var cv: Double {
        let variance = variance
        return variance <= 0 ? 0 : variance.squareRoot() / mean
    }
}
