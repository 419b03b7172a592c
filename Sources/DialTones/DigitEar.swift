import DialMath

/// Hears the sixteen keys of a telephone (DTMF) on a line of 8 kHz.
///
/// Every 10 ms it takes the eight frequencies, all at once, and the power of the line as a whole. A key
/// is three such hops in a row in which the same low and the same high frequency have nearly all of the
/// power, neither much louder than the other, and whose phases move on from hop to hop as they do at
/// that frequency: this measures each frequency to a few hertz, much finer than a filter of 10 ms
/// could, and it is what speech does not do for 30 ms. A key is over after three hops without it, so
/// that breaks of 10 ms do not make two of one.
///
///     accepted   40 ms on, 40 ms off; ± 1.5 % ± 2 Hz; the high tone up to 4 dB louder or 8 dB softer;
///                each tone from −36 dBm0; noise 15 dB below the pair
///     refused    shorter than 23 ms; off by 3.5 % or more; twist beyond 7 and −11 dB
///
/// A key is told 30 to 40 ms after it began. Its begin and end are known to about 2 ms. Not heard: keys
/// under a dial tone, or under speech that is as loud.
///
/// > Source: ITU-T Q.24 for the limits.
public struct DigitEar: Sendable {
    private var cutter = FrameCutter()
    private var matcher = DigitMatcher()

    public init() {}

    /// Samples since the line was first listened to.
    public var position: Int { cutter.position }

    /// Listens on. O(1) a sample; allocates only where `sounds` has to grow.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            matcher.hear(cutter.frame, into: &sounds)
        }
    }
}

/// Tells the keys by hops.
struct DigitMatcher: Sendable {
    private var bank = KeyBank()
    private var position = 0
    /// The last four hops, the latest first.
    private var hops = (Hop(), Hop(), Hop(), Hop())
    private var key: Held?

    @inline(__always)
    mutating func hear(_ frame: borrowing EarFrame, into sounds: inout [HeardSound]) {
        guard let sum = bank.take(frame) else { return }
        position = frame.begin + EarFrame.length
        finish(sum, into: &sounds)
    }

    private mutating func finish(_ sum: KeyBank.Sum, into sounds: inout [HeardSound]) {
        hops = (Hop(sum), hops.0, hops.1, hops.2)
        if let found = pairOfThree, found != key?.pair {
            // A break too short to be one ends a key when another one follows.
            if var held = key {
                held.misses += 1
                end(held, into: &sounds)
            }
            start(found, into: &sounds)
        } else if var held = key {
            if hops.0.holds(held.pair, peak: held.peak) {
                held.misses = 0
                held.share = hops.0.share(of: held.pair, in: held.peak)
                key = held
            } else {
                held.misses += 1
                key = held
                if held.misses == Self.missesThatEnd { end(held, into: &sounds) }
            }
        }
    }

    private static let missesThatEnd = 3

    /// The pair that the last three hops agree on.
    private var pairOfThree: Pair? {
        guard let pair = hops.0.pair, hops.1.pair == pair, hops.2.pair == pair else { return nil }
        for tone in [pair.low, pair.high] {
            let new = Self.deviation(of: tone, hops.0, hops.1)
            let old = Self.deviation(of: tone, hops.1, hops.2)
            let allowed = Float(0.02) * KeyBank.hertz[tone] + 3
            guard abs(new + old) < 2 * allowed, abs(new - old) < 12 else { return nil }
            // The middle hop is heard from end to end.
            let peak = hops.1.peaks[tone]
            guard hops.0.peaks[tone] < 1.5 * peak, hops.2.peaks[tone] < 1.5 * peak else {
                return nil
            }
        }
        return pair
    }

    /// By how many hertz a tone differs from its nominal frequency, as its phase moved in one hop; it
    /// is the same for 100 Hz more.
    private static func deviation(of tone: Int, _ new: Hop, _ old: Hop) -> Float {
        let (a, b) = (new.lanes.real[tone], new.lanes.imaginary[tone])
        let (c, d) = (old.lanes.real[tone], old.lanes.imaginary[tone])
        // new · conjugate of old, turned back by a hop of the nominal frequency.
        let (x, y) = (a * c + b * d, b * c - a * d)
        let (cosine, sine) = (KeyBank.hopTurn.real[tone], KeyBank.hopTurn.imaginary[tone])
        let turn = angle(x: x * cosine + y * sine, y: y * cosine - x * sine)
        return turn * (Float(Ears.rate) / Float(KeyBank.hop)) / (2 * .pi)
    }

    private mutating func start(_ pair: Pair, into sounds: inout [HeardSound]) {
        let first = position - 3 * KeyBank.hop
        let peak = hops.1.peaks[pair.low] + hops.1.peaks[pair.high]
        // What of the tone lies before the first of the three, and what of that one it leaves out.
        let before = hops.3.share(of: pair, in: peak) + hops.2.share(of: pair, in: peak) - 1
        let began = max(0, first - Int((before * Float(KeyBank.hop)).rounded()))
        let held = Held(
            pair: pair, began: began, known: position, peak: peak, level: hops.1.level(of: pair))
        key = held
        sounds.append(held.sound)
    }

    private mutating func end(_ held: Held, into sounds: inout [HeardSound]) {
        // The last hop that held it, and those since, may have parts of it.
        var parts = held.share
        if held.misses > 0 { parts += hops.0.share(of: held.pair, in: held.peak) }
        if held.misses > 1 { parts += hops.1.share(of: held.pair, in: held.peak) }
        if held.misses > 2 { parts += hops.2.share(of: held.pair, in: held.peak) }
        let last = position - (held.misses + 1) * KeyBank.hop
        var sound = held.sound
        sound.known = position
        sound.ended = last + Int((parts * Float(KeyBank.hop)).rounded())
        sounds.append(sound)
        key = nil
    }

    /// A key that sounds.
    private struct Held: Sendable {
        var pair: Pair
        var began: Int
        var known: Int
        /// Of both tones together.
        var peak: Float
        var level: Double
        /// For how much of the last hop that has it, it sounds.
        var share: Float = 1
        /// Hops in a row without it.
        var misses = 0

        var sound: HeardSound {
            HeardSound(.digit(pair.key), began: began, known: known, levelDecibels: level)
        }
    }
}

/// A row and a column of the keys, as places in the bank of filters.
private struct Pair: Hashable, Sendable {
    /// 0...3.
    let low: Int
    /// 4...7.
    let high: Int

    var key: Character { DTMF.keys[low][high - 4] }
}

/// What 10 ms of the line have of the eight frequencies.
private struct Hop: Sendable {
    var lanes = ComplexLanes()
    /// Each as the peak of a sine.
    var peaks = SIMD8<Float>()
    /// The mean of the squares.
    var power: Float = 0
    /// The key that this alone could be.
    var pair: Pair?

    init() {}

    init(_ sum: KeyBank.Sum) {
        lanes = sum.lanes
        power = sum.power
        let squares = lanes.power
        peaks = squares.squareRoot() * (2 / Float(KeyBank.hop))
        var (low, high) = (0, 4)
        for tone in 1..<4 {
            if squares[tone] > squares[low] { low = tone }
            if squares[tone + 4] > squares[high] { high = tone + 4 }
        }
        // Nearly all power, before it is worth a closer look.
        guard squares[low] + squares[high] > 0.5 * Self.share * sum.most else { return }
        let both = separate(low, high)
        let (a, b) = (peaks[low], peaks[high])
        guard min(a, b) > Self.softest, b < a * Self.mostTwist, a < b * Self.leastTwist,
            both > Self.share * power
        else { return }
        pair = Pair(low: low, high: high)
    }

    /// Takes out of each of two tones what the other puts into its filter, which in 10 ms is as much as
    /// an eighth of its amplitude.
    ///
    /// - Returns: the mean square of what both have together.
    private mutating func separate(_ low: Int, _ high: Int) -> Float {
        let leak = KeyBank.leak[low * 4 + high - 4]
        let (a, b, c, d) = (
            lanes.real[low], lanes.imaginary[low], lanes.real[high], lanes.imaginary[high]
        )
        let factor = 1 / (1 - leak * leak)
        lanes.real[low] = (a - leak * c) * factor
        lanes.imaginary[low] = (b - leak * d) * factor
        lanes.real[high] = (c - leak * a) * factor
        lanes.imaginary[high] = (d - leak * b) * factor
        let squares = lanes.power
        let amplitude = 2 / Float(KeyBank.hop)
        peaks[low] = squares[low].squareRoot() * amplitude
        peaks[high] = squares[high].squareRoot() * amplitude
        let product =
            a * lanes.real[low] + b * lanes.imaginary[low] + c * lanes.real[high]
            + d * lanes.imaginary[high]
        return 0.5 * amplitude * amplitude * product
    }

    /// Whether a key that began goes on.
    func holds(_ held: Pair, peak: Float) -> Bool {
        let (a, b) = (peaks[held.low], peaks[held.high])
        return 0.5 * (a * a + b * b) > 0.5 * power && a + b > 0.35 * peak
    }

    /// How long of these 10 ms it sounds, as a share.
    func share(of pair: Pair, in peak: Float) -> Float {
        min((peaks[pair.low] + peaks[pair.high]) / peak, 1)
    }

    /// In dBm0.
    func level(of pair: Pair) -> Double {
        let (a, b) = (Double(peaks[pair.low]), Double(peaks[pair.high]))
        return Level.decibels(ofMeanSquare: 0.5 * (a * a + b * b))
            ?? Level.allowedDecibels.lowerBound
    }

    /// What of the power the pair must have. The highest tone 1.5 % and 2 Hz off, 4 dB of twist and
    /// noise 15 dB down leave 80 %.
    static let share: Float = 0.7
    /// −36 dBm0, less what 2 % of the highest frequency cost.
    static let softest = Float(Level.peak(ofSine: -37.5))
    /// 7 dB and 11 dB, as amplitudes; what is accepted is less, since a tone that is off seems softer.
    static let mostTwist: Float = 1.9
    static let leastTwist: Float = 3.3
}
