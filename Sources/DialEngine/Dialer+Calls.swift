import DialModel
import DialPacing

extension Dialer {
    /// Brings one event to the call on `line` and does what the call asks for.
    ///
    /// A part of its callers, so that what cannot follow from their events is not asked for:
    /// `@_transparent`, for compilers take `@inline(__always)` as advice that they do not follow in large
    /// functions.
    @_transparent
    mutating func step(_ line: Int32, _ event: CallAttempt.Event, at now: Instant) {
        let call = lines.row(line)
        let before = call.pointee.phase
        let deadline = call.pointee.deadline
        let step = call.pointee.take(event, at: now, rules: rules)
        if before.isInFlight, call.pointee.phase == .ended {
            if case .hangUpAtOnce = step { effects.commands.add(.hangUp(id(line))) }
            return endUnmet(line, from: before, at: now)
        }
        if case .person = step {
            countStep(of: line, from: before, at: now)
            return serve(line, from: before, at: now)
        }
        if call.pointee.phase != before {
            countStep(of: line, from: before, at: now)
            noteChange(of: line, from: before)
            if policyLearns, before.isInFlight, call.pointee.personAt == .never,
                !call.pointee.phase.isInFlight
            {
                noteNobody(on: line, at: now)
            }
            if before == .talking { endTalk(line, at: now) }
        } else if call.pointee.deadline != deadline {
            setDeadline(of: line)
        }
        switch step {
        case .nothing, .person: break
        case .abandon: abandon(line, at: now)
        case .message: leaveMessage(on: line)
        case .hangUp: effects.commands.add(.hangUp(id(line)))
        case .hangUpAtOnce:
            effects.commands.add(.hangUp(id(line)))
            end(line, at: now)
        case .flow(let news): runFlow(line, news, at: now)
        case .over: end(line, at: now)
        }
    }

    /// ``step(_:_:at:)``, where it is rare.
    @inline(never)
    mutating func stepApart(_ line: Int32, _ event: CallAttempt.Event, at now: Instant) {
        step(line, event, at: now)
    }

    /// Keeps counts, queues and deadlines in step with the call on `line`.
    @_transparent
    mutating func noteChange(of line: Int32, from before: CallAttempt.Phase) {
        let after = lines.row(line).pointee.phase
        LineTable.count(before, by: -1, in: &floor)
        LineTable.count(after, by: 1, in: &floor)
        if before == .holding { holding.remove(line) }
        // Ringing and being screened are the same to a pacer: a call that may bring a person.
        if !(before.isInFlight && after.isInFlight) { floorHasChanged = true }
        setDeadline(of: line)
    }

    /// Brings the call's deadline into the queue; calls in one phase wait for the same thing.
    @_transparent
    mutating func setDeadline(of line: Int32) {
        let call = lines.row(line)
        lineDeadlines.set(
            line, to: call.pointee.deadline, lane: Int(call.pointee.phase.rawValue))
    }

    @inline(__always)
    func id(_ line: Int32) -> CallID {
        CallID(attempt: lines[line].attempt, line: line)
    }

    /// The call on `line` has met nobody. What the trunk did to a call says nothing of the people it
    /// could have reached.
    mutating func noteNobody(on line: Int32, at now: Instant) {
        let span = now - lines[line].startedAt
        let isLost = isLettingGo || isRefused(line) || lines[line].cause.scheme == .dialer
        let segment = lines[line].dialledSegment
        policy.note(
            isLost ? .lost(after: span, of: segment) : .nobody(after: span, of: segment), at: now)
    }

    /// Whether the trunk did not take the call.
    @inline(__always)
    private func isRefused(_ line: Int32) -> Bool {
        let call = lines.row(line)
        return call.pointee.outcomeCode == Outcome.notConnected(.congestion).code
            && call.pointee.ringingAt == .never
    }

    /// A person is on the line: to an agent, into the flow, or on hold.
    ///
    /// - Parameter before: the call's phase till now, which ``noteChange(of:from:)`` has not heard of.
    @inline(__always)
    mutating func serve(
        _ line: Int32, from before: CallAttempt.Phase, at now: Instant
    ) {
        tally.people &+= 1
        if policyLearns {
            let span = now - lines[line].startedAt
            policy.note(.person(after: span, of: lines[line].dialledSegment), at: now)
        }
        if lines[line].mode == .automatic, plan.flow != nil {
            noteChange(of: line, from: before)
            floor.answered += 1
            tally.served += 1
            beginFlow(line, at: now)
        } else if lines[line].reservedRaw > 0 {
            bridge(line, from: before, to: lines[line].reservedRaw &- 1, at: now)
        } else if let agent = agent(for: lines[line].lead, of: lines[line].segment) {
            bridge(line, from: before, to: agent, at: now)
        } else {
            noteChange(of: line, from: before)
            holdRouted(line, at: now)
        }
    }

    /// Lets the person wait for an agent.
    mutating func hold(_ line: Int32, for span: Duration, at now: Instant) {
        lines[line].deadline = now + span
        setDeadline(of: line)
        holding.append(line)
    }

    mutating func bridge(
        _ line: Int32, from before: CallAttempt.Phase = .holding, to agent: Int32, at now: Instant
    ) {
        let wasInFlow = lines.row(line).pointee.isTransfer
        lines.row(line).pointee.connect(to: AgentID(agent &+ 1), at: now, rules: rules)
        noteChange(of: line, from: before)
        if !wasInFlow {
            floor.answered += 1
            countServed(answered: lines[line].answeredAt, at: now)
        }
        lines[line].transfer = nil
        agents[agent].take(lines[line], on: line)
        agentDeadlines.clear(agent)
        change(agent, to: .talking, at: now)
        if policyLearns { policy.note(.talkBegan, at: now) }
        if isRouted { noteTalk(of: agent, with: lines[line].lead) }
        if setAside > 0 || hopper.attendedCount > 0, lines[line].reserved == nil {
            countTurn(ofAttended: false)
        }
        let call = id(line)
        effects.commands.add(.bridge(call, AgentID(agent &+ 1)))
        effects.cues.add(
            DeskCue(
                AgentID(agent &+ 1),
                .connected(call, lines[line].lead, ordinal: lines[line].ordinal)))
    }

    /// Nobody took the person in time. It is written down at once, so that nothing that happens
    /// while the notice plays can hide it.
    private mutating func abandon(_ line: Int32, at now: Instant) {
        let outcome = Outcome.connected(.abandoned)
        countAbandoned()
        if lines[line].phase == .ending { countCrossingAnswer() }
        if policyLearns { policy.note(.abandoned, at: now) }
        var next = nextState(after: outcome.code, of: line, at: now)
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
    @inline(__always)
    mutating func endTalk(_ line: Int32, at now: Instant) {
        guard let talker = lines[line].agent else { return }
        let agent = talker.raw - 1
        writeEnd(of: line, outcome: .connected(.undisposed), lead: .inWrapUp, at: now)
        let closing = endClosing(agent, at: now)
        if policyLearns {
            let talk = now - lines[line].connectedAt
            policy.note(.talkEnded(after: talk, closing: closing), at: now)
        }
        agents[agent].line = -1
        change(agent, from: .talking, to: .wrapUp, at: now)
        setDeadline(ofAgent: agent, to: now + rules.limits.wrapUp)
        effects.cues.add(DeskCue(talker, .callEnded(id(line), lines[line].lead)))
    }

    /// The line is free.
    private mutating func end(_ line: Int32, at now: Instant) {
        let call = lines.row(line)
        if call.pointee.agentRaw == 0, !call.pointee.abandoned { endUnserved(line, at: now) }
        free(line, at: now)
    }

    /// The line of a call that met nobody is free: how most calls end. All that ``noteChange(of:from:)``
    /// and ``end(_:at:)`` would do.
    @_transparent
    private mutating func endUnmet(
        _ line: Int32, from before: CallAttempt.Phase, at now: Instant
    ) {
        countStep(of: line, from: before, at: now)
        LineTable.count(before, by: -1, in: &floor)
        LineTable.count(.ended, by: 1, in: &floor)
        floorHasChanged = true
        lineDeadlines.clear(line)
        if policyLearns { noteNobody(on: line, at: now) }
        endUnserved(line, at: now)
        free(line, at: now)
    }

    /// What becomes of a lead whom no agent has talked to, and whom none kept waiting for too long.
    @_transparent
    private mutating func endUnserved(_ line: Int32, at now: Instant) {
        let call = lines.row(line)
        var code = call.pointee.outcomeCode
        if code == 0 { code = Outcome.notConnected(.unknown).code }
        if code == Outcome.notConnected(.machine).code { countMachine() }
        let next = nextState(after: code, of: line, at: now)
        sendBack(next)
        if keepsRecords {
            record(line, call.pointee.outcome ?? .notConnected(.unknown), next, at: now)
        }
    }

    @_transparent
    private mutating func free(_ line: Int32, at now: Instant) {
        free(line, refused: isRefused(line), at: now)
    }

    /// - Parameter refused: whether the trunk did not take the call.
    @_transparent
    mutating func free(_ line: Int32, refused: Bool, at now: Instant) {
        let call = lines.row(line)
        lines.close(line)
        tally.lineTime &+= (now - call.pointee.startedAt).nanoseconds
        if let reserved = call.pointee.reserved {
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
        end.step = plannedStep
        plannedStep = nil
        if call.hasOthers, lead != .inWrapUp { end.move = plan.numbers[outcome] }
        if let talker = call.agent {
            let closing = agents[talker.raw - 1].closing
            if closing != .never { end.closing = closing }
        }
        effects.records.add(.ended(end))
        noteMoved(end.start.lead)
    }

    private mutating func freeReserved(_ agent: Int32, of line: Int32, at now: Instant) {
        guard agents[agent].state == .reserved, agents[agent].line == line else { return }
        agents[agent].line = -1
        makeAvailable(agent, at: now)
    }
}
