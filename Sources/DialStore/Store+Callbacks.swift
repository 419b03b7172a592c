import DialModel
import GRDB

extension Store {
    /// Calls promised to a lead that were not made in time: for when, and why as far as that is known.
    public func missedCallbacks(
        of lead: LeadID
    ) throws(StoreError) -> [(at: Instant, cause: String)] {
        try reading { db in
            guard try db.tableExists("callbacks") else { return [] }
            let isTold = try db.columns(in: "callbacks").contains { $0.name == "missed" }
            let select = try HotStatement(
                """
                SELECT at, ifnull(\(isTold ? "missed" : "NULL"), 'nobody said why') FROM callbacks
                WHERE lead = ? AND ended IS NOT NULL AND attempt IS NULL ORDER BY id
                """, in: db)
            select.bind(1, lead.raw)
            var missed: [(at: Instant, cause: String)] = []
            try select.rows { row in
                missed.append((Instant(nanoseconds: row.integer(0)), row.text(1)))
            }
            return missed
        }
    }

    /// Adds the leads whose promised calls are due by now, and when the next will be.
    func takeCallbacks(
        at now: Instant, _ cursors: inout LeadCursors, _ batch: inout LeadBatch, in db: Database
    ) throws {
        let select = try HotStatement(
            """
            SELECT \(DueLead.columns), due,
                (SELECT c.agent FROM callbacks c WHERE c.lead = leads.id AND c.ended IS NULL)
            FROM leads WHERE state = 4 AND due <= ? ORDER BY due, id
            """, in: db)
        select.bind(1, now.nanoseconds)
        var due: [DueCallback] = []
        try select.rows { row in
            if !cursors.promises.insert(row.integer(0)).inserted { return }
            let agent = row.integerOrNull(DueLead.columnCount + 1).map {
                AgentID(Int32(clamping: $0))
            }
            due.append(
                DueCallback(
                    DueLead(row),
                    Callback(
                        at: Instant(nanoseconds: row.integer(DueLead.columnCount)), agent: agent)))
        }
        batch.callbacks = due
        // Those that have been handed over before their time stand there still.
        let early = cursors.promises.count
        let next = try HotStatement(
            "SELECT id, due FROM leads WHERE state = 4 AND due > ? ORDER BY due LIMIT ?", in: db)
        next.bind(1, now.nanoseconds)
        next.bind(2, early + 1)
        try next.rows { row in
            if batch.nextCallback != nil || cursors.promises.contains(row.integer(0)) { return }
            batch.nextCallback = Instant(nanoseconds: row.integer(1))
        }
    }
}
