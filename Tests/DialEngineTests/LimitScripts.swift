import DialModel
import DialTestSupport
import Testing

/// Scripts of what keeps calls from being started.
@Suite struct LimitScripts {
    @Test(arguments: [0.5, 1, 2, 10, 33.3])
    func `calls never follow each other faster than calls per second`(rate: Double) {
        var plan = quickPlan(.predictive, agents: 50, lines: 1_000)
        plan.pacing = .fixedRatio(20)
        plan.limits.callsPerSecond = rate
        var script = Script(plan)
        script.start()
        for second in 0..<10 {
            script.wait(.seconds(1))
            // Endings, answers and agents' doings must not hurry it either.
            if let call = script.placed.last { script.end(call, .busy) }
            script.desk(Int32(second + 1), .notReady(.rest))
        }
        let times = script.placements.map(\.at)
        let apart = Duration(drawn: 1 / rate)
        for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier >= apart) }
        #expect(abs(times.count - Int(10 * rate) - 1) <= 1, "no slower than it has to be either")
        #expect(script.complaints == [])
    }

    @Test func `a changed rate does not let a call out early`() {
        var plan = quickPlan(.predictive, agents: 5)
        plan.limits.callsPerSecond = 0.5
        var script = Script(plan)
        script.start()
        #expect(script.placed.count == 1)
        script.wait(.milliseconds(100))
        script.command(.callsPerSecond(1))
        #expect(script.placed.count == 1, "a second after the last call, not sooner")
        script.wait(.milliseconds(900))
        #expect(script.placed.count == 2)
        script.command(.callsPerSecond(nil))
        #expect(script.placed.count == 5)
    }

    @Test func `a trunk that refused 40 of its last 50 calls is left alone for 60 s`() {
        var script = Script(quickPlan(.progressive, agents: 1))
        script.start()
        for number in 0..<50 {
            #expect(script.placed.count == number + 1)
            if number < 10 {
                script.end(script.placed[number], .busy)
            } else {
                script.trunk(script.placed[number], .refused(RawCause(.sip, 503)))
            }
        }
        #expect(script.placed.count == 50)
        #expect(
            script.operations.last
                == "the trunk refused 40 of its last 50 calls; dialing pauses for 1 min")
        script.wait(.seconds(60) - Duration(nanoseconds: 1))
        #expect(script.placed.count == 50)
        script.wait(Duration(nanoseconds: 1))
        #expect(script.placed.count == 51 && script.complaints == [])
    }

    @Test func `while the trunk is down nothing is dialled`() {
        var script = Script(quickPlan(.progressive, agents: 2))
        script.trunk(.down)
        script.start()
        script.wait(.minutes(5))
        #expect(script.placed == [])
        script.trunk(.up)
        #expect(script.placed.count == 2)
    }

    @Test func `an accepted preview goes back while the trunk is down`() {
        var script = Script(quickPlan(.preview, agents: 1))
        script.start()
        script.trunk(.down)
        script.desk(1, .accept(LeadID(1)))
        #expect(script.placed == [] && script.cues(for: 1).last == .previewEnded(LeadID(1)))
        script.trunk(.up)
        #expect(script.cues(for: 1).last == .preview(LeadID(1), ordinal: 1))
    }

    @Test(arguments: DialMode.allCases)
    func `no more lines than there are`(mode: DialMode) {
        var plan = quickPlan(mode, agents: 30, lines: 7)
        plan.pacing = .fixedRatio(2)
        var script = Script(plan)
        script.start()
        script.wait(.seconds(60))
        #expect(script.floor.linesUsed <= 7 && script.placed.count >= 7)
        #expect(script.complaints == [])
    }
}
