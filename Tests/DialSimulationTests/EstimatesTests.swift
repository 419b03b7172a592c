import DialMath
import DialModel
import DialWorld
import Testing

@testable import DialSimulation

@Suite struct EstimatesTests {
    @Test func `a mean has Student's interval over replications`() throws {
        let estimates = Estimates(
            Scenes.results(busy: [800, 820, 810]), of: Scenes.experiment())
        let occupancy = try #require(estimates.occupancy)
        #expect(abs(occupancy.mean - 0.81) < 1e-12)
        // t(0.975; 2) = 4.30265, the standard error is 0.01/√3.
        #expect(abs((occupancy.halfWidth ?? 0) - 4.30265 * 0.01 / 3.0.squareRoot()) < 1e-6)
        #expect(estimates.isKnown(within: 0.03))
        #expect(!estimates.isKnown(within: 0.02))
        #expect(!estimates.isPartial)
    }

    /// 2,000 experiments of days whose occupancy is 70 ± 5 %.
    @Test func `intervals of a width that was asked for keep their confidence`() throws {
        var missed = 0
        for seed in 1...2_000 as ClosedRange<UInt64> {
            let chance = Chance(seed: seed, stream: "days")
            func days(_ count: Int) -> [ReplicationResult] {
                (0..<count).map {
                    let share = 0.7 + 0.05 * normalQuantile(chance.uniform(UInt64($0)))
                    return Scenes.result($0, busy: Int64(share * 1_000), served: 10_000)
                }
            }
            let pilot = Estimates(days(20), of: Scenes.experiment())
            let needed = try #require(pilot.replicationsNeeded(within: 0.02))
            let all = Estimates(days(needed), of: Scenes.experiment(), pilot: 20)
            let occupancy = try #require(all.occupancy)
            #expect(all.isKnown(within: 0.02))
            if abs(occupancy.mean - 0.6995) > occupancy.halfWidth! { missed += 1 }
        }
        // 100 are allowed; by chance 79 to 121.
        #expect((79...121).contains(missed), "\(missed) of 2,000 miss")
    }

    @Test func `abandonment weighs people, not replications`() throws {
        let results = [
            Scenes.result(0, busy: 500, served: 90, abandoned: 10),
            Scenes.result(1, busy: 500, served: 900, abandoned: 0),
        ]
        let estimates = Estimates(results, of: Scenes.experiment())
        let abandonment = try #require(estimates.abandonment)
        #expect(abs(abandonment.mean - 0.01) < 1e-12)
        // Residuals 9 and -9, the mean whole is 500, t(0.975; 1) = 12.7062.
        #expect(abs((abandonment.halfWidth ?? 0) - 12.7062 * 9 / 500) < 1e-6)
        #expect(abandonment.low == 0)
        #expect(estimates.worstDay == 0.1)
        #expect(estimates.daysOverCap == 0.5)
    }

    @Test func `a day's peak is its quarter hour with the highest abandonment`() throws {
        var tally = Tally()
        var quarters = QuarterHours(falsePositives: 0)
        func end(served: Int, abandoned: Int, isCounted: Bool = true) {
            tally.served += served
            tally.abandoned += abandoned
            quarters.end(with: tally, isCounted: isCounted)
        }
        end(served: 0, abandoned: 9, isCounted: false)
        for quarter in [(0, 0), (20, 1), (9, 1), (18, 2), (30, 0)] {
            end(served: quarter.0, abandoned: quarter.1)
        }
        let peak = quarters.endDay()
        #expect(peak == .init(served: 9, abandoned: 1), "the first of equals")
        end(served: 5, abandoned: 0)
        let quiet = quarters.endDay()
        #expect(quiet == .init(served: 5, abandoned: 0))
        let nobody = quarters.endDay()

        var results = Scenes.results(busy: [800, 820])
        results[0].peaks = [peak, quiet]
        results[1].peaks = [quiet, nobody]
        results[1].days = [.init(served: 97, abandoned: 3), .init(served: 0, abandoned: 0)]
        let estimates = Estimates(results, of: Scenes.experiment())
        let mean = try #require(estimates.quarterHourPeak)
        // 10 % and nothing, then nothing; on the last day nobody answered.
        #expect(abs(mean.mean - 0.025) < 1e-12 && mean.halfWidth != nil)
        #expect(estimates.worstQuarterHour == 0.1)
        #expect(estimates.fewestAnswers == 0)
    }

    @Test func `machines that count as people make a peak`() {
        var quarters = QuarterHours(falsePositives: 0.1)
        var tally = Tally()
        tally.served = 90
        tally.machines = 100
        quarters.end(with: tally, isCounted: true)
        tally.served += 90
        tally.abandoned += 5
        quarters.end(with: tally, isCounted: true)
        #expect(quarters.endDay() == .init(served: 90, abandoned: 0, machines: 100))
    }

    @Test func `one replication has no interval, and none has no figures`() {
        let one = Estimates(Scenes.results(busy: [800]), of: Scenes.experiment())
        #expect(one.occupancy?.mean == 0.8)
        #expect(one.occupancy?.halfWidth == nil)
        #expect(!one.isKnown(within: 0.5))
        let none = Estimates([], of: Scenes.experiment(), wanted: 10)
        #expect(none.occupancy == nil && none.abandonment == nil && none.linesUsed == nil)
        #expect(none.isPartial)
    }

    @Test func `a replication that was cut short counts only when no other does`() {
        var cut = Scenes.result(1, busy: 100)
        cut.isWhole = false
        let both = Estimates(
            [Scenes.result(0, busy: 800), cut], of: Scenes.experiment(), wanted: 2)
        #expect(both.replications == 1)
        #expect(both.occupancy?.mean == 0.8)
        #expect(both.isPartial && !both.isCutShort)
        let alone = Estimates([cut], of: Scenes.experiment(), wanted: 1)
        #expect(alone.occupancy?.mean == 0.1)
        #expect(alone.isPartial && alone.isCutShort)
    }

    @Test func `agents' time beyond 64 bits of nanoseconds adds up`() {
        var result = Scenes.result(0, busy: 1)
        result.tally.agentTime[.talking] = 1 << 60
        result.tally.lineTime = 1 << 60
        let estimates = Estimates(
            (0..<100).map { _ in result }, of: Scenes.experiment())
        let talking = estimates.agentSeconds.first { $0.state == .talking }?.seconds
        #expect(talking == 100 * 0x1p60 / 1e9)
        #expect(estimates.linesUsed == 0x1p60 / 5.4e12)
    }

    @Test func `the limit of a simple world is known, and of no other`() {
        var scenario = Scenario(name: "limit")
        scenario.plan.agents = 20
        scenario.plan.limits.hold = .zero
        scenario.plan.limits.ring = .hours(1)
        scenario.plan.limits.lines = 100_000
        scenario.carrier.ring = .exponential(mean: 12)
        scenario.carrier.unansweredRing = .exponential(mean: 12)
        scenario.crew.talk = .exponential(mean: 180)
        scenario.crew.wrapUp = .constant(0)
        #expect(TheoreticalLimit.occupancy(of: scenario) == 0.9072)
        scenario.carrier.fates = [.person: 1, .noAnswer: 9]
        #expect(TheoreticalLimit.occupancy(of: scenario) == 0.8927)
        for change in Self.changes {
            var other = scenario
            change(&other)
            #expect(TheoreticalLimit.occupancy(of: other) == nil)
        }
    }

    private static let changes: [@Sendable (inout Scenario) -> Void] = [
        { $0.plan.agents = 21 }, { $0.plan.limits.hold = .seconds(2) },
        { $0.crew.wrapUp = .constant(1) }, { $0.crew.talk = .constant(180) },
        { $0.carrier.setup = .constant(1) }, { $0.carrier.ring = .exponential(mean: 13) },
        { $0.carrier.fates[.machine] = 1 }, { $0.plan.abandonment.first.cap = 0.05 },
        { $0.carrier.lines = 20 }, { $0.list.size = 1_000 },
        { $0.changes = [WorldChange(at: .hours(1))] },
    ]
}
