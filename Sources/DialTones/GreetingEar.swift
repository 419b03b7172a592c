/// Hears who has answered a call on a line of 8 kHz: words, the beep of a machine, and from the answer on
/// whether it is a person or a machine.
///
/// A ``VoiceEar`` and a ``BeepEar`` on the same frames, and a ``GreetingJudge`` that listens to both. It
/// tells `.voice`, `.beep` and, once for an answer, `.party`.
///
/// What such an ear can know is little: a person says something short and waits, a machine goes on. Who
/// reports a whole sentence at once, as people at work do, is taken for a machine, and a machine that
/// says one word and pauses for a person; how often is measured with synthetic greetings
/// (`GreetingTableTests`), which are not a country's callers. So measure your own calls, count a share of
/// persons as abandoned, and let *not sure* go to an agent.
public struct GreetingEar: Sendable {
    private var cutter = FrameCutter()
    private var matcher: GreetingMatcher

    /// - Parameter except: frequencies in hertz that are no beep, those of a country's own tones.
    public init(_ settings: GreetingSettings = GreetingSettings(), except: [Double] = []) {
        matcher = GreetingMatcher(settings, except: except)
    }

    /// Samples since the line was first listened to.
    public var position: Int { cutter.position }

    /// Says that the call is answered, here and now.
    public mutating func answered() { matcher.answered(at: position) }

    /// Takes in what other ears hear: a fax machine decides at once. What this ear tells itself is not
    /// to be brought to it again.
    ///
    /// - Parameter sound: known where this ear has listened to, or before.
    public mutating func heard(_ sound: HeardSound, into sounds: inout [HeardSound]) {
        matcher.heard(sound, into: &sounds)
    }

    /// Listens on. O(1) a sample; allocates only where `sounds` has to grow.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            matcher.hear(cutter.frame, into: &sounds)
        }
    }
}

/// Puts words, beeps and the verdict together.
struct GreetingMatcher: Sendable {
    private var frames = SoundFrames()
    private var voice: VoiceMatcher
    private var beep: BeepMatcher
    private var judge: GreetingJudge

    init(_ settings: GreetingSettings, except: [Double]) {
        voice = VoiceMatcher(settings)
        beep = BeepMatcher(except: except)
        judge = GreetingJudge(settings)
    }

    mutating func answered(at place: Int) { judge.answer(at: place) }

    mutating func heard(_ sound: HeardSound, into sounds: inout [HeardSound]) {
        switch sound.kind {
        case .voice, .beep, .party: return
        default: judge.take(sound, into: &sounds)
        }
    }

    @inline(__always)
    mutating func hear(_ frame: borrowing EarFrame, into sounds: inout [HeardSound]) {
        if frames.take(frame) { hear(frames.frame, into: &sounds) }
    }

    private mutating func hear(_ frame: SoundFrame, into sounds: inout [HeardSound]) {
        let first = sounds.count
        voice.hear(frame, into: &sounds)
        beep.hear(frame, frames.steadyPitch, into: &sounds)
        for place in first..<sounds.count { judge.take(sounds[place], into: &sounds) }
        judge.pass(to: frame.begin + SoundFrame.length, into: &sounds)
    }
}
