import DialModel
import DialTones
import DialWorld

/// One line of a bench with a call on it: the dialer's end, which knows only what it hears, and the far
/// end, which knows only what number it was told in tones.
struct BenchLine: Sendable {
    let call: CallID
    let ordinal: UInt16

    // The dialer's end.
    var ears: Ears
    /// Tells the number, plays prompts.
    var mouth = LineVoice()
    var phase = Phase.calling
    var hasRung = false
    /// Ringback is over: how many samples are left for something to be heard.
    var silence: Int?
    /// Who has answered is told.
    var isJudged = false
    /// What is being played.
    var playing: UInt16?
    /// What has been asked, and how many samples there are left to answer.
    var asked: (turn: UInt16, left: Int)?

    // The far end.
    var keys = DigitEar()
    var dialled: PhoneNumber?
    /// Digits so far.
    var digits = ""
    var voice = LineVoice()
    /// Whoever is there has answered.
    var isGreeted = false

    enum Phase: Hashable, Sendable {
        /// Not answered, as far as is heard.
        case calling
        case answered
        /// The dialer has hung up, and waits for the network to say so.
        case hungUp
    }

    init(_ call: CallID, ordinal: UInt16, ears: Ears) {
        self.call = call
        self.ordinal = ordinal
        self.ears = ears
    }
}

extension BenchLine {
    /// After ringback, until a tone is recognised that a network ends a call with; 2.5 s.
    private static let longestSilence = 20_000

    /// Takes in what the dialer's end hears in a frame.
    ///
    /// - Parameter report: told what it means.
    /// - Returns: false when the call is over.
    mutating func hear(
        _ samples: Span<Int16>, sounds: inout [HeardSound], report: (CallEvent) -> Void
    ) -> Bool {
        sounds.removeAll(keepingCapacity: true)
        ears.hear(samples, into: &sounds)
        for sound in sounds where !take(sound, report: report) { return false }
        if phase == .calling, var left = silence {
            left -= samples.count
            silence = left
            // Somebody has answered, and is silent.
            if left <= 0 { answer(report) }
        }
        if let turn = playing, mouth.isSilent {
            playing = nil
            report(.played(turn))
        }
        if var asked, mouth.isSilent {
            asked.left -= samples.count
            self.asked = asked
            if asked.left <= 0 {
                self.asked = nil
                report(.key(nil, asked.turn))
            }
        }
        return true
    }

    private mutating func take(_ sound: HeardSound, report: (CallEvent) -> Void) -> Bool {
        switch (sound.kind, phase) {
        case (.progress(let tones), .calling):
            if sound.ended != nil {
                if tones.contains(.ringback) { silence = Self.longestSilence }
            } else if let (cause, raw) = LineSignals.end(by: tones, hasRung: hasRung) {
                report(.ended(cause, raw))
                return false
            } else if tones.contains(.ringback) {
                silence = nil
                if !hasRung { report(.ringing) }
                hasRung = true
            }
        case (.progress(let tones), .answered):
            // Whoever answered has hung up.
            if sound.ended == nil, !tones.isDisjoint(with: [.busy, .congestion, .dial]) {
                report(.ended(.normal, RawCause(.tone, 8)))
                return false
            }
        case (.information(let code), .calling):
            guard sound.ended == nil else { return true }
            let (cause, raw) = LineSignals.end(by: code)
            report(.ended(cause, raw))
            return false
        case (.voice, .calling):
            if sound.ended == nil { answer(report) }
        case (.fax(let tone), .calling):
            if sound.ended != nil || tone == .cng { return true }
            answer(report)
            judge(.fax, report)
        case (.party(let greeting), .answered): judge(Self.party(greeting), report)
        case (.digit(let digit), .answered):
            if sound.ended == nil, let asked, let key = Key(digit) {
                self.asked = nil
                mouth.stop()
                report(.key(key, asked.turn))
            }
        default: break
        }
        return true
    }

    private mutating func judge(_ party: Party, _ report: (CallEvent) -> Void) {
        if !isJudged { report(.heard(party)) }
        isJudged = true
    }

    private mutating func answer(_ report: (CallEvent) -> Void) {
        phase = .answered
        ears.answered()
        report(.answered)
    }

    private static func party(_ greeting: Greeting) -> Party {
        if greeting.cause == .fax { return .fax }
        return switch greeting.verdict {
        case .person: .person
        case .machine: .machine
        case .notSure: .notSure
        }
    }

    /// Takes in what the far end hears in a frame.
    ///
    /// - Returns: the number, when it is told.
    mutating func hearNumber(_ samples: Span<Int16>, sounds: inout [HeardSound]) -> PhoneNumber? {
        guard dialled == nil else { return nil }
        sounds.removeAll(keepingCapacity: true)
        keys.hear(samples, into: &sounds)
        for sound in sounds where sound.ended == nil {
            guard case .digit(let digit) = sound.kind else { continue }
            if digit != "#" {
                digits.append(digit)
            } else {
                // Nobody has the number 0, nor one with a star in it.
                dialled = PhoneNumber(digits: UInt64(digits) ?? 0)
                return dialled
            }
        }
        return nil
    }
}
