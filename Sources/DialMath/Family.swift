#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Distribution {
    /// A shape of distribution that can be fitted to durations.
    public enum Family: String, Hashable, Sendable, CaseIterable {
        case exponential, lognormal, gamma, weibull

        /// How many numbers are chosen by a fit.
        public var parameters: Int { self == .exponential ? 1 : 2 }
    }

    /// The logarithm of the likelihood of these observations. -∞ when one of them is impossible.
    public func logLikelihood(of observations: [Observation]) -> Double {
        observations.reduce(0) {
            $0 + log($1.isComplete ? density($1.duration) : survival($1.duration))
        }
    }

    /// The lognormal distribution with these two quantiles, in closed form.
    ///
    ///     Distribution.lognormal(through: (0.5, 8), (0.95, 20))     // median 8 s, p95 20 s
    ///
    /// - Returns: nil unless 0 < share < 1 and 0 < value, both rising from `low` to `high`.
    public static func lognormal(
        through low: (share: Double, value: Double), _ high: (share: Double, value: Double)
    ) -> Distribution? {
        guard isRising(low, high) else { return nil }
        let z = normalQuantile(low.share)
        let deviation = log(high.value / low.value) / (normalQuantile(high.share) - z)
        return .logarithm(mean: log(low.value) - deviation * z, deviation: deviation)
    }

    /// The Weibull distribution with these two quantiles, in closed form; as
    /// ``lognormal(through:_:)``.
    public static func weibull(
        through low: (share: Double, value: Double), _ high: (share: Double, value: Double)
    ) -> Distribution? {
        guard isRising(low, high) else { return nil }
        let hazard = -log1p(-low.share)
        let shape = log(-log1p(-high.share) / hazard) / log(high.value / low.value)
        return .weibull(
            mean: low.value / pow(hazard, 1 / shape) * tgamma(1 + 1 / shape), shape: shape)
    }

    /// The gamma distribution with these two quantiles, by bisection of its shape; as
    /// ``lognormal(through:_:)``. Also nil when its cv were outside 0.001...10.
    public static func gamma(
        through low: (share: Double, value: Double), _ high: (share: Double, value: Double)
    ) -> Distribution? {
        guard isRising(low, high) else { return nil }
        func ratio(_ cv: Double) -> Double {
            let shape = 1 / (cv * cv)
            let below = gammaQuantile(low.share, shape: shape)
            return below > 0 ? gammaQuantile(high.share, shape: shape) / below : .infinity
        }
        // The wider the distribution, the further apart its quantiles.
        let sought = high.value / low.value
        var least = log(0.001)
        var most = log(10.0)
        guard ratio(exp(least)) <= sought, sought <= ratio(exp(most)) else { return nil }
        for _ in 0..<60 {
            let middle = (least + most) / 2
            if ratio(exp(middle)) < sought { least = middle } else { most = middle }
        }
        let cv = exp((least + most) / 2)
        let unit = gammaQuantile(low.share, shape: 1 / (cv * cv)) * cv * cv
        return .gamma(mean: low.value / unit, cv: cv)
    }

    /// The lognormal distribution by mean and standard deviation of its logarithm.
    static func logarithm(mean: Double, deviation: Double) -> Distribution {
        let variance = deviation * deviation
        return .lognormal(mean: exp(mean + variance / 2), cv: expm1(variance).squareRoot())
    }

    private static func isRising(
        _ low: (share: Double, value: Double), _ high: (share: Double, value: Double)
    ) -> Bool {
        0 < low.share && low.share < high.share && high.share < 1 && 0 < low.value
            && low.value < high.value && high.value < .infinity
    }
}
