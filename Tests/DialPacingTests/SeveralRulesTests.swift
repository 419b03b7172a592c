import DialMath
import DialModel
import Testing

@testable import DialPacing

/// Budgets of several rules, and of rules that count machines.
@Suite struct SeveralRulesTests {
    static func counts(_ answered: Int, _ abandoned: Int, machines: Int = 0) -> Floor {
        var floor = Floor()
        floor.answered = answered
        floor.abandoned = abandoned
        floor.machines = machines
        return floor
    }

    static func at(_ hours: Int64) -> Instant { .epoch + .hours(hours) }

    @Test func `the tightest rule binds at every decision`() {
        let rules = AbandonmentRules([
            AbandonmentRule(cap: 0.03),
            AbandonmentRule(cap: 0.05, window: .every(.days(1))),
        ])
        var budget = AbandonmentBudget(rules)
        // On the first day the run's 3 % is the tighter.
        _ = budget.take(Self.counts(1_000, 28), at: Self.at(8))
        #expect(abs(budget.earned - 2) < 1e-9 && budget.cap == 0.03)
        // On the second, after a day within it, that day's 5 %.
        _ = budget.take(Self.counts(1_000, 10), at: Self.at(25))
        _ = budget.take(Self.counts(1_040, 12), at: Self.at(26))
        #expect(abs(budget.earned - 0) < 1e-9 && budget.cap == 0.05)
        #expect(budget.windowBegan == Self.at(24))
        #expect(abs(budget.leastEarned) < 1e-9)
    }

    /// Four rules in any order bind as the least of four budgets of their own.
    @Test func `several rules are as strict as each of them alone`() {
        let chance = Chance(seed: 3, stream: "several rules")
        let windows: [AbandonmentRule.Window] = [
            .run, .every(.days(1)), .calendarDay, .every(.hours(5)),
        ]
        for key: UInt64 in 0..<200 {
            func draw(_ index: UInt64) -> Double { chance.uniform(key, index) }
            var rules: [AbandonmentRule] = []
            for place in 0..<4 {
                var rule = AbandonmentRule(window: windows[(place + Int(key)) % 4])
                rule.cap = 0.01 + 0.05 * draw(UInt64(place))
                rule.work = .hours(4)
                if place % 2 == 0 { rule.falsePositives = 0.01 * draw(UInt64(4 + place)) }
                rules.append(rule)
            }
            var all = AbandonmentBudget(AbandonmentRules(rules), began: Self.at(9))
            var each = rules.map { AbandonmentBudget(AbandonmentRules($0), began: Self.at(9)) }
            var floor = Floor()
            for step in 0..<60 {
                let now = Self.at(9) + .minutes(Int64(step) * 37)
                floor.answered += Int(80 * draw(UInt64(100 + step)))
                floor.abandoned += Int(4 * draw(UInt64(200 + step)))
                floor.machines += Int(90 * draw(UInt64(300 + step)))
                _ = all.take(floor, at: now)
                let yield = all.expect(at: now, agents: 10, rate: 0.3, ring: 20, handle: 200)
                let allowed = all.allowance(yield: yield, at: now, caution: 3)
                var strictest = ViabilityGuard(
                    viability: 1e6, secondsLeft: 0, work: 0, caution: 3)
                var earned = 1e6
                for place in each.indices {
                    _ = each[place].take(floor, at: now)
                    let yield = each[place].expect(
                        at: now, agents: 10, rate: 0.3, ring: 20, handle: 200)
                    strictest.tighten(
                        to: each[place].allowance(yield: yield, at: now, caution: 3))
                    earned = min(earned, each[place].earned)
                }
                #expect(allowed == strictest, "key \(key), step \(step)")
                #expect(all.leastEarned == earned)
            }
        }
    }

    @Test func `people taken for machines are spent`() {
        let rule = AbandonmentRule(cap: 0.03, falsePositives: 0.01)
        var budget = AbandonmentBudget(AbandonmentRules(rule))
        _ = budget.take(Self.counts(1_000, 20, machines: 500), at: Self.at(1))
        // 30 − 20, less 97 % of five people.
        #expect(abs(budget.earned - 5.15) < 1e-9)
        // Five more may be lost: (25 + 5) / (1,005 + 5), not six.
        for (lost, isWithin) in [(5, true), (6, false)] {
            let share = AbandonmentRule.share(
                abandoned: 20 + lost, served: 980, machines: 500, falsePositives: 0.01)!
            #expect((share <= 0.03) == isWithin)
            var then = budget
            _ = then.take(Self.counts(1_000 + lost, 20 + lost, machines: 500), at: Self.at(2))
            #expect((then.earned >= 0) == isWithin)
        }
        // Each further answer brings half a machine.
        #expect(abs(budget.cap - (0.03 - 0.97 * 0.005)) < 1e-9)
        #expect(abs(budget.viability(yield: 100) - budget.earned - 100 * budget.cap) < 1e-9)
    }

    /// Two machines for each answer, of which 3 % may be people: over 3 % with nobody abandoned.
    @Test func `where machines alone are over the cap, only one-to-one dialing is left`() {
        let rule = AbandonmentRule(
            cap: 0.03, window: .every(.days(1)), work: .hours(8), falsePositives: 0.03)
        var policy = Predictive(
            target: PredictiveTarget(), terms: PacingTerms(rules: AbandonmentRules(rule)))
        for answered in [100, 1_000, 10_000] {
            var floor = floor(idle: 3, talking: 17)
            floor.answered = answered
            floor.machines = 2 * answered
            let pace = policy.pace(for: floor, at: Self.at(1) + .seconds(Int64(answered)))
            #expect(pace.start == 3 && pace.bound == .budget)
            #expect(policy.budget.cap == 0)
        }
    }

    @Test(arguments: [AbandonmentRule.Window.run, .every(.days(1)), .calendarDay])
    func `a cap of 0 % is one-to-one dialing`(window: AbandonmentRule.Window) {
        let strict = AbandonmentRule(cap: 0, window: window, work: .hours(8))
        for rules in [[strict], [AbandonmentRule(cap: 0.03), strict]] {
            var policy = Predictive(
                target: PredictiveTarget(), terms: PacingTerms(rules: AbandonmentRules(rules)))
            for idle in 0..<20 {
                var floor = floor(idle: idle, talking: 20, inFlight: 5)
                floor.answered = 5_000
                // However sure it is that hardly anyone answers.
                for _ in 0..<200 { policy.note(.nobody(after: .seconds(20)), at: Self.at(2)) }
                let pace = policy.pace(for: floor, at: Self.at(2) + .seconds(Int64(idle)))
                #expect(pace.start == max(0, idle - 5))
            }
        }
    }

    @Test func `a cap of 100 % is no bound`() {
        let free = AbandonmentRule(cap: 1, falsePositives: 0.5)
        var budget = AbandonmentBudget(AbandonmentRules([AbandonmentRule(cap: 0.05), free]))
        _ = budget.take(Self.counts(1_000, 40, machines: 5_000), at: Self.at(1))
        #expect(abs(budget.earned - 10) < 1e-9)
        var alone = AbandonmentBudget(AbandonmentRules(free))
        _ = alone.take(Self.counts(1_000, 1_000, machines: 5_000), at: Self.at(1))
        #expect(alone.earned == 0, "everyone abandoned is still within it")
    }

    @Test func `what has been counted is handed on`() {
        let rule = AbandonmentRule(cap: 0.03, window: .every(.days(1)), work: .hours(8))
        var budget = AbandonmentBudget(AbandonmentRules(rule))
        _ = budget.take(Self.counts(1_000, 10), at: Self.at(25))
        _ = budget.take(Self.counts(1_200, 19), at: Self.at(26))
        var policy = Predictive(target: PredictiveTarget(abandonment: 0.02))
        policy.adopt(PacingTerms(budget: budget, hold: .seconds(2)), at: Self.at(26))
        #expect(policy.budget.answered == 200 && policy.budget.abandoned == 9)
        #expect(abs(policy.budget.earned + 5) < 1e-9, "its own aim is lower")
        budget.set(cap: 0.05)
        #expect(abs(budget.earned - 1) < 1e-9)
    }

    @Test func `a clock that goes back opens no window twice`() {
        let rule = AbandonmentRule(cap: 0.03, window: .every(.days(1)), work: .hours(8))
        var budget = AbandonmentBudget(AbandonmentRules(rule))
        _ = budget.take(Self.counts(100, 3), at: Self.at(24))
        _ = budget.take(Self.counts(200, 7), at: Self.at(25))
        for hour: Int64 in [23, 0, -50, 24, 26] {
            _ = budget.take(Self.counts(200, 7), at: Self.at(hour))
            #expect(budget.answered == 100 && budget.abandoned == 4)
            #expect(budget.windowBegan == Self.at(24))
            #expect(budget.secondsLeft(at: Self.at(hour)) <= 8 * 3_600)
        }
    }

    /// As with one rule (`ViabilityGuardTests`), but two windows end at different times.
    @Test func `in the last minute of any window no outcome can break its cap`() {
        let chance = Chance(seed: 8, stream: "last minute of two")
        let rules = [
            AbandonmentRule(cap: 0.05),
            AbandonmentRule(cap: 0.03, window: .every(.days(1)), work: .hours(8)),
        ]
        for key: UInt64 in 0..<2_000 {
            func draw(_ index: UInt64, _ most: Double) -> Int {
                Int(chance.uniform(key, index) * most)
            }
            let order = key % 2 == 0 ? rules : rules.reversed()
            var policy = Predictive(
                target: PredictiveTarget(abandonment: 0.9),
                terms: PacingTerms(rules: AbandonmentRules(order)))
            var floor = floor(idle: draw(0, 10), talking: draw(1, 40), inFlight: draw(2, 30))
            floor.answered = draw(3, 3_000)
            floor.abandoned = draw(4, 0.03 * Double(floor.answered) + 1)
            let now = Instant.epoch + .seconds(8 * 3_600 - 1 - Int64(draw(5, 58)))
            for _ in 0..<floor.inFlight { policy.note(.dialled(), at: now) }
            let pace = policy.pace(for: floor, at: now)
            if pace.start <= max(0, floor.idle - floor.inFlight) { continue }
            let lost = max(0, floor.inFlight + pace.start - floor.idle)
            #expect(
                Double(floor.abandoned + lost) <= 0.03 * Double(floor.answered) + 1e-9,
                "key \(key)")
        }
    }
}

@Suite struct GuardedCallsTests {
    /// n p + 3 √(n p (1 − p)) for the calls in flight stays within what may be lost and who is idle.
    @Test(arguments: [0.02, 0.2, 0.5, 0.97, 1.0])
    func `as many calls as may be answered by a cautious reading`(rate: Double) {
        for losses in [0.0, 1, 5, 40] {
            for idle in [0, 1, 7] {
                let allowed = ViabilityGuard(
                    viability: losses, secondsLeft: 0, work: 0, caution: 3)
                let start = allowed.mostCalls(on: floor(idle: idle, inFlight: 2), rate: rate)
                func reading(_ calls: Int) -> Double {
                    let n = Double(calls)
                    return min(n, n * rate + 3 * (n * rate * (1 - rate)).squareRoot())
                }
                let room = losses + Double(idle)
                if start > 0 { #expect(reading(start + 2) <= room + 1e-6) }
                #expect(reading(start + 3) > room - 1e-6 || room == 0)
            }
        }
    }

    @Test func `in the last minute every call may be answered`() {
        let allowed = ViabilityGuard(viability: 4.5, secondsLeft: 30, work: 28_800, caution: 3)
        #expect(allowed.mostCalls(on: floor(idle: 3, inFlight: 5), rate: 0.01) == 2)
    }
}
