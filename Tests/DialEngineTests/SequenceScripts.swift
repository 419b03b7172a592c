import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of several calls that are planned to each lead.
@Suite struct SequenceScripts {
    private func plan(agents: Int = 1) -> CampaignPlan {
        var plan = quickPlan(.progressive, agents: agents)
        plan.retry.attempts = 2
        plan.retry.after = [.notConnected(.busy): .minutes(10)]
        let interested = Outcome.connected(.interested)
        plan.sequence = CallSequence([
            .init("survey", next: [interested: .init(1, after: .days(3))]),
            .init("offer", next: [.connected(.deal): .init(2, after: .hours(1))]),
            .init("check"),
        ])
        return plan
    }

    private func talk(_ script: inout Script, _ outcome: Outcome) {
        let call = script.placed.last!
        script.answer(call)
        script.finishTalk(1, call, outcome)
    }

    private func steps(_ script: Script) -> [UInt8] {
        script.placed.compactMap { script.start(of: $0)?.step }
    }

    @Test func `each call follows from what has come of the one before, after its delay`() {
        var script = Script(plan(), leads: 1)
        script.start()
        talk(&script, .connected(.interested))
        #expect(script.dialer.phase == .running)
        script.wait(.days(3) - .seconds(10))
        #expect(steps(script) == [0])
        script.wait(.seconds(20))
        #expect(steps(script) == [0, 1])
        talk(&script, .connected(.deal))
        script.wait(.hours(1) + .seconds(10))
        #expect(steps(script) == [0, 1, 2])
        talk(&script, .connected(.deal))
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `each call has all the attempts that retry allows`() {
        var script = Script(plan(), leads: 1)
        script.start()
        script.end(script.placed.last!, .busy)
        script.wait(.minutes(10) + .seconds(10))
        talk(&script, .connected(.interested))
        script.wait(.days(3) + .seconds(10))
        #expect(steps(script) == [0, 0, 1])
        script.end(script.placed.last!, .busy)
        script.wait(.minutes(10) + .seconds(10))
        #expect(steps(script) == [0, 0, 1, 1])
        #expect(script.start(of: script.placed.last!)?.ordinal == 4, "of the lead, all count")
        script.end(script.placed.last!, .busy)
        #expect(script.dialer.phase == .finished)
    }

    @Test func `an outcome that leads nowhere ends the sequence`() {
        var script = Script(plan(), leads: 1)
        script.start()
        talk(&script, .connected(.refused))
        #expect(script.dialer.phase == .finished && script.placed.count == 1)
    }

    @Test func `a promised call belongs to the call it was promised in`() {
        var script = Script(plan(), leads: 1)
        script.start()
        talk(&script, .connected(.interested))
        script.wait(.days(3) + .seconds(10))
        let call = script.placed.last!
        script.answer(call)
        script.desk(1, .promise(call.attempt, at: script.now + .hours(5), isOwn: false))
        script.finishTalk(1, call, .connected(.deal))
        script.wait(.hours(5))
        #expect(steps(script) == [0, 1, 1])
    }

    @Test func `whoever has complained gets no further call`() {
        var plan = plan()
        plan.calling.complaints = [.connected(.interested)]
        var script = Script(plan, leads: 1)
        script.start()
        talk(&script, .connected(.interested))
        #expect(script.dialer.phase == .finished && script.placed.count == 1)
    }
}
