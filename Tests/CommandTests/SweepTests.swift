import Foundation
import Testing

/// Sweeps over many machines, on this one: GNU parallel, a Slurm cluster of one node, Ray. Each is
/// there only to bring shards together; what comes out is what one process would have said.
@Suite(.serialized) struct SweepTests {
    private let scratch: Scratch
    private let alone: Command

    init() throws {
        scratch = try Scratch()
        try scratch.write("tiny.yaml", tinyScenario)
        alone = try Command.run("simulate", "tiny.yaml", "--format", "json", in: scratch)
        try #require(alone.status == 0, "\(alone.errors)")
    }

    /// Runs a script of `scripts/sweep` on seven shards.
    private func sweep(_ command: String) throws -> Command {
        let line =
            "cd \"$0\" && DIALPACE=$dialpace PATH=$PATH:/usr/sbin exec \(command) tiny.yaml 7"
        return try Command.Running(
            ["-c", line, scratch.url.path], program: "/bin/bash", in: scratch
        ).finish(within: 300)
    }

    /// To the bit; only how fast it went is another matter.
    private func expectTheSame(_ run: Command, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(run.status == 0, "\(run.errors)", sourceLocation: sourceLocation)
        #expect(
            repeatable(run.output) == repeatable(alone.output), sourceLocation: sourceLocation)
        #expect(
            Machine.processes(of: scratch.url.path) == [], "still running",
            sourceLocation: sourceLocation)
        let left = try? FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
        #expect(
            Set(left ?? []).subtracting(["tiny.yaml", "stdout", "stderr", ".ray", ".parallel"])
                == [], "left behind", sourceLocation: sourceLocation)
    }

    @Test(.enabled(if: Command.has("parallel"), "GNU parallel is not installed"))
    func `seven shards by GNU parallel are one machine's work`() throws {
        expectTheSame(try sweep(Machine.script("parallel")))
    }

    @Test(
        .enabled(
            if: ["munged", "mungekey", "slurmctld", "slurmd", "sbatch"].allSatisfy(Command.has),
            "Slurm or munge is not installed"),
        .enabled(if: getuid() == 0, "only root can start Slurm's daemons"))
    func `seven shards by Slurm are one machine's work`() throws {
        let run = try sweep(Machine.script("try-slurm"))
        if run.status != 0, run.errors.contains("the node is not ready") {
            // A container may keep Slurm from what it needs; that is not ours to mend.
            withKnownIssue("Slurm does not start on this machine") {
                Issue.record("\(run.errors)")
            }
            return
        }
        expectTheSame(run)
    }

    @Test(.enabled(if: Machine.ray != nil, "DIALPACE_PYTHON names no python with ray"))
    func `seven shards by Ray are one machine's work`() throws {
        // Ray's sockets are in its folder, and their paths may not be long.
        let folder = "/tmp/ray-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let python = try #require(Machine.ray)
        expectTheSame(
            try sweep(
                "env RAY_TMPDIR=\(folder) RAY_USAGE_STATS_ENABLED=0 \(python) -B "
                    + Machine.script("ray_sweep.py")))
        #expect(FileManager.default.fileExists(atPath: folder))
    }
}

/// A simulation's JSON without the only line that may differ.
func repeatable(_ json: String) -> String {
    json.split(separator: "\n").filter { !$0.contains("eventsPerSecond") }.joined(separator: "\n")
}

/// What the machine has to run sweeps on.
private enum Machine {
    static func script(_ name: String) -> String {
        "'\(Command.root.appendingPathComponent("scripts/sweep/\(name)").path)'"
    }

    /// A python with ray, by the name the environment gives.
    static let ray: String? = {
        guard let python = ProcessInfo.processInfo.environment["DIALPACE_PYTHON"],
            let scratch = try? Scratch(),
            let run = try? Command.Running(
                ["-c", "import ray"], program: python, in: scratch
            ).finish(),
            run.status == 0
        else { return nil }
        return python
    }()

    /// The command lines of those that were started with this in their environment and still run a
    /// few seconds later: daemons take a moment to end.
    static func processes(of folder: String) -> [String] {
        var found: [String] = []
        for _ in 0..<50 {
            let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            found = ids.filter { Int32($0) != nil }.compactMap { id in
                text("/proc/\(id)/environ").contains(folder) ? text("/proc/\(id)/cmdline") : nil
            }.filter { $0 != "" }
            if found.isEmpty { break }
            Thread.sleep(forTimeInterval: 0.2)
        }
        return found
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            .replacingOccurrences(of: "\0", with: " ")
    }
}
