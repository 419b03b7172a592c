import DialEngine
import DialModel
import DialPacing
import DialSimulation
import DialWorld

/// A campaign with a list that never ends.
public struct Campaign: Sendable {
    public private(set) var simulation: Simulation
    private let agents: Int
    private var nextLead: Int64 = 1
    /// Handed over again and again, so that leads cost the measurement nothing.
    private var batch = LeadBatch(leads: [], nextDue: nil)

    /// - Parameter name: a mode, the calls in flight per idle agent, or `reference`.
    public init(agents: Int, named name: String) {
        if name == "reference" {
            self.init(referenceScenario(agents: agents))
            return
        }
        var plan = CampaignPlan(name: "steady", mode: .predictive)
        plan.agents = agents
        plan.limits.lines = 5 * agents + 20
        plan.retry.after = [:]
        switch name {
        case "predictive": break
        case "progressive": plan.mode = .progressive
        case "preview": plan.mode = .preview
        case "automatic":
            plan.mode = .automatic
            plan.flow = Flow(nodes: [
                .init(
                    name: "ask",
                    action: .gather(
                        Prompt(recording: 1, length: .seconds(8)), within: .seconds(5),
                        branches: [.init(key: Key("1")!, next: .node(1))], otherwise: .end)),
                .init(
                    name: "agent",
                    action: .transfer(GroupID(0), within: .seconds(10), unavailable: .end)),
            ])
        default: plan.pacing = .fixedRatio(Double(name) ?? 2)
        }
        var carrier = CarrierPlan(profile: .softswitch)
        carrier.lines = plan.limits.lines
        carrier.callsPerSecond = nil
        let start = Instant(nanoseconds: 1_767_603_600_000_000_000)
        self.init(plan, carrier, CrewPlan(), seed: 1, start: start)
    }

    /// - Parameter policy: paces in place of the scenario's.
    public init(_ scenario: Scenario, policy: (any PacingPolicy)? = nil) {
        let scenario = PreparedScenario(scenario).scenario
        self.init(
            scenario.plan, scenario.carrier, scenario.crew, seed: scenario.seed,
            start: scenario.start, policy: policy)
    }

    private init(
        _ plan: CampaignPlan, _ carrier: CarrierPlan, _ crew: CrewPlan, seed: UInt64,
        start: Instant, policy: (any PacingPolicy)? = nil
    ) {
        agents = plan.agents
        simulation = Simulation(
            dialer: Dialer(plan: plan, policy: policy, at: start),
            carrier: SimulatedCarrier(plan: carrier, seed: seed),
            crew: SimulatedCrew(plan: crew, seed: seed), at: start)
    }

    /// Goes on until every agent has talked some ten times and every queue has had its largest size.
    public mutating func warmUp() { run(attempts: max(20_000, 60 * agents)) }

    /// Goes on until so many more attempts have been made.
    public mutating func run(attempts: Int) {
        let target = simulation.dialer.floor.attempts + attempts
        while simulation.dialer.floor.attempts < target {
            switch simulation.run() {
            case .leads(let count): supply(count)
            case .records, .leadsNow: _ = simulation.takeRecords()
            case .until, .idle, .finished: return
            }
        }
    }

    private mutating func supply(_ count: Int) {
        if batch.leads.count < count {
            batch.leads = Array(
                repeating: DueLead(id: LeadID(0), number: PhoneNumber(digits: 0)), count: count)
        }
        for place in batch.leads.indices {
            batch.leads[place] = DueLead(
                id: LeadID(nextLead), number: PhoneNumber(digits: 99_900_000_000 + UInt64(nextLead))
            )
            nextLead += 1
        }
        simulation.supply(batch)
    }
}
