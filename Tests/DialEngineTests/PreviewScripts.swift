import DialModel
import DialTestSupport
import Testing

/// Scripts of leads that agents look at before they are dialled.
@Suite struct PreviewScripts {
    static func script(
        agents: Int = 1, leads: Int = 100, _ change: (inout CampaignPlan) -> Void = { _ in }
    ) -> Script {
        var plan = quickPlan(.preview, agents: agents)
        change(&plan)
        var script = Script(plan, leads: leads)
        script.start()
        return script
    }

    @Test func `an idle agent is shown a lead, and nothing is dialled`() {
        let script = Self.script()
        #expect(script.cues(for: 1).last == .preview(LeadID(1), ordinal: 1))
        #expect(script.placed == [] && script.floor.previewing == 1)
    }

    @Test func `an accepted lead is dialled for the agent who accepted it`() throws {
        var script = Self.script(agents: 2)
        script.wait(.seconds(10))
        script.desk(2, .accept(LeadID(2)))
        let call = try #require(script.placed.first)
        #expect(script.start(of: call)?.lead == LeadID(2))
        #expect(script.start(of: call)?.agent == AgentID(2))
        script.answer(call)
        #expect(script.bridges == [.init(call: call, agent: 2)])
        #expect(script.complaints == [])
    }

    @Test func `a skipped lead comes back after its time, as its next attempt`() throws {
        var script = Self.script(leads: 1)
        script.desk(1, .skip(LeadID(1), .later))
        let skip = try #require(script.skips.first)
        #expect(skip.reason == .later && skip.ordinal == 1)
        #expect(skip.lead == .due(script.now + .minutes(10)))
        script.wait(.minutes(10) + .seconds(6))
        #expect(script.cues(for: 1).last == .preview(LeadID(1), ordinal: 2))
        script.desk(1, .skip(LeadID(1), .later))
        #expect(script.skips.last?.lead == .closed, "two attempts are all there are")
        #expect(script.dialer.phase == .finished)
    }

    @Test func `a skipped lead is closed where the campaign shows it once`() {
        var script = Self.script { $0.preview.skippedAgainAfter = nil }
        script.desk(1, .skip(LeadID(1), .notSuitable))
        #expect(script.skips.first?.lead == .closed)
        #expect(script.cues(for: 1).last == .preview(LeadID(2), ordinal: 1))
    }

    @Test func `when time runs out the lead is dialled`() {
        var script = Self.script()
        script.wait(.seconds(60) - Duration(nanoseconds: 1))
        #expect(script.placed == [])
        script.wait(Duration(nanoseconds: 1))
        #expect(script.placed.count == 1 && script.floor.reserved == 1)
    }

    @Test func `when time runs out the lead is skipped, where the campaign says so`() {
        var script = Self.script { $0.preview.whenTimeRunsOut = .skip }
        script.wait(.seconds(60))
        #expect(script.placed == [])
        #expect(script.skips.first?.reason == .timeRanOut)
        #expect(script.cues(for: 1).contains(.previewEnded(LeadID(1))))
        #expect(script.cues(for: 1).last == .preview(LeadID(2), ordinal: 1))
    }

    @Test func `an answer about another lead changes nothing`() {
        var script = Self.script()
        script.desk(1, .accept(LeadID(7)))
        script.desk(1, .skip(LeadID(7), .other))
        #expect(script.floor.previewing == 1 && script.placed == [] && script.skips.isEmpty)
    }

    @Test func `a vanished agent's lead is shown to the next`() {
        var script = Self.script()
        script.desk(1, .vanished)
        script.ready(2)
        #expect(script.cues(for: 2).last == .preview(LeadID(1), ordinal: 1))
    }

    @Test func `previews hold the lines they will need`() {
        let script = Self.script(agents: 5) { $0.limits.lines = 2 }
        #expect(script.floor.previewing == 2 && script.floor.idle == 3)
    }

    @Test func `an accepted lead waits for calls per second`() {
        var script = Self.script(agents: 2) { $0.limits.callsPerSecond = 0.5 }
        script.desk(1, .accept(LeadID(1)))
        script.desk(2, .accept(LeadID(2)))
        #expect(script.placed.count == 1)
        script.wait(.seconds(2))
        #expect(script.placed.count == 2 && script.complaints == [])
    }

    @Test func `an accepted lead waits out a pause`() {
        var script = Self.script()
        script.command(.pause)
        script.desk(1, .accept(LeadID(1)))
        script.wait(.minutes(5))
        #expect(script.placed == [])
        script.command(.start)
        #expect(script.placed.count == 1)
    }

    @Test func `a preview accepted after the mode has changed still goes to its agent`() {
        var script = Self.script { $0.flow = surveyFlow }
        script.command(.mode(.automatic))
        script.desk(1, .accept(LeadID(1)))
        let call = script.placed[0]
        #expect(script.start(of: call)?.mode == .preview)
        script.answer(call)
        #expect(script.bridges == [.init(call: call, agent: 1)])
    }
}
