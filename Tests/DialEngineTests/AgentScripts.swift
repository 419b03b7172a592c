import DialModel
import DialTestSupport
import Testing

/// Scripts of what agents want and when they get it.
@Suite struct AgentScripts {
    /// One agent in talk.
    static func talking() -> (script: Script, call: CallID) {
        var script = Script(quickPlan(.progressive, agents: 1))
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.wait(.seconds(30))
        return (script, call)
    }

    @Test func `an idle agent gets a break at once`() {
        var script = Script(quickPlan(.progressive, agents: 1))
        script.trunk(.down)
        script.start()
        script.desk(1, .notReady(.lunch))
        #expect(script.floor.notReady == 1 && script.floor.idle == 0)
        script.desk(1, .ready)
        #expect(script.floor.idle == 1)
    }

    @Test func `a break asked for in a talk is granted after wrap-up`() {
        var (script, call) = Self.talking()
        script.desk(1, .notReady(.rest))
        #expect(script.floor.talking == 1)
        script.desk(1, .hangUp(call.attempt))
        #expect(script.floor.wrapUp == 1)
        script.end(call)
        script.desk(1, .wrapUpDone(call.attempt))
        #expect(script.floor.notReady == 1)
        #expect(script.placed.count == 1 && script.complaints == [])
    }

    @Test func `a break asked for while a call rings is granted when the call has come to nothing`()
    {
        var script = Script(quickPlan(.progressive, agents: 1))
        script.start()
        script.desk(1, .notReady(.rest))
        #expect(script.floor.reserved == 1)
        script.end(script.placed[0], .busy)
        #expect(script.floor.notReady == 1 && script.placed.count == 1)
    }

    @Test func `an agent who is ready again in time gets no break`() {
        var (script, call) = Self.talking()
        script.desk(1, .notReady(.rest))
        script.desk(1, .ready)
        script.finishTalk(1, call)
        #expect(script.floor.reserved == 1)
    }

    @Test func `an agent who wants to leave leaves after the call`() {
        var (script, call) = Self.talking()
        script.desk(1, .logout)
        script.desk(1, .ready)
        #expect(script.floor.talking == 1)
        script.finishTalk(1, call)
        #expect(script.floor.agents == 0 && script.cues(for: 1).last == .loggedOut)
        #expect(script.disposition(of: call)?.outcome == .connected(.refused))
        #expect(script.complaints == [])
    }

    @Test func `the last thing an agent says of a talk counts`() {
        var (script, call) = Self.talking()
        script.desk(1, .dispose(call.attempt, .connected(.interested)))
        script.finishTalk(1, call, .connected(.deal))
        let said = script.disposition(of: call)
        #expect(said?.outcome == .connected(.deal) && said?.lead == .closed)
    }

    @Test func `wrap-up has an end`() {
        var (script, call) = Self.talking()
        script.end(call)
        script.wait(.minutes(3))
        let said = script.disposition(of: call)
        #expect(said?.outcome == .connected(.undisposed) && said?.wrapUp == .minutes(3))
        #expect(script.cues(for: 1).contains(.wrapUpEnded(call.attempt)))
        #expect(script.floor.reserved == 1 && script.complaints == [])
    }

    @Test func `a talk has an end`() {
        var (script, call) = Self.talking()
        script.wait(.minutes(20))
        #expect(script.hungUp == [call])
        #expect(script.cues(for: 1).contains(.callEnded(call, LeadID(1))))
    }

    @Test func `what an agent says of another's call, or an old one, changes nothing`() {
        var (script, call) = Self.talking()
        let other = AttemptID(call.attempt.raw + 1)
        script.desk(1, .hangUp(other))
        script.desk(1, .dispose(other, .connected(.deal)))
        script.desk(1, .wrapUpDone(call.attempt))
        script.desk(1, .login(GroupID(0)))
        #expect(script.floor.talking == 1)
        script.finishTalk(1, call)
        script.desk(1, .wrapUpDone(call.attempt))
        script.desk(1, .hangUp(call.attempt))
        #expect(script.disposition(of: call)?.outcome == .connected(.refused))
        #expect(script.floor.reserved == 1 && script.complaints == [])
    }

    @Test func `an agent of a group that does not exist, or with an impossible number, is ignored`()
    {
        var script = Script(quickPlan(.progressive, agents: 0))
        script.start()
        script.ready(1, group: 7)
        script.ready(0)
        script.ready(-5)
        script.ready(2_000_000)
        #expect(script.floor.agents == 0)
    }

    @Test func `every stay of an agent is written down, end to end`() {
        var (script, call) = Self.talking()
        script.desk(1, .hangUp(call.attempt))
        script.wait(.seconds(20))
        script.desk(1, .notReady(.lunch))
        script.desk(1, .wrapUpDone(call.attempt))
        script.wait(.minutes(30))
        script.desk(1, .logout)
        let stays = script.records.compactMap { record -> AgentTime? in
            if case .agentTime(let stay) = record { stay } else { nil }
        }
        #expect(stays.map(\.state) == [.talking, .wrapUp, .notReady])
        #expect(stays.map { $0.to - $0.from } == [.seconds(30), .seconds(20), .minutes(30)])
        #expect(stays.last?.reason == .lunch)
        for (stay, next) in zip(stays, stays.dropFirst()) { #expect(stay.to == next.from) }
    }

    @Test func `a talk in its closing stage counts as such until it is over`() {
        var (script, call) = Self.talking()
        script.desk(1, .closing(AttemptID(call.attempt.raw + 1)))
        #expect(script.floor.closing == 0, "news of another call")
        script.desk(1, .closing(call.attempt))
        script.wait(.seconds(10))
        script.desk(1, .closing(call.attempt))
        #expect(script.floor.closing == 1 && script.floor.talking == 1)
        script.desk(1, .hangUp(call.attempt))
        #expect(script.floor.closing == 0 && script.floor.wrapUp == 1)
        script.desk(1, .closing(call.attempt))
        #expect(script.floor.closing == 0, "too late")
        let ends = script.records.compactMap { record in
            if case .ended(let end) = record { end } else { nil }
        }
        #expect(ends.map { $0.at - ($0.closing ?? $0.at) } == [.seconds(10)])
        #expect(script.complaints == [])
    }

    @Test func `a closing talk that the person leaves, or whose desk fails, is none any more`() {
        var (script, call) = Self.talking()
        script.desk(1, .closing(call.attempt))
        script.end(call)
        #expect(script.floor.closing == 0)
        (script, call) = Self.talking()
        script.desk(1, .closing(call.attempt))
        script.desk(1, .vanished)
        #expect(script.floor.closing == 0 && script.floor.talking == 0)
    }
}
