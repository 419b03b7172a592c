import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of promised calls: made at their time, by an agent kept free for them, or missed and told.
@Suite struct CallbackScripts {
    private func plan(_ mode: DialMode = .predictive, agents: Int = 1) -> CampaignPlan {
        var plan = quickPlan(mode, agents: agents)
        plan.pacing = .fixedRatio(1)
        plan.retry.attempts = 1
        plan.callbacks.tolerance = .minutes(15)
        plan.callbacks.ownAgent = .minutes(5)
        return plan
    }

    /// A campaign whose first lead has been promised a call in an hour, and whose list is at its end.
    private func promised(
        _ plan: CampaignPlan, isOwn: Bool = false, in wait: Duration = .hours(1)
    ) -> Script {
        var script = Script(plan, leads: 1)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.desk(1, .hangUp(call.attempt))
        script.end(call)
        script.desk(1, .promise(call.attempt, at: script.now + wait, isOwn: isOwn))
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.followUp)))
        return script
    }

    private func ends(_ script: Script) -> [CallbackEnd] {
        script.records.compactMap { if case .callback(let end) = $0 { end } else { nil } }
    }

    @Test(arguments: [DialMode.predictive, .progressive])
    func `a promised call is made at its time, for an agent, beyond the usual attempts`(
        mode: DialMode
    ) {
        var script = promised(plan(mode))
        let time = morning + .hours(1)
        #expect(script.disposition(of: script.placed[0])?.lead == .promised(time))
        #expect(script.dialer.phase == .running, "a call has been promised")
        script.wait(.hours(1) - .seconds(1))
        #expect(script.placed.count == 1)
        script.wait(.seconds(1))
        #expect(script.placements.map(\.at) == [morning, time])
        #expect(script.start(of: script.placed[1])?.agent == AgentID(1), "an agent is kept free")
        #expect(script.start(of: script.placed[1])?.ordinal == 2)
        #expect(ends(script).map(\.attempt) == [script.placed[1].attempt])
        script.answer(script.placed[1])
        #expect(script.bridges.last == Script.Bridge(call: script.placed[1], agent: 1))
        script.finishTalk(1, script.placed[1], .connected(.deal))
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `the promised call comes before all others`() {
        var plan = plan(agents: 1)
        plan.retry.attempts = 9
        var script = Script(plan, leads: 2_000)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.desk(1, .hangUp(call.attempt))
        script.end(call)
        script.desk(1, .promise(call.attempt, at: script.now + .minutes(1), isOwn: false))
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.followUp)))
        // The agent talks over the time; there are leads enough at hand.
        script.answer(script.placed[1])
        script.wait(.minutes(3))
        script.finishTalk(1, script.placed[1])
        #expect(script.start(of: script.placed[2])?.lead == LeadID(1))
        #expect(ends(script).map(\.at) == [script.now])
        #expect(script.complaints == [])
    }

    @Test func `a promise of one's own waits for its agent, and then for anyone`() {
        var script = promised(plan(agents: 2), isOwn: true)
        script.desk(1, .notReady(.lunch))
        script.wait(.hours(1) + .minutes(5) - .seconds(1))
        #expect(script.placed.count == 1, "agent 2 is idle, and leaves it to agent 1")
        script.wait(.seconds(1))
        #expect(script.start(of: script.placed[1])?.agent == AgentID(2))

        var other = promised(plan(agents: 2), isOwn: true)
        other.desk(1, .notReady(.lunch))
        other.wait(.hours(1) + .minutes(2))
        other.desk(1, .ready)
        #expect(other.start(of: other.placed[1])?.agent == AgentID(1))
        #expect(script.complaints + other.complaints == [])
    }

    @Test func `a promise that nobody could keep in time is missed, and says so`() {
        var plan = plan()
        plan.retry.attempts = 2
        var script = promised(plan)
        script.desk(1, .notReady(.lunch))
        script.wait(.hours(1) + .minutes(15) - .seconds(1))
        #expect(ends(script) == [])
        script.wait(.seconds(1))
        let time = morning + .hours(1)
        #expect(
            ends(script) == [
                CallbackEnd(
                    LeadID(1), Callback(at: time), at: time + .minutes(15), missed: .noAgent,
                    lead: .due(time + .minutes(15)))
            ])
        script.desk(1, .ready)
        script.wait(.seconds(6))
        #expect(script.placed.count == 2, "among the others again")

        var closed = promised(self.plan())
        closed.desk(1, .notReady(.lunch))
        closed.wait(.hours(2))
        #expect(ends(closed).map(\.lead) == [.closed], "it has no attempt left")
        #expect(closed.dialer.phase == .finished)
        #expect(script.complaints + closed.complaints == [])
    }

    @Test func `why a promise was missed is told`() {
        var paused = promised(plan())
        paused.command(.pause)
        paused.wait(.hours(2))
        paused.command(.start)
        #expect(ends(paused).map(\.missed) == [.standstill])

        var without = promised(plan())
        without.command(.lines(0))
        without.wait(.hours(2))
        #expect(ends(without).map(\.missed) == [.noLine])
        #expect(paused.complaints + without.complaints == [])
    }

    @Test func `protection outranks a promise`() {
        var late = plan()
        let opens = morning + .hours(1) + .minutes(10)
        late.calling.hours = [
            CallingTimes([
                .init(from: morning, to: morning + .minutes(30)),
                .init(from: opens, to: opens + .hours(1)),
            ])
        ]
        var script = promised(late)
        script.wait(.hours(1) + .minutes(10))
        #expect(script.placements.last?.at == opens, "still within its tolerance")

        late.calling.hours = [CallingTimes([.init(from: morning, to: morning + .minutes(30))])]
        var never = promised(late)
        never.wait(.hours(2))
        #expect(never.placed.count == 1)
        #expect(ends(never).map(\.attempt) == [nil])
        #expect(ends(never).map(\.missed) == [.refused(.hours)])

        var complaint = plan()
        complaint.calling.complaints = [.connected(.followUp)]
        var heeded = promised(complaint)
        heeded.wait(.hours(2))
        #expect(heeded.placed.count == 1 && heeded.dialer.phase == .finished)

        var capped = plan()
        capped.calling.caps = [FrequencyCap(attempts: 1, within: .minutes(65))]
        var waits = promised(capped)
        waits.wait(.hours(1) + .minutes(10))
        #expect(waits.placements.last?.at == morning + .minutes(65))
        #expect(
            script.complaints + never.complaints + heeded.complaints + waits.complaints == [])
    }

    @Test func `of several promises in a talk the last one counts, and a past one is due at once`()
    {
        var script = Script(plan(), leads: 1)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.desk(1, .promise(call.attempt, at: script.now + .hours(5), isOwn: false))
        script.desk(1, .hangUp(call.attempt))
        script.end(call)
        script.desk(1, .promise(call.attempt, at: script.now + .seconds(-60), isOwn: false))
        script.wait(.seconds(20))
        script.desk(1, .wrapUpDone(call.attempt, saying: .connected(.followUp)))
        script.wait(.zero)
        #expect(script.placed.count == 2 && script.complaints == [])
    }

    @Test func `in a pause no promise is kept, and afterwards it is`() {
        var script = promised(plan())
        script.command(.pause)
        script.wait(.hours(1) + .minutes(5))
        #expect(script.placed.count == 1)
        script.command(.start)
        #expect(script.placed.count == 2 && script.complaints == [])
    }
}
