import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of calls dialled by hand: at once, through the gate, and nobody is called twice for it.
@Suite struct ByHandScripts {
    private func plan(_ mode: DialMode = .predictive, agents: Int = 1) -> CampaignPlan {
        var plan = quickPlan(mode, agents: agents)
        plan.pacing = .fixedRatio(1)
        plan.retry.attempts = 2
        plan.callbacks.tolerance = .minutes(15)
        return plan
    }

    private func number(_ lead: Int64) -> PhoneNumber { inventedLeads(Int(lead)).last!.number }

    private func answers(_ script: Script) -> [String] {
        script.operations.filter { $0.hasPrefix("call by hand") }
            .map { String($0.drop { $0 != ":" }.dropFirst(2)) }
            .filter { $0.contains(": ") }.map { String($0.drop { $0 != ":" }.dropFirst(2)) }
    }

    private func dialled(_ script: Script) -> [Int64] {
        script.placed.compactMap { script.start(of: $0)?.lead.raw }
    }

    @Test(arguments: [DialMode.predictive, .progressive, .preview])
    func `a lead is called at once, for its agent, and not again when its turn comes`(
        mode: DialMode
    ) {
        var plan = plan(mode, agents: 2)
        plan.retry.attempts = 1
        var script = Script(plan, leads: 3)
        script.command(.start)
        script.command(.call(CallByHand(number(3), agent: AgentID(2))))
        script.ready(2)
        script.ready(1)
        #expect(dialled(script).first == 3, "it is at hand already, behind the others")
        let call = script.placed[0]
        #expect(script.start(of: call)?.agent == AgentID(2))
        #expect(answers(script) == ["attempt \(call.attempt.raw)"])
        script.answer(call)
        script.finishTalk(2, call)
        for _ in 0..<200 where script.dialer.phase != .finished {
            for (_, cue) in script.cues.suffix(4) {
                if case .preview(let lead, _) = cue.cue {
                    script.desk(cue.agent.raw, .accept(lead))
                }
            }
            for call in script.placed { script.end(call, .busy) }
            script.wait(.seconds(5))
        }
        #expect(script.dialer.phase == .finished)
        #expect(dialled(script).sorted() == [1, 2, 3] && script.complaints == [])
    }

    @Test
    func `it waits for its agent, and goes back where it was if that one is not free in time`() {
        var script = Script(plan(agents: 2), leads: 500)
        script.command(.start)
        script.ready(1)
        script.answer(script.placed[0])
        script.command(.call(CallByHand(number(400), agent: AgentID(1))))
        script.wait(.minutes(14))
        #expect(!dialled(script).contains(400), "agent 1 talks")
        script.finishTalk(1, script.placed[0])
        #expect(dialled(script).last == 400)
        script.answer(script.placed.last!)
        script.command(.call(CallByHand(number(401), agent: AgentID(1))))
        script.wait(.minutes(15))
        #expect(answers(script).last == "no agent was free in time")
        #expect(!dialled(script).contains(401) && script.complaints == [])
        script.ready(2)
        script.wait(.seconds(10))
        let before = dialled(script).count
        script.command(.call(CallByHand(number(401))))
        script.end(script.placed.last!, .busy)
        script.wait(.seconds(10))
        #expect(dialled(script).dropFirst(before).first == 401, "it can be asked for again")
    }

    @Test func `nobody is called by hand against the rules, or sooner afterwards than without`() {
        var plan = plan(.progressive)
        plan.calling.doNotCall.insert(number(3))
        plan.calling.caps = [FrequencyCap(attempts: 1, within: .days(1))]
        plan.retry.after[.notConnected(.busy)] = .days(3)
        var script = Script(plan, leads: 4)
        script.command(.start)
        script.command(.call(CallByHand(number(3))))
        script.ready(1)
        #expect(answers(script) == ["refused: do not call"])
        #expect(dialled(script) == [1])
        script.end(script.placed[0], .busy)
        script.command(.pause)
        script.end(script.placed[1], .busy)
        script.command(.call(CallByHand(number(1))))
        script.command(.start)
        #expect(answers(script).last == "refused: frequency")
        for call in script.placed.dropFirst(2) { script.end(call, .busy) }
        script.wait(.days(3) - .hours(1))
        #expect(dialled(script).filter { $0 == 1 }.count == 1)
        script.wait(.hours(2))
        #expect(dialled(script).filter { $0 == 1 }.count == 2, "its retry is due")
        #expect(script.complaints == [])
    }

    /// The only lead has been promised a call in three hours.
    private func promised() -> Script {
        var script = Script(plan(), leads: 1)
        script.start()
        let first = script.placed[0]
        script.answer(first)
        script.desk(1, .hangUp(first.attempt))
        script.end(first)
        script.desk(1, .promise(first.attempt, at: script.now + .hours(3), isOwn: false))
        script.desk(1, .wrapUpDone(first.attempt, saying: .connected(.followUp)))
        return script
    }

    @Test func `a promised call that is made by hand is kept`() {
        var script = promised()
        script.command(.call(CallByHand(number(1))))
        script.wait(.seconds(1))
        #expect(dialled(script) == [1, 1])
        let ends = script.records.compactMap {
            if case .callback(let end) = $0 { end.attempt } else { nil }
        }
        #expect(ends == [script.placed[1].attempt])
        script.answer(script.placed[1])
        script.finishTalk(1, script.placed[1], .connected(.deal))
        script.wait(.seconds(10))
        #expect(script.placed.count == 2)
        #expect(script.dialer.phase == .finished, "nothing is promised any more")
        #expect(script.complaints == [])
    }

    @Test func `a promise is missed with its reason where a call by hand is refused for good`() {
        var script = promised()
        script.command(.doNotCall(number(1)))
        script.command(.call(CallByHand(number(1))))
        script.wait(.seconds(1))
        #expect(dialled(script) == [1])
        let ends = script.records.compactMap {
            if case .callback(let end) = $0 { end.missed } else { nil }
        }
        #expect(ends == [.refused(.doNotCall)])
        #expect(script.complaints == [])
    }

    @Test func `whoever has just been abandoned is not lost`() {
        var plan = plan(agents: 2)
        plan.pacing = .fixedRatio(2)
        plan.limits.hold = .seconds(1)
        plan.notice.length = .seconds(6)
        plan.retry.after[.connected(.abandoned)] = .hours(1)
        var script = Script(plan, leads: 2)
        script.command(.start)
        script.ready(1)
        script.answer(script.placed[0])
        script.answer(script.placed[1])
        script.wait(.seconds(2))
        let lead = dialled(script)[1]
        script.command(.call(CallByHand(number(lead))))
        script.wait(.seconds(1))
        #expect(answers(script) == ["its lead is in an agent's hands already"])
        script.finishTalk(1, script.placed[0], .connected(.deal))
        script.wait(.hours(2))
        #expect(dialled(script).filter { $0 == lead }.count == 2, "its retry is due")
        #expect(script.complaints == [])
    }

    @Test func `a lead whose call ends while it is asked for is called as it stands then`() {
        var plan = plan(.progressive)
        plan.retry.after[.notConnected(.busy)] = .hours(1)
        var script = Script(plan, leads: 1)
        script.start()
        script.supplies = false
        script.command(.call(CallByHand(number(1))))
        let batch = script.list.next(script.dialer.request(for: 1, before: script.now))
        script.end(script.placed[0], .busy)
        script.supplies = true
        script.supply(batch)
        script.wait(.seconds(1))
        #expect(script.placed.map { script.start(of: $0)?.ordinal } == [1, 2])
        #expect(script.complaints == [])
    }

    @Test func `what the plan has called by hand is not called again when it is resumed`() {
        var plan = plan(.progressive)
        plan.changes = [PlannedChange(at: .minutes(5), command: .call(CallByHand(number(1))))]
        var progress = Dialer.Progress()
        progress.began = morning + .hours(-1)
        var script = Script(plan, leads: 3, resuming: progress)
        script.command(.start)
        script.wait(.minutes(20))
        #expect(answers(script) == [])
    }

    @Test func `who asks when the campaign is at its end is told so`() {
        var script = Script(plan(), leads: 9)
        script.start()
        script.answer(script.placed[0])
        script.command(.call(CallByHand(number(5), agent: AgentID(1))))
        script.command(.stop)
        script.command(.call(CallByHand(number(6))))
        #expect(answers(script) == ["the campaign is at its end"])
        script.finishTalk(1, script.placed[0])
        #expect(answers(script).count == 2 && script.dialer.phase == .finished)
        #expect(script.complaints == [])
    }

    @Test func `what cannot be called by hand is told`() {
        var script = Script(plan(), leads: 2)
        script.start()
        script.answer(script.placed[0])
        script.command(.call(CallByHand(number(1))))
        script.command(.call(CallByHand(PhoneNumber(digits: 36_301_234_567))))
        script.wait(.seconds(1))
        #expect(
            answers(script) == [
                "its lead is in an agent's hands already",
                "no lead that may be called has this number",
            ])
        script.finishTalk(1, script.placed[0], .connected(.deal))
        script.answer(script.placed[1])
        script.command(.call(CallByHand(number(1))))
        #expect(answers(script).last == "its lead is closed" && script.complaints == [])
    }
}
