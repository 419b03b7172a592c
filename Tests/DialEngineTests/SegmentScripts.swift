import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import Testing

/// Scripts of segments that are called in a mode of their own, by the same agents.
@Suite struct SegmentScripts {
    /// Leads 1, 2 … of the segments given; segment 1 is "large", segment 2 "small".
    private func script(
        _ mode: DialMode, agents: Int, segments: [UInt8], large: SegmentStrategy,
        change: (inout CampaignPlan) -> Void = { _ in }
    ) -> Script {
        var plan = quickPlan(mode, agents: agents)
        plan.pacing = .fixedRatio(1)
        plan.retry.attempts = 1
        plan.segments = SegmentStrategies([
            SegmentStrategy(), large, SegmentStrategy(name: "small"),
        ])
        change(&plan)
        var script = Script(plan)
        script.list = LeadList(
            segments.enumerated().map { place, segment in
                DueLead(
                    id: LeadID(Int64(place) + 1),
                    number: PhoneNumber(digits: 99_900_000_001 + UInt64(place)),
                    segment: SegmentID(segment))
            })
        return script
    }

    private func large(
        _ mode: DialMode? = .preview, priority: UInt8 = 1, share: Double = 1
    ) -> SegmentStrategy {
        var large = SegmentStrategy(name: "large")
        large.mode = mode
        large.priority = priority
        large.share = share
        return large
    }

    private func previews(_ script: Script) -> [Int64] {
        script.cues.compactMap {
            if case .preview(let lead, _) = $0.cue.cue { lead.raw } else { nil }
        }
    }

    private func dialled(_ script: Script) -> [Int64] {
        script.placed.compactMap { script.start(of: $0)?.lead.raw }
    }

    @Test func `agents are shown large customers first, the others are dialled ahead`() {
        var script = script(.predictive, agents: 2, segments: [2, 2, 1, 2, 2], large: large())
        script.command(.start)
        script.ready(1)
        #expect(previews(script) == [3], "nobody is on the way yet")
        script.ready(2)
        #expect(dialled(script) == [1])
        script.desk(1, .accept(LeadID(3)))
        #expect(dialled(script) == [1, 3])
        #expect(script.start(of: script.placed[1])?.mode == .preview)
        #expect(script.start(of: script.placed[1])?.agent == AgentID(1))
        #expect(script.complaints == [])
    }

    @Test func `a busy agent is set aside, and nothing is dialled for that one`() {
        var script = script(
            .predictive, agents: 1, segments: [2, 2, 2, 1], large: large(priority: 5))
        script.supplies = false
        script.start()
        // The large one comes later.
        let leads = script.list.next(request(script, attended: 0))
        script.supply(leads)
        #expect(dialled(script) == [1])
        let call = script.placed[0]
        script.answer(call)
        script.supplies = true
        script.supply(script.list.next(request(script, attended: 9)))
        script.wait(.seconds(1))
        #expect(script.floor.leavingTalking == 1 && previews(script) == [])
        script.finishTalk(1, call, .connected(.deal))
        #expect(previews(script) == [4] && dialled(script) == [1])
        #expect(script.complaints == [])
    }

    private func request(_ script: Script, attended: Int) -> LeadRequest {
        var request = script.dialer.request(for: 9, before: script.now)
        request.attended = attended
        return request
    }

    @Test func `of the same priority each kind gets its share of the agents`() {
        var script = script(
            .progressive, agents: 1, segments: (0..<120).map { 1 + UInt8($0 % 2) },
            large: large(priority: 5, share: 3))
        script.start()
        var kinds = [0, 0]
        var seen = 0
        for _ in 0..<40 {
            let shown = previews(script)
            if shown.count > seen {
                seen = shown.count
                kinds[0] += 1
                script.desk(1, .skip(LeadID(shown.last!), .notSuitable))
            } else {
                kinds[1] += 1
                script.end(script.placed.last!, .busy)
            }
        }
        #expect(kinds[0] == 30 && kinds[1] == 10)
    }

    @Test func `in a mode that is like theirs they are called with all others`() {
        var script = script(.predictive, agents: 1, segments: [2, 1, 2], large: large())
        script.start()
        #expect(previews(script) == [2])
        script.command(.mode(.preview))
        script.desk(1, .skip(LeadID(2), .notSuitable))
        #expect(previews(script) == [2, 1])
        #expect(script.complaints == [])
    }

    @Test func `a priority can be changed while the campaign runs`() {
        var script = script(
            .progressive, agents: 1, segments: [2, 1, 2, 1], large: large(nil, priority: 1))
        script.start()
        #expect(dialled(script) == [2])
        var change = SegmentChange(SegmentID(1))
        change.priority = 9
        script.command(.segment(change))
        for _ in 0..<3 { script.end(script.placed.last!, .busy) }
        #expect(dialled(script) == [2, 1, 3, 4])
        #expect(script.operations.last == "segment 1: priority 9")
    }

    @Test func `a campaign with leads of either kind alone comes to its end`() {
        for segments in [[1, 1], [2, 2], []] as [[UInt8]] {
            var script = script(.predictive, agents: 1, segments: segments, large: large())
            script.start()
            for _ in 0..<4 where script.dialer.phase == .running {
                if let lead = previews(script).last { script.desk(1, .accept(LeadID(lead))) }
                if let call = script.placed.last { script.end(call, .busy) }
            }
            #expect(script.dialer.phase == .finished, "\(segments)")
        }
    }

    @Test func `leads that have waited behind all others are called in the end, however many`() {
        var script = script(
            .progressive, agents: 1,
            segments: [UInt8](repeating: 2, count: 700) + [UInt8](repeating: 1, count: 200),
            large: large(priority: 9))
        script.start()
        var seen = 0
        for _ in 0..<2_000 where script.dialer.phase == .running {
            let shown = previews(script)
            if shown.count > seen {
                seen = shown.count
                script.desk(1, .skip(LeadID(shown.last!), .notSuitable))
            } else {
                script.end(script.placed.last!, .busy)
            }
        }
        #expect(Set(previews(script)).count == 200 && script.placed.count == 700)
        #expect(script.dialer.phase == .finished)
    }

    @Test func `who was left without an agent is called again with one kept free`() {
        var script = script(.predictive, agents: 1, segments: [2, 2], large: large()) { plan in
            plan.pacing = .fixedRatio(2)
            plan.abandonment.first.cap = 1
            plan.retry.attempts = 2
            plan.retry.after[.connected(.abandoned)] = .hours(1)
            plan.calling.quiet[.connected(.abandoned)] = .hours(72)
            plan.calling.keepsAgentAfterAbandonment = true
        }
        script.start()
        let calls = script.placed
        #expect(calls.count == 2)
        script.answer(calls[0])
        script.answer(calls[1])
        script.wait(.seconds(30))
        script.finishTalk(1, calls[0], .connected(.deal))
        script.wait(.hours(2))
        #expect(dialled(script) == [1, 2, 2])
        #expect(script.start(of: script.placed[2])?.agent == AgentID(1))
        #expect(script.start(of: script.placed[2])?.mode == .progressive)
    }
}
