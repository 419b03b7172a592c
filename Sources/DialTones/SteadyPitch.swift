/// A single frequency that explains ten milliseconds of a line.
struct SteadyPitch: Sendable {
    var hertz: Float
    /// Of that frequency, as the mean of squares.
    var power: Float
}

extension SoundFrames {
    /// The frequency of the last frame; nil: it is too soft, or no single frequency explains it.
    ///
    /// - Complexity: O(1); most frames that are no tone cost a few products.
    ///
    /// > Source: V. F. Pisarenko, *Geophys. J. Int.* 33 (1973), 347–366, for the first guess from two
    /// > lags, in which white noise has no part.
    var steadyPitch: SteadyPitch? {
        guard frame.power > Self.softest else { return nil }
        let (whole, one, two, four) = (frame.lags[0], frame.lags[1], frame.lags[2], frame.lags[4])
        let cosine = 2 * one / ((two * two + 8 * one * one).squareRoot() - two)
        // A single frequency has the same lags as any other sine.
        let double = 2 * cosine * cosine - 1
        let near = 0.12 * whole
        guard abs(cosine) < 0.99, abs(one - cosine * whole) < near,
            abs(two - double * whole) < near,
            abs(four - (2 * double * double - 1) * whole) < 2 * near
        else { return nil }
        var turn = Turn(cosine: cosine)
        // The first guess may be off by 5 %, the second by 1 %.
        var halves = self.halves(turnedBack: turn)
        guard halves.amplitude > 0.5 * (2 * frame.power).squareRoot() else { return nil }
        turn.add(halves.deviation)
        halves = self.halves(turnedBack: turn)
        let power = halves.amplitude * halves.amplitude / 2
        guard power > Self.share * frame.power else { return nil }
        let radians = turn.radians + halves.deviation
        return SteadyPitch(
            hertz: radians * Float(Ears.rate) / (2 * .pi), power: power)
    }

    /// −42 dBm0.
    private static let softest = Float(Level.meanSquare(decibels: -42))
    /// Noise 15 dB down leaves 97 %, and the mirrored frequency takes 7 % either way.
    private static let share: Float = 0.83

    private func halves(turnedBack turn: Turn) -> Halves {
        var real = SIMD2<Float>()
        var imaginary = SIMD2<Float>()
        var (x, y): (Float, Float) = (1, 0)
        let line = line.span
        for place in Self.before..<(Self.before + Halves.length) {
            let both = SIMD2(line[place], line[place + Halves.length])
            real += both * x
            imaginary -= both * y
            (x, y) = (x * turn.cosine - y * turn.sine, x * turn.sine + y * turn.cosine)
        }
        return Halves(real: real, imaginary: imaginary, turned: (x, y))
    }
}

/// What is left of each half of a frame that was turned back.
private struct Halves {
    let amplitude: Float
    /// In radians a sample.
    let deviation: Float

    static let length = SoundFrame.length / 2

    /// - Parameter turned: where a half of the turning ends.
    init(real: SIMD2<Float>, imaginary: SIMD2<Float>, turned: (Float, Float)) {
        let sizes = (real * real + imaginary * imaginary).squareRoot()
        amplitude = (sizes[0] + sizes[1]) / Float(Self.length)
        // The second by the conjugate of the first, less the turning itself.
        let x = real[1] * real[0] + imaginary[1] * imaginary[0]
        let y = imaginary[1] * real[0] - real[1] * imaginary[0]
        let (c, s) = turned
        deviation = angle(x: x * c + y * s, y: y * c - x * s) / Float(Self.length)
    }
}

/// By how much a frequency turns in a sample.
private struct Turn {
    private(set) var cosine: Float
    private(set) var sine: Float

    init(cosine: Float) {
        self.cosine = cosine
        sine = max(0, 1 - cosine * cosine).squareRoot()
    }

    var radians: Float { angle(x: cosine, y: sine) }

    /// Turns on by at most π / 40, by the first terms of the series.
    mutating func add(_ radians: Float) {
        let square = radians * radians
        let (c, s) = (1 - square / 2, radians * (1 - square / 6))
        (cosine, sine) = (cosine * c - sine * s, sine * c + cosine * s)
    }
}
