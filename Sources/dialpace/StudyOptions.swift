import ArgumentParser
import DialConfig
import DialModel
import DialSimulation
import DialWorld
import Foundation

/// What all commands that simulate scenarios can be told.
struct StudyOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "The seed of all chance, in place of the scenario's: 0 to 2^64 − 1.",
        transform: { try wholeNumber($0, in: 0...UInt64.max, most: "2^64 − 1") })
    var seed: UInt64?

    @Option(
        parsing: .unconditional,
        help: """
            How many replications to run at a time; the results do not depend on it. As many as \
            there are cores unless given.
            """,
        transform: { try wholeNumber($0, in: 1...1024, most: "1024") })
    var jobs: Int?

    @Option(help: "Write the result into this file, whole or not at all.", completion: .file())
    var output: String?

    var jobsOrCores: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// Reads a scenario, with the seed that is wanted.
    func read(_ path: String) throws(ConfigErrors) -> ScenarioFile {
        var file = try ScenarioFile.read(path)
        if let seed { file.scenario.seed = seed }
        return file
    }
}

/// Runs what Ctrl-C cancels; a second Ctrl-C leaves at once.
func stoppable<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let task = Task { try await work() }
    Interrupts.onFirst(farewell: "nothing of it is kept") { task.cancel() }
    return try await task.value
}

/// How a command that was stopped ends, after it has told what it knows: as a shell has it of
/// programs that Ctrl-C has ended.
let stopped = ExitCode(130)

/// `2/7`.
func shard(_ text: String) throws -> Shard {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else {
        throw ValidationError("a shard is i/n, the i-th of n, such as 2/7")
    }
    guard (1...1_000_000).contains(count) else {
        throw ValidationError("\(count) shards; 1 to 1000000 are allowed")
    }
    guard (1...count).contains(number) else {
        throw ValidationError("there is no shard \(number) of \(count); 1/\(count) is the first")
    }
    return Shard(number, of: count)
}

/// `0.2%` as 0.002, `0.002` as the same.
func width(_ text: String) throws -> Double {
    guard let share = number(text) else {
        throw ValidationError("a width is a share, such as 0.2% or 0.002")
    }
    guard share > 0, share < 1 else {
        throw ValidationError("a width above 0 and below 100% is allowed")
    }
    return share
}

/// `predictive:abandonment=2%`.
func policy(_ text: String) throws -> Pacing {
    do {
        return try Pacing(text: text)
    } catch {
        throw ValidationError(error.description)
    }
}

/// Policies with commas between them, no two alike.
func policyList(_ text: String) throws -> [Pacing] {
    let policies: [Pacing]
    do {
        policies = try Pacing.list(text: text)
    } catch {
        throw ValidationError(error.description)
    }
    for (place, policy) in policies.enumerated() where policies[..<place].contains(policy) {
        throw ValidationError("\(policy.name) is there twice")
    }
    return policies
}

let replicationLimit = 1_000_000

func replicationCount(_ text: String) throws -> Int {
    try wholeNumber(text, in: 1...replicationLimit, most: "\(replicationLimit)")
}
