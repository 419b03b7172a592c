import DialMath

/// The eight frequencies of telephone keys in hops of 10 ms, which are two frames.
struct KeyBank: Sendable {
    /// Samples at 8 kHz.
    static let hop = 2 * EarFrame.length

    struct Sum: Sendable {
        /// The products with e^(−jω), as of the middle of the hop.
        var lanes: ComplexLanes
        /// The mean of the squares.
        var power: Float

        /// The square of a filter that a single tone of all that power would give.
        var most: Float { 0.5 * power * Float(KeyBank.hop * KeyBank.hop) }
    }

    private let waves = Self.waves
    /// Of the first frame of this hop.
    private var first = ComplexLanes()
    private var energy: Float = 0
    private var isHalf = false

    /// Takes in a frame.
    ///
    /// - Returns: what the hop has that ends with it, if one does.
    @inline(__always)
    mutating func take(_ frame: borrowing EarFrame) -> Sum? {
        let lanes = waves.products(of: frame, group: 0)
        isHalf.toggle()
        if isHalf {
            (first, energy) = (lanes, frame.energy)
            return nil
        }
        // The first is on by half a frame at the middle of the hop, and the second back.
        var both = first * Self.halfFrame
        both += lanes.turned(since: Self.halfFrame)
        return Sum(lanes: both, power: (energy + frame.energy) / Float(Self.hop))
    }

    static let hertz = SIMD8<Float>(frequencies.map(Float.init))
    private static let frequencies = DTMF.lowHertz + DTMF.highHertz
    private static let waves = ToneWaves(frequencies)
    private static let halfFrame = turn(EarFrame.length / 2)
    /// Of each frequency in a hop.
    static let hopTurn = turn(hop)

    /// What a high tone puts into the filter of a low one and the low one into the high one's, as a
    /// factor: the kernel of Dirichlet. For each low tone, the four high ones.
    static let leak = DTMF.lowHertz.flatMap { low in
        DTMF.highHertz.map { high in
            let cycles = (high - low) / Double(Ears.rate) / 2
            return Float(
                Phase(turns: cycles * Double(hop)).sine / Phase(turns: cycles).sine / Double(hop))
        }
    }

    private static func turn(_ samples: Int) -> ComplexLanes {
        var lanes = ComplexLanes()
        for (lane, hertz) in frequencies.enumerated() {
            let turns = hertz * Double(samples) / Double(Ears.rate)
            lanes.real[lane] = Float(Phase(turns: turns + 0.25).sine)
            lanes.imaginary[lane] = Float(Phase(turns: turns).sine)
        }
        return lanes
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
