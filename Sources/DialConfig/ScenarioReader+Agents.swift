import DialModel
import DialWorld

extension ScenarioReader {
    /// Reads how many agents there are, in which groups, and how they behave.
    func readAgents(_ entry: Entry) {
        if !entry.isMapping {
            readCount(entry)
            return
        }
        guard let section = Section(entry) else { return }
        let count = section.entry("count")
        let shifts = section.entry("shifts")
        if let count, let shifts {
            problems.add(
                max(count.line, shifts.line), "count and shifts are both given; give one of them")
        }
        if let count { readCount(count) }
        if let shifts { readShifts(shifts) }
        if !isEvent {
            section.read("groups", into: &scenario.plan.groups, as: .groups)
            readNotice(section)
        }
        time(section, "talk", "agents.talk", \.crew.talk)
        time(section, "wrapUp", "agents.wrapUp", \.crew.wrapUp)
        time(section, "preview", "agents.preview", \.crew.preview)
        setting(section, "skips", "agents.skips", .share(), \.crew.skips)
        if let closing = section.section("closing") { readClosing(closing) }
        if let breaks = section.section("breaks") {
            if !isEvent, !breaks.has("every") {
                problems.add(breaks.entry.line, "every is missing")
            }
            time(breaks, "every", "agents.breaks.every", \.crew.workBetweenBreaks, .working)
            time(breaks, "length", "agents.breaks.length", \.crew.breakLength)
            breaks.close()
        }
        setting(
            section, "dispositions", "agents.dispositions", .words(outcome), \.crew.dispositions)
        setting(
            section, "byOutcome", "agents.byOutcome", .handling(outcome), \.crew.byOutcome)
        setting(section, "loginSpread", "agents.loginSpread", .time(), \.crew.loginSpread)
        section.close()
    }

    /// How long before they leave agents are known to.
    private func readNotice(_ section: Section) {
        guard let entry = section.entry("notice"), let notice = Form<Duration>.time().read(entry)
        else { return }
        scenario.plan.leavingNotice = notice
        settings["agents.notice"] = Setting(line: entry.line) { world, _ in
            world.crew.breakNotice = notice
        }
    }

    /// When agents say that a talk is in its closing stage.
    private func readClosing(_ section: Section) {
        if !isEvent, !section.has("lead") {
            problems.add(section.entry.line, "lead is missing")
        }
        time(section, "lead", "agents.closing.lead", \.crew.closingLead)
        setting(section, "share", "agents.closing.share", .share(), \.crew.closingShare)
        setting(section, "falseShare", "agents.closing.falseShare", .share(), \.crew.falseClosings)
        section.close()
    }

    private func readCount(_ entry: Entry) {
        guard let daily = Form<Int>.agents.daily.read(entry) else { return }
        settings["agents.count"] = Setting(line: entry.line, daily) { $0.agents = $1 }
    }

    /// Shifts of every day, `{count: 10, from: 09:00, to: 17:00}`, and shifts of one time,
    /// `{count: 5, at: 2h, for: 90m}`, from so long after the start on, without `for` to the end.
    /// Those at work at one time add up.
    private func readShifts(_ entry: Entry) {
        guard let items = entry.items else { return }
        let shifts = items.map(readShift)
        if shifts.contains(where: { $0 == nil }) { return }
        let all = shifts.compactMap { $0 }
        if all.isEmpty {
            problems.add(entry.line, "shifts are 0; at least 1 is required")
            return
        }
        var setting = Setting(line: entry.line) { world, moment in
            world.agents = all.reduce(0) { $0 + ($1.isAtWork(moment) ? $1.count : 0) }
        }
        for shift in all {
            switch shift.span {
            case .daily(let from, let to): setting.timesOfDay += [from, to]
            case .once(let at, let end): setting.times += [at, end]
            }
        }
        settings["agents.count"] = setting
    }

    private func readShift(_ item: Entry) -> Shift? {
        if item.isScalar {
            return item.complain("a shift is {count: 10, from: 09:00, to: 17:00}, not a word")
        }
        guard let section = Section(item) else { return nil }
        let count = section.require("count", .agents)
        var span: Shift.Span?
        if section.has("at") {
            let at = section.require("at", .time())
            let length = section.read("for", .time(above: .zero))
            if let at { span = .once(at, length.map { at + $0 } ?? Units.longest) }
        } else {
            let from = section.require("from", .timeOfDay)
            let to = section.require("to", .timeOfDay)
            if let from, let to, from == to {
                problems.add(item.line, "the shift goes from \(clock(from)) to \(clock(to))")
            } else if let from, let to {
                span = .daily(from, to)
            }
        }
        section.close()
        guard let count, let span else { return nil }
        return Shift(count: count, span: span)
    }
}

extension Form where Value == Int {
    fileprivate static var agents: Form { .count(0...100_000) }
}

/// So many agents at work for some time.
private struct Shift {
    var count: Int
    var span: Span

    enum Span {
        /// Times of day; the second before the first means over midnight.
        case daily(Duration, Duration)
        /// After the start.
        case once(Duration, Duration)
    }

    func isAtWork(_ moment: Moment) -> Bool {
        let time = moment.timeOfDay
        switch span {
        case .daily(let from, let to) where from < to: return from <= time && time < to
        case .daily(let from, let to): return from <= time || time < to
        case .once(let from, let to): return from <= moment.after && moment.after < to
        }
    }
}
