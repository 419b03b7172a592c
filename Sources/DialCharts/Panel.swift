/// One pair of axes and what is drawn between them.
public struct Panel: Hashable, Sendable {
    /// Above the panel; nil for none.
    public let title: String?
    public let x: Axis
    public let y: Axis
    /// The first is painted first; marks lie above everything else.
    public let layers: [Layer]
    /// Under the panel's title, an entry a line.
    public let legend: [LegendEntry]

    public init(
        _ title: String? = nil, x: Axis, y: Axis, layers: [Layer], legend: [LegendEntry] = []
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.layers = layers
        self.legend = legend
    }

    /// Nothing but rules and zones.
    var isEmpty: Bool {
        layers.allSatisfy {
            switch $0 {
            case .line(let points, _), .steps(let points, _), .ticks(let points, _): points.isEmpty
            case .band(let spans, _), .steppedBand(let spans, _): spans.isEmpty
            case .marks(let marks, _): marks.isEmpty
            case .histogram(let bars, _): bars.isEmpty
            case .rule, .zone: true
            }
        }
    }

    /// Each panel's marks with the look of their layer.
    var marks: [(mark: Mark, style: Style)] {
        layers.flatMap { layer -> [(Mark, Style)] in
            guard case .marks(let marks, let style) = layer else { return [] }
            return marks.map { ($0, style) }
        }
    }

    func rules(_ direction: Rule.Direction) -> [Rule] {
        layers.compactMap {
            if case .rule(let rule) = $0, rule.direction == direction { rule } else { nil }
        }
    }

    func fittedX(width: Double) -> FittedAxis {
        let extent = Self.extent(layers.flatMap(\.reach.x))
        var most = max(2, Int(width / 58))
        var axis = FittedAxis(x, extent: extent, most: most)
        while most > 2, axis.widestText * Double(axis.ticks.count) > width {
            most -= 1
            axis = FittedAxis(x, extent: extent, most: most)
        }
        return axis
    }

    func fittedY(height: Double) -> FittedAxis {
        FittedAxis(
            y, extent: Self.extent(layers.flatMap(\.reach.y)), most: max(2, Int(height / 33)))
    }

    private static func extent(_ values: [Double]) -> ClosedRange<Double>? {
        guard let low = values.min(), let high = values.max() else { return nil }
        return low...high
    }
}

/// Sizes of lettering, in pixels.
enum Lettering {
    static let title = 17.0
    static let subtitle = 12.5
    static let panelTitle = 13.5
    static let axis = 12.5
    static let tick = 11.5
    static let label = 11.5
    static let note = 11.0
}

/// A panel with its place in the picture.
struct PlacedPanel {
    let panel: Panel
    /// Between the axes; every mark and every label of a mark lies in it.
    let plot: Box
    /// Where the room left of the plot begins.
    let left: Double
    let x: Scale
    let y: Scale
    let xAxis: FittedAxis
    let yAxis: FittedAxis
    let header: Header

    init(_ panel: Panel, plot: Box, left: Double, header: Header) {
        self.panel = panel
        self.left = left
        self.plot = plot
        self.header = header
        xAxis = panel.fittedX(width: plot.width)
        yAxis = panel.fittedY(height: plot.height)
        let sideways = Self.inset(of: panel.x)
        let upright = Self.inset(of: panel.y)
        x = Scale(domain: xAxis.domain, from: plot.x + sideways, to: plot.right - sideways)
        y = Scale(domain: yAxis.domain, from: plot.bottom - upright, to: plot.y + upright)
    }

    func place(_ point: Point) -> Place { Place(x: x(point.x), y: y(point.y)) }

    static func inset(of axis: Axis) -> Double { axis.hasMargin ? 9 : 0 }

    /// The room that the numbers and the title left of the plot take.
    static func leftMargin(of panel: Panel, height: Double) -> Double {
        panel.fittedY(height: height).widestText + (panel.y.title.isEmpty ? 0 : 22)
    }

    /// The room that the numbers and the title below the plot take.
    static func bottomMargin(of panel: Panel) -> Double {
        !panel.x.isLabelled ? 8 : panel.x.title.isEmpty ? 24 : 43
    }
}

/// What stands above a plot: its title, its legend, and the labels of its vertical rules.
struct Header {
    let titleLines: [String]
    let legend: Legend
    let flags: [Flag]
    let height: Double

    /// The label of a vertical rule, in one of the rows above the plot.
    struct Flag {
        var text: String
        /// Left of the text, relative to the plot's left.
        var x: Double
        var width: Double
        /// The text ends at its rule.
        var isLeft: Bool
        /// 0 is next to the plot.
        var row: Int
    }

    static let flagHeight = 15.0

    init(_ panel: Panel, plotWidth: Double, indent: Double) {
        titleLines =
            panel.title.map {
                wrapped($0, width: (plotWidth + indent) * 0.95, size: Lettering.panelTitle)
            } ?? []
        legend = Legend(panel.legend, width: plotWidth + indent, columns: 1)
        let axis = panel.fittedX(width: plotWidth)
        let inset = PlacedPanel.inset(of: panel.x)
        let scale = Scale(domain: axis.domain, from: inset, to: plotWidth - inset)
        flags = Self.flags(
            panel.rules(.vertical).filter { axis.domain.contains($0.position) }, scale,
            width: plotWidth)
        let rows = flags.map { $0.row + 1 }.max() ?? 0
        height =
            Double(titleLines.count) * 18 + legend.height + Double(rows) * Self.flagHeight
            + (rows > 0 ? 4 : 8)
    }

    /// Each label stands to the right of its rule, or to the left where it would leave the plot, in
    /// the lowest row that is free there.
    private static func flags(_ rules: [Rule], _ scale: Scale, width most: Double) -> [Flag] {
        var flags: [Flag] = []
        for rule in rules.sorted(by: { $0.position > $1.position }) {
            guard let label = rule.label else { continue }
            let text = shortened(label, width: most, size: Lettering.label)
            let size = width(of: text, size: Lettering.label)
            let at = scale(rule.position)
            let isLeft = at + size > most && at >= size
            let x = isLeft ? at - size : max(0, min(at, most - size))
            var row = 0
            while flags.contains(where: {
                $0.row == row && x < $0.x + $0.width + 12 && $0.x < x + size + 12
            }) {
                row += 1
            }
            flags.append(Flag(text: text, x: x, width: size, isLeft: isLeft, row: row))
        }
        return flags
    }
}
