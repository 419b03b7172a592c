import DialMath
import DialModel

extension Form where Value == Distribution {
    /// A time that varies: `12s`, or one of
    ///
    ///     {constant: 5s}
    ///     {uniform: {from: 1s, to: 3s}}
    ///     {exponential: 12s}
    ///     {lognormal: {mean: 10s, cv: 0.5}}
    ///     {gamma: {mean: 10s, cv: 0.5}}
    ///     {weibull: {mean: 10s, cv: 0.5}}
    ///     {weibull: {mean: 10s, shape: 1.5}}
    ///     {erlang: {mean: 10s, stages: 3}}
    ///     {mixture: [{share: 70%, exponential: 5s}, {constant: 60s}]}
    ///     {empirical: talks.csv}
    ///
    /// Lognormal, gamma and Weibull may also be given by two percentiles, `{p50: 8s, p95: 20s}`.
    /// The last share of a mixture may be left out: it is the rest. For measured times see
    /// ``measured(_:)``.
    static var varying: Form {
        Form { entry in
            if entry.isScalar { return Form<Duration>.time().read(entry).map(constant) }
            guard let entries = entry.entries else { return nil }
            guard let kind = entries.first, entries.count == 1 else {
                return entry.complain(
                    "\(entry.name) has \(entries.count) distributions; exactly 1 is expected")
            }
            return read(kind, of: entry)
        }
    }

    private static func read(_ kind: Entry, of entry: Entry) -> Distribution? {
        switch kind.name {
        case "constant": return Form<Duration>.time().read(kind).map(constant)
        case "uniform": return uniform(kind)
        case "exponential":
            return Form<Duration>.time(above: .zero).read(kind).map {
                .exponential(mean: $0.seconds)
            }
        case "lognormal":
            return shaped(kind, ["cv": .number(atMost: 100)]) { .lognormal(mean: $0, cv: $1) }
        case "gamma":
            return shaped(kind, ["cv": .number(atMost: 10)]) { .gamma(mean: $0, cv: $1) }
        case "weibull": return weibull(kind)
        case "erlang": return erlang(kind)
        case "mixture": return mixture(kind)
        case "empirical": return measured(kind)
        default:
            let known = [
                "constant", "uniform", "exponential", "lognormal", "weibull", "gamma", "erlang",
                "mixture", "empirical",
            ]
            return kind.complain(
                "\(entry.name) has the unknown distribution \(quoted(kind.name)); "
                    + suggestion(for: kind.name, among: known))
        }
    }

    private static func constant(_ time: Duration) -> Distribution { .constant(time.seconds) }

    private static func uniform(_ kind: Entry) -> Distribution? {
        guard let section = Section(kind) else { return nil }
        let low = section.require("from", .time())
        let high = section.require("to", .time())
        section.close()
        guard let low, let high else { return nil }
        if high < low {
            return kind.complain("uniform goes from \(low) to \(high); from must not exceed to")
        }
        return .uniform(low: low.seconds, high: high.seconds)
    }

    private static func weibull(_ kind: Entry) -> Distribution? {
        if let section = kind.isMapping ? Section(kind) : nil, section.has("shape") {
            return shaped(kind, ["shape": .number(atLeast: 0.1, atMost: 100)]) {
                .weibull(mean: $0, shape: $1)
            }
        }
        return shaped(kind, ["cv": .number(atLeast: 0.02, atMost: 100)]) {
            .weibull(mean: $0, cv: $1)
        }
    }

    private static func erlang(_ kind: Entry) -> Distribution? {
        guard let section = Section(kind) else { return nil }
        let mean = section.require("mean", .time(above: .zero))
        let stages = section.require("stages", .count(1...1_000))
        section.close()
        guard let mean, let stages else { return nil }
        return .erlang(mean: mean.seconds, stages: stages)
    }

    /// By its mean and one other number, or by two percentiles.
    private static func shaped(
        _ kind: Entry, _ other: [String: Form<Double>],
        _ make: @escaping (Double, Double) -> Distribution
    ) -> Distribution? {
        guard let section = Section(kind) else { return nil }
        if section.hasPercentiles { return byPercentiles(kind) }
        let mean = section.require("mean", .time(above: .zero))
        let values = other.compactMap { section.require($0.key, $0.value) }
        section.close()
        guard let mean, let value = values.first else { return nil }
        return make(mean.seconds, value)
    }

    private static func mixture(_ kind: Entry) -> Distribution? {
        guard let items = kind.items else { return nil }
        if items.isEmpty {
            return kind.complain("mixture has 0 parts; at least 1 is required")
        }
        var parts: [Distribution.Part] = []
        var sum = 0.0
        for (place, item) in items.enumerated() {
            guard let (share, rest) = item.parted(by: "share") else { return nil }
            let distribution = varying.read(rest)
            var weight: Double?
            if let share {
                weight = Form<Double>.share().read(share)
            } else if place == items.count - 1 {
                weight = max(0, 1 - sum)
            } else {
                return item.complain("a part of the mixture has no share; only the last may")
            }
            guard let distribution, let weight else { return nil }
            sum += weight
            parts.append(Distribution.Part(weight: weight, distribution))
        }
        if abs(sum - 1) > 1e-6 {
            return kind.complain(
                "the shares of the mixture sum to \(percent(sum)); 100 % is needed")
        }
        return .mixture(parts)
    }
}
