import DialEngine
import DialModel
import DialPacing
import DialWorld

/// A campaign in virtual time: the dialer, a simulated carrier and a simulated crew, driven as fast
/// as the processor goes.
///
///     var simulation = Simulation(dialer: dialer, carrier: carrier, crew: crew, at: start)
///     while true {
///         switch simulation.run() {
///         case .leads(let count): simulation.supply(source.next(count, before: simulation.now))
///         case .leadsNow: break       // only when .leads was not answered at once
///         case .records: journal.write(simulation.takeRecords())
///         case .until: break          // only when an end is given
///         case .idle: simulation.command(.stop)   // or whatever else makes something happen
///         case .finished: return
///         }
///     }
///
/// Nothing in it waits, and nothing depends on when it is asked: the same plan, leads and seed give
/// the same records. Of events at one instant the carrier's come first, then the crew's, then the
/// dialer's own deadline; of one kind, those scheduled first.
///
/// No call leaves the process, so the rule that an attempt is on disk before its number is dialled
/// holds in the only form it can: the records leave in order, each start before its end.
public struct Simulation: Sendable {
    public private(set) var dialer: Dialer
    public private(set) var carrier: SimulatedCarrier
    public private(set) var crew: SimulatedCrew
    public private(set) var now: Instant
    /// Inputs brought to the dialer so far.
    public private(set) var events = 0
    /// How many records are gathered before ``run(until:)`` hands them over.
    public var batch = 20_000
    /// Sees everything that passes between dialer and world; nil costs nothing.
    public var witness: (any SimulationWitness)? {
        get { watcher }
        set {
            watcher = newValue
            isWitnessed = newValue != nil
            isWatched = isFaulty || isWitnessed
        }
    }
    private var watcher: (any SimulationWitness)?
    private var isWitnessed = false
    /// Whether someone looks at, or spoils, what passes between dialer and world.
    private var isWatched = false

    /// Whether records are made at all; without them only ``Dialer/tally`` and ``Dialer/floor`` tell
    /// what has happened.
    public var keepsRecords: Bool {
        get { dialer.keepsRecords }
        set { dialer.keepsRecords = newValue }
    }

    /// Whether the dialer explains its decisions; see ``takeExplanations()``.
    public var explains: Bool {
        get { dialer.explains }
        set { dialer.explains = newValue }
    }

    private var records: [Record] = []
    private var wanted = 0
    private var isOwedLeads = false
    /// Whether ``whatIsNeeded()`` may have something to say.
    private var needsOutside = true
    /// One, or none.
    private var faults: [FaultInjector]
    private var isFaulty: Bool { !faults.isEmpty }

    /// Why ``run(until:)`` came back.
    public enum Stop: Hashable, Sendable {
        /// The dialer wants so many leads, as they stand now; ``Simulation/supply(_:)`` them at once,
        /// or go on and supply them at ``leadsNow``: either way is repeatable, one of them must be
        /// kept to.
        case leads(Int)
        /// The leads asked for have not been supplied, and there are no others left, or promised calls
        /// may be among them.
        case leadsNow
        /// Enough records have gathered; ``Simulation/takeRecords()``.
        case records
        /// The instant asked for has come.
        case until
        /// Nothing is to come at all before someone gives a command: the campaign is paused, or no
        /// agent is at work, and the plan has no more to say. ``Simulation/now`` is the instant asked
        /// for, unless that was ``Instant/never``.
        case idle
        case finished
    }

    /// - Parameter faults: what goes wrong between dialer and world; nil: nothing.
    public init(
        dialer: Dialer, carrier: SimulatedCarrier, crew: SimulatedCrew, faults: FaultPlan? = nil,
        at start: Instant
    ) {
        self.dialer = dialer
        self.carrier = carrier
        self.crew = crew
        self.faults = faults.map { [FaultInjector(plan: $0, at: start)] } ?? []
        now = start
        isWatched = isFaulty
    }

    /// Goes on until something is needed from outside, or `end` has come.
    public mutating func run(until end: Instant = .never) -> Stop {
        unshareRows()
        if dialer.phase == .ready { handle(.command(.start)) }
        let beyond = end + Duration(nanoseconds: 1)
        while true {
            if needsOutside, let stop = whatIsNeeded() { return stop }
            if dialer.phase == .finished { return .finished }
            var next = min(min(carrier.nextEvent, crew.nextEvent), dialer.due)
            if isWatched, isFaulty { next = min(next, faults[0].next) }
            next = max(now, next)
            if next >= beyond {
                if end != .never { now = max(now, end) }
                return next == .never ? .idle : .until
            }
            now = next
            bringWhatHappened()
        }
    }

    /// What has to come from outside before time can go on; nil: nothing.
    @inline(never)
    private mutating func whatIsNeeded() -> Stop? {
        if wanted > 0 {
            let count = wanted
            wanted = 0
            isOwedLeads = true
            return .leads(count)
        }
        if isOwedLeads, dialer.leadsAtHand == 0 || dialer.awaitsCallbacks { return .leadsNow }
        if records.count >= batch { return .records }
        needsOutside = isOwedLeads
        return nil
    }

    /// Brings the dialer everything that has happened by now.
    @inline(__always)
    private mutating func bringWhatHappened() {
        if isWatched { return bringWatched() }
        var count = 0
        while carrier.nextEvent <= now, let (call, news) = carrier.popAlone(by: now) {
            dialer.takeAlone(news, of: call, at: now)
            count &+= 1
        }
        while crew.nextEvent <= now, let event = crew.popAlone(by: now) {
            dialer.takeAlone(event, at: now)
            count &+= 1
        }
        events &+= count
        settle()
    }

    /// As ``bringWhatHappened()``, where someone looks on or spoils it.
    @inline(never)
    private mutating func bringWatched() {
        if isFaulty, faults[0].next <= now { runFaults() }
        while carrier.nextEvent <= now, let (call, news) = carrier.popAlone(by: now) {
            bring(.trunk(.call(call, news)))
            events += 1
        }
        while crew.nextEvent <= now, let event = crew.popAlone(by: now) {
            bring(.desk(event))
            events += 1
        }
        settle()
    }

    /// Answers ``Stop/leads(_:)``.
    public mutating func supply(_ leads: LeadBatch) {
        isOwedLeads = false
        handle(.leads(leads))
    }

    /// How the campaign's cases stand, and who is to be called for them.
    public mutating func tell(_ orders: CaseOrders) { handle(.cases(orders)) }

    /// What the operator does, now.
    public mutating func command(_ command: OperatorCommand) { handle(.command(command)) }

    /// What somebody wants done, now.
    public mutating func instruct(_ instruction: Instruction) { handle(.instruction(instruction)) }

    /// What carrier and called people become, for calls from now on.
    public mutating func change(_ model: CarrierModel) { carrier.become(model) }

    /// What the agents become, for talks from now on.
    public mutating func change(_ model: CrewModel) { crew.become(model) }

    /// The records since the last time, in order.
    public mutating func takeRecords() -> [Record] {
        let taken = records
        records.removeAll(keepingCapacity: true)
        return taken
    }

    /// What the dialer has explained since the last time, in order.
    public mutating func takeExplanations() -> [PacingExplanation] { dialer.takeExplanations() }

    // MARK: Between dialer and world

    @inline(never)
    private mutating func bring(_ input: Input) {
        if isFaulty, !faults[0].passes(input, at: now) { return }
        take(input)
    }

    @inline(never)
    private mutating func runFaults() {
        while let fault = faults[0].pop(by: now) {
            switch fault {
            case .lateTrunk(let event): take(.trunk(event))
            case .lateDesk(let event): take(.desk(event))
            case .trunkDown: take(.trunk(carrier.setDown(true, at: now)))
            case .trunkUp: take(.trunk(carrier.setDown(false, at: now)))
            case .vanish(let agent, let absence): crew.vanish(agent, for: absence, at: now)
            }
        }
    }

    /// Makes all tables this value's own, if copies have been made since: once for each call from
    /// outside.
    private mutating func unshareRows() {
        dialer.unshareRows()
        carrier.unshareRows()
        crew.unshareRows()
    }

    private mutating func handle(_ input: Input) {
        unshareRows()
        events += 1
        take(input)
        settle()
    }

    private mutating func take(_ input: Input) {
        if isWitnessed { watcher?.sees(input, at: now) }
        dialer.take(input, at: now)
    }

    /// Lets the dialer do what follows from what it has taken in, and carries that out.
    @inline(__always)
    private mutating func settle() {
        dialer.settleAlone(at: now)
        if isWatched { return carryOutWatched() }
        let count = dialer.effects.commands.count
        if count > 0 {
            carrier.carryOutAlone(dialer.effects.commands.base, count, at: now)
            dialer.effects.commands.clearAlone()
        }
        carryOutRest()
    }

    /// As the end of ``settle()``, where someone looks on or spoils it.
    @inline(never)
    private mutating func carryOutWatched() {
        if dialer.effects.isEmpty { return }
        if isWitnessed {
            let floor = dialer.floor
            watcher?.sees(&dialer.effects, floor: floor, at: now)
            unshareRows()
        }
        for command in dialer.effects.commands where !isFaulty || !isRefused(command) {
            carrier.carryOutAlone(command, at: now)
        }
        dialer.effects.commands.clearAlone()
        carryOutRest()
    }

    /// Whether a fault keeps the call from being placed.
    @inline(never)
    private mutating func isRefused(_ command: TrunkCommand) -> Bool {
        guard case .place(let call, _, _) = command, faults[0].refuses(call, at: now) else {
            return false
        }
        faults[0].refuse(call, at: now)
        return true
    }

    /// Carries out what the dialer wants done, but for its commands.
    @inline(__always)
    private mutating func carryOutRest() {
        let count = dialer.effects.cues.count
        if count > 0 {
            var cue = dialer.effects.cues.base
            let end = cue + count
            repeat {
                crew.takeAlone(cue, at: now)
                cue += 1
            } while cue < end
            dialer.effects.cues.clearAlone()
        }
        if dialer.effects.records.count | dialer.effects.leadsWanted > 0 { handOver() }
    }

    /// Keeps records, and the number of leads wanted, for whoever runs the simulation.
    @inline(never)
    private mutating func handOver() {
        if dialer.effects.records.count > 0 {
            records.append(contentsOf: dialer.effects.records)
            needsOutside = needsOutside || records.count >= batch
        }
        if dialer.effects.leadsWanted > 0 {
            wanted = dialer.effects.leadsWanted
            needsOutside = true
        }
        dialer.effects.clearAlone()
    }
}

/// Watches a simulation from outside, as checkers do.
public protocol SimulationWitness: Sendable {
    mutating func sees(_ input: Input, at now: Instant)
    /// `effects` may be changed before they are carried out: so a test breaks an engine to see
    /// whether its checkers notice.
    mutating func sees(_ effects: inout Effects, floor: Floor, at now: Instant)
}
