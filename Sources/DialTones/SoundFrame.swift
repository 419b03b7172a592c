/// Ten milliseconds of a line, as the ears that tell voices from tones take them in.
///
/// A tone, or a few at once, is foretold from the samples before by a sum whose weights stay the same
/// from frame to frame; speech is not, since the mouth moves. So the weights that suit one frame best
/// are tried on the next: ``surprise`` is the power that they leave unexplained. It does not ask at what
/// frequency a tone sounds, nor how loud it is, nor whether its amplitude swings.
///
/// > Source: J. Makhoul, *Linear prediction: a tutorial review*, Proc. IEEE 63 (1975), 561–580, for the
/// > covariance method.
struct SoundFrame: Sendable {
    /// Samples.
    static let length = 80

    /// The first sample's number.
    var begin = 0
    /// The mean of the squares.
    var power: Float = 0
    /// The sums of the products of each sample with itself, and with those one to four before it.
    var lags = InlineArray<5, Float>(repeating: 0)
    /// The share of the power that the weights of the frame before leave unexplained, 0...; 1 where
    /// there is no power.
    var surprise: Float = 1
}

/// Puts frames of 5 ms together to such of 10 ms.
struct SoundFrames: Sendable {
    /// The last frame that is complete.
    private(set) var frame = SoundFrame()

    /// The last eight samples of the frame before, then this one's.
    private(set) var line = [Float](repeating: 0, count: before + SoundFrame.length)
    private var filled = 0
    private var weights = Weights()

    /// How many samples back the weights look.
    private static let order = 4
    static let before = 8

    /// Takes in the next 5 ms.
    ///
    /// - Returns: whether ``frame`` is a new one, which ends with them.
    @inline(__always)
    mutating func take(_ next: borrowing EarFrame) -> Bool {
        if filled == SoundFrame.length { filled = 0 }
        let first = Self.before + filled
        do {
            var line = line.mutableSpan
            if first == Self.before {
                for place in 0..<Self.before { line[place] = line[SoundFrame.length + place] }
            }
            let samples = next.values.span
            for place in 0..<EarFrame.length { line[first + place] = samples[place] }
        }
        filled += EarFrame.length
        guard filled == SoundFrame.length else { return false }
        frame.begin = next.begin + EarFrame.length - SoundFrame.length
        finish()
        return true
    }

    private mutating func finish() {
        var sums = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
        var (head, tail) = (SIMD4<Float>(), SIMD4<Float>())
        line.span.withUnsafeBytes { bytes in
            head = bytes.four(Self.before - 4)
            tail = bytes.four(Self.before + SoundFrame.length - 4)
            for place in stride(from: Self.before, to: Self.before + SoundFrame.length, by: 4) {
                let now = bytes.four(place)
                sums.0 += now * now
                sums.1 += now * bytes.four(place - 1)
                sums.2 += now * bytes.four(place - 2)
                sums.3 += now * bytes.four(place - 3)
                sums.4 += now * bytes.four(place - 4)
            }
        }
        frame.lags = [sums.0.sum(), sums.1.sum(), sums.2.sum(), sums.3.sum(), sums.4.sum()]
        let table = Products(lags: frame.lags, head: head, tail: tail)
        let whole = frame.lags[0]
        frame.power = whole / Float(SoundFrame.length)
        frame.surprise = whole > 0 ? weights.unexplained(of: table) / whole : 1
        weights = Weights(for: table)
    }

    /// The sums over a frame of x[n − i] · x[n − j].
    private struct Products {
        var sums = InlineArray<25, Float>(repeating: 0)

        /// - Parameters:
        ///   - lags: the first row.
        ///   - head: the last samples before the frame.
        ///   - tail: its own last samples.
        init(lags: InlineArray<5, Float>, head: SIMD4<Float>, tail: SIMD4<Float>) {
            for column in 0...order { self[0, column] = lags[column] }
            // One step back, a product leaves at the end and another comes in at the beginning.
            for row in 1...order {
                for column in row...order {
                    self[row, column] =
                        self[row - 1, column - 1] + head[4 - row] * head[4 - column]
                        - tail[4 - row] * tail[4 - column]
                }
            }
        }

        subscript(row: Int, column: Int) -> Float {
            get { sums[row * 5 + column] }
            set {
                sums[row * 5 + column] = newValue
                sums[column * 5 + row] = newValue
            }
        }
    }

    /// x[n] is foretold as the sum of these times x[n − 1] to x[n − 4].
    private struct Weights: Sendable {
        var values = SIMD4<Float>()

        init() {}

        /// Those that leave least; by the decomposition of Cholesky without roots.
        init(for table: Products) {
            // A little noise, 45 dB down, keeps a single tone from having many solutions.
            let noise = table[0, 0] * 3e-5 + 80
            var lower = InlineArray<16, Float>(repeating: 0)
            var inverse = SIMD4<Float>()
            for row in 0..<order {
                // Of a row: the sums times the factor, the factor itself, and what it solves to.
                var scaled = SIMD4<Float>()
                var rest = table[row + 1, row + 1] + noise
                var value = table[0, row + 1]
                for column in 0..<row {
                    var sum = table[row + 1, column + 1]
                    for inner in 0..<column { sum -= scaled[inner] * lower[column * 4 + inner] }
                    let factor = sum * inverse[column]
                    scaled[column] = sum
                    lower[row * 4 + column] = factor
                    rest -= sum * factor
                    value -= factor * values[column]
                }
                inverse[row] = 1 / max(rest, noise * 1e-3)
                values[row] = value
            }
            values *= inverse
            for row in (0..<order).reversed() {
                for inner in stride(from: row + 1, to: order, by: 1) {
                    values[row] -= lower[inner * 4 + row] * values[inner]
                }
            }
        }

        /// What they leave of a frame, as a sum of squares.
        func unexplained(of table: Products) -> Float {
            var sum = table[0, 0]
            for row in 0..<order {
                sum -= 2 * values[row] * table[0, row + 1]
                for column in 0..<order {
                    sum += values[row] * values[column] * table[row + 1, column + 1]
                }
            }
            return max(0, sum)
        }
    }
}
