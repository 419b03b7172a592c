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
    public var plan: CarrierPlan { model.plan }
    /// Lines in use.
    public internal(set) var linesUsed = 0
    public private(set) var isDown = false

    private(set) var model: CarrierModel
    var calls = Rows<FarEnd>()
    private var queue = EventHeap<Happening>()
    /// What happens at ``soonAt``, after everything that was scheduled for then before.
    private var soon = Rows<Happening>()
    private var ownership = Ownership()
    private var soonTaken = 0
    private var soonAt = Instant.never
    let chances: CarrierChances
    /// The latest call that was to be placed.
    var latest = AttemptID(0)
    /// When the next call may be taken, by calls per second.
    var nextPlace = Instant.epoch

    /// One line's far end.
    struct FarEnd: Sendable {
        var attempt = AttemptID(0)
        var lot = Chance.Lot()
        /// What is being played or asked; what came before it is over.
        var turn: UInt16 = 0
        var fate = CallFate.noAnswer
        var segment: UInt8 = 0
        var isOpen = false
        var isBridged = false
    }

    struct Happening: Sendable {
        var line: Int32
        /// The low half of the attempt's number: what tells this call from earlier ones.
        var attempt: UInt32
        var turn: UInt16
        var kind: Kind

        enum Kind: UInt8, Sendable {
            case refuse, ring, answer, screen, fail, giveUp, lostPatience, leave, released
            case played, key, silence
        }
    }

    public init(plan: CarrierPlan, seed: UInt64) {
        self.init(model: CarrierModel(plan), seed: seed)
    }

    /// - Parameter model: shared by all simulations of one plan.
    public init(model: CarrierModel, seed: UInt64) {
        self.model = model
        chances = CarrierChances(seed: seed)
    }

    /// Behaves as `model` says from now on. What was drawn before stays: a call that is to be
    /// answered in 5 s is.
    public mutating func become(_ model: CarrierModel) { self.model = model }

    /// When ``pop(by:)`` next has something; ``Instant/never`` when nothing is to come.
    public private(set) var nextEvent = Instant.never

    public mutating func carryOut(_ command: TrunkCommand, at now: Instant) {
        unshareRows()
        carryOutAlone(command, at: now)
    }

    /// ``carryOut(_:at:)``, for a holder that has unshared the rows.
    package mutating func carryOutAlone(_ command: TrunkCommand, at now: Instant) {
        switch command {
        case .place(let call, let number, let ordinal):
            placeAlone(call, number, ordinal: ordinal, at: now)
        case .hangUp(let call): hangUpAlone(call, at: now)
        case .bridge(let call, _): bridgeAlone(call, at: now)
        case .play(let call, let prompt, let turn):
            guard isOpen(call) else { return }
            calls[Int(call.line)].turn = turn
            schedule(.played, of: call, turn: turn, after: prompt.length, at: now)
        case .gather(let call, let prompt, let within, let turn):
            guard isOpen(call) else { return }
            calls[Int(call.line)].turn = turn
            ask(call, prompt, within, at: now)
        }
    }

    /// The next event that has happened by `now`, in order of time.
    public mutating func pop(by now: Instant) -> TrunkEvent? {
        unshareRows()
        return popAlone(by: now)
    }

    /// ``pop(by:)``, for a holder that has unshared the rows.
    package mutating func popAlone(by now: Instant) -> TrunkEvent? {
        while true {
            let at: Instant
            let happening: Happening
            let first = queue.earliest
            if first <= now, first <= soonAt, let next = queue.pop(by: now) {
                at = first
                happening = next
            } else if soonAt <= now {
                at = soonAt
                happening = soon[soonTaken]
                soonTaken += 1
                if soonTaken == soon.count {
                    soon.clear()
                    soonTaken = 0
                    soonAt = .never
                }
            } else {
                return nil
            }
            nextEvent = min(queue.earliest, soonAt)
            if let event = happen(happening, at: at) { return event }
        }
    }

    /// Takes the trunk down, with every call on it, or brings it back.
    ///
    /// - Returns: what the trunk says of it. Calls that were cut are reported by ``pop(by:)``.
    public mutating func setDown(_ down: Bool, at now: Instant) -> TrunkEvent {
        unshareRows()
        isDown = down
        if down {
            for line in 0..<calls.count where calls[line].isOpen {
                let call = CallID(attempt: calls[line].attempt, line: Int32(line))
                calls[line].isOpen = false
                schedule(.released, of: call, after: .zero, at: now)
            }
        }
        return down ? .down : .up
    }

    /// Makes the tables this value's own, if a copy of it has been made since.
    package mutating func unshareRows() {
        if ownership.isShared() {
            calls.unshare()
            queue.unshare()
            soon.unshare()
            ownership.claim()
        }
    }

    /// Carries out ``TrunkCommand/hangUp(_:)``, for a holder that has unshared the rows.
    package mutating func hangUpAlone(_ call: CallID, at now: Instant) {
        guard isOpen(call) else { return }
        // Whatever was under way is void; the line is free when the network says so.
        if model.plan.confirmsRelease { return release(call, at: now) }
        close(Int(call.line))
    }

    /// Carries out ``TrunkCommand/bridge(_:_:)``, for a holder that has unshared the rows.
    package mutating func bridgeAlone(_ call: CallID, at now: Instant) {
        guard isOpen(call) else { return }
        calls[call.line].isBridged = true
        if model.plan.leavesTalk > 0 { scheduleLeaving(call, at: now) }
    }

    @inline(never)
    private mutating func scheduleLeaving(_ call: CallID, at now: Instant) {
        let lot = calls[call.line].lot
        if chances.leaves.happens(model.plan.leavesTalk, lot) {
            let stay = model.stay.draw(chances.stay, lot)
            schedule(.leave, of: call, after: stay, at: now)
        }
    }

    @inline(never)
    private mutating func release(_ call: CallID, at now: Instant) {
        calls[call.line].isOpen = false
        schedule(.released, of: call, after: model.plan.release, at: now)
    }

    // MARK: Happening

    @inline(__always)
    private mutating func happen(_ happening: Happening, at now: Instant) -> TrunkEvent? {
        let line = Int(happening.line)
        guard line < calls.count,
            UInt32(truncatingIfNeeded: calls[line].attempt.raw) == happening.attempt
        else {
            // A call that was refused before it had a line.
            guard happening.kind == .refuse else { return nil }
            let back = Int64(UInt32(truncatingIfNeeded: latest.raw) &- happening.attempt)
            let call = CallID(attempt: AttemptID(latest.raw - back), line: happening.line)
            return .call(call, .refused(model.plan.profile.raw(.congestion)))
        }
        let call = CallID(attempt: calls[line].attempt, line: happening.line)
        switch happening.kind {
        case .refuse:
            if calls[line].isOpen { close(line) }
            return .call(call, .refused(model.plan.profile.raw(.congestion)))
        case .released:
            linesUsed -= 1
            calls[line].attempt = AttemptID(0)
            return .call(call, .ended(.normal, model.plan.profile.raw(.normal)))
        default: break
        }
        guard calls[line].isOpen else { return nil }
        if happening.kind == .answer { return .call(call, answer(call, at: now)) }
        if happening.kind == .screen, model.plan.eventLoss == 0 {
            return .call(call, .heard(screen(line)))
        }
        guard let news = news(happening, of: call, at: now) else { return nil }
        return .call(call, news)
    }

    private mutating func news(
        _ happening: Happening, of call: CallID, at now: Instant
    ) -> CallEvent? {
        let line = Int(call.line)
        switch happening.kind {
        case .ring: return ring(call, at: now)
        case .answer: return answer(call, at: now)
        case .screen: return isLost(line, 1) ? nil : .heard(screen(line))
        case .fail: return over(line, calls[line].fate.failure ?? .failed)
        case .giveUp: return over(line, .noAnswer)
        case .lostPatience:
            if calls[line].isBridged || calls[line].turn != 0 { return nil }
            return over(line, .normal)
        case .leave: return over(line, .normal)
        case .played:
            return happening.turn == calls[line].turn ? .played(happening.turn) : nil
        case .key:
            guard happening.turn == calls[line].turn else { return nil }
            let lot = calls[line].lot.part(UInt64(happening.turn))
            return .key(model.keys.pick(chances.key.uniform(lot)), happening.turn)
        case .silence:
            return happening.turn == calls[line].turn ? .key(nil, happening.turn) : nil
        case .refuse, .released: return nil
        }
    }

    @inline(__always)
    private mutating func over(_ line: Int, _ cause: EndCause) -> CallEvent {
        close(line)
        return .ended(cause, model.plan.profile.raw(cause))
    }

    @inline(__always)
    private mutating func ring(_ call: CallID, at now: Instant) -> CallEvent? {
        startRinging(call, after: .zero, at: now)
        return isLost(Int(call.line), 0) ? nil : .ringing
    }

    @_transparent
    mutating func startRinging(_ call: CallID, after setup: Duration, at now: Instant) {
        let far = calls[call.line]
        if far.fate.isAnswered {
            let segment = min(Int(far.segment), model.rings.count &- 1)
            let wait = model.rings[segment].draw(chances.ring, far.lot)
            schedule(.answer, of: call, after: setup + wait, at: now)
        } else if !model.unansweredRing.isForever {
            let wait = model.unansweredRing.draw(chances.ring, far.lot)
            schedule(.giveUp, of: call, after: setup + wait, at: now)
        }
    }

    @inline(__always)
    private mutating func answer(_ call: CallID, at now: Instant) -> CallEvent {
        let lot = calls[call.line].lot
        let fate = calls[call.line].fate
        if fate == .person, model.knowsPeopleAtOnce { return .heard(.person) }
        let isPerson = fate == .person || fate == .quickHangUp
        let screening =
            isPerson
            ? model.personScreening.draw(chances.screening, lot)
            : model.machineScreening.draw(chances.screening, lot)
        // Who is recognised at once is so in the same breath.
        let isKnown = screening == .zero && model.plan.eventLoss == 0
        if !isKnown { schedule(.screen, of: call, after: screening, at: now) }
        if fate == .quickHangUp {
            schedule(.leave, of: call, after: .milliseconds(900), at: now)
        } else if fate == .person, !model.patience.isForever {
            let patience = model.patience.draw(chances.patience, lot)
            schedule(.lostPatience, of: call, after: patience, at: now)
        }
        return isKnown ? .heard(screen(Int(call.line))) : .answered
    }

    @inline(__always)
    private func screen(_ line: Int) -> Party {
        let notSure = model.plan.notSure
        if model.hearsRight {
            switch calls[line].fate {
            case .fax: return .fax
            case .machine: return .machine
            default: return .person
            }
        }
        let u = chances.hearing.uniform(calls[line].lot)
        if u < notSure { return .notSure }
        let v = (u - notSure) / max(1e-12, 1 - notSure)
        switch calls[line].fate {
        case .fax: return .fax
        case .machine: return v < model.plan.machineTakenForPerson ? .person : .machine
        default: return v < model.plan.personTakenForMachine ? .machine : .person
        }
    }

    private mutating func ask(
        _ call: CallID, _ prompt: Prompt, _ within: Duration, at now: Instant
    ) {
        let far = calls[Int(call.line)]
        let lot = far.lot.part(UInt64(far.turn))
        let delay = model.keyDelay.draw(chances.keyDelay, lot)
        let isPressed =
            model.keys.pick(chances.key.uniform(lot)) != nil && delay <= within
        schedule(
            isPressed ? .key : .silence, of: call, turn: far.turn,
            after: prompt.length + (isPressed ? delay : within), at: now)
    }

    // MARK: Lines

    @inline(__always)
    private func isOpen(_ call: CallID) -> Bool {
        let line = Int(call.line)
        return line < calls.count && calls[line].isOpen && calls[line].attempt == call.attempt
    }

    @inline(__always)
    private mutating func close(_ line: Int) {
        calls[line].isOpen = false
        calls[line].attempt = AttemptID(0)
        linesUsed &-= 1
    }

    private func isLost(_ line: Int, _ index: UInt64) -> Bool {
        let loss = model.plan.eventLoss
        return loss > 0
            && chances.loss.happens(loss, calls[line].lot.part(index))
    }

    @inline(__always)
    mutating func schedule(
        _ kind: Happening.Kind, of call: CallID, turn: UInt16 = 0, after wait: Duration,
        at now: Instant
    ) {
        let happening = Happening(
            line: call.line, attempt: UInt32(truncatingIfNeeded: call.attempt.raw), turn: turn,
            kind: kind)
        if wait == .zero, soon.count == 0 || soonAt == now {
            soon.append(happening)
            soonAt = now
        } else {
            queue.schedule(happening, at: now + wait)
        }
        nextEvent = min(queue.earliest, soonAt)
    }
}
