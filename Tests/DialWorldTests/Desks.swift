import DialModel
import DialWorld

/// A crew whose time passes when the test says so. It begins at 0 s.
struct Desks {
    var crew: SimulatedCrew
    private(set) var now = Instant.epoch
    private(set) var events: [(at: Instant, event: DeskEvent)] = []

    init(_ plan: CrewPlan, groups: Int = 1, seed: UInt64 = 1) {
        crew = SimulatedCrew(plan: plan, groups: groups, seed: seed)
    }

    mutating func tell(_ agent: Int32, _ cue: AgentCue) {
        crew.take(DeskCue(AgentID(agent), cue), at: now)
    }

    mutating func wait(_ span: Duration) {
        let end = now + span
        while crew.nextEvent <= end {
            now = max(now, crew.nextEvent)
            while let event = crew.pop(by: now) { events.append((now, event)) }
        }
        now = end
    }

    /// What the agent said, each with its second.
    func said(_ agent: Int32) -> [String] {
        events.filter { $0.event.agent.raw == agent }.map {
            "\(Int(($0.at - .epoch).seconds)): \(Self.words($0.event.event))"
        }
    }

    private static func words(_ event: AgentEvent) -> String {
        switch event {
        case .login(let group): "login \(group.raw)"
        case .ready: "ready"
        case .notReady(let reason): "not ready, \(reason.name)"
        case .logout: "logout"
        case .vanished: "vanished"
        case .accept: "accept"
        case .skip: "skip"
        case .closing: "closing"
        case .leaving(let span): "leaving in \(Int(span.seconds))"
        case .hangUp: "hang up"
        case .dispose(_, let outcome): Dispositions().name(outcome)
        case .promise(_, let instant, let isOwn):
            "promise\(isOwn ? " of one's own" : ""), \(Int((instant - .epoch).seconds))"
        case .fill(_, let field, let value): "field \(field.raw) is \(value)"
        case .wrapUpDone(_, .some(let outcome)): "done, \(Dispositions().name(outcome))"
        case .wrapUpDone(_, nil): "done"
        }
    }
}
