import DialEngine
import DialMath
import DialModel
import DialSimulation
import DialWorld

/// The instant test campaigns begin: 2026-01-05 09:00 UTC.
public let morning = Instant(nanoseconds: 1_767_603_600_000_000_000)

/// `count` leads with numbers that nobody has.
public func inventedLeads(_ count: Int) -> [DueLead] {
    (1...max(1, count)).prefix(count).map {
        DueLead(id: LeadID(Int64($0)), number: PhoneNumber(digits: 99_900_000_000 + UInt64($0)))
    }
}

/// A small campaign with quick retries, so that a whole life of a list is short; and with no cap, so
/// that nothing but its policy paces it.
public func quickPlan(_ mode: DialMode, agents: Int = 5, lines: Int = 20) -> CampaignPlan {
    var plan = CampaignPlan(name: "test", mode: mode)
    plan.agents = agents
    plan.limits.lines = lines
    plan.abandonment.first.cap = 1
    plan.limits.talk = .minutes(20)
    plan.limits.wrapUp = .minutes(3)
    plan.limits.flow = .minutes(3)
    plan.retry.attempts = 2
    for outcome in plan.retry.after.keys { plan.retry.after[outcome] = .minutes(5) }
    plan.preview.skippedAgainAfter = .minutes(10)
    if mode == .automatic { plan.flow = surveyFlow }
    return plan
}

/// Greets, asks, records, and transfers whoever presses 1.
public let surveyFlow = Flow(nodes: [
    .init(name: "greet", action: .play(Prompt(recording: 0, length: .seconds(4)), next: .node(1))),
    .init(
        name: "ask",
        action: .gather(
            Prompt(recording: 1, length: .seconds(3)), within: .seconds(5),
            branches: [
                .init(key: Key("1")!, next: .node(3)), .init(key: Key("2")!, next: .node(2)),
            ], otherwise: .end)),
    .init(
        name: "opinion",
        action: .record(
            Prompt(recording: 2, length: .seconds(3)), within: .seconds(5), next: .end,
            unanswered: .end)),
    .init(
        name: "agent",
        action: .transfer(GroupID(0), within: .seconds(15), unavailable: .node(4))),
    .init(name: "sorry", action: .play(Prompt(recording: 3, length: .seconds(3)), next: .end)),
])

/// The plan with simulated callers and agents around it.
public func simulation(
    _ plan: CampaignPlan, seed: UInt64, carrier: CarrierPlan = CarrierPlan(profile: .allInOne),
    crew: CrewPlan = CrewPlan(), faults: FaultPlan? = nil
) -> Simulation {
    Simulation(
        dialer: Dialer(plan: plan, at: morning),
        carrier: SimulatedCarrier(plan: carrier, seed: seed),
        crew: SimulatedCrew(plan: crew, groups: plan.groups.count, seed: seed), faults: faults,
        at: morning)
}
