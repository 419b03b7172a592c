import DialModel
import DialSimulation
import Glibc
import SteadyCampaign

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
}
