/// What the pacer sees of agents and calls: counts, kept as they change.
public struct Floor: Sendable {
    // Small, because every decision is handed one.
    /// Agents by ``AgentState``, those logged out are not counted; then ``closing``.
    @usableFromInline package var agentCounts = InlineArray<8, Int32>(repeating: 0)
    /// Those of them about to leave, in the order of the properties below.
    @usableFromInline var leavingCounts = InlineArray<4, Int32>(repeating: 0)
    /// Calls by phase, in the order of the properties below; those that have ended are not counted.
    @usableFromInline package var callCounts = InlineArray<9, Int32>(repeating: 0)
    /// What the other properties say, in their order.
    @usableFromInline var sums = InlineArray<8, Int32>(repeating: 0)

    @inlinable public init() {}

    /// A count that is never negative, held to what a number of 32 bits can say.
    @inlinable @inline(__always)
    static func held(_ count: Int) -> Int32 {
        Int32(truncatingIfNeeded: min(count, Int(Int32.max)))
    }

    /// Agents at work: all but those logged out.
    @inlinable @inline(__always)
    public var agents: Int {
        idle + previewing + reserved + talking + wrapUp + notReady
    }
    /// Calls that may yet bring a person.
    @inlinable @inline(__always)
    public var inFlight: Int { dialing + ringing + screening }
    /// Lines occupied.
    @inlinable @inline(__always)
    public var linesUsed: Int {
        inFlight + holding + inNotice + inFlow + bridged + ending
    }
    @inlinable @inline(__always)
    public var linesFree: Int { max(0, lines - linesUsed) }
    /// Agents taking calls or about to: on a call, in wrap-up, or free.
    @inlinable @inline(__always)
    public var staffed: Int { agents - notReady }
}

// MARK: Agents, by state

extension Floor {
    @inlinable @inline(__always)
    public var idle: Int {
        get { Int(agentCounts[Int(AgentState.idle.rawValue)]) }
        set { agentCounts[Int(AgentState.idle.rawValue)] = Self.held(newValue) }
    }
    @inlinable @inline(__always)
    public var previewing: Int {
        get { Int(agentCounts[Int(AgentState.previewing.rawValue)]) }
        set { agentCounts[Int(AgentState.previewing.rawValue)] = Self.held(newValue) }
    }
    @inlinable @inline(__always)
    public var reserved: Int {
        get { Int(agentCounts[Int(AgentState.reserved.rawValue)]) }
        set { agentCounts[Int(AgentState.reserved.rawValue)] = Self.held(newValue) }
    }
    @inlinable @inline(__always)
    public var talking: Int {
        get { Int(agentCounts[Int(AgentState.talking.rawValue)]) }
        set { agentCounts[Int(AgentState.talking.rawValue)] = Self.held(newValue) }
    }
    /// Those in talk who have said that it is in its closing stage.
    @inlinable @inline(__always)
    public var closing: Int {
        get { Int(agentCounts[7]) }
        set { agentCounts[7] = Self.held(newValue) }
    }
    @inlinable @inline(__always)
    public var wrapUp: Int {
        get { Int(agentCounts[Int(AgentState.wrapUp.rawValue)]) }
        set { agentCounts[Int(AgentState.wrapUp.rawValue)] = Self.held(newValue) }
    }
    @inlinable @inline(__always)
    public var notReady: Int {
        get { Int(agentCounts[Int(AgentState.notReady.rawValue)]) }
        set { agentCounts[Int(AgentState.notReady.rawValue)] = Self.held(newValue) }
    }
}

// MARK: Agents about to leave

/// Those who will take no other call when their work in hand is done: they have asked for a break or
/// to log out, the operator wants fewer, or they are due to leave within the longest ring.
extension Floor {
    @inlinable @inline(__always)
    public var isAnyoneLeaving: Bool {
        leavingCounts[0] | leavingCounts[1] | leavingCounts[3] != 0
    }
    /// Agents at work but for those who will leave after their talk or wrap-up.
    @inlinable
    public var staying: Int { staffed - leavingTalking - leavingWrapUp }
    /// Of those idle: due to leave.
    @inlinable @inline(__always)
    public var leavingIdle: Int {
        get { Int(leavingCounts[0]) }
        set { leavingCounts[0] = Int32(clamping: newValue) }
    }
    @inlinable @inline(__always)
    public var leavingTalking: Int {
        get { Int(leavingCounts[1]) }
        set { leavingCounts[1] = Int32(clamping: newValue) }
    }
    /// Those of them whose talk is in its closing stage.
    @inlinable @inline(__always)
    public var leavingClosing: Int {
        get { Int(leavingCounts[2]) }
        set { leavingCounts[2] = Int32(clamping: newValue) }
    }
    @inlinable @inline(__always)
    public var leavingWrapUp: Int {
        get { Int(leavingCounts[3]) }
        set { leavingCounts[3] = Int32(clamping: newValue) }
    }
}

// MARK: Calls, by phase

extension Floor {
    @inlinable @inline(__always)
    public var dialing: Int {
        get { Int(callCounts[0]) }
        set { callCounts[0] = Self.held(newValue) }
    }
    @inlinable @inline(__always)
    public var ringing: Int {
        get { Int(callCounts[1]) }
        set { callCounts[1] = Self.held(newValue) }
    }
    /// Answered, and listened to for who is there.
    @inlinable @inline(__always)
    public var screening: Int {
        get { Int(callCounts[2]) }
        set { callCounts[2] = Self.held(newValue) }
    }
    /// A person waits for an agent.
    @inlinable @inline(__always)
    public var holding: Int {
        get { Int(callCounts[3]) }
        set { callCounts[3] = Self.held(newValue) }
    }
    /// In talk with an agent.
    @inlinable @inline(__always)
    public var bridged: Int {
        get { Int(callCounts[4]) }
        set { callCounts[4] = Self.held(newValue) }
    }
    /// In an automatic flow.
    @inlinable @inline(__always)
    public var inFlow: Int {
        get { Int(callCounts[5]) }
        set { callCounts[5] = Self.held(newValue) }
    }
    /// Played to, before being hung up: the notice of an abandoned call.
    @inlinable @inline(__always)
    public var inNotice: Int {
        get { Int(callCounts[6]) }
        set { callCounts[6] = Self.held(newValue) }
    }
    /// Hung up by us; the trunk has not yet confirmed it.
    @inlinable @inline(__always)
    public var ending: Int {
        get { Int(callCounts[7]) }
        set { callCounts[7] = Self.held(newValue) }
    }
}

// MARK: Since the campaign began, and limits

extension Floor {
    @inlinable @inline(__always)
    public var attempts: Int {
        get { Int(sums[0]) }
        set { sums[0] = Self.held(newValue) }
    }
    /// People served in time or abandoned: what the abandonment rate is a share of. A person who
    /// hangs up before the hold time is over is neither.
    @inlinable @inline(__always)
    public var answered: Int {
        get { Int(sums[1]) }
        set { sums[1] = Self.held(newValue) }
    }
    @inlinable @inline(__always)
    public var abandoned: Int {
        get { Int(sums[2]) }
        set { sums[2] = Self.held(newValue) }
    }
    /// Leads that will not be dialled any more.
    @inlinable @inline(__always)
    public var closed: Int {
        get { Int(sums[3]) }
        set { sums[3] = Self.held(newValue) }
    }
    /// The most calls there may be at once.
    @inlinable @inline(__always)
    public var lines: Int {
        get { Int(sums[4]) }
        set { sums[4] = Self.held(newValue) }
    }
    /// Leads at hand.
    @inlinable @inline(__always)
    public var leads: Int {
        get { Int(sums[5]) }
        set { sums[5] = Self.held(newValue) }
    }
    /// Calls that were hung up because a machine was detected.
    @inlinable @inline(__always)
    public var machines: Int {
        get { Int(sums[6]) }
        set { sums[6] = Self.held(newValue) }
    }
    /// The segment of the lead that is dialled next, for a policy that tells segments apart.
    @inlinable @inline(__always)
    public var segment: SegmentID {
        get { SegmentID(UInt8(truncatingIfNeeded: sums[7])) }
        set { sums[7] = Int32(newValue.raw) }
    }
    /// The same as ``SegmentID/raw``.
    var segmentNumber: Int {
        get { Int(segment.raw) }
        set { segment = SegmentID(UInt8(clamping: newValue)) }
    }
}

extension Floor: Hashable {
    public static func == (a: Floor, b: Floor) -> Bool { a.counts == b.counts }
    public func hash(into hasher: inout Hasher) { hasher.combine(counts) }

    private var counts: [Int] {
        [
            idle, previewing, reserved, talking, closing, wrapUp, notReady, leavingIdle,
            leavingTalking, leavingClosing, leavingWrapUp, dialing, ringing, screening, holding,
            bridged, inFlow, inNotice, ending, attempts, answered, abandoned,
            closed, lines, leads, machines, Int(segment.raw),
        ]
    }
}

/// A pacing decision.
public struct Pace: Hashable, Sendable {
    /// How many calls to start now, ≥ 0. The engine starts fewer when lines, calls per second or
    /// leads run out.
    public var start: Int
    /// What kept the number from being larger.
    public var bound: Bound
    // Of 32 bits, that a decision is handed back in registers.
    @usableFromInline var callsToLetGo: Int32
    /// Ask again after this long even if nothing happens; nil: not before something does.
    public var again: Duration?
    /// How many ringing calls to hang up, ≥ 0: they were dialled for agents who are gone. The engine
    /// hangs up fewer where they have not rung for as long as they must.
    @inlinable
    public var letGo: Int {
        get { Int(callsToLetGo) }
        set { callsToLetGo = Int32(clamping: newValue) }
    }

    /// What limits a decision.
    public enum Bound: UInt8, CaseIterable, Sendable {
        /// The policy's own rule.
        case ratio, agents, risk, budget
        /// Outside the policy.
        case lines, callsPerSecond, leads, trunk
        /// The policy's goal: it needs no more.
        case goal
        /// The next lead is of another segment, for which the policy is asked again.
        case segment
        public var name: String {
            switch self {
            case .callsPerSecond: "calls per second"
            default: "\(self)"
            }
        }
    }

    @inlinable
    public init(start: Int, bound: Bound, again: Duration? = nil, letGo: Int = 0) {
        self.start = start
        self.bound = bound
        self.again = again
        callsToLetGo = Int32(clamping: letGo)
    }
}
