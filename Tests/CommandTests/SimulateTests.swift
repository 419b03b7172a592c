import Foundation
import Testing

/// The commands that simulate scenarios, as a user runs them.
@Suite struct SimulateTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("tiny.yaml", tinyScenario)
        try scratch.write(
            "long.yaml",
            tinyScenario.replacingOccurrences(of: "2h", with: "400h")
                .replacingOccurrences(of: "tiny", with: "long"))
    }

    private func run(_ arguments: String...) throws -> Command {
        try Command.Running(arguments, in: scratch).finish()
    }

    @Test func `the keys are always the same, in their order`() throws {
        let json = try run("simulate", "tiny.yaml", "--replications", "3", "--format", "json")
        #expect(json.status == 0 && json.errors == "", "\(json.errors)")
        let keys = json.output.split(separator: "\n").filter { $0.hasPrefix("  \"") }
            .map { $0.split(separator: "\"")[1] }
        #expect(
            keys == [
                "scenario", "policy", "seed", "replications", "occupancy", "utilisation",
                "talkMinutesPerHour", "abandonment", "answerDelay", "agentWait", "dials", "answers",
                "served", "abandoned", "gone", "hitRate", "linesUsed", "events", "eventsPerSecond",
                "agentSeconds",
            ])
        let parsed = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let abandonment = try #require(parsed["abandonment"] as? [String: Any])
        #expect(
            Set(abandonment.keys) == [
                "mean", "low", "high", "formula", "worst", "daysOverCap", "quarterHourPeak",
                "fewestAnswers",
            ])
        let peak = try #require(abandonment["quarterHourPeak"] as? [String: Any])
        #expect(Set(peak.keys) == ["mean", "low", "high", "worst"])
        #expect(
            abandonment["formula"] as? String
                == "abandoned / (abandoned + served in time), 16 CFR 310.4(b)(4)")
        #expect(
            Set((parsed["answerDelay"] as? [String: Any] ?? [:]).keys)
                == ["p50", "p95", "p99", "over2s"])
        let wait = try #require(parsed["agentWait"] as? [String: Double])
        #expect(Set(wait.keys) == ["mean", "p50", "p95"])
        let idle = try #require((parsed["agentSeconds"] as? [String: Double])?["idle"])
        #expect(wait["mean"] == idle / Double(try #require(parsed["served"] as? Int)))
        #expect(parsed["seed"] as? Int == 7)
    }

    @Test func `decisions are explained, as words or as data`() throws {
        let plain = try run("simulate", "tiny.yaml", "--replications", "2")
        let told = try run(
            "simulate", "tiny.yaml", "--replications", "2", "--explain", "why.txt")
        let speed = /[0-9,]+ a second/
        #expect(told.output.replacing(speed, with: "") == plain.output.replacing(speed, with: ""))
        let words = scratch.read("why.txt").split(separator: "\n")
        #expect(words.count > 100)
        #expect(words.allSatisfy { $0.contains("start ") && $0.contains("idle") })
        #expect(words.contains { $0.contains("call would risk") })
        _ = try run("simulate", "tiny.yaml", "--replications", "1", "--explain", "why.jsonl")
        let lines = scratch.read("why.jsonl").split(separator: "\n")
        #expect(lines.count == words.count)
        for line in lines {
            let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(parsed?["why"] as? String != nil)
        }
        let refused = try run("simulate", "tiny.yaml", "--explain", "nowhere/why.txt")
        #expect(refused.status != 0)
        #expect(refused.errors.contains("nowhere/why.txt: cannot be written"), "\(refused.errors)")
    }

    @Test func `where several rules hold, each says its worst window and its formula`() throws {
        let rules =
            "rules:\n  - {abandonment: 5%, window: 30m}\n"
            + "  - {name: uk, abandonment: 3%, window: calendarDay, falsePositives: 1%}\n"
        try scratch.write(
            "ruled.yaml",
            tinyScenario.replacingOccurrences(of: "noAnswer: 0.7", with: "machine: 0.3") + rules)
        let json = try run("simulate", "ruled.yaml", "--replications", "2", "--format", "json")
        let parsed = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let abandonment = try #require(parsed["abandonment"] as? [String: Any])
        let formula = "x / (x + served in time), x = abandoned + 1 % of machines"
        #expect(abandonment["formula"] as? String == formula)
        let told = try #require(abandonment["rules"] as? [[String: Any]])
        #expect(told.map { $0["rule"] as? String } == ["5 % every 30 min", "uk"])
        #expect(told.map { $0["windows"] as? Int } == [8, 2], "\(json.output)")
        #expect(told[1]["formula"] as? String == formula)
        #expect(try #require(told[1]["worst"] as? Double) > 0.005)
        let text = try run("simulate", "ruled.yaml", "--replications", "2").output
        #expect(text.contains("5 % every 30 min") && text.contains("windows over the cap"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 }, "\(text)")
        // Parts of it, put together, say the same.
        for part in ["1", "2"] {
            _ = try run(
                "simulate", "ruled.yaml", "--replications", "2", "--shard", "\(part)/2",
                "--output", "\(part).json")
        }
        let merged = try run("merge", "1.json", "2.json", "--format", "json").output
        #expect(merged.contains("\"uk\"") && merged.contains("\"windows\": 8"), "\(merged)")
    }

    /// Screening takes longer than some stay.
    @Test func `all who answer are people reached, whatever becomes of them`() throws {
        try scratch.write(
            "hasty.yaml",
            """
            name: hasty
            duration: 4h
            seed: 7
            agents: {count: 3, talk: {exponential: 60s}, wrapUp: {constant: 0s}}
            calls:
              outcomes: {person: 0.3, noAnswer: 0.7}
              ring: {exponential: 12s}
              screening: {person: 1500ms}
              patience: {exponential: 5s}
            policy: {fixedRatio: 4}

            """)
        let run = try run("simulate", "hasty.yaml", "--replications", "2", "--format", "json")
        let parsed = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        func count(_ key: String) -> Int { parsed[key] as? Int ?? -1 }
        #expect(count("gone") > 0, "\(run.output)")
        #expect(count("answers") == count("served") + count("abandoned") + count("gone"))
        let hitRate = try #require(parsed["hitRate"] as? Double)
        #expect(abs(hitRate - Double(count("answers")) / Double(count("dials"))) < 1e-9)
        let delay = try #require((parsed["answerDelay"] as? [String: Any])?["p50"] as? Double)
        // Bins of a histogram are some 1 % wide.
        #expect(delay > 1.4)
    }

    @Test func `the figures do not depend on jobs or shards`() throws {
        let arguments = ["simulate", "tiny.yaml", "--replications", "9", "--format", "json"]
        let one = try Command.Running(arguments + ["--jobs", "1"], in: scratch).finish()
        let eight = try Command.Running(arguments + ["--jobs", "8"], in: scratch).finish()
        #expect(one.status == 0)
        #expect(repeatable(one.output) == repeatable(eight.output))
        var files: [String] = []
        for shard in 1...7 {
            files.insert("\(shard).json", at: 0)
            let run = try run(
                "simulate", "tiny.yaml", "--replications", "9", "--shard", "\(shard)/7",
                "--output", files[0])
            #expect(run.status == 0 && run.output == "", "\(run.errors)")
        }
        let merged = try Command.Running(
            ["merge", "--format", "json"] + files, in: scratch
        ).finish()
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(repeatable(merged.output) == repeatable(one.output))
    }

    @Test func `one replication has no interval`() throws {
        let text = try run("simulate", "tiny.yaml", "--replications", "1")
        #expect(text.output.contains("one replication: no interval"))
        #expect(!text.output.contains("±"))
        let csv = try run("simulate", "tiny.yaml", "--replications", "1", "--format", "csv")
        let lines = csv.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("scenario,policy,seed,replications,occupancy.mean,"))
        #expect(lines[1].hasPrefix("tiny,predictive 3.0 %,7,1,0."))
    }

    @Test func `replications are added until the intervals are narrow, and no further`() throws {
        let wide = try run(
            "simulate", "tiny.yaml", "--until-width", "90%", "--format", "csv")
        #expect(wide.status == 0 && wide.errors == "", "\(wide.errors)")
        #expect(wide.output.contains("tiny,predictive 3.0 %,7,20,"))
        let narrow = try run(
            "simulate", "tiny.yaml", "--until-width", "0.0001%", "--replications", "15",
            "--format", "csv", "--jobs", "3")
        #expect(narrow.output.contains("tiny,predictive 3.0 %,7,15,"))
        #expect(narrow.output.contains(",false\n"))
        #expect(
            narrow.errors
                == "after 15 replications the intervals still reach further than 0.0001 % to "
                + "either side\n")
    }

    @Test func `how many replications there be is decided once, by the first`() throws {
        let text = try run("simulate", "tiny.yaml", "--until-width", "1%")
        #expect(text.status == 0 && text.errors == "", "\(text.errors)")
        #expect(text.output.contains("the spread of the first 20 asked for"), "\(text.output)")
        let json = try run(
            "simulate", "tiny.yaml", "--until-width", "1%", "--format", "json", "--jobs", "3")
        let parsed = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(parsed["pilot"] as? Int == 20)
        #expect(parsed["replications"] as? Int ?? 0 > 20)
    }

    @Test func `what is in a file is what would have been written`() throws {
        let shown = try run("simulate", "tiny.yaml", "--replications", "2", "--format", "json")
        let kept = try run(
            "simulate", "tiny.yaml", "--replications", "2", "--format", "json", "--output", "o")
        #expect(kept.output == "")
        #expect(repeatable(scratch.read("o")) == repeatable(shown.output))
    }

    @Test(arguments: [
        ["simulate", "--output"], ["compare", "--policies", "progressive", "--svg"],
        ["compare", "--policies", "progressive", "--day"], ["tune", "--output"], ["tune", "--svg"],
    ])
    func `what cannot be written is told before anything is simulated`(
        command: [String]
    ) throws {
        // It would show how far it has come.
        let run = try Command.Running(
            command + ["no/where", "long.yaml", "--replications", "10000"], in: scratch
        ).finish()
        #expect(run.status == 1 && run.output == "")
        #expect(
            run.errors == "no/where: cannot be written: No such file or directory\n",
            "\(run.errors)")
    }

    @Test
    func `agents' time is told in hours, minutes and seconds, to the last of many replications`()
        throws
    {
        let arguments = ["simulate", "tiny.yaml", "--replications", "3", "--format"]
        let text = try Command.Running(arguments + ["text"], in: scratch).finish()
        let json = try Command.Running(arguments + ["json"], in: scratch).finish()
        let parsed = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let seconds = try #require(parsed["agentSeconds"] as? [String: Double])
        let talking = try #require(seconds["talking"])
        let line = text.output.split(separator: "\n").first { $0.hasPrefix("  talking ") }
        #expect(talking > 3_600)
        let told = line?.dropFirst(10).split(separator: " ").compactMap { Int($0) } ?? []
        #expect(line?.contains(" h ") == true && told.count >= 3, "\(text.output)")
        let units = [3_600, 60, 1]
        let sum = zip(told, units).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(sum == Int(talking.rounded()), "\(text.output)")
    }

    @Test(arguments: [
        (["--replications", "0"], "a whole number from 1 to 1000000 is allowed"),
        (["--replications", "-1"], "a whole number from 1 to 1000000 is allowed"),
        (["--jobs", "0"], "a whole number from 1 to 1024 is allowed"),
        (["--shard", "8/7"], "there is no shard 8 of 7; 1/7 is the first"),
        (["--shard", "0/3"], "there is no shard 0 of 3; 1/3 is the first"),
        (["--shard", "1/0"], "0 shards; 1 to 1000000 are allowed"),
        (["--shard", "one"], "a shard is i/n, the i-th of n, such as 2/7"),
        (["--shard", "1/11"], "--shard 1/11: 10 replications make no more than 10 shards"),
        (["--shard", "1/2", "--format", "csv"], "give --format csv to dialpace merge"),
        (["--shard", "1/2", "--until-width", "1%"], "a shard cannot know the width"),
        (["--until-width", "0%"], "a width above 0 and below 100% is allowed"),
        (["--until-width", "wide"], "a width is a share, such as 0.2% or 0.002"),
        (["--policy", "best"], "policy is \"best\""),
    ])
    func `an option says what is allowed`(option: [String], message: String) throws {
        let run = try Command.Running(["simulate", "tiny.yaml"] + option, in: scratch).finish()
        #expect(run.status == 64)
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(run.output == "")
    }

    @Test func `what is no scenario is told`() throws {
        for command in [["simulate"], ["compare", "--policies", "progressive"]] {
            let missing = try Command.Running(command + ["none.yaml"], in: scratch).finish()
            #expect(missing.status == 1)
            #expect(missing.errors.hasPrefix("none.yaml: "), "\(missing.errors)")
        }
    }

    @Test func `shards that do not belong together are refused by name`() throws {
        func shard(_ name: String, _ more: String...) throws {
            let run = try Command.Running(
                ["simulate", "tiny.yaml", "--replications", "3", "--output", name] + more,
                in: scratch
            ).finish()
            #expect(run.status == 0, "\(run.errors)")
        }
        try shard("1.json", "--shard", "1/3")
        try shard("2.json", "--shard", "2/3")
        try shard("seed.json", "--shard", "3/3", "--seed", "8")
        try shard("policy.json", "--shard", "3/3", "--policy", "progressive")
        try shard("plain.json")
        try scratch.write("tiny.yaml", tinyScenario.replacingOccurrences(of: "60s", with: "61s"))
        try shard("talk.json", "--shard", "3/3")
        try scratch.write("broken.json", String(scratch.read("1.json").dropLast(20)))
        let cases: [([String], String)] = [
            (["1.json", "2.json"], "shard 3/3 is missing; all 3 are needed"),
            (["2.json"], "shards 1/3, 3/3 are missing; all 3 are needed"),
            (["1.json", "2.json", "1.json"], "shard 1/3 is there twice: 1.json and 1.json"),
            (["1.json", "seed.json"], "seed.json: its seed is 8; that of 1.json is 7"),
            (
                ["1.json", "policy.json"],
                "policy.json: its policy is progressive; that of 1.json is predictive 3.0 %"
            ),
            (
                ["1.json", "talk.json"],
                "talk.json: scenario tiny, policy predictive 3.0 %, seed 7, as 1.json, but the scenario "
                    + "file said something else when it was simulated; simulate all shards with one "
                    + "file"
            ),
            (["nope.json"], "nope.json: cannot be read: No such file or directory"),
            (
                ["1.json", "plain.json"],
                "plain.json: no shard file, as dialpace simulate --shard writes it"
            ),
            (
                ["broken.json"],
                "broken.json: no shard file, as dialpace simulate --shard writes it"
            ),
        ]
        for (files, message) in cases {
            let run = try Command.Running(["merge"] + files, in: scratch).finish()
            #expect(run.status == 1)
            #expect(run.errors == message + "\n")
        }
        #expect(try run("merge").status == 64)
    }

    /// Presses Ctrl-C when it has told how far it is.
    private func interrupt(_ running: Command.Running) {
        for _ in 0..<600 where scratch.read("stderr").isEmpty && running.process.isRunning {
            Thread.sleep(forTimeInterval: 0.1)
        }
        running.process.interrupt()
    }

    @Test func `Ctrl-C ends it with what is known, marked as partial`() throws {
        let running = try Command.Running(
            ["simulate", "long.yaml", "--replications", "100000", "--format", "json"], in: scratch)
        interrupt(running)
        let run = try running.finish()
        #expect(run.status == 130)
        #expect(run.errors.contains(" simulated hours, "), "\(run.errors)")
        #expect(run.output.contains("\"partial\": true"))
        #expect(run.output.contains("\"occupancy\": {\n    \"mean\": 0."))
    }

    @Test func `a shard that was stopped is not written`() throws {
        let running = try Command.Running(
            [
                "simulate", "long.yaml", "--replications", "100000", "--shard", "2/2", "--output",
                "2.json",
            ], in: scratch)
        interrupt(running)
        let run = try running.finish()
        #expect(run.status == 130)
        #expect(
            run.errors.hasSuffix("stopped: shard 2/2 is not whole and has not been written\n"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("2.json")))
    }

    // MARK: Comparisons

    @Test func `policies are ranked, and drawn`() throws {
        let run = try run(
            "compare", "tiny.yaml", "--policies", "progressive,predictive,fixedRatio=9",
            "--replications", "4", "--svg", "f.svg", "--day", "d.svg", "--theme", "dark")
        #expect(run.status == 0, "\(run.errors)")
        let rows = run.output.split(separator: "\n").suffix(3)
        #expect(rows.last?.hasPrefix("–  fixed ratio 9.0") == true, "\(run.output)")
        #expect(rows.last?.hasSuffix("over the cap") == true)
        #expect(rows.count { $0.hasSuffix("  best") } == 1)
        for file in ["f.svg", "d.svg"] {
            #expect(scratch.read(file).hasPrefix("<svg"), "\(file)")
            #expect(scratch.read(file).contains("fixed ratio 9.0"))
        }
    }

    @Test func `a comparison is the same with any jobs, in every format`() throws {
        for format in ["json", "csv", "text"] {
            let arguments = [
                "compare", "tiny.yaml", "--policies", "progressive,predictive",
                "--replications", "3", "--format", format,
            ]
            let one = try Command.Running(arguments + ["--jobs", "1"], in: scratch).finish()
            let four = try Command.Running(arguments + ["--jobs", "4"], in: scratch).finish()
            #expect(one.status == 0 && one.output == four.output && !one.output.isEmpty)
        }
    }

    @Test func `policies and scenarios that are there twice are refused`() throws {
        let twice = try run("compare", "tiny.yaml", "--policies", "progressive,progressive")
        #expect(twice.status == 64)
        #expect(twice.errors.contains("progressive is there twice"), "\(twice.errors)")
        let same = try run("compare", "tiny.yaml", "tiny.yaml", "--policies", "progressive")
        #expect(same.status == 1)
        #expect(same.errors == "tiny.yaml: the scenario is named tiny, as that of tiny.yaml\n")
    }

    @Test func `two scenarios do not share a picture`() throws {
        for (file, name) in [("a.yaml", "a b"), ("b.yaml", "a/b")] {
            try scratch.write(
                file, tinyScenario.replacingOccurrences(of: "name: tiny", with: "name: \(name)"))
        }
        let arguments = ["a.yaml", "b.yaml", "--policies", "progressive", "--replications", "1"]
        let drawn = try Command.Running(
            ["compare"] + arguments + ["--day", "day.svg"], in: scratch
        ).finish()
        #expect(drawn.status == 1 && drawn.output == "")
        #expect(
            drawn.errors
                == "b.yaml: the scenario \"a/b\" would be drawn into day-a-b.svg, as \"a b\" of "
                + "a.yaml; rename one of them\n")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("day-a-b.svg")))
        let told = try Command.Running(["compare"] + arguments, in: scratch).finish()
        #expect(told.status == 0, "\(told.errors)")
    }
}
