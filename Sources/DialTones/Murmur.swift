import DialMath
import DialModel

/// A sound like speech in which nothing is said: a voice that hums syllables through a mouth that opens
/// and closes.
///
/// It has what ears go by: a pitch that falls through a word, three to five syllables a second, two
/// formants that move, pauses. It stands for people and machines on a test bench, and is no measure of
/// how well real ones are told apart.
///
/// > Source: G. Fant, *Acoustic Theory of Speech Production* (1960), for source and filter.
public struct Murmur: Hashable, Sendable {
    public struct Word: Hashable, Sendable {
        /// The silence before it.
        public var pause: Duration
        public var length: Duration

        public init(after pause: Duration, length: Duration) {
            self.pause = pause
            self.length = length
        }
    }

    public var words: [Word]
    /// In dBm0, over the words.
    public var levelDecibels = -18.0
    /// Of the voice: pitch, formants, how evenly it speaks.
    public var seed: UInt64

    public init(_ words: [Word], seed: UInt64) {
        self.words = words
        self.seed = seed
    }

    /// Somebody who says his name: one or two words, after 0.2 to 0.5 s.
    public static func person(_ seed: UInt64) -> Murmur {
        let chance = Chance(seed: seed, stream: "murmur words")
        var words = [
            Word(after: chance.between(200, 500, 0), length: chance.between(300, 600, 1))
        ]
        if chance.bits(2) & 1 == 1 {
            words.append(
                Word(after: chance.between(80, 200, 3), length: chance.between(250, 500, 4)))
        }
        return Murmur(words, seed: seed)
    }

    /// A recorded greeting of 5 to 10 s: phrases of some words each.
    public static func machine(_ seed: UInt64) -> Murmur {
        let chance = Chance(seed: seed, stream: "murmur words")
        var words: [Word] = []
        let count = 12 + chance.bits(0) % 8
        for word in 0..<count {
            let isFirst = word % 5 == 0
            let pause =
                isFirst
                ? chance.between(200, 320, 2 * word + 1) : chance.between(40, 110, 2 * word + 1)
            words.append(
                Word(after: pause, length: chance.between(300, 600, 2 * word + 2)))
        }
        return Murmur(words, seed: seed)
    }

    /// One long phrase of about this length, at least half a second: what a dialer says.
    public static func prompt(_ length: Duration, seed: UInt64) -> Murmur {
        let count = max(1, Int(length.nanoseconds / 450_000_000))
        let word = Word(after: .milliseconds(60), length: .milliseconds(390))
        return Murmur(Array(repeating: word, count: count), seed: seed)
    }

    /// All of it.
    ///
    /// - Parameter rate: samples a second, 8,000 or more.
    /// - Complexity: some tens of operations a sample.
    public func samples(rate: Int) -> [Int16] {
        var samples: [Double] = []
        let chance = Chance(seed: seed, stream: "murmur voice")
        let pitch = 95 + 90 * chance.share(0)
        var voice = Voice(rate: rate, seed: seed)
        for (place, word) in words.enumerated() {
            let pause = ToneGenerator.count(word.pause, rate)
            samples += repeatElement(0, count: max(0, pause))
            let length = ToneGenerator.count(word.length, rate)
            let syllables = max(1, Int((Double(length) / Double(rate) / 0.2).rounded()))
            for index in 0..<length {
                let way = Double(index) / Double(length)
                let syllable = min(syllables - 1, Int(way * Double(syllables)))
                let within = min(way * Double(syllables) - Double(syllable), 0.999_999)
                let draw = UInt64(place * 16 + syllable)
                // The mouth is never still: it is on its way from one syllable to the next.
                if index % 40 == 0 {
                    func glide(_ low: Double, _ width: Double, _ which: UInt64) -> Double {
                        let from = chance.share(3 * draw + which)
                        let to = chance.share(3 * (draw + 1) + which)
                        return low + width * (from + (to - from) * within)
                    }
                    voice.open(first: glide(420, 420, 1), second: glide(950, 1_300, 2))
                }
                let swell = Phase(cycles: 0.5 * within).sine
                let accent = 0.85 + 0.3 * chance.share(3 * draw + 3)
                let fall = pitch * (1.2 - 0.35 * way) * (1 + (accent - 1) * swell)
                samples.append(
                    voice.next(pitch: fall, breath: 1 - swell) * (0.25 + 0.75 * swell))
            }
        }
        let power = samples.reduce(0) { $0 + $1 * $1 }
        let spoken = samples.reduce(into: 0) { if $1 != 0 { $0 += 1 } }
        guard power > 0 else { return samples.map { _ in 0 } }
        let wanted = Level.peak(ofSine: levelDecibels) / 2.0.squareRoot()
        let gain = wanted / (power / Double(spoken)).squareRoot()
        return samples.map { Int16(clamping: Int(($0 * gain).rounded())) }
    }
}

extension Chance {
    /// 0..<1.
    fileprivate func share(_ draw: UInt64) -> Double { uniform(draw) }

    fileprivate func between(_ low: Double, _ high: Double, _ draw: UInt64) -> Duration {
        .milliseconds(Int64(low + (high - low) * share(draw)))
    }
}

/// Pulses through two resonances.
private struct Voice {
    let rate: Double
    private let noise: Chance
    private var drawn: UInt64 = 0
    private var turn = 0.0
    /// Of the cycle it is in: no two last as long, or are as loud.
    private var unevenness = (1.0, 1.0)
    private var tilt = 0.0
    private var first = Resonance()
    private var second = Resonance()
    private var hertz = (0.0, 0.0)

    init(rate: Int, seed: UInt64) {
        self.rate = Double(rate)
        noise = Chance(seed: seed, stream: "murmur breath")
    }

    /// Moves the resonances to these frequencies, in some milliseconds.
    mutating func open(first: Double, second: Double) {
        if hertz == (first, second) { return }
        hertz = (first, second)
        self.first.move(to: first, width: 200, rate: rate)
        self.second.move(to: second, width: 300, rate: rate)
    }

    /// - Parameter breath: how much of it is breath, as at the edges of a syllable; 0...1.
    mutating func next(pitch: Double, breath: Double) -> Double {
        turn += pitch * unevenness.0 / rate
        drawn += 1
        let hiss = noise.uniform(drawn) - 0.5
        var pulse = hiss * (0.3 + 0.4 * breath)
        if turn >= 1 {
            turn -= 1
            pulse += unevenness.1
            unevenness = (
                0.92 + 0.16 * noise.uniform(drawn, 1), 0.7 + 0.6 * noise.uniform(drawn, 2)
            )
        }
        tilt += 0.35 * (pulse - tilt)
        return first.take(tilt) + 0.6 * second.take(tilt)
    }
}

private struct Resonance {
    private var feedback = (0.0, 0.0)
    private var last = (0.0, 0.0)

    mutating func move(to hertz: Double, width: Double, rate: Double) {
        let radius = exponential(-Double.pi * width / rate)
        let cosine = Phase(cycles: hertz / rate + 0.25).sine
        feedback = (2 * radius * cosine, -radius * radius)
    }

    mutating func take(_ input: Double) -> Double {
        let output = input + feedback.0 * last.0 + feedback.1 * last.1
        last = (output, last.0)
        return output
    }
}
