import DialModel

/// Agents who are about to leave, as far as that is known beforehand.
extension Dialer {
    /// From so long before an agent leaves on, a call that is dialled may still ring when it is time.
    private var leavingHorizon: Duration { rules.limits.ring }

    private static var waitsToCount: Int { 0 }
    private static var waitsToLapse: Int { 1 }

    /// Sets what the agent has asked for.
    mutating func set(_ wish: AgentRow.Wish, of agent: Int32) {
        let before = agents[agent].isLeaving
        agents.set(wish, of: agent, floor: &floor)
        if agents[agent].isLeaving != before { floorHasChanged = true }
    }

    private mutating func set(isDue: Bool, of agent: Int32) {
        let before = agents[agent].isLeaving
        agents.set(isDue: isDue, of: agent, floor: &floor)
        if agents[agent].isLeaving != before { floorHasChanged = true }
    }

    /// The agent will leave then.
    mutating func foresee(_ agent: Int32, leavingAt instant: Instant, at now: Instant) {
        agents[agent].leavesAt = instant
        awaitLeaving(agent, at: now)
    }

    /// Counts the agent as leaving as soon as that is near; but not for ever, if nothing comes of it.
    private mutating func awaitLeaving(_ agent: Int32, at now: Instant) {
        let leavesAt = agents[agent].leavesAt
        let isNear = leavesAt <= now + leavingHorizon
        set(isDue: isNear, of: agent)
        if isNear {
            departures.set(agent, to: leavesAt + leavingHorizon, lane: Self.waitsToLapse)
        } else {
            departures.set(agent, to: leavesAt + (.zero - leavingHorizon), lane: Self.waitsToCount)
        }
        schedulePlan()
    }

    /// The agent has left, or does not leave after all.
    mutating func forgetLeaving(_ agent: Int32) {
        if agents[agent].leavesAt == .never { return }
        agents[agent].leavesAt = .never
        departures.clear(agent)
        schedulePlan()
        set(isDue: false, of: agent)
    }

    /// The next agent's departure is near, or should long have come.
    mutating func noteDepartures(at now: Instant) {
        while departures.earliest <= now, let agent = departures.first {
            if agents[agent].isDue {
                forgetLeaving(agent)
            } else {
                awaitLeaving(agent, at: now)
            }
        }
    }

    // MARK: By plan

    /// When the next planned change of agents is to be foreseen; ``Instant/never``: none is.
    var foreseenNext: Instant {
        guard let notice = plan.leavingNotice, nextForeseen < plan.changes.count else {
            return .never
        }
        return started + (plan.changes[nextForeseen].at - notice)
    }

    /// Passes over planned changes that take nobody away, or that have come.
    mutating func skipUnforeseeable() {
        nextForeseen = max(nextForeseen, nextChange)
        while nextForeseen < plan.changes.count {
            if case .agents = plan.changes[nextForeseen].command { return }
            nextForeseen += 1
        }
    }

    /// Those whom the next planned change of agents lets go will leave then. O(agents).
    mutating func foreseeChange(at now: Instant) {
        let change = plan.changes[nextForeseen]
        nextForeseen += 1
        guard case .agents(let count) = change.command else { return }
        for agent in 0..<Int32(agents.count)
        where agent >= count && agents[agent].state != .loggedOut {
            foresee(agent, leavingAt: started + change.at, at: now)
        }
    }
}
