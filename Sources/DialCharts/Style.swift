/// How a series looks: its hue, its marker and its dashes, so that colour is never the only cue.
public struct Style: Hashable, Sendable {
    public enum Tone: Hashable, Sendable {
        /// A hue of the colour-blind safe palette, counted around it.
        case hue(Int)
        /// As the text.
        case ink
        /// As the text of axes.
        case muted
    }

    public var tone: Tone
    public var marker: Marker
    /// The marker's inside is paper.
    public var isHollow: Bool
    public var dash: Dash
    /// The width of lines, in pixels.
    public var weight: Double

    public init(
        _ tone: Tone, marker: Marker = .circle, isHollow: Bool = false, dash: Dash = .solid,
        weight: Double = 1.75
    ) {
        self.tone = tone
        self.marker = marker
        self.isHollow = isHollow
        self.dash = dash
        self.weight = weight
    }

    /// The look of series `index`, from 0: no two of the first 16 share a marker, no two of the
    /// first 42 both hue and dashes.
    ///
    /// - Parameter hue: another series whose hue this one takes, as one of its family.
    public static func series(_ index: Int, hue: Int? = nil) -> Style {
        precondition(index >= 0, "series \(index); series count from 0")
        let markers = Marker.allCases.count
        return Style(
            .hue(hue ?? index), marker: Marker.allCases[index % markers],
            isHollow: index / markers % 2 == 1, dash: Dash.allCases[index % Dash.allCases.count])
    }

    var className: String {
        switch tone {
        case .hue(let index): "hue\(index % Palette.hueCount)"
        case .ink: "ink"
        case .muted: "muted"
        }
    }
}

/// The shape of a mark.
public enum Marker: CaseIterable, Hashable, Sendable {
    case circle, square, triangle, diamond, wedge, plus, star, cross

    /// The outline around 0, 0; all have about the same area.
    var path: String {
        switch self {
        case .circle: "M-4.2 0A4.2 4.2 0 1 1 4.2 0A4.2 4.2 0 1 1 -4.2 0Z"
        case .square: "M-3.7-3.7H3.7V3.7H-3.7Z"
        case .triangle: "M0-5L4.8 3.4H-4.8Z"
        case .diamond: "M0-5.3L5.3 0L0 5.3L-5.3 0Z"
        case .wedge: "M0 5L4.8-3.4H-4.8Z"
        case .plus: "M-1.7-5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z"
        case .star:
            "M0-5.8L1.5-2L5.5-1.8L2.4.8L3.4 4.7L0 2.5L-3.4 4.7L-2.4.8L-5.5-1.8L-1.5-2Z"
        case .cross:
            "M-4.7-2.4L-2.4-4.7L0-2.3L2.4-4.7L4.7-2.4L2.3 0L4.7 2.4L2.4 4.7L0 2.3L-2.4 4.7"
                + "L-4.7 2.4L-2.3 0Z"
        }
    }

    /// No marker reaches further from its middle, in pixels.
    static let radius = 6.0
}

/// The strokes and gaps of a line.
public enum Dash: CaseIterable, Hashable, Sendable {
    case solid, dashed, dotted, dashDotted, longDashed, dashDoubleDotted

    var pattern: String? {
        switch self {
        case .solid: nil
        case .dashed: "6 3"
        case .dotted: "1.5 2.5"
        case .dashDotted: "7 2.5 1.5 2.5"
        case .longDashed: "12 4"
        case .dashDoubleDotted: "7 2.5 1.5 2 1.5 2.5"
        }
    }
}
