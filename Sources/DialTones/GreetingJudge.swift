import DialModel

/// Judges by the sounds of a line whether a person or a machine has answered.
///
/// It is told what others hear, in the order in which it is known, and how far the line has been listened
/// to. From the answer on:
///
///     a beep, or a fax machine                         machine, at once
///     nothing said for `initialSilence`                not sure, or a machine if so set
///     words going on for longer than `greeting`        machine
///     `mostWords` words, if they are counted           machine
///     words, then silence for `afterGreeting`          person
///     nothing of that within `total`                   not sure
///
/// There is one verdict for an answer. Times are exact to the sample, whatever the blocks in which the
/// line came. A tone that is neither is no word, so that a busy line is no machine.
public struct GreetingJudge: Sendable {
    public let settings: GreetingSettings

    /// Where the call was answered; nil: it was not, or the verdict is told.
    private var answered: Int?
    private var first: Int?
    /// Where the last word was over; nil: one goes on, or there was none.
    private var wordEnd: Int?
    /// A word goes on, since there.
    private var word: Int?
    /// And was known there.
    private var wordKnown = 0
    private var words = 0
    private var level = Level.allowedDecibels.lowerBound

    public init(_ settings: GreetingSettings = GreetingSettings()) { self.settings = settings }

    /// Says that the call was answered at this sample; a word that goes on begins there for it.
    public mutating func answer(at position: Int) {
        answered = position
        first = word.map { max($0, position) }
        words = word == nil ? 0 : 1
        wordEnd = nil
    }

    /// Takes in a sound; those that tell nothing are passed over.
    public mutating func take(_ sound: HeardSound, into sounds: inout [HeardSound]) {
        pass(to: sound.known - 1, into: &sounds)
        switch sound.kind {
        case .voice:
            level = sound.levelDecibels
            if let ended = sound.ended {
                word = nil
                wordEnd = ended
            } else {
                begin(sound, into: &sounds)
            }
        case .beep where sound.ended == nil:
            decide(.machine, .beep, at: sound.known, into: &sounds)
        case .fax where sound.ended == nil:
            decide(.machine, .fax, at: sound.known, into: &sounds)
        default: break
        }
    }

    /// Says that the line was listened to up to there, and there was nothing else.
    public mutating func pass(to position: Int, into sounds: inout [HeardSound]) {
        guard let answered else { return }
        var due = answered + Self.samples(settings.total)
        var verdict = (Greeting.Verdict.notSure, Greeting.Cause.timeOut)
        func ifSooner(_ place: Int, _ other: (Greeting.Verdict, Greeting.Cause)) {
            if place <= due { (due, verdict) = (place, other) }
        }
        if let first {
            if word != nil {
                // A word is known later than it begins.
                let long = max(first + Self.samples(settings.greeting), wordKnown)
                ifSooner(long, (.machine, .longGreeting))
            } else if let wordEnd {
                ifSooner(wordEnd + Self.samples(settings.afterGreeting), (.person, .pause))
            }
        } else {
            ifSooner(
                answered + Self.samples(settings.initialSilence),
                (settings.silenceIsMachine ? .machine : .notSure, .silence))
        }
        if due <= position { decide(verdict.0, verdict.1, at: due, into: &sounds) }
    }

    private mutating func begin(_ sound: HeardSound, into sounds: inout [HeardSound]) {
        word = sound.began
        wordKnown = sound.known
        guard let answered else { return }
        words += 1
        if first == nil { first = max(sound.began, answered) }
        if let most = settings.mostWords, words >= most {
            decide(.machine, .words, at: sound.known, into: &sounds)
        }
    }

    private mutating func decide(
        _ verdict: Greeting.Verdict, _ cause: Greeting.Cause, at position: Int,
        into sounds: inout [HeardSound]
    ) {
        guard let answered else { return }
        let end = word == nil ? wordEnd ?? position : position
        let greeting = Greeting(
            verdict, cause, initialSilence: first.map { Self.duration($0 - answered) },
            speech: Self.duration(first.map { max(0, end - $0) } ?? 0), words: words,
            taken: Self.duration(position - answered))
        sounds.append(
            HeardSound(
                .party(greeting), began: answered, known: position, ended: position,
                levelDecibels: level))
        self.answered = nil
    }

    private static func samples(_ length: Duration) -> Int {
        ToneGenerator.count(length, Ears.rate)
    }

    private static func duration(_ samples: Int) -> Duration {
        Duration(nanoseconds: Int64(samples) * 1_000_000_000 / Int64(Ears.rate))
    }
}
