import DialModel

/// Which agent takes whom, where that is not just whoever has been idle longest.
extension Dialer {
    /// The plan's routing or segments have changed, or are there for the first time.
    mutating func adoptRouting() {
        isRouted = !plan.routing.isPlain || plan.segments.all.contains { !$0.groups.isEmpty }
    }

    /// The idle agent who takes the lead's call; nil: none may, yet.
    ///
    /// - Parameter waited: how long its person has been waiting.
    @inline(__always)
    func agent(
        for lead: LeadID, of segment: SegmentID, after waited: Duration = .zero
    ) -> Int32? {
        isRouted ? routed(lead, segment, waited) : agents.longestIdle(in: nil)
    }

    @inline(never)
    private func routed(_ lead: LeadID, _ segment: SegmentID, _ waited: Duration) -> Int32? {
        if floor.idle == 0 { return nil }
        let segment = segment.ofList
        let wanted = plan.segments[segment].groups
        let isOver = plan.routing.overflow.map { waited >= $0 } ?? false
        if plan.routing.choice == .sticky, let last = lastAgents[lead], last < agents.count,
            agents[last].state == .idle,
            wanted.isEmpty || isOver || wanted.contains(agents[last].group)
        {
            return last
        }
        for group in wanted {
            if let agent = best(in: [group], segment) { return agent }
        }
        if !wanted.isEmpty, !isOver { return nil }
        let all = (0..<plan.groups.count).map { GroupID(UInt8($0)) }
        if let agent = best(in: all.filter { !plan.routing.isReserve($0) }, segment) {
            return agent
        }
        return isOver ? best(in: all.filter(plan.routing.isReserve), segment) : nil
    }

    /// Of the idle agents of these groups, the one to take a call. O(them).
    private func best(in groups: [GroupID], _ segment: SegmentID) -> Int32? {
        var best: Int32?
        for group in groups {
            for agent in agents.idle(in: group) {
                if let now = best, !isBefore(agent, now, segment) { continue }
                best = agent
                // They stand in the order in which they became idle.
                if plan.routing.choice == .longestIdle || plan.routing.choice == .sticky { break }
            }
        }
        return best
    }

    private func isBefore(_ a: Int32, _ b: Int32, _ segment: SegmentID) -> Bool {
        switch plan.routing.choice {
        case .longestIdle, .sticky: break
        case .fewestCalls:
            if agents[a].talks != agents[b].talks { return agents[a].talks < agents[b].talks }
        case .roundRobin:
            // Those after the last one first, then from the beginning.
            return (a <= lastInTurn ? 1 : 0, a) < (b <= lastInTurn ? 1 : 0, b)
        case .bestValue:
            let (x, y) = (successes.rate(of: a, segment), successes.rate(of: b, segment))
            if x != y { return x > y }
        }
        return (agents[a].since, a) < (agents[b].since, b)
    }

    /// Whether the agent may take people of the segment who have waited so long.
    func mayServe(_ agent: Int32, _ segment: SegmentID, after waited: Duration) -> Bool {
        if !isRouted { return true }
        let isOver = plan.routing.overflow.map { waited >= $0 } ?? false
        let wanted = plan.segments[segment.ofList].groups
        let group = agents[agent].group
        if isOver || wanted.contains(group) { return true }
        return wanted.isEmpty && !plan.routing.isReserve(group)
    }

    /// An agent has been joined with a person.
    @inline(never)
    mutating func noteTalk(of agent: Int32, with lead: LeadID) {
        agents[agent].talks &+= 1
        lastInTurn = agent
        if plan.routing.choice == .sticky { lastAgents[lead] = agent }
    }

    /// What has come of a talk.
    @inline(never)
    mutating func noteSuccess(of agent: Int32, _ segment: SegmentID, _ outcome: Outcome) {
        guard plan.routing.choice == .bestValue else { return }
        successes.note(plan.routing.success.contains(outcome), of: agent, segment.ofList)
    }

    // MARK: Waiting for an agent

    /// Lets the person wait, first for those whose turn it is, then for anyone.
    mutating func holdRouted(_ line: Int32, at now: Instant) {
        let limit = rules.limits.hold
        guard isRouted, let overflow = plan.routing.overflow, overflow > .zero, overflow < limit
        else { return hold(line, for: limit, at: now) }
        lines[line].waitsToOverflow = true
        hold(line, for: overflow, at: now)
    }

    /// Those whose turn it is have not come free: now anyone may take the person.
    mutating func overflow(_ line: Int32, at now: Instant) {
        lines[line].waitsToOverflow = false
        let call = lines[line]
        let waited = now - call.personAt
        if let agent = agent(for: call.lead, of: call.segment, after: waited) {
            return bridge(line, to: agent, at: now)
        }
        lines[line].deadline = max(now, call.personAt + rules.limits.hold)
        setDeadline(of: line)
    }

    /// Gives the agent the person who has waited longest of those that the agent may take, those of the
    /// agent's own segments first.
    @inline(never)
    mutating func serveHoldingRouted(_ agent: Int32, at now: Instant) {
        let group = agents[agent].group
        var best: Int32 = -1
        var line = holding.first()
        while line >= 0 {
            let call = lines[line]
            if let wanted = call.transfer {
                if wanted == group { return bridge(line, to: agent, at: now) }
            } else if mayServe(agent, call.segment, after: now - call.personAt) {
                if plan.segments[call.segment].groups.contains(group) {
                    return bridge(line, to: agent, at: now)
                }
                if best < 0 { best = line }
            }
            line = holding.after(line)
        }
        if best >= 0 { bridge(best, to: agent, at: now) }
    }
}

/// How often agents succeed, by segment: each one's rate, drawn towards that of the segment, and that
/// towards the rate of all.
///
/// > Source: the mean of a beta prior with the weight of ``weight`` talks, as in B. Efron and C. Morris
/// > (1975), doi:10.1080/01621459.1975.10479864, with the weight given and not estimated.
struct SuccessRates: Sendable {
    private struct Count: Sendable {
        var talks = 0.0
        var successes = 0.0
        /// Drawn towards `mean`.
        func rate(_ mean: Double) -> Double {
            (successes + mean * SuccessRates.weight) / (talks + SuccessRates.weight)
        }
    }
    /// How many talks the rate of the others is worth.
    static let weight = 20.0

    private var all = Count()
    private var bySegment: [UInt8: Count] = [:]
    private var byAgent: [Int32: Count] = [:]
    private var byBoth: [Int64: Count] = [:]

    private func key(_ agent: Int32, _ segment: SegmentID) -> Int64 {
        Int64(agent) << 8 | Int64(segment.raw)
    }

    mutating func note(_ isSuccess: Bool, of agent: Int32, _ segment: SegmentID) {
        func add(to count: inout Count) {
            count.talks += 1
            count.successes += isSuccess ? 1 : 0
        }
        add(to: &all)
        add(to: &bySegment[segment.raw, default: Count()])
        add(to: &byAgent[agent, default: Count()])
        add(to: &byBoth[key(agent, segment), default: Count()])
    }

    /// The chance that the agent succeeds with someone of the segment: of both together, drawn towards what
    /// the agent and the segment, each by itself, let expect.
    func rate(of agent: Int32, _ segment: SegmentID) -> Double {
        let mean = all.rate(0.1)
        let ofSegment = (bySegment[segment.raw] ?? Count()).rate(mean)
        let ofAgent = (byAgent[agent] ?? Count()).rate(mean)
        let expected = min(1, ofSegment * ofAgent / mean)
        return (byBoth[key(agent, segment)] ?? Count()).rate(expected)
    }
}
