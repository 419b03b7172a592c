/// One call as a journal or a file of call records tells it afterwards.
///
/// What is nil did not happen, or was not kept.
public struct CallRecord: Hashable, Sendable {
    public var attempt: AttemptID
    public var lead: LeadID
    /// Which attempt to the lead, from 1.
    public var ordinal: UInt16 = 1
    public var started: Instant
    public var ringing: Instant?
    public var answered: Instant?
    /// When it was known that a person was there.
    public var person: Instant?
    /// When an agent was on the line.
    public var connected: Instant?
    /// When the agent said that the talk was in its closing stage.
    public var closing: Instant?
    public var ended: Instant?
    /// nil while the call is open.
    public var outcome: Outcome?
    public var agent: AgentID?
    public var wrapUp: Duration?
    /// How long an agent looked at the lead before it was dialled.
    public var preview: Duration?

    public init(attempt: AttemptID, lead: LeadID, started: Instant) {
        self.attempt = attempt
        self.lead = lead
        self.started = started
    }
}
