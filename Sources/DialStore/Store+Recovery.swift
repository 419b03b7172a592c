import DialModel
import GRDB

/// What a crash left behind, and where the campaign goes on.
public struct Recovery: Hashable, Sendable {
    /// Attempts that were open and are now `unknown`, in the order of dialling.
    public var closed: [AttemptEnd] = []
    /// Attempts whose agent never said how the talk went; they stay `undisposed`.
    public var undisposed: [AttemptID] = []
    /// Higher than any in the store.
    public var nextAttempt = AttemptID(1)
    public var attempts = 0
    /// Attempts in which a person was served in time, by an agent or a flow, or abandoned.
    public var answered = 0
    /// Of these, people whom no agent took in time.
    public var abandoned = 0
    /// Attempts that were hung up because a machine was detected.
    public var machines = 0
    /// Leads that will not be dialled any more.
    public var closedLeads = 0
    /// Of these, leads that the gate has refused for good.
    public var refusedLeads = 0
    /// The last instant in the store; nil when it holds no record.
    public var latest: Instant?
    /// How often the campaign has been run before.
    public var runs = 0
    /// How long those runs took, without the time between them: a run that never ended has taken
    /// until the last thing that was written in it.
    public var elapsed = Duration.zero

    public init() {}
}

extension Store {
    /// Puts right what an earlier run left unfinished, and says where the campaign stands.
    ///
    /// Open attempts end as `unknown` (``RawCause/foundOpen``), and their leads go where the retry
    /// rules say. Leads whose talk was never disposed of leave wrap-up as after `undisposed`.
    /// Unfinished runs end with the store's last instant. All of it or none; a second call finds
    /// nothing more to do.
    ///
    /// - Parameters:
    ///   - clocks: by ``ZoneID``, as ``CampaignPlan/clocks`` has them.
    ///   - now: when it is done. An instant before the store's last one counts as that one.
    public func recover(
        retry: RetryRules, clocks: [ZoneClock] = [], at now: Instant
    ) throws(StoreError) -> Recovery {
        let retry = RecoveryRules(retry: retry, clocks: clocks)
        return try working { db in
            var (cursors, book) = memory.withLock { ($0.cursors, $0.book) }
            let recovery = try db.transaction(.immediate) {
                try recover(retry, at: now, &cursors, &book, in: db)
            }
            memory.withLock {
                ($0.cursors, $0.book) = (cursors, book)
                $0.leftOpen = 0
            }
            return recovery
        }
    }

    private func recover(
        _ retry: RecoveryRules, at now: Instant, _ cursors: inout LeadCursors,
        _ book: inout CaseBook, in db: Database
    ) throws -> Recovery {
        var recovery = Recovery()
        recovery.latest = try Int64.fetchOne(db, sql: "SELECT last FROM span")
            .map(Instant.init(nanoseconds:))
        let end = max(now, recovery.latest ?? now)
        recovery.closed = try openAttempts(in: db).map { start, zone, earlier in
            let unknown = Outcome.notConnected(.unknown)
            var closed = AttemptEnd(
                start: start, outcome: unknown, at: end,
                lead: retry.next(
                    after: unknown, start.ordinal - earlier, zone, dialled: start.at, at: end))
            closed.cause = .foundOpen
            return closed
        }
        let undisposed = try undisposedTalks(retry, at: end, in: db)
        recovery.undisposed = undisposed.map(\.attempt)
        let records =
            recovery.closed.map(DialModel.Record.ended)
            + undisposed.map(DialModel.Record.disposed)
        try db.execute(
            sql: """
                UPDATE runs SET ended = max(started, ifnull((SELECT last FROM span), started))
                WHERE ended IS NULL
                """)
        // What is written from here on happened in no run.
        try HotStatement("SELECT count(*), sum(ended - started) FROM runs", in: db).rows { row in
            recovery.runs = Int(row.integer(0))
            recovery.elapsed = Duration(nanoseconds: row.integerOrNull(1) ?? 0)
        }
        if !records.isEmpty {
            var writer = try BatchWriter(records, cursors: cursors, in: db)
            writer.book = book
            try writer.run()
            (cursors, book) = (writer.cursors, writer.book)
            recovery.latest = end
        }
        try recovery.count(in: db)
        let refused = "SELECT count(DISTINCT lead) FROM (\(Self.refusedForGood))"
        recovery.refusedLeads = try Int.fetchOne(db, sql: refused) ?? 0
        return recovery
    }

    /// With the zones of their leads, and how many attempts belong to earlier calls of the sequence.
    private func openAttempts(
        in db: Database
    ) throws -> [(start: AttemptStart, zone: ZoneID, earlier: UInt16)] {
        var starts: [(start: AttemptStart, zone: ZoneID, earlier: UInt16)] = []
        try HotStatement(
            """
            SELECT a.id, a.lead, a.number, a.ordinal, a.mode, a.agent, a.started,
                ifnull(l.zone, 0), ifnull(l.planned & 255, 0), a.step
            FROM attempts a LEFT JOIN leads l ON l.id = a.lead
            WHERE a.outcome IS NULL ORDER BY a.id
            """, in: db
        ).rows { row in
            var start = AttemptStart(
                attempt: AttemptID(row.integer(0)), lead: LeadID(row.integer(1)),
                number: PhoneNumber(digits: UInt64(row.integer(2))),
                ordinal: UInt16(clamping: row.integer(3)),
                mode: DialMode(rawValue: UInt8(clamping: row.integer(4))) ?? .predictive,
                agent: row.integerOrNull(5).map { AgentID(Int32(clamping: $0)) },
                at: Instant(nanoseconds: row.integer(6)))
            start.step = UInt8(clamping: row.integer(9))
            let earlier = min(start.ordinal, UInt16(clamping: row.integer(8)))
            starts.append((start, ZoneID(UInt16(clamping: row.integer(7))), earlier))
        }
        return starts
    }

    private func undisposedTalks(
        _ retry: RecoveryRules, at end: Instant, in db: Database
    ) throws -> [Disposition] {
        let undisposed = Outcome.connected(.undisposed)
        var talks: [Disposition] = []
        try HotStatement(
            """
            SELECT a.id, l.id, a.ordinal, ifnull(a.talked_agent, 0), ifnull(a.wrap_up, 0),
                l.zone, a.started, l.planned & 255
            FROM leads l JOIN attempts a ON a.id = l.last_attempt
            WHERE l.state = 2 ORDER BY a.id
            """, in: db
        ).rows { row in
            let ordinal = UInt16(clamping: row.integer(2))
            talks.append(
                Disposition(
                    attempt: AttemptID(row.integer(0)), leadID: LeadID(row.integer(1)),
                    ordinal: ordinal, outcome: undisposed,
                    agent: AgentID(Int32(clamping: row.integer(3))),
                    wrapUp: Duration(nanoseconds: row.integer(4)), at: end,
                    lead: retry.next(
                        after: undisposed, ordinal - min(ordinal, UInt16(clamping: row.integer(7))),
                        ZoneID(UInt16(clamping: row.integer(5))),
                        dialled: Instant(nanoseconds: row.integer(6)), at: end)))
        }
        return talks
    }
}

/// Where leads go whose calls were cut off. Of the hours at which people answer nothing is known yet: who
/// waits for the best is due as soon as may be.
private struct RecoveryRules {
    let retry: RetryRules
    let clocks: [ZoneClock]

    func next(
        after outcome: Outcome, _ ordinal: UInt16, _ zone: ZoneID, dialled: Instant, at end: Instant
    ) -> LeadState {
        let place = Int(zone.raw)
        let clock = place < clocks.count ? clocks[place] : ZoneClock(ahead: .zero)
        return retry.next(
            after: outcome, of: RetryCase(ordinal: ordinal, dialled: dialled, clock: clock), at: end
        )
    }
}

extension Recovery {
    fileprivate mutating func count(in db: Database) throws {
        let count = try HotStatement(
            """
            SELECT count(*),
                sum(connected IS NOT NULL OR outcome = ?1 OR (person IS NOT NULL AND mode = ?2)),
                sum(outcome = ?1 AND connected IS NULL), max(id),
                (SELECT count(*) FROM leads) - (SELECT count(*) FROM leads WHERE state = 0)
                - (SELECT count(*) FROM leads WHERE state = 1)
                - (SELECT count(*) FROM leads WHERE state = 2)
                - (SELECT count(*) FROM leads WHERE state = 4), total(outcome = ?3)
            FROM attempts
            """, in: db)
        count.bind(1, Outcome.connected(.abandoned).code)
        count.bind(2, DialMode.automatic.rawValue)
        count.bind(3, Outcome.notConnected(.machine).code)
        try count.rows { row in
            attempts = Int(row.integer(0))
            answered = Int(row.integer(1))
            abandoned = Int(row.integer(2))
            nextAttempt = AttemptID(row.integer(3) + 1)
            closedLeads = Int(row.integer(4))
            machines = Int(row.integer(5))
        }
    }
}
