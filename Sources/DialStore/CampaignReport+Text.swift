import DialModel

extension CampaignReport {
    /// The report for reading, in 80 columns.
    public var text: String {
        var page = Page()
        page.title(name.isEmpty ? "(no campaign)" : name)
        page.line("mode", mode.isEmpty ? "–" : modes.isEmpty ? mode : modes.joined(separator: ", "))
        page.line("seed", "\(seed)")
        if let from, let to {
            page.line("from", moment(from))
            page.line("to", moment(to))
            page.line("span", hours(to - from))
        }

        page.section("Leads", grouped(leads.total))
        page.line("fresh", grouped(leads.fresh))
        page.line("waiting for a retry", grouped(leads.waiting))
        if leads.promised > 0 { page.line("promised a call", grouped(leads.promised)) }
        page.line("in progress", grouped(leads.inProgress), "in a call or in wrap-up")
        page.line("closed", grouped(leads.closed))
        page.line("penetration", percent(penetration), "attempted at least once")
        page.line(
            "saturation", saturation.map { decimal($0, places: 2) } ?? "–", "attempts / leads")

        page.section("Attempts", grouped(attempts))
        for outcome in outcomes {
            let share = Double(outcome.count) / Double(attempts)
            page.line(outcome.name, grouped(outcome.count), flushRight(percent(share)))
        }
        if open > 0 {
            page.line("(open)", grouped(open), "without an end yet: in no other figure")
        }

        writeSources(&page)
        writeSegments(&page)

        page.section("People reached", grouped(people))
        page.line("connected in time", grouped(connected))
        page.line("abandoned", grouped(abandoned))
        page.line("hit rate", percent(hitRate), "people / attempts")
        page.line("abandonment", percent(abandonment), abandonmentFormula)
        if let abandonmentCap { page.line("cap", percent(abandonmentCap)) }
        if let complaints {
            page.line("complaints", grouped(complaints), "numbers that are not called again")
        }
        if let data {
            let share = data.outcomes > 0 ? Double(data.incomplete) / Double(data.outcomes) : 0
            page.line(
                "data missing", grouped(data.incomplete),
                "\(percent(share)) of \(grouped(data.outcomes)) outcomes that need some")
        }
        for figures in rules {
            page.line("rule", "", figures.rule.title)
            page.line("", "", figures.formula)
            page.line("cap", percent(figures.rule.cap))
            page.line("worst window", percent(figures.worst), "of \(grouped(figures.answered))")
            page.line("windows over the cap", grouped(figures.overCap))
        }

        for goal in goals { goal.write(&page, isFirst: goal == goals.first) }
        writeHours(&page)

        page.section("Times", "")
        if let delay = answerDelay {
            page.line(
                "answer delay, mean", DialStore.seconds(delay.mean),
                "pick-up to agent, of those connected")
            page.line("median", DialStore.seconds(delay.p50))
            page.line("95 %", DialStore.seconds(delay.p95))
            page.line("99 %", DialStore.seconds(delay.p99))
            page.line("over 2 s", percent(delay.shareOverTwoSeconds))
        } else {
            page.line("answer delay, mean", "–", "pick-up to agent, of those connected")
        }
        page.line("talk, mean", talk.map { DialStore.seconds($0.mean) } ?? "–")
        page.line("wrap-up, mean", wrapUp.map { DialStore.seconds($0.mean) } ?? "–")

        page.section("Agents", "")
        let loggedIn = agentTimes.reduce(0) { $0 + ($1.state == .loggedOut ? 0 : $1.seconds) }
        for time in agentTimes where time.seconds > 0 && time.state != .loggedOut {
            page.line(
                time.state.name, hours(Duration(drawn: time.seconds)),
                flushRight(percent(time.seconds / loggedIn)))
        }
        page.line("occupancy", percent(occupancy), "talking, wrap-up / those and free")
        page.line(
            "talk per hour", talkMinutesPerHour.map { decimal($0, places: 2) + " min" } ?? "–",
            "of being logged in")

        if !skips.isEmpty {
            page.section("Skipped in preview", grouped(skips.map(\.count).reduce(0, +)))
            for skip in skips { page.line(skip.reason, grouped(skip.count)) }
        }
        if let callbacks {
            page.section("Calls promised", grouped(callbacks.promised))
            let late = callbacks.lateness.map { "\(DialStore.seconds($0)) after their time" }
            page.line("kept", grouped(callbacks.kept), late.map { "on average \($0)" } ?? "")
            let causes = callbacks.causes.map { "\($0.cause) \(grouped($0.count))" }
            page.line("missed", grouped(callbacks.missed), causes.joined(separator: ", "))
            if callbacks.open > 0 { page.line("still to come", grouped(callbacks.open)) }
        }
        cases?.write(&page)
        if !refusals.isEmpty {
            page.section("Not dialled", grouped(refusals.map(\.count).reduce(0, +)))
            for refusal in refusals {
                let leads = refusal.leads == 1 ? "lead" : "leads"
                page.line(
                    refusal.reason.name, grouped(refusal.count),
                    "\(grouped(refusal.leads)) \(leads): \(refusal.reason.meaning)")
            }
        }
        if !flowAnswers.isEmpty {
            page.section("Answers keyed in", grouped(flowAnswers.map(\.count).reduce(0, +)))
            for answer in flowAnswers {
                page.line("\(answer.name): \(answer.key)", grouped(answer.count))
            }
        }
        return page.text
    }
}

/// `2026-01-05 08:00:00 UTC`; the full precision is in the other formats.
private func moment(_ instant: Instant) -> String {
    String(timestamp(instant).prefix(19).map { $0 == "T" ? " " : $0 }) + " UTC"
}
