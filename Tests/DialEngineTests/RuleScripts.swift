import DialModel
import DialPacing
import DialTestSupport
import Testing

@testable import DialEngine

/// Scripts of rules on abandoned people, and of what goes wrong with lines, agents and clocks.
@Suite struct RuleScripts {
    /// Predictive, with a budget that an earlier run has left: 3 % of 1,000 less 10.
    static func predictive(
        _ rules: [AbandonmentRule] = [AbandonmentRule(cap: 0.03)], agents: Int = 10,
        callsPerSecond: Double? = nil
    ) -> Script {
        var plan = quickPlan(.predictive, agents: agents, lines: 500)
        plan.pacing = .predictive(PredictiveTarget())
        plan.abandonment = AbandonmentRules(rules)
        plan.limits.callsPerSecond = callsPerSecond
        plan.limits.wrapUp = .hours(3)
        var progress = Dialer.Progress()
        progress.attempts = 4_000
        progress.answered = 1_000
        progress.abandoned = 10
        return Script(plan, leads: 20_000, resuming: progress)
    }

    /// Ends what rings: every fourth call is answered.
    static func meet(_ script: inout Script, from seen: inout Int) {
        while seen < script.placed.count {
            let call = script.placed[seen]
            seen += 1
            if seen % 4 == 0 { script.answer(call) } else { script.end(call, .noAnswer) }
        }
    }

    @Test func `a cap of 0 % never dials beyond the idle agents, in any policy`() {
        for pacing in [
            Pacing.predictive(PredictiveTarget()), .fixedRatio(4),
            .peer(PeerPacing(.contactCentersDial2xFree)),
        ] {
            var plan = quickPlan(.predictive, agents: 5)
            plan.pacing = pacing
            plan.abandonment = AbandonmentRules([AbandonmentRule(), AbandonmentRule(cap: 0)])
            var script = Script(plan)
            script.start()
            var seen = 0
            for _ in 0..<200 {
                #expect(script.floor.inFlight <= script.floor.idle, "\(pacing.name)")
                Self.meet(&script, from: &seen)
                script.wait(.seconds(5))
                for bridge in script.bridges.suffix(5) {
                    script.finishTalk(bridge.agent, bridge.call)
                }
            }
            #expect(script.floor.abandoned == 0 && script.floor.answered > 20)
            #expect(script.complaints == [])
        }
    }

    @Test func `a guarded policy is held by every rule, and by the calls in flight`() {
        var plan = quickPlan(.predictive, agents: 2, lines: 500)
        plan.pacing = .fixedRatio(100)
        var progress = Dialer.Progress()
        progress.attempts = 5_000
        progress.answered = 1_000
        progress.abandoned = 20
        // Ten may be lost: of n calls at one answer in five, n / 5 + 3 √(0.16 n) ≤ 12.
        plan.abandonment = AbandonmentRules(AbandonmentRule(cap: 0.03))
        var one = Script(plan, resuming: progress)
        one.start()
        #expect(one.placed.count == 28, "\(one.placed.count)")
        // Today nothing has been earned yet.
        plan.abandonment = AbandonmentRules([
            AbandonmentRule(cap: 0.03), AbandonmentRule(cap: 0.05, window: .calendarDay),
        ])
        progress.began = morning + (.zero - .days(2))
        var two = Script(plan, resuming: progress)
        two.start()
        #expect(two.placed.count == 2)
    }

    @Test func `another pacing, cap or mode in the course of a window forgets nothing`() throws {
        var script = Self.predictive([
            AbandonmentRule(cap: 0.5, window: .every(.days(1)), work: .hours(8))
        ])
        script.start()
        script.wait(.days(1))
        let before = script.floor
        var seen = 0
        for _ in 0..<20 {
            Self.meet(&script, from: &seen)
            script.wait(.seconds(10))
        }
        let answered = script.floor.answered - before.answered
        let abandoned = script.floor.abandoned - before.abandoned
        #expect(answered > 5)
        for command: OperatorCommand in [
            .abandonmentCap(0.1), .pacing(.fixedRatio(1)), .mode(.progressive),
            .pacing(.predictive(PredictiveTarget(margin: 2))), .mode(.predictive),
            .hold(.seconds(3)),
        ] {
            script.command(command)
            let budget = script.dialer.budget
            #expect(budget.answered == answered && budget.abandoned == abandoned, "\(command)")
            if let policy = script.dialer.policy as? Predictive {
                #expect(policy.budget.answered == answered, "\(command)")
            }
        }
    }

    @Test func `without lines nothing is dialled, and calls in progress go on`() {
        var script = Self.predictive()
        script.start()
        let placed = script.placed.count
        #expect(placed >= 10)
        script.command(.lines(0))
        script.answer(script.placed[0])
        script.wait(.minutes(10))
        #expect(script.placed.count == placed && script.bridges.count == 1)
        script.finishTalk(script.bridges[0].agent, script.bridges[0].call)
        script.wait(.hours(1))
        #expect(script.placed.count == placed && script.floor.linesUsed == 0)
        script.command(.lines(3))
        #expect(script.placed.count == placed + 3)
        #expect(script.complaints == [])
    }

    @Test func `a trunk that is down for an hour is not made up for`() {
        var script = Self.predictive()
        script.start()
        let placed = script.placed.count
        script.trunk(.down)
        for call in script.placed { script.trunk(call, .refused(RawCause(.sip, 503))) }
        script.wait(.hours(1))
        #expect(script.placed.count == placed && script.floor.inFlight == 0)
        script.trunk(.up)
        #expect(script.placed.count <= 3 * placed && script.placed.count > placed)
        #expect(script.complaints == [])
    }

    /// It has learned that wrap-ups are short, and for an hour none ends.
    @Test func `all agents in wrap-up for an hour`() {
        var script = Self.predictive([AbandonmentRule(cap: 0.03)])
        script.start()
        var seen = 0
        while script.floor.idle > 0 {
            Self.meet(&script, from: &seen)
            script.wait(.seconds(1))
        }
        let talks = script.bridges
        for bridge in talks {
            script.desk(bridge.agent, .hangUp(bridge.call.attempt))
            script.end(bridge.call)
        }
        #expect(script.floor.wrapUp == 10)
        var placed: [Int] = []
        for _ in 0..<60 {
            for _ in 0..<6 {
                #expect(script.floor.inFlight <= 20 * 10)
                Self.meet(&script, from: &seen)
                script.wait(.seconds(10))
            }
            placed.append(script.placed.count)
        }
        let floor = script.floor
        #expect(Double(floor.abandoned) <= 0.03 * Double(floor.answered))
        #expect(placed[59] - placed[30] <= 30, "\(placed)")
        #expect(script.complaints == [])
    }

    @Test(arguments: [nil, 2.0])
    func `a clock that leaps an hour ahead lets nothing be made up for`(rate: Double?) {
        var script = Self.predictive(callsPerSecond: rate)
        script.start()
        script.wait(.seconds(15))
        let inFlight = script.floor.inFlight
        #expect(inFlight > 10)
        var placed = script.placed.count
        script.together([.deadline], after: .hours(1))
        #expect(script.placed.count - placed <= (rate == nil ? inFlight : 1))
        #expect(script.hungUp.count == inFlight, "they have rung for an hour")
        placed = script.placed.count
        script.wait(.seconds(5))
        #expect(script.placed.count - placed <= (rate == nil ? 2 * inFlight : 10))
        #expect(script.complaints == [])
    }

    @Test func `a clock that is set back an hour delays nothing and counts everyone`() throws {
        var plan = quickPlan(.predictive, agents: 1)
        plan.pacing = .fixedRatio(2)
        var script = Script(plan)
        script.start()
        let calls = script.placed
        script.answer(calls[0])
        script.answer(calls[1])
        #expect(script.floor.holding == 1)
        script.together([.deadline], after: .zero - .hours(1))
        script.wait(.milliseconds(1_999))
        #expect(script.floor.abandoned == 0)
        script.wait(.milliseconds(1))
        #expect(script.floor.abandoned == 1 && script.played(to: calls[1]) == [0])
        script.wait(.seconds(11))
        #expect(script.hungUp == [calls[1]])
        script.end(calls[1])
        let end = try #require(script.end(of: calls[1]))
        #expect(end.at == morning + .seconds(2), "campaign time has gone on")
        let tally = script.dialer.tally(at: script.now)
        #expect(tally.agentTime[.talking] == Duration.seconds(13).nanoseconds)
    }

    @Test func `inputs out of order by less than a second shift nothing`() {
        var script = Script(quickPlan(.progressive, agents: 1))
        script.start()
        script.together([.deadline], after: .seconds(10))
        for _ in 0..<50 {
            script.together([.deadline], after: .zero - .milliseconds(500))
            script.together([.deadline], after: .milliseconds(500))
        }
        // Given up 12 s after it was dialled, as nothing was heard of it, and 22 s for its ring.
        script.wait(.seconds(24) - Duration(nanoseconds: 1))
        #expect(script.hungUp == [])
        script.wait(Duration(nanoseconds: 1))
        #expect(script.hungUp.count == 1)
    }

    @Test func `a predictive policy whose clock jumps keeps its budget and floods nobody`() {
        for jump in [Duration.hours(1), .zero - .hours(1), .days(3), .zero - .days(3)] {
            let rule = AbandonmentRule(cap: 0.03, window: .every(.days(30)), work: .hours(200))
            var policy = Predictive(
                target: PredictiveTarget(),
                terms: PacingTerms(rules: AbandonmentRules(rule), began: morning))
            var floor = Floor()
            floor.idle = 2
            floor.talking = 18
            floor.answered = 500
            floor.abandoned = 14
            var now = morning + .days(4)
            var most = 0
            for second in 0..<600 {
                if second == 300 { now = now + jump }
                now = now + .seconds(1)
                let start = policy.pace(for: floor, at: now).start
                for _ in 0..<start { policy.note(.dialled(), at: now) }
                for place in 0..<start {
                    policy.note(
                        place % 4 == 0
                            ? .person(after: .seconds(8)) : .nobody(after: .seconds(20)), at: now)
                }
                if second < 300 {
                    most = max(most, start)
                } else {
                    #expect(start <= 2 * most, "\(jump), second \(second)")
                }
            }
            #expect(most > 0)
            #expect(policy.budget.answered == 500 && policy.budget.abandoned == 14)
        }
    }
}
