import DialModel

extension Dialer {
    /// ``tally``, with the time up to `now` of agents' stays, and of calls, that go on. O(agents + lines).
    public func tally(at now: Instant) -> Tally {
        let now = clock.seen(at: now)
        var sum = tally
        for agent in 0..<Int32(agents.count) where agents[agent].state != .loggedOut {
            sum.agentTime[agents[agent].state] += (now - agents[agent].since).nanoseconds
        }
        for line in 0..<Int32(lines.count) where lines[line].phase != .ended {
            sum.lineTime += (now - lines[line].startedAt).nanoseconds
        }
        return sum
    }

    /// Counts what the call has just come through.
    @inline(__always)
    mutating func countStep(of line: Int32, from before: CallAttempt.Phase, at now: Instant) {
        switch before {
        case .dialing, .ringing:
            if lines[line].phase == .ringing { return }
            tally.events &+= 1
            if lines[line].answeredAt == now { tally.pickedUp &+= 1 }
        case .screening: if lines[line].answeredAt < now { tally.events &+= 1 }
        case .talking: tally.events &+= 1
        case .holding, .flow, .notice, .ending, .ended: break
        }
    }

    @inline(__always)
    mutating func countStay(
        of agent: Int32, in state: AgentState, endingWith next: AgentState, at now: Instant
    ) {
        if state == .loggedOut { return }
        let stay = now - agents[agent].since
        tally.agentTime[state] &+= stay.nanoseconds
        if state == .idle, next == .talking { tally.agentWait.add(stay) }
    }

    @inline(__always)
    mutating func countServed(answered: Instant, at now: Instant) {
        tally.served &+= 1
        if answered == .never { return }
        let delay = now - answered
        tally.answerDelay.add(delay)
        if delay > .seconds(2) { tally.servedLate += 1 }
    }

    /// Counts a person who picked up as we hung up: the call's phase says nothing of it.
    mutating func countCrossingAnswer() {
        tally.people += 1
        tally.pickedUp &+= 1
    }

    @inline(__always)
    mutating func countMachine() {
        floor.machines += 1
        tally.machines &+= 1
    }

    mutating func countAbandoned() {
        floor.abandoned += 1
        floor.answered += 1
        tally.abandoned += 1
        tally.events &+= 1
    }
}
