import Foundation
import Testing

/// The command that tunes a policy, as a user runs it.
@Suite struct TuneTests {
    private let scratch: Scratch

    private static let tiny =
        "# a team of three\n"
        + tinyScenario.replacingOccurrences(
            of: "policy: {predictive: {abandonment: 3%}}",
            with: "policy: {fixedRatio: 2}   # to be tuned")

    init() throws {
        scratch = try Scratch()
        try scratch.write("tiny.yaml", Self.tiny)
        try scratch.write("long.yaml", Self.tiny.replacingOccurrences(of: "2h", with: "400h"))
    }

    private func run(_ arguments: String...) throws -> Command {
        try Command.Running(["tune"] + arguments, in: scratch).finish()
    }

    @Test func `the same with any jobs, in every format`() throws {
        for format in ["text", "json", "csv"] {
            let one = try run("tiny.yaml", "--cap", "20%", "--format", format, "--jobs", "1")
            let eight = try run("tiny.yaml", "--cap", "20%", "--format", format, "--jobs", "8")
            #expect(one.status == 0, "\(one.errors)")
            #expect(one.output == eight.output && !one.output.isEmpty)
        }
    }

    @Test func `the value found is under the cap for other callers too`() throws {
        let json = try run(
            "tiny.yaml", "--cap", "20%", "--format", "json", "--output", "t.json", "--svg", "t.svg")
        #expect(json.status == 0 && json.output == "", "\(json.errors)")
        #expect(scratch.read("t.svg").hasPrefix("<svg"))
        let found = try #require(
            try JSONSerialization.jsonObject(with: Data(scratch.read("t.json").utf8))
                as? [String: Any])
        #expect(found["ending"] as? String == "found")
        let value = try #require(found["value"] as? Double)
        #expect(value > 1 && value < 7)
        for seed in ["1001", "1002"] {
            let fresh = try Command.run(
                "simulate", "tiny.yaml", "--policy", "fixedRatio=\(value)", "--seed", seed,
                "--replications", "1000", "--format", "json", in: scratch)
            let parsed = try #require(
                try JSONSerialization.jsonObject(with: Data(fresh.output.utf8)) as? [String: Any])
            let abandonment = try #require(
                (parsed["abandonment"] as? [String: Any])?["mean"] as? Double)
            #expect(abandonment < 0.2)
        }
    }

    @Test func `the value is written back, and the file stays as it was otherwise`() throws {
        let run = try run("tiny.yaml", "--cap", "20%", "--write", "tiny.yaml")
        #expect(run.status == 0, "\(run.errors)")
        let text = scratch.read("tiny.yaml")
        let value = try #require(
            text.split(separator: "fixedRatio: ").last?.split(separator: "}").first)
        #expect(text == Self.tiny.replacingOccurrences(of: "Ratio: 2}", with: "Ratio: \(value)}"))
        #expect(value != "2")
        #expect(run.errors == "tiny.yaml: ratio is now \(value)\n")
        #expect(try Command.run("check", "tiny.yaml", in: scratch).status == 0)
        let other = try self.run(
            "tiny.yaml", "--policy", "predictive", "--cap", "20%", "--write", "tiny.yaml")
        #expect(other.status == 1 && other.output == "")
        #expect(other.errors.contains("another policy; write it by hand: policy: {predictive"))
        #expect(scratch.read("tiny.yaml") == text)
    }

    @Test func `teams are tuned one by one`() throws {
        let run = try run(
            "tiny.yaml", "--cap", "20%", "--agents", "2,6", "--step", "0.5", "--format", "csv")
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1].hasPrefix("tiny,2,7,ratio,0.2,0.99,all,found,"))
        #expect(lines[2].hasPrefix("tiny,6,7,ratio,0.2,0.99,all,found,"))
    }

    @Test(
        arguments: [
            (["--cap", "0"], 64, "a cap above 0% and below 100% is allowed"),
            (["--cap", "103%"], 64, "a cap above 0% and below 100% is allowed"),
            (["--cap", "x"], 64, "a cap is a share"),
            (["--confidence", "50%"], 64, "a confidence above 50% and below 100% is allowed"),
            (["--confidence", "1"], 64, "a confidence above 50% and below 100% is allowed"),
            (["--between", "6,1"], 64, "a range begins with its lower end; 6,1 does not"),
            (["--between", "6"], 64, "a range is its two ends, such as 1,6 or 1%,10%"),
            (["--step", "0"], 64, "a step is a number above 0"),
            (["--agents", "5,5"], 64, "5 agents are there twice"),
            (["--agents", "5", "--write", "tiny.yaml"], 64, "--write and --agents"),
            (["--policy", "progressive"], 1, "progressive has no number to tune"),
            (
                ["--parameter", "margin"], 1,
                "fixed ratio 2.0 has no parameter \"margin\"; known: ratio, busy"
            ),
            (["--between", "0,3"], 1, "--between 0,3: ratio from 0.1 to 100 is allowed"),
            (["--between", "1,1e300"], 1, "--between 1,1e+300: ratio from 0.1 to 100 is allowed"),
            (["--step", "1e300"], 1, "--step 1e+300 is wider than the range from 1 to 7"),
            (["--step", "1e-9"], 1, "--step 1e-09 makes more than 1,000,000 values of the range"),
            (["--step", "9"], 1, "--step 9 is wider than the range from 1 to 7"),
            (["--between", "6,7", "--cap", "1%"], 1, ""),
        ] as [([String], Int32, String)])
    func `what cannot be asked for is told`(
        arguments: [String], status: Int32, message: String
    ) throws {
        let run = try Command.Running(["tune", "tiny.yaml"] + arguments, in: scratch).finish()
        #expect(run.status == status)
        #expect(run.errors.contains(message) || message.isEmpty, "\(run.errors)")
    }

    @Test func `what is safe in the long run is not said of single days`() throws {
        let long = try run("tiny.yaml", "--cap", "20%", "--between", "1,2")
        #expect(long.output.contains("\nSafe ratio in the long run "), "\(long.output)")
        #expect(long.output.contains("--by day asks it of single days"))
        let table = try run("tiny.yaml", "--cap", "20%", "--between", "1,2", "--agents", "2,3")
        #expect(table.output.contains("in the long run; --by day asks it of single days"))
        let daily = try run(
            "tiny.yaml", "--cap", "50%", "--between", "1,1.5", "--by", "day", "--confidence", "80%")
        #expect(daily.output.contains("\nSafe ratio day by day "), "\(daily.output)")
        #expect(!daily.output.contains("--by day"))
    }

    @Test func `what predictive pacing aims at has another name than what comes of it`() throws {
        let run = try run(
            "tiny.yaml", "--policy", "predictive", "--cap", "20%", "--between", "1%,5%",
            "--step", "2%")
        #expect(run.status == 0, "\(run.errors)")
        let head = try #require(
            run.output.split(separator: "\n").first { $0.contains("replications  abandonment") })
        #expect(head.hasPrefix("abandonment aim "), "\(head)")
        #expect(run.output.contains("Safe abandonment aim in the long run"), "\(run.output)")
    }

    /// On a terminal of 60 columns, made by `script`; then Ctrl-C, whose `^C` the terminal shows.
    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
            "script is not installed"))
    func `what is drawn leaves room for the terminal's own signs`() throws {
        // In the terminal's foreground, as only there a bar is drawn; whether `timeout` stays there by
        // itself depends on the shell. A busy machine may take longer until the first bar.
        for seconds in [2, 8, 32] {
            let tune = "timeout --foreground -s INT \(seconds) $dialpace tune long.yaml --jobs 1"
            let run = try Command.shell(
                "SHELL=/bin/sh TERM=xterm script -qec 'stty cols 60; \(tune)' /dev/null",
                in: scratch)
            let bars = run.output.split(separator: "\r").filter { $0.contains("\u{1B}[2K") }.map {
                $0.replacingOccurrences(of: "\u{1B}[2K", with: "").split(separator: "\n").first
                    ?? ""
            }
            guard bars.contains(where: { $0.contains("simulated hours") || $0.contains("ratio") })
            else { continue }
            for bar in bars.dropLast() { #expect(bar.count <= 57, "\(bar)") }
            return
        }
        Issue.record("no bar was drawn")
    }

    @Test func `ranges that are all over or all under the cap are told with their figures`() throws
    {
        let over = try run("tiny.yaml", "--between", "6,7", "--cap", "1%")
        #expect(over.status == 1)
        #expect(
            over.output.contains("even ratio 6, the most careful value of the range, is over"))
        let under = try run("tiny.yaml", "--between", "0.5,1", "--cap", "30%")
        #expect(under.status == 0)
        #expect(under.output.contains("even 1, the boldest value of the range, is under the cap"))
    }

    @Test func `a search that is stopped tells what is known, and writes nothing`() throws {
        let running = try Command.Running(
            ["tune", "long.yaml", "--cap", "20%", "--write", "long.yaml", "--jobs", "1"],
            in: scratch)
        running.interrupt()
        let run = try running.finish()
        #expect(run.status == 130)
        #expect(run.output.contains("partial: stopped"), "\(run.output)")
        #expect(!run.output.contains(": of ratio"))
        #expect(run.errors.contains("long.yaml: not changed"), "\(run.errors)")
        #expect(scratch.read("long.yaml").contains("fixedRatio: 2}"))
    }
}
