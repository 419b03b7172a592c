import DialModel

extension CampaignReport {
    /// The report as a long table, `section,name,value`: one figure a line, for spreadsheets.
    ///
    /// Spans are seconds, shares are 0...1, figures that do not exist are empty. Lines end in a
    /// line feed.
    public var csv: String {
        var table = Table()
        table.add("campaign", "name", name)
        table.add("campaign", "seed", "\(seed)")
        table.add("campaign", "mode", mode)
        table.add("campaign", "modes", modes.joined(separator: ", "))
        table.add("campaign", "from", from.map(timestamp) ?? "")
        table.add("campaign", "to", to.map(timestamp) ?? "")

        table.add("leads", "total", leads.total)
        table.add("leads", "fresh", leads.fresh)
        table.add("leads", "waiting", leads.waiting)
        table.add("leads", "promised", leads.promised)
        table.add("leads", "in progress", leads.inProgress)
        table.add("leads", "closed", leads.closed)
        table.add("leads", "attempted", leads.attempted)
        table.add("leads", "penetration", penetration)
        table.add("leads", "saturation", saturation)

        table.add("attempts", "total", attempts)
        table.add("attempts", "open", open)
        for outcome in outcomes { table.add("outcomes", outcome.name, outcome.count) }

        for goal in goals {
            table.add("goals", "\(goal.name): \(goal.outcomes.joined(separator: ", "))", goal.count)
            table.add("goals", "\(goal.name): share", goal.share)
        }

        table.add("people", "reached", people)
        table.add("people", "connected", connected)
        table.add("people", "abandoned", abandoned)
        table.add("people", "hit rate", hitRate)
        table.add("people", abandonmentFormula, abandonment)
        table.add("people", "abandonment cap", abandonmentCap)
        if let complaints { table.add("people", "complaints", complaints) }
        if let data {
            table.add("people", "outcomes that need data", data.outcomes)
            table.add("people", "data missing", data.incomplete)
        }
        for figures in rules {
            let title = figures.rule.title
            table.add("rules", "\(title): cap", figures.rule.cap)
            table.add("rules", "\(title): worst window, \(figures.formula)", figures.worst)
            table.add("rules", "\(title): windows over the cap", figures.overCap)
        }

        table.add("answer delay", "count", answerDelay?.count ?? 0)
        table.add("answer delay", "mean", answerDelay?.mean)
        table.add("answer delay", "p50", answerDelay?.p50)
        table.add("answer delay", "p95", answerDelay?.p95)
        table.add("answer delay", "p99", answerDelay?.p99)
        table.add("answer delay", "over 2 s", answerDelay?.overTwoSeconds ?? 0)
        table.add("answer delay", "share over 2 s", answerDelay?.shareOverTwoSeconds)
        table.add("talk", "count", talk?.count ?? 0)
        table.add("talk", "mean", talk?.mean)
        table.add("wrap-up", "count", wrapUp?.count ?? 0)
        table.add("wrap-up", "mean", wrapUp?.mean)

        for time in agentTimes { table.add("agent seconds", time.state.name, time.seconds) }
        table.add("agents", "occupancy", occupancy)
        table.add("agents", "talk minutes per hour", talkMinutesPerHour)
        for skip in skips { table.add("skips", skip.reason, skip.count) }
        if let callbacks {
            table.add("callbacks", "promised", callbacks.promised)
            table.add("callbacks", "kept", callbacks.kept)
            table.add("callbacks", "missed", callbacks.missed)
            for row in callbacks.causes {
                table.add("callbacks", "missed: \(row.cause)", row.count)
            }
            table.add("callbacks", "lateness", callbacks.lateness)
        }
        for refusal in refusals {
            table.add("not dialled", refusal.reason.name, refusal.count)
            table.add("not dialled", "\(refusal.reason.name): leads", refusal.leads)
        }
        for answer in flowAnswers {
            table.add("flow answers", "\(answer.name): \(answer.key)", answer.count)
        }
        for count in answersByHour { table.add("answered by hour", count.hour.name, count.share) }
        for row in cases?.rows ?? [] { table.add("confirmations", row.name, row.value) }
        for row in sources.flatMap(\.rows) { table.add("sources", row.name, row.value) }
        for row in segments.flatMap(\.rows) { table.add("segments", row.name, row.value) }
        return table.text
    }
}

private struct Table {
    var text = "section,name,value\n"

    mutating func add(_ section: String, _ name: String, _ value: String) {
        text += "\(csvField(section)),\(csvField(name)),\(csvField(value))\n"
    }

    mutating func add(_ section: String, _ name: String, _ value: Int) {
        add(section, name, "\(value)")
    }

    mutating func add(_ section: String, _ name: String, _ value: Double?) {
        add(section, name, value.map { "\($0)" } ?? "")
    }

    mutating func add(_ section: String, _ name: String, _ value: Duration?) {
        add(section, name, value.map(exactSeconds) ?? "")
    }
}
