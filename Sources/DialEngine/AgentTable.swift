import DialModel

/// What the dialer knows of one agent.
struct AgentRow: Sendable {
    var state = AgentState.loggedOut
    var reason: NotReadyReason?
    var since: Instant
    var group = GroupID(0)
    /// The call in hand: reserved for, talked to or wrapped up; -1: none.
    var line: Int32 = -1
    var attempt = AttemptID(0)
    /// The lead in hand: previewed, or of the call in hand.
    var lead = DueLead(id: LeadID(0), number: PhoneNumber(digits: 0))
    /// Whether the previewed lead has been accepted and waits to be dialled.
    var accepted = false
    /// What the agent has asked for and gets when the work in hand is done.
    var wish = Wish.none
    /// What the agent said of the talk.
    var said: Outcome?

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
    private(set) var rows: [AgentRow] = []
    /// Idle agents by group, longest idle first.
    private var idle: [IndexList]

    init(groups: Int) { idle = Array(repeating: IndexList(), count: max(1, groups)) }

    var count: Int { rows.count }

    subscript(agent: Int32) -> AgentRow {
        get { rows[Int(agent)] }
        _modify { yield &rows[Int(agent)] }
    }

    mutating func grow(to count: Int, at now: Instant) {
        while rows.count < count { rows.append(AgentRow(since: now)) }
    }

    /// The longest-idle agent of the group, or of any, nil when none is idle. O(groups).
    func longestIdle(in group: GroupID?) -> Int32? {
        if let group {
            let first = idle[Int(group.raw)].first
            return first < 0 ? nil : first
        }
        var best: Int32 = -1
        for list in idle where list.first >= 0 {
            if best < 0 || rows[Int(list.first)].since < rows[Int(best)].since { best = list.first }
        }
        return best < 0 ? nil : best
    }

    /// Moves the agent to `state` and keeps `floor` in step.
    ///
    /// - Returns: the stay that ended, nil when it lasted no time.
    mutating func move(
        _ agent: Int32, to state: AgentState, reason: NotReadyReason? = nil, at now: Instant,
        floor: inout Floor
    ) -> AgentTime? {
        let row = rows[Int(agent)]
        if row.state == .idle { idle[Int(row.group.raw)].remove(agent) }
        Self.count(row.state, by: -1, in: &floor)
        Self.count(state, by: 1, in: &floor)
        rows[Int(agent)].state = state
        rows[Int(agent)].reason = reason
        rows[Int(agent)].since = now
        if state == .idle { idle[Int(row.group.raw)].append(agent) }
        guard row.since < now, row.state != .loggedOut else { return nil }
        return AgentTime(
            agent: AgentID(agent + 1), state: row.state, reason: row.reason, from: row.since,
            to: now)
    }

    static func count(_ state: AgentState, by change: Int, in floor: inout Floor) {
        switch state {
        case .loggedOut: break
        case .notReady: floor.notReady += change
        case .idle: floor.idle += change
        case .previewing: floor.previewing += change
        case .reserved: floor.reserved += change
        case .talking: floor.talking += change
        case .wrapUp: floor.wrapUp += change
        }
    }
}
