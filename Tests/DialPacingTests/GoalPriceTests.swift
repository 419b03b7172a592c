import DialModel
import Testing

@testable import DialPacing

@Suite struct GoalPriceTests {
    /// After so many seconds with this many idle of `agents`.
    private func price(
        _ goal: PacingGoal, agents: Int = 20, idle: Int, seconds: Int, cap: Double = 0.1,
        from start: GoalPrice? = nil
    ) -> GoalPrice {
        var price = start ?? GoalPrice(goal)
        for _ in 0..<seconds {
            price.spend(1, agents: agents, idle: idle)
            price.steer(agents: agents, cap: cap)
        }
        return price
    }

    @Test func `while agents are too idle more risk is worth it, up to the cap's price`() {
        let soon = price(.occupancy(0.8), idle: 6, seconds: 60)
        let later = price(.occupancy(0.8), idle: 6, seconds: 300)
        #expect(soon.value > GoalPrice.least && later.value > soon.value && later.value < 0.1)
        let long = price(.occupancy(0.8), idle: 6, seconds: 30_000)
        #expect(abs(long.value - 0.11) < 1e-9 && long.spared == 0)
    }

    @Test func `while agents are too busy less is, and then some are left idle`() {
        let before = price(.occupancy(0.8), idle: 6, seconds: 300)
        let soon = price(.occupancy(0.8), idle: 1, seconds: 60, from: before)
        #expect(soon.value < before.value && soon.spared == 0)
        let later = price(.occupancy(0.8), idle: 0, seconds: 600, from: before)
        #expect(later.value == GoalPrice.least && later.spared > 2)
    }

    @Test func `as idle as is wanted, nothing changes`() {
        let before = price(.occupancy(0.8), idle: 6, seconds: 300)
        let after = price(.occupancy(0.8), idle: 4, seconds: 3_600, from: before)
        #expect(abs(after.value - before.value) < 1e-9)
    }

    /// Else a goal out of reach for hours would be overshot for hours when it comes into reach.
    @Test func `hours out of reach are not made up for`() {
        let hour = price(.occupancy(0.9), idle: 8, seconds: 3_600)
        let day = price(.occupancy(0.9), idle: 8, seconds: 8 * 3_600)
        #expect(abs(hour.value - day.value) < 1e-9)
        let after = price(.occupancy(0.9), idle: 0, seconds: 900, from: day)
        #expect(after.value < day.value / 5)
    }

    @Test func `a cap's price that falls takes the goal's with it`() {
        let before = price(.occupancy(0.9), idle: 8, seconds: 3_600)
        let after = price(.occupancy(0.9), idle: 8, seconds: 1, cap: 0.01, from: before)
        #expect(abs(after.value - 0.011) < 1e-9)
    }

    @Test func `a wait is wanted for each talk`() {
        var price = GoalPrice(.wait(.seconds(10)))
        for second in 0..<6_000 {
            price.spend(1, agents: 20, idle: 2)
            // Two agents idle, and a talk every five seconds: ten seconds' wait for each.
            if second % 5 == 4 { price.noteTalk() }
            if second % 60 == 59 { price.steer(agents: 20, cap: 0.1) }
        }
        #expect(abs(price.value - GoalPrice.least) < 1e-9 && price.spared == 0)
        for _ in 0..<300 {
            price.spend(1, agents: 20, idle: 2)
            price.steer(agents: 20, cap: 0.1)
        }
        #expect(price.value > 2 * GoalPrice.least)
    }

    @Test func `nobody at work is no fault`() {
        let idle = price(.occupancy(0.9), agents: 0, idle: 0, seconds: 3_600)
        #expect(idle.value == GoalPrice.least && idle.spared == 0)
    }
}

@Suite struct RestrainedTests {
    /// Ten agents free, nobody else there.
    private func situation(price: Double, spared: Int) -> PacingCase {
        var situation = PacingCase(callsPerAgent: 20)
        var floor = Floor()
        floor.idle = 10
        situation.take(floor)
        situation.price = 0.1
        situation.viability = ViabilityGuard(viability: 40, secondsLeft: 0, work: 0, caution: 3)
        situation.restrain(price: price, spared: spared)
        situation.outlook.capacity = SIMD8(repeating: Float(10 - spared))
        // Answers spread evenly over what is looked at.
        for slot in 0..<8 { situation.outlook.fresh[slot] = 0.3 * Float(slot + 1) / 8 }
        situation.outlook.shares = SIMD8(repeating: 0.125)
        situation.outlook.exposed = -10
        return situation
    }

    @Test func `the lower price counts, and it is told which`() {
        let own = situation(price: 0.01, spared: 0).decided()
        let cap = situation(price: 0.5, spared: 0).decided()
        #expect(own.bound == .goal && own.start >= 10)
        #expect(cap.bound == .risk && cap.start > own.start)
    }

    @Test func `agents who are spared are not dialled for`() {
        let all = situation(price: 0.002, spared: 0).decided()
        let some = situation(price: 0.002, spared: 6).decided()
        let none = situation(price: 0.002, spared: 10).decided()
        #expect(all.start >= 10 && (4..<all.start).contains(some.start) && none.start == 0)
        #expect([all, some, none].allSatisfy { $0.bound == .goal })
    }

    /// Nothing may be lost: then only the idle agents who are not spared have a call each.
    @Test(arguments: [(0, 10, Pace.Bound.budget), (4, 6, .goal), (12, 0, .goal)])
    func `with nothing left to be lost agents are spared as well`(
        spared: Int, start: Int, bound: Pace.Bound
    ) {
        var situation = situation(price: 0.002, spared: spared)
        situation.viability = ViabilityGuard(viability: -1, secondsLeft: 0, work: 0, caution: 3)
        let choice = situation.decided()
        #expect(choice.start == start && choice.bound == bound)
    }
}
