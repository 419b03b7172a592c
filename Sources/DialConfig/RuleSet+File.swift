import DialModel

extension RuleSet {
    /// Reads and checks a rule set: `config/rules/us-tsr.yaml` shows one. Calendars of holidays are
    /// looked for in `holidays/` beside it.
    public static func read(_ path: String) throws(ConfigErrors) -> RuleSet {
        let root = try yamlRoot(fileBytes(path), path: path, as: .ruleSet)
        let problems = root.problems
        guard let top = Section(root) else { throw ConfigErrors(problems.found) }
        let name = top.require("name", .nameOfFile(path))
        let title = top.require("title", .text)
        let sources = top.require("sources", .list(of: .text))
        let checked = top.require(
            "checked", .oneOf(Checked.allCases.map { ($0.rawValue, $0) }))
        var set = RuleSet(
            name: name ?? "", title: title ?? "", sources: sources ?? [],
            checked: checked ?? .memory, path: path)
        if let effective = top.section("effective") {
            set.from = effective.read("from", .day)
            set.until = effective.read("until", .day)
            effective.close()
            if let from = set.from, let until = set.until, until < from {
                problems.add(effective.entry.line, "effective is from \(from) until \(until)")
            }
        }
        set.abandonment = top.read("abandonment", .ruleSet)
        set.minimumRing = top.read("minimumRing", .time(atMost: .minutes(2)))
        set.hold = top.read("hold", .time())
        if let entry = top.entry("hours") {
            let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            set.hours =
                HoursReader(shelf: RuleShelf(folder: folder), source: name).read(entry)?.hours
        }
        set.caps = top.read("caps", .caps) ?? []
        set.quiet = top.read("quiet", .quiet(Dispositions())) ?? QuietTimes()
        set.showsCaller = top.read("callerNumber", .oneOf([("shown", true)])) ?? false
        set.note = top.read("note", .prose)
        top.close()
        guard problems.found.isEmpty else { throw ConfigErrors(problems.found) }
        return set
    }
}

extension Form where Value == CivilDay {
    /// `2026-12-25`.
    static var day: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            return CivilDay(text)
                ?? entry.complain(
                    "\(entry.name) is \(quoted(text)); a date such as 2026-12-25 is expected")
        }
    }
}

extension Form where Value == String {
    /// Some lines, made one.
    static var prose: Form {
        Form { $0.text?.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }
}

extension Form where Value == RuleSet.Abandonment {
    /// `{cap: 3%, window: 30d, falsePositives: counted}`.
    fileprivate static var ruleSet: Form {
        Form { entry in
            guard let section = Section(entry) else { return nil }
            let cap = section.require("cap", .share())
            let window = section.require("window", .window)
            let counts = section.read("falsePositives", .oneOf([("counted", true), ("no", false)]))
            section.close()
            guard let cap, let window else { return nil }
            return RuleSet.Abandonment(
                cap: cap, window: window, countsFalsePositives: counts ?? false)
        }
    }
}
