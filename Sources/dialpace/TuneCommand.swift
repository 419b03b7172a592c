import ArgumentParser
import DialCharts
import DialConfig
import DialModel
import DialSimulation
import DialStore
import DialWorld
import Foundation

struct TuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Finds the boldest policy that keeps abandonment under a cap.",
        discussion: """
            One number of the policy is raised as far as abandonment stays under the cap with the \
            confidence asked for: the long-run share of all replications together, or, with --by \
            day, the share of single days over the cap, which then is at most 1 − confidence. The \
            search halves the range. At each value it adds replications until it knows on which \
            side of the cap the value is, or that it is too close to tell, which counts as over. \
            The value found is checked with callers that the search has not met, and given up for \
            the next more careful one where the check fails. The confidence is that of all of it \
            together. The same command gives the same figures, with any --jobs.

            With --agents the scenario's team is scaled, and tuned at each size; lines and calls a \
            second grow with it. A day of a large team tells more than one of a small one, so the \
            search begins with fewer of them. With --write the value goes into a campaign's or scenario's file, \
            where it stands; comments and all else stay.

            Exits with 1 when no value is safe. Ctrl-C ends it with what is known so far, marked as \
            partial, and exit code 130; a second one leaves at once.

            EXAMPLES
              dialpace tune config/scenarios/team-20.yaml --cap 3% --confidence 99%
              dialpace tune team-20.yaml --policy fixedRatio=2 --between 1,4 --step 0.02
              dialpace tune team-20.yaml --policy predictive --parameter margin --svg margin.svg
              dialpace tune team-20.yaml --agents 5,10,20,50
              dialpace tune spring-scenario.yaml --write spring.yaml
            """)

    @Argument(help: "The scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String

    @Option(
        parsing: .unconditional,
        help:
            "The largest share of answered people who may be abandoned; the scenario's own unless given.",
        transform: { try share($0, "a cap", above: 0, below: 1) })
    var cap: Double?

    @Option(
        parsing: .unconditional, help: "How sure to be, above 50% and below 100%.",
        transform: { try share($0, "a confidence", above: 0.5, below: 1) })
    var confidence = 0.99

    @Option(
        help:
            "What must be under the cap: all, abandonment of all days together; day, of single days."
    )
    var by = TuneCriterion.all

    @Option(
        help: "The policy to tune, in place of the scenario's.", transform: policy(_:))
    var policy: Pacing?

    @Option(
        help: """
            Which of its numbers: ratio or busy; abandonment, margin or callsPerAgent; occupancy, \
            or wait in seconds; or those of a peer, such as intensity. The first unless given.
            """)
    var parameter: String?

    @Option(
        parsing: .unconditional, help: "Where to look for it, such as 1,6.", transform: valueRange)
    var between: ClosedRange<Double>?

    @Option(
        parsing: .unconditional, help: "How finely to look, such as 0.05.", transform: valueStep)
    var step: Double?

    @Option(
        parsing: .unconditional,
        help: """
            Most replications of one value in the search; its check may take twice as many. 1024 \
            unless given, 2048 by day.
            """,
        transform: { try wholeNumber($0, in: 16...replicationLimit, most: "\(replicationLimit)") })
    var replications: Int?

    @Option(
        parsing: .unconditional,
        help: "How near to the cap is too close to tell; a fiftieth of the cap unless given.",
        transform: width)
    var indifference: Double?

    @Option(
        parsing: .unconditional, help: "Tune for teams of these sizes, such as 5,10,20,50.",
        transform: teamSizes)
    var agents: [Int] = []

    @Option(help: "How to write it: text, json or csv.")
    var format = TuneFormat.text

    @Option(
        name: .customLong("svg"), help: "Draw occupancy against abandonment into this file.",
        completion: .file())
    var picture: String?

    @Option(help: "The picture's paper: light, dark, or automatic, as the reader prefers it.")
    var theme = Theme.automatic

    @Option(
        help: "Put the value into this campaign or scenario file.",
        completion: .file(extensions: ["yaml", "yml"]))
    var write: String?

    @OptionGroup var options: StudyOptions

    func validate() throws {
        if write != nil, !agents.isEmpty {
            throw ValidationError("--write and --agents: one file has one team; give one of them")
        }
    }

    func run() async throws {
        try await tellingFaults {
            let scenario = try options.read(scenario).scenario
            let tunings = try tunings(of: scenario)
            // Better now than after a minute.
            try expectRoom(at: options.output, picture)
            if let write, let first = tunings.first {
                _ = try changed(write, first, value: first.search.values[0])
            }
            let (jobs, isTable, parameter) = (
                options.jobsOrCores, !agents.isEmpty, tunings[0].parameter
            )
            let results = try await stoppable {
                let progress = TuneProgress(parameter: parameter)
                defer { progress.end() }
                var results: [TuningResult] = []
                for tuning in tunings where !Task.isCancelled {
                    let team = tuning.prepared.scenario.mostAgents
                    progress.begin(isTable ? counted(team, "agent", "agents") : "")
                    results.append(
                        await tuning.run(
                            jobs: jobs, onStand: progress.note, onSteps: progress.advance))
                }
                return results
            }
            let report = TuneReport(
                scenario: scenario, results: results, wanted: tunings.count, isTable: isTable)
            if let picture { try deliver(report.frontier.svg(theme: theme), to: picture) }
            try deliver(format.write(report), to: options.output)
            if let write { try put(results.first, into: write) }
            if report.isPartial { throw stopped }
            if results.allSatisfy({ $0.safe == nil }) { throw ExitCode(1) }
        }
    }

    // MARK: What is asked for

    private func tunings(of scenario: Scenario) throws(ExperimentFault) -> [Tuning] {
        guard scenario.plan.mode == .predictive else {
            throw ExperimentFault(
                "\(self.scenario): the mode is \(scenario.plan.mode.name), which asks no policy; "
                    + "tuning needs mode: predictive")
        }
        guard scenario.mostAgents > 0 else {
            throw ExperimentFault("\(self.scenario): nobody is ever at work")
        }
        for change in scenario.plan.changes {
            if case .pacing = change.command {
                complain(
                    "\(self.scenario): an event changes the policy after \(change.at); what is "
                        + "tuned is the policy before")
            }
        }
        let pacing = policy ?? scenario.plan.pacing
        let parameter = try parameter(of: pacing)
        let cap = cap ?? scenario.cap
        guard cap > 0, cap < 1 else {
            throw ExperimentFault("\(self.scenario): the cap is \(percent(cap)); give --cap")
        }
        let values = try values(parameter, scenario, cap)
        let isDaily = by == .day
        let limit = isDaily ? 1 - confidence : cap
        let search = SafeValueSearch(
            values: values, criterion: isDaily ? .days(over: cap) : .pooled, limit: limit,
            confidence: confidence, indifference: indifference,
            replications: replications ?? (isDaily ? 2048 : 1024))
        let teams = agents.isEmpty ? [scenario] : agents.map(scenario.withTeam(of:))
        for team in teams {
            if let excess = team.excess(agents: team.mostAgents, lines: team.plan.limits.lines) {
                throw ExperimentFault("\(self.scenario): " + excess)
            }
        }
        return teams.map { team in
            var search = search
            search.beginSooner(
                agentHours: Double(team.mostAgents) * (team.duration - team.warmup).seconds / 3600)
            return Tuning(
                of: PreparedScenario(team), pacing: pacing, parameter: parameter, cap: cap,
                search: search)
        }
    }

    private func parameter(of pacing: Pacing) throws(ExperimentFault) -> Pacing.Parameter {
        let all = pacing.parameters
        guard let first = all.first else {
            throw ExperimentFault(
                "\(pacing.name) has no number to tune; give --policy, such as --policy fixedRatio=2"
            )
        }
        guard let name = parameter else { return first }
        guard let chosen = all.first(where: { $0.name == name }) else {
            throw ExperimentFault(
                "\(pacing.name) has no parameter \"\(name)\"; known: "
                    + all.map(\.name).joined(separator: ", "))
        }
        return chosen
    }

    private func values(
        _ parameter: Pacing.Parameter, _ scenario: Scenario, _ cap: Double
    ) throws(ExperimentFault) -> [Double] {
        func shown(_ value: Double) -> String { dialpace.shown(value, of: parameter) }
        let allowed = parameter.range
        let range = between ?? parameter.usualRange(in: scenario, cap: cap)
        guard allowed.contains(range.lowerBound), allowed.contains(range.upperBound) else {
            throw ExperimentFault(
                "--between \(shown(range.lowerBound)),\(shown(range.upperBound)): "
                    + "\(parameter.name) from \(shown(allowed.lowerBound)) to "
                    + "\(shown(allowed.upperBound)) is allowed")
        }
        let step = step ?? min(parameter.usualStep, range.upperBound - range.lowerBound)
        let width = range.upperBound - range.lowerBound
        guard step <= width * 1.000001 else {
            throw ExperimentFault(
                "--step \(shown(step)) is wider than the range from \(shown(range.lowerBound)) to "
                    + shown(range.upperBound))
        }
        guard width / step <= 1_000_000 else {
            throw ExperimentFault(
                "--step \(shown(step)) makes more than 1,000,000 values of the range")
        }
        return parameter.values(in: range, step: step)
    }

    // MARK: Writing it back

    private func changed(
        _ path: String, _ tuning: Tuning, value: Double
    ) throws -> String {
        let bytes = try wholeFile(path)
        return String(
            decoding: try withPolicy(
                tuning.pacing(at: value), parameter: tuning.parameter.name, in: bytes, path: path),
            as: UTF8.self)
    }

    private func put(_ result: TuningResult?, into path: String) throws {
        guard let result, let value = result.safe?.value else {
            return complain("\(path): not changed: no value has been found")
        }
        try replace(path, with: changed(path, result.tuning, value: value))
        let parameter = result.tuning.parameter
        complain("\(path): \(parameter.name) is now \(shown(value, of: parameter))")
    }
}

/// What must be under the cap.
enum TuneCriterion: String, CaseIterable, ExpressibleByArgument { case all, day }
