import CAllocations
import SteadyCampaign

/// Runs one simulated campaign to its steady state, then measures it:
///
///     steady AGENTS ATTEMPTS [predictive|progressive|preview|automatic|reference|RATIO]
///
/// `trace` after them prints where the first allocations in the steady state come from.
@main struct Steady {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        let numbers = words.compactMap { Int($0) }
        let agents = numbers.first ?? 100
        let attempts = numbers.dropFirst().first ?? 100_000
        let name = words.dropFirst(2).first { $0 != "trace" } ?? "predictive"

        var campaign = Campaign(agents: agents, named: name)
        campaign.warmUp()
        let before = campaign.simulation
        let (events, dialled) = (before.events, before.dialer.floor.attempts)
        if words.contains("trace") { traceAllocations(40) }
        let allocated = allocationCount()
        let clock = ContinuousClock()
        let start = clock.now
        campaign.run(attempts: attempts)
        let took = start.duration(to: clock.now)
        let allocations = allocationCount() - allocated
        traceAllocations(0)

        let after = campaign.simulation
        let eventCount = after.events - events
        let attemptCount = after.dialer.floor.attempts - dialled
        let seconds = Double(took.components.attoseconds) / 1e18 + Double(took.components.seconds)
        print(
            "\(agents) agents, \(name): \(attemptCount) attempts, \(eventCount) events,",
            "\(allocations) allocations (\(round3(Double(allocations) / Double(attemptCount))) an attempt),",
            "\(round3(Double(eventCount) / seconds / 1e6)) M events/s")
    }

    static func round3(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}
