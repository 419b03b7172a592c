import DialMath
import DialModel
import DialSimulation
import Testing

/// A shift of hundreds begins with hundreds of calls at once: those who answer do so after some seconds,
/// the rest is given up together.
@Suite struct LargeTeamTests {
    @Test(arguments: [300, 1_500])
    func `a large team begins its shift without flooding, and is busy soon`(agents: Int) {
        var scenario = Scenes.small
        scenario.plan.agents = agents
        scenario.plan.pacing = .predictive(PredictiveTarget())
        scenario.plan.limits.lines = 100_000
        scenario.plan.limits.ring = .seconds(22)
        scenario.plan.limits.hold = .seconds(2)
        scenario.carrier.lines = 100_000
        scenario.carrier.fates = [.person: 0.25, .machine: 0.2, .busy: 0.05, .noAnswer: 0.5]
        scenario.carrier.ring = .lognormal(mean: 10, cv: 0.5)
        scenario.carrier.failure = .constant(3)
        scenario.carrier.machineScreening = .constant(3)
        scenario.crew.talk = .lognormal(mean: 120, cv: 0.9)
        scenario.crew.wrapUp = .lognormal(mean: 30, cv: 0.6)
        scenario.duration = .hours(1)
        scenario.warmup = .zero
        let prepared = PreparedScenario(scenario)
        for index in 0..<3 {
            var replication = Replication(of: prepared, index: index)
            let tally = replication.run().tally
            #expect((tally.abandonment ?? 1) <= 0.03, "\(agents) agents, replication \(index)")
            #expect((tally.occupancy ?? 0) > 0.95, "\(agents) agents, replication \(index)")
        }
    }
}
