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
    var queue = EntryHeap()
    /// What happens after a wait that is always the same.
    var lane = EntryLane()
    /// What happens at ``soonAt``, after everything that was scheduled for then before.
    var soon = Rows<UInt64>()
    /// How many happenings have been scheduled.
    var scheduled: UInt64 = 0
    /// Calls that are to be refused, and places among them that are free: they may have no line.
    var refused = Rows<CallID>()
    var refusedFree = Rows<Int32>()
    private var ownership = Ownership()
    var soonTaken = 0
    var soonAt = Instant.never
    let chances: CarrierChances
    /// When the next call may be taken, by calls per second.
    var nextPlace = Instant.epoch

    /// One line's far end.
    struct FarEnd: Sendable {
        var attempt = AttemptID(0)
        var lot = Chance.Lot()
        /// What was scheduled up to then was for an earlier call.
        var since: UInt64 = .max
        /// The same for what is being played or asked.
        var turnSince: UInt64 = 0
        /// What is being played or asked; what came before it is over.
        var turn: UInt16 = 0
        var fate = CallFate.noAnswer
        var segment: UInt8 = 0
        var isOpen = false
        var isBridged = false
    }

    enum Kind: UInt8, Sendable {
        case answer, screen, refuse, ring, fail, giveUp, lostPatience, leave, released
        case played, key, silence
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
    public internal(set) var nextEvent = Instant.never

    public mutating func carryOut(_ command: TrunkCommand, at now: Instant) {
        unshareRows()
        carryOutAlone(command, at: now)
    }

    /// ``carryOut(_:at:)``, for a holder that has unshared the rows.
    @inline(never)
    package mutating func carryOutAlone(_ command: TrunkCommand, at now: Instant) {
        switch command {
        case .place(let call, let number, let ordinal):
            place(call, number, ordinal: ordinal, at: now)
        case .hangUp(let call): hangUp(call, at: now)
        case .bridge(let call, _): bridge(call, at: now)
        case .play(let call, let prompt, let turn):
            guard isOpen(call) else { return }
            take(turn, on: Int(call.line))
            schedule(.played, of: call, after: prompt.length, at: now)
        case .gather(let call, let prompt, let within, let turn):
            guard isOpen(call) else { return }
            take(turn, on: Int(call.line))
            ask(call, prompt, within, at: now)
        }
    }

    /// The next event that has happened by `now`, in order of time.
    public mutating func pop(by now: Instant) -> TrunkEvent? {
        unshareRows()
        return popAlone(by: now).map { .call($0, $1) }
    }

    /// ``pop(by:)``, for a holder that has unshared the rows.
    package mutating func popAlone(by now: Instant) -> (CallID, CallEvent)? {
        // At `never` there may be nothing at the front.
        let front = min(queue.earliest, lane.earliest)
        if front > now || front > soonAt || now == .never { return popOther(by: now) }
        let next = lane.front < queue.front ? lane.pop() : queue.pop()
        nextEvent = min(min(queue.earliest, lane.earliest), soonAt)
        let ticket = Ticket(bits: next._low)
        let line = ticket.row
        if ticket.kind <= Kind.screen.rawValue, ticket.order > calls[line].since,
            calls[line].isOpen
        {
            let call = CallID(attempt: calls[line].attempt, line: line)
            let fate = calls[line].fate
            if ticket.kind == Kind.screen.rawValue {
                if model.hearsAllRight { return (call, .heard(Self.party(fate))) }
            } else if fate == .person, model.knowsPeopleAtOnce {
                return (call, .heard(.person))
            } else if fate == .machine, model.hearsMachinesLater {
                let wait = model.machineScreening.constant
                schedule(.screen, of: call, afterConstant: wait, at: EntryHeap.at(next))
                return (call, .answered)
            }
        }
        return popOther(ticket, at: EntryHeap.at(next), by: now)
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
        precondition(scheduled < Ticket.orders, "the carrier has done all that it can count")
        if ownership.isShared() {
            calls.unshare()
            queue.unshare()
            lane.unshare()
            soon.unshare()
            refused.unshare()
            refusedFree.unshare()
            ownership.claim()
        }
    }

    /// Carries out ``TrunkCommand/hangUp(_:)``.
    @inline(__always)
    mutating func hangUp(_ call: CallID, at now: Instant) {
        guard isOpen(call) else { return }
        // Whatever was under way is void; the line is free when the network says so.
        if model.plan.confirmsRelease { return release(call, at: now) }
        close(Int(call.line))
    }

    /// Carries out ``TrunkCommand/bridge(_:_:)``.
    @inline(__always)
    mutating func bridge(_ call: CallID, at now: Instant) {
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

    // MARK: Lines and queues

    /// What the number does that was called; nil when the call is not, or no longer, under way.
    public func fate(of call: CallID) -> CallFate? {
        isOpen(call) ? calls[Int(call.line)].fate : nil
    }

    @inline(__always)
    func isOpen(_ call: CallID) -> Bool {
        let line = Int(call.line)
        return line < calls.count && calls[line].isOpen && calls[line].attempt == call.attempt
    }

    @inline(__always)
    mutating func close(_ line: Int) {
        calls[line].isOpen = false
        forget(line)
        linesUsed &-= 1
    }

    /// Nothing that was scheduled for the call on the line happens any more.
    @inline(__always)
    mutating func forget(_ line: Int) {
        calls[line].attempt = AttemptID(0)
        calls[line].since = .max
    }

    /// What was being played or asked is over.
    mutating func take(_ turn: UInt16, on line: Int) {
        calls[line].turn = turn
        calls[line].turnSince = scheduled
    }

    func isLost(_ line: Int, _ index: UInt64) -> Bool {
        let loss = model.plan.eventLoss
        return loss > 0
            && chances.loss.happens(loss, calls[line].lot.part(index))
    }

    @inline(__always)
    mutating func schedule(
        _ kind: Kind, of call: CallID, after wait: Duration, at now: Instant
    ) {
        schedule(kind, row: call.line, after: wait, at: now)
    }

    /// ``schedule(_:of:after:at:)``, where calls of the kind always wait for the same time.
    ///
    /// - Parameter wait: more than none.
    @_transparent
    mutating func schedule(
        _ kind: Kind, of call: CallID, afterConstant wait: Duration, at now: Instant
    ) {
        let entry = EntryHeap.entry(ticket(kind, call.line), at: now + wait)
        if lane.canAppend(entry) { lane.append(entry) } else { queue.push(entry) }
        nextEvent = min(nextEvent, now + wait)
    }

    @inline(__always)
    mutating func ticket(_ kind: Kind, _ row: Int32) -> UInt64 {
        scheduled &+= 1
        return Ticket(scheduled, row: row, kind: kind.rawValue).bits
    }

    @inline(__always)
    mutating func schedule(
        _ kind: Kind, row: Int32, after wait: Duration, at now: Instant
    ) {
        let ticket = ticket(kind, row)
        if wait == .zero, soon.count == 0 || soonAt == now {
            soon.append(ticket)
            soonAt = now
        } else {
            queue.push(EntryHeap.entry(ticket, at: now + wait))
        }
        nextEvent = min(nextEvent, now + wait)
    }

    /// Schedules that the call is refused.
    @inline(never)
    mutating func scheduleRefusal(of call: CallID, after wait: Duration, at now: Instant) {
        let place: Int32
        if let left = refusedFree.popLast() {
            place = left
            refused[place] = call
        } else {
            place = Int32(refused.count)
            refused.append(call)
        }
        schedule(.refuse, row: place, after: wait, at: now)
    }

    /// A call is on the line from now on.
    @inline(__always)
    mutating func open(_ call: CallID, _ lot: Chance.Lot, _ fate: CallFate, segment: UInt8) {
        if calls.count <= call.line { makeRoom(for: call.line) }
        calls[call.line] = FarEnd(
            attempt: call.attempt, lot: lot, since: scheduled, fate: fate, segment: segment,
            isOpen: true)
        linesUsed &+= 1
    }

    @inline(never)
    private mutating func makeRoom(for line: Int32) {
        precondition(line < Ticket.rows, "line \(line) is beyond the \(Ticket.rows) there may be")
        calls.grow(to: Int(line) + 1, with: FarEnd())
    }
}
