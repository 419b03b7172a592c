import DialEngine
import DialModel
import DialPacing
import DialPorts
import Synchronization

/// A campaign in real time, or a multiple of it: drives the dialer and drains its effects into
/// ports.
///
///     let campaign = LiveCampaign(
///         dialer: dialer, trunk: trunk, desks: desks, journal: store, leads: store, clock: clock)
///     try await campaign.run()
///
/// Everything that arrives while the last round was being carried out is handled in one round: its
/// records go to disk in one commit. Calls are placed only after that. Calls in progress and agents
/// are told at once; what they say meanwhile waits for one commit, or one fetch of leads, at most.
public final class LiveCampaign: Sendable {
    private let trunk: any Trunk
    private let desks: any AgentDesks
    private let journal: any Journal
    private let source: any LeadSource
    let clock: any CampaignClock
    let ledger: (any CaseLedger)?
    let post = CasePost()
    private let explain: (@Sendable ([PacingExplanation]) -> Void)?
    private let first: Dialer

    private let inbox = Mutex<[Input]>([])
    private let signal: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let latest: Mutex<Snapshot>

    /// How the campaign stands; made after every round.
    public struct Snapshot: Sendable {
        public var now: Instant
        public var floor: Floor
        public var phase: Dialer.Phase
        public var plan: CampaignPlan
        public var latest: Operation?
        /// What keeps it from starting more calls.
        public var bound: Pace.Bound
        /// Leads that have been fetched and not dialled yet.
        public var leadsAtHand: Int

        /// The latest that the dialer was ever woken after a deadline, in campaign time: when this
        /// nears the campaign's limits, the speed is more than the machine can do.
        public var lag: Duration

        init(_ dialer: Dialer, lag: Duration, at now: Instant) {
            self.now = now
            self.lag = lag
            floor = dialer.floor
            phase = dialer.phase
            plan = dialer.plan
            latest = dialer.latest
            bound = dialer.bound(at: now)
            leadsAtHand = dialer.leadsAtHand
        }
    }

    /// - Parameters:
    ///   - cases: where deals are followed; nil: none is.
    ///   - explain: is handed what the dialer explains of its decisions; nil: it need not.
    public init(
        dialer: Dialer, trunk: any Trunk, desks: any AgentDesks, journal: any Journal,
        leads: any LeadSource, clock: any CampaignClock,
        cases: (any CaseLedger)? = nil,
        explain: (@Sendable ([PacingExplanation]) -> Void)? = nil
    ) {
        self.explain = explain
        first = dialer
        self.trunk = trunk
        self.desks = desks
        self.journal = journal
        source = leads
        ledger = cases
        self.clock = clock
        (signal, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        latest = Mutex(Snapshot(dialer, lag: .zero, at: clock.now))
    }

    public var snapshot: Snapshot { latest.withLock { $0 } }

    /// What the operator does. May be called from anywhere, at any time.
    public func command(_ command: OperatorCommand) { bring([.command(command)]) }

    /// Takes news of cases, in the campaign's own order of things.
    ///
    /// - Returns: when they are on disk. False: the campaign is over, and they have not been taken.
    public func take(_ batch: NewsBatch) async -> Bool {
        await withCheckedContinuation { waiting in
            if post.put(batch, waiting) { wake.yield() } else { waiting.resume(returning: false) }
        }
    }

    /// What somebody wants done. May be called from anywhere, at any time.
    public func instruct(_ instruction: Instruction) { bring([.instruction(instruction)]) }

    /// Starts the campaign and runs it to its end.
    ///
    /// - Parameters:
    ///   - name: who starts it.
    ///   - instructions: carried out before the first call.
    /// - Throws: what the journal or the lead source throws. No call that could not be written down
    ///   is dialled; those in progress are hung up first.
    public func run(
        by name: String? = nil, after instructions: [Instruction] = []
    ) async throws {
        let beginning = [Instruction([.start], by: name)] + instructions
        // Off the caller's actor: a loop on the main one would pay for every hop.
        let loop = Task.detached { try await self.loop(beginning) }
        try await withTaskCancellationHandler {
            try await loop.value
        } onCancel: {
            command(.halt)
        }
    }

    private func loop(_ beginning: [Instruction]) async throws {
        let fromTrunk = Task.detached { [trunk] in
            for await events in trunk.events { self.bring(events.map(Input.trunk)) }
        }
        let fromDesks = Task.detached { [desks] in
            for await events in desks.events { self.bring(events.map(Input.desk)) }
        }
        var dialer = first
        dialer.explains = explain != nil
        var trouble: (any Error)?
        var armed = Instant.never
        var lag = Duration.zero
        bring(beginning.map(Input.instruction))

        for await _ in signal {
            let inputs = inbox.withLock { inputs in
                let taken = inputs
                inputs.removeAll(keepingCapacity: true)
                return taken
            }
            let woken = clock.now
            lag = max(lag, armed < woken ? woken - armed : .zero)
            dialer.handle(inputs, at: woken)
            do {
                let hasRecords = dialer.effects.records.count > 0
                try await carryOut(&dialer)
                try await settleCases(isAsked: hasRecords || dialer.asksForCases)
            } catch {
                if trouble == nil { dialer.handle(.command(.halt), at: clock.now) }
                trouble = trouble ?? error
                try? await carryOut(&dialer)
                dialer.effects.clear()
            }
            explain?(dialer.takeExplanations())
            let now = clock.now
            let snapshot = Snapshot(dialer, lag: lag, at: now)
            latest.withLock { $0 = snapshot }
            if dialer.phase == .finished { break }
            if armed <= now { armed = .never }
            if dialer.deadline < armed {
                armed = dialer.deadline
                wakeUp(at: armed)
            }
        }
        post.close()
        await trunk.close()
        await desks.close()
        fromTrunk.cancel()
        fromDesks.cancel()
        if let trouble { throw trouble }
    }

    /// Carries out the effects and clears them: first what cannot wait, then the disk, then the
    /// calls that had to wait for it.
    private func carryOut(_ dialer: inout Dialer) async throws {
        guard !dialer.effects.isEmpty else { return }
        let effects = dialer.effects
        var new: Set<CallID> = []
        for case .place(let call, _, _) in effects.commands { new.insert(call) }
        let commands = Array(effects.commands)
        let urgent = commands.filter { !new.contains($0.call) }
        let afterwards = commands.filter { new.contains($0.call) }
        let (records, cues) = (Array(effects.records), Array(effects.cues))
        let wanted = effects.leadsWanted
        dialer.effects.clear()

        if !urgent.isEmpty { await trunk.send(urgent) }
        if !cues.isEmpty { await desks.send(cues) }
        if !records.isEmpty { try await journal.append(records) }
        if !afterwards.isEmpty { await trunk.send(afterwards) }
        if wanted > 0 {
            let request = dialer.request(for: wanted, before: clock.now)
            bring([.leads(try await source.next(request))])
        }
    }

    /// Lets the dialer know how its cases stand.
    func tell(_ orders: [CaseOrders]) { bring(orders.map(Input.cases)) }

    private func bring(_ inputs: [Input]) {
        inbox.withLock { $0.append(contentsOf: inputs) }
        wake.yield()
    }

    private func wakeUp(at instant: Instant) {
        Task.detached { [clock] in
            try? await clock.wait(until: instant)
            self.wake.yield()
        }
    }
}

extension TrunkCommand {
    /// The call it is about.
    fileprivate var call: CallID {
        switch self {
        case .place(let call, _, _), .hangUp(let call), .bridge(let call, _), .play(let call, _, _),
            .gather(let call, _, _, _):
            call
        }
    }
}
