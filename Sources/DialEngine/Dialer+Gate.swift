import DialModel

/// The one gate that leads pass on their way to a call, in whatever mode.
extension Dialer {
    /// The next lead that may be dialled at `now`. Those before it that may not are sent back.
    @inline(__always)
    mutating func nextLead(at now: Instant) -> DueLead? {
        isGated ? nextPermitted(at: now) : hopper.pop()
    }

    @inline(never)
    private mutating func nextPermitted(at now: Instant) -> DueLead? {
        while let lead = hopper.pop() {
            guard let refusal = plan.calling.refusal(of: lead, at: now) else { return lead }
            refuse(refusal)
        }
        return nil
    }

    mutating func refuse(_ refusal: RefusedLead) {
        sendBack(refusal.lead)
        refusals[Int(refusal.reason.rawValue)] &+= 1
        if keepsRecords { effects.records.add(.refused(refusal)) }
        noteMoved(refusal.leadID)
    }

    /// Takes the lead away from the agent who has been looking at it if it may not be dialled any more.
    ///
    /// - Returns: whether it was.
    mutating func refusePreviewed(_ agent: Int32, at now: Instant) -> Bool {
        guard isGated, let refusal = plan.calling.refusal(of: agents[agent].lead, at: now) else {
            return false
        }
        refuse(refusal)
        agentDeadlines.clear(agent)
        effects.cues.add(DeskCue(AgentID(agent + 1), .previewEnded(refusal.leadID)))
        makeAvailable(agent, at: now)
        return true
    }

    /// Caps or quiet times have changed: leads that have been called before were fetched with what the old
    /// ones said, and go back to be looked at anew, also those that agents look at and those whose
    /// promised calls are due. So do those that are still on their way. Where the lead source counts other
    /// campaigns' calls too, all do.
    mutating func lookAgain(at now: Instant) {
        let soon = LeadState.due(now + .milliseconds(1))
        let fetched = hopper.removeAll()
        for lead in fetched {
            if isUntouched(lead) {
                hopper.putLast(lead)
            } else {
                giveBack(lead, soon, at: now)
            }
        }
        if hopper.hasAttended { partLeads(at: now) }
        for agent in 0..<Int32(agents.count)
        where agents[agent].state == .previewing && !isUntouched(agents[agent].lead) {
            giveBack(agents[agent].lead, soon, at: now)
            agentDeadlines.clear(agent)
            effects.cues.add(DeskCue(AgentID(agent + 1), .previewEnded(agents[agent].lead.id)))
            makeAvailable(agent, at: now)
        }
        let waiting = callbacks
        callbacks = []
        for call in waiting {
            if let wish = call.wish {
                lookAgain(at: call, wish, at: now)
            } else {
                giveBack(call.lead, .promised(call.callback.at), at: now)
            }
        }
        if hopper.isWaiting { hopper.isOutdated = true }
    }

    /// Whether caps and quiet times cannot hold the lead, whatever they are.
    private func isUntouched(_ lead: DueLead) -> Bool {
        lead.attempts == 0 && !plan.calling.isShared
    }

    /// Sends back a lead that was not dialled, and not refused either.
    mutating func giveBack(_ lead: DueLead, _ state: LeadState, at now: Instant) {
        sendBack(state)
        if keepsRecords {
            effects.records.add(.returned(ReturnedLead(lead.id, at: now, lead: state)))
            noteMoved(lead.id)
        }
    }

    /// Calling hours have changed. Whoever is at hand is judged by the new ones when it comes to a
    /// call; those whom the old ones have sent away are asked for at once.
    mutating func lookAgainAtHours(at now: Instant) {
        for place in callbacks.indices { callbacks[place].from = .epoch }
        if keepsRecords { effects.records.add(.hoursChanged(ChangedHours(at: now))) }
        hopper.hurry()
    }

    /// There are fresh leads whom nobody may call yet: they are asked for when one of their zones opens.
    ///
    /// - Parameter asked: when the source was asked; some may have opened since.
    mutating func awaitOpening(after asked: Instant) {
        if let opening = plan.calling.nextOpening(after: asked) { hopper.note(opening) }
    }

    /// Whoever has complained is not called again, from the next decision on.
    mutating func heed(_ outcome: Outcome, of number: PhoneNumber, at now: Instant) {
        guard isGated, plan.calling.complaints.contains(outcome) else { return }
        list(number, isLifted: false, at: now)
        guard let alert = plan.calling.alert, recentComplaints.note(at: now, for: alert) else {
            return
        }
        let pauses = alert.pauses && phase == .running
        if pauses {
            phase = .paused
            schedulePlan()
        }
        note(.complaints(alert, pauses: pauses), at: now)
    }

    /// Puts a number on the list of those not to be called, or takes it off.
    mutating func list(_ number: PhoneNumber, isLifted: Bool, at now: Instant) {
        if isLifted {
            plan.calling.doNotCall.remove(number)
        } else {
            plan.calling.doNotCall.insert(number)
        }
        if keepsRecords {
            effects.records.add(
                .doNotCall(Objection(number: number, isLifted: isLifted, at: now)))
        }
    }
}
