import DialModel
import DialSimulation
import DialWorld
import Testing

/// Whole days under several rules at once.
@Suite struct RuleTests {
    static let rules = [
        AbandonmentRule(cap: 0.05, window: .every(.hours(8))),
        AbandonmentRule(cap: 0.03, window: .calendarDay, name: "midnight", falsePositives: 0.005),
        AbandonmentRule(cap: 0.03),
    ]

    static func scenario(_ rules: [AbandonmentRule]) -> Scenario {
        var scenario = Scenario(name: "rules")
        scenario.plan.agents = 20
        scenario.plan.limits.lines = 500
        scenario.plan.utcOffset = .hours(-3)
        scenario.plan.abandonment = AbandonmentRules(rules)
        scenario.carrier.fates = [.person: 0.25, .machine: 0.25]
        scenario.carrier.ring = .exponential(mean: 10)
        scenario.crew.talk = .exponential(mean: 180)
        scenario.crew.wrapUp = .constant(15)
        scenario.duration = .hours(48)
        scenario.seed = 5
        scenario.start = scenario.start + .hours(5)
        return scenario
    }

    @Test(arguments: [
        Pacing.predictive(PredictiveTarget(abandonment: 0.05)), .fixedRatio(3),
        .peer(PeerPacing(.vicidialAdaptAverage)), .peer(PeerPacing(.vicidialAdaptHardLimit)),
    ])
    func `every policy keeps every rule in every window`(pacing: Pacing) throws {
        let prepared = PreparedScenario(Self.scenario(Self.rules))
        for index in 0..<2 {
            var replication = Replication(of: prepared, pacing: pacing, index: index)
            let result = replication.run()
            // 14:00 UTC is 11:00 on the wall: 13 hours to the first midnight; the last is cut short.
            #expect(result.windows.map(\.count) == [6, 2, 1])
            for (rule, windows) in zip(Self.rules, result.windows) {
                if rule.window != .calendarDay {
                    #expect(windows.reduce(0) { $0 + $1.served } == result.tally.served)
                    #expect(windows.reduce(0) { $0 + $1.machines } == result.tally.machines)
                }
                for window in windows {
                    let share = try #require(
                        window.abandonment(falsePositives: rule.falsePositives))
                    #expect(share <= rule.cap, "\(pacing.name), \(rule.title), \(window)")
                }
            }
            #expect(result.tally.machines > 1_000 && result.tally.abandoned > 100)
        }
    }

    @Test func `estimates name the formula and each rule's worst window`() throws {
        let scenario = Self.scenario(Self.rules)
        let prepared = PreparedScenario(scenario)
        let results = (0..<2).map { index in
            var replication = Replication(of: prepared, pacing: .progressive, index: index)
            return replication.run()
        }
        let estimates = Estimates(results, of: Experiment(scenario, pacing: .progressive))
        #expect(
            estimates.formula == "x / (x + served in time), x = abandoned + 0.5 % of machines")
        // Nobody is abandoned, but of as many machines as people 0.5 % may have been people.
        let mean = try #require(estimates.abandonment?.mean)
        #expect(abs(mean - 0.005) < 0.001)
        #expect(
            estimates.rules.map(\.title) == ["5 % every 8 h", "midnight", "3 % of the run"])
        #expect(estimates.rules.map(\.windows) == [12, 4, 2])
        #expect(estimates.rules[0].worst == 0 && estimates.rules[2].worst == 0)
        #expect(try #require(estimates.rules[1].worst) > 0.004)
        #expect(estimates.rules.allSatisfy { $0.overCap == 0 })
        #expect(try #require(estimates.worstDay) > 0.004)
    }

    @Test func `one plain rule is told by the usual figures alone`() {
        let scenario = Self.scenario([AbandonmentRule(cap: 0.03, window: .every(.days(1)))])
        var replication = Replication(of: PreparedScenario(scenario), index: 0)
        let result = replication.run()
        let estimates = Estimates([result], of: Experiment(scenario))
        #expect(result.windows.isEmpty && estimates.rules.isEmpty)
        #expect(estimates.formula == "abandoned / (abandoned + served in time), 16 CFR 310.4(b)(4)")
    }
}
