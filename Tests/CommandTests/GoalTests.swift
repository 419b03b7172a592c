import Foundation
import GRDB
import Testing

/// Policies with a goal, as a user names them.
@Suite struct GoalTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("tiny.yaml", tinyScenario)
    }

    private func run(_ arguments: String...) throws -> Command {
        try Command.Running(arguments, in: scratch).finish()
    }

    /// Of one replication.
    private func occupancy(_ policy: String) throws -> Double {
        let found = try run(
            "simulate", "tiny.yaml", "--policy", policy, "--replications", "1", "--format", "json")
        #expect(found.status == 0, "\(found.errors)")
        let tree = try #require(
            try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [String: Any])
        return try #require((tree["occupancy"] as? [String: Any])?["mean"] as? Double)
    }

    @Test func `a scenario is simulated with another goal`() throws {
        #expect(abs(try occupancy("targetOccupancy:40%") - 0.4) < 0.03)
        // Talks of a minute: half an hour of them in an hour.
        #expect(abs(try occupancy("{targetWait: {wait: 60s}}") - 0.5) < 0.03)
    }

    @Test(arguments: [
        ("targetOccupancy: 0%", "targetOccupancy is 0 %; more than 0 % is required"),
        ("targetOccupancy: 100%", "targetOccupancy is 100 %; less than 100 % is required"),
        ("targetWait: 0s", "targetWait is 0 s; at least 100 ms is required"),
        ("targetWait: 3h", "targetWait is 3 h; at most 1 h is allowed"),
    ])
    func `a goal that cannot be kept is refused, by line or by option`(
        policy: String, fault: String
    ) throws {
        try scratch.write("c.yaml", "name: c\nmode: predictive\npacing: {\(policy)}\n")
        let check = try run("check", "c.yaml")
        #expect(check.status == 1 && check.output.contains("c.yaml:3: \(fault)"), "\(check)")
        let simulated = try run("simulate", "tiny.yaml", "--policy", "{\(policy)}")
        #expect(simulated.status != 0 && simulated.errors.contains(fault), "\(simulated.errors)")
    }

    @Test func `a goal is tuned and written back with its unit`() throws {
        try scratch.write(
            "goal.yaml",
            tinyScenario.replacingOccurrences(
                of: "policy: {predictive: {abandonment: 3%}}", with: "policy: {targetWait: 60s}"))
        let tuned = try run(
            "tune", "goal.yaml", "--cap", "20%", "--between", "20,60", "--step", "20",
            "--replications", "16", "--write", "goal.yaml")
        #expect(tuned.status == 0, "\(tuned.errors)")
        #expect(tuned.errors.contains("goal.yaml: wait is now 20 s"), "\(tuned.errors)")
        #expect(scratch.read("goal.yaml").contains("\npolicy: {targetWait: 20s}\n"))
    }

    @Test func `a campaign with a goal repeats itself, and its store tells what bound it`() throws {
        try FitTests.run(
            in: scratch, with: "pacing: {targetOccupancy: 70%}\nrecord: {decisions: true}")
        let replay = try run(
            "replay", "s.sqlite", "--policy", "targetOccupancy:70%", "--replications", "1",
            "--format", "json")
        #expect(replay.status == 0, "\(replay.errors)")
        let tree = try #require(
            try JSONSerialization.jsonObject(with: Data(replay.output.utf8)) as? [String: Any])
        #expect((tree["repetition"] as? [String: Any])?["same"] as? Bool == true)
        let recorded = try #require((tree["recorded"] as? [String: Double])?["occupancy"])
        #expect(abs(recorded - 0.7) < 0.02)
        let bound = try DatabaseQueue(path: scratch.path("s.sqlite")).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM decisions WHERE bound = 'goal'")
        }
        #expect(bound ?? 0 > 100)
    }
}
