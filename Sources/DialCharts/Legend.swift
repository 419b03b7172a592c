/// One line of a legend: a sample of what is drawn, and what it stands for.
public struct LegendEntry: Hashable, Sendable {
    /// What the sample shows, one over the other.
    public struct Sample: OptionSet, Hashable, Sendable {
        public let rawValue: Int

        public init(rawValue: Int) { self.rawValue = rawValue }

        public static let band = Sample(rawValue: 1)
        public static let bar = Sample(rawValue: 2)
        public static let line = Sample(rawValue: 4)
        public static let tick = Sample(rawValue: 8)
        public static let mark = Sample(rawValue: 16)
    }

    public let text: String
    public let style: Style
    public let sample: Sample

    public init(_ text: String, style: Style, sample: Sample) {
        self.text = text
        self.style = style
        self.sample = sample
    }
}

/// Legend entries in rows and columns; a text too long for its column is broken into lines.
struct Legend {
    private struct Cell {
        var entry: LegendEntry
        var lines: [String]
        var x: Double
        /// The top of its row.
        var y: Double
    }

    private let cells: [Cell]
    let height: Double

    /// - Parameter columns: nil for as many as fit.
    init(_ entries: [LegendEntry], width most: Double, columns: Int? = nil) {
        let room = max(40, most - Self.indent)
        let texts = entries.map { wrapped($0.text, width: room, size: Self.size) }
        let widths = texts.map { lines in
            Self.indent + (lines.map { DialCharts.width(of: $0, size: Self.size) }.max() ?? 0)
        }
        var count = max(1, min(columns ?? entries.count, entries.count))
        while count > 1, Self.columns(widths, count).reduce(0, +) - Self.gap > most { count -= 1 }
        let columns = Self.columns(widths, count)
        var cells: [Cell] = []
        var y = 0.0
        for start in stride(from: 0, to: entries.count, by: count) {
            var x = 0.0
            let row = start..<min(start + count, entries.count)
            for index in row {
                cells.append(Cell(entry: entries[index], lines: texts[index], x: x, y: y))
                x += columns[index - start]
            }
            y += Double(row.map { texts[$0].count }.max() ?? 1) * Self.lineHeight + 2
        }
        self.cells = cells
        height = y
    }

    func draw(into drawing: inout Drawing, x: Double, y: Double) {
        for cell in cells {
            let middle = Place(
                x: x + cell.x + Self.sampleWidth / 2, y: y + cell.y + Self.lineHeight / 2)
            drawing.group("g", ["class": "key " + cell.entry.style.className]) {
                Self.draw(cell.entry, at: middle, into: &$0)
            }
            for (index, line) in cell.lines.enumerated() {
                drawing.lettering(
                    line, x: x + cell.x + Self.indent,
                    y: y + cell.y + Double(index) * Self.lineHeight + 12.5, size: Self.size)
            }
        }
    }

    private static func draw(_ entry: LegendEntry, at middle: Place, into drawing: inout Drawing) {
        let half = sampleWidth / 2
        let (x, y) = (middle.x, middle.y)
        if entry.sample.contains(.band) {
            drawing.path(
                "M\(pixels(x - half)) \(pixels(y - 5))h\(pixels(2 * half))v10h\(pixels(-2 * half))z",
                .fill(opacity: bandOpacity))
        }
        if entry.sample.contains(.bar) {
            drawing.path(
                "M\(pixels(x - 6)) \(pixels(y - 5))h12v10h-12z", .fill(opacity: barOpacity))
        }
        if entry.sample.contains(.line) {
            drawing.stroke(
                x - half, y, x + half, y, width: entry.style.weight, dash: entry.style.dash)
        }
        if entry.sample.contains(.tick) { drawing.stroke(x, y - 5, x, y + 5, width: 1.25) }
        if entry.sample.contains(.mark) { drawing.marker(entry.style, at: middle) }
    }

    private static func columns(_ widths: [Double], _ count: Int) -> [Double] {
        (0..<count).map { column in
            (stride(from: column, to: widths.count, by: count).map { widths[$0] }.max() ?? 0) + gap
        }
    }

    private static let size = 12.0
    private static let lineHeight = 17.0
    private static let sampleWidth = 28.0
    private static let indent = 35.0
    private static let gap = 18.0
}

/// How dense bands and bars are painted.
let bandOpacity = 0.16
let barOpacity = 0.35

extension Drawing {
    /// The shape of a mark, its middle at `place`, in the current colour.
    mutating func marker(_ style: Style, at place: Place) {
        let shift = "translate(\(pixels(place.x)) \(pixels(place.y)))"
        if style.isHollow {
            element(
                "path",
                [
                    "class": "paper", "transform": shift, "d": style.marker.path,
                    "stroke": "currentColor", "stroke-width": "1.5",
                ])
        } else {
            element(
                "path",
                [
                    "class": "edge", "transform": shift, "d": style.marker.path,
                    "fill": "currentColor", "stroke-width": "0.75",
                ])
        }
    }
}
