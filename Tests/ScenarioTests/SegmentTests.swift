import DialModel
import DialSimulation
import DialWorld
import Testing

/// Lists of which some leads answer far more than others.
@Suite struct SegmentTests {
    /// Half of the leads answer in 10 of a hundred calls, half in 50.
    static func day(agents: Int, block: Int) -> Scenario {
        var scenario = Scenario.day(agents: agents, answer: 0.3)
        scenario.list.shares = [0.5, 0.5]
        scenario.list.block = block
        scenario.carrier.segments = [("few", 0.1), ("many", 0.5)].map { name, share in
            CarrierPlan.Segment(
                name: name, fates: Scenario.answers(share), ring: scenario.carrier.ring)
        }
        return scenario
    }

    @Test(arguments: [(1, 0.2), (200, 1.5), (2_000, 0.1)])
    func
        `to tell segments apart brings more talk, well mixed or in blocks, and no day over the cap`(
            block: Int, least: Double
        ) async throws
    {
        let prepared = PreparedScenario(Self.day(agents: 30, block: block))
        func days(_ target: PredictiveTarget) async -> [ReplicationResult] {
            await Study(of: prepared, pacing: .predictive(target), replications: 0..<24)
                .run(jobs: 1).compactMap { $0 }
        }
        let apart = await days(PredictiveTarget())
        let alike = await days(PredictiveTarget(usesSegments: false))
        let gain = try #require(
            MeanEstimate(
                zip(apart, alike).map { 100 * ($0.tally.occupancy! - $1.tally.occupancy!) }))
        #expect(gain.mean >= least, "blocks of \(block): \(gain) points")
        for day in apart {
            let abandoned = Double(day.tally.abandoned)
            #expect(abandoned <= 0.03 * (abandoned + Double(day.tally.served)))
        }
    }
}
