import DialModel

/// Who has answered, as far as his first words tell.
public struct Greeting: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case person, machine, notSure
    }

    /// What decided it.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        /// Nothing was said for longer than a person waits.
        case silence
        /// More words than a person says.
        case words
        /// A longer greeting than a person's.
        case longGreeting
        /// A short greeting, then silence: waits to hear who calls.
        case pause
        /// The beep of a machine, or the tones of a fax.
        case beep, fax
        /// The time to decide in was over.
        case timeOut
    }

    public var verdict: Verdict
    public var cause: Cause
    /// From answer to the first word; nil: there was none.
    public var initialSilence: Duration?
    /// From the first word to the end of the last.
    public var speech: Duration
    public var words: Int
    /// From answer to verdict.
    public var taken: Duration

    public init(
        _ verdict: Verdict, _ cause: Cause, initialSilence: Duration?, speech: Duration,
        words: Int, taken: Duration
    ) {
        self.verdict = verdict
        self.cause = cause
        self.initialSilence = initialSilence
        self.speech = speech
        self.words = words
        self.taken = taken
    }
}
