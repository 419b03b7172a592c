import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import Testing

/// Scripts of who takes whom.
@Suite struct RoutingScripts {
    /// Agents by group, all ready; leads of segment 1, "large", whose people go to group 1, "seniors".
    private func script(
        _ groups: [UInt8], segments: [UInt8], ratio: Double = 1, mode: DialMode = .predictive,
        change: (inout CampaignPlan) -> Void = { _ in }
    ) -> Script {
        var plan = quickPlan(mode, agents: groups.count)
        plan.pacing = .fixedRatio(ratio)
        plan.abandonment.first.cap = 1
        plan.limits.hold = .seconds(2)
        plan.groups = ["juniors", "seniors"]
        var large = SegmentStrategy(name: "large")
        large.groups = [GroupID(1)]
        plan.segments = SegmentStrategies([SegmentStrategy(), large])
        change(&plan)
        var script = Script(plan)
        script.list = LeadList(
            segments.enumerated().map { place, segment in
                DueLead(
                    id: LeadID(Int64(place) + 1),
                    number: PhoneNumber(digits: 99_900_000_001 + UInt64(place)),
                    segment: SegmentID(segment))
            })
        script.command(.start)
        for (place, group) in groups.enumerated() { script.ready(Int32(place) + 1, group: group) }
        return script
    }

    private func answers(_ script: inout Script, _ places: [Int]) -> [Int32] {
        let before = script.bridges.count
        for place in places { script.answer(script.placed[place]) }
        return script.bridges.dropFirst(before).map(\.agent)
    }

    @Test func `people go to their segment's group first, and to any other when it is busy`() {
        var script = script([0, 1, 0], segments: [1, 1, 0])
        #expect(answers(&script, [0, 1]) == [2, 1])
        #expect(script.complaints == [])
    }

    @Test func `others wait for the overflow before they take a segment's people`() {
        var script = script([0, 1], segments: [1, 1]) { $0.routing.overflow = .seconds(1) }
        #expect(answers(&script, [0, 1]) == [2])
        script.wait(.milliseconds(900))
        #expect(script.bridges.count == 1 && script.floor.holding == 1)
        script.wait(.milliseconds(100))
        #expect(script.bridges.map(\.agent) == [2, 1])
        #expect(script.floor.abandoned == 0 && script.complaints == [])
    }

    @Test func `whom nobody takes after the overflow is abandoned when the hold is over`() {
        var script = script([1], segments: [1, 1], ratio: 2) { $0.routing.overflow = .seconds(1) }
        #expect(answers(&script, [0, 1]) == [1])
        script.wait(.milliseconds(1_999))
        #expect(script.floor.abandoned == 0)
        script.wait(.milliseconds(1))
        #expect(script.floor.abandoned == 1 && script.complaints == [])
    }

    @Test func `an agent who comes free takes a person of the own segments first`() {
        var script = script([1], segments: [1, 0, 1], ratio: 3)
        #expect(answers(&script, [0, 1, 2]) == [1])
        script.wait(.seconds(1))
        script.finishTalk(1, script.placed[0], .connected(.deal))
        #expect(script.bridges.last?.call == script.placed[2], "though the other waits longer")
    }

    @Test func `a reserve group helps out only when nobody else is idle`() {
        var script = script([1, 0], segments: [0, 0]) {
            $0.segments = SegmentStrategies()
            $0.routing.reserve = [false, true]
        }
        #expect(answers(&script, [0, 1]) == [2, 1])
    }

    @Test func `people that only their own group takes are called with one of it kept free`() {
        var script = script([0, 1], segments: [1, 1, 0]) { plan in
            plan.routing.overflow = nil
            var all = plan.segments.all
            all[1].isExclusive = true
            plan.segments = SegmentStrategies(all)
            plan.retry.attempts = 1
        }
        let leads = script.placed.compactMap { script.start(of: $0) }
        #expect(leads.first { $0.lead == LeadID(1) }?.agent == AgentID(2))
        #expect(leads.map(\.lead.raw).sorted() == [1, 3], "the junior is dialled ahead for")
        guard let first = script.placed.first(where: { script.start(of: $0)?.lead == LeadID(1) })
        else { return }
        script.end(first, .busy)
        #expect(script.start(of: script.placed.last!)?.lead == LeadID(2))
        #expect(script.start(of: script.placed.last!)?.agent == AgentID(2))
    }

    @Test func `by fewest calls, in turn, or to the one who talked before`() {
        func order(_ choice: RoutingRules.Choice) -> [Int32] {
            var script = script(
                [0, 0, 0], segments: [0, 0, 0, 0, 0, 0], mode: .progressive
            ) { plan in
                plan.segments = SegmentStrategies()
                plan.routing.choice = choice
                plan.retry.attempts = 2
                plan.retry.after = [.connected(.followUp): .hours(1)]
            }
            // Agents 1 and 2 talk, 3 waits; then 2 is done, then 1; all are asked again.
            let calls = script.placed
            script.answer(calls[0])
            script.answer(calls[1])
            script.finishTalk(2, calls[1], .connected(.followUp))
            script.finishTalk(1, calls[0], .connected(.followUp))
            return script.placed.dropFirst(3).compactMap { script.start(of: $0)?.agent?.raw }
        }
        #expect(order(.longestIdle) == [2, 1])
        #expect(order(.fewestCalls) == [2, 1])
        #expect(order(.roundRobin) == [2, 1])
    }

    @Test func `sticky: a lead is called again by the agent who talked to it`() {
        var script = script([0, 0], segments: [0], mode: .progressive) { plan in
            plan.segments = SegmentStrategies()
            plan.routing.choice = .sticky
            plan.retry.attempts = 3
            plan.retry.after = [.connected(.followUp): .hours(1)]
        }
        for _ in 0..<2 {
            let call = script.placed.last!
            script.answer(call)
            script.finishTalk(1, call, .connected(.followUp))
            script.wait(.hours(1) + .seconds(10))
        }
        #expect(script.placed.compactMap { script.start(of: $0)?.agent?.raw } == [1, 1, 1])
    }

    @Test func `by best value the agent who succeeds with such people takes them`() {
        var script = script([0, 0], segments: [UInt8](repeating: 1, count: 60)) { plan in
            plan.routing.choice = .bestValue
            plan.segments = SegmentStrategies([SegmentStrategy(), SegmentStrategy(name: "x")])
        }
        var taken = [0, 0]
        for round in 0..<20 {
            let call = script.placed[round]
            script.answer(call)
            let agent = script.bridges.last!.agent
            taken[Int(agent) - 1] += 1
            // Agent 2 always sells, agent 1 never.
            script.finishTalk(agent, call, .connected(agent == 2 ? .deal : .refused))
        }
        #expect(taken[1] >= 18, "\(taken)")
    }
}
