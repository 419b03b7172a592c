#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Distribution {
    /// The share of draws that are `x` seconds or shorter.
    public func cdf(_ x: Double) -> Double { shares(x).below }

    /// The share of draws that are longer than `x` seconds, to full precision however small it is.
    public func survival(_ x: Double) -> Double { shares(x).above }

    /// The probability density at `x` seconds, per second.
    ///
    /// Time that has a probability of its own (a constant, a value repeated in a sample) has no
    /// density and adds nothing here.
    public func density(_ x: Double) -> Double {
        switch self {
        case .constant: return 0
        case .uniform(let low, let high): return x < low || x > high ? 0 : 1 / (high - low)
        case .exponential(let mean): return x < 0 ? 0 : exp(-x / mean) / mean
        case .lognormal(let mean, let cv):
            guard cv > 0, x > 0 else { return 0 }
            let spread = log1p(cv * cv).squareRoot()
            let z = log(x / mean) / spread + spread / 2
            return exp(-z * z / 2) / (x * spread * (2 * Double.pi).squareRoot())
        case .weibull(let mean, let shape):
            guard x >= 0 else { return 0 }
            let scale = mean / tgamma(1 + 1 / shape)
            return shape / scale * pow(x / scale, shape - 1) * exp(-pow(x / scale, shape))
        case .gamma(let mean, let cv):
            guard cv > 0 else { return 0 }
            let scale = mean * cv * cv
            return gammaDensity(x / scale, shape: 1 / (cv * cv)) / scale
        case .mixture(let parts): return Self.average(parts) { $0.density(x) }
        case .empirical(let measured): return measured.density(x)
        }
    }

    private func shares(_ x: Double) -> (below: Double, above: Double) {
        switch self {
        case .constant(let value): return x >= value ? (1, 0) : (0, 1)
        case .uniform(let low, let high):
            if x >= high { return (1, 0) }
            return x < low ? (0, 1) : ((x - low) / (high - low), (high - x) / (high - low))
        case .exponential(let mean):
            return x <= 0 ? (0, 1) : (-expm1(-x / mean), exp(-x / mean))
        case .lognormal(let mean, let cv):
            if cv <= 0 { return x >= mean ? (1, 0) : (0, 1) }
            if x <= 0 { return (0, 1) }
            let spread = log1p(cv * cv).squareRoot()
            let z = log(x / mean) / spread + spread / 2
            return (normalCDF(z), normalCDF(-z))
        case .weibull(let mean, let shape):
            if x <= 0 { return (0, 1) }
            let hazard = pow(x * tgamma(1 + 1 / shape) / mean, shape)
            return (-expm1(-hazard), exp(-hazard))
        case .gamma(let mean, let cv):
            if cv <= 0 { return x >= mean ? (1, 0) : (0, 1) }
            return gammaShares(x / (mean * cv * cv), shape: 1 / (cv * cv))
        case .mixture(let parts):
            return (Self.average(parts) { $0.cdf(x) }, Self.average(parts) { $0.survival(x) })
        case .empirical(let measured):
            let below = measured.cdf(x)
            return (below, 1 - below)
        }
    }
}
