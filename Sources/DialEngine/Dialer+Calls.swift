import DialModel
import DialPacing

extension Dialer {
    mutating func handle(_ event: CallEvent, of call: CallID, at now: Instant) {
        guard let line = lines.line(of: call) else { return }  // late news
        step(line, .trunk(event), at: now)
    }

    /// Brings one event to the call on `line` and does what the call asks for.
    mutating func step(_ line: Int32, _ event: CallAttempt.Event, at now: Instant) {
        let before = lines[line].phase
        let step = lines[line].handle(event, at: now, rules: rules)
        countStep(of: line, from: before, at: now)
        noteChange(of: line, from: before)
        if before == .talking, lines[line].phase != .talking { endTalk(line, at: now) }
        switch step {
        case .nothing: break
        case .person: serve(line, at: now)
        case .abandon: abandon(line, at: now)
        case .hangUp: effects.commands.append(.hangUp(id(line)))
        case .flow(let news): runFlow(line, news, at: now)
        case .over: end(line, at: now)
        }
    }

    /// Keeps counts, queues and deadlines in step with the call on `line`.
    mutating func noteChange(of line: Int32, from before: CallAttempt.Phase) {
        let call = lines[line]
        if call.phase != before {
            LineTable.count(before, by: -1, in: &floor)
            LineTable.count(call.phase, by: 1, in: &floor)
            if before == .holding { holding.remove(line) }
            floorHasChanged = true
        }
        lineDeadlines.set(line, to: call.deadline)
    }

    func id(_ line: Int32) -> CallID {
        CallID(attempt: lines[line].start.attempt, line: line)
    }

    /// A person is on the line: to an agent, into the flow, or on hold.
    private mutating func serve(_ line: Int32, at now: Instant) {
        let call = lines[line]
        tally.people += 1
        policy.note(.person(after: now - call.start.at), at: now)
        if call.start.mode == .automatic, plan.flow != nil {
            floor.answered += 1
            tally.served += 1
            beginFlow(line, at: now)
        } else if let agent = call.reserved.map({ $0.raw - 1 }) ?? agents.longestIdle(in: nil) {
            bridge(line, to: agent, at: now)
        } else {
            hold(line, for: rules.limits.hold, at: now)
        }
    }

    /// Lets the person wait for an agent.
    mutating func hold(_ line: Int32, for span: Duration, at now: Instant) {
        lines[line].deadline = now + span
        lineDeadlines.set(line, to: now + span)
        holding.append(line)
    }

    mutating func bridge(_ line: Int32, to agent: Int32, at now: Instant) {
        let wasInFlow = lines[line].transfer != nil
        step(line, .agent(AgentID(agent + 1)), at: now)
        let call = lines[line]
        if !wasInFlow {
            floor.answered += 1
            countServed(call, at: now)
        }
        lines[line].transfer = nil
        agents[agent].line = line
        agents[agent].attempt = call.start.attempt
        agents[agent].lead = DueLead(
            id: call.start.lead, number: call.start.number, attempts: call.start.ordinal - 1)
        agents[agent].said = nil
        agentDeadlines.set(agent, to: .never)
        move(agent, to: .talking, at: now)
        effects.commands.append(.bridge(id(line), AgentID(agent + 1)))
        effects.cues.append(
            DeskCue(
                AgentID(agent + 1),
                .connected(id(line), call.start.lead, ordinal: call.start.ordinal)))
    }

    /// Nobody took the person in time. It is written down at once, so that nothing that happens
    /// while the notice plays can hide it.
    private mutating func abandon(_ line: Int32, at now: Instant) {
        let call = lines[line]
        let outcome = Outcome.connected(.abandoned)
        countAbandoned()
        policy.note(.abandoned, at: now)
        var next = retry.next(after: outcome, ordinal: call.start.ordinal, at: now)
        if case .due(let due) = next {
            // Not before the line is free, whatever the rule says.
            let free = now + plan.notice.length + rules.limits.release + rules.limits.release
            next = .due(max(due, free))
        }
        sendBack(next)
        writeEnd(of: call, outcome: outcome, lead: next, at: now)
        if call.phase == .notice {
            effects.commands.append(.play(id(line), plan.notice, turn: call.turns + 1))
        }
    }

    /// The talk is over, though the line may not be free yet: write it down, begin wrap-up.
    private mutating func endTalk(_ line: Int32, at now: Instant) {
        let call = lines[line]
        guard let talker = call.agent else { return }
        let agent = talker.raw - 1
        writeEnd(of: call, outcome: .connected(.undisposed), lead: .inWrapUp, at: now)
        policy.note(.talkEnded(after: now - (call.connected ?? now)), at: now)
        agents[agent].line = -1
        move(agent, to: .wrapUp, at: now)
        agentDeadlines.set(agent, to: now + rules.limits.wrapUp)
        effects.cues.append(DeskCue(talker, .callEnded(id(line), call.start.lead)))
    }

    /// The line is free.
    private mutating func end(_ line: Int32, at now: Instant) {
        let call = lines[line]
        let outcome = call.outcome ?? .notConnected(.unknown)
        if call.agent == nil, !call.abandoned {
            let next = retry.next(after: outcome, ordinal: call.start.ordinal, at: now)
            sendBack(next)
            writeEnd(of: call, outcome: outcome, lead: next, at: now)
        }
        // What the trunk did to a call says nothing of the people it could have reached.
        let refused = call.outcome == .notConnected(.congestion) && call.ringing == nil
        if call.person == nil, !refused, call.cause != .noNews {
            policy.note(.nobody(after: now - call.start.at), at: now)
        }
        lineDeadlines.set(line, to: .never)
        countLineTime(at: now)
        lines.close(line)
        if let reserved = call.reserved { freeReserved(reserved.raw - 1, of: line, at: now) }
        if let refusals = trunk.note(refused: refused, at: now) {
            record(
                "the trunk refused \(refusals) of its last \(TrunkHealth.watched) calls; "
                    + "dialing pauses for \(TrunkHealth.pause)", at: now)
        }
    }

    private mutating func writeEnd(
        of call: CallAttempt, outcome: Outcome, lead: LeadState, at now: Instant
    ) {
        if !keepsRecords { return }
        var end = AttemptEnd(start: call.start, outcome: outcome, at: now, lead: lead)
        end.cause = call.cause
        end.ringing = call.ringing
        end.answered = call.answered
        end.personAt = call.person
        end.connected = call.connected
        end.agent = call.agent
        effects.records.append(.ended(end))
    }

    private mutating func freeReserved(_ agent: Int32, of line: Int32, at now: Instant) {
        guard agents[agent].state == .reserved, agents[agent].line == line else { return }
        agents[agent].line = -1
        makeAvailable(agent, at: now)
    }
}
