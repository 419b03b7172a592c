import DialModel

/// What the dialer knows of one agent.
struct AgentRow: Sendable {
    var state = AgentState.loggedOut
    var reason: NotReadyReason?
    /// Taken so far, where agents are not all alike to callers.
    var talks: Int32 = 0
    var since: Instant
    var group = GroupID(0)
    /// The call in hand: reserved for, talked to or wrapped up; -1: none.
    var line: Int32 = -1
    var attempt = AttemptID(0)
    /// The lead in hand: previewed, or of the call in hand.
    var lead = DueLead(id: LeadID(0), number: PhoneNumber(digits: 0))
    /// When the call in hand was dialled.
    var dialledAt = Instant.never
    /// Whether the previewed lead has been accepted and waits to be dialled.
    var accepted = false
    /// What the agent has asked for and gets when the work in hand is done.
    fileprivate(set) var wish = Wish.none
    /// When the agent leaves, as has been said beforehand; ``Instant/never``: nothing has.
    var leavesAt = Instant.never
    /// Whether that is so soon that no call is to be dialled for this agent.
    fileprivate(set) var isDue = false
    /// Whether the agent next takes a lead that is called with an agent kept free for it.
    fileprivate(set) var isSetAside = false
    /// Whether the agent will take no other call: because of one or another of these.
    fileprivate(set) var isLeaving = false
    /// What the agent said of the talk.
    var said: Outcome?
    /// What is known of it, of the data that outcomes need.
    var filled: DataFields = []
    /// When the agent has promised the person to call again; ``Instant/never``: nothing is promised.
    var promisedAt = Instant.never
    /// Whether by this agent.
    var promisesOwn = false
    /// Since when the talk in hand has been in its closing stage.
    var closing = Instant.never

    /// Takes in hand the call on `line`.
    mutating func take(_ call: CallAttempt, on line: Int32) {
        self.line = line
        attempt = call.attempt
        lead = call.dialledLead
        dialledAt = call.startedAt
        said = nil
        filled = []
        promisedAt = .never
    }

    enum Wish: Hashable, Sendable {
        case none
        case notReady(NotReadyReason)
        case logout
        /// The operator wants fewer agents.
        case dismissed
    }
}

/// All agents, by number from 0, with those who are idle in the order they became so.
struct AgentTable: Sendable {
    private(set) var rows = Rows<AgentRow>()
    /// Idle agents by group, longest idle first.
    private var idle: IndexList

    init(groups: Int) { idle = IndexList(queues: max(1, groups)) }

    var count: Int { rows.count }

    @inline(__always)
    subscript(agent: Int32) -> AgentRow {
        unsafeAddress { UnsafePointer(rows.base + Int(agent)) }
        nonmutating unsafeMutableAddress { rows.base + Int(agent) }
    }

    mutating func grow(to count: Int, at now: Instant) {
        rows.grow(to: count, with: AgentRow(since: now))
    }

    /// The longest-idle agent of the group, or of any, nil when none is idle. O(groups).
    @inline(__always)
    func longestIdle(in group: GroupID?) -> Int32? {
        if group == nil, idle.queueCount > 1 { return longestIdleOfAll() }
        let first = idle.first(of: Int(group?.raw ?? 0))
        return first < 0 ? nil : first
    }

    /// The idle agents of the group, longest idle first.
    func idle(in group: GroupID) -> some Sequence<Int32> {
        sequence(state: idle.first(of: Int(group.raw))) { next -> Int32? in
            if next < 0 { return nil }
            defer { next = idle.after(next) }
            return next
        }
    }

    @inline(never)
    private func longestIdleOfAll() -> Int32? {
        var best: Int32 = -1
        for group in 0..<idle.queueCount {
            let first = idle.first(of: group)
            if first >= 0, best < 0 || rows[first].since < rows[best].since { best = first }
        }
        return best < 0 ? nil : best
    }

    /// See ``Rows/unshare()``.
    mutating func unshare() {
        rows.unshare()
        idle.unshare()
    }

    /// Sets what the agent has asked for, and keeps `floor` in step.
    mutating func set(_ wish: AgentRow.Wish, of agent: Int32, floor: inout Floor) {
        rows[agent].wish = wish
        noteLeaving(agent, floor: &floor)
    }

    /// Sets whether the agent is due to leave, and keeps `floor` in step.
    mutating func set(isDue: Bool, of agent: Int32, floor: inout Floor) {
        rows[agent].isDue = isDue
        noteLeaving(agent, floor: &floor)
    }

    /// Sets whether the agent next takes a lead of its own, and keeps `floor` in step.
    mutating func set(isSetAside: Bool, of agent: Int32, floor: inout Floor) {
        rows[agent].isSetAside = isSetAside
        noteLeaving(agent, floor: &floor)
    }

    private mutating func noteLeaving(_ agent: Int32, floor: inout Floor) {
        let isLeaving =
            rows[agent].wish != .none || rows[agent].isDue || rows[agent].isSetAside
        if isLeaving == rows[agent].isLeaving { return }
        rows[agent].isLeaving = isLeaving
        Self.countLeaving(rows[agent].state, by: isLeaving ? 1 : -1, in: &floor)
        if rows[agent].closing != .never { floor.leavingClosing += isLeaving ? 1 : -1 }
    }

    /// The agent's stay in its state so far, nil when it is logged out or has lasted no time.
    func stay(of agent: Int32, until now: Instant) -> AgentTime? {
        let row = rows[agent]
        guard row.since < now, row.state != .loggedOut else { return nil }
        return AgentTime(
            agent: AgentID(agent + 1), state: row.state, reason: row.reason, from: row.since,
            to: now)
    }

    /// Moves the agent to `state` from `before`, which it is in, and keeps `floor` in step.
    @_transparent
    mutating func move(
        _ agent: Int32, from before: AgentState, to state: AgentState,
        reason: NotReadyReason? = nil, at now: Instant, floor: inout Floor
    ) {
        let place = Int(agent)
        let group = Int(rows[place].group.raw)
        rows[place].state = state
        rows[place].reason = reason
        rows[place].since = now
        if before == .idle { idle.remove(agent) }
        if state == .idle { idle.append(agent, to: group) }
        Self.count(before, by: -1, in: &floor)
        Self.count(state, by: 1, in: &floor)
        if rows[place].isLeaving { Self.countLeaving(from: before, to: state, in: &floor) }
    }

    @inline(__always)
    static func count(_ state: AgentState, by change: Int32, in floor: inout Floor) {
        // As many as there are states.
        floor.agentCounts[unchecked: Int(state.rawValue)] &+= change
    }

    @inline(never)
    private static func countLeaving(
        from before: AgentState, to after: AgentState, in floor: inout Floor
    ) {
        countLeaving(before, by: -1, in: &floor)
        countLeaving(after, by: 1, in: &floor)
    }

    static func countLeaving(_ state: AgentState, by change: Int, in floor: inout Floor) {
        switch state {
        case .idle: floor.leavingIdle += change
        case .talking: floor.leavingTalking += change
        case .wrapUp: floor.leavingWrapUp += change
        case .loggedOut, .notReady, .previewing, .reserved: break
        }
    }
}
