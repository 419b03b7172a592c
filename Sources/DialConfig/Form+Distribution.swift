import DialMath
import DialModel

extension Form where Value == Distribution {
    /// A time that varies: `12s`, or one of
    ///
    ///     {constant: 5s}
    ///     {uniform: {from: 1s, to: 3s}}
    ///     {exponential: 12s}
    ///     {lognormal: {mean: 10s, cv: 0.5}}
    ///     {weibull: {mean: 10s, shape: 1.5}}
    static var varying: Form {
        Form { entry in
            if entry.isScalar { return Form<Duration>.time().read(entry).map(constant) }
            guard let entries = entry.entries else { return nil }
            guard let kind = entries.first, entries.count == 1 else {
                return entry.complain(
                    "\(entry.name) has \(entries.count) distributions; exactly 1 is expected")
            }
            switch kind.name {
            case "constant": return Form<Duration>.time().read(kind).map(constant)
            case "uniform": return uniform(kind)
            case "exponential":
                return Form<Duration>.time(above: .zero).read(kind).map {
                    .exponential(mean: $0.seconds)
                }
            case "lognormal":
                return withMean(kind, "cv", .number(atMost: 100)) { .lognormal(mean: $0, cv: $1) }
            case "weibull":
                return withMean(kind, "shape", .number(atLeast: 0.1, atMost: 100)) {
                    .weibull(mean: $0, shape: $1)
                }
            default:
                let known = ["constant", "uniform", "exponential", "lognormal", "weibull"]
                return kind.complain(
                    "\(entry.name) has the unknown distribution \(quoted(kind.name)); "
                        + suggestion(for: kind.name, among: known))
            }
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

    private static func withMean(
        _ kind: Entry, _ key: String, _ form: Form<Double>,
        _ make: (Double, Double) -> Distribution
    ) -> Distribution? {
        guard let section = Section(kind) else { return nil }
        let mean = section.require("mean", .time(above: .zero))
        let other = section.require(key, form)
        section.close()
        guard let mean, let other else { return nil }
        return make(mean.seconds, other)
    }
}
