import DialModel

extension OperatorCommand {
    /// Whether it is not done again where a campaign is resumed: what it does is kept with the leads, or
    /// the campaign is resumed as it stood.
    fileprivate var isDoneOnce: Bool {
        switch self {
        case .doNotCall, .allow, .call, .pause, .start: true
        default: false
        }
    }
}

/// What comes by time alone.
extension Dialer {
    /// Works out when the plan next does something; to be called when phase or plan have changed.
    mutating func schedulePlan() {
        planDue = .never
        guard started != .never, phase != .finished else { return }
        planDue = min(departures.earliest, min(callbacksDue, answers.turn))
        if nextChange < plan.changes.count {
            planDue = min(planDue, started + plan.changes[nextChange].at)
        }
        if plan.leavingNotice != nil {
            skipUnforeseeable()
            planDue = min(planDue, foreseenNext)
        }
        if let duration = plan.duration, phase == .running || phase == .paused {
            planDue = min(planDue, started + duration)
        }
    }

    /// Does what is due by now: of the plan, of calls, of agents, of a trunk that was left alone.
    mutating func runDeadlines(at now: Instant) {
        if planDue <= now { runPlan(at: now) }
        if lineDeadlines.earliest <= now { runLineDeadlines(at: now) }
        if min(agentDeadlines.earliest, min(graceEnds, trunk.pausedUntil)) <= now {
            runRareDeadlines(at: now)
        }
    }

    @inline(never)
    mutating func runPlan(at now: Instant) {
        while planDue <= now {
            if nextChange < plan.changes.count, started + plan.changes[nextChange].at <= now {
                let planned = plan.changes[nextChange]
                let (change, due) = (planned.command, planned.at)
                nextChange += 1
                schedulePlan()
                if change.isDoneOnce, started + due < resumed { continue }
                if phase == .running || phase == .paused {
                    carryOut(change, at: now, by: planned.by)
                }
            } else if foreseenNext <= now {
                foreseeChange(at: now)
                schedulePlan()
            } else if departures.earliest <= now {
                noteDepartures(at: now)
            } else if callbacksDue <= now {
                turnCallbacks(at: now)
            } else if answers.turn <= now {
                answers.turn = .never
                schedulePlan()
            } else {
                carryOut(.stop, at: now, by: Operation.byPlan)
            }
        }
    }

    @inline(__always)
    private mutating func runLineDeadlines(at now: Instant) {
        // How most calls end: nobody answers, and nothing is written down.
        if rules.endsAtOnce, !keepsRecords { endUnanswered(at: now) }
        if lineDeadlines.earliest <= now { runOtherLineDeadlines(at: now) }
    }

    @inline(never)
    private mutating func runOtherLineDeadlines(at now: Instant) {
        while lineDeadlines.earliest <= now, let line = lineDeadlines.first {
            if lines[line].waitsToOverflow, lines[line].phase == .holding {
                overflow(line, at: now)
            } else {
                step(line, .deadline, at: now)
            }
        }
    }

    @inline(never)
    private mutating func runRareDeadlines(at now: Instant) {
        while agentDeadlines.earliest <= now, let agent = agentDeadlines.first {
            agentTimeRanOut(agent, at: now)
        }
        if graceEnds <= now { carryOut(.halt, at: now) }
        if trunk.pausedUntil <= now {
            trunk.resume()
            floorHasChanged = true
        }
    }

    /// Ends the campaign when nothing is left to do.
    mutating func finishIfDone(at now: Instant) {
        guard lines.used == 0, floor.previewing == 0 else { return }
        switch phase {
        case .ready, .paused, .finished: return
        case .running:
            guard hopper.isExhausted, floor.wrapUp == 0, callbacks.isEmpty, nextCallback == .never
            else { return }
            if awaitsMore(at: now) { return }
        case .stopping: guard floor.wrapUp == 0 else { return }
        case .halting: break
        }
        for agent in 0..<Int32(agents.count) where agents[agent].state != .loggedOut {
            if agents[agent].state == .wrapUp { endWrapUp(agent, at: now) }
            leave(agent, at: now)
        }
        giveUpByHand(at: now)
        phase = .finished
    }
}
