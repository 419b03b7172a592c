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
/// longer time, and streams stay in step whatever the distribution.
public enum Distribution: Hashable, Sendable {
    case constant(Double)
    case uniform(low: Double, high: Double)
    case exponential(mean: Double)
    /// By mean and coefficient of variation, of the lognormal itself, not of its logarithm.
    case lognormal(mean: Double, cv: Double)
    case weibull(mean: Double, shape: Double)

    /// The time that a share `u` of draws stays below.
    ///
    /// - Parameter u: strictly between 0 and 1.
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
        }
    }

    /// The mean, in seconds.
    public var mean: Double {
        switch self {
        case .constant(let value): value
        case .uniform(let low, let high): (low + high) / 2
        case .exponential(let mean), .lognormal(let mean, _), .weibull(let mean, _): mean
        }
    }
}
