import DialMath
import Testing

@Suite struct SummaryTests {
    static let five = Summary([10.1, 9.7, 10.4, 9.9, 10.6])

    /// Against scipy 1.17.
    @Test func `mean, variance, interval and test are the published ones`() {
        let interval = Self.five.interval(confidence: 0.95)
        #expect(abs(Self.five.mean - 10.14) < 1e-14)
        #expect(abs(Self.five.variance - 0.133) < 1e-14)
        #expect(abs(interval.low - 9.687175507034013) < 1e-11)
        #expect(abs(interval.high - 10.592824492965985) < 1e-11)
        #expect((Self.five.least, Self.five.greatest) == (9.7, 10.6))
        let off = Summary([0.1, -0.3, 0.4, -0.1, 0.6])
        #expect(abs(off.chanceIfZero - 0.4390679909357439) < 1e-11)
    }

    @Test func `a large offset does not drown a small spread`() {
        let values = (0..<1_000).map { 1e9 + Double($0 % 2) }
        #expect(abs(Summary(values).variance - 0.25 * 1_000 / 999) < 1e-12)
    }

    @Test func `fewer than two replications bound nothing`() {
        #expect(Summary([]).mean == 0)
        #expect(Summary([]).standardError == 0)
        #expect(Summary([3]).interval(confidence: 0.95).low == -.infinity)
        #expect(Summary([3]).interval(confidence: 0.95).estimate == 3)
        #expect(Summary([3]).chanceIfZero == 1)
        #expect(
            ratioInterval(of: [3], to: [60], confidence: 0.95)
                == Interval(estimate: 0.05, low: -.infinity, high: .infinity))
    }

    @Test func `replications without spread leave no doubt`() {
        #expect(Summary([2, 2, 2]).interval(confidence: 0.99).halfWidth == 0)
        #expect(Summary([2, 2, 2]).chanceIfZero == 0)
        #expect(Summary([0, 0]).chanceIfZero == 1)
    }

    @Test func `what pairs share cancels out`() {
        let differences = pairedDifferences([101, 55, 12], [100, 54, 11])
        #expect((differences.mean, differences.variance) == (1, 0))
    }

    /// Worked out with numpy.
    @Test(arguments: [
        (RatioMethod.delta, 0.03725490196078431, 0.018883543715368573, 0.055626260206200054),
        (.jackknife, 0.038264697469662275, 0.018668379860289352, 0.0578610150790352),
    ])
    func `a ratio's interval is the published one`(
        method: RatioMethod, estimate: Double, low: Double, high: Double
    ) {
        let interval = ratioInterval(
            of: [3, 5, 2, 8, 1], to: [100, 120, 80, 150, 60], confidence: 0.95, by: method)
        #expect(abs(interval.estimate - estimate) < 1e-14)
        #expect(abs(interval.low - low) < 1e-12)
        #expect(abs(interval.high - high) < 1e-12)
    }

    /// Replications of unequal length, each with its own share of abandoned calls.
    @Test(arguments: RatioMethod.allCases)
    func `an interval for a ratio holds the true ratio as often as it says`(method: RatioMethod) {
        let chance = Chance(seed: 3, stream: "ratio")
        let rounds: UInt64 = 4_000
        var held = 0
        for round in 0..<rounds {
            var abandoned: [Double] = []
            var answered: [Double] = []
            for replication: UInt64 in 0..<20 {
                let calls = 100 + 100 * chance.uniform(round, 2 * replication)
                let share = 0.06 * chance.uniform(round, 2 * replication + 1)
                answered.append(calls)
                abandoned.append(share * calls)
            }
            let interval = ratioInterval(
                of: abandoned, to: answered, confidence: 0.9, by: method)
            if interval.contains(0.03) { held += 1 }
        }
        // Five standard deviations of 4,000 tosses are 0.024.
        #expect(abs(Double(held) / Double(rounds) - 0.9) < 0.024)
    }

    @Test func `an interval for a mean holds the true mean as often as it says`() {
        let chance = Chance(seed: 4, stream: "mean")
        let rounds: UInt64 = 4_000
        let held = (0..<rounds).count { round in
            Summary((0..<6).map { normalQuantile(chance.uniform(round, $0)) })
                .interval(confidence: 0.9).contains(0)
        }
        #expect(abs(Double(held) / Double(rounds) - 0.9) < 0.024)
    }

    /// Against scipy 1.17.
    @Test(arguments: [
        (0, 10, 0.95, 0.0, 0.30849710781876294), (10, 10, 0.95, 0.6915028921812371, 1),
        (3, 100, 0.95, 0.006229971538306227, 0.08517605297428028),
        (3, 100, 0.99, 0.0034070701031797593, 0.10548125372507822),
        (27, 1000, 0.95, 0.01786690592540477, 0.03904174680591375),
    ])
    func `the interval for a chance is the published one`(
        successes: Int, trials: Int, confidence: Double, low: Double, high: Double
    ) {
        let interval = binomialInterval(successes: successes, of: trials, confidence: confidence)
        #expect(abs(interval.low - low) < 1e-11)
        #expect(abs(interval.high - high) < 1e-11)
        #expect(interval.estimate == Double(successes) / Double(trials))
    }
}
