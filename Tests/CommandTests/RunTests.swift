import Foundation
import Testing

@Suite struct RunTests {
    @Test(arguments: ["demo", "preview", "progressive", "automatic"])
    func `a shipped campaign runs to its report`(name: String) throws {
        let run = try Command.run(
            "run", shipped("\(name).yaml"), "--format", "json", in: Scratch())
        #expect(run.status == 0, "\(run.errors)")
        let attempts = try figures(of: run)
        #expect(attempts["total"] as? Int ?? 0 > 1_000)
        #expect(attempts["open"] as? Int == 0)
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
            ["run", shipped("demo.yaml"), "--store", "s.sqlite", "--speed", "300"], in: scratch)
        Thread.sleep(forTimeInterval: 1.5)
        running.process.interrupt()
        let stopped = try running.finish()
        #expect(stopped.status == 0)
        let first = try attempts(Command.run("report", "s.sqlite", "--format", "json", in: scratch))
        #expect(first > 0)
        let resumed = try Command.run(
            "run", shipped("demo.yaml"), "--store", "s.sqlite", "--format", "json", in: scratch)
        #expect(resumed.errors.contains("resuming demo: "), "\(resumed.errors)")
        #expect(resumed.errors.contains("2,000 merged"), "\(resumed.errors)")
        #expect(try attempts(resumed) > first)
    }

    @Test func `a second interrupt leaves at once`() throws {
        let scratch = try Scratch()
        let running = try Command.Running(
            ["run", shipped("demo.yaml"), "--store", "s.sqlite", "--speed", "1"], in: scratch)
        Thread.sleep(forTimeInterval: 2)
        running.process.interrupt()
        Thread.sleep(forTimeInterval: 0.3)
        running.process.interrupt()
        #expect(try running.finish().status == 130)
        let report = try Command.run("report", "s.sqlite", in: scratch)
        #expect(report.status == 0)
    }

    private func attempts(_ run: Command) throws -> Int {
        try figures(of: run)["total"] as? Int ?? -1
    }
}

/// The attempts section of a JSON report.
func figures(of run: Command) throws -> [String: Any] {
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return try #require(report?["attempts"] as? [String: Any])
}
