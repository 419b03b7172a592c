import DialModel
import DialPorts

/// Takes messages from the outbox to the business system, and news from there; says when it next has
/// something to do.
///
/// It owns no clock and waits for nothing but the connector. Each message is handed over until it is
/// known to be there, so it may arrive twice, with the same ID. When three tries in a row do not work,
/// the whole line rests: however many messages wait, a system that is down is asked at the pace of
/// ``ResendSchedule``.
///
///     var office = PostOffice(connector: webhook, outbox: store, schedule: schedule, every: .seconds(30))
///     let news = try await office.send(at: now)
///     let more = try await office.fetch(at: now) { batch in … }     // on disk when it returns
///     office.due                                                   // when to come again
public struct PostOffice: Sendable {
    private let connector: any BusinessConnector
    private let outbox: any CaseOutbox
    private let schedule: ResendSchedule
    private let every: Duration

    /// When the line rests after failures, until then.
    private var rests = Instant.epoch
    private var nextFetch = Instant.epoch
    private var sendFailures = 0
    private var fetchFailures = 0
    /// Since when nothing has worked, and what the other side last said; nil: all is well.
    public private(set) var trouble: (since: Instant, why: String)?
    /// Messages delivered, and those parked.
    public private(set) var delivered = 0
    public private(set) var parked = 0

    /// - Parameter every: how often news are asked for.
    public init(
        connector: any BusinessConnector, outbox: any CaseOutbox, schedule: ResendSchedule,
        every: Duration
    ) {
        self.connector = connector
        self.outbox = outbox
        self.schedule = schedule
        self.every = every
    }

    /// Failures in a row after which the line rests.
    private static let patience = 3

    /// Hands over what may be tried at `now`, earliest first.
    ///
    /// - Returns: news that came in answer, to be taken.
    /// - Throws: what the outbox throws.
    public mutating func send(at now: Instant) async throws -> [CaseNews] {
        var news: [CaseNews] = []
        while now >= rests {
            let messages = try await outbox.due(50, at: now)
            if messages.isEmpty { break }
            for message in messages where now >= rests {
                let delivery = await connector.submit(message, at: now)
                var next = now
                if case .later(let why, let asked) = delivery {
                    next =
                        now
                        + schedule.wait(
                            after: message.tries + 1, of: message.id.scheduleKey, asked: asked)
                    failed(why, asked: asked, at: now)
                } else {
                    sendFailures = 0
                    trouble = nil
                }
                if case .delivered(let answer) = delivery {
                    delivered += 1
                    if let answer { news.append(answer) }
                }
                if case .parked = delivery { parked += 1 }
                try await outbox.note(delivery, of: message, at: now, next: next)
            }
        }
        return news
    }

    private mutating func failed(_ why: String, asked: Duration?, at now: Instant) {
        sendFailures += 1
        trouble = (trouble?.since ?? now, why)
        if sendFailures >= Self.patience {
            let count = sendFailures - Self.patience + 1
            rests = now + schedule.wait(after: count, of: 0, asked: asked)
        }
    }

    /// Gets what news there are, if it is time to.
    ///
    /// - Parameter take: puts the news of a batch on disk.
    /// - Returns: sentences on what could not be read.
    /// - Throws: what `take` and the outbox throw.
    public mutating func fetch(
        at now: Instant, _ take: (NewsBatch) async throws -> Void
    ) async throws -> [String] {
        if now < nextFetch { return [] }
        var unreadable: [String] = []
        var cursor = try await outbox.cursor()
        nextFetch = now + every
        for _ in 0..<1_000 {
            let batch: NewsBatch?
            do {
                batch = try await connector.news(after: cursor, at: now)
            } catch let fault as ConnectorFault {
                fetchFailed(fault, at: now)
                return unreadable
            }
            if fetchFailures > 0 {
                fetchFailures = 0
                trouble = nil
            }
            guard let batch else { break }
            try await take(batch)
            unreadable += batch.unreadable.map { "\(batch.source): \($0)" }
            do {
                try await connector.taken(batch)
            } catch let fault as ConnectorFault {
                fetchFailed(fault, at: now)
                return unreadable
            }
            // A source that neither moves on nor has anything new would be asked for ever.
            if batch.cursor == nil, batch.isEndless { break }
            cursor = batch.cursor ?? cursor
        }
        return unreadable
    }

    private mutating func fetchFailed(_ fault: ConnectorFault, at now: Instant) {
        fetchFailures += 1
        trouble = (trouble?.since ?? now, fault.description)
        nextFetch =
            now + max(every, schedule.wait(after: fetchFailures, of: 1, asked: fault.after))
    }

    /// When news are asked for next.
    public var due: Instant { nextFetch }
}

extension NewsBatch {
    /// Whether it would come again at once: it is of a place that stays, and says not from where to go on.
    fileprivate var isEndless: Bool { source.contains("://") }
}

extension String {
    /// A number of its own, for the schedule's chance.
    fileprivate var scheduleKey: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bit
        for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}
