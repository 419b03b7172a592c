import DialMath

/// How much of certain frequencies there is in each frame, eight at a time.
///
/// Between frames the phases of all references run on, so that the sums of frames one after the other
/// add up to the sum over all of them: windows of any length are made of frames.
struct ToneBank: Sendable {
    /// Of each lane; those beyond the frequencies asked for are silent: they hear 0 Hz, and say 0.
    let hertz: [Double]
    var groups: Int { hertz.count / 8 }

    /// By group, then by distance from the middle of the frame: the cosines in `real`, the sines beside.
    private let waves: [ComplexLanes]
    /// How far each reference turns in a frame.
    private let steps: [ComplexLanes]
    private var turns: [ComplexLanes]

    /// - Parameter wanted: in Hz, each above 0 and below 4,000.
    init(_ wanted: [Double]) {
        let used = wanted.count
        let lanes = wanted + Array(repeating: 0, count: (8 - used % 8) % 8)
        var (waves, steps): ([ComplexLanes], [ComplexLanes]) = ([], [])
        for first in stride(from: 0, to: lanes.count, by: 8) {
            for place in 0..<20 {
                var wave = ComplexLanes()
                for lane in 0..<8 where first + lane < used {
                    let cycles = lanes[first + lane] * (Double(place) + 0.5) / Double(Ears.rate)
                    wave.real[lane] = Float(Phase(turns: cycles + 0.25).sine)
                    wave.imaginary[lane] = Float(Phase(turns: cycles).sine)
                }
                waves.append(wave)
            }
            var step = ComplexLanes()
            for lane in 0..<8 {
                let cycles = lanes[first + lane] * Double(EarFrame.length) / Double(Ears.rate)
                step.real[lane] = Float(Phase(turns: cycles + 0.25).sine)
                step.imaginary[lane] = -Float(Phase(turns: cycles).sine)
            }
            steps.append(step)
        }
        hertz = lanes
        self.waves = waves
        self.steps = steps
        turns = Array(
            repeating: ComplexLanes(real: SIMD8(repeating: 1), imaginary: SIMD8()),
            count: steps.count)
    }

    /// The products of a frame with the references of a group, summed. To be called once a frame and
    /// group: the references run on. A sine of peak *a* at a reference gives 20 *a*.
    @inline(__always)
    mutating func sums(of frame: borrowing EarFrame, group: Int) -> ComplexLanes {
        let sum = products(of: frame, group: group)
        let turn = turns[group]
        var next = turn * steps[group]
        // Rounding must not make it grow or shrink: a step of Newton's towards a length of 1.
        let stretch = 1.5 - 0.5 * next.power
        next.real *= stretch
        next.imaginary *= stretch
        turns[group] = next
        return sum * turn
    }

    @inline(__always)
    private func products(of frame: borrowing EarFrame, group: Int) -> ComplexLanes {
        var (real, imaginary) = (SIMD8<Float>(), SIMD8<Float>())
        let waves = waves.span.extracting(20 * group..<20 * group + 20)
        let (even, odd) = (frame.even.span, frame.odd.span)
        for place in 0..<20 {
            real += waves[place].real * even[place]
            imaginary -= waves[place].imaginary * odd[place]
        }
        return ComplexLanes(real: real, imaginary: imaginary)
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
