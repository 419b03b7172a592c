import DialModel
import DialPorts
import GRDB

extension Store: LeadSource {
    public func next(_ request: LeadRequest) async throws -> LeadBatch {
        try await later { try self.nextLeads(request) }
    }

    /// ``nextLeads(_:)``, of a campaign without segments.
    public func nextLeads(
        _ count: Int, before now: Instant, under rules: CallingRules = CallingRules()
    ) throws(StoreError) -> LeadBatch {
        var request = LeadRequest(count, before: now)
        request.rules = rules
        return try nextLeads(request)
    }

    /// The next leads to dial, as ``LeadSource/next(_:)`` says.
    ///
    /// - Throws: ``StoreError/notRecovered(path:open:)`` while attempts of an earlier run are open:
    ///   their leads may have been dialled just now.
    public func nextLeads(_ request: LeadRequest) throws(StoreError) -> LeadBatch {
        let (count, now, rules) = (request.count, request.before, request.rules)
        try makeIndexes(for: rules)
        return try reading { db in
            let (leftOpen, known) = memory.withLock { ($0.leftOpen, $0.cursors) }
            if leftOpen > 0 { throw StoreError.notRecovered(path: path, open: leftOpen) }
            var cursors = known
            var batch = try take(request, &cursors, in: db)
            cursors.leaveOutByHand(&batch, at: now)
            try tellFreedom(of: &batch, by: rules, at: now, in: db)
            if rules.keepsAgentAfterAbandonment {
                // Those that are parted make room for others, which are there.
                let isFull = batch.leads.count == count
                batch.attended += batch.leads.filter(request.isAttended)
                batch.leads.removeAll(where: request.isAttended)
                if isFull, batch.leads.count < count { batch.nextDue = now }
            }
            (batch.reopened, cursors.reopened) = (cursors.reopened, 0)
            // Only now: were something thrown before, nothing would have been handed over.
            memory.withLock { $0.cursors = cursors }
            return batch
        }
    }

    /// Reads what the first request will, and hands nothing over.
    ///
    /// A process reads an index for the first time two or three times as slowly, and the dialer is not
    /// to wait for that when it begins. Costs about what the request does.
    ///
    /// - Parameter request: as the first may be.
    public func makeReady(for request: LeadRequest) throws(StoreError) {
        try makeIndexes(for: request.rules)
        try reading { db in
            var cursors = memory.withLock { $0.cursors }
            _ = try take(request, &cursors, in: db)
        }
    }

    /// - Parameter cursors: how far leads have been handed over, and will have been with these.
    private func take(
        _ request: LeadRequest, _ cursors: inout LeadCursors, in db: Database
    ) throws -> LeadBatch {
        let (count, now) = (request.count, request.before)
        precondition(count >= 0, "\(count) leads were asked for; it must be 0 or more")
        var batch = LeadBatch(leads: [], nextDue: nil)
        try takeByHand(request, &cursors, &batch, in: db)
        if request.segments.isEmpty, !cursors.cells.isUsed {
            batch.leads.reserveCapacity(count)
            try takeLate(count, before: now, &cursors, &batch, in: db)
            try takeWaiting(count, before: now, &cursors, &batch, in: db)
            try takeCallbacks(at: now, &cursors, &batch, in: db)
            try takeFresh(count, at: now, under: request.rules, &cursors, &batch, in: db)
            if batch.leads.count < count { batch.nextDue = try nextDue(cursors, in: db) }
        } else {
            try takeByStrategy(request, &cursors, &batch, in: db)
            try takeCallbacks(at: now, &cursors, &batch, in: db)
        }
        return batch
    }

    /// Outside of the transaction that reads: someone else may be writing to the store just now, and that
    /// is to be waited for.
    private func makeIndexes(for rules: CallingRules) throws(StoreError) {
        if !rules.goesByHistory, rules.hours.isEmpty { return }
        try working { db in
            if rules.goesByHistory { try db.execute(sql: Self.attemptsIndexSQL) }
            if !rules.hours.isEmpty { try db.execute(sql: Self.freshIndexSQL) }
        }
    }

    private func takeLate(
        _ count: Int, before now: Instant, _ cursors: inout LeadCursors, _ batch: inout LeadBatch,
        in db: Database
    ) throws {
        let places = cursors.takeLate(count, before: now.nanoseconds)
        if places.isEmpty { return }
        let select = try HotStatement(
            "SELECT \(DueLead.columns) FROM leads WHERE id = ? AND state = 1", in: db)
        for place in places {
            select.bind(1, place.lead)
            try select.rows { batch.leads.append(DueLead($0)) }
        }
    }

    private func takeWaiting(
        _ count: Int, before now: Instant, _ cursors: inout LeadCursors, _ batch: inout LeadBatch,
        in db: Database
    ) throws {
        if batch.leads.count == count { return }
        try OrderedRows.due.read(
            count - batch.leads.count, after: cursors.retry.due, cursors.retry.lead,
            [now.nanoseconds], in: db
        ) {
            batch.leads.append(DueLead($0))
            cursors.retry = .init(due: $0.integer(DueLead.columnCount), lead: $0.integer(0))
        }
    }

    /// Says of all leads of a batch from when on they are free, and takes their numbers where these are
    /// shared with other campaigns.
    private func tellFreedom(
        of batch: inout LeadBatch, by rules: CallingRules, at now: Instant, in db: Database
    ) throws {
        let ledger = memory.withLock { $0.ledger }
        if ledger == nil, !rules.goesByHistory { return }
        func tell(_ leads: inout [DueLead]) throws {
            if let ledger {
                try tellShared(&leads, by: rules, at: now, ledger, in: db)
            } else {
                try tellFreedom(of: &leads, by: rules, at: now, in: db)
            }
        }
        try tell(&batch.leads)
        try tell(&batch.attended)
        if !batch.byHand.isEmpty { try tell(&batch.leadsByHand) }
        if batch.callbacks.isEmpty { return }
        var promised = batch.callbacks.map(\.lead)
        try tell(&promised)
        for place in promised.indices { batch.callbacks[place].lead = promised[place] }
    }

    /// Says of each lead from when on it is free, by its attempts.
    private func tellFreedom(
        of leads: inout [DueLead], by rules: CallingRules, at now: Instant, in db: Database
    ) throws {
        if leads.isEmpty { return }
        let select = try HotStatement(Self.pastSQL, in: db)
        for place in leads.indices where leads[place].attempts > 0 {
            var past: [PastAttempt] = []
            try readPast(of: leads[place].id, from: select, into: &past)
            rules.freedom(after: past, to: leads[place].number).tell(&leads[place], at: now)
        }
    }

    static let pastSQL = """
        SELECT number, started, ended, outcome FROM attempts
        WHERE lead = ? AND outcome IS NOT NULL ORDER BY id
        """

    func readPast(
        of lead: LeadID, from select: HotStatement, into past: inout [PastAttempt]
    ) throws {
        select.bind(1, lead.raw)
        try select.rows { row in
            past.append(
                PastAttempt(
                    number: PhoneNumber(digits: UInt64(row.integer(0))),
                    started: Instant(nanoseconds: row.integer(1)),
                    ended: Instant(nanoseconds: row.integer(2)),
                    outcome: Outcome(code: UInt8(clamping: row.integer(3)))
                        ?? .notConnected(.unknown)))
        }
    }

    /// Made when a campaign's rules first ask what leads have been through.
    private static let attemptsIndexSQL =
        "CREATE INDEX IF NOT EXISTS attempts_by_lead ON attempts (lead)"

    private func nextDue(_ cursors: LeadCursors, in db: Database) throws -> Instant? {
        var earliest = cursors.late.values.min()
        try OrderedRows.due.read(
            1, after: cursors.retry.due, cursors.retry.lead, [.max], in: db
        ) { earliest = min(earliest ?? .max, $0.integer(DueLead.columnCount)) }
        return earliest.map(Instant.init(nanoseconds:))
    }
}

extension OrderedRows {
    /// Waiting, and due before `?4`.
    static let due = OrderedRows(
        "\(DueLead.columns), due", index: "leads_due", where: "state = 1 AND due < ?4", by: "due")
}

extension DueLead {
    /// What ``init(_:)`` reads.
    static let columns = "id, coalesce(dialled, number), attempts, segment, zone, others, planned"
    static let columnCount: Int32 = 7

    /// From ``columns``. Segments beyond the last number there is
    /// are taken for one.
    init(_ row: HotRow) {
        self.init(
            id: LeadID(row.integer(0)), number: PhoneNumber(digits: UInt64(row.integer(1))),
            attempts: UInt16(clamping: row.integer(2)),
            segment: SegmentID(UInt8(min(row.integer(3), Int64(SegmentID.last)))),
            zone: ZoneID(UInt16(min(row.integer(4), Int64(ZoneID.last)))))
        note(others: row.integer(5), planned: row.integer(6))
    }

    /// What ``init(_:in:)`` reads.
    static let columnsOfCell = "id, coalesce(dialled, number), attempts, others, planned"
    static let columnCountOfCell: Int32 = 5

    /// From ``columnsOfCell``.
    init(_ row: HotRow, in cell: LeadCell) {
        self.init(
            id: LeadID(row.integer(0)), number: PhoneNumber(digits: UInt64(row.integer(1))),
            attempts: UInt16(clamping: row.integer(2)), segment: cell.segmentID, zone: cell.zoneID)
        note(others: row.integer(3), planned: row.integer(4))
    }

    private mutating func note(others: Int64, planned: Int64) {
        hasOthers = others > 0
        if planned > 0 {
            step = UInt8(clamping: planned >> 8)
            earlier = UInt8(truncatingIfNeeded: planned)
        }
    }
}
