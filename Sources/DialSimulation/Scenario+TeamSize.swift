import DialModel
import DialWorld

extension Scenario {
    /// What a file may say; more than any team needs.
    private static let mostLines = 100_000

    /// The most agents at work at one time.
    public var mostAgents: Int {
        plan.changes.reduce(plan.agents) {
            if case .agents(let count) = $1.command { max($0, count) } else { $0 }
        }
    }

    /// The same scenario with a team of another size.
    ///
    /// Shifts, and a list that ends, grow and shrink with the team. Lines and calls a second grow with
    /// it, so that they are not in its way, and never shrink.
    ///
    /// - Parameter agents: as ``mostAgents``, ≥ 1.
    /// - Precondition: someone is at work in it at some time.
    public func withTeam(of agents: Int) -> Scenario {
        let most = mostAgents
        precondition(most > 0 && agents > 0, "\(agents) agents in place of \(most)")
        if agents == most { return self }
        func scaled(_ count: Int) -> Int {
            count == 0 ? 0 : max(1, (2 * count * agents + most) / (2 * most))
        }
        func grown(_ count: Int) -> Int {
            max(count, min(Self.mostLines, (count * agents + most - 1) / most))
        }
        func grown(_ rate: Double?) -> Double? {
            rate.map { max($0, $0 * Double(agents) / Double(most)) }
        }
        func grow(_ carrier: inout CarrierPlan) {
            carrier.lines = grown(carrier.lines)
            carrier.callsPerSecond = grown(carrier.callsPerSecond)
        }
        var team = self
        team.plan.agents = scaled(plan.agents)
        team.plan.limits.lines = grown(plan.limits.lines)
        team.plan.limits.callsPerSecond = grown(plan.limits.callsPerSecond)
        team.plan.changes = plan.changes.map { change in
            var change = change
            switch change.command {
            case .agents(let count): change.command = .agents(scaled(count))
            case .lines(let count): change.command = .lines(grown(count))
            case .callsPerSecond(let rate): change.command = .callsPerSecond(grown(rate))
            default: break
            }
            return change
        }
        grow(&team.carrier)
        for place in team.changes.indices where team.changes[place].carrier != nil {
            grow(&team.changes[place].carrier!)
        }
        team.list.size = list.size.map(scaled)
        return team
    }
}
