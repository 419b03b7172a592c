import DialEngine
import DialMath
import DialModel
import DialPacing
import DialWorld

/// A scenario made ready to be simulated many times: what every replication needs and none changes.
public struct PreparedScenario: Sendable {
    public let scenario: Scenario
    let carrier: CarrierModel
    let crew: CrewModel
    let changes: [Change]

    /// As ``WorldChange``, ready.
    struct Change: Sendable {
        let at: Duration
        let carrier: CarrierModel?
        let crew: CrewModel?
    }

    /// - Complexity: some milliseconds; to be made once.
    public init(_ scenario: Scenario) {
        var scenario = scenario
        Self.leaveOutWhatTakesNoTime(&scenario)
        self.scenario = scenario
        // What comes back, as days do, is made ready once.
        var carriers: [CarrierPlan: CarrierModel] = [:]
        var crews: [CrewPlan: CrewModel] = [:]
        func ready(_ plan: CarrierPlan) -> CarrierModel {
            let model = carriers[plan] ?? CarrierModel(plan)
            carriers[plan] = model
            return model
        }
        func ready(_ plan: CrewPlan) -> CrewModel {
            let model = crews[plan] ?? CrewModel(plan)
            crews[plan] = model
            return model
        }
        carrier = ready(scenario.carrier)
        crew = ready(scenario.crew)
        changes = scenario.changes.map { change in
            Change(
                at: change.at, carrier: change.carrier.map { ready($0) },
                crew: change.crew.map { ready($0) })
        }
    }

    /// A trunk that is set up at once need not say that it rings, and one that lets go at once need
    /// not say that it has: news that nobody waits for costs time.
    private static func leaveOutWhatTakesNoTime(_ scenario: inout Scenario) {
        let carriers = [scenario.carrier] + scenario.changes.compactMap(\.carrier)
        // A number that fails late is silent until it does; the call must not be given up before.
        let rings = scenario.plan.changes.compactMap { change in
            if case .ring(let span) = change.command { span } else { nil }
        }
        let ring = rings.reduce(scenario.plan.limits.ring, min).seconds
        let isSetUpAtOnce = carriers.allSatisfy {
            $0.setup == .constant(0) && $0.eventLoss == 0 && $0.failure.quantile(0.9999) <= ring
        }
        let isReleasedAtOnce = carriers.allSatisfy { $0.release == .zero }
        func adapt(_ carrier: inout CarrierPlan) {
            if isSetUpAtOnce { carrier.reportsRinging = false }
            if isReleasedAtOnce { carrier.confirmsRelease = false }
        }
        adapt(&scenario.carrier)
        for place in scenario.changes.indices where scenario.changes[place].carrier != nil {
            adapt(&scenario.changes[place].carrier!)
        }
        if isSetUpAtOnce { scenario.plan.limits.setup = .zero }
        if isReleasedAtOnce { scenario.plan.limits.release = .zero }
    }

    /// The seed of a replication: that of the scenario for the first, far from it for the others.
    ///
    /// - Parameter index: from 0.
    public func seed(of index: Int) -> UInt64 {
        index == 0
            ? scenario.seed
            : Chance(seed: scenario.seed, stream: "replication").bits(UInt64(index))
    }
}

/// One run of a scenario with one policy, from its start to its end.
///
///     let result = Replication(of: prepared, pacing: .progressive, index: 0).run()
///
/// Its callers depend on the scenario's seed and the index alone: every policy meets the same.
public struct Replication: Sendable {
    /// The length of a step of the course.
    public static let step = Duration.minutes(15)

    private let scenario: Scenario
    private let changes: [PreparedScenario.Change]
    private let index: Int
    private let seed: UInt64
    private var simulation: Simulation
    private var leads: ScenarioLeads
    private var nextChange = 0

    /// - Parameters:
    ///   - pacing: the policy; nil: the scenario's own.
    ///   - policy: a policy of your own, in place of any that has a name.
    ///   - index: which replication, from 0.
    public init(
        of prepared: PreparedScenario, pacing: Pacing? = nil, policy: (any PacingPolicy)? = nil,
        index: Int
    ) {
        scenario = prepared.scenario
        changes = prepared.changes
        self.index = index
        seed = prepared.seed(of: index)
        var plan = scenario.plan
        if let pacing { plan.pacing = pacing }
        plan.abandonment = plan.abandonment.working(for: scenario.duration)
        simulation = Simulation(
            dialer: Dialer(plan: plan, policy: policy, at: scenario.start),
            carrier: SimulatedCarrier(model: prepared.carrier, seed: seed),
            crew: SimulatedCrew(
                model: prepared.crew, groups: plan.groups.count, seed: seed),
            at: scenario.start)
        leads = ScenarioLeads(scenario.list, seed: seed)
        simulation.keepsRecords = leads.needsRecords
    }

    /// Runs to the end, or until `isCancelled`, which is asked after every step of the course, says
    /// so.
    ///
    /// - Parameter explain: is handed what the dialer explains, step by step; nil: it need not explain
    ///   anything.
    public mutating func run(
        isCancelled: () -> Bool = { false }, explain: (([PacingExplanation]) throws -> Void)? = nil
    ) rethrows -> ReplicationResult {
        simulation.explains = explain != nil
        var result = ReplicationResult(
            index: index, seed: seed, tally: Tally(), days: [], course: [], isWhole: true)
        result.falsePositives = scenario.plan.abandonment.falsePositives
        var windows = RuleWindowCounts(scenario.plan, began: scenario.start)
        var counted = Tally()
        var stepStart = Tally()
        var dayStart = Tally()
        var quarters = QuarterHours(falsePositives: result.falsePositives)
        let end = scenario.duration
        let days = dayEnds
        result.course.reserveCapacity(Int(end.nanoseconds / Self.step.nanoseconds) + 1)
        var at = Duration.zero
        while at < end {
            let stepEnd = Duration(
                nanoseconds: (at.nanoseconds / Self.step.nanoseconds + 1) * Self.step.nanoseconds)
            var next = min(end, stepEnd)
            if at < scenario.warmup { next = min(next, scenario.warmup) }
            let dayEnd = result.days.count < days.count ? days[result.days.count] : end
            if at >= scenario.warmup { next = min(next, dayEnd) }
            next = min(next, windows.nextEnd - scenario.start)
            advance(to: scenario.start + next)
            try explain?(simulation.takeExplanations())
            at = next
            if windows.nextEnd <= scenario.start + at {
                windows.note(simulation.dialer.tally(at: simulation.now), at: scenario.start + at)
            }
            let isStepOver = at == stepEnd || at == end
            guard isStepOver || at == scenario.warmup || at == dayEnd else { continue }
            let now = simulation.dialer.tally(at: simulation.now)
            if isStepOver {
                result.course.append(.init(from: stepStart, to: now))
                stepStart = now
            }
            quarters.end(with: now, isCounted: at > scenario.warmup)
            if at == scenario.warmup {
                counted = now
                dayStart = now
            } else if at == dayEnd, at > scenario.warmup {
                result.days.append(
                    .init(
                        served: now.served - dayStart.served,
                        abandoned: now.abandoned - dayStart.abandoned,
                        machines: now.machines - dayStart.machines))
                result.peaks.append(quarters.endDay())
                dayStart = now
            }
            if at < end, isCancelled() {
                result.isWhole = false
                break
            }
        }
        let all = simulation.dialer.tally(at: simulation.now)
        result.tally = all - counted
        result.windows = windows.finished(with: all)
        return result
    }

    /// When each day ends; a last part of less than half a day belongs to the day before.
    private var dayEnds: [Duration] {
        let whole = scenario.duration - scenario.warmup
        var count = whole.nanoseconds / scenario.day.nanoseconds
        let rest = whole.nanoseconds % scenario.day.nanoseconds
        if 2 * rest >= scenario.day.nanoseconds || count == 0 { count += 1 }
        return (1...count).map {
            $0 == count
                ? scenario.duration
                : scenario.warmup + Duration(nanoseconds: $0 * scenario.day.nanoseconds)
        }
    }

    /// Simulates until `end`, with what changes in the world on the way.
    private mutating func advance(to end: Instant) {
        while true {
            let change =
                nextChange < changes.count
                ? scenario.start + changes[nextChange].at : .never
            if change <= simulation.now {
                let what = changes[nextChange]
                if let carrier = what.carrier { simulation.change(carrier) }
                if let crew = what.crew { simulation.change(crew) }
                nextChange += 1
                continue
            }
            switch simulation.run(until: min(end, change)) {
            case .leads(let count): leads.supply(count, to: &simulation)
            case .leadsNow: return
            case .records: leads.note(simulation.takeRecords())
            case .until, .idle: if simulation.now >= end { return }
            case .finished: return
            }
        }
    }
}

extension AbandonmentRules {
    /// With work in every window where none is given: all of it, as far as the scenario goes.
    fileprivate func working(for duration: Duration) -> AbandonmentRules {
        AbandonmentRules(
            all.map {
                var rule = $0
                if let length = rule.window.length, rule.work == nil {
                    rule.work = min(length, duration)
                }
                return rule
            })
    }
}
