/// One entry of the journal: what has happened and must not be forgotten.
public enum Record: Sendable {
    case started(AttemptStart)
    case ended(AttemptEnd)
    case disposed(Disposition)
    case data(CallData)
    case agentTime(AgentTime)
    case skipped(SkippedLead)
    case refused(RefusedLead)
    case returned(ReturnedLead)
    case hoursChanged(ChangedHours)
    case doNotCall(Objection)
    case promised(PromisedCall)
    case callback(CallbackEnd)
    case answer(FlowAnswer)
    case decision(Decision)
    case operation(Operation)
    case granted(GrantedWish)
}

/// An attempt, written down before its number is dialled.
public struct AttemptStart: Hashable, Sendable {
    public var attempt: AttemptID
    public var lead: LeadID
    public var number: PhoneNumber
    /// Which attempt to this lead, from 1.
    public var ordinal: UInt16
    /// Which call of the campaign's sequence it is for, from 0.
    public var step: UInt8 = 0
    public var mode: DialMode
    /// The agent the call is made for, in the modes that reserve one.
    public var agent: AgentID?
    public var at: Instant

    public init(
        attempt: AttemptID, lead: LeadID, number: PhoneNumber, ordinal: UInt16, mode: DialMode,
        agent: AgentID?, at: Instant
    ) {
        self.attempt = attempt
        self.lead = lead
        self.number = number
        self.ordinal = ordinal
        self.mode = mode
        self.agent = agent
        self.at = at
    }
}

/// The end of an attempt, and what becomes of its lead.
public struct AttemptEnd: Hashable, Sendable {
    public var start: AttemptStart
    public var outcome: Outcome
    public var cause: RawCause
    public var ringing: Instant?
    public var answered: Instant?
    /// When the call could be handed to an agent: a person was there.
    public var personAt: Instant?
    /// When an agent was on the line.
    public var connected: Instant?
    /// When the agent said that the talk was in its closing stage.
    public var closing: Instant?
    public var at: Instant
    /// The agent who talked, if one did.
    public var agent: AgentID?
    public var lead: LeadState
    /// Of a lead with several numbers: to which the next attempt goes.
    public var move = NumberMove.same
    /// Which call of the sequence comes next, if this one has led to another.
    public var step: UInt8?

    public init(start: AttemptStart, outcome: Outcome, at: Instant, lead: LeadState) {
        self.start = start
        self.outcome = outcome
        self.cause = .none
        self.at = at
        self.lead = lead
    }
}

/// What the agent said of the talk, with or after the end of wrap-up.
public struct Disposition: Hashable, Sendable {
    public var attempt: AttemptID
    public var leadID: LeadID
    public var ordinal: UInt16
    public var outcome: Outcome
    public var agent: AgentID
    /// How long wrap-up lasted.
    public var wrapUp: Duration
    /// What the outcome needs and nobody has given.
    public var missing: DataFields = []
    public var at: Instant
    public var lead: LeadState
    /// Of a lead with several numbers: to which the next attempt goes.
    public var move = NumberMove.same
    /// Which call of the sequence comes next, if this one has led to another.
    public var step: UInt8?

    public init(
        attempt: AttemptID, leadID: LeadID, ordinal: UInt16, outcome: Outcome, agent: AgentID,
        wrapUp: Duration, at: Instant, lead: LeadState
    ) {
        self.attempt = attempt
        self.leadID = leadID
        self.ordinal = ordinal
        self.outcome = outcome
        self.agent = agent
        self.wrapUp = wrapUp
        self.at = at
        self.lead = lead
    }
}

/// A stay of an agent in one state, written when it ends.
public struct AgentTime: Hashable, Sendable {
    public var agent: AgentID
    public var state: AgentState
    /// Only with ``AgentState/notReady``.
    public var reason: NotReadyReason?
    public var from: Instant
    public var to: Instant

    public init(
        agent: AgentID, state: AgentState, reason: NotReadyReason?, from: Instant, to: Instant
    ) {
        self.agent = agent
        self.state = state
        self.reason = reason
        self.from = from
        self.to = to
    }
}

/// A previewed lead that was not dialled.
public struct SkippedLead: Hashable, Sendable {
    public var leadID: LeadID
    /// Which attempt to the lead it would have been; it counts as one.
    public var ordinal: UInt16
    public var agent: AgentID
    public var reason: SkipReason
    public var at: Instant
    public var lead: LeadState

    public init(
        leadID: LeadID, ordinal: UInt16, agent: AgentID, reason: SkipReason, at: Instant,
        lead: LeadState
    ) {
        self.leadID = leadID
        self.ordinal = ordinal
        self.agent = agent
        self.reason = reason
        self.at = at
        self.lead = lead
    }
}

/// What a called person keyed in at a node of an automatic flow that records answers.
public struct FlowAnswer: Hashable, Sendable {
    public var attempt: AttemptID
    /// Place in the flow.
    public var node: UInt16
    public var key: Key
    public var at: Instant

    public init(attempt: AttemptID, node: UInt16, key: Key, at: Instant) {
        self.attempt = attempt
        self.node = node
        self.key = key
        self.at = at
    }
}

/// One pacing decision: what it saw, what it chose, what bound it.
public struct Decision: Hashable, Sendable {
    public var at: Instant
    public var floor: Floor
    public var pace: Pace
    /// Calls started on it.
    public var started: Int

    public init(at: Instant, floor: Floor, pace: Pace, started: Int) {
        self.at = at
        self.floor = floor
        self.pace = pace
        self.started = started
    }
}

/// Something the operator, the campaign's own plan, or a failing trunk did.
public struct Operation: Hashable, Sendable {
    public var what: What
    public var at: Instant
    /// Who did it: a name, or ``byPlan``; nil: nobody, as when a trunk fails.
    public var by: String? { name.map(\.description) }
    private var name: ShortText?
    public init(_ what: What, at: Instant, by: String? = nil) {
        self.what = what
        self.at = at
        name = by.map(ShortText.init)
    }

    /// The campaign's own file.
    public static let byPlan = "plan"
    /// Behind the name of who did what a later run only does again.
    public static let asBefore = "(as before)"

    public enum What: Hashable, Sendable {
        case command(OperatorCommand)
        /// Calling hours have become others; in words.
        case hours(ShortText)
        /// The files of numbers that are not to be called have become others; in words.
        case lists(ShortText)
        /// The trunk refused so many of its last calls; dialing pauses.
        case trunkPaused(refused: Int, of: Int, for: Duration)
        /// So many people have complained; dialing pauses, if it was not paused before.
        case complaints(ComplaintAlert, pauses: Bool)
        /// What has come of a wish for a call by hand.
        case byHand(CallByHand, CallByHand.Answer)
    }

    /// As it stands in the journal.
    public var text: String {
        switch what {
        case .command(let command): command.text
        case .hours(let words): "hours: \(words)"
        case .lists(let words): "do not call: \(words)"
        case .trunkPaused(let refused, let calls, let span):
            "the trunk refused \(refused) of its last \(calls) calls; dialing pauses for \(span)"
        case .complaints(let alert, let pauses):
            alert.text + (pauses ? ": dialing pauses" : "")
        case .byHand(let call, let answer): "\(call.text): \(answer.text)"
        }
    }
}
