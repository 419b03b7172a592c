/// What an agent is doing. Every agent is in exactly one of these at any time.
///
///     loggedOut ─▶ notReady ◀─▶ idle ─▶ previewing ─▶ reserved ─▶ talking ─▶ wrapUp ─▶ idle
public enum AgentState: UInt8, CaseIterable, Sendable {
    case loggedOut, notReady, idle
    /// Looks at a lead before it is dialled.
    case previewing
    /// A call rings for this agent alone.
    case reserved
    case talking
    /// After the talk: notes, disposition.
    case wrapUp

    /// As it stands in reports.
    public var name: String {
        switch self {
        case .loggedOut: "logged out"
        case .notReady: "not ready"
        case .idle: "idle"
        case .previewing: "previewing"
        case .reserved: "reserved"
        case .talking: "talking"
        case .wrapUp: "wrap-up"
        }
    }
}

/// Why an agent takes no calls.
public enum NotReadyReason: UInt8, CaseIterable, Sendable {
    case rest, lunch, meeting, training, technical, other
    public var name: String { self == .rest ? "break" : "\(self)" }
}

/// Why an agent does not want a previewed lead dialled.
public enum SkipReason: UInt8, CaseIterable, Sendable {
    case notSuitable, alreadyServed, badData, later, timeRanOut, other
    public var name: String {
        switch self {
        case .notSuitable: "not suitable"
        case .alreadyServed: "already served"
        case .badData: "bad data"
        case .later: "later"
        case .timeRanOut: "time ran out"
        case .other: "other"
        }
    }
}

/// What an agent does, as the engine hears of it.
///
/// Events that answer a call or a preview name it, so that late news cannot touch the next one.
public enum AgentEvent: Hashable, Sendable {
    /// At the desk, not ready yet.
    case login(GroupID)
    /// Takes calls from now on.
    case ready
    /// Wants a break; granted at once when nothing depends on the agent, else after the call or
    /// the preview in hand.
    case notReady(NotReadyReason)
    /// Leaves; after the call in hand.
    case logout
    /// Will leave so long from now, for a break or for good, as the shift's plan says: from the longest
    /// ring before that on no call is dialled on this agent's account. When it is time, ``notReady(_:)``
    /// or ``logout`` follows; if neither does, the word lapses a longest ring later. The last one counts.
    case leaving(in: Duration)
    /// The desk is gone without a word: a crash, a pulled plug.
    case vanished
    case accept(LeadID)
    case skip(LeadID, SkipReason)
    /// The talk is in its closing stage, as the script or the agent says: it will soon be over. The
    /// first word of a talk counts.
    case closing(AttemptID)
    case hangUp(AttemptID)
    /// Says how the talk went; more than once is allowed, the last one counts.
    case dispose(AttemptID, Outcome)
    /// Has promised to call again at this instant: `isOwn`: this agent, otherwise anyone. Of several the
    /// last one counts; it outranks the retry rules.
    case promise(AttemptID, at: Instant, isOwn: Bool)
    /// Gives what an outcome needs; more than once is allowed, the last one counts.
    case fill(AttemptID, DataField, Double)
    /// Done with notes, with a last word on how the talk went, if any; ready for the next call.
    case wrapUpDone(AttemptID, saying: Outcome? = nil)
}

/// What the engine tells an agent's desk.
public enum AgentCue: Hashable, Sendable {
    /// The operator wants this agent at work.
    case logIn
    /// Logged out now, as the agent, the operator or the campaign's end wanted.
    case loggedOut
    /// Shows a lead; `ordinal` says which attempt to it this would be, from 1.
    case preview(LeadID, ordinal: UInt16)
    /// The preview is over without the agent's doing.
    case previewEnded(LeadID)
    case connected(CallID, LeadID, ordinal: UInt16)
    /// The talk is over: wrap-up begins.
    case callEnded(CallID, LeadID)
    /// What the agent has said of the talk needs these as well: wrap-up goes on.
    case dataMissing(AttemptID, DataFields)
    /// Wrap-up lasted too long and was ended.
    case wrapUpEnded(AttemptID)
}

/// One agent's event.
public struct DeskEvent: Hashable, Sendable {
    public var agent: AgentID
    public var event: AgentEvent
    public init(_ agent: AgentID, _ event: AgentEvent) {
        self.agent = agent
        self.event = event
    }
}

/// A cue for one agent.
public struct DeskCue: Hashable, Sendable {
    public var agent: AgentID
    public var cue: AgentCue
    public init(_ agent: AgentID, _ cue: AgentCue) {
        self.agent = agent
        self.cue = cue
    }
}
