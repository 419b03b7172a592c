import DialMath

/// Recognises fax machines and modems: CNG, CED and ANSam.
///
/// CNG is 1100 Hz (± 38) for half a second (± 15 %) and then silence; it is known after one such burst, and
/// goes on while the next comes within 3 s (± 15 %). CED is 2100 Hz (± 15, and 1 % for the line) for at
/// least 0.65 s, when it is known; its phase may be reversed. ANSam is the same with its amplitude
/// modulated by 15 Hz; half of the 20 % that V.8 says is enough. A beep of just the pitch and length
/// of CNG is taken for it.
///
/// > Source: ITU-T T.30 § 4 (CNG, CED), V.25 § 5 (phase reversals), V.8 § 7 (ANSam).
public struct FaxEar: Sendable {
    private var cutter = FrameCutter()
    private var runs = RunTracker()
    private var matcher = FaxMatcher()

    public init() {}

    /// Listens on.
    ///
    /// - Complexity: O(1) a sample.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            let ended = runs.hear(cutter.frame)
            guard ended != nil || matcher.isAwake || runs.isOpen(FaxMatcher.answeringPlace)
            else { continue }
            matcher.hear(cutter.frame, runs, ended: ended, into: &sounds)
        }
    }
}

/// Tells the fax tones by their runs.
struct FaxMatcher: Sendable {
    private var calling: HeardSound?
    private var answering: HeardSound?
    /// A burst of CNG after which there may be silence.
    private var burst: ToneRun?
    private var lastBurst = 0
    /// Whether there is something to wait for.
    private(set) var isAwake = false

    /// The envelope of what may be an answer: its sum, and its product with 15 Hz.
    private var envelope: Float = 0
    private var swing = ComplexLanes()
    private var frames = 0

    private static let callingPlace = 3
    static let answeringPlace = 4
    private static let burstLengths = 420 * Ears.rate / 1_000...580 * Ears.rate / 1_000
    private static let silence = Ears.rate / 5
    /// From the end of a burst to that of the next, at most.
    private static let rest = 4_100 * Ears.rate / 1_000
    /// In frames: it has settled; eight swings of 15 Hz later, and a little more for reversals, it is known.
    private static let settled = 10
    private static let known = 120
    /// Half of V.8's.
    private static let leastDepth: Float = 0.1

    /// Takes in a frame. There is no need to where no run ended, it is not awake, and none goes on at
    /// ``answeringPlace``.
    ///
    /// - Parameter ended: the run that ended with this frame.
    mutating func hear(
        _ frame: borrowing EarFrame, _ runs: borrowing RunTracker,
        ended: (place: Int, run: ToneRun)?, into sounds: inout [HeardSound]
    ) {
        let now = frame.begin + EarFrame.length
        if let ended, ended.place == Self.callingPlace,
            Self.burstLengths.contains(ended.run.length),
            abs(ended.run.hertz - 1_100) <= 42
        {
            burst = ended.run
        }
        hearCalling(frame.energy, now, into: &sounds)
        if let ended, ended.place == Self.answeringPlace, var sound = answering {
            sound.ended = ended.run.ended
            sounds.append(sound)
            answering = nil
        }
        hearAnswering(runs, now, into: &sounds)
        isAwake = burst != nil || calling != nil || answering != nil || frames > 0
    }

    private mutating func hearCalling(
        _ energy: Float, _ now: Int, into sounds: inout [HeardSound]
    ) {
        if let burst {
            if energy > burst.energy / 4 {
                self.burst = nil
            } else if now - burst.ended >= Self.silence {
                lastBurst = burst.ended
                self.burst = nil
                if calling == nil {
                    let sound = HeardSound(
                        .fax(.cng), began: burst.began, known: now,
                        levelDecibels: EarFrame.decibels(ofEnergy: burst.energy))
                    calling = sound
                    sounds.append(sound)
                }
            }
        }
        if var sound = calling, now - lastBurst > Self.rest, burst == nil {
            sound.ended = lastBurst
            sounds.append(sound)
            calling = nil
        }
    }

    private mutating func hearAnswering(
        _ runs: borrowing RunTracker, _ now: Int, into sounds: inout [HeardSound]
    ) {
        let length = runs.frames(Self.answeringPlace)
        if length == 0 { frames = 0 }
        guard length > Self.settled, answering == nil, frames < Self.known else { return }
        if frames == 0 { (envelope, swing) = (0, ComplexLanes()) }
        let power = runs.last.power[Self.answeringPlace]
        envelope += power
        // Of lanes, the first is all that is needed.
        let turn = Double(frames) * 15 * Double(EarFrame.length) / Double(Ears.rate)
        swing.real[0] += power * Float(Phase(turns: turn + 0.25).sine)
        swing.imaginary[0] += power * Float(Phase(turns: turn).sine)
        frames += 1
        guard frames == Self.known, let run = runs.open(Self.answeringPlace),
            abs(run.hertz - 2_100) <= 24
        else { return }
        // (1 + m sin)² swings by 2 m, of which half is in the product.
        let depth = swing.power[0].squareRoot() / envelope
        let sound = HeardSound(
            .fax(depth >= Self.leastDepth ? .ansam : .ced), began: run.began, known: now,
            levelDecibels: EarFrame.decibels(ofEnergy: run.energy))
        answering = sound
        sounds.append(sound)
    }
}
