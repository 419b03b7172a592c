import DialModel

extension PacingExplanation {
    /// `start 3: 2 agents idle, 1.4 expected free within 9 s, 2.1 answers on their way; a 4th call
    /// would risk 0.0621 abandonments, the price is 0.0447`
    static func words(
        _ floor: Floor, wanted: Pace, started: Int, letGo: Int, bound: Pace.Bound,
        _ reasons: PacingReasons?
    ) -> String {
        var text = "start \(started == 0 ? "none" : "\(started)"): "
        if letGo > 0 { text = "let go \(letGo): " }
        text += seen(floor, reasons) + "; "
        if wanted.letGo > 0, let reasons {
            return text + tooMany(letGo, of: wanted.letGo, reasons.situation)
        }
        text += inTheWay(floor, wanted, reasons)
        if let unreached = unreached(wanted, reasons) { text += "; " + unreached }
        if let limit = limit(floor, wanted: wanted, started: started, bound: bound) {
            text += "; " + limit
        }
        return text
    }

    private static func seen(_ floor: Floor, _ reasons: PacingReasons?) -> String {
        var facts = [counted(floor.idle, "agent idle", "agents idle")]
        if let reasons, !reasons.situation.viability.isOneToOne {
            let situation = reasons.situation
            if floor.leavingIdle > 0 {
                facts.append("\(counted(floor.leavingIdle, "leaves", "leave")) soon")
            }
            let free = decimal(Double(situation.comingFree), places: 1)
            let within = decimal(reasons.lookAheadSeconds, places: 0)
            let answers = decimal(Double(situation.answersExpected), places: 1)
            facts.append("\(free) expected free within \(within) s")
            facts.append("\(answers) answers on their way")
            let leaving = floor.leavingTalking + floor.leavingWrapUp
            if leaving > 0 {
                let busy = counted(floor.talking + floor.wrapUp, "busy agent", "busy agents")
                facts.append("\(leaving) of \(busy) \(leaving == 1 ? "leaves" : "leave")")
            }
        } else {
            facts.append(counted(floor.inFlight, "call in flight", "calls in flight"))
        }
        if floor.holding > 0 {
            facts.append(counted(floor.holding, "person waits", "people wait"))
        }
        return facts.joined(separator: ", ")
    }

    /// Why calls are let go, and why no more of them.
    private static func tooMany(_ letGo: Int, of wanted: Int, _ situation: PacingCase) -> String {
        let gone = counted(situation.departed, "agent is gone", "agents are gone")
        let losses = decimal(Double(situation.lossesInFlight), places: 2)
        let allowed = decimal(situation.viability.losses, places: 0)
        let text = "\(gone), up to \(losses) people could be lost, the budget allows \(allowed)"
        if letGo == wanted { return text }
        return text + "; \(wanted) to let go, but the others have not rung for long enough"
    }

    /// What kept the policy from wanting more.
    private static func inTheWay(_ floor: Floor, _ wanted: Pace, _ reasons: PacingReasons?)
        -> String
    {
        if floor.staffed == 0 { return "no agent is at work" }
        switch wanted.bound {
        case .agents: return "one call for each idle agent"
        case .risk, .budget, .ratio, .goal: break
        case .lines: return "one call for each line"
        default: return wanted.bound.name
        }
        guard let reasons else {
            return wanted.bound == .budget
                ? "the abandonment budget is spent" : "the policy's ratio"
        }
        let situation = reasons.situation
        let next = reasons.candidates.last { $0.calls == wanted.start + 1 }
        let ordinal = wanted.start == 0 ? "a call" : "\(Self.ordinal(wanted.start + 1)) call"
        if wanted.bound == .goal { return enough(situation, reasons, ordinal, next) }
        if situation.viability.isOneToOne, reasons.earned >= 0, reasons.abandoned == 0 {
            return "nobody may be abandoned: one call for each idle agent"
        }
        if situation.viability.isOneToOne {
            return "the abandonment budget is spent (\(reasons.abandoned) of \(reasons.answered) "
                + "abandoned): one call for each idle agent until it has earned room"
        }
        switch wanted.bound {
        case .risk:
            return "\(ordinal) would risk \(decimal(Double(next?.risk ?? 1), places: 4)) "
                + "abandonments, the price is \(decimal(Double(situation.price), places: 4))"
        case .budget:
            return "with \(ordinal) up to \(decimal(Double(next?.losses ?? 0), places: 2)) people "
                + "could be lost, the budget allows \(decimal(situation.viability.losses, places: 0))"
        default:
            return "\(decimal(situation.callsPerAgent, places: 1)) calls per agent is the most"
        }
    }

    /// What the goal is content with.
    private static func enough(
        _ situation: PacingCase, _ reasons: PacingReasons, _ ordinal: String,
        _ next: PacingCase.Candidate?
    ) -> String {
        let goal = goal(reasons) ?? "goal"
        if let spared = situation.restraint?.spared, spared > 0 {
            return counted(spared, "agent is", "agents are") + " left idle for the \(goal)"
        }
        return "\(ordinal) would risk \(decimal(Double(next?.risk ?? 1), places: 4)) abandonments, "
            + "the \(goal) is worth \(decimal(Double(situation.dearest), places: 4))"
    }

    /// That the goal asks for more than the cap allows.
    private static func unreached(_ wanted: Pace, _ reasons: PacingReasons?) -> String? {
        guard let reasons, let goal = goal(reasons), let restraint = reasons.situation.restraint,
            restraint.spared == 0
        else { return nil }
        switch wanted.bound {
        case .risk where restraint.price > reasons.situation.price,
            .budget where restraint.price > reasons.situation.price:
            return "the cap allows no more for the \(goal)"
        default: return nil
        }
    }

    /// `occupancy of 85 %`.
    private static func goal(_ reasons: PacingReasons) -> String? {
        if let share = reasons.wantedOccupancy {
            return "occupancy of \(decimal(100 * share, places: 1)) %"
        }
        return reasons.wantedWaitSeconds.map { "wait of \(decimal($0, places: 1)) s" }
    }

    /// What kept the dialer from starting all that the policy wanted.
    private static func limit(_ floor: Floor, wanted: Pace, started: Int, bound: Pace.Bound)
        -> String?
    {
        guard started < wanted.start else { return nil }
        let asked = "\(wanted.start) wanted, but "
        switch bound {
        case .lines: return asked + counted(floor.linesFree, "line is free", "lines are free")
        case .leads: return asked + counted(floor.leads, "lead is at hand", "leads are at hand")
        case .callsPerSecond: return asked + "the limit of calls per second is reached"
        case .trunk: return asked + "the trunk takes no calls"
        case .segment: return asked + "the lead after that is of another segment"
        default: return asked + "one more abandoned person would break the cap"
        }
    }

    /// `a 1st`, `a 2nd`, `an 11th`.
    private static func ordinal(_ number: Int) -> String {
        switch (number % 10, number % 100) {
        case (1, let rest) where rest != 11: "a \(number)st"
        case (2, let rest) where rest != 12: "a \(number)nd"
        case (3, let rest) where rest != 13: "a \(number)rd"
        case _ where [8, 11, 18].contains(number) || (80..<90).contains(number): "an \(number)th"
        default: "a \(number)th"
        }
    }
}
