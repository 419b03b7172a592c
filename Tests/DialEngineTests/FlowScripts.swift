import DialModel
import DialTestSupport
import Testing

/// Scripts of automatic calls; the flow greets (0), asks (1), records (2), transfers, is sorry (3).
@Suite struct FlowScripts {
    /// A call that has been answered by a person, with so many agents.
    static func answered(
        agents: Int = 1, _ change: (inout CampaignPlan) -> Void = { _ in }
    ) -> (Script, CallID) {
        var plan = quickPlan(.automatic, agents: agents)
        change(&plan)
        var script = Script(plan)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        return (script, call)
    }

    @Test func `a person who answers is greeted, asked and heard`() throws {
        var (script, call) = Self.answered()
        #expect(script.played(to: call) == [0] && script.floor.answered == 1)
        script.wait(.seconds(4))
        script.finishPlaying(call)
        #expect(script.played(to: call) == [0, 1])
        script.press(call, Key("2"))
        #expect(script.played(to: call) == [0, 1, 2])
        script.press(call, Key("9"))
        #expect(script.hungUp == [call])
        script.end(call)
        #expect(script.end(of: call)?.outcome == .connected(.completed))
        let answer = try #require(
            script.records.lazy.compactMap { record -> FlowAnswer? in
                if case .answer(let answer) = record { answer } else { nil }
            }.first)
        #expect(answer.key == Key("9") && answer.node == 2 && answer.attempt == call.attempt)
        #expect(script.complaints == [])
    }

    @Test func `no key, or one without a branch, takes the other way`() {
        for key in [nil, Key("7")] {
            var (script, call) = Self.answered()
            script.finishPlaying(call)
            script.press(call, key)
            #expect(script.hungUp == [call])
        }
    }

    @Test func `whoever presses 1 is handed to an agent`() {
        var (script, call) = Self.answered()
        script.finishPlaying(call)
        script.press(call, Key("1"))
        #expect(script.bridges == [.init(call: call, agent: 1)])
        script.wait(.seconds(60))
        script.finishTalk(1, call, .connected(.deal))
        #expect(script.disposition(of: call)?.outcome == .connected(.deal))
        #expect(script.floor.answered == 1 && script.complaints == [])
    }

    @Test func `with no agent in time the flow goes on, and nobody is abandoned`() {
        var (script, call) = Self.answered()
        script.desk(1, .notReady(.lunch))
        script.finishPlaying(call)
        script.press(call, Key("1"))
        #expect(script.floor.holding == 1)
        script.wait(.seconds(15))
        #expect(script.played(to: call) == [0, 1, 3] && script.floor.abandoned == 0)
        script.finishPlaying(call)
        #expect(script.hungUp == [call])
        script.end(call)
        #expect(script.end(of: call)?.outcome == .connected(.completed))
    }

    @Test func `a transfer waits for an agent of its own group`() {
        var (script, call) = Self.answered(agents: 0) {
            $0.groups = ["sales", "service"]
            $0.pacing = .fixedRatio(1)
            $0.flow = Flow(nodes: [
                .init(
                    name: "agent",
                    action: .transfer(GroupID(1), within: .seconds(60), unavailable: .end))
            ])
            $0.agents = 0
        } start: {
            $0.ready(1, group: 0)
        }
        #expect(script.bridges == [])
        script.ready(2, group: 0)
        #expect(script.bridges == [])
        script.ready(3, group: 1)
        #expect(script.bridges == [.init(call: call, agent: 3)])
        #expect(script.complaints == [])
    }

    @Test func `a key pressed twice answers one question`() {
        func question(_ name: String, _ recording: UInt16, _ next: Flow.Next) -> Flow.Node {
            .init(
                name: name,
                action: .record(
                    Prompt(recording: recording, length: .seconds(3)), within: .seconds(5),
                    next: next, unanswered: next))
        }
        var plan = quickPlan(.automatic, agents: 1)
        plan.flow = Flow(nodes: [question("first", 1, .node(1)), question("second", 2, .end)])
        var script = Script(plan)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.trunk(call, .key(Key("1"), 1))
        script.trunk(call, .key(Key("1"), 1))
        let answers = script.records.compactMap {
            if case .answer(let it) = $0 { it.node } else { nil }
        }
        #expect(answers == [0] && script.hungUp == [])
    }

    @Test func `a transfer leaves time to say that nobody is free`() {
        var plan = quickPlan(.automatic, agents: 1)
        plan.limits.flow = .seconds(60)
        plan.flow = Flow(nodes: [
            .init(
                name: "agent",
                action: .transfer(GroupID(0), within: .minutes(5), unavailable: .node(1))),
            .init(
                name: "sorry",
                action: .play(Prompt(recording: 3, length: .seconds(3)), next: .end)),
        ])
        var script = Script(plan)
        script.start()
        script.desk(1, .notReady(.rest))
        let call = script.placed[0]
        script.answer(call)
        script.wait(.seconds(41))
        #expect(script.played(to: call) == [3])
        script.finishPlaying(call)
        #expect(script.hungUp == [call])
    }

    @Test func `a flow goes on when the trunk forgets to say that it has played`() {
        var (script, call) = Self.answered()
        script.wait(.seconds(4 + 5))
        #expect(script.played(to: call) == [0, 1])
        script.wait(.seconds(3 + 5 + 5))
        #expect(script.hungUp == [call])
    }

    @Test func `a flow that goes in circles has an end`() {
        var (script, call) = Self.answered {
            $0.limits.flow = .minutes(3)
            $0.flow = Flow(nodes: [
                .init(
                    name: "again",
                    action: .play(Prompt(recording: 5, length: .seconds(10)), next: .node(0)))
            ])
        }
        for _ in 0..<17 {
            script.wait(.seconds(10))
            script.finishPlaying(call)
        }
        #expect(!script.hungUp.contains(call))
        script.wait(.seconds(10))
        #expect(script.hungUp.contains(call))
        #expect(script.played(to: call).count == 18)
    }

    @Test func `a flow of no time at all has an end`() {
        let (script, call) = Self.answered {
            $0.flow = Flow(nodes: [
                .init(
                    name: "a", action: .play(Prompt(recording: 5, length: .zero), next: .node(1))),
                .init(name: "b", action: .hangUp(.connected(.completed))),
            ])
        }
        var after = script
        after.finishPlaying(call)
        #expect(after.hungUp == [call])
    }

    @Test func `a person who hangs up in the flow has hung up`() {
        var (script, call) = Self.answered()
        script.end(call)
        #expect(script.end(of: call)?.outcome == .connected(.hungUp))
        #expect(script.floor.inFlow == 0 && script.complaints == [])
    }

    @Test func `without a transfer every line dials`() {
        var plan = quickPlan(.automatic, agents: 0, lines: 7)
        plan.flow = Flow(nodes: [.init(name: "end", action: .hangUp(.connected(.completed)))])
        var script = Script(plan)
        script.start()
        #expect(script.placed.count == 7)
    }

    @Test func `with a transfer no more calls than idle agents`() {
        var script = Script(quickPlan(.automatic, agents: 3))
        script.start()
        #expect(script.placed.count == 3)
    }
}

extension FlowScripts {
    /// As ``answered(agents:_:)``, with agents that the script logs in itself.
    static func answered(
        agents: Int, _ change: (inout CampaignPlan) -> Void, start: (inout Script) -> Void
    ) -> (Script, CallID) {
        var plan = quickPlan(.automatic, agents: agents)
        change(&plan)
        var script = Script(plan)
        script.start()
        start(&script)
        let call = script.placed[0]
        script.answer(call)
        return (script, call)
    }
}
