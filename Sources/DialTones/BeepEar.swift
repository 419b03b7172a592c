/// Hears the beep of an answering machine on a line of 8 kHz: any single frequency of 400 to 2000 Hz that
/// stays the same for 100 ms.
///
/// Each frame of 10 ms is turned back by its own frequency, half by half: the halves tell that frequency
/// to a few hertz, and how much of the frame it explains (``SteadyPitch``). Nine frames in a row of the
/// same frequency and amplitude are a beep. Two tones at once fail, since they beat; speech does, since
/// it moves.
///
/// Not told: the frequencies of ``init(except:)``, such as those of a country's own tones, and a tone that
/// follows another within 60 ms, as in special information tones. One of 880 to 1020 Hz, with which those
/// begin, is told only when it is over with nothing after it, or has lasted 420 ms; and one of 1060 to
/// 1140 Hz, which may be a calling fax machine's, when it has lasted 590 ms or was over before 420.
/// Limits: the tone of a calling modem (1300 Hz) is a beep too, and so is a note of music held without
/// vibrato; those who know better must say so.
public struct BeepEar: Sendable {
    private var cutter = FrameCutter()
    private var frames = SoundFrames()
    private var matcher: BeepMatcher

    /// - Parameter except: frequencies in hertz that are no beep, within 3 %; some ten at most.
    public init(except: [Double] = []) { matcher = BeepMatcher(except: except) }

    /// Samples since the line was first listened to.
    public var position: Int { cutter.position }

    /// Listens on. O(1) a sample; allocates only where `sounds` has to grow.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            guard frames.take(cutter.frame) else { continue }
            matcher.hear(frames.frame, frames.steadyPitch, into: &sounds)
        }
    }

    /// The frequencies of a country's tones that are single ones, which ``init(except:)`` wants.
    ///
    /// Those of special information, which the ear knows itself, and of call waiting, which nobody who
    /// calls hears, are not among them.
    public static func frequencies(of plan: [CallTone: [ToneSpec]]) -> [Double] {
        var found: Set<Double> = []
        for (tone, specs) in plan where tone != .sit && tone != .callWaiting {
            for segment in specs.flatMap(\.segments) {
                if case .tones(let tones) = segment.sound, tones.count == 1,
                    tones[0].modulation == nil, BeepMatcher.range.contains(tones[0].frequencyHertz)
                {
                    found.insert(tones[0].frequencyHertz)
                }
            }
        }
        return found.sorted()
    }
}

/// Tells beeps by frequencies that stay.
struct BeepMatcher: Sendable {
    private let except: [Double]
    private var tone: SteadyTone?
    /// Over, and a beep unless another follows.
    private var held: SteadyTone?
    /// Where the last tone was over, of any frequency.
    private var toneEnd = -1_000_000
    private var powerBefore: Float = 0

    init(except: [Double]) { self.except = except }

    /// Takes the next frame of the line.
    ///
    /// - Parameter pitch: the frequency that explains it, if one does.
    mutating func hear(
        _ frame: SoundFrame, _ pitch: SteadyPitch?, into sounds: inout [HeardSound]
    ) {
        let end = frame.begin + SoundFrame.length
        if var now = tone {
            if let pitch, now.isLike(pitch) {
                now.add(pitch, end: end)
                tone = now
            } else {
                now.close(with: frame)
                finish(now, at: end, into: &sounds)
                tone = nil
            }
        }
        if tone == nil, let pitch { tone = SteadyTone(pitch, frame, before: powerBefore) }
        powerBefore = frame.power
        if var now = tone, now.told == nil, now.frames >= Self.leastFrames, isBeep(now),
            now.frames > now.framesInDoubt
        {
            now.told = end
            tone = now
            sounds.append(now.sound)
        }
        if let held { release(held, at: end, into: &sounds) }
    }

    /// Tells of what was held, unless another tone follows it or may do.
    private mutating func release(
        _ over: SteadyTone, at end: Int, into sounds: inout [HeardSound]
    ) {
        if let tone, tone.began - over.end <= Self.apart {
            if tone.frames >= Self.leastOther { held = nil }
        } else if end - over.end >= Self.apart {
            var over = over
            over.told = end
            sounds.append(over.sound)
            sounds.append(over.over(at: end))
            held = nil
        }
    }

    private mutating func finish(_ over: SteadyTone, at end: Int, into sounds: inout [HeardSound]) {
        if over.told != nil {
            sounds.append(over.over(at: end))
        } else if over.frames >= Self.leastFrames, isBeep(over), !over.isCall {
            held = over
        }
        if over.frames >= Self.leastOther { toneEnd = over.end }
    }

    private func isBeep(_ tone: SteadyTone) -> Bool {
        Self.range.contains(tone.hertz) && tone.began - toneEnd > Self.apart
            && !except.contains { abs(tone.hertz - $0) < 0.03 * $0 }
    }

    static let range = 390.0...2_020
    /// In frames: of 100 ms nine are heard from end to end.
    private static let leastFrames = 9
    /// For a tone that is to say that another is none.
    private static let leastOther = 4
    /// In samples.
    private static let apart = 480
}

/// A tone of one frequency that goes on.
private struct SteadyTone: Sendable {
    private(set) var began: Int
    private(set) var end: Int
    private(set) var frames = 1
    /// Where it was told; nil: not yet.
    var told: Int?

    private var pitchSum: Double
    private var powerSum: Double

    /// - Parameter before: the power of the frame before, which may have a part of it.
    init(_ pitch: SteadyPitch, _ frame: SoundFrame, before: Float) {
        let share = Double(min(before / max(pitch.power, 1), 1))
        began = max(0, frame.begin - Int((share * Double(SoundFrame.length)).rounded()))
        end = frame.begin + SoundFrame.length
        pitchSum = Double(pitch.hertz)
        powerSum = Double(pitch.power)
    }

    var hertz: Double { pitchSum / Double(frames) }
    private var power: Double { powerSum / Double(frames) }

    /// So long it may be something else: special information begins with it, or it is a fax machine that
    /// calls, for 380 and 575 ms at most.
    var framesInDoubt: Int {
        if (880...1_020).contains(hertz) { return 42 }
        return mayCall ? 58 : 0
    }

    private var mayCall: Bool { (1_060...1_140).contains(hertz) }

    /// It was as long as the tone of a fax machine that calls.
    var isCall: Bool { mayCall && (41...58).contains(frames) }

    func isLike(_ pitch: SteadyPitch) -> Bool {
        let ratio = Double(pitch.power) / power
        return abs(Double(pitch.hertz) - hertz) < 12 && ratio > 0.72 && ratio < 1.39
    }

    mutating func add(_ pitch: SteadyPitch, end: Int) {
        frames += 1
        pitchSum += Double(pitch.hertz)
        powerSum += Double(pitch.power)
        self.end = end
    }

    /// The first frame that is no longer like it may have a part of it.
    mutating func close(with frame: SoundFrame) {
        let share = min(Double(frame.power) / power, 1)
        end = frame.begin + Int((share * Double(SoundFrame.length)).rounded())
    }

    var sound: HeardSound {
        HeardSound(
            .beep(frequencyHertz: (hertz * 10).rounded() / 10), began: began, known: told ?? end,
            levelDecibels: Level.decibels(ofMeanSquare: power) ?? Level.allowedDecibels.lowerBound)
    }

    func over(at place: Int) -> HeardSound {
        var sound = sound
        (sound.known, sound.ended) = (place, end)
        return sound
    }
}
