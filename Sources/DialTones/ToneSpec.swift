import DialModel

/// What sounds when: segments one after the other, over and over or once.
///
/// The same value is played by a ``ToneGenerator`` and says what is to be listened for.
///
///     let busy = ToneSpec([
///         ToneSegment(.tones([Tone(425)]), for: .milliseconds(300)),
///         ToneSegment(.silence, for: .milliseconds(300)),
///     ])
public struct ToneSpec: Hashable, Sendable {
    /// At least one; only the last may go on for ever.
    public var segments: [ToneSegment]
    /// Whether the first follows the last.
    public var repeats: Bool

    public init(_ segments: [ToneSegment], repeats: Bool = true) {
        self.segments = segments
        self.repeats = repeats
    }

    /// Of all segments, played once; nil: it goes on for ever in one of them.
    public var cadence: Duration? {
        segments.reduce(Duration.zero) { sum, segment in
            guard let sum, let length = segment.length else { return nil }
            return sum + length
        }
    }

    /// Whether it comes to an end by itself.
    public var ends: Bool { !repeats && cadence != nil }

    /// The same with every frequency, and noise, at this level.
    public func at(levelDecibels level: Double) -> ToneSpec {
        var spec = self
        for place in spec.segments.indices {
            switch spec.segments[place].sound {
            case .silence: continue
            case .noise: spec.segments[place].sound = .noise(levelDecibels: level)
            case .tones(var tones):
                for tone in tones.indices { tones[tone].levelDecibels = level }
                spec.segments[place].sound = .tones(tones)
            }
        }
        return spec
    }
}

/// A stretch of time in which one thing sounds.
public struct ToneSegment: Hashable, Sendable {
    public enum Sound: Hashable, Sendable {
        case silence
        /// The sum of these; at least one.
        case tones([Tone])
        /// White, up to half the rate, at this level in dBm0 as a whole.
        case noise(levelDecibels: Double)
    }

    public var sound: Sound
    /// More than zero; nil: for ever.
    public var length: Duration?

    public init(_ sound: Sound, for length: Duration? = nil) {
        self.sound = sound
        self.length = length
    }
}

/// One frequency, or one whose amplitude is modulated.
public struct Tone: Hashable, Sendable {
    /// Above 0 and below half the rate at which it is played.
    public var frequencyHertz: Double
    /// In dBm0: its power on the line, that of the sidebands included.
    public var levelDecibels: Double
    public var modulation: Modulation?
    /// How often the phase turns by 180°; nil: never.
    public var reversal: Duration?

    /// A sine that makes the tone louder and softer.
    public struct Modulation: Hashable, Sendable {
        public var frequencyHertz: Double
        /// By what share of the tone's mean amplitude it swings, 0...1.
        public var depth: Double

        public init(_ frequencyHertz: Double, depth: Double = Self.usualDepth) {
            self.frequencyHertz = frequencyHertz
            self.depth = depth
        }

        /// What Asterisk takes for `f1*f2` in its table of tones, which does not say how deep.
        ///
        /// > Source: Asterisk, configs/samples/indications.conf.sample.
        public static let usualDepth = 0.9
    }

    public init(
        _ frequencyHertz: Double, levelDecibels: Double = Level.usualDecibels,
        modulation: Modulation? = nil, reversal: Duration? = nil
    ) {
        self.frequencyHertz = frequencyHertz
        self.levelDecibels = levelDecibels
        self.modulation = modulation
        self.reversal = reversal
    }
}
