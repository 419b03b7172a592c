import DialMath

/// The eight frequencies of telephone keys in hops of 10 ms, by Goertzel's recurrence, eight lanes wide.
struct KeyBank: Sendable {
    /// Samples at 8 kHz.
    static let hop = 80

    struct Sum: Sendable {
        /// The products with e^(jω), as of the end of the hop.
        var real: SIMD8<Float>
        var imaginary: SIMD8<Float>
        /// The mean of the squares.
        var power: Float

        /// The square of a filter that a single tone of all that power would give.
        var most: Float { 0.5 * power * Float(KeyBank.hop * KeyBank.hop) }
    }

    /// Samples of this hop so far.
    private(set) var filled = 0
    private var last = SIMD8<Float>()
    private var beforeLast = SIMD8<Float>()
    private var squares: Float = 0

    /// Takes in what does not go beyond the hop.
    @inline(__always)
    mutating func take(_ samples: Span<Int16>, from first: Int, _ count: Int) {
        let factor = Self.factor
        var (a, b, sum) = (last, beforeLast, squares)
        for place in first..<(first + count) {
            let sample = Float(samples[place])
            let next = (SIMD8(repeating: sample) - b) + factor * a
            b = a
            a = next
            sum += sample * sample
        }
        (last, beforeLast, squares) = (a, b, sum)
        filled += count
    }

    /// What the hop has, and begins the next.
    mutating func finish() -> Sum {
        let sum = Sum(
            real: last - beforeLast * Self.cosine, imaginary: beforeLast * Self.sine,
            power: squares / Float(filled))
        (last, beforeLast, squares, filled) = (SIMD8(), SIMD8(), 0, 0)
        return sum
    }

    static let hertz = SIMD8<Float>((DTMF.lowHertz + DTMF.highHertz).map(Float.init))
    private static let cosine = turns(1, quarter: 0.25)
    private static let sine = turns(1, quarter: 0)
    private static let factor = cosine * 2
    /// Of the turn in one hop.
    static let hopCosine = turns(hop, quarter: 0.25)
    static let hopSine = turns(hop, quarter: 0)

    /// What a high tone puts into the filter of a low one, as a factor; the conjugate is what the low one
    /// puts into that of the high one. For each low tone, the four high ones.
    static let leak = DTMF.lowHertz.flatMap { low in
        DTMF.highHertz.map { high in
            // The kernel of Dirichlet, turned to the end of the hop.
            let cycles = (high - low) / Double(Ears.rate) / 2
            let size =
                sine(cycles * Double(hop)) / sine(cycles) / Double(hop)
            let turn = -cycles * Double(hop - 1)
            return (x: Float(size * sine(turn + 0.25)), y: Float(size * sine(turn)))
        }
    }

    private static func sine(_ cycles: Double) -> Double {
        Phase(cycles: cycles - cycles.rounded(.down)).sine
    }

    private static func turns(_ samples: Int, quarter: Double) -> SIMD8<Float> {
        SIMD8(
            (DTMF.lowHertz + DTMF.highHertz).map { hertz in
                Float(sine(hertz * Double(samples) / Double(Ears.rate) + quarter))
            })
    }
}

/// The angle of a point seen from the origin, in −π...π, to 10⁻⁵ radians; 0 for the origin itself.
///
/// > Source: the polynomial of Abramowitz and Stegun (1964), 4.4.49.
func angle(x: Float, y: Float) -> Float {
    let (a, b) = (abs(x), abs(y))
    let most = max(a, b)
    guard most > 0 else { return 0 }
    let ratio = min(a, b) / most
    let square = ratio * ratio
    var sum: Float = 0.0208351
    sum = sum * square - 0.085133
    sum = sum * square + 0.180141
    sum = sum * square - 0.3302995
    sum = sum * square + 0.999866
    sum *= ratio
    if b > a { sum = .pi / 2 - sum }
    if x < 0 { sum = .pi - sum }
    return y < 0 ? -sum : sum
}
