import Foundation
import Testing

/// Campaigns whose calls are sound.
@Suite struct RigRunTests {
    private func campaign(lines: Int = 6, in scratch: Scratch) throws {
        try scratch.write(
            "heard.yaml",
            """
            name: heard
            mode: progressive
            seed: 3
            start: 2026-01-05T09:00:00Z
            leads: {file: people.csv, number: phone, name: name, timeZone: zone}
            agents: {count: 4, talk: {constant: 5s}, wrapUp: {constant: 1s}}
            limits: {lines: \(lines)}
            retry: {attempts: 1}
            trunk: {profile: board, force: standard}

            """)
        let people = try String(contentsOfFile: shipped("people.csv"), encoding: .utf8)
        try scratch.write(
            "people.csv", people.split(separator: "\n").prefix(25).joined(separator: "\n") + "\n")
    }

    private static let rig = [
        "--trunk", "rig", "--tones", Command.root.appendingPathComponent("config/tones").path,
    ]

    @Test(arguments: [[], ["--loop"]])
    func `a campaign runs by ear to its report, and is kept`(way: [String]) throws {
        let scratch = try Scratch()
        try campaign(in: scratch)
        let run = try Command.Running(
            ["run", "heard.yaml"] + Self.rig + way + [
                "--country", "gb", "--speed", "40", "--store", "heard.sqlite", "--trace",
                "calls.txt", "--format", "json",
            ], in: scratch
        ).finish()
        #expect(run.status == 0, "\(run.errors)")
        let attempts = try figures(of: run)
        #expect(attempts["total"] as? Int == 24)
        #expect(attempts["open"] as? Int == 0)
        let calls = try Command.run(
            "export", "heard.sqlite", "--what", "attempts", in: scratch)
        #expect(calls.output.split(separator: "\n").count == 25)
        // People are there, and their number was decoded from tones.
        #expect(calls.output.contains("person"))
        #expect(calls.output.contains("no answer"))
        #expect(scratch.read("calls.txt").split(separator: "\n").count > 2 * 24)
    }

    @Test(arguments: [
        (
            "--speed max", 64,
            "what is heard takes its time: --trunk rig needs --speed with a number"
        ),
        ("--speed 2 --country xx", 1, "there is no tone plan \"xx\""),
        (
            "--speed 2 --tones nowhere", 1,
            "there is no tone plan in nowhere; say where with --tones"
        ),
        ("--playback null", 64, "--playback and --capture are two ends of one thing"),
        ("--speed 2 --playback null --capture null", 64, "sound devices play in real time"),
        ("--loop --playback null --capture null", 64, "--loop is in place of devices"),
        ("--playback nothing --capture null", 1, "sound device \"nothing\""),
    ])
    func `what a rig cannot do is said`(words: String, status: Int32, why: String) throws {
        let scratch = try Scratch()
        try campaign(in: scratch)
        let run = try Command.Running(
            ["run", "heard.yaml"] + Self.rig + words.split(separator: " ").map(String.init),
            in: scratch
        ).finish()
        #expect(run.status == status)
        #expect(run.errors.contains(why), "\(run.errors)")
    }

    @Test func `more lines than devices have channels for are refused`() throws {
        let scratch = try Scratch()
        try campaign(lines: 17, in: scratch)
        let run = try Command.Running(
            ["run", "heard.yaml"] + Self.rig + ["--playback", "null", "--capture", "null"],
            in: scratch
        ).finish()
        #expect(run.status == 1)
        #expect(run.errors.contains("there are 17 lines; sound devices carry at most 16"))
    }

    @Test func `a country is of a rig alone`() throws {
        let scratch = try Scratch()
        try campaign(in: scratch)
        let run = try Command.Running(["run", "heard.yaml", "--country", "gb"], in: scratch)
            .finish()
        #expect(run.status == 64)
        #expect(run.errors.contains("say how --trunk rig sounds"), "\(run.errors)")
    }
}
