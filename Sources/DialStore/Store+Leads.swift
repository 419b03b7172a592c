import DialModel
import DialPorts
import GRDB

extension Store: LeadSource {
    public func next(_ count: Int, before now: Instant) async throws -> LeadBatch {
        try await later { try self.nextLeads(count, before: now) }
    }

    /// The next leads to dial, as ``LeadSource/next(_:before:)`` says.
    ///
    /// - Throws: ``StoreError/notRecovered(path:open:)`` while attempts of an earlier run are open:
    ///   their leads may have been dialled just now.
    public func nextLeads(_ count: Int, before now: Instant) throws(StoreError) -> LeadBatch {
        precondition(count >= 0, "\(count) leads were asked for; it must be 0 or more")
        return try reading { db in
            let (leftOpen, known) = memory.withLock { ($0.leftOpen, $0.cursors) }
            if leftOpen > 0 { throw StoreError.notRecovered(path: path, open: leftOpen) }
            var cursors = known
            var batch = LeadBatch(leads: [], nextDue: nil)
            batch.leads.reserveCapacity(count)
            try takeLate(count, before: now, &cursors, &batch, in: db)
            try takeWaiting(count, before: now, &cursors, &batch, in: db)
            try takeFresh(count, &cursors, &batch, in: db)
            if batch.leads.count < count { batch.nextDue = try nextDue(cursors, in: db) }
            // Only now: were something thrown before, nothing would have been handed over.
            memory.withLock { $0.cursors = cursors }
            return batch
        }
    }

    private func takeLate(
        _ count: Int, before now: Instant, _ cursors: inout LeadCursors, _ batch: inout LeadBatch,
        in db: Database
    ) throws {
        let places = cursors.takeLate(count, before: now.nanoseconds)
        if places.isEmpty { return }
        let select = try HotStatement(
            "SELECT id, number, attempts, segment FROM leads WHERE id = ? AND state = 1", in: db)
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
        let select = try HotStatement(Self.waitingSQL, in: db)
        select.bind(1, cursors.retry.due)
        select.bind(2, now.nanoseconds)
        select.bind(3, cursors.retry.lead)
        select.bind(4, count - batch.leads.count)
        try select.rows { row in
            batch.leads.append(DueLead(row))
            cursors.retry = .init(due: row.integer(4), lead: row.integer(0))
        }
    }

    static let waitingSQL = """
        SELECT id, number, attempts, segment, due FROM leads
        WHERE state = 1 AND due >= ?1 AND due < ?2 AND (due > ?1 OR id > ?3)
        ORDER BY due, id LIMIT ?4
        """

    static let freshSQL = """
        SELECT id, number, attempts, segment FROM leads INDEXED BY leads_fresh_in_order
        WHERE id > ?1 AND state = 0 ORDER BY id LIMIT ?2
        """

    private func takeFresh(
        _ count: Int, _ cursors: inout LeadCursors, _ batch: inout LeadBatch, in db: Database
    ) throws {
        if batch.leads.count == count { return }
        let select = try HotStatement(Self.freshSQL, in: db)
        select.bind(1, cursors.fresh)
        select.bind(2, count - batch.leads.count)
        try select.rows { row in
            batch.leads.append(DueLead(row))
            cursors.fresh = row.integer(0)
        }
        if batch.leads.count == count { return }
        // All are handed over: the next call need not look through the rows again.
        try HotStatement("SELECT max(id) FROM leads", in: db).rows { row in
            if let last = row.integerOrNull(0) { cursors.fresh = max(cursors.fresh, last) }
        }
    }

    private func nextDue(_ cursors: LeadCursors, in db: Database) throws -> Instant? {
        var earliest = cursors.late.values.min()
        let select = try HotStatement(
            """
            SELECT due FROM leads
            WHERE state = 1 AND due >= ?1 AND (due > ?1 OR id > ?2) ORDER BY due, id LIMIT 1
            """, in: db)
        select.bind(1, cursors.retry.due)
        select.bind(2, cursors.retry.lead)
        try select.rows { row in earliest = min(earliest ?? .max, row.integer(0)) }
        return earliest.map(Instant.init(nanoseconds:))
    }
}

extension DueLead {
    /// From the columns id, number, attempts, segment. Segments beyond the last number there is are
    /// taken for one.
    fileprivate init(_ row: HotRow) {
        self.init(
            id: LeadID(row.integer(0)), number: PhoneNumber(digits: UInt64(row.integer(1))),
            attempts: UInt16(clamping: row.integer(2)),
            segment: SegmentID(UInt8(min(row.integer(3), Int64(SegmentID.last)))))
    }
}
