import DialModel

/// Something that was heard on a line, and when.
///
/// It is told when it is recognised, and once more, with ``ended``, when it is over. Times are numbers
/// of samples since the line was first listened to, at ``Ears/rate``.
public struct HeardSound: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A call-progress tone of the plan that is listened for: one, or all those that sound alike
        /// in that country.
        case progress(Set<CallTone>)
        /// Special information; nil: none of the eight codes, as outside North America.
        case information(InformationTone?)
        /// A key: `0`...`9`, `A`...`D`, `*`, `#`.
        case digit(Character)
        case fax(FaxTone)
        /// An answering machine asks to speak.
        case beep(frequencyHertz: Double)
        /// Somebody or something speaks: what is no tone.
        case voice
        /// Who has answered, with what tells it.
        case party(Greeting)
    }

    public var kind: Kind
    /// Where it began.
    public var began: Int
    /// Where it was sure; for one that is over, where that was.
    public var known: Int
    /// The first sample that is no longer part of it; nil: it goes on.
    public var ended: Int?
    /// In dBm0, while it sounded.
    public var levelDecibels: Double

    public init(
        _ kind: Kind, began: Int, known: Int, ended: Int? = nil, levelDecibels: Double
    ) {
        self.kind = kind
        self.began = began
        self.known = known
        self.ended = ended
        self.levelDecibels = levelDecibels
    }
}

/// What a fax machine or a modem says.
public enum FaxTone: String, Hashable, Sendable, CaseIterable {
    /// A calling fax machine.
    case cng
    /// An answering fax machine or modem, or one that turns echo cancellers off (phase reversals).
    case ced
    /// An answering modem of V.8, whose amplitude is modulated.
    case ansam
}
