import DialEngine
import DialModel
import DialSimulation
import DialToneRig
import DialTones
import DialWorld

/// A whole campaign of which the dialer knows only what it hears, frame by frame.
struct HeardCampaign {
    private(set) var dialer: Dialer
    private(set) var bench: ToneBench
    private var crew: SimulatedCrew
    private var leads: [DueLead]
    private(set) var ends: [LeadID: AttemptEnd] = [:]
    private var now = Instant.epoch

    init(
        plan: CampaignPlan, leads: [DueLead], trunk: CarrierPlan, crew: CrewPlan,
        signals: LineSignals, seed: UInt64
    ) throws {
        dialer = Dialer(plan: plan, at: now)
        bench = try ToneBench(plan: trunk, signals: signals, seed: seed, at: now)
        self.crew = SimulatedCrew(plan: crew, groups: plan.groups.count, seed: seed)
        self.leads = leads.reversed()
    }

    /// - Returns: whether the campaign has finished in an hour.
    mutating func run() -> Bool {
        dialer.handle(.command(.start), at: now)
        carryOut()
        while dialer.phase != .finished, now < Instant.epoch + .seconds(3_600) {
            let frame = bench.isIdle ? Instant.never : bench.now + ToneBench.frameLength
            now = max(now, min(frame, crew.nextEvent, dialer.due))
            if now == .never { return false }
            if bench.isIdle { bench.skip(to: now) } else if frame <= now { bench.step() }
            for event in bench.takeEvents() { dialer.take(.trunk(event), at: now) }
            while let event = crew.pop(by: now) { dialer.take(.desk(event), at: now) }
            dialer.settle(at: now)
            carryOut()
        }
        return dialer.phase == .finished
    }

    private mutating func carryOut() {
        while !dialer.effects.isEmpty {
            let effects = dialer.effects
            dialer.effects.clear()
            if bench.isIdle { bench.skip(to: now) }
            for command in effects.commands { bench.carryOut(command) }
            for cue in effects.cues { crew.take(cue, at: now) }
            for case .ended(let end) in effects.records { ends[end.start.lead] = end }
            if effects.leadsWanted > 0 {
                let count = min(effects.leadsWanted, leads.count)
                let next = (0..<count).map { _ in leads.removeLast() }
                dialer.handle(.leads(LeadBatch(leads: next, nextDue: nil)), at: now)
            }
        }
    }
}

/// The same campaign over the plain simulated trunk.
func toldCampaign(
    plan: CampaignPlan, leads: [DueLead], trunk: CarrierPlan, crew: CrewPlan, seed: UInt64
) -> [LeadID: AttemptEnd] {
    var simulation = Simulation(
        dialer: Dialer(plan: plan, at: .epoch), carrier: SimulatedCarrier(plan: trunk, seed: seed),
        crew: SimulatedCrew(plan: crew, groups: plan.groups.count, seed: seed), at: .epoch)
    var left = Array(leads.reversed())
    while case .leads(let count) = simulation.run() {
        let next = (0..<min(count, left.count)).map { _ in left.removeLast() }
        simulation.supply(LeadBatch(leads: next, nextDue: nil))
    }
    var ends: [LeadID: AttemptEnd] = [:]
    for case .ended(let end) in simulation.takeRecords() { ends[end.start.lead] = end }
    return ends
}
