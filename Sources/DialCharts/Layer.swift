/// A pair of numbers in a panel.
public struct Point: Hashable, Sendable {
    public let x: Double
    public let y: Double

    /// - Precondition: both are finite.
    public init(x: Double, y: Double) {
        precondition(x.isFinite && y.isFinite, "a point at \(x), \(y); both must be finite")
        self.x = x
        self.y = y
    }
}

/// A number and the interval that it is uncertain by.
public struct Estimate: Hashable, Sendable {
    public let value: Double
    /// Need not hold `value`, as some bootstrap intervals do not; nil where there is none.
    public let interval: ClosedRange<Double>?

    /// - Precondition: all are finite.
    public init(_ value: Double, _ interval: ClosedRange<Double>? = nil) {
        precondition(value.isFinite, "an estimate of \(value); it must be finite")
        if let interval {
            precondition(
                interval.lowerBound.isFinite && interval.upperBound.isFinite,
                "an interval \(interval); both ends must be finite")
        }
        self.value = value
        self.interval = interval
    }
}

/// One marked point of data, with error bars where its intervals are known.
public struct Mark: Hashable, Sendable {
    public let x: Estimate
    public let y: Estimate
    /// Written beside the mark where there is room.
    public let label: String?
    /// Told where the reader points at the mark.
    public let detail: String?

    public init(x: Estimate, y: Estimate, label: String? = nil, detail: String? = nil) {
        self.x = x
        self.y = y
        self.label = label
        self.detail = detail
    }
}

/// Where a band is, at one x.
public struct BandSpan: Hashable, Sendable {
    public let x: Double
    public let y: ClosedRange<Double>

    /// - Precondition: all are finite.
    public init(x: Double, y: ClosedRange<Double>) {
        precondition(
            x.isFinite && y.lowerBound.isFinite && y.upperBound.isFinite,
            "a band spans \(y) at \(x); all must be finite")
        self.x = x
        self.y = y
    }
}

/// One bar of a histogram.
public struct Bar: Hashable, Sendable {
    public let x: ClosedRange<Double>
    public let height: Double

    /// - Precondition: all are finite.
    public init(x: ClosedRange<Double>, height: Double) {
        precondition(
            x.lowerBound.isFinite && x.upperBound.isFinite && height.isFinite,
            "a bar over \(x), \(height) high; all must be finite")
        self.x = x
        self.height = height
    }
}

/// A straight line across the panel.
public struct Rule: Hashable, Sendable {
    public enum Direction: Hashable, Sendable { case vertical, horizontal }

    public let direction: Direction
    /// Where it crosses the other axis.
    public let position: Double
    /// A vertical rule's stands above the panel, a horizontal one's inside it.
    public let label: String?
    public let style: Style

    /// - Precondition: `position` is finite.
    public init(
        _ direction: Direction, at position: Double, label: String? = nil,
        style: Style = Style(.ink, weight: 1.25)
    ) {
        precondition(position.isFinite, "a rule at \(position); it must be finite")
        self.direction = direction
        self.position = position
        self.label = label
        self.style = style
    }
}

/// What is drawn over what in a panel. Lines, bands and bars are cut at the edge of the panel; a
/// mark beyond it stands at the edge with an arrow.
public enum Layer: Hashable, Sendable {
    /// Straight from point to point.
    case line([Point], Style)
    /// Each y holds until the next x.
    case steps([Point], Style)
    case band([BandSpan], Style)
    /// Each span holds until the next x.
    case steppedBand([BandSpan], Style)
    case marks([Mark], Style)
    /// Short upright strokes, as of censored observations.
    case ticks([Point], Style)
    case histogram([Bar], Style)
    case rule(Rule)
    /// Shades a range of x from top to bottom; does not widen the axis.
    case zone(ClosedRange<Double>, Style)
}

extension Layer {
    /// Every x and every y that the axes have to reach.
    var reach: (x: [Double], y: [Double]) {
        switch self {
        case .line(let points, _), .steps(let points, _), .ticks(let points, _):
            (points.map(\.x), points.map(\.y))
        case .band(let spans, _), .steppedBand(let spans, _):
            (spans.map(\.x), spans.flatMap { [$0.y.lowerBound, $0.y.upperBound] })
        case .marks(let marks, _):
            (marks.flatMap { $0.x.reach }, marks.flatMap { $0.y.reach })
        case .histogram(let bars, _):
            (bars.flatMap { [$0.x.lowerBound, $0.x.upperBound] }, [0] + bars.map(\.height))
        case .rule(let rule):
            rule.direction == .vertical ? ([rule.position], []) : ([], [rule.position])
        case .zone: ([], [])
        }
    }
}

extension Estimate {
    var reach: [Double] {
        [value] + (interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
}
