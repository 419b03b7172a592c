import DialMath

/// How soon agents come free whose talk has been in a stage for a known time: in its closing stage, or
/// in talk at all where all talks last about as long.
///
/// Learned as a histogram of how long the stage lasts until the end of the talk, by ages of ``unit``
/// seconds. A stage that has lasted longer than all ages ends at a constant rate, and so does one of
/// fifty, so that a talk that outlasts all others is not taken to end any moment. Wrap-up follows, at
/// a constant rate.
public struct StageLaw: Hashable, Sendable {
    /// Older stages are taken to be so old.
    public static let ages = RingLaw.ages
    /// The width of an age, in seconds.
    public let unit: Double
    /// By age: the chance that the agent is free by the middle of each slot ahead.
    public private(set) var freed: [SIMD8<Float>]
    private var spans: SpanHistogram
    private static let stray: Float = 0.02

    /// As if `weight` stages had lasted a normal time of that mean and deviation, in seconds; without
    /// a deviation memoryless ones.
    public init(weight: Double, mean: Double, deviation: Double? = nil, unit: Double) {
        self.unit = unit
        freed = Array(repeating: .zero, count: Self.ages)
        if let deviation {
            spans = SpanHistogram(weight: weight) {
                normalCDF((Double($0) * unit - mean) / max(1e-3, deviation))
            }
        } else {
            spans = SpanHistogram(weight: weight, mean: mean / unit)
        }
    }

    /// A stage that has lasted so long is over, and the talk with it. O(1).
    @inline(__always)
    public mutating func noteEnd(after seconds: Double) { spans.add(seconds / unit) }

    /// Brings ``freed`` up to date.
    ///
    /// - Parameters:
    ///   - width: the width of a slot, in seconds; the slots are ``RingLaw/slots``.
    ///   - hold: how much later than in the middle of its slot it suffices to be free, in seconds.
    ///   - rest: mean time that longer stages, and stray ones, last, in seconds.
    ///   - wrapUp: mean wrap-up, in seconds.
    /// - Complexity: O(``ages`` × slots), some microseconds; nothing is allocated.
    public mutating func rebuild(width: Double, hold: Double, rest: Double, wrapUp: Double) {
        spans.sum()
        // Bounded, so that the tail can be had from one power for each age.
        let pace = min(0.5, unit / rest)
        let end = Float(exponential(pace * Self.last)) * (1 - spans.share(before: Float(Self.last)))
        var ahead = SIMD8<Float>.zero
        var decay = SIMD8<Float>.zero
        for slot in 0..<RingLaw.slots {
            let ages = ((Double(slot) + 0.5) * width + hold) / unit
            ahead[slot] = Float(ages)
            decay[slot] = Float(exponential(-pace * ages))
        }
        // A stage in an age is on average half through it.
        var stray = Float(exponential(-0.5 * pace))
        let older = Float(exponential(-pace))
        for age in 0..<Self.ages {
            let begun = Float(age) + 0.5
            let now = left(at: begun, stray: stray, end: end)
            var row = SIMD8<Float>.zero
            for slot in 0..<RingLaw.slots {
                row[slot] = left(at: begun + ahead[slot], stray: stray * decay[slot], end: end)
            }
            freed[age] = larger(1 - row / max(1e-9, now), .zero)
            stray *= older
        }
        if wrapUp > 0.05 { addWrapUp(wrapUp, width: width, hold: hold) }
    }

    /// The chance that a talk whose stage begins now is over after so many seconds; `rest` as in
    /// ``rebuild(width:hold:rest:wrapUp:)``, which must have been called.
    public func over(within seconds: Double, rest: Double) -> Double {
        let pace = min(0.5, unit / rest)
        let age = max(0, seconds) / unit
        let end = Float(exponential(pace * Self.last)) * (1 - spans.share(before: Float(Self.last)))
        return 1 - Double(left(at: Float(age), stray: Float(exponential(-pace * age)), end: end))
    }

    private static let last = Double(ages - 1)

    /// The share of stages that last longer than so many ages.
    ///
    /// - Parameters:
    ///   - stray: the share of stray ones that do.
    ///   - end: the share that lasts longer than all ages, over that of stray ones.
    @inline(__always)
    private func left(at age: Float, stray: Float, end: Float) -> Float {
        let usual = age <= Float(Self.last) ? 1 - spans.share(before: age) : end * stray
        return usual + Self.stray * (stray - usual)
    }

    /// What is over by a slot is free after it: whoever ended their talk in a slot before, or half a
    /// slot ago, and has ended wrap-up since.
    private mutating func addWrapUp(_ mean: Double, width: Double, hold: Double) {
        let slot = Float(exponential(-width / mean))
        let half = Float(exponential(-width / 2 / mean))
        let first = Float(exponential(-(width / 2 + hold) / 2 / mean))
        for age in 0..<Self.ages {
            var row = freed[age]
            var before = row[0]
            // In wrap-up.
            var open = before * first
            row[0] -= open
            for place in 1..<RingLaw.slots {
                let over = row[place]
                open = open * slot + (over - before) * half
                before = over
                row[place] = max(0, over - open)
            }
            freed[age] = row
        }
    }
}
