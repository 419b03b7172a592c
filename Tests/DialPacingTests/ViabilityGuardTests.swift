import DialMath
import DialModel
import Testing

@testable import DialPacing

@Suite struct ViabilityGuardTests {
    @Test func `a fraction of a person cannot be lost`() {
        let viability = ViabilityGuard(
            viability: 1.99, secondsLeft: 0, work: 0, caution: 3)
        #expect(viability.losses == 1 && !viability.isOneToOne)
    }

    @Test(arguments: [
        // Where the window's end is not known, nothing is spent that has not been earned.
        (-0.01, 0.0, 0.0, true), (0, 0, 0, false),
        // In a window that goes on, next to no risk is taken to earn what is missing, down to two.
        (-1.9, 10_000, 28_800, false), (-2.1, 10_000, 28_800, true),
        // In its last minute not.
        (-0.01, 50, 28_800, true), (0.5, 50, 28_800, false),
    ])
    func `when the budget is out only one-to-one dialing is left`(
        viability: Double, secondsLeft: Double, work: Double, isOneToOne: Bool
    ) {
        let seen = ViabilityGuard(
            viability: viability, secondsLeft: secondsLeft, work: work, caution: 3)
        #expect(seen.isOneToOne == isOneToOne)
    }

    @Test func `the yield counted on is that of a third of the answers and half of the agents`() {
        // Ten agents, an hour and the last minute; a cycle of 180 s talk and 25 s for each of ten calls.
        let yield = ViabilityGuard.yield(
            seconds: 3_660, agents: 10, rate: 0.3, ring: 25, handle: 180)
        #expect(abs(yield - 0.5 * 10 * 3_600 / (180 + 250)) < 1e-9)
        #expect(
            ViabilityGuard.yield(seconds: 30, agents: 10, rate: 0.3, ring: 25, handle: 180) == 0)
    }

    /// The guarantee that holds on every path, whoever answers: in the last minute of a window, where
    /// every call in flight is taken for a loss, calls are started only while all of them could be
    /// answered and abandoned and the window still end within its cap.
    @Test func `in the last minute no outcome at all can break the cap`() {
        let chance = Chance(seed: 7, stream: "last minute")
        for key: UInt64 in 0..<3_000 {
            func draw(_ index: UInt64, _ most: Double) -> Int {
                Int(chance.uniform(key, index) * most)
            }
            let rule = AbandonmentRule(cap: 0.03, window: .every(.days(1)), work: .hours(8))
            var policy = Predictive(
                target: PredictiveTarget(),
                terms: PacingTerms(rules: AbandonmentRules(rule), began: .epoch))
            var floor = floor(idle: draw(0, 10), talking: draw(1, 40), inFlight: draw(2, 30))
            floor.answered = draw(3, 3_000)
            floor.abandoned = draw(4, 0.03 * Double(floor.answered) + 1)
            let now = Instant.epoch + .seconds(8 * 3_600 - 1 - Int64(draw(5, 58)))
            for _ in 0..<floor.inFlight { policy.note(.dialled(), at: now) }
            let pace = policy.pace(for: floor, at: now)
            let oneToOne = max(0, floor.idle - floor.inFlight - floor.holding)
            if pace.start <= oneToOne { continue }
            let lost = max(0, floor.inFlight + pace.start - floor.idle)
            #expect(
                Double(floor.abandoned + lost) <= 0.03 * Double(floor.answered) + 1e-9,
                "key \(key)")
        }
    }

    /// One person more has been abandoned than was earned; half the agents are idle, and each has its
    /// call, of which few will be answered.
    @Test func `without the guard a spent budget stops nothing`() {
        func started(_ target: PredictiveTarget) -> Int {
            var policy = PredictiveTests.taught(answers: 0.1, target: target)
            var floor = floor(idle: 20, talking: 20, inFlight: 20)
            floor.answered = 10_000
            floor.abandoned = 301
            return policy.pace(for: floor, at: PredictiveTests.now).start
        }
        #expect(started(PredictiveTarget()) == 0)
        #expect(started(PredictiveTarget(isGuarded: false)) > 0)
        #expect(Predictive(target: PredictiveTarget()).keepsRule)
        #expect(!Predictive(target: PredictiveTarget(isGuarded: false)).keepsRule)
    }

    /// What one-to-one dialing adds cannot break the cap while the agents stay: each call has one.
    @Test func `out of budget, no more calls are in flight than agents idle`() {
        var policy = Predictive(target: PredictiveTarget())
        for idle in 0..<50 {
            for inFlight in 0..<60 {
                var floor = floor(idle: idle, talking: 20, inFlight: inFlight)
                floor.answered = 100
                floor.abandoned = 4
                let pace = policy.pace(for: floor, at: .epoch + .seconds(100))
                #expect(pace.start == max(0, idle - inFlight))
                #expect(pace.bound == .budget)
            }
        }
    }
}
