import DialConnectors
import DialModel
import DialRuntime
import DialSimulation
import DialStore

/// The cases of a campaign in virtual time.
///
/// A simulated business system answers in the campaign's own time. Any other lives in real time: its
/// messages wait in the store until they are sent.
struct VirtualCases {
    private let store: Store
    private var office: PostOffice?
    private let simulated: SimulatedBusiness?
    private var last = Instant.epoch

    /// nil: the campaign follows no deals.
    init?(_ session: CampaignSession) throws {
        guard let rules = session.file.plan.confirmation, !rules.after.isEmpty else { return nil }
        store = session.store
        switch session.file.connector {
        case .simulated:
            let both = try CaseDelivery.office(session.file, store, seed: session.seed)
            (office, simulated) = (both?.office, both?.simulated)
        default: (office, simulated) = (nil, nil)
        }
        last = session.start
    }

    /// When there is news next; ``Instant/never``: none is known of.
    var next: Instant { max(last + Duration(nanoseconds: 1), simulated?.nextNews ?? .never) }

    /// Brings what has come of the deals up to now; everything the dialer has done is in the store.
    mutating func settle(_ simulation: inout Simulation, hasRecords: Bool) async throws {
        let now = simulation.now
        let isAnswered = simulated.map { $0.nextNews <= now } ?? false
        guard hasRecords || isAnswered || simulation.dialer.asksForCases else { return }
        let all: [CaseOrders]
        if var office {
            all = try await CaseDelivery.exchange(&office, store, at: now)
            self.office = office
        } else {
            all = [try store.takeNews([], at: now)]
        }
        last = now
        for orders in all where !orders.revisits.isEmpty || simulation.dialer.awaitsAnswers {
            simulation.tell(orders)
        }
    }

    /// Delivers what the end of the campaign has brought.
    mutating func finish(at now: Instant) async throws {
        guard var office else { return }
        _ = try await CaseDelivery.exchange(&office, store, at: now)
        self.office = office
    }
}
