import DialModel

extension CampaignPlan {
    /// Who leaves when the office closes is known so long before, unless the plan says how long.
    static let closingNotice = Duration.minutes(2)

    /// This plan with agents at work only while the office is open: as many as the plan has by then.
    ///
    /// - Parameters:
    ///   - office: when it is open.
    ///   - began: when the campaign began; changes are counted from then.
    public func keeping(_ office: CallingTimes, began: Instant) -> CampaignPlan {
        var plan = self
        plan.leavingNotice = leavingNotice ?? Self.closingNotice
        var wanted = agents
        if !office.isOpen(at: began) { plan.agents = 0 }
        plan.changes = []
        var doors = office.spans.flatMap {
            [(at: $0.from, opens: true), (at: $0.to, opens: false)]
        }
        .filter { $0.at > began }[...]
        func pass(_ door: (at: Instant, opens: Bool)) {
            plan.changes.append(
                PlannedChange(at: door.at - began, command: .agents(door.opens ? wanted : 0)))
        }
        for change in changes {
            let at = began + change.at
            while let door = doors.first, door.at <= at { pass(doors.removeFirst()) }
            if case .agents(let count) = change.command {
                wanted = count
                if !office.isOpen(at: at) { continue }
            }
            plan.changes.append(change)
        }
        for door in doors where duration.map({ door.at - began < $0 }) ?? true { pass(door) }
        return plan
    }
}
