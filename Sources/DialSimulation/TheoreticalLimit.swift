import DialMath
import DialModel
import DialWorld

/// The most that any policy can get out of a scenario, where that is known.
///
/// Known for the simplest of worlds: rings of 12 s on average, exponential, whether they are
/// answered or not; no set-up, no screening; whoever finds no agent at once is abandoned; talk and
/// wrap-up together exponential; every call answered with the same chance; leads without end and
/// lines enough; abandonment of 3 % at most.
///
/// > Source: the exact solution of the constrained Markov decision process of that world, whose
/// > state is the number of busy agents and of calls that ring.
public enum TheoreticalLimit {
    static let cap = 0.03
    static let ring = 12.0
    /// By mean handle time, in seconds, and chance of an answer: occupancy by number of agents.
    static let occupancies: [(handle: Double, answer: Double, limits: [Int: Double])] = [
        (
            180, 0.3,
            [
                1: 0.8264, 2: 0.8373, 3: 0.8446, 5: 0.8568, 10: 0.8785, 20: 0.9072, 30: 0.9245,
                50: 0.9434, 100: 0.9632, 200: 0.9767,
            ]
        ),
        (
            180, 0.1,
            [
                1: 0.6424, 2: 0.6965, 3: 0.7330, 5: 0.7804, 10: 0.8429, 20: 0.8927, 30: 0.9157,
                50: 0.9387, 100: 0.9611, 200: 0.9758,
            ]
        ),
        (
            60, 0.3,
            [
                1: 0.6152, 2: 0.6531, 3: 0.6797, 5: 0.7217, 10: 0.7928, 20: 0.8573, 30: 0.8880,
                50: 0.9187, 100: 0.9487, 200: 0.9683,
            ]
        ),
    ]

    /// The largest occupancy with abandonment of no more than 3 %; nil where the scenario is not
    /// exactly of that world, or its size is not in the table.
    public static func occupancy(of scenario: Scenario) -> Double? {
        guard isIdeal(scenario), let handle = handle(scenario.crew),
            let answer = answer(scenario.carrier.fates)
        else { return nil }
        let agents = scenario.plan.agents
        // Five times the lines that are used when every agent is busy: they never all are.
        let ringing = Double(agents) / handle / answer * ring
        let lines = Int(5 * (Double(agents) + ringing)) + 20
        guard scenario.carrier.lines >= lines, scenario.plan.limits.lines >= lines else {
            return nil
        }
        return occupancies.first {
            $0.handle == handle && abs($0.answer - answer) < 1e-12
        }?.limits[agents]
    }

    private static func isIdeal(_ scenario: Scenario) -> Bool {
        let plan = scenario.plan
        var carrier = CarrierPlan.ideal
        carrier.lines = scenario.carrier.lines
        carrier.fates = scenario.carrier.fates
        carrier.patience = scenario.carrier.patience
        carrier.ring = .exponential(mean: ring)
        carrier.unansweredRing = .exponential(mean: ring)
        return scenario.carrier == carrier && plan.mode == .predictive
            && plan.limits.hold == .zero && plan.limits.callsPerSecond == nil
            && plan.limits.ring.seconds >= 10 * ring
            && plan.limits.talk.seconds >= 3_600 && scenario.crew.workBetweenBreaks == nil
            && scenario.changes.isEmpty && plan.changes.isEmpty && scenario.list.size == nil
            && abs(scenario.cap - cap) < 1e-12
    }

    private static func handle(_ crew: CrewPlan) -> Double? {
        switch (crew.talk, crew.wrapUp) {
        case (.exponential(let mean), .constant(0)), (.constant(0), .exponential(let mean)): mean
        default: nil
        }
    }

    /// Among people and numbers that nobody answers, and no others.
    private static func answer(_ fates: [CallFate: Double]) -> Double? {
        let given = fates.filter { $0.value > 0 }
        guard given.keys.allSatisfy({ $0 == .person || $0 == .noAnswer }) else { return nil }
        let whole = given.values.reduce(0, +)
        return whole > 0 ? (given[.person] ?? 0) / whole : nil
    }
}
