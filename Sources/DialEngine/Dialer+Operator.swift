import DialModel
import DialPacing

extension Dialer {
    /// Does what the operator, or the plan, asks. A command that makes no sense now is ignored.
    mutating func carryOut(_ command: OperatorCommand, at now: Instant, by: String? = nil) {
        switch (command, phase) {
        case (_, .finished): return
        case (.start, .ready):
            phase = .running
            goneOn = now
            started = began ?? now
            if began != nil { resumed = now }
            budget = AbandonmentBudget(
                plan.abandonment, began: started,
                ends: plan.duration.map { started + $0 } ?? .never, utcOffset: plan.utcOffset)
            tellPolicy(at: now)
            setAgents(plan.agents, at: now)
        case (.start, .paused):
            phase = .running
            goneOn = now
            for agent in 0..<Int32(agents.count)
            where agents[agent].state == .previewing && agents[agent].accepted {
                dialPreviewed(agent, at: now)
            }
        case (.start, _): return
        case (.pause, .running): phase = .paused
        case (.pause, _): return
        case (.stop, .ready), (.stop, .running), (.stop, .paused):
            phase = .stopping
            graceEnds = now + rules.limits.grace
            endPreviews(at: now)
        case (.stop, _): return
        case (.halt, _):
            phase = .halting
            graceEnds = .never
            endPreviews(at: now)
            hangUpAll(at: now)
        case (.mode(let mode), _):
            guard mode != .automatic || plan.flow != nil else { return }
            let wasFlow = plan.mode == .automatic
            plan.mode = mode
            adoptSegments(at: now)
            // No agent answers for a flow: whom it may call is another question.
            if plan.calling.keepsAgentAfterAbandonment, wasFlow != (mode == .automatic) {
                lookAgain(at: now)
            }
            tellPolicy(at: now)
            if mode == .progressive || mode == .preview { reserveForCallsInFlight() }
        case (.pacing(let pacing), _):
            plan.pacing = pacing
            makePolicy()
            tellPolicy(at: now)
        case (.agents(let count), _):
            plan.agents = max(0, count)
            if phase != .ready { setAgents(plan.agents, at: now) }
        case (.lines(let count), _):
            plan.limits.lines = max(0, count)
            floor.lines = plan.limits.lines
        case (.callsPerSecond(let rate), _):
            plan.limits.callsPerSecond = rate.flatMap { $0 > 0 ? $0 : nil }
            nextStart = now
            if lastStart != .never, let rate = plan.limits.callsPerSecond {
                nextStart = max(now, lastStart + Duration(drawn: 1 / rate))
            }
        case (.hold(let span), _):
            plan.limits.hold = max(.zero, span)
            tellPolicy(at: now)
        case (.ring(let span), _):
            plan.limits.ring = max(plan.limits.minimumRing, span)
        case (.abandonmentCap(let cap), _):
            plan.abandonment.first.cap = min(1, max(0, cap))
            budget.set(cap: plan.abandonment.first.cap)
            if case .predictive = plan.pacing { makePolicy() }
            tellPolicy(at: now)
        case (.cap(let cap), _):
            guard cap.attempts > 0, cap.within > .zero else { return }
            plan.calling.caps.removeAll(where: cap.replaces)
            plan.calling.caps.append(cap)
            lookAgain(at: now)
        case (.quiet(let outcome, let span), _):
            plan.calling.quiet[outcome] = max(.zero, span)
            lookAgain(at: now)
        case (.doNotCall(let number), _): list(number, isLifted: false, at: now)
        case (.allow(let number), _): list(number, isLifted: true, at: now)
        case (.routing(let choice), _): plan.routing.choice = choice
        case (.overflow(let span), _):
            guard plan.routing.overflow != nil else { return }
            plan.routing.overflow = max(.zero, span)
        case (.reserve(let group, let isOn), _):
            guard Int(group.raw) < plan.groups.count else { return }
            while plan.routing.reserve.count < plan.groups.count {
                plan.routing.reserve.append(false)
            }
            plan.routing.reserve[Int(group.raw)] = isOn
        case (.segment(let change), _):
            guard plan.segments.apply(change) else { return }
            adoptSegments(at: now)
            // Those at hand were fetched in the old order.
            hopper.hurry()
        case (.call(let call), _): wish(for: call, by: by, at: now)
        }
        adoptRouting()
        rules.limits = plan.limits
        isGated = !plan.calling.isEmpty
        guardsCap = plan.guardsCap
        floorHasChanged = true
        schedulePlan()
        note(.command(command), at: now, by: by)
        // What the plan has for the past, where the campaign is resumed, comes before the first call.
        if command == .start, planDue <= now { runPlan(at: now) }
    }

    /// Does what somebody wants, and notes that it is done if the store has it as a wish.
    mutating func carryOut(_ instruction: Instruction, at now: Instant) {
        if phase == .finished { return }
        if let hours = instruction.hours {
            plan.calling.hours = hours.times
            lookAgainAtHours(at: now)
            note(.hours(ShortText(hours.text)), at: now, by: instruction.by)
        }
        if let lists = instruction.lists {
            plan.calling.doNotCall.rebase(on: lists.numbers)
            note(.lists(ShortText(lists.text)), at: now, by: instruction.by)
        }
        isGated = !plan.calling.isEmpty
        floorHasChanged = true
        for command in instruction.commands { carryOut(command, at: now, by: instruction.by) }
        guard let wish = instruction.wish, keepsRecords else { return }
        let elapsed = started == .never ? .zero : now - started
        effects.records.add(.granted(GrantedWish(wish, at: now, elapsed: elapsed)))
    }

    private mutating func makePolicy() {
        policy = plan.makePolicy()
        fixedRatio = policy as? FixedRatio
        policyLearns = policy.learns
        policyKeepsRule = policy.keepsRule
        policyTellsSegmentsApart = policy.tellsSegmentsApart
    }

    /// Tells the policy what it cannot learn by watching.
    private mutating func tellPolicy(at now: Instant) {
        _ = budget.take(floor, at: now)
        windowsTurn = budget.turns
        policy.adopt(PacingTerms(budget: budget, hold: plan.limits.hold), at: now)
    }

    /// Brings the number of agents at work to `count`: calls some in, lets some go when their work
    /// in hand is done. O(agents).
    private mutating func setAgents(_ count: Int, at now: Instant) {
        agents.grow(to: count, at: now)
        for agent in 0..<Int32(agents.count) {
            let isWanted = agent < count
            switch (isWanted, agents[agent].state) {
            case (true, .loggedOut):
                effects.cues.add(DeskCue(AgentID(agent + 1), .logIn))
            case (true, _):
                if agents[agent].wish == .dismissed { set(.none, of: agent) }
            case (false, .loggedOut):
                // Perhaps on the way in, and not wanted after all.
                effects.cues.add(DeskCue(AgentID(agent + 1), .loggedOut))
            case (false, .idle), (false, .notReady): leave(agent, at: now)
            case (false, _):
                if agents[agent].wish != .logout { set(.dismissed, of: agent) }
            }
        }
    }

    /// Calls that were made for whoever is free get agents of their own before any new call does,
    /// the oldest first. O(lines).
    private mutating func reserveForCallsInFlight() {
        let unreserved = (0..<Int32(lines.count)).filter {
            lines[$0].reserved == nil && lines[$0].phase.isInFlight
                && lines[$0].mode != .automatic
        }
        orphans = unreserved.sorted { lines[$0].attempt > lines[$1].attempt }.map(id)
    }

    private mutating func endPreviews(at now: Instant) {
        guard floor.previewing > 0 else { return }
        for agent in 0..<Int32(agents.count) where agents[agent].state == .previewing {
            endPreview(agent, at: now)
        }
    }

    private mutating func hangUpAll(at now: Instant) {
        for line in 0..<Int32(lines.count) where lines[line].phase != .ended {
            let call = lines[line]
            let outcome: Outcome
            switch call.phase {
            case .holding where call.transfer == nil:
                // Nobody comes any more: it is we who leave the person.
                countAbandoned()
                if policyLearns { policy.note(.abandoned, at: now) }
                outcome = .connected(.abandoned)
            case .holding, .flow: outcome = .connected(.completed)
            default:
                outcome = .notConnected(call.answered == nil ? .noAnswer : .unknown)
            }
            stepApart(line, .release(outcome), at: now)
        }
    }
}
