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
            "tuned", title,
            "\(shown(search.values.min() ?? 0)) to \(shown(search.values.max() ?? 0)), "
                + counted(search.values.count, "value", "values"))
        page.line(
            "cap", percent(tuning.cap),
            isDaily
                ? "on each day"
                : AbandonmentRule.formula(
                    falsePositives: tuning.prepared.scenario.plan.abandonment.falsePositives))
        page.line("confidence", percent(search.confidence), "of all verdicts together")
        if isDaily { page.line("days over it", percent(search.limit), "are allowed") }
        page.line("seed", "\(tuning.prepared.scenario.seed)")
        if let safe, let value = safe.value {
            page.section(
                "Safe \(title) " + (isDaily ? "day by day" : "in the long run"), shown(value))
            if !isDaily {
                page.line("", "", "of all days together; --by day asks it of single days")
            }
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
        page.line(
            "abandonment", percent(estimates.abandonment?.mean), estimates.abandonment?.reach ?? "")
        page.line(
            "days over the cap", percent(estimates.daysOverCap),
            "the worst \(percent(estimates.worstDay))")
        page.line(
            "occupancy", percent(estimates.occupancy?.mean),
            measured.occupancyMore.map { "\(more($0)) against the safe value" }
                ?? estimates.occupancy?.reach ?? "")
        page.line(
            "talk per hour",
            estimates.talkMinutesPerHour.map { decimal($0.mean, places: 2) + " min" } ?? "–",
            estimates.talkMinutesPerHour?.halfWidth.map { "± \(decimal($0, places: 2)) min" } ?? "")
    }

    /// `+0.21 ± 0.03 %`.
    private func more(_ estimate: MeanEstimate?) -> String {
        guard let estimate else { return "–" }
        return (estimate.mean < 0 ? "−" : "+") + decimal(abs(estimate.mean) * 100, places: 2)
            + (estimate.halfWidth.map { " ± " + decimal($0 * 100, places: 2) } ?? "") + " %"
    }

    private var table: String {
        let head = [
            title, "", "replications", "abandonment",
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
        case .predictive(let target):
            switch target.goal {
            case nil: "predictive"
            case .occupancy: "target occupancy"
            case .wait: "target wait"
            }
        case .peer(let pacing): pacing.peer.title
        }
    }
}

extension TuneReport {
    /// A line a team.
    var tableText: String {
        guard let tuning = results.first?.tuning else {
            return "partial: stopped before anything was known\n"
        }
        var page = Page()
        page.title(scenario.name)
        let name = tuning.parameter.title
        let isDaily = tuning.search.criterion != .pooled
        page.line(
            "cap", percent(tuning.cap),
            isDaily ? "on each day" : "in the long run; --by day asks it of single days")
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
                estimates?.talkMinutesPerHour?.text() ?? "–",
                estimates?.occupancy?.shareText ?? "–",
                estimates?.abandonment?.shareText ?? "–", percent(estimates?.daysOverCap),
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
}
