import DialModel
import DialWorld
import Synchronization
import Testing

@testable import DialSimulation

@Suite struct TuningTests {
    private func tuning(_ pacing: Pacing, _ name: String, _ range: ClosedRange<Double>) -> Tuning {
        let parameter = pacing.parameters.first { $0.name == name }!
        return Tuning(
            of: PreparedScenario(Scenes.small), pacing: pacing, parameter: parameter, cap: 0.1,
            search: SafeValueSearch(
                values: parameter.values(in: range, step: 0.5), limit: 0.1, confidence: 0.9,
                replications: 128))
    }

    @Test func `the result does not depend on how many run at a time`() async {
        let tuning = tuning(.fixedRatio(2), "ratio", 1...8)
        let one = await tuning.run(jobs: 1)
        let eight = await tuning.run(jobs: 8)
        #expect(one.safe != nil && one.safe?.results == eight.safe?.results)
        #expect(one.outcome.candidates.map(\.share) == eight.outcome.candidates.map(\.share))
        #expect(one.stepUp?.results == eight.stepUp?.results)
        #expect(one.progressive?.results == eight.progressive?.results)
    }

    @Test func `what is reported comes from callers that the search has not met`() async {
        let result = await tuning(.fixedRatio(2), "ratio", 1...8).run(jobs: 2)
        let seen = Set(result.outcome.candidates.flatMap { $0.results.map(\.seed) })
        let fresh = Set(result.outcome.safe?.results.map(\.seed) ?? [])
        #expect(!fresh.isEmpty && seen.isDisjoint(with: fresh))
        let count = result.stepUp?.results.count ?? 0
        #expect(
            result.stepUp?.results.map(\.seed) == result.safe?.results.prefix(count).map(\.seed))
    }

    @Test func `a margin is more careful the larger it is`() async {
        let result = await tuning(
            .predictive(PredictiveTarget(abandonment: 0.1)), "margin", 0...3
        ).run(jobs: 2)
        #expect(result.outcome.candidates.first?.value == 3)
        if let safe = result.safe?.value, let next = result.stepUp?.value { #expect(next < safe) }
    }

    @Test func `what is compared is compared with all of the value found, or not at all`() async {
        let tuning = tuning(.fixedRatio(2), "ratio", 1...8)
        let all = Mutex(0)
        let whole = await tuning.run(jobs: 1, onSteps: { steps in all.withLock { $0 += steps } })
        let last = whole.progressive?.results.count ?? 0
        #expect(!whole.isPartial && last > 16)
        // Stopped when only some of the last policy's replications are missing.
        let stop = all.withLock { $0 } - 10 * 8
        let done = Mutex(0)
        let cut = await tuning.run(
            jobs: 1,
            onSteps: { steps in
                let now = done.withLock {
                    $0 += steps
                    return $0
                }
                if now >= stop { withUnsafeCurrentTask { $0?.cancel() } }
            })
        #expect(cut.safe?.results == whole.safe?.results)
        #expect(cut.stepUp?.results == whole.stepUp?.results)
        #expect(cut.progressive == nil && cut.isPartial)
    }

    @Test func `where to look does not depend on the order in which shares are kept`() {
        let ratio = Pacing.fixedRatio(2).parameters[0]
        let shares: [(CallFate, Double)] = [
            (.person, 0.25), (.machine, 0.1), (.busy, 0.2), (.vacantNumber, 0.15), (.noAnswer, 0.3),
        ]
        let ranges = (0..<64).map { room in
            var scenario = Scenes.small
            scenario.carrier.fates = Dictionary(minimumCapacity: room * 4)
            for (fate, share) in shares { scenario.carrier.fates[fate] = share }
            return ratio.usualRange(in: scenario, cap: 0.03)
        }
        #expect(Set(ranges).count == 1)
    }

    @Test func `values are as a person would write them`() {
        let ratio = Pacing.fixedRatio(2).parameters[0]
        #expect(ratio.values(in: 1...1.3, step: 0.05) == [1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3])
        #expect(ratio.values(in: 1...2, step: 0.4) == [1, 1.4, 1.8])
        let margin = Pacing.predictive(PredictiveTarget()).parameters[1]
        #expect(margin.values(in: 0...0.2, step: 0.1) == [0.2, 0.1, 0])
    }

    @Test func `goals are looked for from the most careful to the boldest`() {
        let occupancy = Pacing.predictive(PredictiveTarget(goal: .occupancy(0.8))).parameters[0]
        let wait = Pacing.predictive(PredictiveTarget(goal: .wait(.seconds(5)))).parameters[0]
        func range(_ parameter: Pacing.Parameter) -> [Double] {
            parameter.values(
                in: parameter.usualRange(in: Scenes.small, cap: 0.03), step: parameter.usualStep)
        }
        #expect(range(occupancy).first == 0.5 && range(occupancy).last == 0.99)
        #expect(range(wait).first == 120 && range(wait).last == 1)
    }

    @Test func `a team of another size has its shifts, and lines that are not in its way`() {
        var scenario = Scenes.small
        scenario.plan.agents = 20
        scenario.plan.limits.lines = 50
        scenario.plan.changes = [
            PlannedChange(at: .hours(1), command: .agents(16)),
            PlannedChange(at: .hours(1), command: .lines(30)),
        ]
        let large = scenario.withTeam(of: 50)
        #expect(large.plan.agents == 50 && large.mostAgents == 50)
        #expect(large.plan.limits.lines == 125)
        #expect(large.plan.changes.map(\.command) == [.agents(40), .lines(75)])
        let small = scenario.withTeam(of: 5)
        #expect(small.plan.agents == 5)
        #expect(small.plan.limits.lines == 50)
        #expect(small.plan.changes.map(\.command) == [.agents(4), .lines(30)])
        #expect(scenario.withTeam(of: 20) == scenario)
    }
}
