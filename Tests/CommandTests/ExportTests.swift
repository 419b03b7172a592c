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

    /// Three days in March, on the second of which clocks go on by an hour.
    @Test func `a campaign kept from calling in many ways has kept to all of them`() throws {
        let zones = [
            "America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London",
            "America/New_York|America/Denver", "",
        ]
        var people = "phone,timeZone\n"
        for place in 0..<300 {
            let number = ["212", "312", "415"][place / 100] + "5550\(100 + place % 100)"
            people += "+1\(number),\(zones[place % zones.count])\n"
        }
        try scratch.write("people.csv", people)
        try scratch.write("dnc.csv", "+12125550100\n+1312555013*\n")
        try scratch.write(
            "march.yaml",
            """
            name: march
            mode: progressive
            start: 2026-03-07T00:00:00Z
            duration: 3d
            leads: people.csv
            agents: {count: 10, talk: 60s, wrapUp: 10s, dispositions: {refused: 50%, deal: 50%}}
            hours: {daily: 08:00-20:00, unknownZone: America/Denver}
            protection:
              doNotCall: [dnc.csv]
              caps: [{attempts: 2, within: 24h}, {attempts: 3, within: 40h}]
              quiet: {refused: 6h}
            retry:
              attempts: 6
              after: {no answer: 90m, busy: 15m, machine: 2h, refused: 1h, deal: 5h}
            """)
        let run = try Command.run("run", "march.yaml", "--store", "march.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let refusals = try Command.run("export", "march.sqlite", "--what", "refusals", in: scratch)
        for reason in ["hours", "do not call", "frequency", "quiet"] {
            #expect(refusals.output.contains(",\(reason),2026-03-0"), "\(reason)")
        }
        let listed = try Command.run(
            "export", "march.sqlite", "--output", "march.csv", in: scratch)
        #expect(listed.status == 0, "\(listed.errors)")
        let retries = ["no answer 90m", "busy 15m", "machine 2h", "refused 1h", "deal 5h"]
        func check(_ rules: String...) throws -> Command {
            try CheckAttemptsTests.run(
                ["march.csv", "--unknown-zone", "America/Denver", "--do-not-call", "dnc.csv"]
                    + rules
                    + retries.flatMap { ["--retry", $0] }, in: scratch)
        }
        let right = try check(
            "--hours", "mon-sun 08:00-20:00", "--cap", "2/24h", "--cap", "3/40h", "--quiet",
            "refused 6h")
        #expect(right.status == 0, "\(right.output)\(right.errors)")
        // It has been at each of these limits, so a little more is too much.
        for (option, value, kind) in [
            ("--hours", "mon-sun 08:00-19:30", "outside hours"),
            ("--hours", "mon-sun 08:10-20:00", "outside hours"), ("--cap", "2/25h", "frequency"),
            ("--quiet", "refused 7h", "quiet"), ("--retry", "no answer 91m", "retry too early"),
        ] {
            let wrong = try check(option, value)
            #expect(wrong.status == 1 && wrong.output.hasPrefix("\(kind): "), "\(option) \(value)")
        }
    }
}
