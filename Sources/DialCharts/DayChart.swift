/// How measures went over a day, one line a policy, one panel a measure, all over the same hours.
public struct DayChart: Hashable, Sendable {
    /// A policy's measure at one time of day.
    public struct Moment: Hashable, Sendable {
        /// Since midnight.
        public let hours: Double
        /// Nil where there was nothing to measure: the line has a gap.
        public let estimate: Estimate?

        /// - Precondition: `hours` is finite and at most a million.
        public init(hours: Double, _ estimate: Estimate?) {
            precondition(abs(hours) <= 1e6, "a moment at \(hours) h; at most a million is allowed")
            self.hours = hours
            self.estimate = estimate
        }
    }

    /// One policy in one panel.
    public struct Line: Hashable, Sendable {
        /// The same name has the same look in every panel.
        public let policy: String
        /// In order of time.
        public let moments: [Moment]

        public init(_ policy: String, _ moments: [Moment]) {
            self.policy = policy
            self.moments = moments
        }
    }

    /// One panel.
    public struct Measure: Hashable, Sendable {
        /// With its unit: `Abandonment (%)`.
        public let name: String
        public let unit: Axis.Unit
        public let lines: [Line]
        /// The most that is allowed, drawn across the panel.
        public let cap: Double?
        /// What the panel shows, in the data's own numbers; nil shows all there is.
        public let range: ClosedRange<Double>?

        public init(
            _ name: String, unit: Axis.Unit = .percent, lines: [Line], cap: Double? = nil,
            range: ClosedRange<Double>? = nil
        ) {
            self.name = name
            self.unit = unit
            self.lines = lines
            self.cap = cap
            self.range = range
        }
    }

    /// Something that happened to all policies at once.
    public struct Event: Hashable, Sendable {
        /// Since midnight.
        public let hours: Double
        public let label: String

        /// - Precondition: `hours` is finite and at most a million.
        public init(hours: Double, _ label: String) {
            precondition(abs(hours) <= 1e6, "an event at \(hours) h; at most a million is allowed")
            self.hours = hours
            self.label = label
        }
    }

    public let title: String
    public let scenario: String
    /// How often each policy was run; nil is not told.
    public let replications: Int?
    /// Of the bands, 0...1.
    public let level: Double
    public let measures: [Measure]
    public let events: [Event]

    /// - Parameter measures: from the top down.
    public init(
        _ title: String = "Over the day", scenario: String, replications: Int? = nil,
        level: Double = 0.95, measures: [Measure], events: [Event] = []
    ) {
        precondition(level > 0 && level < 1, "level is \(level); it must be between 0 and 1")
        self.title = title
        self.scenario = scenario
        self.replications = replications
        self.level = level
        self.measures = measures
        self.events = events
    }

    public func svg(theme: Theme = .automatic) -> String { chart.svg(theme: theme) }

    /// The picture as a chart, to be changed or joined with others.
    public var chart: Chart {
        let policies = policies
        return Chart(
            title, subtitle: subtitle, description: description,
            legend: policies.enumerated().map {
                LegendEntry($1, style: .series($0), sample: [.line, .mark])
            },
            panels: measures.enumerated().map { index, measure in
                Panel(
                    x: Axis(
                        "Time of day", unit: .timeOfDay, range: hours,
                        isLabelled: index == measures.count - 1),
                    y: Axis(measure.name, unit: measure.unit, range: measure.range),
                    layers: layers(of: measure, policies, isFirst: index == 0))
            }, plotHeight: 200)
    }

    /// All policies, in order of appearance.
    private var policies: [String] {
        var names: [String] = []
        for line in measures.flatMap(\.lines) where !names.contains(line.policy) {
            names.append(line.policy)
        }
        return names
    }

    private var hours: ClosedRange<Double> {
        let all = measures.flatMap(\.lines).flatMap(\.moments).map(\.hours) + events.map(\.hours)
        guard let low = all.min(), let high = all.max() else { return 0...24 }
        return low < high ? low...high : low - 0.5...high + 0.5
    }

    private func layers(of measure: Measure, _ policies: [String], isFirst: Bool) -> [Layer] {
        let runs = measure.lines.map { line in
            (
                style: Style.series(policies.firstIndex(of: line.policy) ?? 0),
                parts: line.moments.split { $0.estimate == nil }.map(Array.init)
            )
        }
        var layers = runs.flatMap { style, parts in
            parts.map { Layer.band($0.compactMap(\.span), style) }
        }
        for event in events {
            layers.append(
                .rule(
                    Rule(
                        .vertical, at: event.hours, label: isFirst ? event.label : nil,
                        style: Style(.muted, dash: .dotted, weight: 1.25))))
        }
        if let cap = measure.cap {
            let text = measure.unit == .percent ? percent(cap) : trimmed(cap, places: 2)
            layers.append(.rule(Rule(.horizontal, at: cap, label: "cap " + text)))
        }
        layers += runs.flatMap { style, parts in
            parts.map { Layer.line($0.compactMap(\.point), style) }
        }
        for line in measure.lines {
            let index = policies.firstIndex(of: line.policy) ?? 0
            layers.append(
                .marks(marks(of: line, index, among: policies.count), .series(index)))
        }
        return layers
    }

    /// A few marks along the line, by which it is known without its colour; each line has them at
    /// other times.
    private func marks(of line: Line, _ index: Int, among count: Int) -> [Mark] {
        let known = line.moments.filter { $0.estimate != nil }
        let step = (hours.upperBound - hours.lowerBound) / Double(Self.marksPerLine)
        var marks: [Mark] = []
        for place in 0..<Self.marksPerLine {
            let share = Double(place) + (Double(index) + 0.5) / Double(count)
            let wanted = hours.lowerBound + share * step
            guard
                let nearest = known.min(by: { abs($0.hours - wanted) < abs($1.hours - wanted) }),
                abs(nearest.hours - wanted) <= step / 2 || known.count == 1,
                let estimate = nearest.estimate
            else { continue }
            let mark = Mark(
                x: Estimate(nearest.hours), y: Estimate(estimate.value), detail: line.policy)
            if marks.last != mark { marks.append(mark) }
        }
        return marks
    }

    private static let marksPerLine = 6

    // MARK: Words

    private var subtitle: String {
        joined(scenario: scenario, replications, "bands are \(percent(level)) intervals")
    }

    private var description: String {
        var parts = [subtitle + "."]
        for measure in measures {
            let cap = measure.cap.map {
                " The cap is " + (measure.unit == .percent ? percent($0) : trimmed($0, places: 2))
                    + "."
            }
            parts.append(
                "\(measure.name) from \(timeOfDay(hours.lowerBound)) to "
                    + "\(timeOfDay(hours.upperBound))." + (cap ?? ""))
        }
        parts.append("Policies: " + policies.joined(separator: ", ") + ".")
        parts += events.map { "At \(timeOfDay($0.hours)): \($0.label)." }
        return parts.joined(separator: " ")
    }
}

extension DayChart.Moment {
    fileprivate var point: Point? { estimate.map { Point(x: hours, y: $0.value) } }
    fileprivate var span: BandSpan? {
        estimate?.interval.map { BandSpan(x: hours, y: $0) }
    }
}
