import DialModel
import DialWorld

extension ScenarioReader {
    /// Changes of the world that a scenario may have; each holds a whole world.
    private static let mostChanges = 100_000

    /// Makes the scenario's world of what was read.
    func lay(_ events: [Event], on base: Timeline, _ top: Section) {
        // Where something is wrong already, what follows from it need not be told.
        guard problems.found.isEmpty else { return }
        var timeline = base
        var commands: [PlannedChange] = []
        for event in events {
            let era = timeline.eras.count - 1
            for name in timeline.enter(event.settings, at: event.at) {
                let key = name.split(separator: ".").last ?? ""
                problems.add(
                    event.settings[name]?.line,
                    "\(key) has times, but there is no \(key) before it; give a distribution")
            }
            commands += event.commands.map { PlannedChange(at: event.at, command: $0) }
            let text =
                event.label
                ?? changes(
                    from: timeline.world(at: event.at, era: era),
                    to: timeline.world(at: event.at, era: era + 1), event.commands)
            scenario.marks.append(Scenario.Mark(at: event.at, text: text))
        }
        guard let points = timeline.points(most: Self.mostChanges) else {
            problems.add(
                top.line(of: "duration"),
                "the world changes more than \(grouped(Self.mostChanges)) times; make duration "
                    + "shorter, or give fewer times of day")
            return
        }
        let worlds = points.map { timeline.world(at: $0.at, era: $0.era) }
        check(worlds, timeline, top)
        raiseLimits(for: worlds)
        scenario.carrier = worlds[0].whole
        scenario.crew = worlds[0].crew
        scenario.plan.agents = worlds[0].agents
        if !givenLimits.contains("lines") { scenario.plan.limits.lines = worlds[0].carrier.lines }
        if !givenLimits.contains("callsPerSecond") {
            scenario.plan.limits.callsPerSecond = worlds[0].carrier.callsPerSecond
        }
        checkReach(worlds, top)
        addChanges(points.map(\.at), worlds, &commands)
        scenario.plan.changes = commands.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// What could not be counted to its end, or would never come to it.
    private func checkReach(_ worlds: [World], _ top: Section) {
        let agents = worlds.map(\.agents).max() ?? 0
        if let excess = scenario.excess(agents: agents, lines: scenario.plan.limits.lines) {
            problems.add(top.has("duration") ? top.line(of: "duration") : nil, excess)
        }
        if scenario.list.size == nil, worlds.contains(where: { $0.standsStill(scenario.plan) }) {
            problems.add(
                top.has("calls") ? top.line(of: "calls") : nil,
                "no call takes any time, from dialling to wrap-up, so that the scenario would never "
                    + "end; give setup, ring, failure or talk more than 0 s, or callsPerSecond")
        }
    }

    /// What differs from one point to the next.
    private func addChanges(
        _ times: [Duration], _ worlds: [World], _ commands: inout [PlannedChange]
    ) {
        var carrier = scenario.carrier
        for (place, at) in times.enumerated().dropFirst() {
            let (world, before) = (worlds[place], worlds[place - 1])
            let whole = world.whole
            let change = WorldChange(
                at: at, carrier: whole == carrier ? nil : whole,
                crew: world.crew == before.crew ? nil : world.crew)
            if change.carrier != nil || change.crew != nil { scenario.changes.append(change) }
            carrier = whole
            if world.agents != before.agents {
                commands.append(PlannedChange(at: at, command: .agents(world.agents)))
            }
        }
    }

    /// What no section can tell by itself.
    private func check(_ worlds: [World], _ timeline: Timeline, _ top: Section) {
        if worlds.allSatisfy({ $0.agents == 0 }) {
            let line = timeline.eras[0].settings["agents.count"]?.line
            problems.add(line, "agents are 0; at least 1 is required")
        }
        let errors: [(String, (CarrierPlan) -> Double)] = [
            ("personTakenForMachine", { $0.personTakenForMachine }),
            ("machineTakenForPerson", { $0.machineTakenForPerson }),
        ]
        for (name, share) in errors {
            let most = worlds.map { share($0.carrier) + $0.carrier.notSure }.max() ?? 0
            guard most > 1 + 1e-9 else { continue }
            problems.add(
                timeline.eras[0].settings["calls.screening.\(name)"]?.line
                    ?? top.line(of: "calls"),
                "\(name) and notSure sum to \(percent(most)); at most 100 % is allowed")
        }
    }
}
