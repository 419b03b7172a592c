import DialEngine
import DialModel
import DialTestSupport
import Testing

/// Scripts of calls that are dialled for whoever is free when they are answered.
@Suite struct PredictiveScripts {
    /// So many calls in flight for each idle agent.
    static func script(agents: Int, ratio: Double = 1, leads: Int = 1_000) -> Script {
        var plan = quickPlan(.predictive, agents: agents)
        plan.pacing = .fixedRatio(ratio)
        return Script(plan, leads: leads)
    }

    @Test(arguments: [(0.0, 2), (0.03, 2), (0.5, 2), (1.0, 6)])
    func `without room under the cap every policy dials one to one`(cap: Double, calls: Int) {
        var plan = quickPlan(.predictive, agents: 2)
        plan.pacing = .fixedRatio(3)
        plan.abandonment.first.cap = cap
        var script = Script(plan, leads: 100)
        script.start()
        #expect(script.placed.count == calls)
        script.command(.abandonmentCap(1))
        #expect(script.placed.count == 6)
        script.command(.abandonmentCap(0.03))
        #expect(script.dialer.plan.pacing == .fixedRatio(3))
    }

    @Test(arguments: [(0.03, 1.0, 2), (0.03, 0, 4), (1, 1, 4), (1, 0, 4)])
    func `under a cap a peer dials one to one too, unless its guard is off`(
        cap: Double, guardIsOn: Double, calls: Int
    ) {
        var plan = quickPlan(.predictive, agents: 2)
        plan.pacing = .peer(PeerPacing(.contactCentersDial2xFree).with("guard", guardIsOn)!)
        plan.abandonment.first.cap = cap
        var script = Script(plan, leads: 100)
        script.start()
        #expect(script.placed.count == calls)
    }

    @Test func `a policy with a clock of its own is asked when that says so`() {
        var plan = quickPlan(.predictive, agents: 2)
        plan.pacing = .peer(PeerPacing(.vicidialRatio).with("level", 2)!)
        var script = Script(plan, leads: 100)
        script.command(.start)
        script.ready(1)
        let first = script.placed.count
        #expect(first <= 2)
        script.ready(2)
        script.wait(.milliseconds(2_499))
        #expect(script.placed.count == first)
        script.wait(.milliseconds(1))
        #expect(script.placed.count == 4)
    }

    @Test func `an answered person goes to the longest-idle agent`() {
        var script = Self.script(agents: 3)
        script.command(.start)
        for agent: Int32 in [2, 3, 1] {
            script.ready(agent)
            script.wait(.seconds(5))
        }
        let calls = script.placed
        script.answer(calls[1])
        script.answer(calls[0])
        script.answer(calls[2])
        #expect(
            script.bridges == [
                .init(call: calls[1], agent: 2), .init(call: calls[0], agent: 3),
                .init(call: calls[2], agent: 1),
            ])
        #expect(script.complaints == [])
    }

    @Test
    func `a person with no agent two seconds after the greeting is abandoned with the notice`()
        throws
    {
        var script = Self.script(agents: 1, ratio: 2)
        script.start()
        let calls = script.placed
        #expect(calls.count == 2)
        script.answer(calls[0])
        script.answer(calls[1])
        script.wait(Duration(nanoseconds: 1_999_999_999))
        #expect(script.played(to: calls[1]) == [] && script.floor.holding == 1)
        script.wait(Duration(nanoseconds: 1))
        #expect(script.played(to: calls[1]) == [0])
        #expect(script.floor.abandoned == 1 && script.floor.answered == 2)
        let abandoned = script.now
        script.wait(.seconds(6))
        script.finishPlaying(calls[1])
        #expect(script.hungUp == [calls[1]])
        script.end(calls[1])
        let end = try #require(script.end(of: calls[1]))
        #expect(end.outcome == .connected(.abandoned) && end.agent == nil)
        #expect(end.lead == .due(abandoned + .minutes(5)) && end.at == abandoned)
        #expect(script.complaints == [])
    }

    @Test func `a trunk that fails says nothing of who answers`() {
        var plan = quickPlan(.predictive, agents: 20, lines: 500)
        plan.pacing = .predictive(PredictiveTarget())
        var progress = Dialer.Progress()
        progress.answered = 1_000
        progress.abandoned = 20
        var script = Script(plan, leads: 5_000, resuming: progress)
        script.start()
        let before = script.floor.inFlight
        var refused = 0
        for _ in 0..<8 {
            while refused < script.placed.count {
                script.trunk(script.placed[refused], .refused(RawCause(.sip, 503)))
                refused += 1
            }
            script.wait(.seconds(61))
        }
        #expect(refused > 200 && script.floor.inFlight == before)
    }

    /// The driver has read its clock late, and both had happened by then.
    @Test func `an answer in time is not lost to a deadline that came with it`() {
        var script = Script(quickPlan(.progressive, agents: 1))
        script.start()
        let call = script.placed[0]
        script.trunk(call, .ringing)
        script.together(
            [
                .desk(DeskEvent(AgentID(9), .ready)), .trunk(.call(call, .answered)),
                .trunk(.call(call, .heard(.person))),
            ], after: .seconds(60))
        #expect(script.bridges == [.init(call: call, agent: 1)] && script.floor.abandoned == 0)
    }

    @Test func `the notice is hung up even if the trunk never says it was played`() {
        var script = Self.script(agents: 1, ratio: 2)
        script.start()
        let calls = script.placed
        script.answer(calls[0])
        script.answer(calls[1])
        script.wait(.seconds(2 + 6 + 5))
        #expect(script.hungUp == [calls[1]])
        script.wait(.seconds(5))
        #expect(script.end(of: calls[1])?.outcome == .connected(.abandoned))
    }

    @Test func `an agent who comes free in time takes the longest-waiting person`() {
        var script = Self.script(agents: 1, ratio: 3)
        script.start()
        let calls = script.placed
        script.answer(calls[0])
        script.answer(calls[2])
        script.wait(.seconds(1))
        script.answer(calls[1])
        script.finishTalk(1, calls[0])
        #expect(script.bridges.last == .init(call: calls[2], agent: 1))
        script.wait(.seconds(2))
        #expect(script.played(to: calls[1]) == [0])
        #expect(script.floor.abandoned == 1 && script.floor.answered == 3)
        #expect(script.complaints == [])
    }

    @Test func `a person who hangs up while waiting is neither answered nor abandoned`() {
        var script = Self.script(agents: 1, ratio: 2)
        script.start()
        let calls = script.placed
        script.answer(calls[0])
        script.answer(calls[1])
        script.wait(.seconds(1))
        script.end(calls[1])
        #expect(script.end(of: calls[1])?.outcome == .connected(.hungUp))
        #expect(script.floor.abandoned == 0 && script.floor.answered == 1)
        script.wait(.seconds(10))
        #expect(script.floor.abandoned == 0 && script.complaints == [])
    }

    @Test func `an answer that crosses our hanging up is an abandoned person`() {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.trunk(call, .ringing)
        script.wait(.seconds(22))
        #expect(script.hungUp == [call])
        script.trunk(call, .answered)
        #expect(script.floor.abandoned == 1 && script.floor.answered == 1)
        let tally = script.dialer.tally
        #expect(tally.people == 1 && tally.pickedUp == 1 && tally.abandoned == 1)
        script.end(call)
        #expect(script.end(of: call)?.outcome == .connected(.abandoned))
        #expect(script.played(to: call) == [] && script.complaints == [])
    }

    @Test(arguments: [
        (EndCause.busy, Outcome.notConnected(.busy)), (.noAnswer, .notConnected(.noAnswer)),
        (.vacantNumber, .notConnected(.vacantNumber)), (.rejected, .notConnected(.rejected)),
        (.poweredOff, .notConnected(.poweredOff)), (.suspended, .notConnected(.suspended)),
        (.outOfArea, .notConnected(.outOfArea)), (.congestion, .notConnected(.congestion)),
        (.failed, .notConnected(.failed)), (.normal, .notConnected(.noAnswer)),
    ])
    func `a call that is not answered ends as the trunk says`(cause: EndCause, outcome: Outcome) {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.end(call, cause)
        #expect(script.end(of: call)?.outcome == outcome)
        #expect(script.placed.count == 2, "the next lead is dialled")
    }

    @Test(arguments: [(Party.machine, Outcome.notConnected(.machine)), (.fax, .notConnected(.fax))])
    func `a machine is hung up`(party: Party, outcome: Outcome) {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.answer(call, by: party)
        #expect(script.hungUp == [call])
        script.end(call)
        #expect(script.end(of: call)?.outcome == outcome)
        #expect(script.floor.answered == 0 && script.complaints == [])
    }

    @Test func `a call the trunk never speaks of ends within its limits`() {
        var script = Self.script(agents: 1)
        script.start()
        let call = script.placed[0]
        script.wait(.seconds(12 + 22 + 5))
        #expect(script.hungUp == [call])
        #expect(script.end(of: call)?.outcome == .notConnected(.failed))
        #expect(script.end(of: call)?.cause == .noNews)
    }

    @Test func `news of an earlier call on the same line changes nothing`() {
        var script = Self.script(agents: 1)
        script.start()
        let first = script.placed[0]
        script.end(first, .busy)
        let second = script.placed[1]
        #expect(second.line == first.line)
        script.answer(first)
        script.end(first)
        #expect(script.bridges == [] && script.end(of: second) == nil)
        script.answer(second)
        #expect(script.bridges == [.init(call: second, agent: 1)])
        #expect(script.complaints == [])
    }

    @Test func `every decision that starts calls can be explained`() throws {
        var plan = quickPlan(.predictive, agents: 4, lines: 5)
        plan.pacing = .fixedRatio(2)
        plan.recordsDecisions = true
        var script = Script(plan)
        script.start()
        let decisions = script.records.compactMap { record -> Decision? in
            if case .decision(let decision) = record { decision } else { nil }
        }
        let last = try #require(decisions.last)
        #expect(last.pace.start == 3 && last.started == 0 && last.pace.bound == .lines)
        #expect(last.floor.idle == 4 && last.floor.inFlight == 5)
        #expect(decisions.reduce(0) { $0 + $1.started } == 5)
    }
}
