import DialCharts

/// Pictures as campaigns would give them.
enum Examples {
    private static func around(_ share: Double, _ half: Double) -> Estimate {
        Estimate(share, max(0, share - half)...share + half)
    }

    /// Nine policies: some on each other, some almost certain, one far beyond the cap.
    static let policies: [FrontierChart.Policy] = [
        .init("progressive", abandonment: around(0, 0), occupancy: around(0.652, 0.0006)),
        .init(
            "fixed ratio 1.5", family: "fixed ratio", abandonment: around(0.0182, 0.0011),
            occupancy: around(0.742, 0.004)),
        .init(
            "fixed ratio 2", family: "fixed ratio", abandonment: around(0.121, 0.006),
            occupancy: around(0.893, 0.003)),
        .init("means", abandonment: around(0.0291, 0.0009), occupancy: around(0.831, 0.0031)),
        .init("Erlang A", abandonment: around(0.0279, 0.0013), occupancy: around(0.826, 0.004)),
        .init(
            "predictive, 2 s", family: "predictive", abandonment: around(0.0284, 0.0008),
            occupancy: around(0.842, 0.0026)),
        .init(
            "predictive", family: "predictive", abandonment: around(0.0296, 0.0002),
            occupancy: around(0.857, 0.0003)),
        .init("Samuelson", abandonment: around(0.0241, 0.0021), occupancy: around(0.805, 0.0062)),
        .init(
            "an oracle that knows all hold, ring, talk and wrap-up times before they have passed",
            abandonment: around(0.0299, 0.0001), occupancy: around(0.871, 0.0002)),
    ]

    static func frontier(
        _ policies: [FrontierChart.Policy] = policies, upTo: Double? = nil
    ) -> FrontierChart {
        FrontierChart(
            scenario: "evening list", replications: 40, policies: policies,
            frontiers: [
                .init(
                    family: "predictive",
                    points: [Point(x: 0.003, y: 0.741), Point(x: 0.05, y: 0.879)])
            ], cap: 0.03, limit: 0.874, abandonmentUpTo: upTo)
    }

    static let day = DayChart(
        scenario: "evening list", replications: 40,
        measures: [
            .init("Agent occupancy (%)", lines: lines(0.8)),
            .init("Abandonment (%)", lines: lines(0.02), cap: 0.03),
        ],
        events: [
            .init(hours: 13, "person 15 % → 45 %"), .init(hours: 16.5, "ten agents leave at once"),
            .init(hours: 16.75, "and come back"),
        ])

    private static func lines(_ share: Double) -> [DayChart.Line] {
        ["predictive", "means", "progressive"].enumerated().map { index, name in
            let moments = (0...48).map { step -> DayChart.Moment in
                let factor = 1 - 0.1 * Double(index) + 0.002 * Double(step % 5)
                return DayChart.Moment(
                    hours: 9 + Double(step) / 6,
                    step == 20 ? nil : around(share * factor, 0.004))
            }
            return DayChart.Line(name, moments)
        }
    }

    static let fit = FitChart(
        subtitle: "demo campaign", comparisons: ["Ring time", "Talk", "Wrap-up"].map(comparison))

    private static func comparison(_ name: String) -> FitChart.Comparison {
        let steps = (1...20).map { step -> FitChart.Step in
            let share: Double = 1 - Double(step) * 0.045
            return FitChart.Step(at: Double(step) * 2, around(share, 0.05))
        }
        let uniform = FitChart.Fit("uniform", parameters: "0 to 44.4 s", upTo: 40) { 1 - $0 / 44.4 }
        let constant = FitChart.Fit(
            "constant", parameters: "a line of parameters too long for one line", upTo: 40
        ) { $0 < 20 ? 1 : 0 }
        return FitChart.Comparison(
            name, axis: name + " (s)", steps: steps, censored: [5, 11.5, 40],
            fits: [uniform, constant])
    }

    private static let bars = (0..<12).map { step -> Bar in
        let start = Double(step) / 5
        return Bar(x: start...start + 0.2, height: Double(144 - step * step))
    }

    static let histogram = Chart(
        "Answer delay",
        panels: [
            Panel(
                x: Axis("Delay (s)"), y: Axis("People"),
                layers: [
                    .histogram(bars, .series(0)),
                    .rule(Rule(.vertical, at: 2, label: "two seconds")),
                ])
        ])

    static let all: [Chart] = [
        frontier().chart, frontier(upTo: 0.05).chart, day.chart, fit.chart, histogram,
        frontier([]).chart, frontier(Array(policies.prefix(1))).chart,
        FrontierChart(scenario: "", policies: []).chart,
        DayChart(scenario: "", measures: []).chart,
        DayChart(scenario: "", measures: [.init("Abandonment (%)", lines: [.init("a", [])])]).chart,
        FitChart(comparisons: []).chart,
        FitChart(comparisons: [.init("Talk", axis: "Talk (s)", steps: [], fits: [])]).chart,
        Chart("", panels: []),
    ]
}
