import ArgumentParser
import DialCharts
import DialConfig
import DialModel
import DialSimulation
import DialStore
import DialWorld
import Foundation

/// How several policies did in one scenario.
struct ScenarioComparison {
    let scenario: Scenario
    let ranking: PolicyRanking
    /// The best occupancy possible, where it is known.
    let limit: Double?
    /// Of local time from universal time, at the scenario's start.
    private let offset: Duration
    /// In the order given.
    private let courses: [(name: String, course: DayCourse)]
    /// Whether the scenario's rules hold back a peer, which so does not do as its makers built it.
    private let guardsPeers: Bool

    init(
        _ file: ScenarioFile, policies: [(pacing: Pacing, results: [ReplicationResult])],
        wanted: Int
    ) {
        let scenario = file.scenario
        let offset = file.offset
        self.scenario = scenario
        self.offset = offset
        ranking = PolicyRanking(
            policies.map { (Experiment(scenario, pacing: $0.pacing), $0.results) }, wanted: wanted)
        limit = TheoreticalLimit.occupancy(of: scenario)
        guardsPeers = policies.contains { policy, _ in
            guard case .peer = policy else { return false }
            var plan = scenario.plan
            plan.pacing = policy
            return plan.guardsCap
        }
        courses = policies.map {
            ($0.pacing.name, DayCourse($0.results, of: scenario, offset: offset))
        }
    }

    var replications: Int { ranking.entries.first?.estimates.replications ?? 0 }

    var wanted: Int { ranking.entries.first?.estimates.wanted ?? 0 }
}

// MARK: Pictures

extension ScenarioComparison {
    /// Occupancy against abandonment.
    var frontier: FrontierChart {
        let entries = ranking.entries.sorted { $0.place < $1.place }
        return FrontierChart(
            scenario: caption, replications: replications, level: MeanEstimate.confidence,
            policies: entries.compactMap { entry in
                guard let abandonment = entry.estimates.abandonment,
                    let occupancy = entry.estimates.occupancy
                else { return nil }
                return FrontierChart.Policy(
                    entry.estimates.experiment.policy, abandonment: .init(abandonment),
                    occupancy: .init(occupancy))
            },
            cap: ranking.cap, limit: limit, abandonmentUpTo: reach)
    }

    /// How far abandonment is shown: to four times the cap where a policy is so far beyond it that
    /// all others would stand in a heap; nil: as far as it goes.
    private var reach: Double? {
        let farthest = ranking.entries.compactMap(\.estimates.abandonment?.mean).max() ?? 0
        return ranking.cap > 0 && farthest > 6 * ranking.cap ? min(1, 4 * ranking.cap) : nil
    }

    /// How the policies did over the day.
    var day: DayChart {
        func measure(
            _ name: String, unit: Axis.Unit, cap: Double? = nil,
            _ value: (DayCourse.Moment) -> MeanEstimate?
        ) -> DayChart.Measure {
            DayChart.Measure(
                name, unit: unit,
                lines: courses.map { name, course in
                    DayChart.Line(
                        name,
                        course.moments.map { .init(hours: $0.hours, value($0).map(Estimate.init)) })
                }, cap: cap)
        }
        return DayChart(
            scenario: caption, replications: replications, level: MeanEstimate.confidence,
            measures: [
                measure("Occupancy (%)", unit: .percent, \.occupancy),
                measure("Abandonment (%)", unit: .percent, cap: ranking.cap, \.abandonment),
                measure("Calls a minute", unit: .number, \.dialsPerMinute),
            ],
            events: scenario.duration > .hours(24)
                ? []
                : scenario.marks.map {
                    .init(hours: DayCourse.hours(scenario.start + offset + $0.at), $0.text)
                })
    }

    private var caption: String { scenario.name + (ranking.isPartial ? ", partial" : "") }
}

extension ScenarioFile {
    /// Of local time from universal time, at the start; none where no zone is named.
    fileprivate var offset: Duration {
        let start = Date(timeIntervalSince1970: Double(scenario.start.nanoseconds) / 1e9)
        let zone = timeZone.flatMap { TimeZone(identifier: $0) }
        return .seconds(Int64(zone?.secondsFromGMT(for: start) ?? 0))
    }
}

extension Estimate {
    init(_ estimate: MeanEstimate) {
        if let low = estimate.low, let high = estimate.high {
            self.init(estimate.mean, low...high)
        } else {
            self.init(estimate.mean)
        }
    }
}

// MARK: Formats

/// How a comparison is written.
enum ComparisonFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv

    func write(_ comparisons: [ScenarioComparison]) -> String {
        switch self {
        case .text: comparisons.map(\.text).joined(separator: "\n")
        case .json:
            JSONTree.object([("scenarios", .array(comparisons.map(\.tree)))]).text(indent: "")
                + "\n"
        case .csv: csvTable(comparisons.flatMap(\.rows))
        }
    }
}

extension ScenarioComparison {
    fileprivate var tree: JSONTree {
        .object(
            [
                ("scenario", .text(scenario.name)), ("seed", .number("\(scenario.seed)")),
                ("replications", .count(replications)), ("cap", .share(ranking.cap)),
                ("theoreticalLimit", .share(limit)),
                (
                    "policies",
                    .array(ranking.entries.map { .object(standing($0) + $0.estimates.members()) })
                ),
            ] + (ranking.isPartial ? [("partial", .number("true"))] : []))
    }

    fileprivate var rows: [[(String, JSONTree)]] {
        ranking.entries.map { $0.estimates.members(isTable: true) + standing($0) }
    }

    private func standing(_ entry: PolicyRanking.Entry) -> [(String, JSONTree)] {
        [
            ("rank", entry.rank.map(JSONTree.count) ?? .null),
            ("overCap", .number(entry.isOverCap ? "true" : "false")),
            (
                "differenceFromBest",
                .estimate(
                    entry.difference,
                    more: [
                        ("chanceIfEqual", .share(entry.chanceIfEqual)),
                        (
                            "distinguishable",
                            .number(entry.isDistinguishable ? "true" : "false")
                        ),
                    ])
            ),
        ]
    }
}

extension ScenarioComparison {
    /// A table for reading; as wide as the policies' names need.
    var text: String {
        var text = scenario.name + "\n"
        text += String(repeating: "=", count: min(80, scenario.name.count)) + "\n"
        text += heading.map { $0 + "\n" }.joined() + "\n"
        if replications == 0 { return text + "nothing is known yet\n" }
        let head = [
            "", "policy", "occupancy", "abandonment", "worst day", "talk min/h", "against the best",
        ]
        let rows = [head] + ranking.entries.map(row)
        text += aligned(rows, words: [1, head.count - 1])
        return text + remarks.map { "\n" + $0 + "\n" }.joined()
    }

    private var heading: [String] {
        var lines = [
            "\(counted(replications, "replication", "replications")) of \(scenario.duration.spelled), "
                + "seed \(scenario.seed), cap \(percent(ranking.cap))"
        ]
        if let limit {
            lines.append("theoretical limit of occupancy at the cap: \(percent(limit))")
        }
        if ranking.isPartial {
            lines.append(
                "partial: stopped after \(grouped(replications)) of "
                    + counted(wanted, "replication", "replications"))
        }
        return lines
    }

    private func row(_ entry: PolicyRanking.Entry) -> [String] {
        let estimates = entry.estimates
        return [
            entry.rank.map { "\($0)" } ?? "–", estimates.experiment.policy,
            estimates.occupancy?.shareText ?? "–", estimates.abandonment?.shareText ?? "–",
            percent(estimates.worstDay),
            estimates.talkMinutesPerHour?.text() ?? "–",
            verdict(entry),
        ]
    }

    private func verdict(_ entry: PolicyRanking.Entry) -> String {
        if entry.isOverCap { return "over the cap" }
        if entry.place == ranking.best?.place { return "best" }
        guard let difference = entry.difference else { return "" }
        if difference.halfWidth == nil { return "not distinguishable" }
        return difference.shareText
            + (entry.isDistinguishable ? "" : ", not distinguishable")
    }

    private var remarks: [String] {
        var remarks: [String] = []
        if replications == 1 {
            remarks.append("one replication: no interval, and no order is sure")
        }
        if ranking.best == nil {
            remarks.append("no policy keeps within the cap")
        }
        if guardsPeers {
            remarks.append(
                "the scenario's rules hold the peers at \(percent(scenario.plan.abandonment.cap)); "
                    + "with guard=off they do as their makers built them")
        }
        return remarks
    }
}
