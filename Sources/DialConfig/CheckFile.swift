import DialModel
import DialPorts
import DialWorld

/// What ``checkFile(_:)`` found.
public struct CheckResult: Hashable, Sendable {
    public var path: String
    /// What the file holds, in one line; nil when that cannot be said.
    public var summary: String?
    /// What keeps the file from being used.
    public var problems: [ConfigProblem]
    /// The first 100 rows that would be passed over: of its leads, and of its numbers not to be called.
    public var rejections: [ConfigProblem]
    /// What binds a campaign, when it says anything of whom it calls and when.
    public var bounds: [Bound] = []
    /// Which ones a campaign goes by, in its order.
    public var presets: [Preset] = []
    /// What is allowed, and hardly meant: leads that no hour is left for, or of no segment.
    public var warnings: [String] = []

    /// Whether the file can be used.
    public var isGood: Bool { problems.isEmpty }
}

/// Checks a campaign file, and the lead file that it names, a scenario file, a rule set, a calendar of
/// holidays, a preset, a tone plan or a lead file. Writes nothing.
///
/// Whether it holds leads, the name says (`.yaml`, `.yml`; `.csv`, `.tsv`, `.txt`, `.jsonl`, `.ndjson`), else
/// the first line. A YAML file is a scenario when more of its keys are a scenario's own (`calls`, `policy`,
/// `warmup`, `day`, `list`, `rules` that are no names) than a campaign's (`leads`, `trunk`, `pacing`, …);
/// rule sets have `title`, `sources` and `checked`, calendars `days`, presets `for` and `purpose`, tone plans `tones`.
///
/// - Parameter numbers: tells valid telephone numbers; nil: those of a lead file are only read.
public func checkFile(_ path: String, numbers: (any NumberPlans)? = nil) -> CheckResult {
    do throws(ConfigErrors) {
        if try isLeadFile(path) { return checkLeads(LeadFilePlan(path: path), numbers) }
        let bytes = try fileBytes(path)
        switch try FileKind(of: yamlRoot(bytes, path: path)) {
        case .scenario:
            let scenario = try ScenarioFile(bytes: bytes, path: path).scenario
            return CheckResult(
                path: path, summary: summary(scenario), problems: [], rejections: [])
        case .ruleSet:
            let set = try RuleSet.read(path)
            return CheckResult(
                path: path, summary: "rule set \(set.name), \(set.effective)", problems: [],
                rejections: [])
        case .calendar:
            let calendar = try HolidayCalendar.read(path)
            let days = counted(calendar.holidays.count, "holiday", "holidays")
            return CheckResult(
                path: path, summary: "calendar \(calendar.name), \(days)", problems: [],
                rejections: [])
        case .preset:
            let preset = try Preset.read(path)
            return CheckResult(
                path: path, summary: "preset \(preset.name), \(preset.title)", problems: [],
                rejections: [])
        case .tonePlan:
            let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            let plan = try ToneShelf(folders: [folder] + ToneShelf.usualFolders).plan(at: path)
            let tones = counted(plan.tones.count, "tone", "tones")
            return CheckResult(
                path: path, summary: "tone plan of \(plan.name), \(tones)", problems: [],
                rejections: [])
        case .toneSources:
            let sources = counted(try ToneSource.read(path).count, "source", "sources")
            return CheckResult(
                path: path, summary: "\(sources) of tone plans", problems: [], rejections: [])
        case .campaign, nil: break
        }
        let campaign = try CampaignFile(bytes: bytes, path: path, numbers: numbers)
        var result = CheckResult(
            path: path, summary: summary(campaign.plan), problems: [], rejections: [])
        result.bounds = campaign.bounds
        result.presets = campaign.presets
        result.rejections = campaign.doNotCall.flatMap(\.rejections)
        if let plan = campaign.leads {
            var tally = LeadTally(for: campaign)
            let leads = checkLeads(plan, numbers) { tally.add($0) }
            result.problems = leads.problems
            result.warnings =
                tally.warnings() + uncalled(campaign, tally.zones)
            // A number that is to be called by nobody, and cannot be read, is the graver fault.
            result.rejections = Array((result.rejections + leads.rejections).prefix(100))
            if let found = leads.summary { result.summary! += ", \(found)" }
        } else {
            result.summary! += ", no lead file: give one with --leads"
        }
        result.warnings += campaign.unservedSegments + [campaign.secretFault].compactMap(\.self)
        return result
    } catch {
        return CheckResult(path: path, summary: nil, problems: error.problems, rejections: [])
    }
}

private func isLeadFile(_ path: String) throws(ConfigErrors) -> Bool {
    let name = path.lowercased()
    if [".csv", ".tsv", ".txt", ".jsonl", ".ndjson"].contains(where: name.hasSuffix) {
        return true
    }
    if [".yaml", ".yml"].contains(where: name.hasSuffix) { return false }
    let line = try CSVReader(InputFile(path)).lineAhead
    if line.first == UInt8(ascii: "{") { return true }
    return !line.contains(UInt8(ascii: ":")) && line.first != UInt8(ascii: "#")
}

private func checkLeads(
    _ plan: LeadFilePlan, _ numbers: (any NumberPlans)?, batch: (LeadFile.Batch) -> Void = { _ in }
) -> CheckResult {
    var result = CheckResult(path: plan.path, summary: nil, problems: [], rejections: [])
    do throws(ConfigErrors) {
        let file = try LeadFile(plan, numbers: numbers, rejects: .counted)
        while let next = try file.next() { batch(next) }
        result.rejections = Array((file.rejections + file.leftOutFirst).inLineOrder.prefix(100))
        result.summary = counted(file.accepted, "lead", "leads")
        let leftOut = file.leftOut.values.reduce(0, +)
        if leftOut > 0 { result.summary! += ", \(counted(leftOut, "number", "numbers")) left out" }
        if file.rejected > 0 {
            result.summary! += ", \(counted(file.rejected, "row", "rows")) rejected"
        }
        if file.accepted == 0 {
            result.problems.append(
                ConfigProblem(path: plan.path, line: nil, text: "there is no lead in the file"))
        }
    } catch {
        result.problems = error.problems
    }
    return result
}

/// - Parameter zones: how many leads are in each.
private func uncalled(_ campaign: CampaignFile, _ zones: [String: Int]) -> [String] {
    let calling = campaign.calling
    // Without a start it may be run on any day.
    let start = campaign.start ?? CampaignFile.usualStart
    let length = campaign.start == nil ? nil : campaign.plan.duration
    let inOrder = zones.sorted { $0.key < $1.key }
    let times = calling.hours(in: inOrder.map(\.key), from: start, for: length)
    return calling.uncalled(
        zip(inOrder, times).map { ($0.key, $0.value, $1) }, from: start, for: length)
}

private func summary(_ plan: CampaignPlan) -> String {
    var parts = [
        "campaign '\(plan.name)'", plan.mode.name, counted(plan.agents, "agent", "agents"),
    ]
    if let flow = plan.flow { parts.append(counted(flow.nodes.count, "flow node", "flow nodes")) }
    return parts.joined(separator: ", ")
}

private func summary(_ scenario: Scenario) -> String {
    var parts = ["scenario '\(scenario.name)'"]
    if scenario.plan.mode == .predictive {
        parts.append(scenario.plan.pacing.name)
    } else {
        parts.append(scenario.plan.mode.name)
    }
    parts.append(counted(scenario.plan.agents, "agent", "agents"))
    parts.append(scenario.duration.spelled)
    if let size = scenario.list.size { parts.append(counted(size, "lead", "leads")) }
    if !scenario.marks.isEmpty { parts.append(counted(scenario.marks.count, "event", "events")) }
    return parts.joined(separator: ", ")
}
