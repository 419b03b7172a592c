/// A picture: a title, a legend, and panels in a grid, written as one SVG.
///
/// The same chart gives the same bytes. It needs no script, no font of its own and no other file,
/// and has no identifiers that could clash with those of another picture in the same page.
public struct Chart: Hashable, Sendable {
    public let title: String
    /// What was run, how often, and what the intervals are; empty for none.
    public let subtitle: String
    /// The picture in words, for those who do not see it.
    public let description: String
    /// For all panels.
    public let legend: [LegendEntry]
    /// From left to right, then down.
    public let panels: [Panel]
    public let columns: Int
    /// Of the whole picture, in pixels.
    public let width: Double
    /// Of one plot, without what stands around it, in pixels.
    public let plotHeight: Double
    /// Below everything; empty for none.
    public let note: String

    /// - Parameters:
    ///   - columns: at least 1.
    ///   - width: at least 200 for every column.
    ///   - plotHeight: at least 60.
    public init(
        _ title: String, subtitle: String = "", description: String = "",
        legend: [LegendEntry] = [], panels: [Panel], columns: Int = 1, width: Double = 720,
        plotHeight: Double = 340, note: String = ""
    ) {
        precondition(columns >= 1, "a chart of \(columns) columns; it must have at least 1")
        precondition(
            width >= 200 * Double(columns) && width <= 20_000,
            "a chart \(width) wide; it must be from 200 for each of its \(columns) columns to 20,000"
        )
        precondition(
            plotHeight >= 60 && plotHeight <= 20_000,
            "a plot \(plotHeight) high; it must be from 60 to 20,000")
        self.title = title
        self.subtitle = subtitle
        self.description = description
        self.legend = legend
        self.panels = panels
        self.columns = columns
        self.width = width
        self.plotHeight = plotHeight
        self.note = note
    }

    /// The picture as an SVG document, without an XML declaration, so that it can stand in a page.
    public func svg(theme: Theme = .automatic) -> String {
        let layout = ChartLayout(self)
        var drawing = Drawing()
        drawing.group(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": theme.name, "role": "img",
                "viewBox": "0 0 \(pixels(width)) \(pixels(layout.height))",
                "width": pixels(width), "height": pixels(layout.height),
                "font-family": Self.fonts,
            ]
        ) { drawing in
            drawing.element("title", [:], content: title)
            if !description.isEmpty { drawing.element("desc", [:], content: description) }
            drawing.element("style", [:], content: theme.styleSheet)
            drawing.element("rect", ["class": "paper", "width": "100%", "height": "100%"])
            layout.draw(into: &drawing)
        }
        return drawing.text
    }

    /// The reader's own, first those whose widths the layout knows well.
    static let fonts =
        "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', "
        + "system-ui, sans-serif"
}

/// A chart with everything in its place.
struct ChartLayout {
    let height: Double
    let panels: [PlacedPanel]
    private let chart: Chart
    private let titleLines: [String]
    private let subtitleLines: [String]
    private let noteLines: [String]
    private let legend: Legend
    private let legendTop: Double

    init(_ chart: Chart) {
        self.chart = chart
        let room = chart.width - 2 * Self.margin
        titleLines = wrapped(chart.title, width: room * 0.95, size: Lettering.title)
        subtitleLines = wrapped(chart.subtitle, width: room, size: Lettering.subtitle)
        noteLines = wrapped(chart.note, width: room, size: Lettering.note)
        legend = Legend(chart.legend, width: room)
        var y = Self.margin + Double(titleLines.count) * 22 + Double(subtitleLines.count) * 17
        y += subtitleLines.isEmpty && titleLines.isEmpty ? 0 : 6
        legendTop = y
        y += legend.height + (chart.legend.isEmpty ? 0 : 6)

        let cell = (room + Self.columnGap) / Double(chart.columns) - Self.columnGap
        let margins = (0..<chart.columns).map { column in
            stride(from: column, to: chart.panels.count, by: chart.columns).map {
                PlacedPanel.leftMargin(of: chart.panels[$0], height: chart.plotHeight)
            }.max() ?? 0
        }
        var placed: [PlacedPanel] = []
        for start in stride(from: 0, to: chart.panels.count, by: chart.columns) {
            let row = Array(chart.panels[start...].prefix(chart.columns))
            let headers = row.enumerated().map { column, panel in
                Header(
                    panel, plotWidth: cell - margins[column] - Self.right,
                    indent: margins[column])
            }
            y += headers.map(\.height).max() ?? 0
            for (column, panel) in row.enumerated() {
                let left = Self.margin + Double(column) * (cell + Self.columnGap)
                let plot = Box(
                    x: left + margins[column], y: y, width: cell - margins[column] - Self.right,
                    height: chart.plotHeight)
                placed.append(
                    PlacedPanel(panel, plot: plot, left: left, header: headers[column]))
            }
            y += chart.plotHeight + (row.map(PlacedPanel.bottomMargin).max() ?? 0) + 6
        }
        panels = placed
        height = (y + Double(noteLines.count) * 15 + Self.margin - 8).rounded(.up)
    }

    func draw(into drawing: inout Drawing) {
        var y = Self.margin
        for line in titleLines {
            drawing.lettering(
                line, x: Self.margin, y: y + 15, size: Lettering.title, weight: "600")
            y += 22
        }
        for line in subtitleLines {
            drawing.lettering(
                line, x: Self.margin, y: y + 11, size: Lettering.subtitle, tone: "muted")
            y += 17
        }
        legend.draw(into: &drawing, x: Self.margin, y: legendTop)
        for panel in panels { panel.draw(into: &drawing) }
        for (index, line) in noteLines.enumerated() {
            let below = height - Self.margin + 4 - Double(noteLines.count - 1 - index) * 15
            drawing.lettering(
                line, x: Self.margin, y: below, size: Lettering.note, tone: "muted")
        }
    }

    private static let margin = 18.0
    private static let columnGap = 22.0
    /// Right of a plot, for the half of the last number that hangs over.
    private static let right = 18.0
}
