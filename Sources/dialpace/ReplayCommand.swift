import ArgumentParser
import DialConfig
import DialFitting
import DialMath
import DialModel
import DialSimulation
import DialStore

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Repeats a recorded campaign, and estimates it with another policy.",
        discussion: """
            First the campaign is run once more in virtual time, from what its store keeps: its \
            campaign file, its leads and its seed. Every attempt must come out as it did: the same \
            lead, the same instants to the nanosecond, the same outcome. What was done by hand \
            (a key, Ctrl-C) ends the comparison there. Of a live run only outcomes are compared, of \
            those attempts that the repetition has too: real time is never exact. How many attempts \
            were not compared is told.

            Then callers and agents are fitted to the recorded day, as `dialpace fit` does, and the \
            day is simulated with the recorded policy and with the one asked for. The recorded \
            policy's column says how well the fit tells the day.

            Exit code 1 when an attempt of a run in virtual time does not repeat itself; 0 when it \
            does, when there is nothing to compare, and after a live run, which need not.

            EXAMPLES
              dialpace replay spring.sqlite --policy progressive
              dialpace replay spring.sqlite --policy predictive:abandonment=1% --format json
            """)

    @Argument(help: "The store that `dialpace run --store` made.", completion: .file())
    var store: String

    @Option(help: "The policy to try.", transform: policy(_:))
    var policy: Pacing

    @Option(
        help: "The campaign file to go by, in place of the one the store keeps.",
        completion: .file())
    var campaign: String?

    @Option(
        parsing: .unconditional, help: "How many replications of the fitted day with each policy.",
        transform: replicationCount)
    var replications = 10

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    @OptionGroup var options: StudyOptions

    func run() async throws {
        try await tellingFaults {
            try expectRoom(at: options.output)
            let recorded = try RecordedStore(store, campaign: campaign)
            let repetition = try await Repetition(of: recorded)
            let fitted = try FittedDay(try recorded.day)
            let text = fitted.scenarioText(source: store)
            var scenario = try ScenarioFile(
                bytes: Array(text.utf8), path: "scenario fitted to \(store)"
            ).scenario
            if let seed = options.seed { scenario.seed = seed }
            let known = recorded.file?.plan.pacing ?? scenario.plan.pacing
            // Only predictive mode heeds a policy; the other modes are policies of their own.
            let isPaced = scenario.plan.mode == .predictive
            let recordedName = isPaced ? known.name : scenario.plan.mode.name + " mode"
            var paced = scenario
            paced.plan.mode = .predictive
            var tried = [(recordedName, PreparedScenario(scenario), known)]
            if !isPaced || known != policy {
                tried.append((policy.name, PreparedScenario(paced), policy))
            }
            let policies = tried
            let parts = policies.flatMap { _, prepared, pacing in
                (0..<replications).map { Study.Part(prepared, pacing: pacing, index: $0) }
            }
            let jobs = options.jobsOrCores
            let results = try await stoppable {
                let study = Study(parts)
                let progress = StudyProgress(total: study.steps)
                defer { progress.end() }
                return await study.run(jobs: jobs, onSteps: progress.advance)
            }
            if Interrupts.isStopWanted {
                complain("stopped before the estimate was done")
                throw stopped
            }
            let replay = Replay(
                recorded: recorded, repetition: repetition,
                estimates: policies.enumerated().map { place, tried in
                    let first = place * replications
                    return Replay.Estimate(
                        tried.0, results[first..<first + replications].compactMap { $0 })
                }, replications: replications, isOnlyRecorded: policies.count == 1)
            try deliver(format == .text ? replay.text : replay.json, to: options.output)
            if repetition.scope == .everything, repetition.finding == .different {
                throw ExitCode(1)
            }
        }
    }
}
