import DialModel

/// One limit on whom a campaign calls, when and how, and where it comes from.
public struct Bound: Hashable, Sendable {
    /// `hold`, `hours`.
    public var what: String
    /// `at most 2 s`.
    public var value: String
    /// Rule sets, `the campaign`, or `usual` where nobody says it.
    public var from: String
}

extension CampaignReader {
    /// Everything that binds, once the file has been read; empty when it has neither rules nor hours nor
    /// protection.
    func bounds(_ top: Section) -> [Bound] {
        guard ["rules", "hours", "officeHours", "protection"].contains(where: top.has) else {
            return []
        }
        var bounds: [Bound] = []
        func add(_ what: String, _ value: String, _ from: [String]) {
            bounds.append(
                Bound(
                    what: what, value: value,
                    from: from.isEmpty ? "usual" : from.joined(separator: ", ")))
        }
        func owner(_ key: String, of section: String) -> [String] {
            top.entry(section)?.names.contains(key) == true ? ["the campaign"] : []
        }
        for rule in plan.abandonment.all {
            var plainRule = rule
            plainRule.name = nil
            let extra =
                rule.falsePositives > 0
                ? ", with \(percent(rule.falsePositives)) of machines" : ""
            add("abandonment", plainRule.title + extra, sources(of: rule, top))
        }
        let ring = plan.limits.minimumRing
        add(
            "ring", "at least \(ring)",
            sets { $0.minimumRing == ring } + owner("minimumRing", of: "limits"))
        let hold = plan.limits.hold
        add("hold", "at most \(hold)", sets { $0.hold == hold } + owner("hold", of: "limits"))
        for rule in calling.rules { add("hours", rule.text, [rule.source ?? "the campaign"]) }
        if !calling.rules.isEmpty {
            add(
                "unknown zone", calling.unknownZone.map { "as in \($0)" } ?? "not called",
                owner("unknownZone", of: "hours"))
        }
        if let office = calling.office {
            add("office hours", "\(office.hours.text), \(office.zone)", ["the campaign"])
        }
        addProtection(top, add)
        return bounds
    }

    private func addProtection(
        _ top: Section, _ add: (_ what: String, _ value: String, _ from: [String]) -> Void
    ) {
        for cap in plan.calling.caps {
            let theirs = sets { $0.caps.contains(cap) }
            add(
                "attempts", "at most \(cap.text)",
                theirs.isEmpty ? [owner("caps", of: "protection", top)] : theirs)
        }
        addQuiet(top, add)
        for report in doNotCall {
            let beginnings =
                report.beginnings == 0
                ? "" : ", \(counted(report.beginnings, "beginning", "beginnings"))"
            add(
                "do not call", counted(report.numbers, "number", "numbers") + beginnings,
                [report.path])
        }
        let complaints = plan.dispositions.all.filter(plan.calling.complaints.contains)
        if !complaints.isEmpty {
            add(
                "never again",
                "after " + complaints.map(plan.dispositions.name).joined(separator: ", "),
                [owner("complaints", of: "protection", top)])
        }
        if let sharedLedger { add("shared", sharedLedger, ["the campaign"]) }
        if let alert = plan.calling.alert {
            add("alert", alert.text + (alert.pauses ? ": dialing pauses" : ""), ["the campaign"])
        }
        if let caller = plan.callerIdentity { add("caller", caller.text, ["the campaign"]) }
    }

    /// Outcomes after which peace is as long, and for the same reason, are told together.
    private func addQuiet(
        _ top: Section, _ add: (_ what: String, _ value: String, _ from: [String]) -> Void
    ) {
        var groups: [(time: Duration, from: [String], names: [String])] = []
        for outcome in plan.dispositions.all {
            guard let time = plan.calling.quiet[outcome] else { continue }
            let theirs = sets { $0.quiet.table(plan.dispositions)[outcome] == time }
            let from = theirs.isEmpty ? [owner("quiet", of: "protection", top)] : theirs
            let name = plan.dispositions.name(outcome)
            if let place = groups.firstIndex(where: { $0.time == time && $0.from == from }) {
                groups[place].names.append(name)
            } else {
                groups.append((time, from, [name]))
            }
        }
        for group in groups {
            add("quiet", "\(group.time) after \(group.names.joined(separator: ", "))", group.from)
        }
    }

    private func sets(_ isMeant: (RuleSet) -> Bool) -> [String] {
        ruleSets.filter(isMeant).map(\.name)
    }

    /// The rule sets that ask for the same as `rule`, and the campaign if it does.
    private func sources(of rule: AbandonmentRule, _ top: Section) -> [String] {
        let theirs = sets { set in
            guard let their = set.abandonment else { return false }
            let other = AbandonmentRule(
                cap: their.cap, window: their.window,
                falsePositives: their.countsFalsePositives ? rule.falsePositives : 0)
            return implies(rule, other) && implies(other, rule)
        }
        let isOwn = !ruleSets.contains { $0.name == rule.name }
        return theirs + (isOwn && top.has("abandonment") ? ["the campaign"] : [])
    }
}
