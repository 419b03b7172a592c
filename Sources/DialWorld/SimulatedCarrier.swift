import DialMath
import DialModel

/// A trunk and everyone it can reach, as one value: commands in, events out, time from outside.
///
///     var carrier = SimulatedCarrier(plan: CarrierPlan(profile: .switch), seed: 1)
///     carrier.carryOut(.place(call, number, ordinal: 1), at: now)
///     // at carrier.nextEvent:
///     while let event = carrier.pop(by: now) { … }
///
/// What a number does depends on the seed, the number and which call to it this is, and on nothing
/// else: see ``Chance``.
public struct SimulatedCarrier: Sendable {
    public private(set) var plan: CarrierPlan
    /// Lines in use.
    public private(set) var linesUsed = 0
    public private(set) var isDown = false

    private var calls: [FarEnd] = []
    private var queue = EventQueue<Happening>()
    private let chances: CarrierChances
    private var fates: [Mixture<CallFate>]
    private var keys: Mixture<Key?>
    /// Longest endings first.
    private var forced: [(NumberEnding, CallFate)]
    /// When the next call may be taken, by calls per second.
    private var nextPlace = Instant.epoch

    /// One line's far end.
    private struct FarEnd: Sendable {
        var attempt = AttemptID(0)
        var fate = CallFate.noAnswer
        var key: UInt64 = 0
        var ordinal: UInt64 = 0
        var isOpen = false
        var isBridged = false
        /// What is being played or asked; what came before it is over.
        var turn: UInt16 = 0
    }

    private struct Happening: Sendable {
        var call: CallID
        var kind: Kind

        enum Kind: Sendable {
            case refuse, ring, answer, screen, fail, giveUp, lostPatience, leave, released
            case played(UInt16)
            case key(UInt16)
            case silence(UInt16)
        }
    }

    public init(plan: CarrierPlan, seed: UInt64) {
        self.plan = plan
        chances = CarrierChances(seed: seed)
        forced = Self.forced(plan)
        fates = Self.fates(plan)
        keys = Self.keys(plan)
    }

    /// Behaves as `plan` says from now on. What was drawn before stays: a call that is to be answered
    /// in 5 s is.
    public mutating func become(_ plan: CarrierPlan) {
        self.plan = plan
        forced = Self.forced(plan)
        fates = Self.fates(plan)
        keys = Self.keys(plan)
    }

    private static func forced(_ plan: CarrierPlan) -> [(NumberEnding, CallFate)] {
        plan.forced.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
    }

    /// By segment; at least one.
    private static func fates(_ plan: CarrierPlan) -> [Mixture<CallFate>] {
        let weights = plan.segments.isEmpty ? [plan.fates] : plan.segments.map(\.fates)
        return weights.map { weights in
            let known = CallFate.allCases.compactMap { fate in
                weights[fate].flatMap { $0 > 0 ? (fate, $0) : nil }
            }
            let sum = known.reduce(0) { $0 + $1.1 }
            return Mixture(sum < 1 ? known + [(.noAnswer, 1 - sum)] : known)
        }
    }

    private static func keys(_ plan: CarrierPlan) -> Mixture<Key?> {
        let pressed = plan.keys.filter { $0.value > 0 && $0.key.key != nil }
            .sorted { $0.key.key!.ascii < $1.key.key!.ascii }
            .map { ($0.key.key, $0.value) }
        let pressedSum = pressed.reduce(0) { $0 + $1.1 }
        let none = max(plan.keys[KeyChoice(nil)] ?? 0, 1 - pressedSum)
        return Mixture(none > 0 || pressed.isEmpty ? pressed + [(nil, max(none, 1e-9))] : pressed)
    }

    /// When ``pop(by:)`` next has something; ``Instant/never`` when nothing is to come.
    public var nextEvent: Instant { queue.earliest }

    public mutating func carryOut(_ command: TrunkCommand, at now: Instant) {
        switch command {
        case .place(let call, let number, let ordinal):
            place(call, number, UInt64(ordinal), at: now)
        case .hangUp(let call):
            guard isOpen(call) else { return }
            // Whatever was under way is void; the line is free when the network says so.
            calls[Int(call.line)].isOpen = false
            schedule(.released, of: call, at: now + plan.release)
        case .bridge(let call, _):
            guard isOpen(call) else { return }
            let far = calls[Int(call.line)]
            calls[Int(call.line)].isBridged = true
            if chances.leaves.happens(plan.leavesTalk, far.key, far.ordinal) {
                let stay = plan.stay.quantile(chances.stay.uniform(far.key, far.ordinal))
                schedule(.leave, of: call, at: now + Duration(drawn: stay))
            }
        case .play(let call, let prompt, let turn):
            guard isOpen(call) else { return }
            calls[Int(call.line)].turn = turn
            schedule(.played(turn), of: call, at: now + prompt.length)
        case .gather(let call, let prompt, let within, let turn):
            guard isOpen(call) else { return }
            calls[Int(call.line)].turn = turn
            ask(call, prompt, within, at: now)
        }
    }

    /// The next event that has happened by `now`, in order of time.
    public mutating func pop(by now: Instant) -> TrunkEvent? {
        while !queue.isEmpty, queue.earliest <= now {
            let at = queue.earliest
            guard let happening = queue.pop(by: now) else { return nil }
            if let event = happen(happening, at: at) { return .call(happening.call, event) }
        }
        return nil
    }

    /// Takes the trunk down, with every call on it, or brings it back.
    ///
    /// - Returns: what the trunk says of it. Calls that were cut are reported by ``pop(by:)``.
    public mutating func setDown(_ down: Bool, at now: Instant) -> TrunkEvent {
        isDown = down
        if down {
            for line in calls.indices where calls[line].isOpen {
                let call = CallID(attempt: calls[line].attempt, line: Int32(line))
                calls[line].isOpen = false
                schedule(.released, of: call, at: now)
            }
        }
        return down ? .down : .up
    }

    // MARK: Placing

    private mutating func place(
        _ call: CallID, _ number: PhoneNumber, _ ordinal: UInt64, at now: Instant
    ) {
        // A second's worth of calls may come at once, as carriers that count by the second allow.
        guard !isDown, linesUsed < plan.lines, nextPlace < now + .seconds(1) else {
            schedule(.refuse, of: call, at: now)
            return
        }
        if let rate = plan.callsPerSecond {
            nextPlace = max(now, nextPlace) + Duration(drawn: 1 / rate)
        }
        let key = number.digits
        var far = FarEnd()
        far.attempt = call.attempt
        far.key = key
        far.ordinal = ordinal
        far.isOpen = true
        let forced = forced.first { $0.0.matches(number) }?.1
        let segment = plan.segments.isEmpty ? 0 : plan.segment(of: number)
        far.fate = forced ?? fates[segment].pick(chances.fate.uniform(key, ordinal))
        while calls.count <= call.line { calls.append(FarEnd()) }
        calls[Int(call.line)] = far
        linesUsed += 1

        let setup = plan.setup.quantile(chances.setup.uniform(key, ordinal))
        let reached = now + Duration(drawn: setup)
        if forced == nil, chances.setupFailure.happens(plan.setupFailure, key, ordinal) {
            schedule(.refuse, of: call, at: now + Duration(drawn: setup / 4))
        } else if far.fate.failure != nil {
            let wait = plan.failure.quantile(chances.ring.uniform(key, ordinal))
            schedule(.fail, of: call, at: reached + Duration(drawn: wait))
        } else {
            schedule(.ring, of: call, at: reached)
        }
    }

    // MARK: Happening

    private mutating func happen(_ happening: Happening, at now: Instant) -> CallEvent? {
        let call = happening.call
        if case .refuse = happening.kind {
            if isOpen(call) { close(call) }
            return .refused(plan.profile.raw(.congestion))
        }
        guard call.line < calls.count, calls[Int(call.line)].attempt == call.attempt else {
            return nil
        }
        if case .released = happening.kind {
            linesUsed -= 1
            calls[Int(call.line)].attempt = AttemptID(0)
            return .ended(.normal, plan.profile.raw(.normal))
        }
        let far = calls[Int(call.line)]
        guard far.isOpen else { return nil }
        switch happening.kind {
        case .ring: return ring(call, far, at: now)
        case .answer: return answer(call, far, at: now)
        case .screen: return isLost(far, 1) ? nil : .heard(screen(far))
        case .fail:
            let cause = far.fate.failure ?? .failed
            close(call)
            return .ended(cause, plan.profile.raw(cause))
        case .giveUp:
            close(call)
            return .ended(.noAnswer, plan.profile.raw(.noAnswer))
        case .lostPatience where !far.isBridged && far.turn == 0, .leave:
            close(call)
            return .ended(.normal, plan.profile.raw(.normal))
        case .played(let turn): return turn == far.turn ? .played(turn) : nil
        case .key(let turn):
            guard turn == far.turn else { return nil }
            let draw = far.ordinal << 16 + UInt64(turn)
            return .key(keys.pick(chances.key.uniform(far.key, draw)), turn)
        case .silence(let turn): return turn == far.turn ? .key(nil, turn) : nil
        case .lostPatience, .refuse, .released: return nil
        }
    }

    private mutating func ring(_ call: CallID, _ far: FarEnd, at now: Instant) -> CallEvent? {
        if far.fate.isAnswered {
            let ring =
                plan.segments.isEmpty
                ? plan.ring : plan.segments[plan.segment(of: PhoneNumber(digits: far.key))].ring
            let wait = ring.quantile(chances.ring.uniform(far.key, far.ordinal))
            schedule(.answer, of: call, at: now + Duration(drawn: wait))
        } else if let unanswered = plan.unansweredRing {
            let wait = unanswered.quantile(chances.ring.uniform(far.key, far.ordinal))
            schedule(.giveUp, of: call, at: now + Duration(drawn: wait))
        }
        return isLost(far, 0) ? nil : .ringing
    }

    private mutating func answer(_ call: CallID, _ far: FarEnd, at now: Instant) -> CallEvent {
        let isPerson = far.fate == .person || far.fate == .quickHangUp
        let screens = isPerson ? plan.screening : plan.machineScreening ?? plan.screening
        let screening = screens.quantile(chances.screening.uniform(far.key, far.ordinal))
        schedule(.screen, of: call, at: now + Duration(drawn: screening))
        if far.fate == .quickHangUp {
            schedule(.leave, of: call, at: now + .milliseconds(900))
        } else if far.fate == .person {
            let patience = plan.patience.quantile(chances.patience.uniform(far.key, far.ordinal))
            schedule(.lostPatience, of: call, at: now + Duration(drawn: patience))
        }
        return .answered
    }

    private func screen(_ far: FarEnd) -> Party {
        let u = chances.hearing.uniform(far.key, far.ordinal)
        if u < plan.notSure { return .notSure }
        let v = (u - plan.notSure) / max(1e-12, 1 - plan.notSure)
        switch far.fate {
        case .fax: return .fax
        case .machine: return v < plan.machineTakenForPerson ? .person : .machine
        default: return v < plan.personTakenForMachine ? .machine : .person
        }
    }

    private mutating func ask(
        _ call: CallID, _ prompt: Prompt, _ within: Duration, at now: Instant
    ) {
        let far = calls[Int(call.line)]
        let draw = far.ordinal << 16 + UInt64(far.turn)
        let delay = Duration(drawn: plan.keyDelay.quantile(chances.keyDelay.uniform(far.key, draw)))
        let asked = now + prompt.length
        let pressed = keys.pick(chances.key.uniform(far.key, draw)) != nil && delay <= within
        schedule(
            pressed ? .key(far.turn) : .silence(far.turn), of: call,
            at: asked + (pressed ? delay : within))
    }

    // MARK: Lines

    private func isOpen(_ call: CallID) -> Bool {
        call.line < calls.count && calls[Int(call.line)].isOpen
            && calls[Int(call.line)].attempt == call.attempt
    }

    private mutating func close(_ call: CallID) {
        calls[Int(call.line)].isOpen = false
        calls[Int(call.line)].attempt = AttemptID(0)
        linesUsed -= 1
    }

    private func isLost(_ far: FarEnd, _ index: UInt64) -> Bool {
        plan.eventLoss > 0
            && chances.loss.happens(plan.eventLoss, far.key, far.ordinal << 1 + index)
    }

    private mutating func schedule(_ kind: Happening.Kind, of call: CallID, at instant: Instant) {
        queue.schedule(Happening(call: call, kind: kind), at: instant)
    }
}

/// The carrier's uses of chance, each with a stream of its own.
struct CarrierChances: Sendable {
    let fate, setup, setupFailure, ring, screening, hearing, patience, leaves, stay, key, keyDelay,
        loss: Chance

    init(seed: UInt64) {
        fate = Chance(seed: seed, stream: "fate")
        setup = Chance(seed: seed, stream: "setup")
        setupFailure = Chance(seed: seed, stream: "setup failure")
        ring = Chance(seed: seed, stream: "ring")
        screening = Chance(seed: seed, stream: "screening")
        hearing = Chance(seed: seed, stream: "hearing")
        patience = Chance(seed: seed, stream: "patience")
        leaves = Chance(seed: seed, stream: "leaves")
        stay = Chance(seed: seed, stream: "stay")
        key = Chance(seed: seed, stream: "key")
        keyDelay = Chance(seed: seed, stream: "key delay")
        loss = Chance(seed: seed, stream: "loss")
    }
}
