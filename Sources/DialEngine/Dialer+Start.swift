import DialModel
import DialPacing

extension Dialer {
    /// Starts as many calls as mode, policy and limits allow.
    @inline(__always)
    mutating func startCalls(at now: Instant) {
        floorHasChanged = false
        wantsToStart = false
        floor.leads = hopper.count
        if now >= windowsTurn { turnWindows(at: now) }
        if !orphans.isEmpty { giveOrphansAgents(at: now) }
        if !callbacks.isEmpty { makeCallbacks(at: now) }
        if hopper.hasAttended { serveAttended(at: now) }
        if plan.mode == .predictive, fixedRatio != nil {
            let asked = fixedRatio!.pace(for: floor, at: now)
            return follow(asked, asked.start == 0 ? asked : keepCap(asked, at: now), at: now)
        }
        startCallsOtherwise(at: now)
    }

    private var goesBySegment: Bool {
        hopper.isMixed && policyTellsSegmentsApart && plan.mode == .predictive
    }

    /// ``startCalls(at:)``, by anything but a fixed ratio.
    @inline(never)
    private mutating func startCallsOtherwise(at now: Instant) {
        if goesBySegment { return startBySegment(at: now) }
        startMore(at: now)
    }

    /// Starts calls to leads of one segment, then asks again, for those of the next may answer otherwise.
    @inline(never)
    private mutating func startBySegment(at now: Instant) {
        var started = 0
        repeat {
            floor.leads = hopper.count
            if let segment = hopper.nextSegment { floor.segment = segment }
            let before = floor.attempts
            startMore(at: now)
            started = floor.attempts - before
        } while started > 0 && !wantsToStart && hopper.count > 0
    }

    @inline(__always)
    private mutating func startMore(at now: Instant) {
        let pace: Pace
        let asked: Pace
        switch plan.mode {
        case .predictive:
            // In two steps: in one, `self` would be copied first, and the policy with it.
            asked = policy.pace(for: floor, at: now)
            pace = asked.start == 0 || policyKeepsRule ? asked : keepCap(asked, at: now)
        case .progressive:
            asked = Pace(start: floor.idle, bound: .agents)
            pace = asked
        case .automatic:
            asked = automaticPace()
            pace = asked
        case .preview:
            again = .never
            showPreviews(at: now)
            return
        }
        follow(asked, pace, at: now)
    }

    /// Does what the policy has decided.
    ///
    /// - Parameter pace: what the rules leave of `asked`.
    @inline(__always)
    private mutating func follow(_ asked: Pace, _ pace: Pace, at now: Instant) {
        again = .never
        latestBound = pace.bound
        // With nobody at work and no call in progress, time alone changes nothing.
        if let span = pace.again, hopper.count > 0 || pace.letGo > 0,
            floor.staffed > 0 || lines.used > 0
        {
            again = min(now + span, windowsTurn)
        }
        if explains { return startCallsExplaining(asked, pace, at: now) }
        if pace.start == 0 {
            if pace.letGo > 0 { letGo(pace.letGo, at: now) }
            return
        }
        if keepsRecords, plan.recordsDecisions { return startCallsOnRecord(pace, at: now) }
        let start = limit(pace).start
        if plan.mode == .progressive || rules.limits.callsPerSecond != nil || keepsRecords
            || isGated || now < nextStart
        {
            startCalls(start, at: now)
        } else {
            startAlike(start, at: now)
        }
        floorHasChanged = false
    }

    /// Starts up to so many calls; fewer when leads or calls per second run out.
    ///
    /// - Returns: how many.
    @inline(never) @discardableResult
    private mutating func startCalls(_ count: Int, at now: Instant) -> Int {
        var started = 0
        let segment = goesBySegment ? hopper.nextSegment : nil
        while started < count {
            if now < nextStart {
                wantsToStart = true
                break
            }
            var agent: Int32 = -1
            if plan.mode == .progressive { agent = agents.longestIdle(in: nil) ?? -1 }
            guard let lead = nextLead(at: now) else { break }
            if isRouted, plan.mode == .progressive {
                guard let found = self.agent(for: lead.id, of: lead.segment, after: .forever)
                else {
                    hopper.putBack(lead)
                    break
                }
                agent = found
            }
            if let segment, lead.dialledSegment != segment {
                // Those before it were refused; its own kind is paced for itself.
                hopper.putBack(lead)
                break
            }
            start(lead, for: agent, in: plan.mode, at: now)
            started &+= 1
        }
        return started
    }

    /// Starts so many calls that only policy and trunk are told of: what ``start(_:for:in:at:)`` does,
    /// with all that is the same for all of them done once.
    ///
    /// - Parameter count: at most as many as there are leads, all of which may be dialled.
    @inline(__always)
    private mutating func startAlike(_ count: Int, at now: Instant) {
        if count <= 0 { return }
        // Room for all of them, so that nothing else is called on the way.
        if lines.spare < count { addLines(for: count) }
        effects.commands.reserve(count)
        let deadline = now + rules.firstWait
        var left = count
        repeat {
            startOne(at: now, deadline: deadline)
            left &-= 1
        } while left > 0
        lastStart = now
        if policyLearns { noteDialled(count, at: now) }
    }

    /// One of several calls for which there is room.
    @inline(never)
    private mutating func startOne(at now: Instant, deadline: Instant) {
        let attempt = nextAttempt
        nextAttempt = AttemptID(attempt.raw &+ 1)
        let lead = hopper.popFirst()
        let line = lines.openSpare()
        lines.row(line).pointee.begin(
            attempt, lead, for: 0, in: plan.mode, at: now, deadline: deadline)
        lineDeadlines.setReserved(
            line, to: deadline, lane: Int(CallAttempt.Phase.dialing.rawValue))
        effects.commands.addReserved(
            .place(CallID(attempt: attempt, line: line), lead.number, ordinal: lead.attempts &+ 1))
        LineTable.count(.dialing, by: 1, in: &floor)
        floor.attempts += 1
        tally.dials &+= 1
    }

    @inline(never)
    private mutating func addLines(for count: Int) {
        lines.addSpare(to: count)
        lineDeadlines.reserve(rows: lines.count)
    }

    /// Tells the policy of the `count` calls that have just been started.
    @inline(never)
    private mutating func noteDialled(_ count: Int, at now: Instant) {
        for back in (1...count).reversed() {
            policy.note(.dialled(of: hopper.popped(back).dialledSegment), at: now)
        }
    }

    @inline(never)
    private mutating func startCallsOnRecord(_ pace: Pace, at now: Instant) {
        record(limit(pace), wanted: pace.start, at: now)
        floorHasChanged = false
    }

    /// Starts calls. Returns what was seen before, how many were started, and what was in the way.
    @discardableResult
    private mutating func record(_ limited: Pace, wanted: Int, at now: Instant) -> Decision {
        let seen = floor
        var pace = limited
        let started = startCalls(limited.start, at: now)
        if started < limited.start { pace.bound = wantsToStart ? .callsPerSecond : .leads }
        pace.start = wanted
        let decision = Decision(at: now, floor: seen, pace: pace, started: started)
        if wanted > 0, plan.recordsDecisions, keepsRecords {
            effects.records.add(.decision(decision))
        }
        return decision
    }

    @inline(never)
    private mutating func startCallsExplaining(_ asked: Pace, _ pace: Pace, at now: Instant) {
        let reasons = plan.mode == .predictive ? policy.reasons(for: asked.start) : nil
        let decision = record(limit(pace), wanted: pace.start, at: now)
        floorHasChanged = false
        let gone = asked.letGo > 0 ? letGo(asked.letGo, at: now) : 0
        let bound = decision.pace.bound
        if decision.started == 0, gone == 0, silent == bound { return }
        silent = decision.started == 0 ? bound : nil
        explain(
            PacingExplanation(
                at: now, mode: plan.mode, pacing: plan.pacing, floor: decision.floor, wanted: asked,
                started: decision.started, letGo: gone, bound: bound, reasons: reasons))
    }

    /// Dials the lead, for one agent alone or for whoever is free by then.
    ///
    /// - Parameter agent: the one it is for, or -1.
    @inline(__always)
    mutating func start(_ lead: DueLead, for agent: Int32, in mode: DialMode, at now: Instant) {
        let attempt = nextAttempt
        nextAttempt = AttemptID(attempt.raw &+ 1)
        let line = lines.open()
        let deadline = now + rules.firstWait
        lines[line].begin(
            attempt, lead, for: agent &+ 1, in: mode, at: now, deadline: deadline)
        lineDeadlines.setFirst(line, to: deadline, lane: Int(CallAttempt.Phase.dialing.rawValue))
        LineTable.count(.dialing, by: 1, in: &floor)
        floor.attempts += 1
        floorHasChanged = true
        if let rate = rules.limits.callsPerSecond {
            nextStart = max(now, nextStart) + Duration(drawn: 1 / rate)
        }
        lastStart = now
        tally.dials &+= 1
        if agent >= 0 { reserve(agent, for: lead, attempt, on: line, at: now) }
        if keepsRecords { effects.records.add(.started(lines[line].start)) }
        effects.commands.add(
            .place(CallID(attempt: attempt, line: line), lead.number, ordinal: lead.attempts &+ 1))
        if policyLearns { policy.note(.dialled(of: lead.dialledSegment), at: now) }
    }

    @inline(never)
    private mutating func reserve(
        _ agent: Int32, for lead: DueLead, _ attempt: AttemptID, on line: Int32, at now: Instant
    ) {
        agentDeadlines.clear(agent)
        agents[agent].line = line
        agents[agent].attempt = attempt
        agents[agent].lead = lead
        move(agent, to: .reserved, at: now)
    }

    /// The pace cut down to what trunk, lines and leads allow.
    @inline(__always)
    private func limit(_ pace: Pace) -> Pace {
        var limited = pace
        if !trunk.takesCalls { return Pace(start: 0, bound: .trunk) }
        // A preview holds a line for its lead.
        let free = max(0, floor.lines &- lines.used &- floor.previewing)
        if limited.start > free {
            limited.start = free
            limited.bound = .lines
        }
        if limited.start > hopper.count {
            limited.start = hopper.count
            limited.bound = .leads
        }
        if goesBySegment {
            let run = hopper.run(upTo: limited.start)
            if run < limited.start { limited.bound = .segment }
            limited.start = run
        }
        return limited
    }

    /// As many as there are lines; when the flow transfers, as many as there are idle agents, times
    /// the ratio if the pacing is a fixed one.
    private func automaticPace() -> Pace {
        guard plan.flow?.transfers == true else {
            return Pace(start: floor.linesFree, bound: .lines)
        }
        var ratio = 1.0
        if case .fixedRatio(let given, _) = plan.pacing { ratio = given }
        let target = Int(ratio * Double(floor.idle))
        let inHand = floor.inFlight + floor.inFlow + floor.holding
        return Pace(start: max(0, target - inHand), bound: .agents)
    }

    // MARK: Previews

    private mutating func showPreviews(at now: Instant) {
        while trunk.takesCalls, floor.linesFree > floor.previewing, floor.idle > 0,
            let lead = nextLead(at: now)
        {
            guard let agent = agent(for: lead.id, of: lead.segment, after: .forever) else {
                return hopper.putBack(lead)
            }
            show(lead, to: agent, at: now)
        }
    }

    mutating func show(_ lead: DueLead, to agent: Int32, at now: Instant) {
        agents[agent].lead = lead
        agents[agent].accepted = false
        move(agent, to: .previewing, at: now)
        setDeadline(ofAgent: agent, to: now + plan.preview.time)
        effects.cues.add(
            DeskCue(AgentID(agent + 1), .preview(lead.id, ordinal: lead.attempts + 1)))
    }

    /// Dials what the agent has looked at, as soon as calls per second allow.
    mutating func dialPreviewed(_ agent: Int32, at now: Instant) {
        guard phase == .running || phase == .paused, trunk.takesCalls else {
            return endPreview(agent, at: now)
        }
        if refusePreviewed(agent, at: now) { return }
        agents[agent].accepted = true
        if phase == .paused { return agentDeadlines.clear(agent) }
        if now < nextStart { return setDeadline(ofAgent: agent, to: nextStart) }
        if floor.linesFree == 0 { return setDeadline(ofAgent: agent, to: now + .seconds(1)) }
        start(agents[agent].lead, for: agent, in: .preview, at: now)
    }

    /// Takes the lead away from the agent, undialled, and keeps it for another.
    mutating func endPreview(_ agent: Int32, at now: Instant) {
        let lead = agents[agent].lead
        putBack(lead)
        agentDeadlines.clear(agent)
        effects.cues.add(DeskCue(AgentID(agent + 1), .previewEnded(lead.id)))
        makeAvailable(agent, at: now)
    }

    mutating func skipPreview(_ agent: Int32, _ reason: SkipReason, at now: Instant) {
        let lead = agents[agent].lead
        let ordinal = lead.attempts + 1
        var next = LeadState.closed
        if let wait = plan.preview.skippedAgainAfter, lead.attemptsOfStep + 1 < plan.retry.attempts
        {
            next = .due(now + wait)
        }
        sendBack(next)
        if keepsRecords {
            effects.records.add(
                .skipped(
                    SkippedLead(
                        leadID: lead.id, ordinal: ordinal, agent: AgentID(agent + 1),
                        reason: reason, at: now, lead: next)))
            noteMoved(lead.id)
        }
        agentDeadlines.clear(agent)
        makeAvailable(agent, at: now)
    }

    // MARK: Calls without their agent

    /// Since when the call on the line has been ringing, nil when it is not. Over a trunk that has no
    /// time to say so, it rings from its start.
    func ringing(_ line: Int32) -> Instant? {
        switch lines[line].phase {
        case .ringing: lines[line].ringing
        case .dialing where rules.limits.setup == .zero: lines[line].startedAt
        default: nil
        }
    }

    /// Reserves idle agents for ringing calls whose own agents left, or that never had one.
    mutating func giveOrphansAgents(at now: Instant) {
        while let call = orphans.last {
            guard let line = lines.line(of: call), lines[line].reserved == nil,
                lines[line].phase.isInFlight
            else {
                orphans.removeLast()
                continue
            }
            let attempt = lines[line]
            guard let agent = agent(for: attempt.lead, of: attempt.segment, after: .forever) else {
                return
            }
            orphans.removeLast()
            lines[line].reserved = AgentID(agent + 1)
            lines[line].hasLostAgent = false
            if let ringing = ringing(line) {
                lines[line].deadline = ringing + rules.limits.ring
                setDeadline(of: line)
            }
            agents[agent].take(attempt, on: line)
            move(agent, to: .reserved, at: now)
        }
    }
}
