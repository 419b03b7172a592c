/// Five milliseconds of a line, as the ears that know frequencies take them in.
///
/// The samples are folded about the middle: what is the same on both sides goes with cosines alone, what
/// is opposite with sines alone, so that a frequency costs half the products.
struct EarFrame {
    /// Samples.
    static let length = 40

    /// x[20 + i] + x[19 − i], without the direct current.
    var even = InlineArray<20, Float>(repeating: 0)
    /// x[20 + i] − x[19 − i].
    var odd = InlineArray<20, Float>(repeating: 0)
    /// The sum of the squares, without the direct current.
    var energy: Float = 0
    /// Samples before its first one.
    var begin = 0

    /// As many squares as a sine of this level in dBm0 has in a frame.
    static func energy(ofSine decibels: Double) -> Float {
        let peak = Level.peak(ofSine: decibels)
        return Float(peak * peak / 2 * Double(length))
    }

    /// The level in dBm0 of what has this energy in each frame, on average.
    static func decibels(ofEnergy energy: Float) -> Double {
        Level.decibels(ofMeanSquare: Double(energy) / Double(length))
            ?? Level.allowedDecibels.lowerBound
    }
}

/// Cuts blocks of any size into frames, and takes away the direct current: the mean of about the last
/// third of a second.
struct FrameCutter {
    /// The last frame that is complete.
    private(set) var frame = EarFrame()
    /// Samples taken in so far.
    private(set) var position = 0

    private var waiting = InlineArray<40, Int16>(repeating: 0)
    private var count = 0
    private var direct: Float = 0

    /// Takes samples from `first` on until a frame is complete or there are no more.
    ///
    /// - Returns: where to go on, and whether ``frame`` is a new one.
    @inline(__always)
    mutating func take(_ samples: Span<Int16>, from first: Int) -> (next: Int, isComplete: Bool) {
        if count == 0, samples.count - first >= EarFrame.length {
            position += EarFrame.length
            // A whole frame needs no room to wait in.
            fold(samples.extracting(first..<(first + EarFrame.length)))
            return (first + EarFrame.length, true)
        }
        let part = min(EarFrame.length - count, samples.count - first)
        for place in 0..<part { waiting[count + place] = samples[first + place] }
        count += part
        position += part
        guard count == EarFrame.length else { return (first + part, false) }
        count = 0
        let whole = waiting
        fold(whole.span)
        return (first + part, true)
    }

    private mutating func fold(_ samples: Span<Int16>) {
        var sum: Float = 0
        var squares: Float = 0
        do {
            var even = frame.even.mutableSpan
            for place in 0..<20 {
                let value = Float(samples[20 + place]) + Float(samples[19 - place])
                even[place] = value
                sum += value
                squares += value * value
            }
        }
        do {
            var odd = frame.odd.mutableSpan
            for place in 0..<20 {
                let value = Float(samples[20 + place]) - Float(samples[19 - place])
                odd[place] = value
                squares += value * value
            }
        }
        let mean = sum / Float(EarFrame.length)
        // The first frame is all that is known of a line.
        direct = position == EarFrame.length ? mean : direct + (mean - direct) / 64
        do {
            var even = frame.even.mutableSpan
            for place in 0..<20 { even[place] -= 2 * direct }
        }
        let without = squares / 2 - direct * (2 * sum - Float(EarFrame.length) * direct)
        frame.energy = max(0, without)
        frame.begin = position - EarFrame.length
    }
}
