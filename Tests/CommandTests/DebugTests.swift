import Foundation
import Testing

/// What the optimizer may not change. The environment names the command as it is built without it:
/// `DIALPACE_DEBUG_BINARY`.
@Suite struct DebugTests {
    private static let debug = ProcessInfo.processInfo.environment["DIALPACE_DEBUG_BINARY"]

    @Test(
        .enabled(
            if: debug.map(FileManager.default.isExecutableFile) == true,
            "DIALPACE_DEBUG_BINARY names no command built without the optimizer"),
        arguments: ["predictive", "progressive", "fixedRatio=2.5"])
    func `a debug build comes to the same figures, to the bit`(policy: String) throws {
        let scratch = try Scratch()
        try scratch.write(
            "world.yaml",
            """
            name: world
            duration: 2h
            warmup: 15m
            seed: 11
            agents: {count: 12, talk: {lognormal: {mean: 120s, cv: 0.9}}, wrapUp: {lognormal: {mean: 30s, cv: 0.6}}}
            calls:
              outcomes: {person: 0.25, machine: 0.2, busy: 0.05, noAnswer: 0.5}
              ring: {lognormal: {mean: 10s, cv: 0.5}}
            policy: {predictive: {abandonment: 3%}}

            """)
        let words = [
            "simulate", "world.yaml", "--policy", policy, "--replications", "3", "--format", "json",
        ]
        let release = try Command.Running(words, in: scratch).finish()
        #expect(release.status == 0, "\(release.errors)")
        let program = try #require(Self.debug)
        let debug = try Command.Running(words, program: program, in: scratch).finish()
        #expect(debug.status == 0, "\(debug.errors)")
        #expect(repeatable(debug.output) == repeatable(release.output))
    }
}
