import DialModel

/// Hears that somebody or something speaks on a line of 8 kHz: word by word.
///
/// A word is what is louder than the line's own noise for ``GreetingSettings/word``, breaks shorter than
/// ``GreetingSettings/betweenWords`` included. The noise is the least power of the last 1.6 s, so that
/// comfort noise and hum are none. What goes on as it began, a tone or a few at once, is no word: of any
/// 100 ms at least four frames must be other than the one before foretold (``SoundFrame``).
///
/// Limits: music is taken for voice where it is no steady tone, and so is noise for its first second
/// when it begins louder than 9 dB above what there was. Nobody is told from anybody.
///
/// > Source: R. Martin, *Noise power spectral density estimation based on optimal smoothing and minimum
/// > statistics*, IEEE Trans. Speech Audio Proc. 9 (2001), for the noise as a minimum.
public struct VoiceEar: Sendable {
    private var cutter = FrameCutter()
    private var frames = SoundFrames()
    private var matcher: VoiceMatcher

    /// - Parameter settings: of which the words matter here.
    public init(_ settings: GreetingSettings = GreetingSettings()) {
        matcher = VoiceMatcher(settings)
    }

    /// Samples since the line was first listened to.
    public var position: Int { cutter.position }

    /// Listens on. O(1) a sample; allocates only where `sounds` has to grow.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            guard frames.take(cutter.frame) else { continue }
            matcher.hear(frames.frame, into: &sounds)
        }
    }
}

/// Tells words by the power of a line and by how it changes.
struct VoiceMatcher: Sendable {
    private var noise: NoiseFloor
    private let wordFrames: Int
    private let breakFrames: Int
    private let softest: Float

    /// What is louder than the noise, without a break; nil: nothing is.
    private var run: Run?
    /// A bit for each of the last frames, the latest the lowest: whether it was loud and no tone.
    private var changing: UInt32 = 0

    init(_ settings: GreetingSettings) {
        softest = Float(Level.meanSquare(decibels: settings.softestDecibels))
        noise = NoiseFloor(most: softest)
        wordFrames = Self.frames(settings.word)
        breakFrames = Self.frames(settings.betweenWords)
    }

    /// Takes the next frame of the line.
    mutating func hear(_ frame: SoundFrame, into sounds: inout [HeardSound]) {
        noise.take(frame.power)
        let end = frame.begin + SoundFrame.length
        let isLoud = frame.power > max(noise.power * Self.over, softest) * (run == nil ? 1 : 0.5)
        // What noise alone leaves unexplained is not held against a tone; its least is half its mean.
        let unexplained = frame.surprise * frame.power - 6 * noise.power
        let isChanging = isLoud && unexplained > Self.leastSurprise * frame.power
        changing = changing << 1 | (isChanging ? 1 : 0)
        guard var now = run else {
            if isLoud { run = Run(frame) }
            return
        }
        if isLoud {
            now.loudEnd = end
            now.loud += 1
            now.power += Double(frame.power)
        }
        let ofLast = (changing & (1 << Self.window - 1)).nonzeroBitCount
        if now.told == nil, now.loud >= wordFrames, ofLast >= Self.leastChanging {
            now.told = end
            sounds.append(now.sound)
        } else if now.told != nil, isLoud, ofLast == 0 {
            // It has become a tone, and was so for a while.
            now.loudEnd = max(now.began, end - Self.window * SoundFrame.length)
            sounds.append(now.over(at: end))
            now = Run(frame)
        }
        if end - now.loudEnd >= breakFrames * SoundFrame.length {
            if now.told != nil { sounds.append(now.over(at: end)) }
            run = nil
        } else {
            run = now
        }
    }

    private static func frames(_ length: Duration) -> Int {
        max(1, ToneGenerator.count(length, Ears.rate) / SoundFrame.length)
    }

    /// 9 dB.
    private static let over: Float = 8
    /// In frames.
    private static let window = 10
    private static let leastChanging = 4
    /// Of 100 ms of recorded speech nine in ten have more than 0.011; a tone 30 dB above noise 0.006.
    private static let leastSurprise: Float = 0.012

    private struct Run: Sendable {
        let began: Int
        /// Where it was recognised; nil: not yet.
        var told: Int?
        var loudEnd: Int
        /// Frames.
        var loud = 1
        /// The sum over them.
        var power: Double

        init(_ frame: SoundFrame) {
            began = frame.begin
            loudEnd = frame.begin + SoundFrame.length
            power = Double(frame.power)
        }

        var sound: HeardSound {
            HeardSound(
                .voice, began: began, known: told ?? loudEnd,
                levelDecibels: Level.decibels(ofMeanSquare: power / Double(loud))
                    ?? Level.allowedDecibels.lowerBound)
        }

        func over(at end: Int) -> HeardSound {
            var sound = sound
            sound.known = end
            sound.ended = loudEnd
            return sound
        }
    }
}

/// The power of a line while nobody speaks: the least of the last 1.6 s.
struct NoiseFloor: Sendable {
    /// As the mean of squares.
    private(set) var power: Float

    /// Of each of the last eight spans.
    private var least: SIMD8<Float>
    private var smooth: Float
    private var now = Float.infinity
    private var frames = 0
    private var span = 0

    /// A span, in frames.
    private static let length = 20

    /// - Parameter most: what it is taken to be at most, until it has been heard for a while.
    init(most: Float) {
        // So soft that what is as loud as `most` stands out.
        power = most / 8
        least = SIMD8(repeating: most / 8)
        smooth = most / 8
    }

    mutating func take(_ frame: Float) {
        smooth += (frame - smooth) * (frame < smooth ? 0.5 : 0.25)
        now = min(now, smooth)
        power = min(power, now)
        frames += 1
        guard frames == Self.length else { return }
        least[span] = now
        span = (span + 1) % 8
        power = least.min()
        (frames, now) = (0, .infinity)
    }
}
