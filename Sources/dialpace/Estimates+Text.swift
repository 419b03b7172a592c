import DialModel
import DialSimulation
import DialStore

extension Estimates {
    /// The estimates for reading, in 80 columns.
    var text: String {
        var page = Page()
        page.title(experiment.scenario)
        page.line("policy", experiment.policy)
        page.line("seed", "\(experiment.seed)")
        page.line("replications", grouped(replications), replicationRemark)
        if let pilot, pilot < replications {
            page.line("", "", "as many as the spread of the first \(pilot) asked for; ± go by it")
        }
        if replications > 1 { page.line("", "", "counts are of all replications together") }
        if isPartial { page.line("partial", "", partialRemark) }

        page.section("Agents", "")
        page.line("occupancy", percent(occupancy?.mean), occupancy?.reach ?? "")
        page.line("utilisation", percent(utilisation?.mean), utilisation?.reach ?? "")
        page.line(
            "talk per hour", talkMinutesPerHour.map { decimal($0.mean, places: 2) + " min" } ?? "–",
            talkMinutesPerHour?.halfWidth.map { "± \(decimal($0, places: 2)) min" } ?? "")
        page.line(
            "wait for a call", meanAgentWait.map { decimal($0, places: 2) + " s" } ?? "–",
            "idle time for each talk")
        page.line("median", time(agentWait, 0.5))
        page.line("95 %", time(agentWait, 0.95))
        let loggedIn = agentSeconds.reduce(0) { $0 + $1.seconds }
        for (state, seconds) in agentSeconds where seconds > 0 {
            page.line(
                state.name, Duration(drawn: seconds).spelled,
                flushRight(percent(seconds / loggedIn)))
        }

        page.section("People who answered", grouped(answers))
        page.line("served", grouped(served))
        page.line("abandoned", grouped(abandoned))
        page.line("hung up first", grouped(gone), gone > 0 ? "or still waiting at the end" : "")
        page.line("abandonment", percent(abandonment?.mean), abandonment?.reach ?? "")
        page.line("", "", formula)
        page.line("cap", percent(experiment.cap))
        page.line("worst day", percent(worstDay))
        page.line("days over the cap", percent(daysOverCap))
        page.line("worst quarter hour", percent(worstQuarterHour), peakRemark)
        for rule in rules {
            page.line("rule", "", rule.title)
            page.line("", "", rule.formula)
            page.line("cap", percent(rule.cap))
            page.line("worst window", percent(rule.worst), "of \(grouped(rule.windows))")
            page.line("windows over the cap", percent(rule.overCap))
        }
        page.line(
            "answer delay, median", time(answerDelay, 0.5), "pick-up to agent, of those served")
        page.line("95 %", time(answerDelay, 0.95))
        page.line("99 %", time(answerDelay, 0.99))
        page.line("over 2 s", percent(overTwoSeconds))

        page.section("Calls", grouped(dials))
        page.line("hit rate", percent(hitRate), "people / calls")
        page.line("lines used, mean", linesUsed.map { decimal($0, places: 1) } ?? "–")
        page.line(
            "events", grouped(events),
            eventsPerSecond.map { "\(grouped(Int($0.rounded()))) a second" } ?? "")
        return page.text
    }

    private var replicationRemark: String {
        let span = "of \(Duration(nanoseconds: experiment.duration).spelled) each"
        return replications == 1 ? "one replication: no interval" : span + "; ± is a 95 % interval"
    }

    private var peakRemark: String {
        quarterHourPeak.map { "a day's worst is \(percent($0.mean)) on average" } ?? ""
    }

    private var partialRemark: String {
        if isCutShort { return "stopped before any replication was done" }
        return "stopped after \(grouped(replications)) of \(grouped(wanted)) replications"
    }
}

private func time(_ waits: TimeHistogram, _ share: Double) -> String {
    waits.quantile(share).map { decimal($0.seconds, places: 2) + " s" } ?? "–"
}
