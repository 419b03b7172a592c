import DialCharts
import DialFitting
import DialMath
import DialModel
import DialStore

extension FittedDay {
    /// The laws, one a line.
    var table: String {
        let head = ["law", "n", "cut short", "family", "parameters", "KS"]
        let rows =
            [head]
            + laws.map { law in
                [
                    law.name, grouped(law.observed), grouped(law.censored), law.family,
                    law.parameters,
                    law.family == "constant" ? "–" : decimal(law.distance, places: 3),
                ]
            }
        return aligned(rows + previewRow, words: [0, 3, 4])
            + (lagRemark.map { "\n" + $0 + "\n" } ?? "")
    }

    /// Where there is a mean and no law.
    private var previewRow: [[String]] {
        guard let preview, preview.law == nil else { return [] }
        return [
            [
                "preview", grouped(preview.count), "0", "lognormal",
                "mean \(decimal(preview.mean, places: 1)) s, cv 0.50: a guess", "–",
            ]
        ]
    }

    /// The laws against the data.
    var chart: FitChart {
        FitChart(
            "Fitted laws", subtitle: "\(name), \(grouped(calls)) calls",
            comparisons: laws.filter { $0.family != "constant" }.map(\.comparison))
    }
}

extension FittedLaw {
    var parameters: String {
        let shares = share.map { $0 < 1 ? ", \(percent($0)) ever end" : "" } ?? ""
        return law + shares
    }

    private var law: String {
        func span(_ seconds: Double) -> String {
            decimal(seconds, places: seconds < 10 ? 3 : 1) + " s"
        }
        switch distribution {
        case .constant(let value): return span(value)
        case .exponential(let mean): return "mean \(span(mean))"
        case .lognormal(let mean, let cv), .gamma(let mean, let cv):
            return "mean \(span(mean)), cv \(decimal(cv, places: 2))"
        case .weibull(let mean, let shape):
            return "mean \(span(mean)), shape \(decimal(shape, places: 2))"
        default: return "mean \(span(distribution.mean)), as measured"
        }
    }

    fileprivate var comparison: FitChart.Comparison {
        // As many steps as can be told apart on paper.
        let stride = max(1, curve.steps.count / 300)
        let steps = curve.steps.enumerated().filter {
            $0.offset % stride == 0 || $0.offset == curve.steps.count - 1
        }.map { _, step in
            let half = 1.96 * step.error
            return FitChart.Step(
                at: step.duration,
                Estimate(
                    step.survival, max(0, step.survival - half)...min(1, step.survival + half)))
        }
        let most = curve.quantile(0.995) ?? curve.longest
        // Where not all end, the rest of the curve is flat.
        let over = (share ?? 1) < 1 ? distribution.quantile(0.999) : .infinity
        let end = max(min(most, over), 1e-3) * 1.02
        return FitChart.Comparison(
            name.prefix(1).uppercased() + name.dropFirst(), axis: "Time (s)",
            steps: steps.filter { $0.at <= end }, censored: cuts.filter { $0 <= end },
            fits: [.init(family, parameters: parameters, upTo: end) { survival($0) }], upTo: end)
    }
}
