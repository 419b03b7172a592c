import ArgumentParser
import DialModel
import DialSimulation

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Puts together what several machines have simulated of one experiment.",
        discussion: """
            Takes the files of all shards, in any order, and writes just what `dialpace simulate` \
            would have written had one machine done it all; the events a second are those of all \
            machines by the time of all machines.

            EXAMPLES
              dialpace simulate team-20.yaml --shard 1/2 --output 1.json
              dialpace simulate team-20.yaml --shard 2/2 --output 2.json
              dialpace merge 1.json 2.json
            """)

    @Argument(
        help: "The files that `dialpace simulate --shard` wrote.",
        completion: .file(extensions: ["json"]))
    var files: [String]

    @Option(help: "How to write the estimates: text, json or csv.")
    var format = EstimateFormat.text

    @Option(help: "Write the result into this file, whole or not at all.", completion: .file())
    var output: String?

    func run() async throws {
        try await tellingFaults {
            let shards = try files.map { try ShardResults.read($0) }
            let whole: ShardResults
            do throws(MergeFault) {
                whole = try shards.merged()
            } catch {
                throw ExperimentFault(sentence(error, of: shards))
            }
            let estimates = Estimates(
                whole.results, of: whole.experiment, wanted: whole.replications,
                seconds: whole.seconds)
            try deliver(format.write(estimates), to: output)
        }
    }

    private func sentence(_ fault: MergeFault, of parts: [ShardResults]) -> String {
        switch fault {
        case .different(let what, let first, let second, let place):
            return "\(files[place]): its \(what) is \(second); that of \(files[0]) is \(first)"
        case .changed(let place):
            let experiment = parts[place].experiment
            return "\(files[place]): scenario \(experiment.scenario), policy \(experiment.policy), "
                + "seed \(experiment.seed), as \(files[0]), but the scenario file said something else "
                + "when it was simulated; simulate all shards with one file"
        case .doubled(let shard, let first, let second):
            return "shard \(shard) is there twice: \(files[first]) and \(files[second])"
        case .missing(let shards):
            let named = shards.prefix(10).map(\.description).joined(separator: ", ")
            let rest = shards.count > 10 ? " and \(grouped(shards.count - 10)) more" : ""
            let are = shards.count == 1 ? "shard \(named) is" : "shards \(named)\(rest) are"
            return "\(are) missing; all \(grouped(shards[0].of)) are needed"
        }
    }
}
