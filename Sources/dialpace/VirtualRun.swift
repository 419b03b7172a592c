import DialEngine
import DialModel
import DialSimulation
import DialStore
import DialWorld
import Synchronization

/// A campaign in virtual time, with its store.
///
/// Records are written in batches beside the simulation, while it goes on; before leads are read,
/// all of them are down, so what is read depends on the campaign alone.
final class VirtualRun: Sendable {
    private let session: CampaignSession
    private let keys = Mutex<[Character]>([])

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
        var view = LiveView()
        var follower = Follower(session: session)
        Interrupts.onFirst {}
        Terminal.readKeys { key in self.keys.withLock { $0.append(key) } }
        defer { view.end() }
        view.begin()

        let writer = BatchWriting(store: session.store)
        var isStopped = false
        loop: while true {
            let stop = simulation.run(until: simulation.now + .seconds(10))
            switch stop {
            case .leads(let count):
                try await writer.finish()
                try session.store.write(simulation.takeRecords())
                simulation.supply(try session.store.nextLeads(count, before: simulation.now))
            case .records: try await writer.write(simulation.takeRecords())
            case .until: break
            case .finished: break loop
            }
            if Interrupts.isStopWanted, !isStopped {
                isStopped = true
                simulation.command(.stop)
            }
            if view.isDue || simulation.dialer.phase == .paused {
                show(simulation, &view, &follower)
                while simulation.dialer.phase == .paused, !Interrupts.isStopWanted {
                    try await Task.sleep(nanoseconds: 50_000_000)
                    press(&simulation)
                    show(simulation, &view, &follower)
                }
                press(&simulation)
            }
        }
        try await writer.finish()
        try session.store.write(simulation.takeRecords())
        try session.store.endRun(at: simulation.now)
        show(simulation, &view, &follower)
    }

    private func press(_ simulation: inout Simulation) {
        let pressed = keys.withLock { keys in
            defer { keys.removeAll() }
            return keys
        }
        for key in pressed {
            if let command = command(for: key, simulation.dialer.plan, simulation.dialer.phase) {
                simulation.command(command)
            }
        }
    }

    private func show(
        _ simulation: Simulation, _ view: inout LiveView, _ follower: inout Follower
    ) {
        let picture = follower.picture(
            of: simulation.dialer.plan, simulation.dialer.floor, simulation.dialer.phase,
            simulation.dialer.latest, at: simulation.now, leads: session.leads, speed: session.speed
        )
        view.show(picture, keys: simulation.dialer.phase != .finished)
    }
}

/// Writes one batch of records while the next is being made.
private final class BatchWriting {
    private let store: Store
    private var pending: Task<Void, any Error>?

    init(store: Store) { self.store = store }

    func write(_ records: [DialModel.Record]) async throws {
        try await finish()
        if records.isEmpty { return }
        pending = Task.detached { [store] in try await store.append(records) }
    }

    /// Returns when everything is on disk.
    func finish() async throws {
        try await pending?.value
        pending = nil
    }
}
