import DialModel

extension CampaignReader {
    /// Reads who may be called, and when. The rule sets have been read before.
    func readCalling(_ top: Section) {
        let shelf = RuleShelf(beside: problems.path)
        calling.rules = ruleSets.compactMap(\.hours)
        plan.calling.caps = bound([])
        plan.calling.quiet = bound(QuietTimes())
        if let entry = top.entry("hours") {
            let reader = HoursReader(shelf: shelf, others: ["unknownZone"])
            if let (hours, others) = reader.read(entry) {
                if let zone = others["unknownZone"] {
                    calling.unknownZone = Form<String>.timeZone.read(zone)
                }
                if let hours { calling.rules.append(hours) }
                if calling.rules.isEmpty {
                    problems.add(
                        entry.line,
                        "hours say only where leads are of whom it is not known; add days, such as "
                            + "mon-fri: 09:00-20:00, or rules that have hours")
                }
            }
        }
        if let weekFault {
            problems.add(top.line(of: top.has("hours") ? "hours" : "rules"), weekFault)
        }
        if let entry = top.entry("officeHours") {
            let hours = HoursReader(shelf: shelf).read(entry)?.hours
            if let timeZone, let hours {
                calling.office = CallingPlan.OfficeHours(hours: hours, zone: timeZone)
            } else if !top.has("timeZone") {
                problems.add(
                    entry.line,
                    "officeHours go by the campaign's own clock; say which with timeZone, such as "
                        + "America/New_York")
            }
        }
        if let section = top.section("protection") { readProtection(section) }
    }

    /// Hours that shut each other out leave nobody to call.
    var weekFault: String? {
        let open = Weekday.allCases.contains { day in
            !calling.rules.reduce([ClockRange.day]) {
                $0.intersection($1.week[day.rawValue])
            }.isEmpty
        }
        if open { return nil }
        let names = calling.rules.map { $0.source ?? "the campaign" }
        return "the hours of \(names.joined(separator: ", ")) together leave no time in the week"
    }

    private func readProtection(_ section: Section) {
        plan.calling.caps = bound(section.read("caps", caps) ?? [])
        plan.calling.quiet = bound(section.read("quiet", quiet) ?? QuietTimes())
        plan.calling.complaints = Set(section.read("complaints", .list(of: outcome)) ?? [])
        if let entry = section.entry("alert") { readAlert(entry) }
        if let entry = section.entry("doNotCall") { readDoNotCall(entry) }
        if let entry = section.entry("shared"), let name = Form<String>.text.read(entry) {
            sharedLedger = resolved(name, beside: entry.path)
            plan.calling.isShared = true
        }
        section.read(
            "guaranteedAgent", into: &plan.calling.keepsAgentAfterAbandonment, as: .yesOrNo)
        section.close()
        if plan.calling.keepsAgentAfterAbandonment,
            plan.calling.quiet[.connected(.abandoned)] == nil
        {
            problems.add(
                section.line(of: "guaranteedAgent"),
                "guaranteedAgent is for the quiet time after an abandoned call; give quiet an entry "
                    + "abandoned, such as 72h, or rules that have one")
        }
    }

    /// Reads numbers as those of the leads are.
    var numberReader: NumberReader { NumberReader(leads ?? LeadFilePlan(path: ""), numbers) }

    private func readDoNotCall(_ entry: Entry) {
        var files = NumberFiles(numberReader)
        for item in entry.items ?? [] {
            guard let name = Form<String>.text.read(item), !skipsLists else { continue }
            do throws(ConfigErrors) {
                try files.read(resolved(name, beside: item.path))
            } catch {
                for problem in error.problems {
                    problems.add(
                        item.line,
                        "doNotCall: \(problem)")
                }
            }
        }
        doNotCall = files.reports
        plan.calling.doNotCall = files.take()
    }
}
