import Testing

@testable import DialCharts

@Suite struct PanelTests {
    @Test(arguments: Examples.all)
    func `every mark stands inside its plot`(chart: Chart) throws {
        let layout = ChartLayout(chart)
        let picture = try #require(Parsed(chart.svg()))
        let places = picture.markers.compactMap(\.shift)
        #expect(places.count == layout.panels.reduce(0) { $0 + $1.panel.marks.count })
        for place in places {
            let dot = Box(x: place.x, y: place.y, width: 0, height: 0)
            #expect(layout.panels.contains { $0.plot.grown(by: 0.01).holds(dot) })
        }
    }

    @Test(arguments: Examples.all)
    func `plots lie inside the picture and not on each other`(chart: Chart) {
        let layout = ChartLayout(chart)
        let page = Box(x: 0, y: 0, width: chart.width, height: layout.height)
        for (index, panel) in layout.panels.enumerated() {
            #expect(page.holds(panel.plot))
            #expect(panel.plot.width > 100)
            for other in layout.panels[..<index] { #expect(panel.plot.overlap(other.plot) == 0) }
        }
    }

    @Test func `a mark beyond the axis stands at the edge with its figure`() throws {
        let chart = Examples.frontier(upTo: 0.05)
        let plot = try #require(ChartLayout(chart.chart).panels.first?.plot)
        let picture = try #require(Parsed(chart.svg()))
        #expect(picture.lettering.contains("fixed ratio 2, 12.1\u{A0}%"))
        #expect(picture.markers.contains { ($0.shift?.x ?? 0) == plot.right - 16 })
    }

    @Test func `an empty panel says so`() throws {
        let picture = try #require(Parsed(Examples.frontier([]).chart.svg()))
        #expect(!picture.lettering.contains("no data"))  // the frontier is data
        let empty = try #require(Parsed(FrontierChart(scenario: "", policies: []).svg()))
        #expect(empty.lettering.contains("no data"))
    }

    @Test func `panels over the same hours stand exactly below each other`() {
        let panels = ChartLayout(Examples.day.chart).panels
        #expect(panels.count == 2)
        #expect(panels[0].plot.x == panels[1].plot.x)
        #expect(panels[0].x == panels[1].x)
    }

    @Test func `an interval reaches no further than the plot`() throws {
        let wide = Mark(x: Estimate(1, -100...100), y: Estimate(1, -100...100))
        let panel = Panel(
            x: Axis("x", range: 0...2), y: Axis("y", range: 0...2),
            layers: [.marks([wide], .series(0))])
        let chart = Chart("", panels: [panel])
        let plot = try #require(ChartLayout(chart).panels.first?.plot)
        let bars = try #require(Parsed(chart.svg())).all("line")
            .filter { $0.attributes["stroke-width"] == "1.25" }
        #expect(bars.count == 2)  // without caps: the ends are not there
        for bar in bars {
            #expect((bar.number("x1") ?? 0) >= plot.x - 0.01)
            #expect((bar.number("x2") ?? 1e9) <= plot.right + 0.01)
        }
    }

    @Test func `a line has a gap where there was nothing to measure`() throws {
        let chart = DayChart(
            scenario: "",
            measures: [
                .init(
                    "Abandonment (%)",
                    lines: [
                        .init(
                            "a",
                            [9.0, 10, 11, 12, 13].map {
                                .init(hours: $0, $0 == 11 ? nil : Estimate(0.02))
                            })
                    ])
            ])
        let lines = chart.chart.panels[0].layers.filter {
            if case .line = $0 { true } else { false }
        }
        #expect(lines.count == 2)
    }

    @Test func `a survival curve begins with all and holds to the end`() throws {
        let panel = Examples.fit.chart.panels[0]
        let steps = panel.layers.compactMap { layer -> [Point]? in
            if case .steps(let points, _) = layer { points } else { nil }
        }
        #expect(steps.first?.first == Point(x: 0, y: 1))
        #expect(steps.first?.last?.x == 40)
    }

    // MARK: Labels

    @Test(arguments: [0.02, 0.0299, 0, 1])
    func `labels of nine policies on one spot cover neither each other nor a mark`(
        abandonment: Double
    ) {
        let chart = FrontierChart(
            scenario: "",
            policies: (1...9).map {
                .init(
                    "policy number \($0)", abandonment: Estimate(abandonment),
                    occupancy: Estimate(0.8))
            }, cap: 0.03)
        check(chart)
    }

    @Test func `labels of realistic policies cover neither each other nor a mark`() {
        for upTo in [nil, 0.05, 0.02] { check(Examples.frontier(upTo: upTo)) }
    }

    private func check(_ chart: FrontierChart) {
        for panel in ChartLayout(chart.chart).panels {
            let labels = panel.placedLabels(panel.obstacles)
            let boxes = labels.compactMap { $0.placed?.box }
            #expect(boxes.count == chart.policies.count)
            for (index, box) in boxes.enumerated() {
                #expect(panel.plot.holds(box))
                for other in boxes[..<index] { #expect(box.overlap(other) == 0) }
                for label in labels {
                    let middle = Box(x: label.mark.x, y: label.mark.y, width: 0, height: 0)
                    #expect(box.overlap(middle.grown(by: 3)) == 0)
                }
            }
        }
    }

    @Test func `what finds no room is left to the legend`() {
        let placement = LabelPlacement(bounds: Box(x: 0, y: 0, width: 100, height: 40))
        let labels = (0..<30).map { _ in
            LabelPlacement.Label(mark: Place(x: 50, y: 20), width: 40, height: 14)
        }
        let boxes = placement.place(labels).compactMap { $0?.box }
        #expect(!boxes.isEmpty && boxes.count < 30)
        for (index, box) in boxes.enumerated() {
            for other in boxes[..<index] { #expect(box.overlap(other) == 0) }
        }
    }
}
