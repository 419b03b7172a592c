import DialModel
import DialWorld

extension ScenarioReader {
    /// What happens at one time: settings of the world that are replaced, and what the operator
    /// does.
    struct Event {
        var at: Duration
        var line: Int
        /// nil: one is made of what changes.
        var label: String?
        var settings: [String: Setting] = [:]
        var commands: [OperatorCommand] = []
    }

    /// Reads the events, and puts them in order of time; those of one time stay in the order of the
    /// file.
    func readEvents(_ entry: Entry) -> [Event] {
        guard let items = entry.items else { return [] }
        isEvent = true
        defer { isEvent = false }
        return items.compactMap(readEvent).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    private func readEvent(_ item: Entry) -> Event? {
        if item.isScalar {
            return item.complain("an event is {at: 1h, …}, not a word")
        }
        guard let section = Section(item) else { return nil }
        let at = section.require("at", .time())
        if let at, at > scenario.duration {
            problems.add(
                section.line(of: "at"),
                "at is \(at), after the scenario's end; its duration is \(scenario.duration)")
        }
        var event = Event(at: at ?? .zero, line: item.line)
        event.label = section.read("label", .text)
        settings = [:]
        if let calls = section.section("calls") {
            if let ring = calls.entry("ringTimeout").flatMap({ readRing($0) }) {
                event.commands.append(.ring(ring))
            }
            readCalls(calls)
        }
        if let entry = section.entry("agents") { readAgents(entry) }
        if let entry = section.entry("segments") { readSegmentChanges(entry) }
        readCommands(section, &event)
        event.settings = settings
        let isEmpty = !section.hasOther(than: "at", "label")
        section.close()
        if isEmpty {
            problems.add(
                item.line, "the event changes nothing; add calls, agents, limits or the like")
        }
        return at == nil ? nil : event
    }

    private func readCommands(_ section: Section, _ event: inout Event) {
        func read<Value>(
            _ section: Section, _ key: String, _ form: Form<Value>,
            _ command: (Value) -> OperatorCommand
        ) {
            if let value = section.read(key, form) { event.commands.append(command(value)) }
        }
        if let limits = section.section("limits") {
            read(limits, "lines", .count(0...100_000)) { .lines($0) }
            read(limits, "callsPerSecond", Form.callRate.or("none")) { .callsPerSecond($0) }
            read(limits, "hold", .time()) { .hold($0) }
            if let ring = limits.entry("ring").flatMap({ readRing($0) }) {
                event.commands.append(.ring(ring))
            }
            limits.close()
        }
        read(section, "mode", .simulatedMode) { .mode($0) }
        read(section, "policy", .pacing) { .pacing($0) }
        if let rules = section.section("rules") {
            read(rules, "abandonment", .share()) { .abandonmentCap($0) }
            rules.close()
        }
        read(section, "do", .deed) { $0 }
    }

    /// `{home: {outcomes: …, ring: …}}`.
    private func readSegmentChanges(_ entry: Entry) {
        let names = segments.enumerated().map { ($1.name, $0) }
        if names.isEmpty {
            problems.add(entry.line, "there are no segments; give list: {segments: […]}")
            return
        }
        for item in entry.entries ?? [] {
            let name = Entry(
                name: entry.name, line: item.line, node: .scalar(.init(item.name)),
                problems: problems)
            let place = Form<Int>.oneOf(names, kind: "segment").read(name)
            guard let place, let section = Section(item) else { continue }
            readSegment(section, place)
            section.close()
        }
    }
}
