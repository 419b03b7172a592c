import DialModel
import DialPorts
import GRDB

extension Store: CaseLedger {
    public func settle(
        _ news: [CaseNews], cursor: String?, at now: Instant
    ) async throws -> CaseOrders {
        try await later { try self.takeNews(news, cursor: cursor, at: now) }
    }

    /// Takes the news, each ID once, arranges the calls that are wanted and gives up those that are not
    /// any more; all of it or none.
    ///
    /// News of a case that is not there, or that cannot be, is kept as refused. A lead is called for its
    /// case once it is closed; one that is still to be called anyway is left as it is.
    ///
    /// - Parameter now: the time of news that does not say its own.
    /// - Returns: what the dialer has to know of it.
    public func takeNews(
        _ news: [CaseNews], cursor: String? = nil, at now: Instant
    ) throws(StoreError) -> CaseOrders {
        try working { db in
            var (cursors, book) = memory.withLock { ($0.cursors, $0.book) }
            guard let writer = CaseWriter(book, in: db) else { return CaseOrders() }
            var orders = CaseOrders()
            if book.hasNews || !news.isEmpty || cursor != nil {
                try db.inTransaction(.immediate) {
                    for one in news { try writer.take(one, at: now, &book) }
                    if let cursor {
                        try db.execute(
                            sql: "UPDATE inbox_cursor SET cursor = ?", arguments: [cursor])
                    }
                    orders.revisits = try writer.arrange(at: now, &cursors)
                    return .commit
                }
                book.hasNews = false
                memory.withLock { ($0.cursors, $0.book) = (cursors, book) }
            }
            orders.open = try openCases(in: db)
            return orders
        }
    }

    /// Cases that are not settled.
    public func openCases() throws(StoreError) -> Int { try reading(openCases) }

    private func openCases(in db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM cases WHERE settled = 0") ?? 0
    }

    /// The latest case of the lead with this number; nil: it has none.
    public func latestCase(of number: PhoneNumber) throws(StoreError) -> CaseID? {
        try reading { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(c.id) FROM cases c JOIN leads l ON l.id = c.lead
                    WHERE l.number = ?
                    """, arguments: [Int64(number.digits)]
            ).map(CaseID.init)
        }
    }

    /// What a person says of a case, as it stands on their desk; the business system is told.
    ///
    /// - Returns: why it was refused; nil: it was not.
    public func correct(_ news: CaseNews, at now: Instant) throws(StoreError) -> String? {
        try working { db in
            var (cursors, book) = memory.withLock { ($0.cursors, $0.book) }
            guard let writer = CaseWriter(book, in: db) else {
                return "the campaign follows no deals"
            }
            var refusal: String?
            try db.inTransaction(.immediate) {
                refusal = try writer.take(news, at: now, &book)
                if refusal == nil {
                    try writer.send(
                        "corrected", of: news.caseID, nil, by: news.by, note: news.note, at: now)
                }
                _ = try writer.arrange(at: now, &cursors)
                return .commit
            }
            memory.withLock { ($0.cursors, $0.book) = (cursors, book) }
            return refusal
        }
    }
}

extension CaseWriter {
    /// - Returns: why the news was refused; nil: it was not, or is known.
    @discardableResult
    func take(_ news: CaseNews, at now: Instant, _ book: inout CaseBook) throws -> String? {
        try db.execute(
            sql: "INSERT OR IGNORE INTO inbox (id, taken) VALUES (?, ?)",
            arguments: [news.id, now.nanoseconds])
        if db.changesCount == 0 { return nil }
        let event = CaseEvent(
            id: news.id, at: try news.at ?? after(news.caseID, notBefore: now),
            state: CaseState(news.state), node: .confirmation,
            revisit: news.revisit)
        guard let known = try row(news.caseID) else {
            let refusal =
                news.caseID == CaseID(0) ? news.note : "there is no case \(news.caseID.raw)"
            try db.execute(
                sql: """
                    INSERT INTO case_changes (case_id, event, at, from_state, to_state, node,
                        revisit, told_by, note, refused)
                    VALUES (0, ?, ?, '', ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    news.id, event.at.nanoseconds, news.state,
                    Int(event.node.rawValue), news.revisit?.nanoseconds, news.by, news.note,
                    refusal,
                ])
            return refusal
        }
        let refusal = try note(event, by: news.by, note: news.note, of: news.caseID)
        if try hasOpenCase(known.lead) { book.leads.insert(known.lead.raw) }
        return refusal
    }

    /// When news is so that does not say it: now, and after everything that is known of the case.
    private func after(_ id: CaseID, notBefore now: Instant) throws -> Instant {
        let latest = try Int64.fetchOne(
            db, sql: "SELECT max(at) FROM case_changes WHERE case_id = ? AND refused IS NULL",
            arguments: [id.raw])
        guard let latest else { return now }
        return max(now, Instant(nanoseconds: latest) + Duration(nanoseconds: 1))
    }

    /// Brings the leads' promised calls in line with what their cases want.
    func arrange(at now: Instant, _ cursors: inout LeadCursors) throws -> [RevisitOrder] {
        var wanted: [(id: CaseID, lead: Int64, attempt: Int64, revisit: Int64?, ordered: Int64?)] =
            []
        try HotStatement(
            """
            SELECT id, lead, attempt, revisit, ordered FROM cases WHERE revisit IS NOT ordered
            ORDER BY id
            """, in: db
        ).rows { row in
            wanted.append(
                (
                    CaseID(row.integer(0)), row.integer(1), row.integer(2), row.integerOrNull(3),
                    row.integerOrNull(4)
                ))
        }
        var orders: [RevisitOrder] = []
        for one in wanted {
            guard let standing = try standing(of: one.lead) else { continue }
            let lead = LeadID(one.lead)
            switch (one.revisit, standing) {
            case (let revisit?, .closed):
                let due = max(revisit, now.nanoseconds)
                try promise(one.lead, madeIn: one.attempt, due, at: now)
                orders.append(
                    RevisitOrder(lead, at: Instant(nanoseconds: due), wasClosed: true))
            case (let revisit?, .promised) where one.ordered != nil:
                let due = max(revisit, now.nanoseconds)
                try move(one.lead, to: due)
                orders.append(
                    RevisitOrder(lead, at: Instant(nanoseconds: due), wasClosed: false))
            case (nil, .promised):
                try withdraw(one.lead)
                orders.append(RevisitOrder(lead, at: nil, wasClosed: false))
            case (nil, .closed): break
            default: continue  // in a call, or about to be called anyway
            }
            cursors.promises.remove(one.lead)
            try setOrdered(one.revisit.map(Instant.init(nanoseconds:)), of: one.id)
        }
        return orders
    }

    /// Where the lead stands; nil: in a call.
    private func standing(of lead: Int64) throws -> LeadStanding? {
        let state = try Int.fetchOne(
            db,
            sql: """
                SELECT state FROM leads WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM attempts WHERE lead = ?1 AND outcome IS NULL)
                """, arguments: [lead])
        return state.flatMap { LeadStanding(rawValue: UInt8(clamping: $0)) }
    }

    private func promise(
        _ lead: Int64, madeIn attempt: Int64, _ due: Int64, at now: Instant
    ) throws {
        try db.execute(
            sql: "UPDATE leads SET state = ?, due = ? WHERE id = ?",
            arguments: [Int(LeadStanding.promised.rawValue), due, lead])
        try db.execute(
            sql: "INSERT INTO callbacks (lead, made_in, made, at) VALUES (?, ?, ?, ?)",
            arguments: [lead, attempt, now.nanoseconds, due])
    }

    private func move(_ lead: Int64, to due: Int64) throws {
        try db.execute(sql: "UPDATE leads SET due = ? WHERE id = ?", arguments: [due, lead])
        try db.execute(
            sql: "UPDATE callbacks SET at = ? WHERE lead = ? AND ended IS NULL",
            arguments: [due, lead])
    }

    private func withdraw(_ lead: Int64) throws {
        try db.execute(
            sql: "UPDATE leads SET state = ?, due = NULL WHERE id = ?",
            arguments: [Int(LeadStanding.closed.rawValue), lead])
        try db.execute(
            sql: "DELETE FROM callbacks WHERE lead = ? AND ended IS NULL", arguments: [lead])
    }
}
