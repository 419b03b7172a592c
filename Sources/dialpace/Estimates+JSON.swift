import DialModel
import DialSimulation
import DialStore

extension Estimates {
    /// The estimates for programs, in an order that stays.
    ///
    /// Shares are 0...1, times are seconds, figures that do not exist are null.
    ///
    /// - Parameter isTable: with all columns, whether there is something to say in them or not.
    func members(isTable: Bool = false) -> [(String, JSONTree)] {
        [
            ("scenario", .text(experiment.scenario)), ("policy", .text(experiment.policy)),
            ("seed", .number("\(experiment.seed)")), ("replications", .count(replications)),
            ("occupancy", .estimate(occupancy)), ("utilisation", .estimate(utilisation)),
            ("talkMinutesPerHour", .estimate(talkMinutesPerHour)),
            (
                "abandonment",
                .estimate(
                    abandonment,
                    more: [
                        ("formula", .text(formula)), ("worst", .share(worstDay)),
                        ("daysOverCap", .share(daysOverCap)),
                        (
                            "quarterHourPeak",
                            .estimate(
                                quarterHourPeak, more: [("worst", .share(worstQuarterHour))])
                        ),
                        ("fewestAnswers", fewestAnswers.map(JSONTree.count) ?? .null),
                    ] + (rules.isEmpty ? [] : [("rules", .array(rules.map(\.tree)))]))
            ),
            (
                "answerDelay",
                .object([
                    ("p50", .quantile(answerDelay, 0.5)), ("p95", .quantile(answerDelay, 0.95)),
                    ("p99", .quantile(answerDelay, 0.99)), ("over2s", .share(overTwoSeconds)),
                ])
            ),
            (
                "agentWait",
                .object([
                    ("mean", .share(meanAgentWait)), ("p50", .quantile(agentWait, 0.5)),
                    ("p95", .quantile(agentWait, 0.95)),
                ])
            ),
            ("dials", .count(dials)), ("answers", .count(answers)),
            ("served", .count(served)), ("abandoned", .count(abandoned)), ("gone", .count(gone)),
            ("hitRate", .share(hitRate)),
            ("linesUsed", .share(linesUsed)), ("events", .count(events)),
            ("eventsPerSecond", .share(eventsPerSecond?.rounded())),
            ("agentSeconds", .object(agentSeconds.map { ("\($0.state)", .share($0.seconds)) })),
        ] + (pilot.map { [("pilot", .count($0))] } ?? [])
            + (isPartial || isTable ? [("partial", .number(isPartial ? "true" : "false"))] : [])
    }

    var json: String { JSONTree.object(members()).text(indent: "") + "\n" }

    /// A table of one line, whose columns are named as in JSON.
    var csv: String { csvTable([members(isTable: true)]) }
}

extension RuleEstimate {
    fileprivate var tree: JSONTree {
        .object([
            ("rule", .text(title)), ("cap", .share(cap)), ("formula", .text(formula)),
            ("windows", .count(windows)), ("worst", .share(worst)), ("overCap", .share(overCap)),
        ])
    }
}

extension JSONTree {
    static func estimate(
        _ estimate: MeanEstimate?, more: [(String, JSONTree)] = []
    ) -> JSONTree {
        .object(
            [
                ("mean", .share(estimate?.mean)), ("low", .share(estimate?.low)),
                ("high", .share(estimate?.high)),
            ] + more)
    }

    static func quantile(_ waits: TimeHistogram, _ share: Double) -> JSONTree {
        waits.quantile(share).map { .number(exactSeconds($0)) } ?? .null
    }

    /// What is in it, named by the way to it: `abandonment.mean`.
    fileprivate func leaves(named name: String) -> [(String, String)] {
        switch self {
        case .object(let members):
            members.flatMap { $0.1.leaves(named: name.isEmpty ? $0.0 : "\(name).\($0.0)") }
        case .array(let elements):
            elements.enumerated().flatMap { $1.leaves(named: "\(name).\($0)") }
        case .text(let text), .number(let text): [(name, text)]
        case .null: [(name, "")]
        }
    }
}

/// Rows whose columns are those of the first.
func csvTable(_ rows: [[(String, JSONTree)]]) -> String {
    let rows = rows.map { JSONTree.object($0).leaves(named: "") }
    guard let first = rows.first else { return "" }
    let lines = [first.map(\.0)] + rows.map { $0.map(\.1) }
    return lines.map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
}
