import DialModel

extension Form where Value == Double {
    /// Calls in a second.
    static var callRate: Form { .number(above: 0, atMost: 100_000) }
}

extension Pacing {
    /// Of all policies, as files have them.
    static let names =
        ["predictive"] + PacingGoal.examples.map(\.kind) + ["fixedRatio", "progressive"]
        + Peer.allCases.map(\.rawValue)
}

extension Form where Value == Pacing {
    /// `progressive`, `predictive`, `{predictive: {abandonment: 3%, …}}`, `{fixedRatio: 2.5}`,
    /// `{fixedRatio: {ratio: 3, busy: 0.0645}}`, or a peer.
    static var pacing: Form {
        Form { entry in
            if entry.isScalar {
                guard let text = entry.text else { return nil }
                switch plain(text) {
                case "predictive": return .predictive(PredictiveTarget())
                case "progressive": return .progressive
                case "fixedratio":
                    return entry.complain(
                        "\(entry.name) is fixedRatio without its ratio; write {fixedRatio: 2.5}")
                default:
                    if let goal = PacingGoal.example(named: text) {
                        return entry.complain(
                            "\(entry.name) is \(goal.kind) without its \(goal.parameter.name); "
                                + "write {\(goal.kind): \(goal.text)}")
                    }
                    if let peer = Peer(named: text) { return .peer(PeerPacing(peer)) }
                    return unknown(text, entry)
                }
            }
            guard let entries = entry.entries else { return nil }
            guard let kind = entries.first, entries.count == 1 else {
                return entry.complain(
                    "\(entry.name) has \(entries.count) policies; exactly 1 is expected")
            }
            switch kind.name {
            case "fixedRatio": return fixedRatio(kind)
            case "predictive": return predictive(kind)
            case "progressive":
                return kind.complain("progressive has no numbers; write progressive alone")
            default:
                if let goal = PacingGoal.example(named: kind.name) { return aimed(kind, at: goal) }
                if let peer = Peer(named: kind.name) { return Form.peer(peer).read(kind) }
                return unknown(kind.name, kind, as: entry.name)
            }
        }
    }

    private static func unknown(_ text: String, _ entry: Entry, as name: String? = nil) -> Pacing? {
        entry.complain(
            "\(name ?? entry.name) is \(quoted(text)); "
                + suggestion(for: text, among: Pacing.names))
    }

    private static func fixedRatio(_ kind: Entry) -> Pacing? {
        let form = Form<Double>.number(atLeast: 0.1, atMost: 100)
        if !kind.isMapping { return form.read(kind).map { .fixedRatio($0) } }
        guard let section = Section(kind) else { return nil }
        let ratio = section.require("ratio", form)
        let busy = section.read("busy", .number(atMost: 1))
        section.close()
        return ratio.map { .fixedRatio($0, busy: busy ?? 0) }
    }

    private static func predictive(_ kind: Entry) -> Pacing? {
        guard let section = Section(kind) else { return nil }
        var target = PredictiveTarget()
        read(section, into: &target)
        return .predictive(target)
    }

    /// `{targetOccupancy: 85%}`, `{targetWait: {wait: 10s, abandonment: 2%}}`.
    private static func aimed(_ kind: Entry, at goal: PacingGoal) -> Pacing? {
        var target = PredictiveTarget()
        if kind.isMapping {
            guard let section = Section(kind) else { return nil }
            target.goal = section.require(goal.parameter.name, .goal(like: goal))
            read(section, into: &target)
        } else {
            target.goal = Form<PacingGoal>.goal(like: goal).read(kind)
        }
        return target.goal.map { _ in .predictive(target) }
    }

    private static func read(_ section: Section, into target: inout PredictiveTarget) {
        section.read("abandonment", into: &target.abandonment, as: .share(above: 0, below: 1))
        section.read("margin", into: &target.margin, as: .number(atMost: 100))
        section.read(
            "callsPerAgent", into: &target.callsPerAgent, as: .number(atLeast: 1, atMost: 1000))
        section.read(
            "ringAges", into: &target.usesRingAges,
            as: .oneOf([("used", true), ("ignored", false)], kind: "use of ring ages"))
        section.read(
            "segments", into: &target.usesSegments,
            as: .oneOf([("used", true), ("ignored", false)], kind: "use of segments"))
        section.read("guard", into: &target.isGuarded, as: .yesOrNo)
        section.close()
    }
}

extension Form where Value == PacingGoal {
    /// The number of a goal of this kind.
    fileprivate static func goal(like example: PacingGoal) -> Form {
        Form { entry in
            switch example {
            case .occupancy:
                return Form<Double>.share(above: 0, below: 1).read(entry).map { .occupancy($0) }
            case .wait:
                let waits = PacingGoal.waits
                return Form<Duration>.time(atLeast: waits.lowerBound, atMost: waits.upperBound)
                    .read(entry).map { .wait($0) }
            }
        }
    }
}

extension PacingGoal {
    /// One of each kind.
    static let examples = [PacingGoal.occupancy(0.85), .wait(.seconds(10))]

    static func example(named name: String) -> PacingGoal? {
        examples.first { plain($0.kind) == plain(name) }
    }

    /// What a policy with such a goal is called in files.
    var kind: String {
        switch self {
        case .occupancy: "targetOccupancy"
        case .wait: "targetWait"
        }
    }

    /// Its number as a file has it.
    var text: String { parameter.text(value) }
}
