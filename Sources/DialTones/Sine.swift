/// A place on the circle; 2⁶⁴ of its steps are one turn, so that it never runs over and never drifts.
struct Phase: Hashable, Sendable {
    var steps: UInt64

    static let half = Phase(steps: 1 << 63)

    /// How far a frequency turns from one sample to the next.
    ///
    /// - Parameter cycles: per sample, in 0..<1.
    init(cycles: Double) { steps = UInt64((cycles * 0x1p64).rounded()) }

    init(steps: UInt64) { self.steps = steps }

    /// After `count` samples. O(1).
    func after(_ count: Int) -> Phase {
        Phase(steps: steps &* UInt64(truncatingIfNeeded: count))
    }

    static func + (a: Phase, b: Phase) -> Phase { Phase(steps: a.steps &+ b.steps) }

    /// The sine, to 10⁻⁹: what is left out of 16 bits is 15,000 times as much.
    ///
    /// The same on every machine: sums and products only.
    @inline(__always)
    var sine: Double {
        var place = Int64(bitPattern: steps)
        // sin x = sin (π − x): only a quarter of a turn either way is left.
        if place > 1 << 62 || place < -(1 << 62) { place = Int64.min &- place }
        let x = Double(place) * (Double.pi * 0x1p-63)
        let square = x * x
        // The series of Taylor, its coefficients ±1/n!.
        var sum = 1 / 6_227_020_800.0
        sum = sum * square - 1 / 39_916_800.0
        sum = sum * square + 1 / 362_880.0
        sum = sum * square - 1 / 5_040.0
        sum = sum * square + 1 / 120.0
        sum = sum * square - 1 / 6.0
        return x + x * square * sum
    }
}
