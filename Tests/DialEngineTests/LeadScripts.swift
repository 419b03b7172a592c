import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of leads: fetched ahead, dialled, dialled again, closed.
@Suite struct LeadScripts {
    @Test func `a busy number is dialled again when its wait is over, until its attempts are used`()
    {
        var plan = quickPlan(.progressive, agents: 1)
        plan.retry.attempts = 3
        var script = Script(plan, leads: 1)
        script.start()
        for ordinal: UInt16 in 1...3 {
            let call = script.placed[Int(ordinal) - 1]
            #expect(script.start(of: call)?.ordinal == ordinal)
            #expect(script.start(of: call)?.lead == LeadID(1))
            script.end(call, .busy)
            #expect(script.placed.count == Int(ordinal))
            script.wait(.minutes(5))
            #expect(script.placed.count == Int(ordinal), "due, but not overdue")
            script.wait(.seconds(6))
        }
        #expect(script.end(of: script.placed[2])?.lead == .closed)
        #expect(script.dialer.phase == .finished && script.complaints == [])
    }

    @Test func `a lead that was talked to is closed by what the agent says, or comes back`() {
        var plan = quickPlan(.progressive, agents: 1)
        plan.retry.after[.connected(.followUp)] = .hours(1)
        var script = Script(plan, leads: 2)
        script.start()
        script.answer(script.placed[0])
        script.finishTalk(1, script.placed[0], .connected(.followUp))
        #expect(script.disposition(of: script.placed[0])?.lead == .due(script.now + .hours(1)))
        script.answer(script.placed[1])
        script.finishTalk(1, script.placed[1], .connected(.refused))
        #expect(script.disposition(of: script.placed[1])?.lead == .closed)
        #expect(script.dialer.phase == .running)
        script.wait(.hours(1) + .seconds(6))
        #expect(script.start(of: script.placed[2])?.lead == LeadID(1))
        #expect(script.start(of: script.placed[2])?.ordinal == 2)
        #expect(script.complaints == [])
    }

    @Test func `a vacant number is closed at once`() {
        var script = Script(quickPlan(.progressive, agents: 1), leads: 1)
        script.start()
        script.end(script.placed[0], .vacantNumber)
        #expect(script.end(of: script.placed[0])?.lead == .closed)
        #expect(script.dialer.phase == .finished)
    }

    @Test func `leads are fetched ahead, when half of them are gone`() {
        var script = Script(quickPlan(.progressive, agents: 1), leads: 10_000)
        script.start()
        #expect(script.fetches == [256])
        for number in 0..<127 { script.end(script.placed[number], .vacantNumber) }
        #expect(script.fetches == [256, 128])
        #expect(script.placed.count == 128)
    }

    @Test func `while leads are awaited none are asked for again`() {
        var script = Script(quickPlan(.progressive, agents: 2), leads: 10)
        script.supplies = false
        script.start()
        script.wait(.minutes(1))
        #expect(script.fetches.count == 1 && script.placed == [])
        #expect(script.dialer.phase == .running, "leads may yet come")
        script.supply(script.list.next(256, before: script.now))
        #expect(script.placed.count == 2)
    }

    @Test func `a campaign without leads is over when the last call and the last notes are`() {
        var script = Script(quickPlan(.progressive, agents: 2), leads: 2)
        script.start()
        script.answer(script.placed[0])
        script.end(script.placed[1], .vacantNumber)
        #expect(script.dialer.phase == .running)
        script.desk(1, .hangUp(script.placed[0].attempt))
        script.end(script.placed[0])
        #expect(script.dialer.phase == .running, "the agent may send the lead back")
        script.desk(1, .wrapUpDone(script.placed[0].attempt))
        #expect(script.dialer.phase == .finished)
        #expect(script.cues(for: 1).last == .loggedOut && script.cues(for: 2).last == .loggedOut)
        #expect(script.floor.agents == 0 && script.complaints == [])
    }

    @Test func `an empty list is over at once`() {
        var script = Script(quickPlan(.progressive, agents: 2), leads: 0)
        script.start()
        #expect(script.dialer.phase == .finished && script.placed == [])
    }

    @Test func `a campaign goes on where an earlier run of it ended`() {
        var progress = Dialer.Progress()
        progress.nextAttempt = AttemptID(501)
        progress.attempts = 500
        progress.answered = 100
        progress.abandoned = 3
        var script = Script(quickPlan(.progressive, agents: 1), resuming: progress)
        script.start()
        #expect(script.placed.map(\.attempt) == [AttemptID(501)])
        #expect(script.floor.attempts == 501 && script.floor.abandoned == 3)
    }
}
