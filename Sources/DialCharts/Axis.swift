/// One direction of a panel: what is measured there, and how it is written.
public struct Axis: Hashable, Sendable {
    public enum Unit: Hashable, Sendable {
        /// Numbers as they are; their unit belongs into the title.
        case number
        /// Shares, 0...1, written in percent.
        case percent
        /// Hours since midnight, written as `08:30`.
        case timeOfDay
    }

    /// With its unit: `Occupancy (%)`.
    public let title: String
    public let unit: Unit
    /// What it shows, in the data's own numbers; nil shows all there is, out to round numbers.
    public let range: ClosedRange<Double>?
    /// The numbers and the title are written; not where the panel below has the same axis.
    public let isLabelled: Bool
    /// Nothing stands on the very ends of the axis, where a mark would lie on the axis beside it.
    public let hasMargin: Bool

    /// - Parameters:
    ///   - range: finite and not empty.
    ///   - hasMargin: nil for a margin where no range is given.
    public init(
        _ title: String, unit: Unit = .number, range: ClosedRange<Double>? = nil,
        isLabelled: Bool = true, hasMargin: Bool? = nil
    ) {
        if let range {
            precondition(
                range.lowerBound.isFinite && range.upperBound.isFinite
                    && range.lowerBound < range.upperBound,
                "axis \(title) shows \(range); a range must be finite and not empty")
        }
        self.title = title
        self.unit = unit
        self.range = range
        self.isLabelled = isLabelled
        self.hasMargin = hasMargin ?? (range == nil)
    }
}

/// From numbers to pixels.
struct Scale: Equatable {
    let domain: ClosedRange<Double>
    let from: Double
    let to: Double

    func callAsFunction(_ value: Double) -> Double {
        let share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        return from + share * (to - from)
    }

    /// As `callAsFunction`, no further than the end of the axis.
    func clamped(_ value: Double) -> Double {
        self(min(max(value, domain.lowerBound), domain.upperBound))
    }
}

/// An axis once its data are known: where it begins and ends, and its ticks.
struct FittedAxis: Equatable {
    let domain: ClosedRange<Double>
    let ticks: [(value: Double, text: String)]

    static func == (a: FittedAxis, b: FittedAxis) -> Bool {
        a.domain == b.domain && a.ticks.elementsEqual(b.ticks) { $0 == $1 }
    }

    /// - Parameters:
    ///   - extent: the least and the greatest of the data; nil where there are none.
    ///   - most: ticks that there is room for.
    init(_ axis: Axis, extent: ClosedRange<Double>?, most: Int) {
        let factor = axis.unit == .percent ? 100.0 : 1
        var range = axis.range ?? Self.padded(extent ?? 0...1, factor: factor)
        range = range.lowerBound * factor...range.upperBound * factor
        let ticks =
            axis.unit == .timeOfDay
            ? Ticks.dividingHours(range, most: most) : Ticks.dividing(range, most: most)
        let shown = axis.range == nil ? ticks.around(range) : range
        // Rounding out may have made room for one more at each end.
        var values = ticks.values
        if let first = values.first, first - ticks.step >= shown.lowerBound - ticks.step * 1e-9 {
            values.insert(shown.lowerBound, at: 0)
        }
        if let last = values.last, last + ticks.step <= shown.upperBound + ticks.step * 1e-9 {
            values.append(shown.upperBound)
        }
        domain = axis.range ?? shown.lowerBound / factor...shown.upperBound / factor
        self.ticks = values.map {
            (
                $0 / factor,
                axis.unit == .timeOfDay ? timeOfDay($0) : decimal($0, places: ticks.places)
            )
        }
    }

    /// The room that the widest of the numbers takes, with some beside it, in pixels.
    var widestText: Double {
        (ticks.map { width(of: $0.text, size: Lettering.tick) }.max() ?? 0) + 9
    }

    /// Some room around the data; none across zero, and some where all are the same.
    private static func padded(
        _ extent: ClosedRange<Double>, factor: Double
    ) -> ClosedRange<Double> {
        let (low, high) = (extent.lowerBound, extent.upperBound)
        let size = max(abs(low), abs(high))
        let tiny = 1e-12
        let room =
            high - low > max(size * 1e-9, tiny)
            ? (high - low) * 0.04 : size > tiny ? size * 0.1 : 1 / factor
        let from = low - room
        let to = high + room
        return (low >= 0 ? max(0, from) : from)...(high <= 0 && low < 0 ? min(0, to) : to)
    }
}
