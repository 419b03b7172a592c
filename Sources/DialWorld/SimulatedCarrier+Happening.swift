import DialMath
import DialModel

/// What happens to calls once their time has come.
extension SimulatedCarrier {
    /// ``popAlone(by:)``, where it is rare.
    ///
    /// - Parameter ticket: what has been taken from the queue already.
    @inline(never)
    mutating func popOther(
        _ ticket: Ticket? = nil, at instant: Instant = .never, by now: Instant
    ) -> TrunkEvent? {
        if let ticket, let event = happen(ticket, at: instant) { return event }
        while true {
            let ticket: UInt64
            let at = min(min(queue.earliest, lane.earliest), soonAt)
            if at > now || at == .never { return nil }
            if at == lane.earliest, lane.front < queue.front {
                ticket = lane.pop()._low
            } else if at == queue.earliest {
                ticket = queue.pop()._low
            } else {
                ticket = soon[soonTaken]
                soonTaken += 1
                if soonTaken == soon.count {
                    soon.clear()
                    soonTaken = 0
                    soonAt = .never
                }
            }
            nextEvent = min(min(queue.earliest, lane.earliest), soonAt)
            if let event = happen(Ticket(bits: ticket), at: at) { return event }
        }
    }

    @inline(__always)
    private mutating func happen(_ ticket: Ticket, at now: Instant) -> TrunkEvent? {
        guard let kind = Kind(rawValue: ticket.kind) else { return nil }
        if kind == .refuse { return refuse(ticket.row) }
        let line = Int(ticket.row)
        if ticket.order <= calls[line].since { return nil }
        let call = CallID(attempt: calls[line].attempt, line: ticket.row)
        if kind == .released {
            linesUsed -= 1
            forget(line)
            return .call(call, .ended(.normal, model.plan.profile.raw(.normal)))
        }
        guard calls[line].isOpen else { return nil }
        if kind == .screen, model.hearsAllRight { return .call(call, .heard(screen(line))) }
        guard let news = news(kind, ticket, of: call, at: now) else { return nil }
        return .call(call, news)
    }

    /// - Parameter place: in ``refused``.
    @inline(never)
    private mutating func refuse(_ place: Int32) -> TrunkEvent {
        let call = refused[place]
        refusedFree.append(place)
        let line = Int(call.line)
        if line < calls.count, calls[line].attempt == call.attempt, calls[line].isOpen {
            close(line)
        }
        return .call(call, .refused(model.plan.profile.raw(.congestion)))
    }

    private mutating func news(
        _ kind: Kind, _ ticket: Ticket, of call: CallID, at now: Instant
    ) -> CallEvent? {
        let line = Int(call.line)
        let turn = calls[line].turn
        switch kind {
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
            return ticket.order > calls[line].turnSince ? .played(turn) : nil
        case .key:
            guard ticket.order > calls[line].turnSince else { return nil }
            let lot = calls[line].lot.part(UInt64(turn))
            return .key(model.keys.pick(chances.key.uniform(lot)), turn)
        case .silence: return ticket.order > calls[line].turnSince ? .key(nil, turn) : nil
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
    func screen(_ line: Int) -> Party {
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

    mutating func ask(
        _ call: CallID, _ prompt: Prompt, _ within: Duration, at now: Instant
    ) {
        let far = calls[Int(call.line)]
        let lot = far.lot.part(UInt64(far.turn))
        let delay = model.keyDelay.draw(chances.keyDelay, lot)
        let isPressed =
            model.keys.pick(chances.key.uniform(lot)) != nil && delay <= within
        schedule(
            isPressed ? .key : .silence, of: call,
            after: prompt.length + (isPressed ? delay : within), at: now)
    }
}
