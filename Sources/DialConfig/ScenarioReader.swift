import DialModel
import DialWorld

/// Reads one scenario file, section by section; `ScenarioReader+….swift` hold the sections.
///
/// A value that is wrong is complained of and its default stays, so that reading goes on.
final class ScenarioReader {
    let root: Entry
    let problems: Problems
    var scenario = Scenario(name: "")
    var timeZone: String?
    /// What the section at hand says of the world, by name.
    var settings: [String: Setting] = [:]
    /// Whether the section at hand is an event's.
    var isEvent = false
    var segments: [World.Segment] = []
    /// How long calls may ring, at first and by events, each with its line.
    var rings: [(time: Duration, entry: Entry)] = []
    /// The limits that the file gives.
    var givenLimits: Set<String> = []

    init(root: Entry) {
        self.root = root
        problems = root.problems
    }

    /// nil when there was a problem.
    func file() -> ScenarioFile? {
        guard let top = Section(root) else { return nil }
        let clock = readHead(top)
        if let entry = top.entry("list") { readList(entry) }
        top.read("retry", into: &scenario.plan.retry, as: .retry(RetryRules(), outcome))
        if top.has("retry"), scenario.list.size == nil {
            problems.add(
                top.line(of: "retry"),
                "retry needs a list that ends; give list: {size: 100000} or remove it")
        }
        if let section = top.section("calls") { readCalls(section) }
        if let entry = top.entry("agents") { readAgents(entry) }
        if let section = top.section("limits") { readLimits(section) }
        readPolicy(top)
        let timeline = Timeline(
            start: scenario.start, duration: scenario.duration, clock: clock, segments: segments,
            settings: settings)
        var events: [Event] = []
        if let entry = top.entry("events") { events = readEvents(entry) }
        top.close()
        checkRings()
        lay(events, on: timeline, top)
        if problems.found.isEmpty, let entry = top.entry("rules") {
            RuleChecks(
                rules: scenario.plan.abandonment, ring: scenario.plan.limits.ring,
                talk: Duration(drawn: scenario.crew.talk.mean)
            ).check(entry, pacing: top.entry("policy"))
        }
        guard problems.found.isEmpty else { return nil }
        return ScenarioFile(scenario: scenario, timeZone: timeZone)
    }

    /// The names of outcomes.
    var outcome: Form<Outcome> { .outcome(of: scenario.plan.dispositions) }

    private func readHead(_ top: Section) -> LocalClock {
        scenario = Scenario(name: top.require("name", .text) ?? "")
        timeZone = top.read("timeZone", .timeZone)
        top.read(
            "start", into: &scenario.start,
            as: .instant(in: timeZone, isZoneGiven: top.has("timeZone")))
        top.read("duration", into: &scenario.duration, as: Form.time(above: .zero).checked(tooLong))
        top.read("warmup", into: &scenario.warmup, as: .time())
        if scenario.warmup >= scenario.duration {
            problems.add(
                top.line(of: "warmup"),
                "warmup is \(scenario.warmup); less than the duration of \(scenario.duration) is "
                    + "required")
        }
        top.read("day", into: &scenario.day, as: .time(atLeast: .minutes(1)))
        top.read("seed", into: &scenario.seed, as: .seed)
        let offset = top.entry("start")?.text.flatMap(writtenOffset)
        let clock = LocalClock(zone: timeZone, offset: offset ?? 0)
        scenario.plan.utcOffset = clock.offset(at: scenario.start)
        return clock
    }

    private func tooLong(_ duration: Duration, _ entry: Entry) -> String? {
        duration > .days(3_660)
            ? "\(entry.name) is \(duration); at most \(Duration.days(3_660)) is allowed" : nil
    }

    private func readPolicy(_ top: Section) {
        top.read("mode", into: &scenario.plan.mode, as: .simulatedMode)
        top.read("policy", into: &scenario.plan.pacing, as: .pacing)
        top.read("machine", into: &scenario.plan.machine, as: .machine)
        top.read(
            "rules", into: &scenario.plan.abandonment,
            as: .rules(cap: "abandonment", usual: AbandonmentRule(cap: 1)))
        top.read("preview", into: &scenario.plan.preview, as: .preview(scenario.plan.preview))
    }
}

extension ScenarioFile {
    fileprivate init(scenario: Scenario, timeZone: String?) {
        self.scenario = scenario
        self.timeZone = timeZone
    }
}

extension Form where Value == DialMode {
    /// A mode in which agents talk to everybody: scenarios have no flows.
    static var simulatedMode: Form {
        .oneOf([DialMode.predictive, .progressive, .preview].map { ($0.name, $0) })
    }
}
