import DialMath
import DialModel

/// A team of agents, as one value: cues in, events out, time from outside.
///
/// How long an agent talks to a lead and what comes of it depends on the seed, the lead and which
/// attempt it is, so that the same conversation happens whoever holds it, whenever.
public struct SimulatedCrew: Sendable {
    public var plan: CrewPlan { model.plan }
    private var model: CrewModel
    /// Groups by share: agent *n* is in group *n* modulo their number.
    private let groups: Int

    private var agents = Rows<Worker>()
    private var queue = EntryHeap()
    /// How many happenings have been scheduled.
    private var scheduled: UInt64 = 0
    let chances: CrewChances

    private struct Worker: Sendable {
        var state = State.off
        var lead = LeadID(0)
        /// The talk, or the preview, as chance knows it.
        var lot = Chance.Lot()
        var attempt = AttemptID(0)
        /// Whether it was the agent who ended the talk.
        var hungUp = false
        /// What has been asked for because it was forgotten.
        var asked: DataFields = []
        /// Whether a break was asked for with the end of the wrap-up that had to go on.
        var wantsRest = false
        var nextBreak = Instant.never
        var breaks: UInt64 = 0
        /// What was scheduled up to then does not happen any more: the order of the latest change.
        var since: UInt64 = 0
        /// The same for what goes on through changes: the order of the latest stay at the desk.
        var stint: UInt64 = 0

        enum State: UInt8, Sendable { case off, resting, ready, previewing, talking, wrapUp }
    }

    private enum Kind: UInt8, Sendable {
        case arrive, ready, preview, closing, talked, wrappedUp, repeatReady
        /// Of a stint, whatever the agent does.
        case breakNear, breakDue

        /// Whether it does not happen any more once its agent does something else.
        var isOfEpoch: Bool { rawValue < Kind.breakNear.rawValue }
    }

    public init(plan: CrewPlan, groups: Int = 1, seed: UInt64) {
        self.init(model: CrewModel(plan), groups: groups, seed: seed)
    }

    /// - Parameter model: shared by all simulations of one plan.
    public init(model: CrewModel, groups: Int = 1, seed: UInt64) {
        self.model = model
        self.groups = max(1, groups)
        chances = CrewChances(seed: seed)
    }

    /// Behaves as `model` says from now on; talks under way last as long as they would have.
    public mutating func become(_ model: CrewModel) { self.model = model }

    /// When ``pop(by:)`` next has something; ``Instant/never`` when nothing is to come.
    public private(set) var nextEvent = Instant.never

    /// Events that happen at one instant, in order, waiting to be taken.
    private var said = Rows<DeskEvent>()
    private var ownership = Ownership()
    private var taken = 0

    /// The next event that has happened by `now`, in order of time.
    public mutating func pop(by now: Instant) -> DeskEvent? {
        unshareRows()
        return popAlone(by: now)
    }

    /// ``pop(by:)``, for a holder that has unshared the rows.
    package mutating func popAlone(by now: Instant) -> DeskEvent? {
        if said.count > 0 || queue.earliest > now || queue.count == 0 { return popOther(by: now) }
        let next = queue.pop()
        let ticket = Ticket(bits: next._low)
        let agent = ticket.row
        if ticket.order > agents[agent].since {
            if ticket.kind == Kind.talked.rawValue {
                agents[agent].hungUp = true
                nextEvent = queue.earliest
                return DeskEvent(AgentID(agent &+ 1), .hangUp(agents[agent].attempt))
            }
            if ticket.kind == Kind.wrappedUp.rawValue, !model.saysMore,
                agents[agent].nextBreak > EntryHeap.at(next)
            {
                let done = AgentEvent.wrapUpDone(agents[agent].attempt, saying: outcome(agent))
                getReady(agent, at: EntryHeap.at(next))
                nextEvent = queue.earliest
                return DeskEvent(AgentID(agent &+ 1), done)
            }
        }
        return popOther(ticket, at: EntryHeap.at(next), by: now)
    }

    /// ``popAlone(by:)``, where it is rare.
    ///
    /// - Parameter ticket: what has been taken from the queue already.
    @inline(never)
    private mutating func popOther(
        _ ticket: Ticket? = nil, at instant: Instant = .never, by now: Instant
    ) -> DeskEvent? {
        defer { noteNext() }
        if let ticket, let event = happen(ticket, at: instant) { return event }
        while true {
            if taken < said.count {
                taken &+= 1
                let event = said[taken &- 1]
                if taken == said.count {
                    said.clear()
                    taken = 0
                }
                return event
            }
            if queue.earliest > now || queue.count == 0 { return nil }
            let next = queue.pop()
            if let event = happen(Ticket(bits: next._low), at: EntryHeap.at(next)) { return event }
        }
    }

    @inline(__always)
    private mutating func noteNext() {
        nextEvent = said.count == 0 ? queue.earliest : Instant(nanoseconds: .min)
    }

    public mutating func take(_ cue: DeskCue, at now: Instant) {
        unshareRows()
        carryOut(cue, at: now)
        noteNext()
    }

    /// ``take(_:at:)``, for a holder that has unshared the rows.
    package mutating func takeAlone(_ cue: UnsafePointer<DeskCue>, at now: Instant) {
        carryOut(cue.pointee, at: now)
        noteNext()
    }

    @_transparent
    private mutating func carryOut(_ cue: DeskCue, at now: Instant) {
        let agent = cue.agent.raw &- 1
        if agents.count <= agent { makeRoom(for: agent) }
        let state = agents[agent].state
        switch cue.cue {
        case .logIn:
            guard state == .off else { return }
            let late =
                model.plan.loginSpread == .zero
                ? 0 : chances.arrival.uniform(UInt64(agent)) * model.plan.loginSpread.seconds
            schedule(.arrive, agent, at: now + Duration(drawn: late))
        case .loggedOut: change(agent, to: .off)
        case .preview(let lead, let ordinal):
            change(agent, to: .previewing)
            agents[agent].lead = lead
            let lot = Self.lot(lead, ordinal)
            agents[agent].lot = lot
            let look = model.preview.draw(chances.preview, lot)
            schedule(.preview, agent, at: now + look)
        case .previewEnded: if state == .previewing { getReady(agent, at: now) }
        case .connected(let call, let lead, let ordinal):
            change(agent, to: .talking)
            agents[agent].lead = lead
            let lot = Self.lot(lead, ordinal)
            agents[agent].lot = lot
            agents[agent].attempt = call.attempt
            agents[agent].hungUp = false
            agents[agent].asked = []
            agents[agent].wantsRest = false
            let span =
                model.dependsOnOutcome
                ? model.talk(endingWith: disposition(agent)).draw(chances.talk, lot)
                : model.talk.draw(chances.talk, lot)
            if let lead = model.closingLead { scheduleClosing(agent, lead, of: span, at: now) }
            schedule(.talked, agent, at: now + span)
        case .callEnded(let call, _):
            guard state == .talking, agents[agent].attempt == call.attempt else { return }
            change(agent, to: .wrapUp)
            let lot = agents[agent].lot
            let notes =
                model.dependsOnOutcome
                ? model.wrapUp(after: outcome(agent)).draw(chances.wrapUp, lot)
                : model.wrapUp.draw(chances.wrapUp, lot)
            schedule(.wrappedUp, agent, at: now + notes)
        case .dataMissing(let attempt, let fields):
            guard state != .off, agents[agent].attempt == attempt else { return }
            agents[agent].wantsRest = state == .resting
            change(agent, to: .wrapUp)
            agents[agent].asked = fields
            let pause = model.correction.draw(chances.data, agents[agent].lot)
            schedule(.wrappedUp, agent, at: now + pause)
        case .wrapUpEnded(let attempt):
            guard state == .wrapUp, agents[agent].attempt == attempt else { return }
            let isDue = model.plan.breakNotice != nil && agents[agent].nextBreak <= now
            if isDue || agents[agent].wantsRest {
                rest(agent, at: now)
            } else {
                getReady(agent, at: now)
            }
        }
    }

    @inline(never)
    private mutating func makeRoom(for agent: Int32) {
        precondition(
            agent < Ticket.rows, "agent \(agent) is beyond the \(Ticket.rows) there may be")
        agents.grow(to: Int(agent) + 1, with: Worker())
    }

    /// The agent's desk fails without a word and comes back after `absence`.
    public mutating func vanish(_ agent: AgentID, for absence: Duration, at now: Instant) {
        let place = agent.raw - 1
        guard place >= 0, place < agents.count, agents[Int(place)].state != .off else { return }
        unshareRows()
        change(place, to: .off)
        said.append(DeskEvent(agent, .vanished))
        schedule(.arrive, place, at: now + absence)
        noteNext()
    }

    /// Makes the tables this value's own, if a copy of it has been made since.
    package mutating func unshareRows() {
        precondition(scheduled < Ticket.orders, "the crew has done all that it can count")
        if ownership.isShared() {
            agents.unshare()
            queue.unshare()
            said.unshare()
            ownership.claim()
        }
    }

    // MARK: Happening

    private func group(of agent: Int32) -> GroupID {
        model.groups.isEmpty
            ? GroupID(UInt8(Int(agent) % groups)) : model.groups[Int(agent) % model.groups.count]
    }

    /// What an agent does. If it is more than one thing to say, it is ``said``.
    private mutating func happen(_ ticket: Ticket, at now: Instant) -> DeskEvent? {
        let agent = ticket.row
        guard let kind = Kind(rawValue: ticket.kind) else { return nil }
        if kind.isOfEpoch, ticket.order <= agents[agent].since { return nil }
        switch kind {
        case .arrive:
            say(agent, .login(group(of: agent)))
            scheduleBreak(agent, at: now)
            getReady(agent, at: now)
            say(agent, .ready)
        case .ready:
            scheduleBreak(agent, at: now)
            getReady(agent, at: now)
            say(agent, .ready)
        case .preview:
            let lead = agents[agent].lead
            let isSkipped = chances.skips.happens(model.plan.skips, agents[agent].lot)
            getReady(agent, at: now)
            say(agent, isSkipped ? .skip(lead, .notSuitable) : .accept(lead))
        case .wrappedUp:
            let done = AgentEvent.wrapUpDone(agents[agent].attempt, saying: outcome(agent))
            if model.givesData { giveData(agent) }
            if let promise = promise(agent, at: now) {
                say(agent, promise)
                say(agent, done)
                getReady(agent, at: now)
                return nil
            }
            if agents[agent].nextBreak > now {
                say(agent, done)
                getReady(agent, at: now)
                return nil
            }
            say(agent, .notReady(.rest))
            say(agent, done)
            rest(agent, at: now)
        case .closing:
            return DeskEvent(AgentID(agent &+ 1), .closing(agents[agent].attempt))
        case .talked:
            agents[agent].hungUp = true
            return DeskEvent(AgentID(agent &+ 1), .hangUp(agents[agent].attempt))
        case .breakNear, .breakDue:
            if ticket.order > agents[agent].stint { comeToBreak(kind, agent, at: now) }
        case .repeatReady:
            say(agent, .login(group(of: agent)))
            say(agent, .ready)
            getReady(agent, at: now)
        }
        return nil
    }

    /// What comes of the talk in hand if the agent brings it to its end.
    @inline(__always)
    private func disposition(_ agent: Int32) -> Outcome {
        model.dispositions.pick(chances.disposition, agents[agent].lot)
    }

    /// What the agent promises at the end of the talk in hand, if it is something.
    private func promise(_ agent: Int32, at now: Instant) -> AgentEvent? {
        guard let wait = model.promise, let promises = model.plan.promises,
            outcome(agent) == .connected(.followUp)
        else { return nil }
        let lot = agents[agent].lot
        guard chances.promise.happens(promises.share, lot.part(1)) else { return nil }
        return .promise(
            agents[agent].attempt, at: now + wait.draw(chances.promise, lot),
            isOwn: chances.promise.happens(promises.own, lot.part(2)))
    }

    /// Says what there is to know of the talk that is over, as far as the agent thinks of it.
    private mutating func giveData(_ agent: Int32) {
        let worker = agents[agent]
        for (field, value) in data(of: outcome(agent), worker.lot, asked: worker.asked) {
            say(agent, .fill(worker.attempt, field, value))
        }
    }

    /// What has come of the talk that is over.
    @inline(__always)
    private func outcome(_ agent: Int32) -> Outcome {
        agents[agent].hungUp ? disposition(agent) : .connected(.hungUp)
    }

    /// - Parameter talk: how long the talk that begins now takes.
    private mutating func scheduleClosing(
        _ agent: Int32, _ lead: Wait, of talk: Duration, at now: Instant
    ) {
        let lot = agents[agent].lot
        if chances.closing.happens(model.plan.closingShare, lot) {
            let before = max(.zero, talk - lead.draw(chances.closingLead, lot))
            schedule(.closing, agent, at: now + before)
        } else if chances.falseClosing.happens(model.plan.falseClosings, lot) {
            let before = chances.closingLead.uniform(lot) * talk.seconds
            schedule(.closing, agent, at: now + Duration(drawn: before))
        }
    }

    private mutating func scheduleBreak(_ agent: Int32, at now: Instant) {
        guard let work = model.workBetweenBreaks else { return }
        let span = work.draw(
            chances.rest, Chance.Lot(UInt64(agent), 2 * agents[agent].breaks + 1))
        agents[agent].nextBreak = now + span
        guard let notice = model.plan.breakNotice else { return }
        agents[agent].stint = scheduled
        if notice > .zero { schedule(.breakNear, agent, at: now + max(.zero, span - notice)) }
        schedule(.breakDue, agent, at: now + span)
    }

    /// The agent's desk says that a break is near, or asks for it.
    private mutating func comeToBreak(
        _ kind: Kind, _ agent: Int32, at now: Instant
    ) {
        switch (agents[agent].state, kind) {
        case (.off, _), (.resting, _): break
        case (_, .breakNear): say(agent, .leaving(in: agents[agent].nextBreak - now))
        case (.ready, _):
            say(agent, .notReady(.rest))
            rest(agent, at: now)
        case (.talking, _), (.wrapUp, _): say(agent, .notReady(.rest))
        case (.previewing, _): break  // after the talk, if one comes of it
        }
    }

    private mutating func rest(_ agent: Int32, at now: Instant) {
        change(agent, to: .resting)
        agents[agent].breaks += 1
        let rest = model.breakLength.draw(
            chances.rest, Chance.Lot(UInt64(agent), 2 * agents[agent].breaks))
        schedule(.ready, agent, at: now + rest)
    }

    @inline(__always)
    private mutating func getReady(_ agent: Int32, at now: Instant) {
        change(agent, to: .ready)
        if let span = model.plan.repeatsReady { schedule(.repeatReady, agent, at: now + span) }
    }

    @inline(__always)
    private mutating func change(_ agent: Int32, to state: Worker.State) {
        agents[agent].state = state
        agents[agent].since = scheduled
    }

    @inline(__always)
    private mutating func say(_ agent: Int32, _ event: AgentEvent) {
        said.append(DeskEvent(AgentID(agent + 1), event))
    }

    @inline(__always)
    private mutating func schedule(_ kind: Kind, _ agent: Int32, at instant: Instant) {
        scheduled &+= 1
        queue.push(
            EntryHeap.entry(
                Ticket(scheduled, row: agent, kind: kind.rawValue).bits, at: instant))
    }

    private static func lot(_ lead: LeadID, _ ordinal: UInt16) -> Chance.Lot {
        Chance.Lot(UInt64(bitPattern: lead.raw), UInt64(ordinal))
    }
}

/// The crew's uses of chance, each with a stream of its own.
struct CrewChances: Sendable {
    let arrival, preview, skips, talk, closing, falseClosing, closingLead: Chance
    let wrapUp, disposition, rest, promise, data, forgets: Chance

    init(seed: UInt64) {
        arrival = Chance(seed: seed, stream: "arrival")
        preview = Chance(seed: seed, stream: "preview")
        skips = Chance(seed: seed, stream: "skips")
        talk = Chance(seed: seed, stream: "talk")
        closing = Chance(seed: seed, stream: "closing")
        falseClosing = Chance(seed: seed, stream: "false closing")
        closingLead = Chance(seed: seed, stream: "closing lead")
        wrapUp = Chance(seed: seed, stream: "wrap-up")
        disposition = Chance(seed: seed, stream: "disposition")
        rest = Chance(seed: seed, stream: "rest")
        promise = Chance(seed: seed, stream: "promise")
        data = Chance(seed: seed, stream: "data")
        forgets = Chance(seed: seed, stream: "forgets")
    }
}
