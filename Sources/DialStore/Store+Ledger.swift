import DialModel
import GRDB

/// Sharing a contact ledger with other campaigns.
extension Store {
    /// Shares `ledger` from now on: to be called after the store was recovered, before leads are asked
    /// for. Attempts and objections that the ledger does not know of are put there; those it has open,
    /// from a run that died, are ended as the store has them.
    ///
    /// - Parameter now: in campaign time.
    /// - Throws: ``StoreError``, with the path of whichever file is meant.
    public func share(_ ledger: ContactLedger, at now: Instant) throws(StoreError) {
        let (token, name, outcomes) = try writing { db in
            (
                try Self.ledgerToken(in: db),
                try String.fetchOne(db, sql: "SELECT name FROM campaign") ?? "",
                try OutcomeNames(of: db)
            )
        }
        try ledger.join(as: name, store: token, outcomes: outcomes)
        let open = try ledger.openAttempts()
        let known = try ledger.attemptCount()
        let (attempts, last, objections) = try reading { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM attempts") ?? 0
            let last = try Int64.fetchOne(db, sql: "SELECT max(id) FROM attempts") ?? 0
            // As a rule the ledger has all that the store has.
            let isBehind = known - open.count < count
            return (
                try isBehind ? Self.attempts(in: db) : [], last,
                try Self.objections(in: db)
            )
        }
        try ledger.settle(attempts, last: last, at: now)
        try ledger.add(objections: objections)
        memory.withLock { $0.ledger = ledger }
    }

    /// Numbers that campaigns on the ledger are not to call; none where no ledger is shared.
    public func sharedObjections() throws(StoreError) -> [PhoneNumber] {
        try memory.withLock { $0.ledger }?.objections() ?? []
    }

    /// Keeps what is held from lapsing, and tells what other campaigns have been asked not to call since
    /// this was last called. To be called every few seconds.
    public func newsOfOthers() throws(StoreError) -> [ContactLedger.Complaint] {
        guard let ledger = memory.withLock({ $0.ledger }) else { return [] }
        try ledger.stay()
        return try ledger.newComplaints()
    }

    /// ``newsOfOthers()``, off the caller's thread.
    public func laterNewsOfOthers() async throws -> [ContactLedger.Complaint] {
        try await later { try self.newsOfOthers() }
    }

    /// Gives up whatever this store holds in a ledger.
    func leaveLedger() {
        memory.withLock { memory in
            defer { memory.ledger = nil }
            return memory.ledger
        }?.leave()
    }

    /// What the store is known by in ledgers, drawn once.
    private static func ledgerToken(in db: Database) throws -> Int64 {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS contact_ledger (
                    token INTEGER NOT NULL      -- by which contact ledgers know this store
                ) STRICT
                """)
        if let token = try Int64.fetchOne(db, sql: "SELECT token FROM contact_ledger") {
            return token
        }
        let token = Int64.random(in: 1 ... .max)
        try db.execute(sql: "INSERT INTO contact_ledger (token) VALUES (?)", arguments: [token])
        return token
    }

    private static func attempts(in db: Database) throws -> [LedgerAttempt] {
        var attempts: [LedgerAttempt] = []
        try HotStatement(
            """
            SELECT a.id, a.number, a.started, a.ended, ifnull(o.name, '') FROM attempts a
            LEFT JOIN outcomes o ON o.code = a.outcome ORDER BY a.id
            """, in: db
        ).rows { row in
            attempts.append(
                LedgerAttempt(
                    id: row.integer(0), number: PhoneNumber(digits: UInt64(row.integer(1))),
                    started: Instant(nanoseconds: row.integer(2)),
                    ended: row.integerOrNull(3).map(Instant.init(nanoseconds:)),
                    outcome: row.text(4)))
        }
        return attempts
    }

    private static func objections(in db: Database) throws -> [Objection] {
        var objections: [Objection] = []
        try HotStatement("SELECT number, at FROM do_not_call", in: db).rows { row in
            objections.append(
                Objection(
                    number: PhoneNumber(digits: UInt64(row.integer(0))), isLifted: false,
                    at: Instant(nanoseconds: row.integer(1))))
        }
        return objections
    }

    // MARK: Leads

    /// Takes the numbers of leads that are handed over, and says of each from when on it is free, by what
    /// all campaigns have done to it.
    func tellShared(
        _ leads: inout [DueLead], by rules: CallingRules, at now: Instant,
        _ ledger: ContactLedger, in db: Database
    ) throws {
        if leads.isEmpty { return }
        let numbers = try numbers(of: leads, in: db)
        let own = try HotStatement(Self.pastSQL, in: db)
        // Told here, for an array that is being written to cannot be read beside.
        var told = leads
        try ledger.take(leads, numbers: numbers) { place, finding in
            if finding.isElsewhere || finding.isListed {
                told[place].heldBy = finding.isListed ? .doNotCall : .elsewhere
                return
            }
            var past = finding.past
            if leads[place].attempts > 0, rules.goesByHistory {
                try readPast(of: leads[place].id, from: own, into: &past)
            }
            past.sort { ($0.started, $0.ended) < ($1.started, $1.ended) }
            rules.freedom(after: past, to: leads[place].number).tell(&told[place], at: now)
            // In simulated time another campaign may be ahead.
            if finding.busyUntil > max(now, told[place].freeFrom) {
                (told[place].freeFrom, told[place].heldBy) = (finding.busyUntil, .elsewhere)
            }
        }
        leads = told
    }

    /// All numbers of each lead, dropped ones too.
    private func numbers(of leads: [DueLead], in db: Database) throws -> [[PhoneNumber]] {
        let haveSeveral =
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM lead_numbers)") ?? false
        if !haveSeveral { return leads.map { [$0.number] } }
        let select = try HotStatement("SELECT number FROM lead_numbers WHERE lead = ?", in: db)
        return try leads.map { lead in
            var numbers: [PhoneNumber] = []
            select.bind(1, lead.id.raw)
            try select.rows { numbers.append(PhoneNumber(digits: UInt64($0.integer(0)))) }
            return numbers.contains(lead.number) ? numbers : numbers + [lead.number]
        }
    }
}
