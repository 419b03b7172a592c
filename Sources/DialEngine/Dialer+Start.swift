import DialModel
import DialPacing

extension Dialer {
    /// Starts as many calls as mode, policy and limits allow.
    mutating func startCalls(at now: Instant) {
        floorHasChanged = false
        wantsToStart = false
        floor.leads = hopper.count
        if !orphans.isEmpty { giveOrphansAgents(at: now) }
        let pace: Pace
        switch plan.mode {
        case .predictive:
            // In two steps: in one, `self` would be copied first, and the policy with it.
            let wanted = policy.pace(for: floor, at: now)
            pace = wanted.start == 0 || policy.keepsRule ? wanted : keepCap(wanted)
        case .progressive: pace = Pace(start: floor.idle, bound: .agents)
        case .automatic: pace = automaticPace()
        case .preview:
            again = .never
            showPreviews(at: now)
            return
        }
        again = .never
        if let span = pace.again, hopper.count > 0 { again = now + span }
        if pace.start == 0 { return }
        let limited = limit(pace)
        if limited.start == 0, !plan.recordsDecisions { return }
        let seen = plan.recordsDecisions ? floor : Floor()
        var started = 0
        while started < limited.start {
            if now < nextStart {
                wantsToStart = true
                break
            }
            var agent: Int32?
            if plan.mode == .progressive { agent = agents.longestIdle(in: nil) }
            guard let lead = hopper.pop() else { break }
            start(lead, for: agent, in: plan.mode, at: now)
            started += 1
        }
        if plan.recordsDecisions, keepsRecords, pace.start > 0 {
            var final = limited
            if started < limited.start { final.bound = .callsPerSecond }
            final.start = pace.start
            effects.records.append(
                .decision(Decision(at: now, floor: seen, pace: final, started: started)))
        }
        floorHasChanged = false
    }

    /// Dials the lead, for one agent alone or for whoever is free by then.
    mutating func start(
        _ lead: DueLead, for agent: Int32?, in mode: DialMode, at now: Instant
    ) {
        let start = AttemptStart(
            attempt: nextAttempt, lead: lead.id, number: lead.number,
            ordinal: lead.attempts + 1, mode: mode, agent: agent.map { AgentID($0 + 1) },
            at: now)
        nextAttempt = AttemptID(nextAttempt.raw + 1)
        countLineTime(at: now)
        let line = lines.open(
            CallAttempt(start: start, deadline: now + rules.limits.setup + rules.limits.ring))
        setDeadline(of: line)
        floor.dialing += 1
        floor.attempts += 1
        floorHasChanged = true
        if let rate = rules.limits.callsPerSecond {
            nextStart = max(now, nextStart) + Duration(drawn: 1 / rate)
        }
        lastStart = now
        if let agent {
            agentDeadlines.clear(agent)
            agents[agent].line = line
            agents[agent].attempt = start.attempt
            agents[agent].lead = lead
            move(agent, to: .reserved, at: now)
        }
        tally.dials += 1
        if keepsRecords { effects.records.append(.started(start)) }
        effects.commands.append(
            .place(
                CallID(attempt: start.attempt, line: line), lead.number, ordinal: start.ordinal))
        policy.note(.dialled, at: now)
    }

    /// The pace cut down to what trunk, lines and leads allow.
    @inline(__always)
    private func limit(_ pace: Pace) -> Pace {
        var limited = pace
        if !trunk.takesCalls { return Pace(start: 0, bound: .trunk) }
        // A preview holds a line for its lead.
        let free = max(0, floor.linesFree - floor.previewing)
        if limited.start > free {
            limited.start = free
            limited.bound = .lines
        }
        if limited.start > hopper.count {
            limited.start = hopper.count
            limited.bound = .leads
        }
        return limited
    }

    /// One call per idle agent, whatever the policy wants, while one more abandoned person would
    /// take the campaign over its cap. A cap of 100 % binds nothing.
    @inline(__always)
    private func keepCap(_ pace: Pace) -> Pace {
        let cap = plan.abandonment.cap
        guard cap < 1, cap * Double(floor.answered) - Double(floor.abandoned) < 1 else {
            return pace
        }
        let oneToOne = max(0, floor.idle - floor.inFlight - floor.holding)
        if pace.start <= oneToOne { return pace }
        return Pace(start: oneToOne, bound: .budget, again: pace.again)
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
        while trunk.takesCalls, floor.linesFree > floor.previewing,
            let agent = agents.longestIdle(in: nil), let lead = hopper.pop()
        {
            agents[agent].lead = lead
            agents[agent].accepted = false
            move(agent, to: .previewing, at: now)
            setDeadline(ofAgent: agent, to: now + plan.preview.time)
            effects.cues.append(
                DeskCue(AgentID(agent + 1), .preview(lead.id, ordinal: lead.attempts + 1)))
        }
    }

    /// Dials what the agent has looked at, as soon as calls per second allow.
    mutating func dialPreviewed(_ agent: Int32, at now: Instant) {
        guard phase == .running || phase == .paused, trunk.takesCalls else {
            return endPreview(agent, at: now)
        }
        agents[agent].accepted = true
        if phase == .paused { return agentDeadlines.clear(agent) }
        if now < nextStart { return setDeadline(ofAgent: agent, to: nextStart) }
        if floor.linesFree == 0 { return setDeadline(ofAgent: agent, to: now + .seconds(1)) }
        start(agents[agent].lead, for: agent, in: .preview, at: now)
    }

    /// Takes the lead away from the agent, undialled, and keeps it for another.
    mutating func endPreview(_ agent: Int32, at now: Instant) {
        let lead = agents[agent].lead
        hopper.putBack(lead)
        agentDeadlines.clear(agent)
        effects.cues.append(DeskCue(AgentID(agent + 1), .previewEnded(lead.id)))
        makeAvailable(agent, at: now)
    }

    mutating func skipPreview(_ agent: Int32, _ reason: SkipReason, at now: Instant) {
        let lead = agents[agent].lead
        let ordinal = lead.attempts + 1
        var next = LeadState.closed
        if let wait = plan.preview.skippedAgainAfter, ordinal < plan.retry.attempts {
            next = .due(now + wait)
        }
        sendBack(next)
        if keepsRecords {
            effects.records.append(
                .skipped(
                    SkippedLead(
                        leadID: lead.id, ordinal: ordinal, agent: AgentID(agent + 1),
                        reason: reason, at: now, lead: next)))
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
            guard let agent = agents.longestIdle(in: nil) else { return }
            orphans.removeLast()
            let attempt = lines[line]
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
