import DialMath
import DialModel
import DialSimulation
import DialStore

/// What a replay has found: whether the day repeats itself, and what it would have been.
struct Replay {
    let recorded: RecordedStore
    let repetition: Repetition
    /// Of the recorded policy first.
    let estimates: [Estimate]
    let replications: Int
    /// Whether the policy asked for is the recorded one.
    let isOnlyRecorded: Bool

    /// A policy's figures over replications.
    struct Estimate {
        let policy: String
        let figures: [MeanEstimate?]

        init(_ policy: String, _ results: [ReplicationResult]) {
            self.policy = policy
            let tallies = results.map(\.tally)
            func counts(_ value: (Tally) -> Int) -> MeanEstimate? {
                MeanEstimate(tallies.map { Double(value($0)) }, bounds: 0 ... .infinity)
            }
            figures = [
                MeanEstimate(tallies.compactMap(\.occupancy), bounds: 0...1),
                MeanEstimate(tallies.compactMap(\.talkMinutesPerHour), bounds: 0...60),
                MeanEstimate(
                    ratioOf: tallies.map { (Int64($0.abandoned), Int64($0.answered)) },
                    areCounts: true),
                counts(\.dials), counts(\.people), counts(\.served), counts(\.abandoned),
            ]
        }
    }

    private enum Unit { case share, minutes, count }

    private static let names: [(text: String, key: String, unit: Unit)] = [
        ("occupancy", "occupancy", .share), ("talk, min/h", "talkMinutesPerHour", .minutes),
        ("abandonment", "abandonment", .share), ("calls", "dials", .count),
        ("people answered", "answers", .count), ("served in time", "served", .count),
        ("abandoned", "abandoned", .count),
    ]

    private var figures: [Double?] {
        let report = recorded.report
        return [
            report.occupancy, report.talkMinutesPerHour, report.abandonment,
            Double(report.attempts), Double(report.people),
            Double(report.connected), Double(report.abandoned),
        ]
    }

    // MARK: Text

    var text: String {
        let title = "replay of " + recorded.facts.name
        var text = title + "\n" + String(repeating: "=", count: min(80, title.count)) + "\n\n"
        text += sentences.map { $0 + "\n" }.joined() + "\n"
        text += "What the day would have been: an ESTIMATE, from \(replications) simulated days\n"
        text += "with callers and agents fitted to the recorded one; ± is a 95 % interval.\n"
        text += "One recorded day is one draw: it need not lie within an interval of a mean.\n\n"
        let head =
            ["", "recorded"]
            + estimates.enumerated().map {
                ($0.offset == 0 ? "estimate, as recorded: " : "estimate: ") + $0.element.policy
            }
        let rows = Self.names.enumerated().map { place, name in
            [name.text, figures[place].map { Self.figure($0, name.unit) } ?? "–"]
                + estimates.map { estimate in
                    estimate.figures[place].map { Self.figure($0, name.unit) } ?? "–"
                }
        }
        text += aligned([head] + rows, words: [0])
        if isOnlyRecorded { text += "\nthe policy asked for is the recorded one\n" }
        return text
    }

    /// What was found about the repetition.
    private var sentences: [String] {
        let count = grouped(repetition.compared)
        var lines: [String] = []
        if case .outcomes(let speed) = repetition.scope {
            lines.append(
                "was run live, at \(speed) campaign seconds a second: real time is not exact, so")
            lines.append("only outcomes by lead and ordinal can be compared with virtual time")
        }
        switch (repetition.scope, repetition.finding) {
        case (_, .nothingToCompare):
            lines.append("NOTHING TO COMPARE: no recorded attempt has its like in the repetition")
        case (.everything, .same):
            lines.append(
                "repeats itself: \(count) attempts, each with the same lead, instants to the")
            lines.append("nanosecond, agent and outcome")
        case (.everything, .different):
            lines.append(
                "DOES NOT REPEAT ITSELF: \(grouped(repetition.differing)) of \(count) attempts "
                    + "differ")
        case (.outcomes, _):
            let same = repetition.compared - repetition.differing
            lines.append("\(grouped(same)) of \(count) attempts compared have the same outcome")
        }
        if let first = repetition.first {
            lines.append(
                "the first: attempt \(first.attempt), \(first.what): recorded \(first.recorded), "
                    + "repeated \(first.repeated)")
        }
        if let hand = repetition.byHand {
            lines.append(
                "compared until \(hand.text), \((hand.at - start).spelled) "
                    + "after the start; what followed was not in the plan")
        }
        if repetition.onlyRecorded + repetition.onlyRepeated > 0 {
            let isLive = repetition.scope != .everything
            lines.append(
                "not compared: \(counted(repetition.onlyRecorded, "attempt", "attempts")) of the "
                    + "record and \(grouped(repetition.onlyRepeated)) of the repetition"
                    + (isLive ? ": whom a live run" : ", from then on"))
            if isLive { lines.append("dials how often depends on how late it is") }
        }
        if repetition.scope == .everything, repetition.finding == .different,
            recorded.runs.first?.speed == nil
        {
            lines.append("the store does not say whether it was run live; then it cannot repeat")
        }
        return lines
    }

    private var start: Instant { recorded.runs.first?.started ?? .epoch }

    private static func figure(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .share: decimal(value * 100, places: 2) + " %"
        case .minutes: decimal(value, places: 2)
        case .count: grouped(Int(value.rounded()))
        }
    }

    private static func figure(_ estimate: MeanEstimate, _ unit: Unit) -> String {
        guard let half = estimate.halfWidth else { return figure(estimate.mean, unit) }
        switch unit {
        case .share: return estimate.shareText
        case .minutes: return estimate.text()
        case .count: return figure(estimate.mean, unit) + " ± " + grouped(Int(half.rounded(.up)))
        }
    }

    // MARK: JSON

    var json: String {
        let first = repetition.first
        let isLive = repetition.scope != .everything
        let match: [(String, JSONTree)] = [
            ("compared", .text(isLive ? "outcomes" : "everything")),
            ("attempts", .count(repetition.compared)),
            ("differing", .count(repetition.differing)),
            ("onlyRecorded", .count(repetition.onlyRecorded)),
            ("onlyRepeated", .count(repetition.onlyRepeated)),
            (
                "same",
                repetition.finding == .nothingToCompare
                    ? .null : .number(repetition.finding == .same ? "true" : "false")
            ),
            (
                "first",
                first.map {
                    .object([
                        ("attempt", .number("\($0.attempt)")), ("what", .text($0.what)),
                        ("recorded", .text($0.recorded)), ("repeated", .text($0.repeated)),
                    ])
                } ?? .null
            ),
            ("until", repetition.byHand.map { .text($0.text) } ?? .null),
        ]
        let keys = Self.names.map(\.key)
        return JSONTree.object([
            ("campaign", .text(recorded.facts.name)),
            ("seed", .number("\(recorded.facts.seed)")),
            ("repetition", .object(match)),
            ("recorded", .object(zip(keys, figures).map { ($0, .share($1)) })),
            ("replications", .count(replications)),
            (
                "estimates",
                .array(
                    estimates.enumerated().map { place, estimate in
                        .object(
                            [
                                ("policy", .text(estimate.policy)),
                                ("isRecorded", .number(place == 0 ? "true" : "false")),
                            ] + zip(keys, estimate.figures).map { ($0, .estimate($1)) })
                    })
            ),
        ]).text(indent: "") + "\n"
    }
}
