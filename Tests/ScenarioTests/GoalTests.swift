import DialModel
import DialSimulation
import DialWorld
import Testing

/// Days of eight hours, begun cold, on which a goal other than the cap is to be kept.
@Suite struct GoalTests {
    private func days(
        _ goal: PacingGoal, agents: Int, answer: Double = 0.25, count: Int = 4,
        changed: (inout Scenario) -> Void = { _ in }
    ) -> [Tally] {
        var scenario = Scenario.day(agents: agents, answer: answer)
        scenario.plan.pacing = .predictive(PredictiveTarget(goal: goal))
        changed(&scenario)
        let prepared = PreparedScenario(scenario)
        return (0..<count).map { index in
            var replication = Replication(of: prepared, index: index)
            return replication.run().tally
        }
    }

    /// Seconds between talks of all agents, for each talk.
    private func wait(_ tally: Tally) -> Double {
        Double(tally.agentTime[.idle]) / 1e9 / Double(tally.served)
    }

    /// With one call for each idle agent these teams reach 66 %. One day of five agents is a small
    /// sample, so it is given more room.
    @Test(arguments: [5, 20, 100], [0.5, 0.66, 0.75])
    func `agents are as busy as is wanted, on every day`(agents: Int, share: Double) throws {
        for (day, tally) in days(.occupancy(share), agents: agents).enumerated() {
            let occupancy = try #require(tally.occupancy)
            #expect(abs(occupancy - share) < (agents == 5 ? 0.015 : 0.005), "day \(day)")
            let abandonment = try #require(tally.abandonment)
            #expect(abandonment < (agents == 5 ? 0.015 : 0.002), "day \(day)")
        }
    }

    /// The largest occupancy that the cap permits is near 80, 89 and 96 %.
    @Test(arguments: [(20, 0.85), (100, 0.9), (100, 0.94)])
    func `large teams are as busy as is wanted at little abandonment`(
        agents: Int, share: Double
    ) throws {
        for tally in days(.occupancy(share), agents: agents) {
            #expect(abs(try #require(tally.occupancy) - share) < 0.005)
            #expect(try #require(tally.abandonment) < 0.01)
        }
    }

    @Test(arguments: [(5, 60), (5, 150), (20, 25), (20, 60), (100, 10), (100, 60)])
    func `agents wait as long as is wanted, on average`(agents: Int, seconds: Int64) throws {
        for (day, tally) in days(.wait(.seconds(seconds)), agents: agents).enumerated() {
            let wanted = Double(seconds)
            #expect(abs(wait(tally) - wanted) < max(1, 0.08 * wanted), "day \(day): \(wait(tally))")
            #expect(try #require(tally.abandonment) < 0.025, "day \(day)")
        }
    }

    @Test(arguments: [5, 20, 100], [PacingGoal.occupancy(0.98), .wait(.milliseconds(100))])
    func `a goal out of reach brings what the cap allows, and never more`(
        agents: Int, goal: PacingGoal
    ) throws {
        let all = days(goal, agents: agents)
        let plain = days(goal, agents: agents) {
            $0.plan.pacing = .predictive(PredictiveTarget())
        }
        for tally in all { #expect(try #require(tally.abandonment) <= 0.03) }
        func mean(_ tallies: [Tally]) -> Double {
            tallies.compactMap(\.occupancy).reduce(0, +) / Double(tallies.count)
        }
        #expect(abs(mean(all) - mean(plain)) < 0.01, "\(mean(all)), \(mean(plain))")
    }

    @Test func `a goal is kept through the day's changes`() throws {
        let tallies = days(.occupancy(0.8), agents: 30, answer: 0.15) {
            $0 = $0.answering(0.45, from: .hours(3))
            $0.plan.changes = [PlannedChange(at: .hours(5), command: .agents(18))]
        }
        for tally in tallies {
            #expect(abs(try #require(tally.occupancy) - 0.8) < 0.01)
            #expect(try #require(tally.abandonment) < 0.01)
        }
    }

    @Test func `one agent alone can be kept to a goal below one call at a time`() throws {
        let tallies = days(.occupancy(0.5), agents: 1)
        for tally in tallies { #expect(abs(try #require(tally.occupancy) - 0.5) < 0.05) }
    }
}
