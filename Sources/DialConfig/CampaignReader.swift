import DialModel
import DialPorts
import DialWorld
import Foundation

/// Reads one campaign file, section by section; `CampaignReader+….swift` hold the sections.
///
/// A value that is wrong is complained of and its default stays, so that reading goes on.
final class CampaignReader {
    let root: Entry
    let problems: Problems
    var plan = CampaignPlan(name: "", mode: .predictive)
    var carrier = CarrierPlan()
    var crew = CrewPlan()
    var leads: LeadFilePlan?
    var start: Instant?
    var timeZone: String?
    var seed: UInt64?
    var calling = CallingPlan()
    var segments: [SegmentPlan] = []
    var groups: [GroupPlan] = []
    /// Which agents are the campaign's: those of groups for this project.
    var project = ""
    /// The rules that the campaign follows, in its order.
    var ruleSets: [RuleSet] = []
    var doNotCall: [NumberFileReport] = []
    var sharedLedger: String?
    /// Whether ``doNotCall`` is left unread.
    var skipsLists = false
    var masking = Masking()
    var connector: ConnectorPlan?
    /// Presets that hold beside those the campaign names, by their paths.
    var presetPaths: [String] = []
    /// What the campaign goes by where it says nothing itself.
    var presets: [Preset] = []
    /// Whether one of them could not be read.
    var lacksPreset = false
    /// How long each recording is.
    var lengths = ["notice": Duration.seconds(6)]
    /// Where the number of agents stands.
    var agentsLine: Int?
    /// Whether there is a flow, right or wrong.
    var isFlowGiven = false

    /// Knows the numbering plans; nil: numbers are taken as they stand.
    let numbers: (any NumberPlans)?

    init(root: Entry, numbers: (any NumberPlans)?) {
        self.root = root
        self.numbers = numbers
        problems = root.problems
    }

    /// nil when there was a problem.
    func file() -> CampaignFile? {
        guard let top = topSection() else { return nil }
        readHead(top)
        readNames(top)
        if let section = top.section("goal") { readGoal(section) }
        readRuleSets(top)
        if let section = top.section("trunk") { readTrunk(section) }
        setAtHomeClock()
        // The campaign uses what its trunk has, unless it says otherwise.
        plan.limits.lines = carrier.lines
        plan.limits.callsPerSecond = carrier.callsPerSecond
        if let section = top.section("limits") { readLimits(section) }
        readRules(top)
        if let section = top.section("callbacks") { readCallbacks(section) }
        if let section = top.section("confirmation") { readConfirmation(section) }
        if let section = top.section("connect") { readConnect(section) }
        if let entry = top.entry("agents") { readAgents(entry) }
        readCalling(top)
        readCaller(top)
        if let section = top.section("routing") { readRouting(section) }
        if let entry = top.entry("segments") { readSegments(entry) }
        leads?.take(segments)
        if let entry = top.entry("sequence") { readSequence(entry) }
        isFlowGiven = top.has("flow")
        if let entry = top.entry("flow") { readFlow(entry) }
        if let entry = top.entry("events") { readEvents(entry) }
        if let section = top.section("masking") { readMasking(section) }
        if let section = top.section("record") {
            section.read("decisions", into: &plan.recordsDecisions, as: .yesOrNo)
            section.close()
        }
        top.close()
        checkWhole(top)
        guard problems.found.isEmpty else { return nil }
        var file = CampaignFile(plan: plan)
        file.carrier = carrier
        file.crew = crew
        file.leads = leads
        file.start = start
        file.timeZone = timeZone
        file.seed = seed
        file.calling = calling
        file.segments = segments
        file.bounds = bounds(top)
        file.doNotCall = doNotCall
        file.sharedLedger = sharedLedger
        file.masking = masking
        file.connector = connector
        file.presets = presets
        return file
    }

    private func readHead(_ top: Section) {
        let name = top.require("name", .text) ?? ""
        // A preset that could not be read may have had it.
        let mode =
            (lacksPreset ? top.read("mode", .mode) : top.require("mode", .mode)) ?? .predictive
        plan = CampaignPlan(name: name, mode: mode)
        project = top.read("project", .text) ?? name
        seed = top.read("seed", .seed)
        timeZone = top.read("timeZone", .timeZone)
        start = top.read("start", .instant(in: timeZone, isZoneGiven: top.has("timeZone")))
        let offset = start == nil ? nil : top.entry("start")?.text.flatMap(writtenOffset)
        let present = Instant.epoch + Duration(drawn: Date().timeIntervalSince1970)
        plan.utcOffset = LocalClock(zone: timeZone, offset: offset ?? 0)
            .offset(at: start ?? present)
        plan.duration = top.read("duration", .time(above: .zero))
        if let entry = top.entry("leads") { leads = Form.leads.read(entry) }
    }

    private func readCallbacks(_ section: Section) {
        section.read("tolerance", into: &plan.callbacks.tolerance, as: .time(above: .zero))
        section.read("ownAgent", into: &plan.callbacks.ownAgent, as: .time())
        let rules = plan.callbacks
        if rules.ownAgent > rules.tolerance {
            section.entry("ownAgent").map {
                problems.add(
                    $0.line,
                    "ownAgent is \(rules.ownAgent); at most the tolerance, \(rules.tolerance), is allowed"
                )
            }
        }
        section.close()
    }

    /// What no section can tell by itself.
    private func checkWhole(_ top: Section) {
        if problems.found.isEmpty, let entry = top.entry("abandonment") {
            RuleChecks(
                rules: plan.abandonment, ring: plan.limits.ring,
                talk: Duration(drawn: crew.talk.mean)
            ).check(entry, pacing: top.entry("pacing"))
        }
        checkLines(top)
        let transfers = plan.flow?.transfers ?? false
        if plan.mode == .automatic, !isFlowGiven {
            problems.add(
                top.line(of: "mode"), "mode is automatic, but there is no flow; add one")
        }
        if plan.agents == 0, plan.mode != .automatic || transfers {
            problems.add(
                agentsLine ?? top.line(of: "agents"),
                "agents are 0; at least 1 is required"
                    + (transfers && plan.mode == .automatic ? ", as the flow transfers" : ""))
        }
    }
}

extension CampaignReader {
    /// A campaign that has lost all its lines for good, and no end of its own, would wait for ever.
    private func checkLines(_ top: Section) {
        var lines = plan.limits.lines
        for case .lines(let count) in plan.changes.map(\.command) { lines = count }
        if lines == 0, plan.duration == nil {
            problems.add(
                top.line(of: "events"),
                "lines are 0 after the last event; give some back later, or the campaign a duration"
            )
        }
    }
}

extension Form where Value == DialMode {
    static var mode: Form { .oneOf(DialMode.allCases.map { ($0.name, $0) }) }
}

extension Form where Value == UInt64 {
    static var seed: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            guard text.utf8.allSatisfy({ (48...57).contains($0) }), let seed = UInt64(text) else {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); a whole number from 0 to \(UInt64.max) "
                        + "is expected")
            }
            return seed
        }
    }
}

extension Form where Value == LeadFilePlan {
    /// `people.csv`, or `{file: people.csv, number: phone, …}`.
    static var leads: Form {
        Form { entry in
            if entry.isScalar {
                return Form<String>.text.read(entry).map {
                    LeadFilePlan(path: resolved($0, beside: entry.problems.path))
                }
            }
            guard let section = Section(entry) else { return nil }
            let file = section.require("file", .text)
            let number = section.read("number", .text)
            let name = section.read("name", .text)
            let timeZone = section.read("timeZone", .text)
            let segment = section.read("segment", .text)
            let source = section.read("source", .text)
            let worth = section.read("worth", .calculation)
            let phones = section.read("phones", .phones)
            if phones != nil, number != nil {
                entry.problems.add(
                    section.line(of: "number"), "number and phones are given; only one is allowed")
            }
            let countryCode = section.read("countryCode", .countryCode)
            let country = section.read("country", .country)
            if let countryCode, let country, let code = CallingCodes.code(of: country),
                code != countryCode
            {
                entry.problems.add(
                    section.line(of: "country"),
                    "country is \(country), whose numbers begin with +\(code); "
                        + "countryCode is \(countryCode)")
            }
            let check = section.read(
                "numbers", .oneOf(LeadFilePlan.NumberCheck.allCases.map { ($0.rawValue, $0) }))
            section.close()
            guard let file else { return nil }
            var plan = LeadFilePlan(
                path: resolved(file, beside: entry.problems.path), number: number, name: name,
                timeZone: timeZone, segment: segment, countryCode: countryCode, country: country)
            if let check { plan.numbers = check }
            plan.source = source
            plan.phones = phones ?? []
            plan.worth = worth.map {
                PlacedExpression(
                    name: "worth", expression: $0, path: entry.problems.path,
                    line: section.line(of: "worth"))
            }
            return plan
        }
    }
}

extension Form where Value == UInt64 {
    /// `1`, `36` or `+36`: up to 3 digits, the first not 0 (ITU-T E.164).
    static var countryCode: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
            guard (1...3).contains(digits.utf8.count), digits.first != "0",
                digits.utf8.allSatisfy({ (48...57).contains($0) }), let code = UInt64(digits)
            else {
                return entry.complain(
                    "\(entry.name) is \(quoted(text)); 1 to 3 digits such as 1 or 36 are expected")
            }
            return code
        }
    }
}

extension Form where Value == String {
    /// A country by its two letters, ISO 3166-1 alpha-2: `US`, `HU`.
    static var country: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            let name = text.uppercased()
            if CallingCodes.code(of: name) != nil { return name }
            let hint =
                name == "UK" ? "did you mean GB?" : "two letters such as US or HU are expected"
            return entry.complain("\(entry.name) is \(quoted(text)), which is no country; \(hint)")
        }
    }
}
