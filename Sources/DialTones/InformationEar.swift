/// Recognises special information tones: three tones one after the other before an announcement.
///
/// The pitches and lengths of the first two tell the eight codes of North America; any other three at 950,
/// 1400 and 1800 Hz (± 50), 330 ms (± 70) each, are the rest of the world's and have no code. It is known,
/// and over, when the third tone is: both are told then. Pauses of up to 60 ms between the tones are
/// allowed; each tone must have half of all energy in every 5 ms.
///
/// > Source: ``InformationTone``; ITU-T E.180/Q.35.
public struct InformationEar: Sendable {
    private var cutter = FrameCutter()
    private var runs = RunTracker()
    private var matcher = InformationMatcher()

    public init() {}

    /// Listens on.
    ///
    /// - Complexity: O(1) a sample.
    public mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound]) {
        var place = 0
        while cutter.cuts(samples, from: &place) {
            guard let ended = runs.hear(cutter.frame) else { continue }
            matcher.hear(ended.run, at: ended.place, now: cutter.position, into: &sounds)
        }
    }
}

/// Puts runs of the three tones together.
struct InformationMatcher: Sendable {
    /// The first and second, as far as they have been heard.
    private var first: ToneRun?
    private var second: ToneRun?

    /// The third tone's place in ``RunTracker/hertz``.
    static let last = 2
    private static let longestPause = 60 * Ears.rate / 1_000
    /// Of any tone, in samples.
    private static let lengths = 240 * Ears.rate / 1_000...430 * Ears.rate / 1_000

    /// - Parameter place: of the run, in ``RunTracker/hertz``.
    mutating func hear(
        _ run: ToneRun, at place: Int, now: Int, into sounds: inout [HeardSound]
    ) {
        guard place < 3 else { return }
        guard Self.lengths.contains(run.length) else {
            (first, second) = (nil, nil)
            return
        }
        switch place {
        case 0: (first, second) = (run, nil)
        case 1: second = Self.follows(run, first) ? run : nil
        default:
            if let first, let second, Self.follows(run, second),
                let code = Self.code(first, second, run)
            {
                var sound = HeardSound(
                    .information(code), began: first.began, known: now,
                    levelDecibels: EarFrame.decibels(
                        ofEnergy: (first.energy + second.energy + run.energy) / 3))
                sounds.append(sound)
                sound.ended = run.ended
                sounds.append(sound)
            }
            (first, second) = (nil, nil)
        }
    }

    private static func follows(_ run: ToneRun, _ earlier: ToneRun?) -> Bool {
        guard let earlier else { return false }
        return abs(run.began - earlier.ended) <= longestPause
    }

    /// Which code three tones are, nil being none of the eight.
    ///
    /// - Returns: nil when they are no special information at all.
    private static func code(
        _ first: ToneRun, _ second: ToneRun, _ third: ToneRun
    ) -> InformationTone?? {
        let isNorthAmerican = abs(third.hertz - 1_776.7) <= 20 && isLong(third) == true
        if isNorthAmerican, let a = part(first, low: 913.8, high: 985.2),
            let b = part(second, low: 1_370.6, high: 1_428.5)
        {
            for tone in InformationTone.allCases {
                let parts = tone.bothParts
                if parts.first == a, parts.second == b { return .some(tone) }
            }
        }
        let isAbroad =
            abs(first.hertz - 950) <= 52 && abs(second.hertz - 1_400) <= 52
            && abs(third.hertz - 1_800) <= 52
        return isAbroad ? .some(nil) : nil
    }

    /// High or low within 16 Hz, long or short within 10 %; nil: neither.
    private static func part(
        _ run: ToneRun, low: Double, high: Double
    ) -> InformationTone.Part? {
        let isHigh: Bool
        if abs(run.hertz - low) <= 16 {
            isHigh = false
        } else if abs(run.hertz - high) <= 16 {
            isHigh = true
        } else {
            return nil
        }
        return isLong(run).map { InformationTone.Part(isHigh: isHigh, isLong: $0) }
    }

    private static func isLong(_ run: ToneRun) -> Bool? {
        let milliseconds = Double(run.length) * 1_000 / Double(Ears.rate)
        if abs(milliseconds - 274) <= 27.4 { return false }
        if abs(milliseconds - 380) <= 38 { return true }
        return nil
    }
}
