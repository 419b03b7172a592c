/// Who may be called, and when: the gate every lead passes before it is dialled.
///
/// The default lets everyone pass at any time.
public struct CallingRules: Hashable, Sendable {
    /// By ``ZoneID``: when leads of that zone may be called. Empty: at any time, everywhere. A zone that
    /// is not in it is one without hours: its leads are not called.
    public var hours: [CallingTimes] = []
    /// Most attempts to one lead, or to one of its numbers, within so long; all hold at once.
    public var caps: [FrequencyCap] = []
    /// How long a lead is left in peace after an outcome, whatever the retry rules say.
    public var quiet: [Outcome: Duration] = [:]
    /// Numbers that are not called.
    public var doNotCall = NumberSet()
    /// Whether people whom nobody took are called again within the quiet time after that, but only with an
    /// agent kept free for them.
    public var keepsAgentAfterAbandonment = false
    /// Outcomes after which a lead's number is not called again, by any lead.
    public var complaints: Set<Outcome> = []
    /// What is done when many come; nil: nothing.
    public var alert: ComplaintAlert?
    /// Whether the campaign shares a contact ledger with others, which may have a lead's number at hand.
    public var isShared = false

    public init() {}

    /// Whether anything is asked of a lead.
    public var isEmpty: Bool { self == CallingRules() }

    /// Whether what a lead has been through matters.
    public var goesByHistory: Bool { !caps.isEmpty || !quiet.isEmpty }
}

/// Most attempts within so long: the next waits until the one `attempts` before is older.
public struct FrequencyCap: Hashable, Sendable {
    /// 1 or more.
    public var attempts: Int
    /// Above 0, from the beginning of an attempt to the beginning of another.
    public var within: Duration
    public var per = Scope.person

    /// Which attempts count.
    public enum Scope: UInt8, CaseIterable, Sendable {
        /// All to the lead, whichever of its numbers they went to.
        case person
        /// Those to the number that would be dialled. A lead held by it waits, though another of its
        /// numbers may be free: which number comes next, ``NumberMoves`` says.
        case number
    }

    public init(attempts: Int, within: Duration, per scope: Scope = .person) {
        self.attempts = attempts
        self.within = within
        per = scope
    }

    /// Whether this cap takes the place of `other` where both are given.
    public func replaces(_ other: FrequencyCap) -> Bool {
        within == other.within && per == other.per
    }

    /// `3 within 1 d`, `3 to a number within 1 d`.
    public var text: String {
        "\(attempts)\(per == .number ? " to a number" : "") within \(within)"
    }

    /// When an attempt to `number` may begin, as far as this goes.
    ///
    /// - Parameter past: of the lead, in the order of dialling.
    /// - Returns: nil: at any time.
    /// - Complexity: O(``attempts``), or O(n) for n attempts where they count by number.
    func opens(after past: [PastAttempt], to number: PhoneNumber) -> Instant? {
        switch per {
        case .person:
            return past.count < attempts ? nil : past[past.count - attempts].started + within
        case .number:
            var left = attempts
            for attempt in past.reversed() where attempt.number == number {
                left -= 1
                if left == 0 { return attempt.started + within }
            }
            return nil
        }
    }
}

/// Why a lead is not dialled now.
public enum Refusal: UInt8, CaseIterable, Sendable {
    /// The number is on a do-not-call list.
    case doNotCall
    /// Outside of the hours in which people may be called where it is.
    case hours
    /// Where it is, and so what time it is there, is not known.
    case unknownZone
    /// Attempts enough have been made of late.
    case frequency
    /// Left in peace after what came of an earlier attempt.
    case quiet
    /// Another campaign has the number at hand.
    case elsewhere

    /// As it stands in the store and on the screen.
    public var name: String {
        switch self {
        case .doNotCall: "do not call"
        case .hours: "hours"
        case .unknownZone: "unknown zone"
        case .frequency: "frequency"
        case .quiet: "quiet"
        case .elsewhere: "elsewhere"
        }
    }

    /// In a few words, for people.
    public var meaning: String {
        switch self {
        case .doNotCall: "on a do-not-call list"
        case .hours: "outside of calling hours"
        case .unknownZone: "no time zone is known"
        case .frequency: "called often enough of late"
        case .quiet: "to be left in peace"
        case .elsewhere: "another campaign has this number"
        }
    }
}

/// A lead that was not dialled although its turn had come.
public struct RefusedLead: Hashable, Sendable {
    public var leadID: LeadID
    public var reason: Refusal
    public var at: Instant
    /// When it may be dialled, as far as this reason goes; nil: never.
    public var until: Instant?
    /// The number that was wanted; nil: the one whose turn it was.
    public var number: PhoneNumber?

    public init(_ leadID: LeadID, _ reason: Refusal, at: Instant, until: Instant?) {
        self.leadID = leadID
        self.reason = reason
        self.at = at
        self.until = until
        lead = until.map { .due($0) } ?? .closed
    }

    /// Where the lead goes.
    public var lead: LeadState
}

/// A number that is not to be called any more, or may be again.
public struct Objection: Hashable, Sendable {
    public var number: PhoneNumber
    public var isLifted: Bool
    public var at: Instant
    public init(number: PhoneNumber, isLifted: Bool, at: Instant) {
        self.number = number
        self.isLifted = isLifted
        self.at = at
    }
}

extension CallingRules {
    /// Why `lead` may not be dialled at `now`, and until when; nil: it may. Of several reasons the first
    /// of ``Refusal``'s.
    ///
    /// - Complexity: O(log n) for n numbers and for n spans of hours.
    public func refusal(of lead: DueLead, at now: Instant) -> RefusedLead? {
        let isListed = !doNotCall.isEmpty && doNotCall.contains(lead.number)
        if isListed || lead.heldBy == .doNotCall {
            // A lead with other numbers goes on with these.
            return RefusedLead(lead.id, .doNotCall, at: now, until: lead.hasOthers ? now : nil)
        }
        if !hours.isEmpty {
            let place = Int(lead.zone.raw)
            let times = place < hours.count ? hours[place] : CallingTimes([])
            let opening = times.opening(at: now)
            if opening != now {
                let isUnknown = lead.zone == .unknown && times.spans.isEmpty
                return RefusedLead(
                    lead.id, isUnknown ? .unknownZone : .hours, at: now, until: opening)
            }
        }
        if lead.freeFrom > now {
            return RefusedLead(lead.id, lead.heldBy, at: now, until: lead.freeFrom)
        }
        if lead.heldBy == .elsewhere {
            // Whether it still is, only the lead source can say.
            return RefusedLead(lead.id, .elsewhere, at: now, until: now + Self.askedAgain)
        }
        return nil
    }

    /// After how long a lead that another campaign had at hand is asked for again.
    static let askedAgain = Duration.minutes(1)

    /// When leads may be dialled that may not now: the earliest opening of a zone that is closed.
    public func nextOpening(after now: Instant) -> Instant? {
        hours.lazy.compactMap { $0.opening(at: now) }.filter { $0 > now }.min()
    }

    /// The zones in which nobody may be called at `now`, but later.
    public func closedZones(at now: Instant) -> Set<ZoneID> {
        let closed = hours.indices.filter { (hours[$0].opening(at: now) ?? now) > now }
        return Set(closed.map { ZoneID(UInt16($0)) })
    }

    /// From when on a lead is free to be dialled, by what it has been through.
    ///
    /// - Parameters:
    ///   - attempts: of the lead, in the order of dialling.
    ///   - number: which would be dialled next.
    public func freedom(after attempts: [PastAttempt], to number: PhoneNumber) -> Freedom {
        var free = Freedom()
        for cap in caps {
            guard let from = cap.opens(after: attempts, to: number) else { continue }
            if from > free.from { (free.from, free.heldBy) = (from, .frequency) }
        }
        for attempt in attempts {
            guard let wait = quiet[attempt.outcome] else { continue }
            let from = attempt.ended + wait
            if keepsAgentAfterAbandonment, attempt.outcome == .connected(.abandoned) {
                free.agentUntil = max(free.agentUntil, from)
            } else if from > free.from {
                (free.from, free.heldBy) = (from, .quiet)
            }
        }
        return free
    }
}

/// From when on a lead may be called, by what it has been through.
public struct Freedom: Hashable, Sendable {
    public var from = Instant.epoch
    /// Why not before.
    public var heldBy = Refusal.frequency
    /// Till when only with an agent kept free for it.
    public var agentUntil = Instant.epoch

    public init() {}

    /// Writes it into the lead, which may be called at `now` or later.
    public func tell(_ lead: inout DueLead, at now: Instant) {
        lead.freeFrom = from
        lead.heldBy = heldBy
        lead.needsAgent = max(now, from) < agentUntil
    }
}

/// What is known of an attempt that is over.
public struct PastAttempt: Hashable, Sendable {
    /// Which was dialled.
    public var number: PhoneNumber
    public var started: Instant
    public var ended: Instant
    public var outcome: Outcome
    public init(number: PhoneNumber, started: Instant, ended: Instant, outcome: Outcome) {
        self.number = number
        self.started = started
        self.ended = ended
        self.outcome = outcome
    }
}
