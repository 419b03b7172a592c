import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of what an operator does while the campaign runs.
@Suite struct OperatorScripts {
    static func script(
        _ mode: DialMode = .progressive, agents: Int = 2, leads: Int = 1_000,
        _ change: (inout CampaignPlan) -> Void = { _ in }
    ) -> Script {
        var plan = quickPlan(mode, agents: agents)
        plan.pacing = .fixedRatio(1)
        change(&plan)
        var script = Script(plan, leads: leads)
        script.start()
        return script
    }

    @Test func `agents are called in at the start`() {
        var script = Script(quickPlan(.progressive, agents: 3))
        #expect(script.cues.isEmpty)
        script.command(.start)
        #expect(script.cues.map(\.cue) == (1...3).map { DeskCue(AgentID($0), .logIn) })
    }

    @Test func `a pause lets calls go on and starts none; a start goes on`() {
        var script = Self.script()
        script.command(.pause)
        script.end(script.placed[0], .busy)
        script.answer(script.placed[1])
        script.wait(.minutes(1))
        #expect(script.placed.count == 2 && script.bridges.count == 1)
        script.command(.start)
        #expect(script.placed.count == 3)
        #expect(script.operations == ["start", "pause", "start"])
    }

    @Test func `a stop lets talks end, then everything is over`() {
        var script = Self.script()
        script.answer(script.placed[0])
        script.command(.stop)
        script.end(script.placed[1], .busy)
        script.wait(.minutes(4))
        #expect(script.hungUp == [] && script.dialer.phase == .stopping)
        script.finishTalk(1, script.placed[0])
        #expect(script.dialer.phase == .finished && script.floor.agents == 0)
        #expect(script.placed.count == 2 && script.complaints == [])
    }

    @Test func `after the grace time talks are hung up, and their end is awaited`() {
        var script = Self.script(agents: 1)
        let call = script.placed[0]
        script.answer(call)
        script.command(.stop)
        script.wait(.minutes(5) - Duration(nanoseconds: 1))
        #expect(script.hungUp == [])
        script.wait(Duration(nanoseconds: 1))
        #expect(script.hungUp == [call] && script.dialer.phase == .halting)
        script.end(call)
        #expect(script.dialer.phase == .finished)
        #expect(script.disposition(of: call)?.outcome == .connected(.undisposed))
        #expect(script.complaints == [])
    }

    @Test func `a halt hangs everything up at once`() {
        var script = Self.script(agents: 3)
        let calls = script.placed
        script.trunk(calls[0], .ringing)
        script.answer(calls[1])
        script.command(.halt)
        #expect(Set(script.hungUp) == Set(calls))
        for call in calls { script.end(call) }
        #expect(script.dialer.phase == .finished && script.complaints == [])
        #expect(script.end(of: calls[0])?.outcome == .notConnected(.noAnswer))
        #expect(script.dialer.deadline == .never)
    }

    @Test func `a halt ends even if the trunk says nothing more`() {
        var script = Self.script(agents: 3)
        script.answer(script.placed[1])
        script.command(.halt)
        script.wait(.seconds(5))
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `a stop takes previews away`() {
        var script = Self.script(.preview)
        script.command(.stop)
        #expect(script.cues(for: 1).suffix(2) == [.previewEnded(LeadID(1)), .loggedOut])
        #expect(script.dialer.phase == .finished)
    }

    @Test func `nothing happens after the end`() {
        var script = Self.script(agents: 1)
        script.command(.halt)
        script.wait(.seconds(5))
        let records = script.records.count
        script.command(.start)
        script.ready(1)
        script.wait(.hours(1))
        #expect(script.records.count == records && script.placed.count == 1)
    }

    @Test func `the mode changes for calls that start from then on`() {
        var script = Self.script(.predictive, agents: 1)
        #expect(script.start(of: script.placed[0])?.agent == nil)
        script.command(.mode(.progressive))
        script.end(script.placed[0], .busy)
        let second = script.placed[1]
        #expect(script.start(of: second)?.mode == .progressive)
        #expect(script.start(of: second)?.agent == AgentID(1))
        script.command(.mode(.preview))
        script.end(second, .busy)
        #expect(script.cues(for: 1).last == .preview(LeadID(3), ordinal: 1))
        #expect(script.complaints == [])
    }

    @Test func `a campaign without a flow does not become automatic`() {
        var script = Self.script(.progressive, agents: 1)
        script.command(.mode(.automatic))
        #expect(script.dialer.plan.mode == .progressive)
        #expect(script.operations == ["start"])
    }

    @Test func `a change to progressive counts the calls that ring already`() {
        var script = Self.script(.predictive, agents: 4)
        #expect(script.placed.count == 4)
        script.command(.mode(.progressive))
        script.wait(.seconds(5))
        for call in script.placed { script.answer(call) }
        script.wait(.seconds(5))
        #expect(script.floor.abandoned == 0)
    }

    @Test func `the pacing changes at once`() {
        var script = Self.script(.predictive, agents: 2)
        #expect(script.placed.count == 2)
        script.command(.pacing(.fixedRatio(3)))
        #expect(script.placed.count == 6)
        script.command(.pacing(.progressive))
        #expect(script.placed.count == 6)
    }

    @Test func `fewer lines start no more calls, more lines start more`() {
        var script = Self.script(.predictive, agents: 4) { $0.pacing = .fixedRatio(5) }
        #expect(script.placed.count == 20)
        script.command(.lines(10))
        for call in script.placed[..<10] { script.end(call, .busy) }
        #expect(script.placed.count == 20)
        script.command(.lines(15))
        #expect(script.placed.count == 25)
        script.command(.lines(-1))
        #expect(script.floor.lines == 0)
    }

    @Test func `more agents are called in, fewer leave when their work is done`() {
        var script = Self.script(agents: 2)
        script.command(.agents(4))
        #expect(script.cues(for: 4) == [.logIn])
        script.ready(3)
        script.ready(4)
        #expect(script.floor.agents == 4)
        script.answer(script.placed[1])
        script.command(.agents(1))
        #expect(script.floor.agents == 4, "all have calls in hand")
        script.end(script.placed[2], .busy)
        script.end(script.placed[3], .busy)
        #expect(script.floor.agents == 2)
        script.finishTalk(2, script.placed[1])
        #expect(script.floor.agents == 1 && script.cues(for: 2).last == .loggedOut)
        #expect(script.complaints == [])
    }

    @Test func `an agent wanted again stays`() {
        var script = Self.script(agents: 1)
        script.answer(script.placed[0])
        script.command(.agents(0))
        script.command(.agents(1))
        script.finishTalk(1, script.placed[0])
        #expect(script.floor.agents == 1)
    }

    @Test func `ring and hold change for calls that come to them later`() {
        var script = Self.script(.predictive, agents: 1) { $0.pacing = .fixedRatio(2) }
        script.command(.ring(.seconds(30)))
        script.command(.hold(.seconds(1)))
        let calls = script.placed
        script.answer(calls[0])
        script.answer(calls[1])
        script.wait(.seconds(1))
        #expect(script.floor.inNotice == 1)
        script.command(.ring(.seconds(3)))
        #expect(script.dialer.plan.limits.ring == .seconds(15), "the law's minimum")
    }

    @Test func `the cap lowers the predictive aim and gives back what it took`() {
        var script = Self.script(.predictive) { $0.pacing = .predictive(PredictiveTarget()) }
        script.command(.abandonmentCap(0.01))
        #expect(script.dialer.plan.cappedPacing == .predictive(PredictiveTarget(abandonment: 0.01)))
        script.command(.abandonmentCap(0.05))
        #expect(script.dialer.plan.cappedPacing == .predictive(PredictiveTarget()))
    }

    @Test func `agents who are not wanted after all are told so before they come`() {
        var plan = quickPlan(.progressive, agents: 5)
        plan.changes = [PlannedChange(at: .minutes(1), command: .agents(2))]
        var progress = Dialer.Progress()
        progress.began = morning + Duration(nanoseconds: -120_000_000_000)
        var script = Script(plan, resuming: progress)
        script.command(.start)
        #expect(
            (1...5).map { script.cues(for: $0).last } == [.logIn, .logIn]
                + Array(
                    repeating: .loggedOut, count: 3))
    }

    @Test func `a pause of the plan that is past is not made again when the campaign is resumed`() {
        var plan = quickPlan(.progressive, agents: 1)
        plan.changes = [
            PlannedChange(at: .minutes(1), command: .pause),
            PlannedChange(at: .minutes(3), command: .pause),
        ]
        var progress = Dialer.Progress()
        progress.began = morning + Duration(nanoseconds: -120_000_000_000)
        var script = Script(plan, resuming: progress)
        script.command(.start)
        script.ready(1)
        #expect(script.dialer.phase == .running && script.placed.count == 1)
        script.wait(.minutes(1))
        #expect(script.dialer.phase == .paused, "what is to come comes")
    }

    @Test func `an agent's own leaving outlasts what the operator wants`() {
        var script = Script(quickPlan(.progressive, agents: 2))
        script.start()
        script.answer(script.placed[0])
        script.desk(1, .logout)
        script.command(.agents(3))
        script.finishTalk(1, script.placed[0])
        #expect(script.cues(for: 1).last == .loggedOut)
    }

    @Test func `a halt leaves nobody on hold uncounted`() throws {
        var plan = quickPlan(.predictive, agents: 1)
        plan.pacing = .fixedRatio(2)
        var script = Script(plan)
        script.start()
        script.answer(script.placed[0])
        script.answer(script.placed[1])
        script.command(.halt)
        script.end(script.placed[1])
        script.end(script.placed[0])
        #expect(script.floor.abandoned == 1 && script.floor.answered == 2)
        #expect(try #require(script.end(of: script.placed[1])).outcome == .connected(.abandoned))
        #expect(script.complaints == [])
    }

    @Test func `a call whose agent vanishes goes on for one who is idle`() {
        var script = Script(quickPlan(.progressive, agents: 2, lines: 1))
        script.start()
        script.trunk(script.placed[0], .ringing)
        script.wait(.seconds(16))
        script.desk(1, .vanished)
        #expect(script.hungUp == [] && script.floor.reserved == 1)
        script.answer(script.placed[0])
        #expect(script.bridges == [.init(call: script.placed[0], agent: 2)])
    }

    @Test func `changed to predictive, a campaign dials ahead`() {
        var plan = CampaignPlan(name: "x", mode: .progressive)
        plan.agents = 10
        var progress = Dialer.Progress()
        progress.answered = 1_000
        var script = Script(plan, resuming: progress)
        script.command(.mode(.predictive))
        script.start()
        #expect(script.floor.inFlight > 10)
    }

    @Test func `the plan's own changes happen at their times, and its end is a stop`() {
        let script = Self.script {
            $0.changes = [
                PlannedChange(at: .minutes(1), command: .pause),
                PlannedChange(at: .minutes(2), command: .start),
            ]
            $0.duration = .minutes(10)
        }
        var after = script
        after.wait(.minutes(1))
        #expect(after.dialer.phase == .paused)
        after.wait(.minutes(1))
        #expect(after.dialer.phase == .running)
        after.wait(.minutes(8))
        #expect(after.dialer.phase == .stopping)
        after.wait(.minutes(1))
        #expect(after.dialer.phase == .finished)
        #expect(after.operations == ["start", "pause", "start", "stop"])
        #expect(after.complaints == [])
    }
}
