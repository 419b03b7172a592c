/// What the pacer sees of agents and calls: counts, kept as they change.
public struct Floor: Hashable, Sendable {
    // Agents, by state.
    public var idle = 0
    public var previewing = 0
    public var reserved = 0
    public var talking = 0
    public var wrapUp = 0
    public var notReady = 0

    // Calls, by phase.
    public var dialing = 0
    public var ringing = 0
    /// Answered, and listened to for who is there.
    public var screening = 0
    /// A person waits for an agent.
    public var holding = 0
    /// Played to, before being hung up: the notice of an abandoned call.
    public var inNotice = 0
    /// In an automatic flow.
    public var inFlow = 0
    /// In talk with an agent.
    public var bridged = 0
    /// Hung up by us; the trunk has not yet confirmed it.
    public var ending = 0

    // Since the campaign began.
    public var attempts = 0
    /// People served in time or abandoned: what the abandonment rate is a share of. A person who
    /// hangs up before the hold time is over is neither.
    public var answered = 0
    public var abandoned = 0
    /// Leads that will not be dialled any more.
    public var closed = 0

    /// The most calls there may be at once.
    public var lines = 0
    /// Leads at hand.
    public var leads = 0

    public init() {}

    /// Agents at work: all but those logged out.
    @inlinable public var agents: Int {
        idle + previewing + reserved + talking + wrapUp + notReady
    }
    /// Calls that may yet bring a person.
    @inlinable public var inFlight: Int { dialing + ringing + screening }
    /// Lines occupied.
    @inlinable public var linesUsed: Int {
        inFlight + holding + inNotice + inFlow + bridged + ending
    }
    @inlinable public var linesFree: Int { max(0, lines - linesUsed) }
    /// Agents taking calls or about to: on a call, in wrap-up, or free.
    @inlinable public var staffed: Int { agents - notReady }
}

/// A pacing decision.
public struct Pace: Hashable, Sendable {
    /// How many calls to start now, ≥ 0. The engine starts fewer when lines, calls per second or
    /// leads run out.
    public var start: Int
    /// What kept the number from being larger.
    public var bound: Bound
    /// Ask again after this long even if nothing happens; nil: not before something does.
    public var again: Duration?

    /// What limits a decision.
    public enum Bound: UInt8, CaseIterable, Sendable {
        /// The policy's own rule.
        case ratio, agents, risk, budget
        /// Outside the policy.
        case lines, callsPerSecond, leads, trunk
        public var name: String {
            switch self {
            case .callsPerSecond: "calls per second"
            default: "\(self)"
            }
        }
    }

    @inlinable
    public init(start: Int, bound: Bound, again: Duration? = nil) {
        self.start = start
        self.bound = bound
        self.again = again
    }
}
