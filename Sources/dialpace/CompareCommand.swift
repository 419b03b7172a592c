import ArgumentParser
import DialCharts
import DialModel
import DialSimulation
import DialWorld

extension Theme: ExpressibleByArgument {}

struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares policies in the same scenarios, before the same callers.",
        discussion: """
            All policies meet the same callers in each replication, so that they differ by what \
            they do and not by luck. The best is the one with the most occupancy whose abandonment \
            is within the scenario's cap; policies beyond the cap are ranked below. Differences \
            are of occupancy, replication by replication; with 95 % confidence all of their \
            intervals hold at once, and policies that this does not tell apart share a rank.

            Pictures are SVG. With several scenarios each has one of its own, with the scenario's \
            name before the ending: frontier-team-20.svg.

            Ctrl-C ends it with what is known so far, marked as partial, and exit code 130; a \
            second one leaves at once.

            EXAMPLES
              dialpace compare team-20.yaml --policies predictive,progressive
              dialpace compare *.yaml --policies predictive,progressive --format csv
              dialpace compare team-20.yaml --policies predictive,peers
              dialpace compare team-20.yaml --policies predictive,fixedRatio=2.5 \\
                --replications 40 --svg frontier.svg --day day.svg
            """)

    @Argument(help: "Scenario files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var scenarios: [String]

    @Option(
        help: """
            The policies, with commas between them, each as `dialpace simulate --policy` has it; \
            peers for all other dialers' as they ship them, peers:guard=off where the scenario's \
            rules are not to hold them back.
            """,
        transform: policyList(_:))
    var policies: [Pacing]

    @Option(
        parsing: .unconditional, help: "How many replications of each scenario with each policy.",
        transform: replicationCount)
    var replications = 10

    @Option(help: "How to write it: text, json or csv.")
    var format = ComparisonFormat.text

    @Option(
        name: .customLong("svg"),
        help: "Draw occupancy against abandonment into this file.", completion: .file())
    var frontier: String?

    @Option(help: "Draw how the policies do over the day into this file.", completion: .file())
    var day: String?

    @Option(
        help: "The pictures' paper: light, dark, or automatic, as the reader prefers it.")
    var theme = Theme.automatic

    @OptionGroup var options: StudyOptions

    func run() async throws {
        try await tellingFaults {
            let files = try scenarios.map { try options.read($0) }
            let scenarios = files.map(\.scenario)
            try refuseDoubles(scenarios)
            try expectRoom(at: options.output, frontier, day)
            let prepared = scenarios.map(PreparedScenario.init)
            let (policies, replications, jobs) = (policies, replications, options.jobsOrCores)
            // One replication of everything after the other: when it is stopped, as much is known
            // of one policy and scenario as of another.
            let study = Study(
                (0..<replications).flatMap { index in
                    prepared.flatMap { prepared in
                        policies.map { Study.Part(prepared, pacing: $0, index: index) }
                    }
                })
            let all = try await stoppable {
                let progress = StudyProgress(total: study.steps)
                defer { progress.end() }
                return await study.run(jobs: jobs, onSteps: progress.advance)
            }
            let results = files.enumerated().map { number, file in
                ScenarioComparison(
                    file,
                    policies: policies.enumerated().map { place, pacing in
                        let first = number * policies.count + place
                        let each = files.count * policies.count
                        let own = stride(from: first, to: all.count, by: each)
                        return (pacing, own.compactMap { all[$0] })
                    }, wanted: replications)
            }
            for result in results {
                try draw(result, isOnly: results.count == 1)
            }
            try deliver(format.write(results), to: options.output)
            if results.contains(where: \.ranking.isPartial) { throw stopped }
        }
    }

    private func draw(_ result: ScenarioComparison, isOnly: Bool) throws {
        func path(_ path: String) -> String {
            isOnly ? path : named(path, result.scenario.name)
        }
        if let frontier {
            try deliver(result.frontier.svg(theme: theme), to: path(frontier))
        }
        if let day { try deliver(result.day.svg(theme: theme), to: path(day)) }
    }

    /// Pictures and tables go by the scenarios' names.
    private func refuseDoubles(_ scenarios: [Scenario]) throws(ExperimentFault) {
        for (place, scenario) in scenarios.enumerated() {
            if let first = scenarios[..<place].firstIndex(where: { $0.name == scenario.name }) {
                throw ExperimentFault(
                    "\(self.scenarios[place]): the scenario is named \(scenario.name), as that of "
                        + self.scenarios[first])
            }
            for path in scenarios.count > 1 ? [frontier, day].compactMap(\.self) : [] {
                let own = named(path, scenario.name)
                guard
                    let first = scenarios[..<place].firstIndex(where: {
                        named(path, $0.name) == own
                    })
                else { continue }
                throw ExperimentFault(
                    "\(self.scenarios[place]): the scenario \"\(scenario.name)\" would be drawn "
                        + "into \(own), as \"\(scenarios[first].name)\" of "
                        + "\(self.scenarios[first]); rename one of them")
            }
        }
    }
}

/// `frontier.svg` as `frontier-team-20.svg`; what cannot stand in a file's name is left away.
func named(_ path: String, _ name: String) -> String {
    let words = name.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    let name = words.joined(separator: "-")
    let folderEnd = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let dot = path[folderEnd...].lastIndex(of: ".") ?? path.endIndex
    return "\(path[..<dot])-\(name)\(path[dot...])"
}
