/// A call that has been promised: when, and by whom.
public struct Callback: Hashable, Sendable {
    /// When the person wants to be called.
    public var at: Instant
    /// Who promised it and should make the call; nil: anyone.
    public var agent: AgentID?

    public init(at: Instant, agent: AgentID? = nil) {
        self.at = at
        self.agent = agent
    }
}

/// How promised calls are kept.
public struct CallbackRules: Hashable, Sendable {
    /// How long after its time a promised call may begin; after that it is missed, and the lead goes
    /// back among the others. Above 0.
    public var tolerance = Duration.minutes(15)
    /// For how much of that a call waits for the agent who promised it; then anyone makes it.
    public var ownAgent = Duration.minutes(5)

    public init() {}
}

/// A promise, made in a talk.
public struct PromisedCall: Hashable, Sendable {
    public var leadID: LeadID
    /// The talk it was made in.
    public var attempt: AttemptID
    public var callback: Callback
    public var at: Instant

    public init(_ leadID: LeadID, in attempt: AttemptID, _ callback: Callback, at: Instant) {
        self.leadID = leadID
        self.attempt = attempt
        self.callback = callback
        self.at = at
    }
}

/// A lead whose promised call has come due.
public struct DueCallback: Hashable, Sendable {
    public var lead: DueLead
    public var callback: Callback

    public init(_ lead: DueLead, _ callback: Callback) {
        self.lead = lead
        self.callback = callback
    }
}

/// What became of a promised call.
public struct CallbackEnd: Hashable, Sendable {
    public var leadID: LeadID
    public var callback: Callback
    public var at: Instant
    /// The attempt that kept it; nil: it was missed.
    public var attempt: AttemptID?
    /// Why it was missed; nil: it was kept.
    public var missed: MissedCause?
    /// Where a lead goes whose call was missed; nil: where its attempt, or the gate, sends it.
    public var lead: LeadState?

    public init(
        _ leadID: LeadID, _ callback: Callback, at: Instant, attempt: AttemptID? = nil,
        missed: MissedCause? = nil, lead: LeadState? = nil
    ) {
        self.leadID = leadID
        self.callback = callback
        self.at = at
        self.attempt = attempt
        self.missed = missed
        self.lead = lead
    }
}

/// Why a promised call was missed, as it stood when its time was over.
public enum MissedCause: Hashable, Sendable {
    /// No agent was free of those who might have made it.
    case noAgent
    /// No line was free, or the trunk took no calls.
    case noLine
    /// The campaign was paused, or not run.
    case standstill
    /// The gate.
    case refused(Refusal)

    public var name: String {
        switch self {
        case .noAgent: "no agent free"
        case .noLine: "no line free"
        case .standstill: "not dialing"
        case .refused(let reason): reason.name
        }
    }
}
