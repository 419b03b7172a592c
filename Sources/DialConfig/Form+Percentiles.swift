import DialMath
import DialModel

extension Section {
    /// Whether it is written `{p50: 8s, p95: 20s}`.
    var hasPercentiles: Bool { (entry.entries ?? []).contains { percentile($0.name) != nil } }
}

extension Form where Value == Distribution {
    /// The distribution of this kind with two given percentiles.
    static func byPercentiles(_ kind: Entry) -> Distribution? {
        guard let entries = kind.entries else { return nil }
        var points: [(share: Double, time: Double, entry: Entry)] = []
        for entry in entries {
            guard let share = percentile(entry.name) else {
                return entry.complain(
                    "\(kind.name) is given by percentiles, so \(quoted(entry.name)) has no place; "
                        + "two such as p50 and p95 are expected")
            }
            guard let time = Form<Duration>.time(above: .zero).read(entry) else { return nil }
            points.append((share, time.seconds, entry))
        }
        guard points.count == 2 else {
            return kind.complain(
                "\(kind.name) has \(points.count) percentile\(points.count == 1 ? "" : "s"); "
                    + "exactly 2 such as p50 and p95 are expected")
        }
        points.sort { $0.share < $1.share }
        let (low, high) = (points[0], points[1])
        if high.time <= low.time {
            return high.entry.complain(
                "\(high.entry.name) is \(decimal(high.time)) s; more than \(low.entry.name) of "
                    + "\(decimal(low.time)) s is required")
        }
        let known = families.first { $0.name == kind.name }!
        let shape = bisect(known.range) { shape in
            let unit = known.make(1, shape)
            return unit.quantile(high.share) / unit.quantile(low.share) >= high.time / low.time
        }
        guard let shape else {
            return kind.complain(
                "\(low.entry.name) and \(high.entry.name) lie too far apart or too near for "
                    + "\(kind.name); their ratio is \(decimal(high.time / low.time))")
        }
        return known.make(low.time / known.make(1, shape).quantile(low.share), shape)
    }

    /// By mean and a number that grows with how far the times spread.
    private static let families: [Family] = [
        Family(name: "lognormal", range: 0.001...100) { .lognormal(mean: $0, cv: $1) },
        Family(name: "gamma", range: 0.01...5) { .gamma(mean: $0, cv: $1) },
        Family(name: "weibull", range: 0.01...10) { .weibull(mean: $0, shape: 1 / $1) },
    ]

    private struct Family: Sendable {
        let name: String
        let range: ClosedRange<Double>
        let make: @Sendable (Double, Double) -> Distribution
    }
}

extension Distribution {
    /// The Weibull distribution with this coefficient of variation, 0.02 to 100.
    static func weibull(mean: Double, cv: Double) -> Distribution {
        let spread = bisect(0.005...10) { Distribution.weibull(mean: 1, shape: 1 / $0).cv >= cv }
        return .weibull(mean: mean, shape: 1 / (spread ?? 1))
    }

    /// Every time `factor` times as long.
    func scaled(by factor: Double) -> Distribution {
        switch self {
        case .constant(let value): .constant(value * factor)
        case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
        case .exponential(let mean): .exponential(mean: mean * factor)
        case .lognormal(let mean, let cv): .lognormal(mean: mean * factor, cv: cv)
        case .weibull(let mean, let shape): .weibull(mean: mean * factor, shape: shape)
        case .gamma(let mean, let cv): .gamma(mean: mean * factor, cv: cv)
        case .mixture(let parts):
            .mixture(
                parts.map {
                    Distribution.Part(weight: $0.weight, $0.distribution.scaled(by: factor))
                })
        case .empirical(let measured):
            .empirical(
                Empirical(
                    curve: zip(measured.shares, measured.values).dropFirst().dropLast().map {
                        ($0, $1 * factor)
                    }))
        }
    }
}

/// 0.95 of `p95`.
private func percentile(_ name: String) -> Double? {
    guard name.first == "p", let number = Units.number(String(name.dropFirst())), number > 0,
        number < 100
    else { return nil }
    return number / 100
}

/// Where `isReached` begins to hold within a range of positive numbers; nil when it does so at its
/// lower end, or nowhere.
private func bisect(
    _ range: ClosedRange<Double>, _ isReached: (Double) -> Bool
) -> Double? {
    var low = range.lowerBound
    var high = range.upperBound
    guard !isReached(low), isReached(high) else { return nil }
    for _ in 0..<200 where low.nextUp < high {
        let middle = (low * high).squareRoot()
        guard middle > low, middle < high else { break }
        if isReached(middle) { high = middle } else { low = middle }
    }
    return high
}
