import DialModel
import DialSimulation
import DialStore

extension TuningResult {
    /// For reading, in about 90 columns.
    var text: String {
        var page = Page()
        let search = tuning.search
        page.title(tuning.prepared.scenario.name)
        page.line("policy", tuning.pacing(at: search.values[0]).family)
        page.line(
            "tuned", tuning.parameter.name,
            "\(shown(search.values.min() ?? 0)) to \(shown(search.values.max() ?? 0)), "
                + counted(search.values.count, "value", "values"))
        page.line(
            "cap", percent(tuning.cap), isDaily ? "on each day" : Estimates.abandonmentFormula)
        page.line("confidence", percent(search.confidence), "of all verdicts together")
        if isDaily { page.line("days over it", percent(search.limit), "are allowed") }
        page.line("seed", "\(tuning.prepared.scenario.seed)")
        if let safe, let value = safe.value {
            page.section("Safe \(tuning.parameter.name)", shown(value))
            measure(safe, on: &page)
            if let share = outcome.safe?.share {
                page.line(
                    isDaily ? "days over it, at most" : "abandonment, at most",
                    percent(share.high), "with the confidence above")
            }
            page.line(
                "replications", grouped(safe.estimates.replications),
                "that the search has not seen; ± is a 95 % interval")
        }
        if safe != nil, stepUp != nil || progressive != nil {
            page.section("Cost of safety", "")
            if let stepUp, let value = stepUp.value {
                page.line(
                    "a step up", "at \(shown(value))",
                    "\(more(stepUp.occupancyMore)) occupancy, abandonment "
                        + percent(stepUp.estimates.abandonment?.mean))
            }
            if let progressive {
                page.line(
                    "progressive", percent(progressive.estimates.occupancy?.mean),
                    "\(more(progressive.occupancyMore)) occupancy, abandonment "
                        + percent(progressive.estimates.abandonment?.mean))
            }
        }
        if let stepUp, let value = stepUp.value {
            page.section("A step up", shown(value))
            measure(stepUp, on: &page)
        }
        return page.text + table + remarks.map { "\n" + $0 + "\n" }.joined()
    }

    private func measure(_ measured: Measured, on page: inout Page) {
        let estimates = measured.estimates
        page.line("abandonment", percent(estimates.abandonment?.mean), reach(estimates.abandonment))
        page.line(
            "days over the cap", percent(estimates.daysOverCap),
            "the worst \(percent(estimates.worstDay))")
        page.line(
            "occupancy", percent(estimates.occupancy?.mean),
            measured.occupancyMore.map { "\(more($0)) against the safe value" }
                ?? reach(estimates.occupancy))
        page.line(
            "talk per hour", estimates.talkMinutesPerHour.map { fixed($0.mean, 2) + " min" } ?? "–",
            estimates.talkMinutesPerHour?.halfWidth.map { "± \(fixed($0, 2)) min" } ?? "")
    }

    private func reach(_ estimate: MeanEstimate?) -> String {
        estimate?.halfWidth.map { "± \(percent($0))" } ?? ""
    }

    /// `+0.21 ± 0.03 %`.
    private func more(_ estimate: MeanEstimate?) -> String {
        guard let estimate else { return "–" }
        return (estimate.mean < 0 ? "−" : "+") + fixed(abs(estimate.mean) * 100, 2)
            + (estimate.halfWidth.map { " ± " + fixed($0 * 100, 2) } ?? "") + " %"
    }

    private var table: String {
        let head = [
            tuning.parameter.name, "", "replications", "abandonment",
            isDaily ? "days over the cap" : "certainly within", "occupancy", "verdict",
        ]
        let rows = visited.map { visited in
            [
                shown(visited.value), visited.stage == .check ? "check" : "",
                grouped(visited.candidate.results.count),
                percent(visited.estimates.abandonment?.mean), visited.lowHigh,
                percent(visited.estimates.occupancy?.mean), visited.verdict,
            ]
        }
        return "\n" + aligned([head] + rows, words: [1, 6])
    }
}

extension Pacing {
    /// Its name alone.
    fileprivate var family: String {
        switch self {
        case .fixedRatio: "fixed ratio"
        case .progressive: "progressive"
        case .predictive: "predictive"
        case .peer(let pacing): pacing.peer.title
        }
    }
}

extension TuneReport {
    /// A line a team.
    var tableText: String {
        guard let tuning = results.first?.tuning else { return "nothing is known yet\n" }
        var page = Page()
        page.title(scenario.name)
        let name = tuning.parameter.name
        page.line("cap", percent(tuning.cap))
        page.line("confidence", percent(tuning.search.confidence), "of each team's line")
        page.line("seed", "\(scenario.seed)", "± are 95 % intervals")
        let head = [
            "agents", "safe \(name)", "talk min/h", "occupancy", "abandonment",
            "days over the cap", "progressive",
        ]
        let rows = results.map { result -> [String] in
            let estimates = result.safe?.estimates
            return [
                "\(result.agents)", result.safe?.value.map(result.shown) ?? "none",
                spread(estimates?.talkMinutesPerHour, 1, ""),
                spread(estimates?.occupancy, 100, " %"),
                spread(estimates?.abandonment, 100, " %"), percent(estimates?.daysOverCap),
                percent(result.progressive?.estimates.occupancy?.mean),
            ]
        }
        var remarks = results.flatMap { result in
            result.remarks.map { "\(counted(result.agents, "agent", "agents")): \($0)" }
        }
        if results.count < wanted {
            remarks.append("partial: \(results.count) of \(counted(wanted, "team", "teams"))")
        }
        return page.text + "\n" + aligned([head] + rows, words: [])
            + "\nprogressive: the occupancy of one call for each idle agent\n"
            + remarks.map { "\n" + $0 + "\n" }.joined()
    }

    private func spread(_ estimate: MeanEstimate?, _ scale: Double, _ unit: String) -> String {
        guard let estimate else { return "–" }
        return fixed(estimate.mean * scale, 2)
            + (estimate.halfWidth.map { " ± " + fixed($0 * scale, 2) } ?? "") + unit
    }
}
