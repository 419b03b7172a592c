import DialModel
import DialSimulation
import DialStore

extension TuningResult {
    /// For programs, in an order that stays. Shares are 0...1.
    var members: [(String, JSONTree)] {
        head + [
            ("safe", safe.map { .object($0.members) } ?? .null),
            (
                "share",
                outcome.safe.map {
                    .object([
                        ("mean", .share($0.share.estimate)), ("low", .share($0.share.low)),
                        ("high", .share($0.share.high)), ("limit", .share(tuning.search.limit)),
                    ])
                } ?? .null
            ),
            ("stepUp", stepUp.map { .object($0.members) } ?? .null),
            ("progressive", progressive.map { .object($0.members) } ?? .null),
            ("visited", .array(visited.map { .object($0.members) })),
            ("remarks", .array(remarks.map { .text($0) })),
        ] + (isPartial ? [("partial", .number("true"))] : [])
    }

    /// A line for each value visited.
    var rows: [[(String, JSONTree)]] {
        visited.map {
            [
                ("scenario", .text(tuning.prepared.scenario.name)),
                ("parameter", .text(tuning.parameter.name)),
            ] + $0.members
                + [
                    ("safe", flag($0.value == safe?.value && $0.stage == .check)),
                    ("partial", flag(isPartial)),
                ]
        }
    }

    /// One line, of what was found.
    var row: [(String, JSONTree)] {
        head + [
            ("talkMinutesPerHour", .estimate(safe?.estimates.talkMinutesPerHour)),
            ("occupancy", .estimate(safe?.estimates.occupancy)),
            ("abandonment", .estimate(safe?.estimates.abandonment)),
            ("daysOverCap", .share(safe?.estimates.daysOverCap)),
            ("replications", .count(safe?.estimates.replications ?? 0)),
            ("progressive", .share(progressive?.estimates.occupancy?.mean)),
            ("partial", flag(isPartial)),
        ]
    }

    private var head: [(String, JSONTree)] {
        [
            ("scenario", .text(tuning.prepared.scenario.name)), ("agents", .count(agents)),
            ("seed", .number("\(tuning.prepared.scenario.seed)")),
            ("parameter", .text(tuning.parameter.name)), ("cap", .share(tuning.cap)),
            ("confidence", .share(tuning.search.confidence)),
            ("criterion", .text(isDaily ? "day" : "all")),
            ("ending", .text("\(outcome.ending)")), ("value", .share(safe?.value)),
        ]
    }
}

private func flag(_ isTrue: Bool) -> JSONTree { .number(isTrue ? "true" : "false") }

extension TuningResult.Measured {
    fileprivate var members: [(String, JSONTree)] {
        [("value", .share(value))] + estimates.members().filter { $0.0 != "eventsPerSecond" }
            + [("occupancyMore", occupancyMore.map { .estimate($0) } ?? .null)]
    }
}

extension VisitedValue {
    fileprivate var members: [(String, JSONTree)] {
        [
            ("value", .share(value)), ("stage", .text("\(stage)")),
            ("replications", .count(candidate.results.count)),
            ("share", .share(candidate.share.estimate)), ("low", .share(candidate.share.low)),
            ("high", .share(candidate.share.high)),
            ("abandonment", .share(estimates.abandonment?.mean)),
            ("occupancy", .share(estimates.occupancy?.mean)),
            ("daysOverCap", .share(estimates.daysOverCap)),
            ("verdict", .text(candidate.verdict.rawValue)),
        ]
    }
}

extension TuneReport {
    /// Of several teams.
    var members: [(String, JSONTree)] {
        [
            ("scenario", .text(scenario.name)),
            ("teams", .array(results.map { .object($0.members) })),
        ] + (isPartial ? [("partial", .number("true"))] : [])
    }
}
