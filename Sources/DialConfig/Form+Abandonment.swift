import DialModel

extension Form where Value == AbandonmentRules {
    /// One rule, `{cap: 3%, window: day, work: 8h}`, or a list of up to four that hold at once.
    ///
    /// - Parameters:
    ///   - cap: what the cap is called; in a list every rule must have one.
    ///   - usual: what a rule alone is taken to say where it does not say it.
    static func rules(cap: String, usual: AbandonmentRule) -> Form {
        Form { entry in
            if !entry.isList {
                guard let section = Section(entry) else { return nil }
                return rule(section, cap: cap, usual: usual).map { AbandonmentRules($0) }
            }
            guard let items = entry.items else { return nil }
            if !(1...AbandonmentRules.most).contains(items.count) {
                return entry.complain(
                    "\(entry.name) has \(items.count) rules; 1 to \(AbandonmentRules.most) are "
                        + "allowed at once")
            }
            let rules = items.map { item -> AbandonmentRule? in
                guard let section = Section(item) else { return nil }
                if !section.has(cap) { problem(item, "\(cap) is missing") }
                return rule(section, cap: cap, usual: usual)
            }
            let named = zip(items, rules).compactMap { item, rule in
                rule?.name.map { (item, $0) }
            }
            for (place, (item, name)) in named.enumerated() {
                guard let (first, _) = named[..<place].first(where: { plain($0.1) == plain(name) })
                else { continue }
                problem(
                    item,
                    "the rule \(quoted(name)) is given twice; the first is in line \(first.line)")
            }
            return rules.contains { $0 == nil } ? nil : AbandonmentRules(rules.compactMap { $0 })
        }
    }

    private static func problem(_ entry: Entry, _ text: String) {
        entry.problems.add(entry.line, text)
    }

    private static func rule(
        _ section: Section, cap: String, usual: AbandonmentRule
    ) -> AbandonmentRule? {
        var rule = usual
        section.read(cap, into: &rule.cap, as: .share())
        section.read("window", into: &rule.window, as: .window)
        rule.work = section.read("work", .time(above: .zero))
        rule.name = section.read("name", .text)
        section.read("falsePositives", into: &rule.falsePositives, as: .share())
        section.close()
        if let work = rule.work, let length = rule.window.length, work > length {
            section.entry.problems.add(
                section.line(of: "work"),
                "work is \(work); at most \(length), the window, is allowed")
        }
        return rule
    }
}

/// What rules on abandoned people must agree with.
struct RuleChecks {
    let rules: AbandonmentRules
    /// How long a call rings before it is given up, and how long a talk takes on average.
    let ring: Duration
    let talk: Duration

    /// `3 min 31 s`, rounded up.
    private func whole(_ span: Duration) -> String {
        Duration.seconds(Int64(span.seconds.rounded(.up))).spelled
    }

    /// Complains of a window in which no call has room, and of an aim looser than the first rule.
    ///
    /// - Parameters:
    ///   - entry: the rules.
    ///   - pacing: the policy.
    func check(_ entry: Entry, pacing: Entry?) {
        let items = entry.isList ? entry.items ?? [] : [entry]
        for (item, rule) in zip(items, rules.all) {
            guard let length = rule.window.length, length < ring + talk else { continue }
            entry.problems.add(
                line(of: "window", in: item),
                "window is \(length); at least \(whole(ring + talk)) is required: a call may ring for "
                    + "\(whole(ring)), and a talk takes \(whole(talk)) on average")
        }
        guard let pacing, let aim = Self.aim(pacing), let value = aim.text.flatMap(shareIfAny),
            value > rules.first.cap, let first = items.first
        else { return }
        entry.problems.add(
            aim.line,
            "abandonment is \(percent(value)); at most \(percent(rules.first.cap)), the cap in line "
                + "\(first.line), is allowed")
    }

    private func line(of key: String, in item: Entry) -> Int {
        item.entries?.first { $0.name == key }?.line ?? item.line
    }

    private func shareIfAny(_ text: String) -> Double? { try? Units.share(text) }

    /// `abandonment` in `{predictive: {abandonment: 3%}}`, or in a policy with a goal.
    static func aim(_ pacing: Entry) -> Entry? {
        guard pacing.isMapping, let kind = pacing.entries?.first, kind.isMapping,
            plain(kind.name) == "predictive" || PacingGoal.example(named: kind.name) != nil
        else { return nil }
        return kind.entries?.first { $0.name == "abandonment" }
    }
}
