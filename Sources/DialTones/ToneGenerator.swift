import DialMath
import DialModel

/// Plays a ``ToneSpec`` as 16-bit samples, block by block.
///
/// A sample depends on the spec, the rate and its number alone: blocks of any size give the same
/// samples. Each frequency begins a segment at phase zero and runs through it without a jump. A
/// segment that sounds rises and falls within its length, over ``edge`` or half of itself, so that
/// nothing clicks. Nothing is ever clipped: what would be is refused.
///
/// A segment lasts the nearest whole number of samples to its length.
public struct ToneGenerator: Sendable {
    /// Samples a second.
    public let rate: Int
    /// In samples; nil: it never ends.
    public let length: Int?
    /// Samples so far.
    public private(set) var position = 0

    /// How long a tone takes to rise and to fall, along half a cosine.
    public static let edge = Duration.milliseconds(2)

    private let parts: [Part]
    private let voices: [Voice]
    private let repeats: Bool
    private let ramp: Int
    private let noise: Chance
    private var part = 0
    /// Samples into the part.
    private var offset = 0

    /// - Parameters:
    ///   - rate: samples a second, in ``ToneFault/allowedRates``.
    ///   - length: samples after which it ends, falling silent as any segment does; nil: when the spec
    ///     does.
    ///   - seed: of noise.
    /// - Throws: when a frequency is not below half the rate, when what sounds at once could be beyond
    ///   full scale, or when the spec is none.
    public init(
        _ spec: ToneSpec, rate: Int, length: Int? = nil, seed: UInt64 = 1
    ) throws(ToneFault) {
        guard ToneFault.allowedRates.contains(rate) else { throw .rate(rate) }
        guard !spec.segments.isEmpty else { throw .nothing }
        var parts: [Part] = []
        var voices: [Voice] = []
        for (place, segment) in spec.segments.enumerated() {
            let first = voices.count
            var noisePeak = 0.0
            switch segment.sound {
            case .silence: break
            case .noise(let level): noisePeak = try Self.noisePeak(level)
            case .tones(let tones):
                for tone in tones { voices.append(try Voice(tone, rate: rate)) }
            }
            let count = try Self.samples(
                segment.length, rate, isLast: place == spec.segments.count - 1)
            let part = Part(length: count, voices: first..<voices.count, noisePeak: noisePeak)
            let peak = voices[part.voices].reduce(noisePeak) { $0 + $1.largest }
            // The 32,768 of full scale itself becomes 32,767.
            if peak > 32_768.000_001 {
                throw .tooLoud(overDecibels: Level.decibels(ofRatio: peak / 32_768))
            }
            parts.append(part)
        }
        self.rate = rate
        self.parts = parts
        self.voices = voices
        noise = Chance(seed: seed, stream: "comfort noise")
        ramp = Self.count(Self.edge, rate)
        repeats = spec.repeats
        let whole = spec.ends ? parts.reduce(0) { $0 + $1.length } : nil
        self.length = [length.map { max(0, $0) }, whole].compactMap(\.self).min()
    }

    /// Plays on into `samples`.
    ///
    /// - Returns: how many it has written; fewer than there is room for only at the end.
    /// - Complexity: O(1) a sample and frequency; allocates nothing.
    public mutating func fill(_ samples: inout MutableSpan<Int16>) -> Int {
        var done = 0
        while done < samples.count, let part = current {
            // The last part may be cut short; it falls silent all the same.
            let whole = min(part.length, (length ?? .max) - (position - offset))
            let count = min(samples.count - done, whole - offset)
            play(part, of: whole, into: &samples, from: done, count)
            done += count
            position += count
            offset += count
            if offset == part.length {
                offset = 0
                self.part += 1
                if self.part == parts.count, repeats { self.part = 0 }
            }
        }
        return done
    }

    private var current: Part? {
        position < length ?? .max && part < parts.count ? parts[part] : nil
    }

    private func play(
        _ part: Part, of whole: Int, into samples: inout MutableSpan<Int16>, from first: Int,
        _ count: Int
    ) {
        let ramp = min(ramp, whole / 2)
        for place in 0..<count {
            let index = offset + place
            var sum = 0.0
            for voice in part.voices { sum += voices[voice].value(at: index) }
            if part.noisePeak > 0 {
                let bits = Int64(bitPattern: noise.bits(UInt64(position + place)))
                sum += part.noisePeak * (Double(bits) * 0x1p-63)
            }
            let fromEdge = min(index, whole - 1 - index)
            if fromEdge < ramp { sum *= Self.rise(fromEdge, of: ramp) }
            samples[first + place] = Int16(clamping: Int(sum.rounded()))
        }
    }

    /// Half a cosine, from 0 to 1 in `ramp` samples.
    private static func rise(_ index: Int, of ramp: Int) -> Double {
        let turn = (Double(index) + 0.5) / Double(ramp)
        let cosine = Phase(cycles: 0.25 + 0.5 * turn).sine
        return 0.5 - 0.5 * cosine
    }

    private static func samples(
        _ length: Duration?, _ rate: Int, isLast: Bool
    ) throws(ToneFault) -> Int {
        guard let length else {
            if isLast { return .max }
            throw .length
        }
        let count = count(length, rate)
        guard count > 0 else { throw .length }
        return count
    }

    /// The nearest whole number of samples to a span of at least zero.
    static func count(_ length: Duration, _ rate: Int) -> Int {
        let second: Int64 = 1_000_000_000
        let whole = Int(length.nanoseconds / second) * rate
        return whole + Int((length.nanoseconds % second * Int64(rate) + second / 2) / second)
    }

    private static func noisePeak(_ level: Double) throws(ToneFault) -> Double {
        guard Level.allowedDecibels.contains(level) else { throw .level(level) }
        // Evenly spread between peaks, and as strong as a sine of the level.
        return Level.peak(ofSine: level) * 1.5.squareRoot()
    }
}

/// A segment in samples.
private struct Part: Sendable {
    let length: Int
    let voices: Range<Int>
    let noisePeak: Double
}

/// A tone in samples.
private struct Voice: Sendable {
    let step: Phase
    /// Of the unmodulated tone.
    let peak: Double
    let swing: Phase
    let depth: Double
    /// In samples; 0: never.
    let reversal: Int

    init(_ tone: Tone, rate: Int) throws(ToneFault) {
        let hertz = tone.frequencyHertz
        guard hertz > 0, hertz < Double(rate) / 2 else { throw .frequency(hertz, rate: rate) }
        guard Level.allowedDecibels.contains(tone.levelDecibels) else {
            throw .level(tone.levelDecibels)
        }
        step = Phase(cycles: hertz / Double(rate))
        if let modulation = tone.modulation {
            guard modulation.frequencyHertz > 0, modulation.frequencyHertz <= hertz,
                modulation.depth >= 0, modulation.depth <= 1
            else { throw .modulation(modulation) }
            swing = Phase(cycles: modulation.frequencyHertz / Double(rate))
            depth = modulation.depth
        } else {
            swing = Phase(steps: 0)
            depth = 0
        }
        // The sidebands have depth² / 2 of the power of the carrier.
        peak = Level.peak(ofSine: tone.levelDecibels) / (1 + depth * depth / 2).squareRoot()
        reversal = tone.reversal.map { ToneGenerator.count($0, rate) } ?? 0
    }

    /// What it is at most.
    var largest: Double { peak * (1 + depth) }

    /// - Parameter index: samples since it began.
    @inline(__always)
    func value(at index: Int) -> Double {
        var phase = step.after(index)
        if reversal > 0, index / reversal % 2 == 1 { phase = phase + .half }
        var value = peak * phase.sine
        if depth > 0 { value *= 1 + depth * swing.after(index).sine }
        return value
    }
}
