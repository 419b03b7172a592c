import Foundation
import Testing

@Suite struct RunTests {
    @Test(arguments: ["demo", "preview", "progressive", "automatic"])
    func `a shipped campaign runs to its report`(name: String) throws {
        let run = try Command.run(
            "run", shipped("\(name).yaml"), "--format", "json", in: Scratch())
        #expect(run.status == 0, "\(run.errors)")
        let attempts = try figures(of: run)
        #expect(attempts["total"] as? Int ?? 0 > 500)
        #expect(attempts["open"] as? Int == 0)
    }

    @Test(arguments: [[], ["--speed", "100000"]])
    func `a campaign explains its decisions`(speed: [String]) throws {
        let scratch = try Scratch()
        let run = try Command.Running(
            ["run", shipped("demo.yaml"), "--explain", "why.txt"] + speed, in: scratch
        ).finish()
        #expect(run.status == 0, "\(run.errors)")
        let words = scratch.read("why.txt").split(separator: "\n")
        #expect(words.count > 100)
        #expect(
            words.allSatisfy {
                ($0.contains("start ") || $0.contains("let go ")) && $0.contains("idle")
            })
    }

    @Test func `an explanation overwrites no file that the command needs`() throws {
        let scratch = try Scratch()
        let campaign = try String(contentsOfFile: shipped("progressive.yaml"), encoding: .utf8)
        let people = try String(contentsOfFile: shipped("people.csv"), encoding: .utf8)
        try scratch.write(
            "people.csv", people.split(separator: "\n").prefix(30).joined(separator: "\n") + "\n")
        try scratch.write("mine.yaml", campaign)
        let kept = try Command.run(
            "run", "mine.yaml", "--leads", "people.csv", "--store", "kept.sqlite", in: scratch)
        #expect(kept.status == 0, "\(kept.errors)")
        for file in ["mine.yaml", "people.csv", "kept.sqlite", "./kept.sqlite"] {
            let run = try Command.run(
                "run", "mine.yaml", "--leads", "people.csv", "--store", "kept.sqlite",
                "--explain", file, in: scratch)
            #expect(run.status != 0)
            #expect(run.errors.contains("--explain would overwrite"), "\(run.errors)")
        }
        #expect(scratch.read("mine.yaml") == campaign)
        let report = try Command.run("report", "kept.sqlite", in: scratch)
        #expect(report.output == kept.output)
    }

    @Test func `the same seed gives the same report, to the byte`() throws {
        let scratch = try Scratch()
        let reports = try ["1", "1", "2"].map { seed in
            try Command.run("run", shipped("demo.yaml"), "--seed", seed, in: scratch).output
        }
        #expect(reports[0] == reports[1])
        #expect(reports[0] != reports[2])
    }

    @Test func `a store in memory and one on disk give the same report`() throws {
        let scratch = try Scratch()
        let kept = try Command.run(
            "run", shipped("demo.yaml"), "--store", "kept.sqlite", in: scratch)
        let unkept = try Command.run("run", shipped("demo.yaml"), in: scratch)
        let report = try Command.run("report", "kept.sqlite", in: scratch)
        #expect(kept.output == unkept.output)
        #expect(kept.output == report.output)
    }

    /// Timing cannot matter: an agent is reserved for each call, and no time of a call is anywhere
    /// near a limit.
    @Test(arguments: ["progressive", "preview", "automatic"])
    func `virtual time and sixty times real time agree on every lead`(mode: String) throws {
        let scratch = try Scratch()
        var people = "phone,name\n"
        for place in 0..<100 {
            people += "+1 415 555 01\(place < 10 ? "0" : "")\(place),P\(place)\n"
        }
        try scratch.write("people.csv", people)
        let flow = """
            recordings: {menu: 3s}
            flow:
              - ask: {gather: menu, within: 9s, keys: {1: yes, 2: no}, otherwise: end}
              - yes: {hangUp: interested}
              - no: {hangUp: refused}
            """
        try scratch.write(
            "both.yaml",
            """
            name: both
            mode: \(mode)
            leads: people.csv
            agents: {count: 40, talk: 20s, wrapUp: 5s, preview: 3s, skips: 10%}
            limits: {lines: 40, callsPerSecond: none}
            retry: {attempts: 2, after: {no answer: 2m, busy: 1m, machine: 2m}}
            \(mode == "automatic" ? flow : "")
            trunk:
              lines: 100
              callsPerSecond: none
              setup: 1s
              setupFailure: 0%
              eventLoss: 0%
              ring: 8s
              screening: {delay: 1s}
              patience: 60s
              leavesTalk: {share: 30%, after: 10s}
              keyDelay: 2s
              force: standard
            """)
        for speed in ["max", "60"] {
            let run = try Command.run(
                "run", "both.yaml", "--speed", speed, "--store", "\(speed).sqlite", in: scratch)
            #expect(run.status == 0, "\(run.errors)")
        }
        let virtual = try Command.run("report", "max.sqlite", "--leads", in: scratch)
        let live = try Command.run("report", "60.sqlite", "--leads", in: scratch)
        #expect(virtual.output == live.output)
        #expect(virtual.output.split(separator: "\n").count == 101)
    }

    @Test func `a stopped campaign is resumed where it stopped`() throws {
        let scratch = try Scratch()
        let running = try Command.Running(
            [
                "run", shipped("demo.yaml"), "--store", "s.sqlite", "--speed", "300", "--trace",
                "trunk.log",
            ], in: scratch)
        running.until { scratch.read("trunk.log").contains(" place ") }
        running.interrupt()
        let stopped = try running.finish()
        #expect(stopped.status == 0)
        let first = try attempts(Command.run("report", "s.sqlite", "--format", "json", in: scratch))
        #expect(first > 0)
        let resumed = try Command.run(
            "run", shipped("demo.yaml"), "--store", "s.sqlite", "--format", "json", in: scratch)
        #expect(resumed.errors.contains("resuming demo: "), "\(resumed.errors)")
        #expect(!resumed.errors.contains("merged"), "\(resumed.errors)")
        #expect(stopped.errors.contains(" stopped, "), "\(stopped.errors)")
        #expect(!stopped.errors.contains(" left"), "\(stopped.errors)")
        #expect(resumed.errors.contains(" done, "), "\(resumed.errors)")
        #expect(try attempts(resumed) > first)

        let over = try Command.run(
            "run", shipped("demo.yaml"), "--store", "s.sqlite", "--format", "json", in: scratch)
        #expect(over.status == 0)
        #expect(over.errors.contains("every lead is closed; nothing is left to dial"))
        #expect(over.output == resumed.output)
    }

    @Test func `a campaign keeps its seed`() throws {
        let scratch = try Scratch()
        let arguments = ["run", shipped("demo.yaml"), "--store", "s.sqlite"]
        let first = try Command.Running(arguments + ["--seed", "5"], in: scratch).finish()
        let refused = try Command.Running(arguments, in: scratch).finish()
        #expect(refused.status == 1)
        #expect(refused.errors.contains("s.sqlite holds seed 5, not 1; "), "\(refused.errors)")
        #expect(try Command.run("report", "s.sqlite", in: scratch).output == first.output)
        try scratch.write("p.csv", "phone\n+14155550100\n")
        try scratch.write("c.yaml", "name: demo\nmode: predictive\n")
        let unsaid = try Command.run(
            "run", "c.yaml", "--leads", "p.csv", "--store", "s.sqlite", in: scratch)
        #expect(unsaid.status == 0, "a campaign without a seed takes the store's: \(unsaid.errors)")
    }

    @Test func `a planned pause passes, and what is left is dialled`() throws {
        let scratch = try Scratch()
        try scratch.demo(with: "events: [{at: 1h, do: pause}, {at: 2h, do: start}]")
        let run = try Command.run("run", "demo.yaml", in: scratch)
        #expect(run.status == 0)
        #expect(run.errors.contains(" done, "), "\(run.errors)")
    }

    @Test(arguments: [
        ("{at: 1h, agents: 0}", "0 agents at work, "),
        ("{at: 1h, do: pause}", "the campaign is paused, 20 agents at work, "),
    ])
    func `when nothing can happen any more it is said and the campaign stops`(
        event: String, why: String
    ) throws {
        let scratch = try Scratch()
        try scratch.demo(with: "events: [\(event)]", without: "duration:")
        let run = try Command.run("run", "demo.yaml", in: scratch)
        #expect(run.status == 0)
        #expect(
            run.errors.contains("nothing is left that could happen: \(why)"), "\(run.errors)")
        #expect(run.errors.contains(" stopped, "), "\(run.errors)")
    }

    @Test func `a campaign whose time is over is not run again`() throws {
        let scratch = try Scratch()
        try scratch.demo(with: "duration: 30m", without: "duration:")
        let first = try Command.run("run", "demo.yaml", "--store", "s.sqlite", in: scratch)
        #expect(first.errors.contains(" stopped, "), "\(first.errors)")
        let again = try Command.run("run", "demo.yaml", "--store", "s.sqlite", in: scratch)
        #expect(again.errors.contains("the campaign's duration, 30 min, is over; "))
        #expect(again.output == first.output)
    }

    @Test func `a cap and a mode that were changed on the way are in the report`() throws {
        let scratch = try Scratch()
        try scratch.demo(with: "events: [{at: 1h, abandonment: 2%}, {at: 2h, mode: progressive}]")
        let run = try Command.run("run", "demo.yaml", in: scratch)
        #expect(run.output.contains("  mode     predictive, progressive\n"), "\(run.output)")
        #expect(run.output.contains("  cap                       2.00 %\n"), "\(run.output)")
    }

    @Test(arguments: [true, false])
    func `leaving at once says what becomes of the campaign`(isKept: Bool) throws {
        let scratch = try Scratch()
        let running = try Command.Running(
            ["run", shipped("demo.yaml"), "--speed", "1", "--trace", "trunk.log"]
                + (isKept ? ["--store", "s.sqlite"] : []), in: scratch)
        running.until { scratch.read("trunk.log").contains(" place ") }
        // Two at once may count as one.
        while running.process.isRunning {
            running.interrupt()
            usleep(20_000)
        }
        let left = try running.finish()
        #expect(left.status == 130)
        #expect(
            left.errors.contains(
                isKept
                    ? "left at once; run the campaign again to resume it"
                    : "left at once; nothing is kept without --store"), "\(left.errors)")
        if isKept { #expect(try Command.run("report", "s.sqlite", in: scratch).status == 0) }
    }

    private func attempts(_ run: Command) throws -> Int {
        try figures(of: run)["total"] as? Int ?? -1
    }
}

extension Scratch {
    /// Writes the shipped `demo.yaml` here, its list where it is, with a further section.
    ///
    /// - Parameter key: what the section that is left out begins with.
    fileprivate func demo(with section: String, without key: String = "none") throws {
        let text = try String(contentsOfFile: shipped("demo.yaml"), encoding: .utf8)
            .replacing("file: people.csv", with: "file: \"\(shipped("people.csv"))\"")
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix(key) }
        try write("demo.yaml", lines.joined(separator: "\n") + "\n" + section + "\n")
    }
}

/// The attempts section of a JSON report.
func figures(of run: Command) throws -> [String: Any] {
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return try #require(report?["attempts"] as? [String: Any])
}
