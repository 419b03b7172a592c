import DialMath
import DialModel
import DialPacing
import DialWorld
import Testing

@testable import DialSimulation

/// News that takes no time is not sent, and what is alike is done at once; nothing may depend on it.
@Suite struct ShortcutTests {
    private static var scenario: Scenario {
        var scenario = Scenes.small
        scenario.plan.agents = 10
        scenario.carrier.fates = [
            .person: 0.25, .machine: 0.2, .busy: 0.05, .fax: 0.01, .quickHangUp: 0.02,
            .noAnswer: 0.47,
        ]
        scenario.carrier.ring = .lognormal(mean: 10, cv: 0.5)
        scenario.carrier.failure = .lognormal(mean: 3, cv: 0.2)
        scenario.carrier.machineScreening = .lognormal(mean: 3, cv: 0.2)
        scenario.carrier.patience = .exponential(mean: 5)
        scenario.crew.wrapUp = .exponential(mean: 20)
        return scenario
    }

    /// A loss that never happens: the trunk then says all it has to say.
    private static func inFull(_ scenario: Scenario) -> Scenario {
        var scenario = scenario
        scenario.carrier.eventLoss = 1e-300
        return scenario
    }

    @Test(arguments: [
        Pacing.fixedRatio(2), .progressive, .predictive(PredictiveTarget(abandonment: 0.03)),
    ])
    func `a trunk that rings at once need not say so`(pacing: Pacing) {
        let short = PreparedScenario(Self.scenario)
        let long = PreparedScenario(Self.inFull(Self.scenario))
        #expect(!short.scenario.carrier.reportsRinging && long.scenario.carrier.reportsRinging)
        for index in 0..<3 {
            var one = Replication(of: short, pacing: pacing, index: index)
            var other = Replication(of: long, pacing: pacing, index: index)
            #expect(one.run() == other.run(), "replication \(index)")
        }
    }

    @Test func `with a list, leads come back after the same waits`() {
        var scenario = Self.scenario
        scenario.list.size = 2_000
        scenario.plan.retry = RetryRules()
        for outcome in scenario.plan.retry.after.keys {
            scenario.plan.retry.after[outcome] = .minutes(10)
        }
        scenario.plan.retry.after[.notConnected(.failed)] = nil
        var one = Replication(of: PreparedScenario(scenario), index: 0)
        var other = Replication(of: PreparedScenario(Self.inFull(scenario)), index: 0)
        #expect(one.run() == other.run())
    }

    @Test func `a trunk that lets go at once need not say so`() {
        var scenario = Self.scenario
        let short = PreparedScenario(scenario)
        scenario.carrier.release = Duration(nanoseconds: 1)
        let long = PreparedScenario(scenario)
        #expect(!short.scenario.carrier.confirmsRelease && long.scenario.carrier.confirmsRelease)
        var one = Replication(of: short, pacing: .fixedRatio(2), index: 0)
        var other = Replication(of: long, pacing: .fixedRatio(2), index: 0)
        var (first, second) = (one.run().tally, other.run().tally)
        #expect(abs(first.lineTime - second.lineTime) <= Int64(first.dials))
        first.lineTime = 0
        second.lineTime = 0
        #expect(first == second)
    }

    @Test(arguments: [Pacing.fixedRatio(3), .predictive(PredictiveTarget(abandonment: 0.03))])
    func `calls started together are those started one by one`(pacing: Pacing) {
        let prepared = PreparedScenario(Self.scenario)
        for index in 0..<3 {
            var together = Replication(of: prepared, pacing: pacing, index: index)
            // Who explains its decisions starts each call by itself.
            var oneByOne = Replication(of: prepared, pacing: pacing, index: index)
            #expect(together.run() == oneByOne.run(explain: { _ in }), "replication \(index)")
        }
    }

    @Test func `a fixed ratio in a policy of another name paces as by its own`() {
        struct Disguised: PacingPolicy {
            var ratio: FixedRatio
            var learns: Bool { false }
            mutating func pace(for floor: borrowing Floor, at now: Instant) -> Pace {
                ratio.pace(for: floor, at: now)
            }
        }
        let prepared = PreparedScenario(Self.scenario)
        var one = Replication(of: prepared, policy: FixedRatio(ratio: 3), index: 0)
        var other = Replication(
            of: prepared, policy: Disguised(ratio: FixedRatio(ratio: 3)), index: 0)
        #expect(one.run() == other.run())
    }

    @Test func `a ring that is shortened later lets slow failures speak`() {
        var scenario = Self.scenario
        scenario.plan.changes = [PlannedChange(at: .minutes(40), command: .ring(.seconds(2)))]
        #expect(PreparedScenario(scenario).scenario.carrier.reportsRinging)
    }
}
