import DialModel

/// Leads that are called with an agent kept free for each, though the campaign calls otherwise: those of
/// segments with a mode of their own, and people whom nobody took the last time.
///
/// They wait beside the others. Where the campaign keeps an agent for every call, whoever is idle takes
/// the next lead of either kind. In predictive mode an agent is set aside first, while still talking, so
/// that nothing is dialled for that agent, as for one who leaves. A person on the line comes before a
/// lead, whatever its priority.
extension Dialer {
    /// What to ask the lead source for.
    ///
    /// - Parameter count: ``Effects/leadsWanted``.
    public func request(for count: Int, before now: Instant) -> LeadRequest {
        var request = LeadRequest(count, before: now, by: plan)
        request.attended = hopper.attendedRoom
        request.byHand = byHand.map(\.call)
        return request
    }

    /// Leads waiting to be dialled; of those called otherwise and the rest, if there may be both, the
    /// smaller number.
    public var leadsAtHand: Int {
        hopper.hasAttended ? min(hopper.count, hopper.attendedCount) : hopper.count
    }

    /// Takes in the leads of a batch.
    mutating func fill(_ batch: LeadBatch, at now: Instant) {
        hopper.fill(batch)
        if !plan.segments.isEmpty || !batch.attended.isEmpty || hopper.hasAttended {
            partLeads(at: now)
        }
    }

    /// Puts every lead at hand where it belongs, in the order of priority.
    @inline(never)
    mutating func partLeads(at now: Instant) {
        let all = hopper.removeAll()
        let levels = all.map { plan.segments.level(of: $0, at: now) }
        // What came first stays first.
        for place in all.indices.sorted(by: { (levels[$0], $0) < (levels[$1], $1) }) {
            if isAttended(all[place]) {
                hopper.putLastAttended(all[place])
            } else {
                hopper.putLast(all[place])
            }
        }
    }

    private func isAttended(_ lead: DueLead) -> Bool {
        LeadRequest.isAttended(lead, plan.segments, plan.mode)
    }

    /// Takes back a lead that was not dialled; it is the next of its kind.
    mutating func putBack(_ lead: DueLead) {
        if hopper.hasAttended, isAttended(lead) {
            hopper.putBackAttended(lead)
        } else {
            hopper.putBack(lead)
        }
    }

    /// The plan's segments, mode or rules have changed, or are there for the first time.
    mutating func adoptSegments(at now: Instant) {
        adoptRouting()
        hopper.isOrdered = !plan.segments.isEmpty
        hopper.hasAttended =
            plan.segments.hasModes || plan.calling.keepsAgentAfterAbandonment
        if !hopper.hasAttended, setAside == 0, plan.segments.isEmpty { return }
        releaseSetAside(downTo: 0)
        partLeads(at: now)
    }

    /// Gives agents leads that are called with an agent kept free for each.
    @inline(never)
    mutating func serveAttended(at now: Instant) {
        if hopper.attendedCount == 0, setAside == 0 { return }
        guard phase == .running, trunk.takesCalls else { return }
        if isRouted, hopper.attendedRoom == 0, now >= nextReturn { returnUnserved(at: now) }
        if plan.mode == .predictive {
            serveWithThoseSetAside(at: now)
        } else if plan.mode != .automatic {
            serveByTurns(at: now)
        }
    }

    /// Leads that only groups may take of which nobody is at work go back, so that they are not in the way
    /// of others. O(agents + leads), once a minute.
    private mutating func returnUnserved(at now: Instant) {
        nextReturn = now + .minutes(1)
        var groups: Set<GroupID> = []
        for agent in 0..<Int32(agents.count) where agents[agent].state != .loggedOut {
            groups.insert(agents[agent].group)
        }
        for place in (0..<hopper.attendedCount).reversed() {
            let lead = hopper.attended(place)
            let strategy = plan.segments[lead.segment]
            if strategy.isExclusive, groups.isDisjoint(with: strategy.groups) {
                giveBack(hopper.removeAttended(at: place), .due(now + .minutes(5)), at: now)
            }
        }
    }

    /// Every call has an agent of its own: the idle ones take leads of both kinds in turn.
    private mutating func serveByTurns(at now: Instant) {
        var others = 0
        var left = floor.idle
        while left > 0, hopper.attendedCount > 0 {
            left -= 1
            if others < hopper.count, !isAttendedTurn(at: now) {
                others += 1
                countTurn(ofAttended: false)
                continue
            }
            guard giveSomeoneAttended(at: now) else { return }
            countTurn(ofAttended: true)
        }
    }

    private mutating func serveWithThoseSetAside(at now: Instant) {
        if setAside > 0, floor.leavingIdle > 0 {
            for agent in 0..<Int32(agents.count)
            where agents[agent].isSetAside && agents[agent].state == .idle {
                let isDone =
                    giveAttended(to: agent, at: now)
                    || hopper.firstAttended(where: { mayTake($0, agent) }) == nil
                if isDone { set(isSetAside: false, of: agent) }
            }
        }
        releaseSetAside(downTo: hopper.attendedCount)
        setMoreAside(at: now)
    }

    /// Sets busy agents aside for as many leads as have their turn. Of the idle ones only those take a lead
    /// at once who are more than the calls on their way, which were dialled for them.
    private mutating func setMoreAside(at now: Instant) {
        while floor.idle > floor.inFlight + floor.holding, isAttendedTurn(at: now),
            giveSomeoneAttended(at: now)
        {
            countTurn(ofAttended: true)
        }
        releaseSetAside(downTo: hopper.attendedCount)
        guard setAside < hopper.attendedCount, isAttendedTurn(at: now) else { return }
        let free = floor.talking + floor.wrapUp - floor.leavingTalking - floor.leavingWrapUp
        if free <= 0 { return }
        // Soonest free are, as a rule, those who are done talking, then those who have talked longest.
        let busy = (0..<Int32(agents.count)).filter {
            (agents[$0].state == .talking || agents[$0].state == .wrapUp) && !agents[$0].isLeaving
        }
        let order = busy.sorted {
            let (a, b) = (agents[$0], agents[$1])
            return (a.state == .wrapUp ? 0 : 1, a.since, $0) < (
                b.state == .wrapUp ? 0 : 1, b.since, $1
            )
        }
        for agent in order {
            guard setAside < hopper.attendedCount, isAttendedTurn(at: now) else { return }
            guard hasLead(for: agent) else { continue }
            set(isSetAside: true, of: agent)
            countTurn(ofAttended: true)
        }
    }

    private mutating func releaseSetAside(downTo count: Int) {
        if setAside <= count { return }
        for agent in 0..<Int32(agents.count) where agents[agent].isSetAside {
            set(isSetAside: false, of: agent)
            if setAside <= count { return }
        }
    }

    /// Sets whether the agent next takes a lead that is called otherwise than the campaign calls.
    mutating func set(isSetAside: Bool, of agent: Int32) {
        if agents[agent].isSetAside == isSetAside { return }
        setAside += isSetAside ? 1 : -1
        agents.set(isSetAside: isSetAside, of: agent, floor: &floor)
        floorHasChanged = true
    }

    /// Whether there are more leads that the agent may take than agents of the same group set aside.
    private func hasLead(for agent: Int32) -> Bool {
        if !isRouted { return true }
        let leads = (0..<hopper.attendedCount).count { mayTake(hopper.attended($0), agent) }
        let aside = (0..<Int32(agents.count)).count {
            agents[$0].isSetAside && agents[$0].group == agents[agent].group
        }
        return leads > aside
    }

    /// Whether the lead's call may be given to the agent to begin with.
    private func mayTake(_ lead: DueLead, _ agent: Int32) -> Bool {
        mayServe(agent, lead.segment, after: .forever)
    }

    /// - Returns: whether there were an idle agent and a lead for one another.
    private mutating func giveSomeoneAttended(at now: Instant) -> Bool {
        if !isRouted {
            return agents.longestIdle(in: nil).map { giveAttended(to: $0, at: now) } ?? false
        }
        for place in 0..<hopper.attendedCount {
            let lead = hopper.attended(place)
            if let agent = agent(for: lead.id, of: lead.segment, after: .forever) {
                return giveAttended(to: agent, at: now)
            }
        }
        return false
    }

    /// Gives an idle agent the next lead that this agent may take.
    ///
    /// - Returns: whether there was one that may be called now.
    private mutating func giveAttended(to agent: Int32, at now: Instant) -> Bool {
        while floor.linesFree > floor.previewing,
            let place = hopper.firstAttended(where: { !isRouted || mayTake($0, agent) })
        {
            let lead = hopper.removeAttended(at: place)
            if isGated, let refusal = plan.calling.refusal(of: lead, at: now) {
                refuse(refusal)
            } else if plan.segments.mode(of: lead.segment, in: plan.mode) == .preview {
                show(lead, to: agent, at: now)
                return true
            } else if now < nextStart {
                wantsToStart = true
                hopper.putBackAttended(lead)
                return false
            } else {
                start(lead, for: agent, in: .progressive, at: now)
                return true
            }
        }
        return false
    }

    // MARK: Whose turn it is

    private func isAttendedTurn(at now: Instant) -> Bool {
        guard let lead = hopper.nextAttended else { return false }
        guard let other = hopper.next, !lead.needsAgent else { return true }
        let level = plan.segments.level(of: lead, at: now)
        let others = plan.segments.level(of: other, at: now)
        return level == others ? attendedCredit >= 0 : level < others
    }

    /// An agent has gone to a lead of one kind or the other: of two kinds of one priority each gets its
    /// share.
    @inline(never)
    mutating func countTurn(ofAttended isAttended: Bool) {
        guard let lead = hopper.nextAttended, let other = hopper.next else { return }
        let share = plan.segments[lead.segment].share
        let others = plan.segments[other.segment].share
        let step = (isAttended ? -others : share) / (share + others)
        attendedCredit = min(1, max(-1, attendedCredit + step))
    }
}
