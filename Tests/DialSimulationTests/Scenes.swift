import DialMath
import DialModel
import DialWorld

@testable import DialSimulation

/// Small scenarios and made-up results.
enum Scenes {
    /// Three agents, two hours, half an hour of it warm-up.
    static var small: Scenario {
        var scenario = Scenario(name: "small")
        scenario.plan.agents = 3
        scenario.plan.limits.lines = 100
        scenario.carrier.ring = .exponential(mean: 12)
        scenario.crew.talk = .exponential(mean: 120)
        scenario.crew.wrapUp = .constant(0)
        scenario.duration = .hours(2)
        scenario.warmup = .minutes(30)
        return scenario
    }

    /// A replication with so many seconds busy of a thousand at work.
    static func result(
        _ index: Int, busy: Int64, served: Int = 97, abandoned: Int = 3
    ) -> ReplicationResult {
        var tally = Tally()
        tally.agentTime[.talking] = busy * 1_000_000_000
        tally.agentTime[.idle] = (1_000 - busy) * 1_000_000_000
        tally.served = served
        tally.abandoned = abandoned
        let day = ReplicationResult.DayCount(served: served, abandoned: abandoned)
        return ReplicationResult(
            index: index, seed: UInt64(index), tally: tally, days: [day], peaks: [day], course: [],
            isWhole: true)
    }

    static func results(busy: [Int64], abandoned: Int = 3) -> [ReplicationResult] {
        busy.enumerated().map { result($0, busy: $1, abandoned: abandoned) }
    }

    static func experiment(_ policy: String = "progressive") -> Experiment {
        var experiment = Experiment(small)
        experiment.policy = policy
        return experiment
    }
}
