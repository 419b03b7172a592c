import Foundation
import Testing

/// What a store holds, row by row, and whether it is as it should be.
@Suite struct ExportTests {
    private let scratch: Scratch

    /// A store with the demo campaign.
    init() throws {
        scratch = try Scratch()
        let run = try Command.run(
            "run", shipped("demo.yaml"), "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
    }

    private func export(_ options: String...) throws -> Command {
        let run = try Command.Running(["export", "s.sqlite"] + options, in: scratch).finish()
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    @Test func `every attempt and every lead has its row, in either format`() throws {
        let report = try figures(
            of: Command.run("report", "s.sqlite", "--format", "json", in: scratch))
        let total = try #require(report["total"] as? Int)
        let attempts = try export().output.split(separator: "\n")
        #expect(attempts.count == total + 1)
        #expect(attempts[0].hasPrefix("attempt,lead,number,"))
        let records = try export("--what", "call-records").output.split(separator: "\n")
        #expect(records.count == total + 1)
        let leads = try export("--what", "leads", "--format", "jsonl").output
        let objects = try leads.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        #expect(objects.count == 2_000)
        #expect(objects.allSatisfy { $0["city"] is String && $0["attempts"] is Int })
        #expect(
            try export("--what", "outcomes").output
                == Command.run("report", "s.sqlite", "--leads", in: scratch).output)
    }

    @Test func `a listing is a day that a scenario can be fitted to`() throws {
        let run = try Command.run(
            "run", shipped("progressive.yaml"), "--store", "p.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let listed = try Command.run("export", "p.sqlite", "--output", "p.csv", in: scratch)
        #expect(listed.status == 0, "\(listed.errors)")
        let calls = try ["p.sqlite", "p.csv"].map { source in
            let fit = try Command.run("fit", source, in: scratch)
            #expect(fit.status == 0, "\(fit.errors)")
            return fit.output.split(separator: "\n")[0].split(separator: ":")[1]
        }
        #expect(calls[0] == calls[1] && calls[0].contains(" finished calls"))
    }

    @Test func `a file is written as a whole, and never in place of the store`() throws {
        let listed = try export().output
        #expect(try export("--output", "a.csv").output == "")
        #expect(scratch.read("a.csv") == listed)
        for place in ["s.sqlite", "./s.sqlite"] {
            let refused = try Command.run("export", "s.sqlite", "--output", place, in: scratch)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("--output would overwrite the store"))
        }
        let nowhere = try Command.run(
            "export", "s.sqlite", "--output", "none/a.csv", in: scratch)
        #expect(nowhere.status == 1)
        #expect(nowhere.errors.contains("none/a.csv: cannot be written: "), "\(nowhere.errors)")
        #expect(try export().output == listed)
    }

    @Test(arguments: [["--what", "calls"], ["--format", "json"]])
    func `what is not to be had is told with what is`(options: [String]) throws {
        let run = try Command.Running(["export", "s.sqlite"] + options, in: scratch).finish()
        #expect(run.status == 64)
        #expect(
            run.errors.contains("call-records") || run.errors.contains("jsonl"), "\(run.errors)")
    }

    @Test func `a campaign is listed while it runs`() throws {
        let running = try Command.Running(
            [
                "run", shipped("demo.yaml"), "--store", "live.sqlite", "--speed", "60", "--trace",
                "trunk.log",
            ], in: scratch)
        running.until { scratch.read("trunk.log").contains(" place ") }
        let run = try Command.run("export", scratch.path("live.sqlite"), in: Scratch())
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("attempt,lead,"))
        running.interrupt()
        #expect(try running.finish().status == 0)
    }

    @Test func `the attempts of a campaign that has run are as its rules have them`() throws {
        _ = try export("--output", "attempts.csv")
        _ = try export("--format", "jsonl", "--output", "attempts.jsonl")
        for listing in ["attempts.csv", "attempts.jsonl"] {
            let check = try CheckAttemptsTests.check(
                listing, "--cap", "3/ever", "--retry", "no answer 90m", "--retry", "busy 15m",
                "--retry", "machine 2h", in: scratch)
            #expect(check.status == 0, "\(check.output)\(check.errors)")
            #expect(check.output.hasSuffix(" of 2000 leads: nothing is wrong\n"))
            let strict = try CheckAttemptsTests.check(
                listing, "--retry", "no answer 91m", "--cap", "2/ever", in: scratch)
            #expect(strict.status == 1)
            #expect(strict.output.contains("retry too early: "))
            #expect(strict.output.contains("frequency: "))
        }
    }
}
