/// Fitted distributions against the data they were fitted to, a panel for each kind of span: ring
/// time, talk, wrap-up.
public struct FitChart: Hashable, Sendable {
    /// What is drawn of a span.
    public enum Curve: Hashable, Sendable {
        /// The share that lasts longer.
        case survival
        /// The share that is over.
        case cumulative
    }

    /// The curve of the data after one of its steps.
    public struct Step: Hashable, Sendable {
        public let at: Double
        /// A share, 0...1, that holds until the next step.
        public let share: Estimate

        /// - Precondition: `at` is finite.
        public init(at: Double, _ share: Estimate) {
            precondition(at.isFinite, "a step at \(at); it must be finite")
            self.at = at
            self.share = share
        }
    }

    /// A fitted distribution.
    public struct Fit: Hashable, Sendable {
        public let name: String
        /// As the legend shows them: `shape 1.42, mean 18.3 s`; empty for none.
        public let parameters: String
        /// The curve, dense enough to look smooth.
        public let points: [Point]

        public init(_ name: String, parameters: String = "", points: [Point]) {
            self.name = name
            self.parameters = parameters
            self.points = points
        }

        /// Takes the curve from a function, at 241 places from 0 to `end`.
        public init(
            _ name: String, parameters: String = "", upTo end: Double, share: (Double) -> Double
        ) {
            self.init(
                name, parameters: parameters,
                points: (0...240).map {
                    let x = end * Double($0) / 240
                    return Point(x: x, y: share(x))
                })
        }
    }

    /// One kind of span: its data and what was fitted to them.
    public struct Comparison: Hashable, Sendable {
        public let title: String
        /// With its unit: `Ring time (s)`.
        public let axis: String
        public let curve: Curve
        /// In order of time. The curve begins at 0 with nothing over.
        public let steps: [Step]
        /// Where spans were cut off before their end was seen.
        public let censored: [Double]
        public let fits: [Fit]
        /// Where the axis ends; nil is the last of the data.
        public let upTo: Double?

        public init(
            _ title: String, axis: String, curve: Curve = .survival, steps: [Step],
            censored: [Double] = [], fits: [Fit], upTo: Double? = nil
        ) {
            self.title = title
            self.axis = axis
            self.curve = curve
            self.steps = steps
            self.censored = censored
            self.fits = fits
            self.upTo = upTo
        }
    }

    public let title: String
    public let subtitle: String
    /// What the steps are.
    public let data: String
    /// Of the band, 0...1.
    public let level: Double
    public let comparisons: [Comparison]
    /// Panels beside each other.
    public let columns: Int

    /// - Parameters:
    ///   - data: what the steps are.
    ///   - columns: nil for up to three beside each other.
    public init(
        _ title: String = "Fitted distributions", subtitle: String = "",
        data: String = "Kaplan–Meier estimate", level: Double = 0.95, comparisons: [Comparison],
        columns: Int? = nil
    ) {
        precondition(level > 0 && level < 1, "level is \(level); it must be between 0 and 1")
        self.title = title
        self.subtitle = subtitle
        self.data = data
        self.level = level
        self.comparisons = comparisons
        self.columns = columns ?? max(1, min(3, comparisons.count))
    }

    public func svg(theme: Theme = .automatic) -> String { chart.svg(theme: theme) }

    /// The picture as a chart, to be changed or joined with others.
    public var chart: Chart {
        let hasBand = comparisons.contains { $0.steps.contains { $0.share.interval != nil } }
        var legend = [
            LegendEntry(
                data + (hasBand ? " with \(percent(level)) band" : ""), style: Self.dataStyle,
                sample: hasBand ? [.line, .band] : .line)
        ]
        if comparisons.contains(where: { !$0.censored.isEmpty }) {
            legend.append(LegendEntry("censored", style: Self.dataStyle, sample: [.line, .tick]))
        }
        let names = fitNames
        return Chart(
            title, subtitle: subtitle, description: description, legend: legend,
            panels: comparisons.map { comparison in
                Panel(
                    comparison.title, x: Axis(comparison.axis, range: 0...comparison.end),
                    y: Axis(comparison.curve.title, unit: .percent, range: 0...1),
                    layers: layers(of: comparison, names),
                    legend: comparison.fits.map { fit in
                        LegendEntry(
                            fit.name + (fit.parameters.isEmpty ? "" : ": " + fit.parameters),
                            style: style(of: fit, names), sample: .line)
                    })
            }, columns: columns, width: columns == 1 ? 560 : 330 * Double(columns),
            plotHeight: 220)
    }

    private static let dataStyle = Style(.ink, weight: 1.25)

    /// In order of appearance: the same distribution has the same look in every comparison.
    private var fitNames: [String] {
        var names: [String] = []
        for fit in comparisons.flatMap(\.fits) where !names.contains(fit.name) {
            names.append(fit.name)
        }
        return names
    }

    private func style(of fit: Fit, _ names: [String]) -> Style {
        .series(names.firstIndex(of: fit.name) ?? 0)
    }

    private func layers(of comparison: Comparison, _ names: [String]) -> [Layer] {
        let steps = comparison.wholeSteps
        let spans = steps.compactMap { step in
            step.share.interval.map { BandSpan(x: step.at, y: $0) }
        }
        return [
            .steppedBand(spans, Self.dataStyle),
            .steps(steps.map { Point(x: $0.at, y: $0.share.value) }, Self.dataStyle),
            .ticks(
                comparison.censored.map { Point(x: $0, y: comparison.share(at: $0)) },
                Self.dataStyle),
        ] + comparison.fits.map { .line($0.points, style(of: $0, names)) }
    }

    private var description: String {
        let each = comparisons.map { comparison in
            "\(comparison.title): \(comparison.curve.title) over \(comparison.axis), \(comparison.steps.count) steps, "
                + "\(comparison.censored.count) censored; "
                + comparison.fits.map { "\($0.name) \($0.parameters)" }.joined(separator: "; ")
                + "."
        }
        return ([subtitle.isEmpty ? "" : subtitle + ".", "Steps are the " + data + "."] + each)
            .filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension FitChart.Curve {
    fileprivate var title: String {
        self == .survival ? "Share that lasts longer (%)" : "Share that is over (%)"
    }

    /// The share at time 0.
    fileprivate var start: Double { self == .survival ? 1 : 0 }
}

extension FitChart.Comparison {
    /// Where the axis ends.
    fileprivate var end: Double {
        let last = upTo ?? (steps.map(\.at) + censored).max() ?? fits.last?.points.last?.x ?? 1
        return last > 0 ? last : 1
    }

    /// The steps from 0 to the end of the axis.
    fileprivate var wholeSteps: [FitChart.Step] {
        guard let last = steps.last else { return [] }
        let first = FitChart.Step(at: 0, Estimate(curve.start, curve.start...curve.start))
        let before = (steps.first?.at ?? 0) > 0 ? [first] : []
        let after = last.at < end ? [FitChart.Step(at: end, last.share)] : []
        return before + steps + after
    }

    fileprivate func share(at time: Double) -> Double {
        steps.last { $0.at <= time }?.share.value ?? curve.start
    }
}
