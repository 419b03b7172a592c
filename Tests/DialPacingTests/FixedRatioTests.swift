import DialModel
import DialPacing
import Testing

@Suite struct FixedRatioTests {
    @Test(arguments: [
        (0, 0, 0), (4, 0, 6), (4, 2, 4), (4, 6, 0), (4, 9, 0), (1, 0, 1), (3, 1, 3), (100, 50, 100),
    ])
    func `calls in flight are topped up to the ratio, never below`(
        idle: Int, inFlight: Int, start: Int
    ) {
        var policy = FixedRatio(ratio: 1.5)
        let pace = policy.pace(for: floor(idle: idle, inFlight: inFlight), at: .epoch)
        #expect(pace.start == start)
        #expect(pace.bound == .ratio)
    }

    @Test(arguments: [(0.1, 9, 0), (0.1, 10, 1), (1, 7, 7), (3, 7, 21), (2.5, 3, 7)])
    func `a part of a call is not started`(ratio: Double, idle: Int, start: Int) {
        var policy = FixedRatio(ratio: ratio)
        #expect(policy.pace(for: floor(idle: idle), at: .epoch).start == start)
    }

    @Test func `people on hold count as calls in flight`() {
        var policy = FixedRatio(ratio: 2)
        var floor = floor(idle: 5, inFlight: 3)
        floor.holding = 4
        #expect(policy.pace(for: floor, at: .epoch).start == 3)
    }
}

@Suite struct ProgressiveTests {
    @Test(arguments: [(0, 0, 0), (5, 0, 5), (5, 3, 2), (5, 5, 0), (5, 8, 0)])
    func `one call in flight for each idle agent`(idle: Int, inFlight: Int, start: Int) {
        var policy = Progressive()
        let pace = policy.pace(for: floor(idle: idle, inFlight: inFlight), at: .epoch)
        #expect(pace == Pace(start: start, bound: .agents))
    }
}

@Suite struct MakePolicyTests {
    @Test func `each pacing makes the policy of its name`() {
        #expect((Pacing.fixedRatio(2.5).makePolicy() as? FixedRatio)?.ratio == 2.5)
        #expect(Pacing.progressive.makePolicy() is Progressive)
        let target = PredictiveTarget(abandonment: 0.01, margin: 2, callsPerAgent: 3)
        #expect((Pacing.predictive(target).makePolicy() as? Predictive)?.target == target)
    }
}

/// A floor with so many agents idle, talking and in wrap-up, and calls ringing.
func floor(idle: Int, talking: Int = 0, wrapUp: Int = 0, inFlight: Int = 0) -> Floor {
    var floor = Floor()
    floor.idle = idle
    floor.talking = talking
    floor.wrapUp = wrapUp
    floor.bridged = talking
    floor.ringing = inFlight
    floor.lines = 10_000
    return floor
}
