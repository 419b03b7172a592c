import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of answering machines that get a message.
@Suite struct MessageScripts {
    static let prompt = Prompt(recording: 4, length: .seconds(10))

    private func script(after: Duration = .seconds(2)) -> Script {
        var plan = quickPlan(.progressive, agents: 1)
        plan.machine = .message
        plan.message = MachineMessage(Self.prompt, after: after)
        plan.retry.after[.notConnected(.machine)] = .minutes(5)
        plan.retry.after[.notConnected(.messageLeft)] = .hours(9)
        return Script(plan, leads: 2)
    }

    @Test(arguments: [0, 2] as [Int64])
    func `a machine gets the message after its greeting, and is hung up on`(seconds: Int64) {
        var script = script(after: .seconds(seconds))
        script.start()
        let call = script.placed[0]
        script.answer(call, by: .machine)
        if seconds > 0 {
            #expect(script.played(to: call) == [])
            script.wait(.seconds(seconds))
        }
        #expect(script.played(to: call) == [4] && script.hungUp == [])
        #expect(script.floor.inNotice == 1 && script.bridges == [])
        script.wait(.seconds(10))
        script.finishPlaying(call)
        #expect(script.hungUp == [call])
        script.end(call)
        let end = script.end(of: call)
        #expect(end?.outcome == .notConnected(.messageLeft))
        #expect(end?.personAt == nil && end?.answered != nil)
        #expect(end?.lead == .due(script.now + .hours(9)))
        // No person, no machine that was hung up on, nobody abandoned; the agent is free for the next.
        #expect(script.floor.answered == 0 && script.floor.abandoned == 0)
        #expect(script.floor.machines == 0 && script.placed.count == 2)
        #expect(script.complaints == [])
    }

    @Test func `who hangs up before the message is over has not got it`() {
        for seconds: Int64 in [1, 6] {
            var script = script()
            script.start()
            let call = script.placed[0]
            script.answer(call, by: .machine)
            script.wait(.seconds(seconds))
            script.end(call)
            #expect(script.end(of: call)?.outcome == .notConnected(.machine))
            #expect(script.end(of: call)?.lead == .due(script.now + .minutes(5)))
            #expect(script.hungUp == [] && script.complaints == [])
        }
    }

    @Test func `a message whose end is never told is over in time`() {
        var script = script()
        script.start()
        let call = script.placed[0]
        script.answer(call, by: .machine)
        script.wait(.seconds(2) + Self.prompt.length + .seconds(4))
        #expect(script.hungUp == [])
        script.wait(.seconds(1))
        #expect(script.hungUp == [call])
        script.wait(.seconds(5))
        #expect(script.end(of: call)?.outcome == .notConnected(.messageLeft))
        #expect(script.complaints == [])
    }

    @Test func `people, and machines that are halted, get no message`() {
        var script = script()
        script.start()
        script.answer(script.placed[0])
        #expect(script.played(to: script.placed[0]) == [] && script.bridges.count == 1)
        script.finishTalk(1, script.placed[0])
        let call = script.placed[1]
        script.answer(call, by: .machine)
        script.wait(.seconds(1))
        script.command(.halt)
        #expect(script.hungUp.contains(call) && script.played(to: call) == [])
        script.end(call)
        #expect(script.end(of: call)?.outcome == .notConnected(.machine))
        #expect(script.complaints == [])
    }
}
