import DialModel
import DialTestSupport
import Testing

/// Scripts of progressive dialling: each call rings for one agent.
@Suite struct ReservingScripts {
    static func script(agents: Int) -> Script { Script(quickPlan(.progressive, agents: agents)) }

    @Test func `each idle agent is reserved for one call`() {
        var script = Self.script(agents: 4)
        script.start()
        #expect(script.placed.count == 4)
        #expect(script.floor.reserved == 4 && script.floor.idle == 0)
        #expect(script.placed.map { script.start(of: $0)?.agent?.raw } == [1, 2, 3, 4])
        script.wait(.seconds(10))
        #expect(script.placed.count == 4 && script.complaints == [])
    }

    @Test func `whoever answers gets the agent the call was made for, though others idled longer`()
    {
        var script = Self.script(agents: 2)
        script.start()
        let calls = script.placed
        script.answer(calls[1])
        #expect(script.bridges == [.init(call: calls[1], agent: 2)])
    }

    @Test func `while agents stay, nobody is abandoned`() {
        var script = Self.script(agents: 10)
        script.start()
        for round in 0..<30 {
            let open = script.placed.filter { script.end(of: $0) == nil }
            for call in open where (Int(call.attempt.raw) + round) % 3 != 0 { script.answer(call) }
            script.wait(.seconds(30))
            for bridge in script.bridges where script.end(of: bridge.call) == nil {
                script.finishTalk(bridge.agent, bridge.call)
            }
            for call in script.hungUp where script.end(of: call) == nil { script.end(call) }
        }
        #expect(script.floor.answered > 100 && script.floor.abandoned == 0)
        #expect(script.complaints == [])
    }

    @Test func `a call that brings nobody sets its agent free for the next`() {
        var script = Self.script(agents: 1)
        script.start()
        script.end(script.placed[0], .busy)
        #expect(script.placed.count == 2)
        #expect(script.start(of: script.placed[1])?.agent == AgentID(1))
    }

    // MARK: The agent is gone

    @Test func `a vanished agent's ringing call gets another agent`() {
        var script = Self.script(agents: 2)
        script.start()
        let calls = script.placed
        script.trunk(calls[0], .ringing)
        script.desk(1, .vanished)
        script.end(calls[1], .busy)
        // Agent 2 is free now: not for a new call but for the one that rings already.
        #expect(script.placed.count == 2 && script.floor.reserved == 1)
        script.trunk(calls[0], .answered)
        script.trunk(calls[0], .heard(.person))
        #expect(script.bridges == [.init(call: calls[0], agent: 2)])
        #expect(script.complaints == [])
    }

    @Test func `a vanished agent's ringing call that nobody can take ends after its minimum ring`()
    {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.trunk(call, .ringing)
        script.wait(.seconds(4))
        script.desk(1, .vanished)
        script.wait(.seconds(10))
        #expect(script.hungUp == [])
        script.wait(.seconds(1))
        #expect(script.hungUp == [call])
        script.end(call)
        #expect(script.end(of: call)?.outcome == .notConnected(.noAnswer))
        #expect(script.floor.agents == 0 && script.complaints == [])
    }

    @Test func `a call past its minimum ring ends at once when its agent vanishes`() {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.trunk(call, .ringing)
        script.wait(.seconds(16))
        script.desk(1, .vanished)
        #expect(script.hungUp == [call])
    }

    @Test func `a vanished agent's call that is answered all the same waits as anyone does`() {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.trunk(call, .ringing)
        script.desk(1, .vanished)
        script.trunk(call, .answered)
        script.trunk(call, .heard(.person))
        script.wait(.seconds(1))
        script.ready(1)
        #expect(script.bridges == [.init(call: call, agent: 1)])
        #expect(script.complaints == [])
    }

    @Test func `a talk whose agent vanishes is over, and undisposed`() {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.wait(.seconds(60))
        script.desk(1, .vanished)
        #expect(script.hungUp == [call])
        #expect(script.end(of: call)?.lead == .inWrapUp)
        #expect(script.disposition(of: call)?.outcome == .connected(.undisposed))
        script.end(call)
        #expect(script.floor == script.dialer.recount() && script.complaints == [])
    }
}
