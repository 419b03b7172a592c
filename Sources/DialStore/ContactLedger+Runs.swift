import DialModel
import GRDB

/// Joining a ledger, and leaving it.
extension ContactLedger {
    /// Which campaign this process runs.
    ///
    /// - Parameter store: what its store has drawn to be known by.
    func join(
        as name: String, store: Int64, outcomes: OutcomeNames
    ) throws(StoreError) {
        let until = wall() + Self.lease
        try writing { db in
            try db.execute(
                sql: """
                    INSERT INTO campaigns (store, name) VALUES (?, ?)
                    ON CONFLICT (store) DO UPDATE SET name = excluded.name
                    """, arguments: [store, name])
            let campaign = try Int64.fetchOne(
                db, sql: "SELECT id FROM campaigns WHERE store = ?", arguments: [store])!
            // Nobody else runs the store: whatever its earlier runs held is free.
            try db.execute(
                sql: "DELETE FROM holds WHERE run IN (SELECT id FROM runs WHERE campaign = ?)",
                arguments: [campaign])
            try db.execute(sql: "DELETE FROM runs WHERE campaign = ?", arguments: [campaign])
            try db.execute(
                sql: "INSERT INTO runs (campaign, until) VALUES (?, ?)",
                arguments: [campaign, until.nanoseconds])
            let run = db.lastInsertedRowID
            memory.withLock { memory in
                memory = Memory()
                (memory.campaign, memory.run) = (campaign, run)
                (memory.until, memory.outcomes) = (until, outcomes)
            }
        }
    }

    /// Gives up all holds. Whoever has not joined, or has left, has none.
    func leave() {
        let run = memory.withLock { memory in
            defer { memory = Memory() }
            return memory.run
        }
        if run == 0 { return }
        // What cannot be given up lapses.
        try? writing { db in
            try db.execute(sql: "DELETE FROM holds WHERE run = ?", arguments: [run])
            try db.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [run])
        }
    }

    /// Keeps the holds of a run from lapsing; to be called once in a while, though nothing happens. Writes
    /// when a third of their time is over.
    public func stay() throws(StoreError) {
        let (until, run) = memory.withLock { ($0.until, $0.run) }
        if run == 0 || until - wall() > Duration(nanoseconds: Self.lease.nanoseconds / 3 * 2) {
            return
        }
        try writing { db in try renew(in: db) }
    }

    /// Makes the holds last, inside a transaction.
    func renew(in db: Database) throws {
        let until = wall() + Self.lease
        let update = try HotStatement("UPDATE runs SET until = ?2 WHERE id = ?1", in: db)
        update.bind(1, memory.withLock { $0.run })
        update.bind(2, until.nanoseconds)
        if try update.run() == 0 { throw StoreError.holdsLost(path: path) }
        memory.withLock { $0.until = until }
    }

    // MARK: What the store knows better

    /// The attempts of the campaign that have no end here.
    func openAttempts() throws(StoreError) -> [Int64] {
        let campaign = memory.withLock { $0.campaign }
        return try working { db in
            var open: [Int64] = []
            let select = try HotStatement(
                """
                SELECT attempt FROM attempts WHERE campaign = ? AND ended IS NULL
                AND attempt IS NOT NULL
                """, in: db)
            select.bind(1, campaign)
            try select.rows { open.append($0.integer(0)) }
            return open
        }
    }

    /// How many attempts of the campaign's store are here.
    func attemptCount() throws(StoreError) -> Int {
        let campaign = memory.withLock { $0.campaign }
        return try working { db in
            try Int.fetchOne(
                db, sql: "SELECT count(attempt) FROM attempts WHERE campaign = ?",
                arguments: [campaign]) ?? 0
        }
    }

    /// Writes the attempts of the store that are not here, and ends those that are open here. Those that
    /// the store does not have, behind its `last`, were never dialled; they count for others, as of `now`.
    func settle(
        _ attempts: [LedgerAttempt], last: Int64, at now: Instant
    ) throws(StoreError) {
        let campaign = memory.withLock { $0.campaign }
        try writing { db in
            try db.execute(
                sql: "UPDATE attempts SET attempt = NULL WHERE campaign = ? AND attempt > ?",
                arguments: [campaign, last])
            let upsert = try HotStatement(
                """
                INSERT INTO attempts (number, started, ended, outcome, campaign, attempt)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (campaign, attempt) DO UPDATE
                SET ended = excluded.ended, outcome = excluded.outcome WHERE ended IS NULL
                ON CONFLICT (number, started, campaign) DO UPDATE
                SET ended = excluded.ended, outcome = excluded.outcome, attempt = excluded.attempt
                """, in: db)
            for attempt in attempts {
                upsert.bind(1, attempt.number.digits)
                upsert.bind(2, attempt.started.nanoseconds)
                upsert.bind(3, attempt.ended?.nanoseconds)
                upsert.bind(4, textOrNull: attempt.outcome)
                upsert.bind(5, campaign)
                upsert.bind(6, attempt.id)
                try upsert.run()
            }
            try db.execute(
                sql: """
                    UPDATE attempts SET ended = max(started, ?1), outcome = 'unknown'
                    WHERE campaign = ?2 AND ended IS NULL
                    """, arguments: [now.nanoseconds, campaign])
        }
    }
}

/// An attempt as a store has it.
struct LedgerAttempt {
    var id: Int64
    var number: PhoneNumber
    var started: Instant
    var ended: Instant?
    var outcome: String
}
