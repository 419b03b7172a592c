import DialModel

extension Dialer {
    /// ``floor``, counted anew from every agent and every call: what the counts kept along the way
    /// must equal. For checkers; O(agents + lines).
    public func recount() -> Floor {
        var count = Floor()
        for row in agents.rows { AgentTable.count(row.state, by: 1, in: &count) }
        for call in lines.calls { LineTable.count(call.phase, by: 1, in: &count) }
        count.attempts = floor.attempts
        count.answered = floor.answered
        count.abandoned = floor.abandoned
        count.closed = floor.closed
        count.lines = plan.limits.lines
        count.leads = floor.leads
        return count
    }
}
