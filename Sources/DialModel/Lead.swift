/// Whom we may call, as a lead file gives it.
public struct Lead: Hashable, Sendable {
    public var number: PhoneNumber
    public var name: String
    /// IANA name of the called party's zone, such as `Europe/Budapest`; empty when unknown.
    ///
    /// Several, sorted and with `|` between them, where it may be any of them.
    public var timeZone: String
    /// Which part of the list it is of, whose people answer alike; empty: none.
    public var segment: String
    /// Where the lead comes from, such as the vendor of the list; empty: not known.
    public var source = ""
    /// What a call to it is expected to bring; nil: not known.
    public var worth: Double?
    /// Whether ``segment`` is by a condition of the campaign, and holds whatever the lead was of before.
    public var isSegmentRuled = false
    /// All its numbers in the order in which they are tried, ``number`` first; empty: it has but that one.
    public var numbers: [Number] = []
    /// The lead file's further columns, in its order.
    public var fields: [Field]

    /// One of several numbers.
    public struct Number: Hashable, Sendable {
        /// The column it stands in, such as `mobile`.
        public var kind: String
        public var number: PhoneNumber
        public init(kind: String, number: PhoneNumber) {
            self.kind = kind
            self.number = number
        }
    }

    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: String
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        number: PhoneNumber, name: String = "", timeZone: String = "", segment: String = "",
        fields: [Field] = []
    ) {
        self.number = number
        self.name = name
        self.timeZone = timeZone
        self.segment = segment
        self.fields = fields
    }
}

/// A lead on its way to be dialled: what the engine needs of it, in 32 bytes.
public struct DueLead: Hashable, Sendable {
    public var id: LeadID
    public var number: PhoneNumber
    /// When what has come of earlier attempts lets it be dialled again.
    public var freeFrom: Instant
    /// Attempts made before this one.
    public var attempts: UInt16
    /// Where its people are.
    public var zone: ZoneID
    /// As the list has it.
    public var segment: SegmentID
    /// Why it is not free before ``freeFrom``. ``Refusal/doNotCall`` and ``Refusal/elsewhere`` hold it at
    /// any time: its number is on a list, or at hand, that the lead source alone knows of.
    public var heldBy: Refusal
    /// Attempts that belong to earlier calls of its sequence: they do not count among those that
    /// ``RetryRules`` allow. At most 255 are told.
    public var earlier: UInt8 = 0
    /// ``step``, ``hasOthers`` and ``needsAgent``.
    public var marks: UInt8 = 0
    /// Whether it is the first call of any sequence, and the lead has no other numbers.
    @inlinable @inline(__always)
    public var isPlain: Bool { marks & 0x7F | earlier == 0 }
    /// Which call of its sequence is to be made, from 0 to 63.
    public var step: UInt8 {
        get { marks & 0x3F }
        set { marks = marks & 0xC0 | newValue & 0x3F }
    }
    /// Of ``attempts`` those that belong to this call of the sequence.
    public var attemptsOfStep: UInt16 { attempts - min(attempts, UInt16(earlier)) }
    /// Whether the lead has other numbers that may be called.
    @inlinable @inline(__always)
    public var hasOthers: Bool {
        get { marks & 0x40 != 0 }
        set { marks = newValue ? marks | 0x40 : marks & 0xBF }
    }
    /// Whether it is only called with an agent kept free for it: nobody took its person the last time.
    public var needsAgent: Bool {
        get { marks & 0x80 != 0 }
        set { marks = newValue ? marks | 0x80 : marks & 0x7F }
    }
    /// ``segment``, or its retries.
    @inlinable @inline(__always)
    public var dialledSegment: SegmentID { segment.dialled(attempts &+ 1) }

    public init(
        id: LeadID, number: PhoneNumber, attempts: UInt16 = 0, segment: SegmentID = .whole,
        zone: ZoneID = .unknown, freeFrom: Instant = .epoch, heldBy: Refusal = .frequency
    ) {
        self.id = id
        self.number = number
        self.freeFrom = freeFrom
        self.attempts = attempts
        self.zone = zone
        self.segment = segment
        self.heldBy = heldBy
    }
}

/// Where a lead stands between attempts.
public enum LeadState: Hashable, Sendable {
    /// Never attempted.
    case fresh
    /// May be dialled again from this instant on.
    case due(Instant)
    /// Talked to; the agent has still to say how it went. Not dialled meanwhile.
    case inWrapUp
    /// Called at this instant, as has been promised, and not before.
    case promised(Instant)
    /// Not dialled any more.
    case closed
}

/// What a lead source hands over.
public struct LeadBatch: Sendable {
    /// Called as the campaign calls.
    public var leads: [DueLead]
    /// Called with an agent kept free for each, though the campaign calls otherwise.
    public var attended: [DueLead] = []
    /// When the next lead falls due, if `leads` are fewer than asked for; nil when none ever will
    /// unless an attempt in flight sends its lead back.
    public var nextDue: Instant?
    /// Whether fresh leads were left where they are because nobody may be called in their zones.
    public var isHeldByHours: Bool
    /// When that was looked at: the instant that was given.
    public var asOf = Instant.epoch
    /// Promised calls that have come due, each once.
    public var callbacks: [DueCallback] = []
    /// When the next promised call falls due, as far as is known; nil: none does.
    public var nextCallback: Instant?
    /// What there is to say of each of ``LeadRequest/byHand``.
    public var byHand: [LeadByHand] = []
    /// How many leads that were closed may be dialled after all.
    public var reopened = 0

    public init(leads: [DueLead], nextDue: Instant?, isHeldByHours: Bool = false) {
        self.leads = leads
        self.nextDue = nextDue
        self.isHeldByHours = isHeldByHours
    }
}
