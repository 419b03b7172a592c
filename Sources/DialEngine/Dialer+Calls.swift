import DialModel
import DialPacing

extension Dialer {
    /// Brings one event to the call on `line` and does what the call asks for.
    @inline(__always)
    mutating func step(_ line: Int32, _ event: CallAttempt.Event, at now: Instant) {
        let before = lines[line].phase
        let deadline = lines[line].deadline
        let step = lines[line].handle(event, at: now, rules: rules)
        if lines[line].phase != before {
            countStep(of: line, from: before, at: now)
            noteChange(of: line, from: before)
            if policyLearns, before.isInFlight, lines[line].personAt == .never,
                !lines[line].phase.isInFlight
            {
                noteNobody(on: line, at: now)
            }
            if before == .talking { endTalk(line, at: now) }
        } else if lines[line].deadline != deadline {
            setDeadline(of: line)
        }
        switch step {
        case .nothing: break
        case .person: serve(line, at: now)
        case .abandon: abandon(line, at: now)
        case .hangUp: effects.commands.add(.hangUp(id(line)))
        case .hangUpAtOnce:
            effects.commands.add(.hangUp(id(line)))
            end(line, at: now)
        case .flow(let news): runFlow(line, news, at: now)
        case .over: end(line, at: now)
        }
    }

    /// Keeps counts, queues and deadlines in step with the call on `line`.
    @inline(__always)
    mutating func noteChange(of line: Int32, from before: CallAttempt.Phase) {
        let after = lines[line].phase
        LineTable.count(before, by: -1, in: &floor)
        LineTable.count(after, by: 1, in: &floor)
        if before == .holding { holding.remove(line) }
        // Ringing and being screened are the same to a pacer: a call that may bring a person.
        if !(before.isInFlight && after.isInFlight) { floorHasChanged = true }
        setDeadline(of: line)
    }

    /// Brings the call's deadline into the queue; calls in one phase wait for the same thing.
    @inline(__always)
    mutating func setDeadline(of line: Int32) {
        lineDeadlines.set(
            line, to: lines[line].deadline, lane: Int(lines[line].phase.rawValue))
    }

    @inline(__always)
    func id(_ line: Int32) -> CallID {
        CallID(attempt: lines[line].attempt, line: line)
    }

    /// The call on `line` has met nobody. What the trunk did to a call says nothing of the people it
    /// could have reached.
    private mutating func noteNobody(on line: Int32, at now: Instant) {
        let span = now - lines[line].startedAt
        let isLost = isRefused(line) || lines[line].cause.scheme == .dialer
        let segment = lines[line].segment
        policy.note(
            isLost ? .lost(after: span, of: segment) : .nobody(after: span, of: segment), at: now)
    }

    /// Whether the trunk did not take the call.
    @inline(__always)
    private func isRefused(_ line: Int32) -> Bool {
        guard case .notConnected(.congestion)? = lines[line].outcome else { return false }
        return lines[line].ringingAt == .never
    }

    /// A person is on the line: to an agent, into the flow, or on hold.
    private mutating func serve(_ line: Int32, at now: Instant) {
        tally.people += 1
        if policyLearns {
            let span = now - lines[line].startedAt
            policy.note(.person(after: span, of: lines[line].segment), at: now)
        }
        if lines[line].mode == .automatic, plan.flow != nil {
            floor.answered += 1
            tally.served += 1
            beginFlow(line, at: now)
        } else if let agent = lines[line].reserved.map({ $0.raw - 1 })
            ?? agents.longestIdle(in: nil)
        {
            bridge(line, to: agent, at: now)
        } else {
            hold(line, for: rules.limits.hold, at: now)
        }
    }

    /// Lets the person wait for an agent.
    mutating func hold(_ line: Int32, for span: Duration, at now: Instant) {
        lines[line].deadline = now + span
        setDeadline(of: line)
        holding.append(line)
    }

    mutating func bridge(_ line: Int32, to agent: Int32, at now: Instant) {
        let wasInFlow = lines[line].transfer != nil
        step(line, .agent(AgentID(agent + 1)), at: now)
        if !wasInFlow {
            floor.answered += 1
            countServed(answered: lines[line].answeredAt, at: now)
        }
        lines[line].transfer = nil
        agents[agent].take(lines[line], on: line)
        agentDeadlines.clear(agent)
        move(agent, to: .talking, at: now)
        if policyLearns { policy.note(.talkBegan, at: now) }
        let call = id(line)
        effects.commands.add(.bridge(call, AgentID(agent + 1)))
        effects.cues.add(
            DeskCue(
                AgentID(agent + 1),
                .connected(call, lines[line].lead, ordinal: lines[line].ordinal)))
    }

    /// Nobody took the person in time. It is written down at once, so that nothing that happens
    /// while the notice plays can hide it.
    private mutating func abandon(_ line: Int32, at now: Instant) {
        let outcome = Outcome.connected(.abandoned)
        countAbandoned()
        if lines[line].phase == .ending { countCrossingAnswer() }
        if policyLearns { policy.note(.abandoned, at: now) }
        var next = retry.next(after: outcome, ordinal: lines[line].ordinal, at: now)
        if case .due(let due) = next {
            // Not before the line is free, whatever the rule says.
            let free = now + plan.notice.length + rules.limits.release + rules.limits.release
            next = .due(max(due, free))
        }
        sendBack(next)
        writeEnd(of: line, outcome: outcome, lead: next, at: now)
        if lines[line].phase == .notice {
            effects.commands.add(
                .play(id(line), plan.notice, turn: lines[line].turns + 1))
        }
    }

    /// The talk is over, though the line may not be free yet: write it down, begin wrap-up.
    private mutating func endTalk(_ line: Int32, at now: Instant) {
        guard let talker = lines[line].agent else { return }
        let agent = talker.raw - 1
        writeEnd(of: line, outcome: .connected(.undisposed), lead: .inWrapUp, at: now)
        let closing = endClosing(agent, at: now)
        if policyLearns {
            let talk = now - lines[line].connectedAt
            policy.note(.talkEnded(after: talk, closing: closing), at: now)
        }
        agents[agent].line = -1
        move(agent, to: .wrapUp, at: now)
        setDeadline(ofAgent: agent, to: now + rules.limits.wrapUp)
        effects.cues.add(DeskCue(talker, .callEnded(id(line), lines[line].lead)))
    }

    /// The line is free.
    private mutating func end(_ line: Int32, at now: Instant) {
        let outcome = lines[line].outcome ?? .notConnected(.unknown)
        if lines[line].agentRaw == 0, !lines[line].abandoned {
            if case .notConnected(.machine) = outcome { countMachine() }
            let next = retry.next(after: outcome, ordinal: lines[line].ordinal, at: now)
            sendBack(next)
            writeEnd(of: line, outcome: outcome, lead: next, at: now)
        }
        let refused = isRefused(line)
        countLineTime(at: now)
        lines.close(line)
        if let reserved = lines[line].reserved {
            freeReserved(reserved.raw - 1, of: line, at: now)
        }
        if let refusals = trunk.note(refused: refused, at: now) {
            note(
                .trunkPaused(
                    refused: refusals, of: TrunkHealth.watched, for: TrunkHealth.pause), at: now)
        }
    }

    @inline(__always)
    private mutating func writeEnd(
        of line: Int32, outcome: Outcome, lead: LeadState, at now: Instant
    ) {
        if keepsRecords { record(line, outcome, lead, at: now) }
    }

    @inline(never)
    private mutating func record(
        _ line: Int32, _ outcome: Outcome, _ lead: LeadState, at now: Instant
    ) {
        let call = lines[line]
        var end = AttemptEnd(start: call.start, outcome: outcome, at: now, lead: lead)
        end.cause = call.cause
        end.ringing = call.ringing
        end.answered = call.answered
        end.personAt = call.person
        end.connected = call.connected
        end.agent = call.agent
        if let talker = call.agent {
            let closing = agents[talker.raw - 1].closing
            if closing != .never { end.closing = closing }
        }
        effects.records.add(.ended(end))
    }

    private mutating func freeReserved(_ agent: Int32, of line: Int32, at now: Instant) {
        guard agents[agent].state == .reserved, agents[agent].line == line else { return }
        agents[agent].line = -1
        makeAvailable(agent, at: now)
    }
}
