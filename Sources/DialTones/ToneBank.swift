import DialMath

/// How much of certain frequencies there is in each frame, eight at a time.
///
/// Between frames the phases of all references run on, so that the sums of frames one after the other
/// add up to the sum over all of them: windows of any length are made of frames.
struct ToneBank: Sendable {
    /// Of each lane; those beyond the frequencies asked for are silent: they hear 0 Hz, and say 0.
    let hertz: [Double]
    var groups: Int { hertz.count / 8 }

    private let waves: ToneWaves
    /// How far each reference turns in a frame.
    private let steps: [ComplexLanes]
    private var turns: [ComplexLanes]

    /// - Parameter wanted: in Hz, each above 0 and below 4,000.
    init(_ wanted: [Double]) {
        let lanes = wanted + Array(repeating: 0, count: (8 - wanted.count % 8) % 8)
        var steps: [ComplexLanes] = []
        for first in stride(from: 0, to: lanes.count, by: 8) {
            var step = ComplexLanes()
            for lane in 0..<8 {
                let cycles = lanes[first + lane] * Double(EarFrame.length) / Double(Ears.rate)
                step.real[lane] = Float(Phase(turns: cycles + 0.25).sine)
                step.imaginary[lane] = -Float(Phase(turns: cycles).sine)
            }
            steps.append(step)
        }
        hertz = lanes
        waves = ToneWaves(wanted)
        self.steps = steps
        turns = Array(
            repeating: ComplexLanes(real: SIMD8(repeating: 1), imaginary: SIMD8()),
            count: steps.count)
    }

    /// The products of a frame with the references of a group, summed. To be called once a frame and
    /// group: the references run on. A sine of peak *a* at a reference gives 20 *a*.
    @inline(__always)
    mutating func sums(of frame: borrowing EarFrame, group: Int) -> ComplexLanes {
        let sum = waves.products(of: frame, group: group)
        let turn = turns[group]
        var next = turn * steps[group]
        // Rounding must not make it grow or shrink: a step of Newton's towards a length of 1.
        let stretch = 1.5 - 0.5 * next.power
        next.real *= stretch
        next.imaginary *= stretch
        turns[group] = next
        return sum * turn
    }
}

/// The references of certain frequencies about the middle of a frame, eight at a time.
struct ToneWaves: Sendable {
    /// By group, then by distance from the middle: the cosines in `real`, the sines beside.
    private let waves: [ComplexLanes]

    /// - Parameter hertz: each above 0 and below 4,000. Lanes beyond the last one say 0.
    init(_ hertz: [Double]) {
        var waves: [ComplexLanes] = []
        for first in stride(from: 0, to: hertz.count, by: 8) {
            for place in 0..<20 {
                var wave = ComplexLanes()
                for lane in 0..<min(8, hertz.count - first) {
                    let cycles = hertz[first + lane] * (Double(place) + 0.5) / Double(Ears.rate)
                    wave.real[lane] = Float(Phase(turns: cycles + 0.25).sine)
                    wave.imaginary[lane] = Float(Phase(turns: cycles).sine)
                }
                waves.append(wave)
            }
        }
        self.waves = waves
    }

    /// The products of a frame with the references of a group, summed; as of the frame's middle. A sine
    /// of peak *a* at a reference gives 20 *a*.
    ///
    /// Not inlined, and by halves: the compiler takes eight lanes apart in other ways where it sees who
    /// wants which, at three times the cost.
    @inline(never)
    func products(of frame: borrowing EarFrame, group: Int) -> ComplexLanes {
        var (low, high) = (SIMD4<Float>(), SIMD4<Float>())
        var (lowSines, highSines) = (SIMD4<Float>(), SIMD4<Float>())
        let waves = waves.span.extracting(20 * group..<20 * group + 20)
        let even = frame.values.span.extracting(EarFrame.even..<EarFrame.even + 20)
        let odd = frame.values.span.extracting(EarFrame.odd..<EarFrame.odd + 20)
        for place in 0..<20 {
            let wave = waves[place]
            let (even, odd) = (even[place], odd[place])
            low += wave.real.lowHalf * even
            high += wave.real.highHalf * even
            lowSines -= wave.imaginary.lowHalf * odd
            highSines -= wave.imaginary.highHalf * odd
        }
        return ComplexLanes(
            real: SIMD8(lowHalf: low, highHalf: high),
            imaginary: SIMD8(lowHalf: lowSines, highHalf: highSines))
    }
}

/// Eight complex numbers.
struct ComplexLanes: Sendable {
    var real = SIMD8<Float>()
    var imaginary = SIMD8<Float>()

    @inline(__always)
    static func * (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
        ComplexLanes(
            real: a.real * b.real - a.imaginary * b.imaginary,
            imaginary: a.real * b.imaginary + a.imaginary * b.real)
    }

    @inline(__always)
    static func += (a: inout ComplexLanes, b: ComplexLanes) {
        a.real += b.real
        a.imaginary += b.imaginary
    }

    @inline(__always)
    static func * (a: ComplexLanes, weight: Float) -> ComplexLanes {
        ComplexLanes(real: a.real * weight, imaginary: a.imaginary * weight)
    }

    /// The squares of the lengths.
    @inline(__always)
    var power: SIMD8<Float> { real * real + imaginary * imaginary }

    /// This times the conjugate of `earlier`: how far it has turned since.
    @inline(__always)
    func turned(since earlier: ComplexLanes) -> ComplexLanes {
        ComplexLanes(
            real: real * earlier.real + imaginary * earlier.imaginary,
            imaginary: imaginary * earlier.real - real * earlier.imaginary)
    }
}

extension Phase {
    /// A place on the circle from any number of turns, whole ones left out.
    init(turns: Double) {
        let part = turns - turns.rounded(.down)
        self.init(steps: part < 1 ? UInt64(part * 0x1p64) : 0)
    }
}

/// The angle of a complex number in turns, −0.5...0.5, to 0.00001; 0 of 0.
///
/// > Source: the series of the arctangent, about the middle of each eighth of a turn.
func turns(_ real: Float, _ imaginary: Float) -> Double {
    let (x, y) = (abs(Double(real)), abs(Double(imaginary)))
    guard max(x, y) > 0 else { return 0 }
    // tan (a − 22.5°) of what is left below 45°: at most 0.42.
    let ratio = min(x, y) / max(x, y)
    let middle = 0.414_213_562_373_095_05
    let t = (ratio - middle) / (1 + ratio * middle)
    let square = t * t
    var sum = 1 / 9.0
    sum = sum * square - 1 / 7.0
    sum = sum * square + 1 / 5.0
    sum = sum * square - 1 / 3.0
    sum = sum * square + 1
    var angle = 0.062_5 + t * sum / (2 * .pi)
    if y > x { angle = 0.25 - angle }
    if real < 0 { angle = 0.5 - angle }
    return imaginary < 0 ? -angle : angle
}
