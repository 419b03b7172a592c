import DialConfig
import DialConnectors
import DialModel
import DialPorts
import DialRuntime
import DialStore
import DialWorld

/// The business system that a campaign file names, as it is reached.
enum CaseDelivery {
    /// How often the live run looks into the folder.
    private static let folderEvery = Duration.seconds(5)

    /// nil: the campaign follows no deals, or has nobody to tell.
    static func office(
        _ file: CampaignFile, _ store: Store, seed: UInt64
    ) throws -> (office: PostOffice, simulated: SimulatedBusiness?)? {
        guard file.plan.confirmation != nil, let plan = file.connector else { return nil }
        let connector: any BusinessConnector
        var simulated: SimulatedBusiness?
        var every = Duration.zero
        switch plan {
        case .folder(let path, let isJSON):
            connector = try DropFolder(path, format: isJSON ? .json : .csv)
            every = folderEvery
        case .webhook(let webhook):
            connector = Webhook(
                url: webhook.url, news: webhook.news, secret: try webhook.readSecret())
            every = webhook.every
        case .simulated(let business):
            let system = SimulatedBusiness(
                BusinessModel(plan: business, seed: seed), told: try store.openMessages())
            simulated = system
            connector = system
        }
        let office = PostOffice(
            connector: connector, outbox: store, schedule: ResendSchedule(seed: seed),
            every: every)
        return (office, simulated)
    }

    /// Hands over what waits and takes what there is, straight into the store.
    ///
    /// - Returns: what the dialer has to know of it.
    static func exchange(
        _ office: inout PostOffice, _ store: Store, at now: Instant
    ) async throws -> [CaseOrders] {
        var orders: [CaseOrders] = []
        let answers = try await office.send(at: now)
        orders.append(try store.takeNews(answers, at: now))
        let unreadable = try await office.fetch(at: now) { batch in
            orders.append(try store.takeNews(batch.news, cursor: batch.cursor, at: now))
        }
        unreadable.forEach(complain)
        return orders
    }
}

/// Delivers and takes news beside a live campaign until that is over.
struct LiveDelivery {
    let campaign: LiveCampaign
    let clock: any CampaignClock
    /// How long it rests between two looks, in the clock's time.
    let rest: Duration
    /// Trouble is told when it has lasted so long.
    private static let patience = Duration.minutes(1)

    /// A business system that does not answer is only told of.
    ///
    /// - Returns: the office as it has become.
    /// - Throws: what the store throws.
    func run(_ office: PostOffice) async throws -> PostOffice {
        var office = office
        var isTold = false
        while campaign.snapshot.phase != .finished, !Task.isCancelled {
            let now = clock.now
            let answers = try await office.send(at: now)
            if !answers.isEmpty, !(await campaign.take(NewsBatch(answers))) { break }
            let campaign = campaign
            do {
                let unreadable = try await office.fetch(at: now) { batch in
                    // What is not taken stays where it is, and comes again.
                    if !(await campaign.take(batch)) { throw CancellationError() }
                }
                unreadable.forEach(complain)
            } catch is CancellationError {
                break
            }
            isTold = tell(office.trouble, isTold, at: now)
            try? await clock.wait(until: now + rest)
        }
        return office
    }

    private func tell(
        _ trouble: (since: Instant, why: String)?, _ isTold: Bool, at now: Instant
    ) -> Bool {
        guard let trouble else {
            if isTold { complain("the business system answers again") }
            return false
        }
        if isTold || now - trouble.since < Self.patience { return isTold }
        complain("the business system is not to be reached, and is tried again: \(trouble.why)")
        return true
    }
}

extension CampaignSession {
    /// What is said of messages that wait when the run is over; nil: there are none.
    func leftToSend() throws(StoreError) -> String? {
        guard let left = try store.report().cases?.undelivered, left > 0 else { return nil }
        let messages = counted(left, "message waits", "messages wait")
        return store.path == ":memory:"
            ? "\(messages) for the business system, and nothing is kept without --store"
            : "\(messages) for the business system; dialpace confirm \(store.path) --send"
    }
}
