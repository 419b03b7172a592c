import DialMath
import DialModel
import DialSimulation
import DialWorld
import Glibc

/// Runs the reference model of `Benchmarks/peers` on the whole engine and prints one JSON line:
///
///     reference AGENTS HOURS SEED [ratio|predictive|progressive]
@main struct Reference {
    static func main() {
        let words = CommandLine.arguments
        guard words.count >= 4, let agents = Int(words[1]), agents > 0,
            let hours = Double(words[2]), hours > 0, let seed = UInt64(words[3])
        else {
            print("usage: reference AGENTS HOURS SEED [ratio|predictive|progressive]")
            exit(64)
        }
        let policy = words.count > 4 ? words[4] : "ratio"
        var scenario = referenceScenario(agents: agents)
        scenario.duration = Duration(drawn: hours * 3600)
        scenario.seed = seed
        switch policy {
        case "predictive": scenario.plan.pacing = .predictive(PredictiveTarget())
        case "progressive": scenario.plan.pacing = .progressive
        default: break
        }
        var replication = Replication(of: PreparedScenario(scenario), index: 0)
        let clock = ContinuousClock()
        let start = clock.now
        let result = replication.run()
        let took = start.duration(to: clock.now)
        let seconds = Double(took.components.attoseconds) / 1e18 + Double(took.components.seconds)
        let tally = result.tally
        print(
            "{\"program\": \"dialpace \(policy)\", \"agents\": \(agents),",
            "\"events\": \(tally.events), \"seconds\": \(seconds),",
            "\"eventsPerSecond\": \(Double(tally.events) / seconds),",
            "\"occupancy\": \(tally.occupancy ?? 0), \"abandonment\": \(tally.abandonment ?? 0),",
            "\"dials\": \(tally.dials), \"answers\": \(tally.people),",
            "\"abandoned\": \(tally.abandoned), \"peakKiB\": \(peakMemory())}")
    }

    /// The most memory this process has had, in KiB.
    static func peakMemory() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(0), &usage)  // RUSAGE_SELF
        return usage.ru_maxrss
    }

    /// 8 hours; a dial meets a person 0.25, a machine 0.20, busy 0.05, nobody 0.50.
    static func referenceScenario(agents: Int) -> Scenario {
        var scenario = Scenario(name: "reference")
        scenario.plan.agents = agents
        scenario.plan.pacing = .fixedRatio(3, busy: 0.0645)
        scenario.plan.limits.lines = 100_000
        scenario.plan.limits.ring = .seconds(22)
        scenario.plan.limits.hold = .seconds(2)
        scenario.carrier.fates = [.person: 0.25, .machine: 0.20, .busy: 0.05, .noAnswer: 0.50]
        scenario.carrier.ring = .lognormal(mean: 10, cv: 0.5)
        scenario.carrier.failure = .constant(3)
        scenario.carrier.machineScreening = .constant(3)
        scenario.crew.talk = .lognormal(mean: 120, cv: 0.9)
        scenario.crew.wrapUp = .lognormal(mean: 30, cv: 0.6)
        return scenario
    }
}
