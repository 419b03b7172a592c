/// The round numbers that divide an axis: whole multiples of 1, 2 or 5 times a power of ten,
/// or, for a time of day, of what divides an hour or a day.
struct Ticks: Equatable {
    /// In the units in which they are written.
    let values: [Double]
    let step: Double
    /// Decimals that the step needs.
    let places: Int

    /// The finest ticks of which no more than `most` fall on `range`.
    static func dividing(_ range: ClosedRange<Double>, most: Int) -> Ticks {
        let span = range.upperBound - range.lowerBound
        precondition(span > 0 && span.isFinite, "an axis spans \(span); it must be more than 0")
        var exponent = 0
        while power(exponent) < span { exponent += 1 }
        while power(exponent) > span { exponent -= 1 }
        // The coarsest candidate of this decade fits always; go down until one is too fine.
        var best = Ticks(range, mantissa: 10, exponent: exponent)
        while true {
            for mantissa in [5.0, 2, 1] {
                let next = Ticks(range, mantissa: mantissa, exponent: exponent)
                if next.values.count > max(2, most) { return best }
                best = next
            }
            exponent -= 1
        }
    }

    /// As ``dividing(_:most:)``, for hours since midnight.
    static func dividingHours(_ range: ClosedRange<Double>, most: Int) -> Ticks {
        for parts in [12, 6, 4, 2, 1] {
            let ticks = Ticks(range, multiple: 1, of: parts, places: 2)
            if ticks.values.count <= max(2, most) { return ticks }
        }
        var hours = 2
        while true {
            let ticks = Ticks(range, multiple: hours, of: 1, places: 0)
            if ticks.values.count <= max(2, most) { return ticks }
            hours = hours == 2 ? 3 : hours == 3 ? 6 : hours * 2
        }
    }

    private init(_ range: ClosedRange<Double>, mantissa: Double, exponent: Int) {
        let step = exponent < 0 ? mantissa / power(-exponent) : mantissa * power(exponent)
        self.step = step
        places = max(0, -exponent)
        values = multiples(of: step, on: range).map {
            exponent < 0 ? $0 * mantissa / power(-exponent) : $0 * mantissa * power(exponent)
        }
    }

    private init(_ range: ClosedRange<Double>, multiple: Int, of parts: Int, places: Int) {
        step = Double(multiple) / Double(parts)
        self.places = places
        values = multiples(of: step, on: range).map { $0 * Double(multiple) / Double(parts) }
    }

    /// The least range of whole steps around `range`.
    func around(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        let low = ((range.lowerBound / step + slack).rounded(.down)) * step
        let high = ((range.upperBound / step - slack).rounded(.up)) * step
        return min(low, range.lowerBound)...max(high, range.upperBound)
    }
}

/// Of a step: what a bound may miss a multiple by and still count as on it.
private let slack = 1e-9

private func multiples(of step: Double, on range: ClosedRange<Double>) -> [Double] {
    let first = (range.lowerBound / step - slack).rounded(.up)
    let last = (range.upperBound / step + slack).rounded(.down)
    guard first <= last else { return [] }
    // More than this is too fine for any axis; the caller only wants to know that.
    let count = min(last - first, 1000)
    return (0...Int(count)).map { first + Double($0) }
}

private func power(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? 1 / power : power
}
