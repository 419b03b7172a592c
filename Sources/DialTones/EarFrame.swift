/// Five milliseconds of a line, as all ears take them in.
///
/// For those that know frequencies the samples are folded about the middle: what is the same on both
/// sides goes with cosines alone, what is opposite with sines alone, so that a frequency costs half the
/// products.
struct EarFrame {
    /// Samples.
    static let length = 40
    /// Where in ``values`` the halves begin, 20 of each.
    static let even = 40
    static let odd = 60

    /// The samples as they came; then x[20 + i] + x[19 − i], without the direct current; then
    /// x[20 + i] − x[19 − i]. In an array, since it goes through many hands: what is in the struct itself
    /// would be copied each time.
    fileprivate(set) var values = [Float](repeating: 0, count: 2 * length)
    /// The sum of the squares, without the direct current.
    var energy: Float = 0
    /// Samples before its first one.
    var begin = 0

    /// - Returns: their sum, and that of their squares.
    fileprivate mutating func take(_ samples: Span<Int16>) -> (linear: Float, square: Float) {
        var values = values.mutableSpan
        for place in 0..<Self.length { values[place] = Float(samples[place]) }
        var (sums, squares) = (SIMD4<Float>(), SIMD4<Float>())
        values.withUnsafeMutableBytes { bytes in
            for place in stride(from: 0, to: Self.length, by: 4) {
                let four = UnsafeRawBufferPointer(bytes).four(place)
                sums += four
                squares += four * four
            }
        }
        return (sums.sum(), squares.sum())
    }

    /// - Parameter direct: what is taken from each sample.
    fileprivate mutating func fold(without direct: Float) {
        values.withUnsafeMutableBytes { bytes in
            for place in stride(from: 0, to: 20, by: 4) {
                let after = UnsafeRawBufferPointer(bytes).four(20 + place)
                let before = UnsafeRawBufferPointer(bytes).four(16 - place)
                let turned = SIMD4(before[3], before[2], before[1], before[0])
                bytes.put(after + turned - 2 * direct, Self.even + place)
                bytes.put(after - turned, Self.odd + place)
            }
        }
    }

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

    /// Takes samples from `place` on until a frame is complete or there are no more, and moves `place` on.
    ///
    /// - Returns: whether ``frame`` is a new one.
    @inline(__always)
    mutating func cuts(_ samples: Span<Int16>, from place: inout Int) -> Bool {
        let rest = samples.count - place
        if count == 0, rest >= EarFrame.length {
            position += EarFrame.length
            // A whole frame needs no room to wait in.
            fold(samples.extracting(place..<(place + EarFrame.length)))
            place += EarFrame.length
            return true
        }
        let part = min(EarFrame.length - count, rest)
        for offset in 0..<part { waiting[count + offset] = samples[place + offset] }
        count += part
        position += part
        place += part
        guard count == EarFrame.length else { return false }
        count = 0
        let whole = waiting
        fold(whole.span)
        return true
    }

    private mutating func fold(_ samples: Span<Int16>) {
        let sums = frame.take(samples)
        let mean = sums.linear / Float(EarFrame.length)
        // The first frame is all that is known of a line.
        direct = position == EarFrame.length ? mean : direct + (mean - direct) / 64
        frame.fold(without: direct)
        let square =
            sums.square - direct * (2 * sums.linear - Float(EarFrame.length) * direct)
        frame.energy = max(0, square)
        frame.begin = position - EarFrame.length
    }
}

extension UnsafeRawBufferPointer {
    /// The four floats from this one on.
    @inline(__always)
    func four(_ place: Int) -> SIMD4<Float> {
        loadUnaligned(
            fromByteOffset: place * MemoryLayout<Float>.stride, as: SIMD4<Float>.self)
    }
}

extension UnsafeMutableRawBufferPointer {
    @inline(__always)
    fileprivate func put(_ four: SIMD4<Float>, _ place: Int) {
        storeBytes(
            of: four, toByteOffset: place * MemoryLayout<Float>.stride, as: SIMD4<Float>.self)
    }
}
