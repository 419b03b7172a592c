import DialModel

extension Dialer {
    /// ``floor``, counted anew from every agent and every call: what the counts kept along the way
    /// must equal. For checkers; O(agents + lines).
    public func recount() -> Floor {
        var count = Floor()
        for agent in 0..<Int32(agents.count) {
            let row = agents[agent]
            AgentTable.count(row.state, by: 1, in: &count)
            if row.closing != .never { count.closing += 1 }
            if row.wish == .none, !row.isDue, !row.isSetAside { continue }
            AgentTable.countLeaving(row.state, by: 1, in: &count)
            if row.closing != .never { count.leavingClosing += 1 }
        }
        for line in 0..<Int32(lines.count) {
            LineTable.count(lines[line].phase, by: 1, in: &count)
        }
        count.attempts = floor.attempts
        count.answered = floor.answered
        count.abandoned = floor.abandoned
        count.machines = floor.machines
        count.closed = floor.closed
        count.lines = plan.limits.lines
        count.leads = floor.leads
        count.segment = floor.segment
        return count
    }
}
