import DialEstimation
import DialMath
import Testing

@testable import DialPacing

@Suite struct OutlookTests {
    /// `idle` and `busy` agents who come free at a rate, and calls that are answered at another.
    static func outlook(
        idle: Int, busy: Int, calls: Int, rate: Double = 0.3, handle: Double = 180
    ) -> Outlook {
        var outlook = Outlook()
        var last = 0.0
        let width = 24.0 / 8
        for slot in 0..<8 {
            let seconds = (Double(slot) + 0.5) * width
            let freed = chanceWithin(seconds, mean: handle)
            let answered = rate * chanceWithin(seconds, mean: 12)
            outlook.capacity[slot] = Float(Double(idle) + Double(busy) * freed)
            outlook.capacityVariance[slot] = Float(Double(busy) * freed * (1 - freed))
            outlook.answers[slot] = Float(Double(calls) * answered)
            outlook.answersVariance[slot] = Float(Double(calls) * answered * (1 - answered))
            outlook.fresh[slot] = Float(answered)
            let until = chanceWithin(seconds + 0.5 * width, mean: 12) / chanceWithin(24, mean: 12)
            outlook.shares[slot] = Float(until - last)
            last = until
        }
        outlook.exposed = Float(calls - idle)
        return outlook
    }

    @Test func `an agent to spare takes the risk away, and none makes it certain`() {
        var small = SmallOutlook()
        let safe = Self.outlook(idle: 1, busy: 0, calls: 0)
        small.take(safe, idle: 1, busy: 0)
        #expect(small.risk(safe, besides: 0) < 0.001)
        let lost = Self.outlook(idle: 0, busy: 0, calls: 0)
        small.take(lost, idle: 0, busy: 0)
        #expect(small.risk(lost, besides: 0) > 0.999)
    }

    /// With two calls for the one agent, the second is lost when both are answered.
    @Test func `of two calls for one agent the second risks the chance of the first`() {
        var small = SmallOutlook()
        let outlook = Self.outlook(idle: 1, busy: 0, calls: 1)
        small.take(outlook, idle: 1, busy: 0)
        let risk = small.risk(outlook, besides: 0)
        // Within the horizon, 86 % of a fresh call's answers come.
        #expect(abs(risk - 0.3 * 0.86) < 0.03)
    }

    @Test(arguments: [8, 12]) func `where teams are neither small nor large both ways agree`(
        idle: Int
    ) {
        var small = SmallOutlook()
        for calls in stride(from: 20, through: 60, by: 10) {
            let outlook = Self.outlook(idle: idle, busy: 30, calls: calls)
            small.take(outlook, idle: idle, busy: 30)
            let counted = small.risk(outlook, besides: 0)
            let normal = outlook.risk(besides: 0)
            // One more answer also deprives others, which only counting sees.
            #expect(counted >= normal - 0.02)
            #expect(counted <= 4 * normal + 0.05)
        }
    }

    @Test func `each further call risks more, and loses more`() {
        let outlook = Self.outlook(idle: 10, busy: 90, calls: 30)
        var risk: Float = 0
        var losses: Float = -100
        for others in 0..<60 {
            #expect(outlook.risk(besides: others) >= risk)
            #expect(outlook.losses(with: others, caution: 3) >= losses)
            risk = outlook.risk(besides: others)
            losses = outlook.losses(with: others, caution: 3)
        }
    }

    @Test func `no more can be lost than is exposed`() {
        let outlook = Self.outlook(idle: 10, busy: 0, calls: 12, rate: 0.9)
        #expect(outlook.losses(with: 3, caution: 1_000) == 5)
    }

    /// The chance that more are lost than the guard reads is small.
    @Test(arguments: [(5, 10, 30), (20, 100, 120), (2, 3, 8)])
    func `losses are seldom worse than they are read`(idle: Int, busy: Int, calls: Int) {
        let outlook = Self.outlook(idle: idle, busy: busy, calls: calls)
        let bound = outlook.losses(with: 0, caution: 3)
        let chance = Chance(seed: 3, stream: "losses \(idle)")
        var worse = 0
        for run: UInt64 in 0..<20_000 {
            var events: [(at: Double, isAnswer: Bool)] = []
            for call in 0..<calls where chance.uniform(run, UInt64(call)) < 0.3 {
                let at = -12 * log1p(-chance.uniform(run, UInt64(1_000 + call)))
                events.append((at, true))
            }
            for agent in 0..<busy {
                events.append((-180 * log1p(-chance.uniform(run, UInt64(2_000 + agent))), false))
            }
            events.sort { $0.at < $1.at }
            var free = idle
            var lost = 0
            for event in events where event.at < 24 {
                if !event.isAnswer { free += 1 } else if free > 0 { free -= 1 } else { lost += 1 }
            }
            if Float(lost) > max(0, bound.rounded(.down)) { worse += 1 }
        }
        #expect(worse <= 60, "\(worse) of 20,000 lose more than \(bound)")
    }

    private func log1p(_ x: Double) -> Double { -logarithm(1 / (1 + x)) }
    /// The natural logarithm, from the mean of a memoryless wait.
    private func logarithm(_ x: Double) -> Double {
        // Newton's method on the exponential.
        var y = 0.0
        for _ in 0..<60 { y += 2 * (x - exponential(y)) / (x + exponential(y)) }
        return y
    }
}
