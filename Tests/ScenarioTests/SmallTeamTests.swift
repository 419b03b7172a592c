import DialModel
import DialSimulation
import DialWorld
import Testing

/// Of small teams predictive dialing is said to be worse than one call for each idle agent.
@Suite struct SmallTeamTests {
    @Test(arguments: [1, 2, 3, 5])
    func `no team is too small for predictive dialing`(agents: Int) async throws {
        let scenarios = [
            "memoryless": Scenario.memorylessDay(agents: agents, answer: 0.3),
            "times as people have them": Scenario.day(agents: agents, answer: 0.25),
            "answers collapse": Scenario.day(agents: agents, answer: 0.15)
                .answering(0.05, from: .hours(4)),
            "answers jump up": Scenario.day(agents: agents, answer: 0.15)
                .answering(0.45, from: .hours(4)),
        ]
        for (name, scenario) in scenarios {
            let prepared = PreparedScenario(scenario)
            func days(_ pacing: Pacing) async -> [Double] {
                await Study(of: prepared, pacing: pacing, replications: 0..<30).run(jobs: 1)
                    .compactMap { $0?.tally.occupancy }
            }
            let ours = await days(.predictive(PredictiveTarget()))
            let plain = await days(.progressive)
            // The same callers, day by day.
            let gain = try #require(MeanEstimate(zip(ours, plain).map { $0 - $1 }))
            #expect(try #require(gain.high) >= 0, "\(agents) agents, \(name): \(gain)")
        }
    }
}
