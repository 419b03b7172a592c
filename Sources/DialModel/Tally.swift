/// What a campaign has come to so far, in whole numbers: the difference of two tallies is what
/// happened between them, and tallies of separate campaigns add up.
public struct Tally: Hashable, Sendable, Codable {
    /// Agents' time in each state, in nanoseconds; logged-out time is not kept.
    public var agentTime = PerState()
    /// Calls placed.
    public var dials = 0
    /// Calls that reached a person.
    public var people = 0
    /// Calls that were answered by anyone or anything.
    public var pickedUp = 0
    /// People who were handed to an agent, or a flow, in time.
    public var served = 0
    /// People whom nobody could serve in time.
    public var abandoned = 0
    /// People who were handed to an agent more than 2 s after they had picked up.
    public var servedLate = 0
    /// Calls that were hung up because a machine was detected.
    public var machines = 0
    /// Things that happened in the world: rings that ended, answerers recognised after a while,
    /// people abandoned, talks and wrap-ups that ended. Not the dialer's own bookkeeping.
    public var events = 0
    /// Time that lines were in use, in nanoseconds, summed over lines.
    public var lineTime: Int64 = 0
    /// From picking up to the agent, of people who were handed to one.
    public var answerDelay = TimeHistogram()
    /// Agents' waits for a call, from idle to the next talk.
    public var agentWait = TimeHistogram()

    public init() {}

    /// People the abandonment rate is a share of.
    public var answered: Int { served + abandoned }

    /// Nanoseconds by ``AgentState``.
    public struct PerState: Hashable, Sendable {
        @usableFromInline var nanoseconds = InlineArray<8, Int64>(repeating: 0)
        public init() {}

        // There are more places than states.
        @inlinable public subscript(state: AgentState) -> Int64 {
            get { nanoseconds[unchecked: Int(state.rawValue)] }
            set { nanoseconds[unchecked: Int(state.rawValue)] = newValue }
        }

        public static func + (a: PerState, b: PerState) -> PerState {
            var sum = a
            for state in AgentState.allCases { sum[state] += b[state] }
            return sum
        }

        public static func - (a: PerState, b: PerState) -> PerState {
            var rest = a
            for state in AgentState.allCases { rest[state] -= b[state] }
            return rest
        }

        public static func == (a: PerState, b: PerState) -> Bool {
            AgentState.allCases.allSatisfy { a[$0] == b[$0] }
        }

        public func hash(into hasher: inout Hasher) {
            for state in AgentState.allCases { hasher.combine(self[state]) }
        }
    }

    public static func + (a: Tally, b: Tally) -> Tally {
        var sum = a
        sum.agentTime = a.agentTime + b.agentTime
        sum.dials += b.dials
        sum.people += b.people
        sum.pickedUp += b.pickedUp
        sum.served += b.served
        sum.abandoned += b.abandoned
        sum.servedLate += b.servedLate
        sum.machines += b.machines
        sum.events += b.events
        sum.lineTime += b.lineTime
        sum.answerDelay = a.answerDelay + b.answerDelay
        sum.agentWait = a.agentWait + b.agentWait
        return sum
    }

    /// What came since `earlier`, an earlier tally of the same campaign.
    public static func - (later: Tally, earlier: Tally) -> Tally {
        var rest = later
        rest.agentTime = later.agentTime - earlier.agentTime
        rest.dials -= earlier.dials
        rest.people -= earlier.people
        rest.pickedUp -= earlier.pickedUp
        rest.served -= earlier.served
        rest.abandoned -= earlier.abandoned
        rest.servedLate -= earlier.servedLate
        rest.machines -= earlier.machines
        rest.events -= earlier.events
        rest.lineTime -= earlier.lineTime
        rest.answerDelay = later.answerDelay - earlier.answerDelay
        rest.agentWait = later.agentWait - earlier.agentWait
        return rest
    }
}

extension Tally {
    /// Talk and wrap-up as a share of the time agents were at work: those and the time between
    /// calls. nil when there was none.
    public var occupancy: Double? {
        let busy = agentTime[.talking] + agentTime[.wrapUp]
        return share(busy, of: working)
    }

    /// Time at work as a share of the time logged in.
    public var utilisation: Double? { share(working, of: loggedIn) }

    /// Minutes of talk in an hour of an agent logged in.
    public var talkMinutesPerHour: Double? {
        share(agentTime[.talking], of: loggedIn).map { 60 * $0 }
    }

    /// abandoned / (abandoned + served in time), of people: 16 CFR 310.4(b)(4).
    public var abandonment: Double? {
        answered > 0 ? Double(abandoned) / Double(answered) : nil
    }

    /// Nanoseconds of agents taking calls or about to.
    public var working: Int64 {
        agentTime[.idle] + agentTime[.previewing] + agentTime[.reserved] + agentTime[.talking]
            + agentTime[.wrapUp]
    }

    public var loggedIn: Int64 { working + agentTime[.notReady] }

    private func share(_ part: Int64, of whole: Int64) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}

extension Tally.PerState: Codable {
    public init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        for state in AgentState.allCases { self[state] = try values.decode(Int64.self) }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        for state in AgentState.allCases { try values.encode(self[state]) }
    }
}
