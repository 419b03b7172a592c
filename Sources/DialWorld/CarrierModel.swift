import DialMath
import DialModel

/// A ``CarrierPlan`` made ready: every distribution a table, every choice a list. Made once, shared
/// by all simulations that use it.
///
/// - Complexity: some 0.1 ms a distribution to make.
public final class CarrierModel: Sendable {
    public let plan: CarrierPlan

    let setup, failure, unansweredRing, personScreening, machineScreening, patience, stay,
        keyDelay: Wait
    /// By segment; at least one.
    let fates: [Mixture<CallFate>]
    let firstFates: Mixture<CallFate>
    /// By ``CarrierPlan/atHome``, then by segment.
    let fatesAtHome: [[Mixture<CallFate>]]
    let rings: [Wait]
    let firstRing: Wait
    let keys: Mixture<Key?>
    /// Longest endings first.
    let forced: [(NumberEnding, CallFate)]
    /// Whether the trunk never mistakes a person for a machine, or the reverse.
    let hearsRight: Bool
    /// 1 / calls per second.
    let placeInterval: Duration?
    /// Whether people are recognised as they answer, and wait as long as it takes.
    let knowsPeopleAtOnce: Bool
    /// Whether a call that will be answered rings as soon as it is placed, or always as long after it,
    /// and nothing is heard of that.
    let ringsUnheard: Bool
    /// Whether every screening comes to the right result, and that is heard.
    let hearsAllRight: Bool
    /// Whether machines are recognised some time after they answer, which is always the same.
    let hearsMachinesLater: Bool
    /// Whether nothing is heard of a call that rings unanswered until it is hung up.
    let saysNothingOfUnanswered: Bool
    /// Whether every number is of one segment and does as it likes, and every call gets through.
    let isPlain: Bool

    public init(_ plan: CarrierPlan) {
        self.plan = plan
        setup = Wait(plan.setup)
        failure = Wait(plan.failure)
        unansweredRing = Wait(plan.unansweredRing ?? .constant(.infinity))
        personScreening = Wait(plan.screening)
        machineScreening = Wait(plan.machineScreening ?? plan.screening)
        patience = Wait(plan.patience)
        stay = Wait(plan.stay)
        keyDelay = Wait(plan.keyDelay)
        saysNothingOfUnanswered = !plan.reportsRinging && unansweredRing.isForever
        if plan.segments.isEmpty {
            fates = [Self.mixture(plan.fates)]
            rings = [Wait(plan.ring)]
        } else {
            fates = plan.segments.map { Self.mixture($0.fates) }
            rings = plan.segments.map { Wait($0.ring) }
        }
        firstFates = fates[0]
        let all = plan.segments.isEmpty ? [plan.fates] : plan.segments.map(\.fates)
        fatesAtHome = plan.atHome.map { slot in
            all.map { Self.mixture(CarrierPlan.fates($0, times: slot.factor)) }
        }
        firstRing = rings[0]
        keys = Self.keys(plan)
        hearsRight =
            plan.notSure <= 0 && plan.personTakenForMachine <= 0
            && plan.machineTakenForPerson <= 0
        forced = plan.forced.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
        placeInterval = plan.callsPerSecond.map { Duration(drawn: 1 / $0) }
        knowsPeopleAtOnce =
            plan.screening == .constant(0) && plan.eventLoss == 0 && hearsRight
            && patience.isForever
        ringsUnheard = setup.isConstant && !plan.reportsRinging
        hearsAllRight = hearsRight && plan.eventLoss == 0
        hearsMachinesLater = machineScreening.isConstant && machineScreening.constant > .zero
        isPlain =
            plan.segments.count <= 1 && plan.forced.isEmpty && plan.atHome.isEmpty
            && plan.setupFailure <= 0
            && plan.callsPerSecond == nil
    }

    private static func mixture(_ weights: [CallFate: Double]) -> Mixture<CallFate> {
        let known = CallFate.allCases.compactMap { fate in
            weights[fate].flatMap { $0 > 0 ? (fate, $0) : nil }
        }
        let sum = known.reduce(0) { $0 + $1.1 }
        return Mixture(sum < 1 ? known + [(.noAnswer, 1 - sum)] : known)
    }

    private static func keys(_ plan: CarrierPlan) -> Mixture<Key?> {
        let pressed = plan.keys.filter { $0.value > 0 && $0.key.key != nil }
            .sorted { $0.key.key!.ascii < $1.key.key!.ascii }
            .map { ($0.key.key, $0.value) }
        let pressedSum = pressed.reduce(0) { $0 + $1.1 }
        let none = max(plan.keys[KeyChoice(nil)] ?? 0, 1 - pressedSum)
        return Mixture(none > 0 || pressed.isEmpty ? pressed + [(nil, max(none, 1e-9))] : pressed)
    }
}

/// A time that varies, ready to be drawn.
struct Wait: Sendable {
    let isConstant: Bool
    /// What it always is, if it is constant.
    let constant: Duration
    let table: QuantileTable

    init(_ distribution: Distribution) {
        table = QuantileTable(distribution)
        if case .constant(let seconds) = distribution {
            isConstant = true
            constant = seconds == .infinity ? .forever : Duration(drawn: seconds)
        } else {
            isConstant = false
            constant = .zero
        }
    }

    /// Whether it never ends: then nothing needs to be scheduled.
    @inline(__always)
    var isForever: Bool { isConstant && constant == .forever }

    /// The wait that `chance` holds for `lot`.
    @inline(__always)
    func draw(_ chance: Chance, _ lot: Chance.Lot) -> Duration {
        if isConstant { return constant }
        return Duration(nanoseconds: table.nanoseconds(chance.uniform(lot)))
    }
}

extension Duration {
    static var forever: Duration { Duration(nanoseconds: .max) }
}
