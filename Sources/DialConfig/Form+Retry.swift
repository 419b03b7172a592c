import DialModel

extension Form where Value == RetryRules {
    /// `{attempts: 3, after: {busy: 15m, no answer: {best: 3d, wait: 2h}, …}, dayParts: {…}}`.
    ///
    /// The table of waits replaces the usual one: what it does not name is not dialled again.
    static func retry(_ usual: RetryRules, _ outcome: Form<Outcome>) -> Form {
        Form { entry in
            guard let section = Section(entry) else { return nil }
            var rules = usual
            if let attempts = section.read("attempts", .count(1...1000)) {
                rules.attempts = UInt16(attempts)
            }
            section.read("dayParts", into: &rules.dayParts, as: .dayParts)
            let form = Form<RetryWait?>.retryWait(atMost: Int(rules.attempts))
            if let waits = section.entry("after")?.table(outcome, form) {
                rules.after = [:]
                rules.varied = [:]
                for case (let outcome, let wait?) in waits {
                    if wait.kind == .same, wait.attempts == nil {
                        rules.after[outcome] = wait.wait
                    } else {
                        rules.varied[outcome] = wait
                    }
                }
            }
            let waitsForPart = rules.varied.values.contains { $0.kind == .nextDayPart }
            if waitsForPart, rules.dayParts.count < 2 {
                entry.problems.add(
                    section.line(of: "dayParts"),
                    "dayParts is 1; dayPart: next needs at least 2 to choose from")
            }
            section.close()
            return rules
        }
    }
}

extension Form where Value == RetryWait? {
    /// `90m`, `never`, `{wait: 2h, factor: 2, upTo: 2d}`, `{dayPart: next}` or `{best: 3d}`; these with
    /// `wait` and `attempts`.
    fileprivate static func retryWait(atMost most: Int) -> Form {
        Form { entry in
            if !entry.isMapping {
                let time = Form<Duration>.time().or("never").read(entry)
                return time.map { $0.map { RetryWait(.same, wait: $0) } }
            }
            guard let section = Section(entry) else { return nil }
            let before = entry.problems.found.count
            let wait = section.read("wait", .time())
            let attempts = section.read("attempts", .count(1...most))
            let kind = RetryWait.Kind.read(section, wait: wait ?? .zero)
            section.close()
            guard entry.problems.found.count == before else { return nil }
            if wait == nil, kind.needsWait {
                return entry.complain("\(entry.name) has no wait, such as wait: 2h")
            }
            return RetryWait(kind, wait: wait ?? .zero, attempts: attempts.map { UInt16($0) })
        }
    }
}

extension RetryWait.Kind {
    fileprivate var needsWait: Bool {
        switch self {
        case .same, .growing: true
        case .nextDayPart, .best: false
        }
    }

    /// By the key that names it; complains of two.
    fileprivate static func read(_ section: Section, wait: Duration) -> Self {
        let factor = section.read("factor", .number(atLeast: 1, atMost: 100))
        let upTo = section.read("upTo", .time(atLeast: wait))
        let part = section.read("dayPart", .oneOf([("next", true)]))
        let best = section.read("best", .time(above: wait, atMost: .days(14)))
        let given = ["factor", "dayPart", "best"].filter(section.has)
        let entry = section.entry
        if given.count > 1 {
            entry.problems.add(
                entry.line,
                "\(entry.name) has \(given.joined(separator: " and ")); at most one of them is "
                    + "allowed")
        } else if section.has("factor") != section.has("upTo") {
            entry.problems.add(
                entry.line,
                section.has("factor")
                    ? "\(entry.name) has a factor, but no upTo, such as upTo: 2d"
                    : "\(entry.name) has upTo, but no factor, such as factor: 2")
        }
        if let factor, let upTo { return .growing(factor: factor, upTo: upTo) }
        if part != nil { return .nextDayPart }
        return best.map { .best(within: $0) } ?? .same
    }
}

extension Form where Value == [DayPart] {
    /// `{morning: 09:00-12:00, evening: 17:00-20:30}`; in order of time.
    static var dayParts: Form {
        Form { entry in
            guard let entries = entry.entries else { return nil }
            let before = entry.problems.found.count
            let parts = entries.compactMap { item in
                Form<ClockRange>.clockRange.read(item).map { DayPart(item.name, $0) }
            }.sorted { $0.from < $1.from }
            for (one, next) in zip(parts, parts.dropFirst()) where next.from < one.to {
                entry.problems.add(
                    entry.line, "\(entry.name) \(one.name) and \(next.name) overlap")
            }
            if entries.isEmpty { return entry.complain("\(entry.name) is empty; name at least 2") }
            return entry.problems.found.count == before ? parts : nil
        }
    }
}

extension DayPart {
    fileprivate init(_ name: String, _ range: ClockRange) {
        self.init(
            name, from: .seconds(Int64(range.from)), to: .seconds(Int64(range.to)))
    }
}

extension Form where Value == ClockRange {
    /// `09:00-12:00`.
    static var clockRange: Form {
        Form { entry in
            guard let ranges = Form<[ClockRange]>.clockRanges.read(entry) else { return nil }
            if let range = ranges.first, ranges.count == 1 { return range }
            return entry.complain("\(entry.name) is no range; one such as 09:00-12:00 is expected")
        }
    }
}

extension RetryWait {
    /// As a campaign file has it.
    var fileText: String {
        var parts: [String] = []
        func add(_ key: String, _ time: Duration) { parts.append("\(key): \(time.fileText)") }
        switch kind {
        case .same: break
        case .growing(let factor, let upTo):
            parts.append("factor: \(decimal(factor))")
            add("upTo", upTo)
        case .nextDayPart: parts.append("dayPart: next")
        case .best(let within): add("best", within)
        }
        if kind == .same || wait > .zero { add("wait", wait) }
        if let attempts { parts.append("attempts: \(attempts)") }
        return "{\(parts.joined(separator: ", "))}"
    }
}

extension Duration {
    /// In hours where that is whole.
    fileprivate var fileText: String {
        let hour = Duration.hours(1).nanoseconds
        return nanoseconds % hour == 0 ? "\(nanoseconds / hour)h" : "\(decimal(seconds))s"
    }
}
