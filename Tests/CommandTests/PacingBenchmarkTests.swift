import Foundation
import Testing

/// The pacing benchmark, on one agent and little time.
@Suite struct PacingBenchmarkTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func measure(_ arguments: String...) throws -> Command {
        let script = Command.root.appendingPathComponent("Benchmarks/pacing/measure").path
        return try Command.Running(
            ["python3", "-B", script, "--dialpace", Command.path, "--cache", "cache"] + arguments,
            program: "/usr/bin/env", in: scratch
        ).finish()
    }

    private func limits() throws -> Command {
        try measure(
            "--quick", "--only", "limits", "--agents", "1", "--replications", "1", "--output",
            "results.md")
    }

    @Test func `results say how they were made, and are made only once`() throws {
        try scratch.write(
            "results.md", "# Old\n\n<!-- section league -->\n\n## The league\n\nkept\n")
        let first = try limits()
        #expect(first.status == 0 && first.output == "", "\(first.errors)")
        let results = scratch.read("results.md")
        let rows = results.split(separator: "\n").filter { $0.contains(" s | ") }
        #expect(rows.count == 5, "three worlds, and one of them at two further caps")
        #expect(rows.first?.hasPrefix("| 3 % | 180 s | 0.3 | 1 | 82.64 | ") == true, "\(results)")
        #expect(
            results.contains(
                "`Benchmarks/pacing/measure --quick --only limits --agents 1 --replications 1 "
                    + "--seed 1`"))
        #expect(results.contains("## The league\n\nkept\n"), "other sections stay")

        // Nothing is simulated again: not even the files of scenarios are written.
        try FileManager.default.removeItem(atPath: scratch.path("cache/scenarios"))
        #expect(try limits().status == 0)
        #expect(scratch.read("results.md") == results)
        let folder = try FileManager.default.contentsOfDirectory(
            atPath: scratch.path("cache/scenarios"))
        #expect(folder == [])
    }

    @Test func `shocks are met with the guard and without`() throws {
        let run = try measure(
            "--quick", "--only", "shocks", "--agents", "2", "--replications", "1", "--output",
            "results.md")
        #expect(run.status == 0, "\(run.errors)")
        let results = scratch.read("results.md")
        let rows = results.split(separator: "\n").filter { $0.contains(" | 2 | ") }
        #expect(rows.count == 9, "nothing changes, and eight shocks: \(results)")
        #expect(rows.allSatisfy { $0.split(separator: "|").count == 13 })
        let policies = try FileManager.default.contentsOfDirectory(
            atPath: scratch.path("cache/results")
        ).map { scratch.read("cache/results/\($0)") }
        #expect(policies.count == 9)
        #expect(policies.allSatisfy { $0.contains("\"predictive 3.0 %, guard off\"") })
    }

    @Test func `what cannot be measured is told in a sentence`() throws {
        let unknown = try measure("--only", "limit")
        #expect(unknown.status == 2)
        #expect(
            unknown.errors.contains(
                "there is no section 'limit'; there are limits, days, realistic, shocks, "
                    + "league, decisions"))
        let missing = try measure("--dialpace", "nothing")
        #expect(missing.status == 2)
        #expect(missing.errors.contains("there is no program nothing; build it with"))
        let size = try measure("--agents", "7")
        #expect(size.status == 2 && size.errors.contains("no limit is known for 7 agents"))
    }
}
