#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A distribution fitted to durations of which some would never have ended: a share that ever ends,
/// times the law of those that do.
///
/// Most calls that nobody answers would not have been answered had they rung for an hour. To count
/// them as answers still to come would make ring times look far longer than they are.
///
/// > Source: J. W. Boag (1949), www.jstor.org/stable/2983694; the likelihood is
/// > Π *p f*(*t*) × Π (1 - *p F*(*c*)) over ends *t* and times *c* after which watching stopped.
public struct CureFit: Hashable, Sendable {
    public let family: Distribution.Family
    /// Of those that ever end.
    public let distribution: Distribution
    /// How many ever end, 0...1.
    public let share: Double
    public let logLikelihood: Double

    /// As ``Fit/aic``, with the share as one parameter more.
    public var aic: Double { 2 * Double(family.parameters + 1) - 2 * logLikelihood }

    /// The share that lasts longer than `x` seconds; never below 1 - ``share``.
    public func survival(_ x: Double) -> Double { 1 - share * distribution.cdf(x) }

    /// - Returns: nil when the durations that ended do not determine a fit; see ``Fit``.
    /// - Complexity: some 300 passes over at most 4,000 points, whatever was observed.
    public init?(_ family: Distribution.Family, to observations: [Observation]) {
        let ended = observations.filter(\.isComplete).map(\.duration)
        guard let start = Fit(family, to: ended.map { Observation($0) }) else { return nil }
        let ends = Self.grouped(ended)
        let cuts = Self.grouped(observations.filter { !$0.isComplete }.map(\.duration))
        let count = Double(ended.count)
        func law(_ x: Double, _ y: Double) -> Distribution {
            switch family {
            case .exponential: .exponential(mean: exp(x))
            case .lognormal: .lognormal(mean: exp(x), cv: exp(y))
            case .gamma: .gamma(mean: exp(x), cv: exp(y))
            case .weibull: .weibull(mean: exp(x), shape: exp(y))
            }
        }
        func fitted(_ law: Distribution) -> (share: Double, logLikelihood: Double) {
            let over = cuts.map { (law.cdf($0.value), $0.weight) }
            let share = Self.share(ended: count, over)
            let density = ends.reduce(0) { $0 + $1.weight * log(law.density($1.value)) }
            return (
                share,
                over.reduce(density + count * log(share)) { $0 + $1.1 * log1p(-share * $1.0) }
            )
        }
        let second: Double =
            switch start.distribution {
            case .lognormal(_, let cv), .gamma(_, let cv): log(cv)
            case .weibull(_, let shape): log(shape)
            default: 0
            }
        let found = leastPoint(from: (log(start.distribution.mean), second), step: 0.2) { x, y in
            // Beyond these no observation tells one law from another.
            guard abs(x) < 20, abs(y) < 5 else { return .infinity }
            let value = fitted(law(x, y)).logLikelihood
            let rest = family == .exponential ? y * y : 0
            return value.isFinite ? rest - value : .infinity
        }
        self.family = family
        distribution = law(found.0, found.1)
        (share, logLikelihood) = fitted(distribution)
        guard logLikelihood.isFinite else { return nil }
    }

    /// The fit with the least ``aic`` among the families; nil when none can be fitted.
    public static func best(
        of families: [Distribution.Family] = Distribution.Family.allCases,
        to observations: [Observation]
    ) -> CureFit? {
        families.compactMap { CureFit($0, to: observations) }.min { $0.aic < $1.aic }
    }

    /// The share that makes the observations likeliest, given what part of it is over at each cut.
    private static func share(ended: Double, _ cuts: [(over: Double, weight: Double)]) -> Double {
        func slope(_ p: Double) -> Double {
            cuts.reduce(ended / p) { $0 - $1.weight * $1.over / max(1e-300, 1 - p * $1.over) }
        }
        if slope(1) >= 0 { return 1 }
        var low = 1e-9
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if slope(middle) > 0 { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// Neighbours joined at their mean, so that at most 2,000 values are left.
    private static func grouped(_ values: [Double]) -> [(value: Double, weight: Double)] {
        let sorted = values.sorted()
        let size = max(1, (sorted.count + 1_999) / 2_000)
        return stride(from: 0, to: sorted.count, by: size).map { first in
            let group = sorted[first..<min(first + size, sorted.count)]
            return (group.reduce(0, +) / Double(group.count), Double(group.count))
        }
    }
}
