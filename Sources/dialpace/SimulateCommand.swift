import ArgumentParser
import DialModel
import DialSimulation
import DialWorld
import Foundation

/// How estimates are written.
enum EstimateFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv

    func write(_ estimates: Estimates) -> String {
        switch self {
        case .text: estimates.text
        case .json: estimates.json
        case .csv: estimates.csv
        }
    }
}

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Simulates a scenario many times and says how a policy does.",
        discussion: """
            Each replication is the whole scenario with callers and agents of its own, who depend \
            on the seed and the replication's number alone: every policy meets the same. Means \
            come with 95 % intervals (Student's) over replications; abandonment is that of all \
            replications together, abandoned / (abandoned + served in time). The same command \
            gives the same figures to the last digit, with any --jobs; only how fast the machine \
            was differs.

            With --until-width the first 20 replications decide how many there be for both \
            occupancy and abandonment to be known so well, at most --replications: once, and by \
            their spread alone, which the intervals then go by (Stein's two stages, 1945). To stop \
            whenever the intervals happen to be narrow would leave them too narrow.

            With --shard a part of the replications is simulated, for `dialpace merge` to put \
            together what several machines have done. The other options must be the same on all.

            Ctrl-C ends it with what is known so far, marked as partial, and exit code 130; a \
            second one leaves at once.

            EXAMPLES
              dialpace simulate config/scenarios/team-20.yaml
              dialpace simulate team-20.yaml --policy progressive --format json
              dialpace simulate team-20.yaml --policy predictive:abandonment=2%
              dialpace simulate team-20.yaml --until-width 0.2%
              dialpace simulate team-20.yaml --explain decisions.txt
              dialpace simulate team-20.yaml --shard 2/7 --output 2.json
            """)

    @Argument(help: "The scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String

    @Option(
        help: """
            How calls are paced, in place of the scenario's policy: progressive, predictive, \
            targetOccupancy:85%, targetWait:10s, fixedRatio=2.5, or with more numbers, such as \
            predictive:abandonment=2%,margin=1.5. \
            Or as another dialer does it: vicidialRatio=2, issabel:overcommit=on; a name that is \
            not known is answered with all there are.
            """,
        transform: policy(_:))
    var policy: Pacing?

    @Option(
        parsing: .unconditional,
        help: """
            How many replications; 10 unless given. With --until-width the most there may be; \
            1000 unless given.
            """,
        transform: replicationCount)
    var replications: Int?

    @Option(
        parsing: .unconditional,
        help: "Go on until the intervals reach no further than this to either side, such as 0.2%.",
        transform: width)
    var untilWidth: Double?

    @Option(
        parsing: .unconditional,
        help: "Simulate only the i-th of n parts (i/n, from 1), and write it as a file to merge.",
        transform: shard(_:))
    var shard: Shard?

    @Option(
        help: """
            Write each pacing decision of the first replication, with its inputs and reasons, into \
            this file: JSON lines, or words alone where its name ends in .txt.
            """,
        completion: .file())
    var explain: String?

    @Option(help: "How to write the estimates: text, json or csv; text unless given.")
    var format: EstimateFormat?

    @OptionGroup var options: StudyOptions

    /// Replications that decide how many there be.
    static let pilot = 20

    func validate() throws {
        guard let shard else { return }
        if explain != nil {
            throw ValidationError(
                "--shard and --explain: the first replication is explained, whatever the shard; leave out --shard"
            )
        }
        if untilWidth != nil {
            throw ValidationError(
                "--shard and --until-width: a shard cannot know the width; give --replications")
        }
        if let format, format != .json {
            throw ValidationError(
                "--shard writes a file to merge; give --format \(format) to dialpace merge")
        }
        if shard.of > most {
            throw ValidationError(
                "--shard \(shard): \(most) replications make no more than \(most) shards")
        }
    }

    func run() async throws {
        try await tellingFaults {
            let scenario = try options.read(scenario).scenario
            try expectRoom(at: options.output)
            let others = [self.scenario, options.output]
            let explanations = try explain.map { try ExplanationFile(path: $0, besides: others) }
            let prepared = PreparedScenario(scenario)
            let experiment = Experiment(scenario, pacing: policy)
            let indices = shard.map { $0.indices(of: most) } ?? 0..<most
            let pilot = untilWidth == nil ? nil : min(Self.pilot, indices.count)
            let (policy, untilWidth, jobs) = (policy, untilWidth, options.jobsOrCores)
            if let explanations { try write(explanations, of: prepared) }
            let (known, seconds) = try await stoppable {
                let progress = StudyProgress(
                    total: Study(of: prepared, pacing: policy, replications: indices).steps,
                    isBound: untilWidth != nil)
                defer { progress.end() }
                func simulate(_ range: Range<Int>) async -> [ReplicationResult] {
                    await Study(of: prepared, pacing: policy, replications: range)
                        .run(jobs: jobs, onSteps: progress.advance).compactMap { $0 }
                }
                guard let untilWidth, let pilot else {
                    return (await simulate(indices), progress.seconds)
                }
                var known = await simulate(0..<pilot)
                let needed = Estimates(known, of: experiment)
                    .replicationsNeeded(within: untilWidth)
                let count = min(needed ?? indices.count, indices.count)
                if count > pilot, !Task.isCancelled { known += await simulate(pilot..<count) }
                return (known, progress.seconds)
            }
            if let shard { return try write(shard, experiment, known, seconds) }
            let isStopped = Interrupts.isStopWanted
            let wanted = untilWidth == nil || isStopped ? most : known.count
            let estimates = Estimates(
                known, of: experiment, wanted: wanted, pilot: pilot, seconds: seconds)
            try deliver((format ?? .text).write(estimates), to: options.output)
            if estimates.isPartial { throw stopped }
            if let untilWidth, !estimates.isKnown(within: untilWidth) {
                complain(
                    "after \(counted(known.count, "replication", "replications")) the intervals "
                        + "still reach further than \(String(format: "%g", untilWidth * 100)) % to either side"
                )
            }
        }
    }

    /// Simulates the first replication, which depends on nothing else, and explains it.
    private func write(_ file: ExplanationFile, of prepared: PreparedScenario) throws {
        var replication = Replication(of: prepared, pacing: policy, index: 0)
        _ = try replication.run(explain: { explanations in
            file.write(explanations)
            try file.finish()
        })
    }

    private var most: Int { replications ?? (untilWidth == nil ? 10 : 1000) }

    private func write(
        _ shard: Shard, _ experiment: Experiment, _ known: [ReplicationResult], _ seconds: Double
    ) throws {
        let results = ShardResults(
            version: Dialpace.version, experiment: experiment, replications: most, shard: shard,
            seconds: seconds, results: known)
        guard results.isSound else {
            complain("stopped: shard \(shard) is not whole and has not been written")
            throw stopped
        }
        try deliver(try results.fileText, to: options.output)
    }
}
