import ArgumentParser
import DialCharts
import DialModel
import DialSimulation
import DialStore
import DialWorld

/// What tuning has found, for one team or several.
struct TuneReport {
    let scenario: Scenario
    /// One a team, as far as it came.
    let results: [TuningResult]
    /// How many teams there should be.
    let wanted: Int
    /// Whether teams are compared.
    let isTable: Bool

    var isPartial: Bool { results.count < wanted || results.contains(where: \.isPartial) }
}

/// How it is written.
enum TuneFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv

    func write(_ report: TuneReport) -> String {
        switch (self, report.isTable) {
        case (.text, false):
            report.results.first?.text ?? "partial: stopped before anything was known\n"
        case (.text, true): report.tableText
        case (.json, false):
            JSONTree.object(report.results.first?.members ?? []).text(indent: "") + "\n"
        case (.json, true): JSONTree.object(report.members).text(indent: "") + "\n"
        case (.csv, false): csvTable(report.results.first?.rows ?? [])
        case (.csv, true): csvTable(report.results.map(\.row))
        }
    }
}

/// One value that was visited, with all that its replications say.
struct VisitedValue {
    var value: Double
    var stage: SafeValueSearch.Stage
    var candidate: SafeValueSearch.Candidate
    var estimates: Estimates

    /// Of the criterion's share, as wide as the verdict needed it.
    var lowHigh: String {
        candidate.results.isEmpty
            ? "–"
            : "\(decimal(candidate.share.low * 100, places: 2)) to \(decimal(candidate.share.high * 100, places: 2)) %"
    }

    var verdict: String {
        switch candidate.verdict {
        case .under: "under"
        case .over: "over"
        case .tooClose: "too close to tell"
        case .open: "open"
        }
    }
}

extension TuningResult {
    /// By rising value, the search's before the check's.
    var visited: [VisitedValue] {
        let all = outcome.candidates + outcome.checks
        return all.map {
            VisitedValue(
                value: $0.value, stage: $0.stage, candidate: $0,
                estimates: tuning.estimates(of: $0.results, tuning.pacing(at: $0.value)))
        }.sorted {
            ($0.value, $0.stage == .search ? 0 : 1) < ($1.value, $1.stage == .search ? 0 : 1)
        }
    }

    var agents: Int { tuning.prepared.scenario.mostAgents }

    func shown(_ value: Double) -> String { dialpace.shown(value, of: tuning.parameter) }

    /// The parameter, for reading.
    var title: String { tuning.parameter.title }

    var isDaily: Bool { tuning.search.criterion != .pooled }

    /// What there is to say beside the figures.
    var remarks: [String] {
        let name = title
        var remarks: [String] = []
        switch outcome.ending {
        case .found: break
        case .highestIsUnder:
            let bold = tuning.search.values.last.map(shown) ?? ""
            remarks.append(
                "even \(bold), the boldest value of the range, is under the cap: "
                    + "try another --between")
        case .lowestIsNotUnder:
            if let first = outcome.candidates.first {
                let verdict =
                    first.verdict == .over
                    ? "is over the cap" : "is too close to the cap to be called safe"
                remarks.append(
                    "even \(name) \(shown(first.value)), the most careful value of the range, "
                        + "\(verdict): \(what) is \(percent(first.share.estimate)), between "
                        + "\(decimal(first.share.low * 100, places: 2)) and "
                        + "\(percent(first.share.high)); try another --between")
            }
        case .noneChecked:
            remarks.append(
                "no value has passed its check: what seems safe is too near the cap; try more "
                    + "--replications")
        case .stopped:
            var parts: [String] = []
            if let under = outcome.under {
                parts.append("\(name) \(shown(under)) is under the cap, unchecked")
            }
            if let notUnder = outcome.notUnder {
                let isAlone = outcome.under == nil
                parts.append("\(name) \(shown(notUnder)) is not" + (isAlone ? " under it" : ""))
            }
            remarks.append(
                "partial: stopped after "
                    + counted(outcome.candidates.count, "value", "values")
                    + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")))
        }
        if outcome.ending != .stopped, isPartial {
            remarks.append("partial: stopped before all comparisons were done")
        }
        if outcome.safe != nil, outcome.checks.count > 1 {
            remarks.append(
                "the search had found \(outcome.checks.first.map { shown($0.value) } ?? ""), whose "
                    + "check failed")
        }
        let rule = tuning.prepared.scenario.plan.abandonment.cap
        if rule < 1 {
            remarks.append(
                "the scenario's rules themselves hold abandonment at \(percent(rule)), whatever "
                    + "the policy")
        }
        return remarks
    }

    private var what: String { isDaily ? "the share of days over it" : "abandonment" }
}

// MARK: Pictures

extension TuneReport {
    /// Along the parameter, with what was found.
    var frontier: FrontierChart {
        let cap = results.first?.tuning.cap
        let limit = (cap ?? 0.03) * 3
        func family(_ result: TuningResult) -> String {
            isTable
                ? counted(result.agents, "agent", "agents")
                : "\(result.title) "
                    + result.shown(result.tuning.search.values.first ?? 0) + " to "
                    + result.shown(result.tuning.search.values.last ?? 0)
        }
        func mark(
            _ name: String, _ measured: TuningResult.Measured?, _ result: TuningResult
        ) -> FrontierChart.Policy? {
            guard let measured, let abandonment = measured.estimates.abandonment,
                let occupancy = measured.estimates.occupancy
            else { return nil }
            return FrontierChart.Policy(
                name, family: name == "progressive" ? nil : family(result),
                abandonment: .init(abandonment), occupancy: .init(occupancy))
        }
        let policies = results.flatMap { result -> [FrontierChart.Policy] in
            let name = result.title
            func named(_ word: String, _ measured: TuningResult.Measured?) -> String {
                "\(word) \(name) " + (measured?.value.map(result.shown) ?? "")
            }
            if isTable {
                return [
                    mark(
                        counted(result.agents, "agent", "agents") + ": "
                            + named("safe", result.safe), result.safe, result)
                ].compactMap { $0 }
            }
            return [
                mark(named("safe", result.safe), result.safe, result),
                mark(named("a step up:", result.stepUp), result.stepUp, result),
                mark("progressive", result.progressive, result),
            ].compactMap { $0 }
        }
        return FrontierChart(
            scenario: scenario.name + (isPartial ? ", partial" : ""),
            level: MeanEstimate.confidence, policies: policies,
            frontiers: results.map { result in
                FrontierChart.Frontier(
                    family: family(result),
                    points: result.visited.compactMap { visited in
                        guard let x = visited.estimates.abandonment?.mean,
                            let y = visited.estimates.occupancy?.mean, x <= limit,
                            visited.stage == .search
                        else { return nil }
                        return Point(x: x, y: y)
                    })
            }.filter { $0.points.count > 1 }, cap: cap,
            limit: isTable ? nil : TheoreticalLimit.occupancy(of: scenario))
    }
}
