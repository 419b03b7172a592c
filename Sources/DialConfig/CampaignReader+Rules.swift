import DialModel

extension CampaignReader {
    /// What other sections name: dispositions and recordings. Read before those.
    func readNames(_ top: Section) {
        if let section = top.section("dispositions") {
            for (key, isConnected) in [("connected", true), ("notConnected", false)] {
                for item in section.entry(key)?.items ?? [] {
                    addDisposition(item, connected: isConnected)
                }
            }
            section.close()
        }
        for recording in top.entry("recordings")?.entries ?? [] {
            if lengths[recording.name] == nil { plan.recordings.append(recording.name) }
            let length = Form<Duration>.time(above: .zero).read(recording)
            lengths[recording.name] = length ?? .seconds(1)
        }
        if plan.recordings.count > Int(UInt16.max) {
            problems.add(
                top.line(of: "recordings"),
                "there are \(plan.recordings.count) recordings; at most \(UInt16.max) are allowed")
            plan.recordings.removeSubrange(Int(UInt16.max)...)
        }
        plan.notice.length = lengths["notice"]!
        top.read("notice", into: &plan.notice, as: prompt)
    }

    private func addDisposition(_ item: Entry, connected isConnected: Bool) {
        guard let name = Form<String>.text.read(item) else { return }
        let names = plan.dispositions
        if (isConnected ? names.connected : names.notConnected).count == 64 {
            problems.add(item.line, "\(item.name) has more than 64 dispositions; 64 are allowed")
        } else if names.all.contains(where: { plain(names.name($0)) == plain(name) }) {
            problems.add(item.line, "the disposition \(quoted(name)) is there already")
        } else {
            plan.dispositions.add(name, connected: isConnected)
        }
    }

    /// The name of a recording.
    var prompt: Form<Prompt> {
        .oneOf(
            plan.recordings.indices.map {
                let name = plan.recordings[$0]
                return (name, Prompt(recording: UInt16($0), length: lengths[name]!))
            }, kind: "recording")
    }

    /// The name of an outcome, built in or the campaign's own.
    var outcome: Form<Outcome> {
        let names = plan.dispositions
        return .oneOf(names.all.map { (names.name($0), $0) }, kind: "disposition")
    }

    func readLimits(_ section: Section) {
        section.read("lines", into: &plan.limits.lines, as: .count(1...100_000))
        section.read(
            "callsPerSecond", into: &plan.limits.callsPerSecond, as: Form.callRate.or("none"))
        let minimumRing = section.read("minimumRing", .time())
        plan.limits.minimumRing = minimumRing ?? plan.limits.minimumRing
        section.read("ring", into: &plan.limits.ring, as: ring)
        if !section.has("ring"), minimumRing != nil, plan.limits.minimumRing > plan.limits.ring {
            problems.add(
                section.line(of: "minimumRing"),
                "minimumRing is \(plan.limits.minimumRing), but ring is \(plan.limits.ring); "
                    + "set ring to at least as much")
        }
        section.read("setup", into: &plan.limits.setup, as: .time(above: .zero))
        section.read("screening", into: &plan.limits.screening, as: .time())
        section.read("hold", into: &plan.limits.hold, as: .time())
        section.read("talk", into: &plan.limits.talk, as: .time(above: .zero))
        section.read("wrapUp", into: &plan.limits.wrapUp, as: .time())
        section.read("flow", into: &plan.limits.flow, as: .time(above: .zero))
        section.read("release", into: &plan.limits.release, as: .time(above: .zero))
        section.read("grace", into: &plan.limits.grace, as: .time())
        section.close()
    }

    /// How long a call rings: never less than it must.
    var ring: Form<Duration> {
        let minimum = plan.limits.minimumRing
        return Form.time().checked { ring, entry in
            if ring < minimum {
                return "\(entry.name) is \(ring); at least \(minimum) is required"
            }
            return ring > .zero ? nil : "\(entry.name) is \(ring); more than 0 s is required"
        }
    }

    func readRules(_ top: Section) {
        top.read("pacing", into: &plan.pacing, as: .pacing)
        if let section = top.section("abandonment") {
            section.read("cap", into: &plan.abandonment.cap, as: .share())
            section.close()
        }
        top.read(
            "machine", into: &plan.machine, as: .oneOf([("hangUp", .hangUp), ("agent", .agent)]))
        top.read("screening", into: &plan.screening, as: .yesOrNo)
        if let section = top.section("retry") {
            if let attempts = section.read("attempts", .count(1...1000)) {
                plan.retry.attempts = UInt16(attempts)
            }
            if let entry = section.entry("after") { readRetries(entry) }
            section.close()
        }
        if let section = top.section("preview") {
            section.read("time", into: &plan.preview.time, as: .time(above: .zero))
            section.read(
                "whenTimeRunsOut", into: &plan.preview.whenTimeRunsOut,
                as: .oneOf([("dial", .dial), ("skip", .skip)]))
            section.read(
                "skippedAgainAfter", into: &plan.preview.skippedAgainAfter,
                as: Form.time().or("never"))
            section.close()
        }
    }

    /// The table of waits replaces the usual one: what it does not name is not dialled again.
    private func readRetries(_ entry: Entry) {
        guard let waits = table(entry, outcome, Form<Duration>.time().or("never")) else { return }
        plan.retry.after = waits.compactMapValues { $0 }
    }

    /// A mapping from names of one kind to values of another. A key spelled in two ways is given
    /// twice.
    func table<Key: Hashable, Value>(
        _ entry: Entry, _ keyForm: Form<Key>, _ valueForm: Form<Value>
    ) -> [Key: Value]? {
        guard let entries = entry.entries else { return nil }
        var table: [Key: Value] = [:]
        var isWhole = true
        for item in entries {
            let name = Entry(
                name: entry.name, line: item.line, node: .scalar(.init(item.name)),
                problems: problems)
            let key = keyForm.read(name)
            let value = valueForm.read(item)
            guard let key, let value else {
                isWhole = false
                continue
            }
            if table.updateValue(value, forKey: key) != nil {
                problems.add(item.line, "\(quoted(item.name)) is given twice")
                isWhole = false
            }
        }
        return isWhole ? table : nil
    }

    /// Shares of a whole, which may not exceed it.
    func shares<Key: Hashable>(_ entry: Entry, _ keyForm: Form<Key>) -> [Key: Double]? {
        guard let shares = table(entry, keyForm, .share()) else { return nil }
        let sum = shares.values.sorted().reduce(0, +)
        if sum > 1 + 1e-9 {
            return entry.complain(
                "\(entry.name) sum to \(percent(sum)); at most 100 % is allowed")
        }
        return shares
    }
}

extension Form where Value == Double {
    /// Calls in a second.
    static var callRate: Form { .number(above: 0, atMost: 100_000) }
}

extension Form where Value == Pacing {
    /// `progressive`, `predictive`, `{fixedRatio: 2.5}` or `{predictive: {abandonment: 3%, …}}`.
    static var pacing: Form {
        Form { entry in
            let known = ["predictive", "fixedRatio", "progressive"]
            if entry.isScalar {
                return Form.oneOf([
                    ("predictive", .predictive(PredictiveTarget())), ("progressive", .progressive),
                ]).read(entry)
            }
            guard let entries = entry.entries else { return nil }
            guard let kind = entries.first, entries.count == 1 else {
                return entry.complain("pacing has \(entries.count) policies; exactly 1 is expected")
            }
            switch kind.name {
            case "fixedRatio":
                return Form<Double>.number(atLeast: 0.1, atMost: 100).read(kind).map {
                    .fixedRatio($0)
                }
            case "predictive":
                guard let section = Section(kind) else { return nil }
                var target = PredictiveTarget()
                section.read(
                    "abandonment", into: &target.abandonment, as: .share(above: 0, below: 1))
                section.read("margin", into: &target.margin, as: .number(atMost: 100))
                section.read(
                    "callsPerAgent", into: &target.callsPerAgent,
                    as: .number(atLeast: 1, atMost: 1000))
                section.close()
                return .predictive(target)
            default:
                return kind.complain(
                    "pacing is \(quoted(kind.name)); \(suggestion(for: kind.name, among: known))")
            }
        }
    }
}
