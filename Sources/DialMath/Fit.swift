#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A distribution chosen to make durations as likely as its family can.
public struct Fit: Hashable, Sendable {
    public let family: Distribution.Family
    public let distribution: Distribution
    public let logLikelihood: Double

    /// Akaike's criterion: the smaller, the better the fit for its number of parameters.
    ///
    /// > Source: H. Akaike (1974), doi:10.1109/TAC.1974.1100705.
    public var aic: Double { 2 * Double(family.parameters) - 2 * logLikelihood }

    /// Fits one family by maximum likelihood; durations cut short count as longer than they were
    /// watched. Deterministic.
    ///
    /// - Returns: nil when the observations do not determine a fit: none is complete, one that is
    ///   complete is 0 long (but for the exponential family), or those complete are all equal.
    /// - Complexity: a few passes for exponential, lognormal and Weibull; for gamma some 150, or
    ///   one when nothing is censored.
    public init?(_ family: Distribution.Family, to observations: [Observation]) {
        let complete = observations.filter(\.isComplete).map(\.duration)
        guard !complete.isEmpty, observations.contains(where: { $0.duration > 0 }) else {
            return nil
        }
        if family != .exponential {
            guard let least = complete.min(), let most = complete.max(), 0 < least, least < most
            else { return nil }
        }
        // Durations of 0 that were cut short say nothing, and have no logarithm.
        let telling = observations.filter { $0.isComplete || $0.duration > 0 }
        let fitted: Distribution? =
            switch family {
            case .exponential:
                .exponential(
                    mean: telling.reduce(0) { $0 + $1.duration } / Double(complete.count))
            case .lognormal: Self.lognormal(telling)
            case .gamma: Self.gamma(telling)
            case .weibull: Self.weibull(telling)
            }
        guard let fitted else { return nil }
        let logLikelihood = fitted.logLikelihood(of: telling)
        guard logLikelihood.isFinite else { return nil }
        self.family = family
        self.distribution = fitted
        self.logLikelihood = logLikelihood
    }

    /// The fit with the least ``aic`` among the families; nil when none can be fitted.
    public static func best(
        of families: [Distribution.Family] = Distribution.Family.allCases,
        to observations: [Observation]
    ) -> Fit? {
        families.compactMap { Fit($0, to: observations) }.min { $0.aic < $1.aic }
    }

    /// Newton's steps in (1/σ, µ/σ), where the likelihood is concave.
    ///
    /// > Source: R. J. Olsen (1978), doi:10.2307/1911445.
    private static func lognormal(_ observations: [Observation]) -> Distribution? {
        let logs = observations.map { (value: log($0.duration), isComplete: $0.isComplete) }
        let all = Summary(logs.map(\.value))
        if observations.allSatisfy(\.isComplete) {
            let n = Double(all.count)
            return .logarithm(
                mean: all.mean, deviation: (all.variance * (n - 1) / n).squareRoot())
        }
        // Centred and scaled, so that the start is near and the steps are well conditioned.
        let unit = max(all.deviation, 1e-9)
        let points = logs.map { (x: ($0.value - all.mean) / unit, isComplete: $0.isComplete) }
        func likelihood(_ g: Double, _ d: Double) -> Double {
            points.reduce(0) { sum, point in
                let z = g * point.x - d
                return sum + (point.isComplete ? log(g) - z * z / 2 : log(normalCDF(-z)))
            }
        }
        var g = 1.0
        var d = 0.0
        var best = likelihood(g, d)
        for _ in 0..<200 {
            var (slopeG, slopeD, gg, gd, dd) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for point in points {
                let z = g * point.x - d
                let first: Double
                let second: Double
                if point.isComplete {
                    (first, second) = (-z, -1)
                    slopeG += 1 / g
                    gg -= 1 / (g * g)
                } else {
                    let hazard = normalHazard(z)
                    (first, second) = (-hazard, -hazard * (hazard - z))
                }
                slopeG += first * point.x
                slopeD -= first
                gg += second * point.x * point.x
                gd -= second * point.x
                dd += second
            }
            let determinant = gg * dd - gd * gd
            guard determinant > 0 else { break }
            let stepG = -(dd * slopeG - gd * slopeD) / determinant
            let stepD = -(gg * slopeD - gd * slopeG) / determinant
            var length = 1.0
            while length > 1e-9 {
                let next =
                    g + length * stepG > 0
                    ? likelihood(g + length * stepG, d + length * stepD) : -.infinity
                if next >= best - 1e-12 * abs(best) {
                    best = max(best, next)
                    break
                }
                length /= 2
            }
            g += length * stepG
            d += length * stepD
            if abs(stepG) + abs(stepD) < 1e-11 * (1 + abs(d)) { break }
        }
        guard g > 0, g.isFinite, d.isFinite else { return nil }
        return .logarithm(mean: all.mean + unit * d / g, deviation: unit / g)
    }

    /// The likelihood of the shape alone has one root, found between bounds.
    private static func weibull(_ observations: [Observation]) -> Distribution? {
        let longest = observations.reduce(0) { max($0, $1.duration) }
        let logs = observations.map {
            (value: log($0.duration / longest), isComplete: $0.isComplete)
        }
        let complete = logs.filter(\.isComplete)
        let n = Double(complete.count)
        let meanLog = complete.reduce(0) { $0 + $1.value } / n
        /// Rises with the shape.
        func slope(_ shape: Double) -> Double {
            var powers = 0.0
            var weighted = 0.0
            for point in logs {
                let power = exp(shape * point.value)
                powers += power
                weighted += power * point.value
            }
            return weighted / powers - 1 / shape - meanLog
        }
        var low = 1e-3
        var high = 1e4
        guard slope(low) < 0, slope(high) > 0 else { return nil }
        while high / low > 1 + 1e-13 {
            let middle = (low * high).squareRoot()
            if middle <= low || middle >= high { break }
            if slope(middle) < 0 { low = middle } else { high = middle }
        }
        let shape = (low * high).squareRoot()
        let powers = logs.reduce(0) { $0 + exp(shape * $1.value) }
        let scale = longest * pow(powers / n, 1 / shape)
        return .weibull(mean: scale * tgamma(1 + 1 / shape), shape: shape)
    }

    /// Without censoring the shape by Newton's steps; else a search over mean and cv.
    private static func gamma(_ observations: [Observation]) -> Distribution? {
        let values = observations.map(\.duration)
        let mean = Summary(values).mean
        let excess = log(mean) - Summary(values.map { log($0) }).mean
        guard excess > 0 else { return nil }
        // T. P. Minka's start (2002), good to 1.5 %.
        var shape =
            (3 - excess + ((excess - 3) * (excess - 3) + 24 * excess).squareRoot()) / (12 * excess)
        for _ in 0..<50 {
            // Solves log a - digamma(a) = excess, in log a.
            let step = log(shape) - digamma(shape) - excess
            let h = 1e-5 * shape
            let slope = 1 - (digamma(shape + h) - digamma(shape - h)) / (2e-5)
            let factor = exp(max(-1, min(1, -step / slope)))
            shape *= factor
            if abs(factor - 1) < 1e-13 { break }
        }
        if observations.allSatisfy(\.isComplete) {
            return .gamma(mean: mean, cv: 1 / shape.squareRoot())
        }
        let share = Double(observations.count) / Double(observations.count(where: \.isComplete))
        let found = leastPoint(from: (log(mean * share), -log(shape) / 2), step: 0.2) {
            let likelihood = Distribution.gamma(mean: exp($0), cv: exp($1))
                .logLikelihood(of: observations)
            return likelihood.isNaN ? .infinity : -likelihood
        }
        return .gamma(mean: exp(found.0), cv: exp(found.1))
    }
}

/// The density of the normal distribution at `z` over the share above `z`.
private func normalHazard(_ z: Double) -> Double {
    if z > 30 {
        // The continued fraction; both numerator and denominator would vanish.
        return z + 1 / (z + 2 / (z + 3 / (z + 4 / z)))
    }
    return exp(-z * z / 2) / (2 * Double.pi).squareRoot() / normalCDF(-z)
}

/// The point where a function of two numbers is least, found without slopes.
///
/// > Source: J. A. Nelder and R. Mead (1965), doi:10.1093/comjnl/7.4.308; restarted until a start
/// > from the result gains nothing.
func leastPoint(
    from start: (Double, Double), step: Double, of value: (Double, Double) -> Double
) -> (Double, Double) {
    typealias Corner = (x: Double, y: Double, value: Double)
    func corner(_ x: Double, _ y: Double) -> Corner { (x, y, value(x, y)) }
    var best = corner(start.0, start.1)
    var step = step
    for _ in 0..<8 {
        var corners = [best, corner(best.x + step, best.y), corner(best.x, best.y + step)]
        for _ in 0..<300 {
            corners.sort { $0.value < $1.value }
            let (first, second, third) = (corners[0], corners[1], corners[2])
            let size = max(abs(third.x - first.x), abs(third.y - first.y))
            if size < 1e-9 { break }
            let middle = ((first.x + second.x) / 2, (first.y + second.y) / 2)
            func along(_ t: Double) -> Corner {
                corner(middle.0 + t * (third.x - middle.0), middle.1 + t * (third.y - middle.1))
            }
            let reflected = along(-1)
            if reflected.value < first.value {
                let expanded = along(-2)
                corners[2] = expanded.value < reflected.value ? expanded : reflected
            } else if reflected.value < second.value {
                corners[2] = reflected
            } else {
                let nearer = along(reflected.value < third.value ? -0.5 : 0.5)
                if nearer.value < min(third.value, reflected.value) {
                    corners[2] = nearer
                } else {
                    corners[1] = corner((first.x + second.x) / 2, (first.y + second.y) / 2)
                    corners[2] = corner((first.x + third.x) / 2, (first.y + third.y) / 2)
                }
            }
        }
        let found = corners.min { $0.value < $1.value } ?? best
        let gain = best.value - found.value
        best = found
        if !(gain > 1e-12 * abs(best.value)) { break }
        step = max(1e-4, step / 4)
    }
    return (best.x, best.y)
}
