import DialMath
import DialModel

extension SimulatedCarrier {
    /// Carries out `count` commands, for a holder that has unshared the rows.
    package mutating func carryOutAlone(
        _ commands: UnsafeMutablePointer<TrunkCommand>, _ count: Int, at now: Instant
    ) {
        var command = commands
        let end = commands + count
        while command < end {
            // The common ones are a part of the loop. Handed over as a whole, each would be copied first.
            switch command.pointee {
            case .place(let call, let number, let ordinal):
                place(call, number, ordinal: ordinal, at: now)
            case .hangUp(let call): hangUp(call, at: now)
            case .bridge(let call, _): bridge(call, at: now)
            case .play, .gather: carryOut(command, at: now)
            }
            command += 1
        }
    }

    @inline(never)
    private mutating func carryOut(
        _ command: UnsafeMutablePointer<TrunkCommand>, at now: Instant
    ) {
        carryOutAlone(command.pointee, at: now)
    }

    /// Carries out ``TrunkCommand/place(_:_:ordinal:)``.
    @inline(__always)
    mutating func place(
        _ call: CallID, _ number: PhoneNumber, ordinal: UInt16, at now: Instant
    ) {
        guard !isDown, linesUsed < model.plan.lines else {
            return scheduleRefusal(of: call, after: .zero, at: now)
        }
        if !model.isPlain { return placeUnusual(call, number, ordinal, at: now) }
        let lot = Chance.Lot(number.digits, UInt64(ordinal))
        let fate = model.firstFates.pick(chances.fate, lot)
        open(call, lot, fate, segment: 0)
        if fate == .noAnswer, model.saysNothingOfUnanswered { return }
        if fate.isAnswered, model.ringsUnheard {
            ring(call.line, lot, at: now)
        } else {
            goOn(call, lot, fate, at: now)
        }
    }

    /// Schedules the answer to a call where nothing is heard before.
    @inline(never)
    private mutating func ring(_ line: Int32, _ lot: Chance.Lot, at now: Instant) {
        let wait = model.setup.constant + model.firstRing.draw(chances.ring, lot)
        schedule(.answer, row: line, after: wait, at: now)
    }

    /// Places a call where numbers differ, or calls do not always get through.
    @inline(never)
    private mutating func placeUnusual(
        _ call: CallID, _ number: PhoneNumber, _ ordinal: UInt16, at now: Instant
    ) {
        if let interval = model.placeInterval {
            // A second's worth of calls may come at once, as carriers that count by the second
            // allow.
            guard nextPlace < now + .seconds(1) else {
                return scheduleRefusal(of: call, after: .zero, at: now)
            }
            nextPlace = max(now, nextPlace) + interval
        }
        let lot = Chance.Lot(number.digits, UInt64(ordinal))
        let segment = model.fates.count > 1 ? model.plan.segment(of: number) : 0
        let forced = model.forced.isEmpty ? nil : model.forced.first { $0.0.matches(number) }?.1
        let fate = forced ?? model.fates(of: segment, at: now).pick(chances.fate, lot)
        open(call, lot, fate, segment: UInt8(segment))
        let setup = model.setup.draw(chances.setup, lot)
        if forced == nil, model.plan.setupFailure > 0,
            chances.setupFailure.happens(model.plan.setupFailure, lot)
        {
            let quarter = Duration(nanoseconds: setup.nanoseconds / 4)
            scheduleRefusal(of: call, after: quarter, at: now)
        } else {
            goOn(call, lot, fate, at: now)
        }
    }

    /// Schedules what becomes of a call that gets through.
    @inline(never)
    private mutating func goOn(
        _ call: CallID, _ lot: Chance.Lot, _ fate: CallFate, at now: Instant
    ) {
        let setup = model.setup.draw(chances.setup, lot)
        if fate.failure != nil {
            let wait = model.failure.draw(chances.ring, lot)
            schedule(.fail, of: call, after: setup + wait, at: now)
        } else if model.plan.reportsRinging {
            schedule(.ring, of: call, after: setup, at: now)
        } else {
            startRinging(call, after: setup, at: now)
        }
    }
}
