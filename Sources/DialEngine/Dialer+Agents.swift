import DialModel
import DialPacing

extension Dialer {
    @inline(never)
    mutating func handle(_ event: AgentEvent, of id: AgentID, at now: Instant) {
        let agent = id.raw &- 1
        guard agent >= 0, agent < Self.mostAgents else { return }
        if case .login(let group) = event { return login(agent, group, at: now) }
        guard agent < agents.count else { return }
        switch (event, agents[agent].state) {
        case (_, .loggedOut): break
        case (.vanished, _): vanish(agent, at: now)
        case (.ready, .notReady):
            set(.none, of: agent)
            makeAvailable(agent, at: now)
        case (.ready, _):
            if case .notReady = agents[agent].wish { set(.none, of: agent) }
        case (.notReady(let reason), .idle), (.notReady(let reason), .notReady):
            forgetLeaving(agent)
            set(isSetAside: false, of: agent)
            move(agent, to: .notReady, reason: reason, at: now)
        case (.notReady(let reason), _):
            if agents[agent].wish != .logout, agents[agent].wish != .dismissed {
                set(.notReady(reason), of: agent)
            }
        case (.logout, .idle), (.logout, .notReady): leave(agent, at: now)
        case (.logout, _): set(.logout, of: agent)
        case (.accept(let lead), .previewing) where agents[agent].lead.id == lead:
            dialPreviewed(agent, at: now)
        case (.skip(let lead, let reason), .previewing) where agents[agent].lead.id == lead:
            skipPreview(agent, reason, at: now)
        case (.closing(let attempt), .talking) where agents[agent].attempt == attempt:
            beginClosing(agent, at: now)
        case (.hangUp(let attempt), .talking) where agents[agent].attempt == attempt:
            hangUp(agents[agent].line, at: now)
        case (.dispose(let attempt, let outcome), .talking),
            (.dispose(let attempt, let outcome), .wrapUp):
            if agents[agent].attempt == attempt { agents[agent].said = outcome }
        case (.promise(let attempt, let instant, let isOwn), .talking),
            (.promise(let attempt, let instant, let isOwn), .wrapUp):
            if agents[agent].attempt == attempt {
                promise(agent, at: instant, isOwn: isOwn, now: now)
            }
        case (.fill(let attempt, let field, let value), .talking),
            (.fill(let attempt, let field, let value), .wrapUp):
            if agents[agent].attempt == attempt { fill(agent, field, value, at: now) }
        case (.wrapUpDone(let attempt, let outcome), .wrapUp)
        where agents[agent].attempt == attempt:
            wrapUpDone(agent, saying: outcome, at: now)
        case (.leaving(let span), _):
            foresee(agent, leavingAt: now + min(.days(365), max(.zero, span)), at: now)
        default: break  // late or repeated news
        }
    }

    /// The agent has done with the wrap-up in hand.
    @inline(never)
    mutating func wrapUpDone(_ agent: Int32, saying outcome: Outcome?, at now: Instant) {
        if let outcome { agents[agent].said = outcome }
        if needsData, asksForData(agent) { return }
        closeWrapUp(agent, at: now)
        becomeAvailable(agent, from: .wrapUp, at: now)
    }

    private mutating func beginClosing(_ agent: Int32, at now: Instant) {
        guard agents[agent].closing == .never else { return }
        agents[agent].closing = now
        floor.closing += 1
        if agents[agent].isLeaving { floor.leavingClosing += 1 }
        floorHasChanged = true
        if policyLearns {
            let talk = now - lines[agents[agent].line].connectedAt
            policy.note(.closing(after: talk), at: now)
        }
    }

    /// The talk is over.
    ///
    /// - Returns: how long it was in its closing stage; nil: nobody said that it was.
    @_transparent
    mutating func endClosing(_ agent: Int32, at now: Instant) -> Duration? {
        let began = agents[agent].closing
        if began == .never { return nil }
        agents[agent].closing = .never
        floor.closing -= 1
        if agents[agent].isLeaving { floor.leavingClosing -= 1 }
        return now - began
    }

    /// More agents than one campaign can have; a larger number is a mistake.
    static var mostAgents: Int32 { 1_000_000 }

    /// Moves the agent, writes down the stay that ended.
    @inline(never)
    mutating func move(
        _ agent: Int32, to state: AgentState, reason: NotReadyReason? = nil, at now: Instant
    ) {
        change(agent, to: state, reason: reason, at: now)
    }

    @inline(never)
    private mutating func recordStay(of agent: Int32, at now: Instant) {
        if let stay = agents.stay(of: agent, until: now) { effects.records.add(.agentTime(stay)) }
    }

    /// ``move(_:to:reason:at:)``, as a part of its caller.
    @_transparent
    mutating func change(
        _ agent: Int32, to state: AgentState, reason: NotReadyReason? = nil, at now: Instant
    ) {
        change(agent, from: agents[agent].state, to: state, reason: reason, at: now)
    }

    /// ``change(_:to:reason:at:)``, where the agent's state is known.
    @_transparent
    mutating func change(
        _ agent: Int32, from before: AgentState, to state: AgentState,
        reason: NotReadyReason? = nil, at now: Instant
    ) {
        countStay(of: agent, in: before, endingWith: state, at: now)
        if keepsRecords { recordStay(of: agent, at: now) }
        agents.move(agent, from: before, to: state, reason: reason, at: now, floor: &floor)
        floorHasChanged = true
    }

    /// What the agent does now ends then by itself.
    @_transparent
    mutating func setDeadline(ofAgent agent: Int32, to instant: Instant) {
        agentDeadlines.set(agent, to: instant, lane: Int(agents[agent].state.rawValue))
    }

    private mutating func login(_ agent: Int32, _ group: GroupID, at now: Instant) {
        agents.grow(to: Int(agent) + 1, at: now)
        guard agents[agent].state == .loggedOut, Int(group.raw) < plan.groups.count else { return }
        agents[agent].group = group
        move(agent, to: .notReady, reason: .other, at: now)
    }

    /// The agent's work in hand is done: what was wished for, the longest-waiting caller, or idle.
    @inline(never)
    mutating func makeAvailable(_ agent: Int32, at now: Instant) {
        becomeAvailable(agent, from: agents[agent].state, at: now)
    }

    /// ``makeAvailable(_:at:)``, as a part of its caller.
    @_transparent
    private mutating func becomeAvailable(
        _ agent: Int32, from before: AgentState, at now: Instant
    ) {
        switch agents[agent].wish {
        case .logout, .dismissed: return leave(agent, at: now)
        case .notReady(let reason):
            set(.none, of: agent)
            forgetLeaving(agent)
            set(isSetAside: false, of: agent)
            return move(agent, to: .notReady, reason: reason, at: now)
        case .none: change(agent, from: before, to: .idle, at: now)
        }
        if holding.count > 0 { serveHolding(agent, at: now) }
    }

    /// Gives the agent the person who has waited longest for one of the group.
    @inline(never)
    private mutating func serveHolding(_ agent: Int32, at now: Instant) {
        if isRouted { return serveHoldingRouted(agent, at: now) }
        var line = holding.first()
        while line >= 0 {
            let wanted = lines[line].transfer
            if wanted == nil || wanted == agents[agent].group {
                return bridge(line, to: agent, at: now)
            }
            line = holding.after(line)
        }
    }

    /// Logs the agent out and tells the desk. Nothing may be in hand any more; wrap-up is written
    /// down.
    mutating func leave(_ agent: Int32, at now: Instant) {
        logOut(agent, at: now)
        effects.cues.add(DeskCue(AgentID(agent + 1), .loggedOut))
    }

    private mutating func logOut(_ agent: Int32, at now: Instant) {
        agentDeadlines.clear(agent)
        set(.none, of: agent)
        set(isSetAside: false, of: agent)
        forgetLeaving(agent)
        move(agent, to: .loggedOut, at: now)
    }

    /// Writes down what the agent said of the talk.
    @inline(never)
    mutating func endWrapUp(_ agent: Int32, at now: Instant) { closeWrapUp(agent, at: now) }

    /// ``endWrapUp(_:at:)``, as a part of its caller.
    @_transparent
    private mutating func closeWrapUp(_ agent: Int32, at now: Instant) {
        let row = agents[agent]
        let outcome = row.said ?? .connected(.undisposed)
        let ordinal = row.lead.attempts &+ 1
        var next =
            row.lead.isPlain && !isSequenced
            ? retry.next(after: outcome.code, ordinal: ordinal, at: now)
                ?? nextApart(after: outcome, of: agent, at: now)
            : nextPlanned(after: outcome, of: agent, at: now)
        if row.promisedAt != .never { next = keepPromise(of: agent, at: now) }
        sendBack(next)
        if isRouted { noteSuccess(of: agent, row.lead.segment, outcome) }
        if isGated { heed(outcome, of: row.lead.number, at: now) }
        tally.events &+= 1
        if keepsRecords {
            var disposition = Disposition(
                attempt: row.attempt, leadID: row.lead.id, ordinal: ordinal,
                outcome: outcome, agent: AgentID(agent + 1), wrapUp: now - row.since,
                at: now, lead: next)
            if needsData { disposition.missing = missing(agent) }
            disposition.step = row.promisedAt == .never ? plannedStep : nil
            if row.lead.hasOthers, row.promisedAt == .never {
                disposition.move = plan.numbers[outcome]
            }
            effects.records.add(.disposed(disposition))
            noteMoved(row.lead.id)
        }
        plannedStep = nil
        if policyLearns { policy.note(.wrapUpEnded(after: now - row.since), at: now) }
        agents[agent].said = nil
        agentDeadlines.clear(agent)
    }

    mutating func agentTimeRanOut(_ agent: Int32, at now: Instant) {
        agentDeadlines.clear(agent)
        switch agents[agent].state {
        case .previewing:
            if agents[agent].accepted || plan.preview.whenTimeRunsOut == .dial {
                dialPreviewed(agent, at: now)
            } else {
                effects.cues.add(
                    DeskCue(AgentID(agent + 1), .previewEnded(agents[agent].lead.id)))
                skipPreview(agent, .timeRanOut, at: now)
            }
        case .wrapUp:
            effects.cues.add(DeskCue(AgentID(agent + 1), .wrapUpEnded(agents[agent].attempt)))
            endWrapUp(agent, at: now)
            makeAvailable(agent, at: now)
        default: break
        }
    }

    /// The desk is gone: what it had in hand goes on without it, or ends.
    private mutating func vanish(_ agent: Int32, at now: Instant) {
        switch agents[agent].state {
        case .previewing: putBack(agents[agent].lead)
        case .reserved: orphan(agents[agent].line, at: now)
        case .talking: stepApart(agents[agent].line, .release(.connected(.undisposed)), at: now)
        case .notReady, .idle, .wrapUp, .loggedOut: break
        }
        if agents[agent].state == .wrapUp { endWrapUp(agent, at: now) }
        logOut(agent, at: now)
    }

    /// The call rings on for whoever comes free; if nobody does, it ends as soon as it may.
    private mutating func orphan(_ line: Int32, at now: Instant) {
        lines[line].reserved = nil
        lines[line].hasLostAgent = true
        orphans.append(id(line))
        giveOrphansAgents(at: now)
        if lines[line].reserved != nil { return }
        if let ringing = ringing(line) {
            let earliest = max(now, ringing + rules.limits.minimumRing)
            lines[line].deadline = min(lines[line].deadline, earliest)
            setDeadline(of: line)
        }
    }
}
