import DialMath
import DialModel
import Foundation
import Testing

/// The same dialing in SimPy, by a program that shares nothing with Dialpace: see
/// `Benchmarks/peers/simpy_limit.py`. The environment names a python that has it: `DIALPACE_PYTHON`.
@Suite struct SimpyTests {
    static let replications = 40
    static let seed = Seen.seed

    struct World: CustomTestStringConvertible {
        var agents = 10
        var answer = 0.3
        var ring = 12.0
        var talk = 180.0
        var wrapUp = 0.0
        var hold = 0.0
        var ratio = 2.0
        var busyWeight = 0.0
        var hours = 24.0
        let warmUp = 0.5

        var testDescription: String { words.joined(separator: " ") }

        var words: [String] {
            [
                ("agents", "\(agents)"), ("answer", "\(answer)"), ("ring", "\(ring)"),
                ("talk", "\(talk)"), ("wrapUp", "\(wrapUp)"), ("hold", "\(hold)"),
                ("ratio", "\(ratio)"), ("busyWeight", "\(busyWeight)"), ("hours", "\(hours)"),
                ("warmUp", "\(warmUp)"), ("replications", "\(SimpyTests.replications)"),
                ("seed", "\(SimpyTests.seed)"),
            ].flatMap { ["--" + $0, $1] }
        }

        /// Our side of it: one batch for each replication.
        func seen() -> Seen {
            Seen(
                batches: (0..<SimpyTests.replications).flatMap { index in
                    var scenario = DialingTests.scenario(
                        agents: agents, answer: answer, ring: .exponential(mean: ring),
                        talk: .exponential(mean: talk), pacing: .fixedRatio(ratio, busy: busyWeight)
                    )
                    scenario.seed = SimpyTests.seed + UInt64(index)
                    scenario.plan.limits.hold = Duration(drawn: hold)
                    if wrapUp > 0 { scenario.crew.wrapUp = .exponential(mean: wrapUp) }
                    var watched = Watched(scenario)
                    return watched.batches(
                        1, of: Duration(drawn: hours * 3600),
                        warmUp: Duration(drawn: warmUp * 3600)
                    ).batches
                })
        }
    }

    static let worlds = [
        World(),
        World(wrapUp: 30, hold: 2, ratio: 2.5),
        World(
            agents: 25, answer: 0.2, ring: 15, talk: 90, wrapUp: 20, hold: 10, ratio: 2.5,
            busyWeight: 0.2, hours: 8),
    ]

    @Test(
        .enabled(if: python != nil, "DIALPACE_PYTHON names no python with simpy"), arguments: worlds
    )
    func `SimPy comes to the same occupancy, abandonment and answer delay`(world: World) throws {
        let theirs = try Self.report(of: world)
        let seen = world.seen()
        let measures: [(String, Double, (Batch) -> Double)] = [
            ("occupancy", 0.01, { Double($0.busy) / Double($0.working) }),
            ("abandonment", 0.08, { Double($0.abandoned) / Double($0.people) }),
            ("answerDelayMean", 0.1, { Double($0.servedWaiting) / Double($0.served) / 1e9 }),
            ("dials", 0.01, { Double($0.dials) }),
            ("answers", 0.01, { Double($0.people) }),
        ]
        for (name, precision, value) in measures {
            let ours = Summary(seen.batches.map(value))
            let report = try #require(theirs[name] as? [String: Any])
            let mean = try #require(report["mean"] as? Double)
            let half = try #require(report["halfWidth"] as? Double)
            // SimPy's side prints half a 95 % interval; both together are judged at 99 %.
            let degrees = Double(Self.replications - 1)
            let error = half / studentQuantile(0.975, degrees: degrees)
            let both = (error * error + ours.standardError * ours.standardError).squareRoot()
            let most = both * studentQuantile(0.995, degrees: 2 * degrees)
            let text: Comment = "\(name): \(ours.mean), SimPy \(mean), apart at most \(most)"
            if Seen.isShown { print(text) }
            #expect(abs(ours.mean - mean) <= most, text)
            #expect(most <= precision * max(mean, 1e-9), "too wide to tell: \(text)")
        }
    }

    /// Named by the environment, and able to run it.
    static let python: String? = {
        guard let python = ProcessInfo.processInfo.environment["DIALPACE_PYTHON"],
            (try? output(of: python, ["-c", "import simpy"])) != nil
        else { return nil }
        return python
    }()

    private static func report(of world: World) throws -> [String: Any] {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Benchmarks/peers/simpy_limit.py")
        // Without compiled files of its own beside it.
        let output = try output(of: try #require(python), ["-B", script.path] + world.words)
        return try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
    }

    private struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    private static func output(of program: String, _ words: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = words
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Refusal(
                description: "\(program) ended with status \(process.terminationStatus)")
        }
        return data
    }
}
