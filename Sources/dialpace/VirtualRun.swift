import DialEngine
import DialModel
import DialSimulation
import DialStore
import DialWorld
import Synchronization

/// A campaign in virtual time, with its store.
///
/// Records are written, and leads read, beside the simulation while it goes on. Leads are read as
/// they stand when they are asked for, after all records up to then and before any later one, and
/// handed over when the last one at hand is dialled: so what is read, and when it counts, depends on
/// the campaign alone.
final class VirtualRun {
    private let session: CampaignSession
    private let keys = Keys()
    /// Whether the campaign was paused by key: then time stands still. In a pause of the plan's own
    /// it goes on.
    private var isHeld = false

    init(_ session: CampaignSession) { self.session = session }

    func run() async throws {
        let file = session.file
        var simulation = Simulation(
            dialer: session.dialer,
            carrier: SimulatedCarrier(plan: file.carrier, seed: session.seed),
            crew: SimulatedCrew(
                plan: file.crew, groups: file.plan.groups.count, seed: session.seed),
            at: session.start)
        if let trace = session.trace { simulation.witness = TracingWitness(trace: trace) }
        simulation.explains = session.explanations != nil
        if !session.waiting.isEmpty {
            // Before any lead is there to be called.
            simulation.command(.start)
            for instruction in session.waiting { simulation.instruct(instruction) }
        }
        var view = LiveView()
        var follower = Follower(session: session)
        if session.isShown {
            Interrupts.onFirst(farewell: session.farewell) {}
            Terminal.readKeys { [keys] key in keys.waiting.withLock { $0.append(key) } }
            view.begin()
        }
        let hasKeys = session.isShown && Terminal.hasKeys
        defer { if session.isShown { view.end() } }

        let store = BesideStore(session.store)
        var cases = try VirtualCases(session)
        var alerts = AlertTeller()
        var isStopped = false
        var whyStopped: String?
        loop: while true {
            let stop = simulation.run(
                until: min(simulation.now + .seconds(10), cases?.next ?? .never))
            session.explanations?.write(simulation.takeExplanations())
            alerts.look(at: simulation.dialer.latest)
            try heedOthers(&simulation)
            switch stop {
            case .leads(let count)
            where simulation.dialer.leadsAtHand == 0 || simulation.dialer.awaitsCallbacks
                || cases != nil:
                // Nothing could go on beside it.
                try await store.finish()
                try session.store.write(simulation.takeRecords())
                simulation.supply(
                    try session.store.nextLeads(
                        simulation.dialer.request(for: count, before: simulation.now)))
            case .leads(let count):
                try await store.write(simulation.takeRecords())
                store.ask(for: simulation.dialer.request(for: count, before: simulation.now))
            case .leadsNow: simulation.supply(try await store.leads())
            case .records: try await store.write(simulation.takeRecords())
            case .until, .idle: break
            case .finished: break loop
            }
            if cases != nil {
                let records = simulation.takeRecords()
                try await store.write(records)
                try await store.finish()
                try await cases?.settle(&simulation, hasRecords: !records.isEmpty)
            }
            if Interrupts.isStopWanted, !isStopped {
                isStopped = true
                simulation.command(.stop)
            }
            if stop == .idle, !isStopped, !hasKeys {
                isStopped = true
                whyStopped = whyIdle(simulation)
                simulation.command(.stop)
            }
            var isWaiting = stop == .idle && !isStopped
            if session.isShown, view.isDue || isWaiting {
                show(simulation, &view, &follower, isIdle: isWaiting)
                if press(&simulation) { isWaiting = false }
            }
            while isWaiting || (isHeld && simulation.dialer.phase == .paused),
                !Interrupts.isStopWanted
            {
                try await Task.sleep(nanoseconds: 50_000_000)
                try heedOthers(&simulation)
                if press(&simulation) { isWaiting = false }
                if view.isDue { show(simulation, &view, &follower, isIdle: isWaiting) }
            }
        }
        try await store.write(simulation.takeRecords())
        try await store.finish()
        try await cases?.finish(at: simulation.now)
        try session.end(simulation.dialer.plan, at: simulation.now)
        guard session.isShown else { return }
        show(simulation, &view, &follower)
        if let whyStopped { complain(whyStopped) }
        if cases != nil, let left = try session.leftToSend() { complain(left) }
        if simulation.dialer.floor.attempts == session.progress.attempts {
            complain("no call was made; dialpace why, on a store, tells what it waits for")
        }
    }

    /// Lets the campaign know whom others have been asked not to call.
    private func heedOthers(_ simulation: inout Simulation) throws {
        guard session.isShared else { return }
        for instruction in Instruction.all(for: try session.store.newsOfOthers()) {
            simulation.instruct(instruction)
        }
    }

    /// - Returns: whether a key asked for something.
    private func press(_ simulation: inout Simulation) -> Bool {
        let pressed = keys.waiting.withLock { keys in
            defer { keys.removeAll() }
            return keys
        }
        var isCommanded = false
        for key in pressed {
            if let command = command(for: key, simulation.dialer.plan, simulation.dialer.phase) {
                simulation.instruct(Instruction([command], by: loginName))
                isCommanded = true
                if command == .pause { isHeld = true }
                if command == .start { isHeld = false }
            }
        }
        return isCommanded
    }

    private func whyIdle(_ simulation: Simulation) -> String {
        let floor = simulation.dialer.floor
        var facts = [
            counted(floor.agents, "agent", "agents") + " at work",
            counted(session.leads - floor.closed, "lead waits", "leads wait"),
        ]
        if simulation.dialer.phase == .paused { facts.insert("the campaign is paused", at: 0) }
        return "nothing is left that could happen: " + facts.joined(separator: ", ")
    }

    private func show(
        _ simulation: Simulation, _ view: inout LiveView, _ follower: inout Follower,
        isIdle: Bool = false
    ) {
        var picture = follower.picture(
            of: simulation.dialer.plan, simulation.dialer.floor, simulation.dialer.phase,
            simulation.dialer.latest, at: simulation.now, leads: session.leads, speed: session.speed
        )
        picture.isIdle = isIdle
        view.show(picture, keys: simulation.dialer.phase != .finished)
    }
}

/// Keys that have been pressed and not been heeded yet.
private final class Keys: Sendable {
    let waiting = Mutex<[Character]>([])
}

/// Does a store's work in order, beside whoever asks for it, at most a few pieces behind.
private final class BesideStore {
    private let store: Store
    private var pieces: [Task<Void, any Error>] = []
    private var reading: Task<LeadBatch, any Error>?

    init(_ store: Store) { self.store = store }

    /// Takes the records; returns before they are on disk.
    func write(_ records: [DialModel.Record]) async throws {
        if pieces.count >= 4 { try await pieces.removeFirst().value }
        if records.isEmpty { return }
        let before = pieces.last
        pieces.append(
            Task.detached { [store] in
                try await before?.value
                try await store.append(records)
            })
    }

    /// Reads leads after everything written so far, and before anything written later.
    func ask(for request: LeadRequest) {
        let before = pieces.last
        let reading = Task.detached { [store] in
            try await before?.value
            return try await store.next(request)
        }
        self.reading = reading
        pieces.append(Task.detached { _ = try await reading.value })
    }

    /// The leads asked for last.
    func leads() async throws -> LeadBatch {
        guard let reading else { return LeadBatch(leads: [], nextDue: nil) }
        return try await reading.value
    }

    /// Returns when everything is on disk.
    func finish() async throws {
        for piece in pieces { try await piece.value }
        pieces = []
    }
}
