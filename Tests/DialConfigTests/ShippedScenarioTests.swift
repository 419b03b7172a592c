import DialMath
import DialModel
import DialSimulation
import DialWorld
import Testing

@testable import DialConfig

@Suite struct ShippedScenarioTests {
    private let folder = String(campaigns.dropLast("campaigns".count)) + "scenarios"

    private func read(_ name: String) throws -> Scenario {
        try ScenarioFile.read("\(folder)/\(name).yaml").scenario
    }

    @Test(arguments: [
        ("limit-5", "scenario 'limit-5', predictive 3.0 %, 5 agents, 10 d"),
        ("limit-20", "scenario 'limit-20', predictive 3.0 %, 20 agents, 10 d"),
        ("limit-50", "scenario 'limit-50', predictive 3.0 %, 50 agents, 10 d"),
        ("limit-100", "scenario 'limit-100', predictive 3.0 %, 100 agents, 10 d"),
        (
            "reference-100",
            "scenario 'reference-100', fixed ratio 3.0, busy 0.0645, 100 agents, 8 h"
        ),
        ("realistic-20", "scenario 'realistic-20', predictive 2.5 %, 20 agents, 8 h, 3 events"),
        ("segments-30", "scenario 'segments-30', predictive 3.0 %, 30 agents, 8 h"),
        ("shock-50", "scenario 'shock-50', predictive 3.0 %, 50 agents, 8 h, 1 event"),
        ("team-20", "scenario 'team-20', fixed ratio 2.0, 20 agents, 8 h"),
    ])
    func `every shipped scenario is in order`(name: String, summary: String) {
        let result = checkFile("\(folder)/\(name).yaml")
        #expect(result.problems == [])
        #expect(result.summary == summary)
    }

    @Test(arguments: [
        "limit-5", "limit-20", "limit-50", "limit-100", "reference-100", "realistic-20", "shock-50",
        "segments-30", "team-20",
    ])
    func `every shipped scenario runs, and its agents have people to talk to`(name: String) throws {
        var scenario = try read(name)
        scenario.duration = .hours(2)
        var replication = Replication(of: PreparedScenario(scenario), index: 0)
        let result = replication.run()
        #expect(result.isWhole)
        #expect(result.tally.served > 5 * scenario.plan.agents, "\(result.tally)")
    }

    @Test(arguments: [5, 20, 50, 100])
    func `the limit is Erlang's world, and nothing in it is cut short`(agents: Int) throws {
        var scenario = Scenario(name: "limit-\(agents)")
        scenario.duration = .hours(240)
        scenario.plan.agents = agents
        scenario.crew.talk = .exponential(mean: 180)
        scenario.crew.wrapUp = .constant(0)
        scenario.carrier.ring = .exponential(mean: 12)
        scenario.carrier.unansweredRing = .exponential(mean: 12)
        scenario.plan.limits.ring = .seconds(600)
        scenario.plan.limits.hold = .zero
        scenario.plan.limits.lines = 2_000
        #expect(try read("limit-\(agents)") == scenario)
    }

    @Test func `the reference is the model that others are timed on`() throws {
        var scenario = Scenario(name: "reference-100")
        scenario.plan.agents = 100
        scenario.plan.pacing = .fixedRatio(3, busy: 0.0645)
        scenario.plan.limits.lines = 100_000
        scenario.carrier.fates = [.person: 0.25, .machine: 0.20, .busy: 0.05, .noAnswer: 0.50]
        scenario.carrier.ring = .lognormal(mean: 10, cv: 0.5)
        scenario.carrier.failure = .constant(3)
        scenario.carrier.machineScreening = .constant(3)
        scenario.crew.talk = .lognormal(mean: 120, cv: 0.9)
        scenario.crew.wrapUp = .lognormal(mean: 30, cv: 0.6)
        #expect(try read("reference-100") == scenario)
    }

    @Test func `the shock is one change at mid-day, and a mark`() throws {
        let scenario = try read("shock-50")
        #expect(scenario.carrier.fates == [.person: 0.15, .noAnswer: 0.85])
        #expect(scenario.changes.map(\.at) == [.hours(4)])
        #expect(scenario.changes.first?.carrier?.fates == [.person: 0.45, .noAnswer: 0.55])
        #expect(scenario.marks == [.init(at: .hours(4), text: "person 15 % → 45 %")])
        #expect(scenario.cap == 0.03)
    }

    @Test func `the realistic day changes by the half hour, on the local clock`() throws {
        let scenario = try read("realistic-20")
        #expect(scenario.start == .epoch + .seconds(1_767_621_600))
        #expect(scenario.carrier.fates[.person] == 0.22)
        #expect(
            scenario.changes.map(\.at) == [
                .hours(1), .minutes(150), .minutes(210), .minutes(270), .minutes(330), .hours(6),
                .hours(7),
            ])
        #expect(
            scenario.changes.map { $0.carrier?.fates[.person] } == [
                0.20, 0.24, 0.28, 0.23, 0.23, 0.21, 0.26,
            ])
        #expect(
            scenario.changes.map { $0.carrier?.setup.mean } == [
                1.5, 1.5, 1.5, 1.5, 3, 3, 3,
            ])
        #expect(
            scenario.marks.map(\.text) == [
                "three go to lunch", "agents 17 → 20", "the carrier slows down",
            ])
        #expect(
            scenario.plan.changes == [
                PlannedChange(at: .hours(3), command: .agents(17)),
                PlannedChange(at: .hours(4), command: .agents(20)),
            ])
    }
}
