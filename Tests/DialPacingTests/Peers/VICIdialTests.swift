import DialModel
import DialPacing
import Testing

@Suite struct VICIdialRatioTests {
    /// Level, idle, talking, in flight, in wrap-up: calls to start.
    @Test(arguments: [
        // With everybody talking, level × agents less the agents ring.
        (2.0, 0, 20, 0, 0, 20), (1.5, 0, 10, 0, 0, 5), (3.0, 0, 20, 40, 0, 0),
        (1.0, 5, 15, 0, 0, 5), (1.0, 5, 15, 2, 0, 3), (1.0, 0, 20, 0, 0, 0),
        (2.0, 5, 5, 10, 0, 5), (2.0, 5, 5, 30, 0, 0),
        // Wrap-up counts for nothing: its line is gone, and so is its agent.
        (2.0, 0, 10, 0, 10, 10), (2.0, 0, 0, 0, 20, 0),
        // To the nearest whole call.
        (1.25, 1, 1, 0, 0, 2), (1.24, 1, 1, 0, 0, 1),
    ])
    func `lines are topped up to the level times agents, talks among them`(
        level: Double, idle: Int, talking: Int, inFlight: Int, wrapUp: Int, start: Int
    ) {
        var policy = VICIdialRatio(level: level)
        let floor = floor(idle: idle, talking: talking, wrapUp: wrapUp, inFlight: inFlight)
        #expect(policy.pace(for: floor, at: .epoch).start == start)
    }

    @Test(arguments: [(2.0, 5, 15, 0, 10), (2.0, 5, 15, 4, 6), (2.0, 0, 20, 0, 0)])
    func `of available agents alone, talks count on neither side`(
        level: Double, idle: Int, talking: Int, inFlight: Int, start: Int
    ) {
        var policy = VICIdialRatio(level: level, availableOnly: true)
        let floor = floor(idle: idle, talking: talking, inFlight: inFlight)
        #expect(policy.pace(for: floor, at: .epoch).start == start)
    }

    @Test func `people who wait are calls that exist, agents on a break are no agents`() {
        var policy = VICIdialRatio(level: 2)
        var floor = floor(idle: 4, talking: 6, inFlight: 3)
        floor.holding = 2
        floor.notReady = 50
        #expect(policy.pace(for: floor, at: .epoch).start == 20 - 6 - 3 - 2)
    }

    @Test func `it places every two and a half seconds, whatever happens in between`() {
        var policy = VICIdialRatio(level: 1)
        let idle = floor(idle: 4)
        #expect(
            policy.pace(for: idle, at: .epoch)
                == Pace(start: 4, bound: .ratio, again: .milliseconds(2_500)))
        for _ in 0..<4 { policy.note(.dialled(), at: .epoch) }
        let second = Instant.epoch + .seconds(1)
        #expect(
            policy.pace(for: idle, at: second)
                == Pace(start: 0, bound: .ratio, again: .milliseconds(1_500)))
        #expect(policy.pace(for: idle, at: .epoch + .milliseconds(2_500)).start == 4)
    }

    @Test func `what calls per second have kept back is started before the next round`() {
        var policy = VICIdialRatio(level: 2)
        #expect(policy.pace(for: floor(idle: 4), at: .epoch).start == 8)
        for _ in 0..<3 { policy.note(.dialled(), at: .epoch) }
        #expect(policy.pace(for: floor(idle: 4), at: .epoch + .seconds(1)).start == 5)
        let round = Instant.epoch + .milliseconds(2_500)
        #expect(policy.pace(for: floor(idle: 4, inFlight: 8), at: round).start == 0)
    }
}

@Suite struct VICIdialAdaptTests {
    /// Level, ready, waiting, of 20 agents, intensity, difference: the next level.
    @Test(arguments: [
        (2.0, 3.0, 0.0, 0.0, 0.0, 2.3), (2.0, 0, 3, 0, 0, 1.7),
        (2.0, 3, 0, 20, 0, 2.36), (2.0, 0, 3, 20, 0, 1.76),
        (2.0, 3, 0, -20, 0, 2.24), (2.0, 0, 3, -20, 0, 1.64),
        (2.0, 1, 0, 0, -1, 2.0), (2.8, 6, 0, 0, 0, 3.0), (1.1, 0, 10, 0, 0, 1.0),
    ])
    func `the level moves by the share of agents who wait less the people who do`(
        level: Double, ready: Double, waiting: Double, intensity: Double, difference: Double,
        next: Double
    ) {
        for method in [VICIdialAdapt.Method.hardLimit, .average, .tapered] {
            var rules = VICIdialAdapt.Rules(method)
            rules.intensity = intensity
            rules.difference = difference
            let level = rules.level(
                after: level, ready: ready, waiting: waiting, loggedIn: 20,
                drops: VICIdialAdapt.Drops(), clock: 1_200)
            #expect(abs(level - next) < 1e-9)
        }
    }

    @Test(arguments: [
        (VICIdialAdapt.Method.hardLimit, 1_500, 1.0), (.average, 1_500, 1.47),
        (.tapered, 1_500, 1.764), (.tapered, 1_000, 2.94), (.tapered, 2_130, 1.0),
        (.tapered, 2_100, 1.0),
    ])
    func `more drops in a day than allowed cut the level, each method in its way`(
        method: VICIdialAdapt.Method, clock: Int, next: Double
    ) {
        var drops = VICIdialAdapt.Drops()
        drops.callsToday = 400
        drops.answersToday = 500
        drops.droppedToday = 17
        func level(_ drops: VICIdialAdapt.Drops) -> Double {
            VICIdialAdapt.Rules(method).level(
                after: 2.8, ready: 1, waiting: 0, loggedIn: 20, drops: drops, clock: clock)
        }
        #expect(abs(level(drops) - next) < 1e-9)
        drops.droppedToday = 15
        #expect(abs(level(drops) - 2.94) < 1e-9, "3 % is not over 3 %")
        drops.droppedToday = 17
        drops.callsToday = 50
        #expect(abs(level(drops) - 2.94) < 1e-9, "50 calls are too few to tell")
    }

    @Test(arguments: [(30, 18, 1.33), (30, 15, 2.66), (20, 20, 2.66), (21, 11, 1.33)])
    func `more than half of a minute's calls dropped halve the level`(
        calls: Int, dropped: Int, next: Double
    ) {
        var drops = VICIdialAdapt.Drops()
        drops.callsLastMinute = calls
        drops.droppedLastMinute = dropped
        let level = VICIdialAdapt.Rules(.tapered).level(
            after: 2.8, ready: 0, waiting: 1, loggedIn: 20, drops: drops, clock: 1_200)
        #expect(abs(level - next) < 1e-9)
    }

    /// A shift at noon of the first of January 1970, seen second by second.
    private func run(
        _ policy: inout VICIdialAdapt, _ floor: Floor, seconds: ClosedRange<Int64>
    ) {
        for second in seconds {
            _ = policy.pace(for: floor, at: .epoch + .hours(12) + .seconds(second))
        }
    }

    @Test func `while nobody has answered yet the level doubles every fifteen seconds`() {
        var policy = VICIdialAdapt(VICIdialAdapt.Rules(.average))
        run(&policy, floor(idle: 20), seconds: 0...14)
        #expect(policy.level == 1)
        run(&policy, floor(idle: 20), seconds: 15...15)
        #expect(policy.level == 2)
        run(&policy, floor(idle: 20), seconds: 16...30)
        #expect(policy.level == 3)
    }

    @Test func `the level goes by the mean of fifteen seconds, not by the moment`() {
        var policy = VICIdialAdapt(VICIdialAdapt.Rules(.average))
        run(&policy, floor(idle: 20), seconds: 0...4)
        run(&policy, floor(talking: 20), seconds: 5...15)
        #expect(abs(policy.level - 1.333) < 1e-9)
    }

    @Test func `a day over its limit keeps a hard limit at one until midnight`() {
        var policy = VICIdialAdapt(VICIdialAdapt.Rules(.hardLimit))
        for call in 0..<60 {
            policy.note(.dialled(), at: .epoch + .hours(12))
            policy.note(.person(after: .seconds(8)), at: .epoch + .hours(12))
            if call < 3 { policy.note(.abandoned, at: .epoch + .hours(12)) }
        }
        run(&policy, floor(idle: 10, talking: 10), seconds: 0...3_600)
        #expect(policy.level == 1)
        run(&policy, floor(idle: 10, talking: 10), seconds: 43_000...43_400)
        #expect(policy.level == 3)
    }

    @Test func `the clock is local`() {
        var rules = VICIdialAdapt.Rules(.tapered)
        var drops = VICIdialAdapt.Drops()
        drops.callsToday = 400
        drops.answersToday = 500
        drops.droppedToday = 17
        // At 20:00 universal time a shift in New York has an hour of the afternoon before its 21:00.
        rules.utcOffset = .hours(-5)
        var policy = VICIdialAdapt(rules)
        for call in 0..<100 {
            policy.note(.dialled(), at: .epoch)
            policy.note(.person(after: .seconds(8)), at: .epoch)
            if call < 10 { policy.note(.abandoned, at: .epoch) }
        }
        for second in 0...60 {
            let now = Instant.epoch + .hours(20) + .seconds(Int64(second))
            _ = policy.pace(for: floor(idle: 20), at: now)
        }
        // (2100 − 1501) / 1000 of 3 × …: not cut to one.
        #expect(policy.level > 1.5)
    }
}

/// A floor where everybody talks.
private func floor(talking: Int) -> Floor { floor(idle: 0, talking: talking) }
