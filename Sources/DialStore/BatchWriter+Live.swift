import DialModel

/// What is changed while the campaign runs.
extension BatchWriter {
    mutating func write(_ operation: Operation) throws {
        saw(operation.at)
        if case .byHand(let call, .dialled) = operation.what { try turn(to: call.number) }
        let insert = try HotStatement(
            "INSERT INTO operations (text, at, by_whom) VALUES (?, ?, ?)", in: db)
        insert.bind(1, text: try text(of: operation))
        insert.bind(2, operation.at.nanoseconds)
        if let by = operation.by { insert.bind(3, text: by) } else { insert.bind(3, nil) }
        try insert.run()
    }

    private func text(of operation: Operation) throws -> String {
        guard case .command(.segment(let change)) = operation.what else { return operation.text }
        let select = try HotStatement("SELECT name FROM segments WHERE id = ?", in: db)
        select.bind(1, change.segment.raw)
        var name: String?
        try select.rows { name = $0.text(0) }
        return change.text(naming: name)
    }

    mutating func write(_ granted: GrantedWish) throws {
        saw(granted.at)
        let update = try HotStatement(
            "UPDATE wishes SET state = 'taken', taken = ?2, elapsed = ?3 WHERE id = ?1", in: db)
        update.bind(1, granted.wish.raw)
        update.bind(2, granted.at.nanoseconds)
        update.bind(3, granted.elapsed.nanoseconds)
        try update.run()
    }

    mutating func write(_ returned: ReturnedLead, _ place: Int) throws {
        saw(returned.at)
        try sendBack(returned.leadID, returned.lead, at: returned.at, place)
    }

    /// Makes the leads due that wait, or are closed, because of the hours there were. One pass over the
    /// refusals.
    mutating func write(_ change: ChangedHours) throws {
        saw(change.at)
        // Leads due before an instant are handed over at it.
        let now = change.at.nanoseconds - 1
        var leads: [Int64] = []
        let waiting = try HotStatement(
            """
            SELECT DISTINCT r.lead FROM refusals r CROSS JOIN leads l ON l.id = r.lead
            WHERE r.reason = 'hours' AND r.until > ?1 AND l.state = 1 AND l.due = r.until
            """, in: db)
        waiting.bind(1, now)
        try waiting.rows { leads.append($0.integer(0)) }
        var closed: Set<Int64> = []
        let closedSQL = Store.refusedForGood + " AND r.reason IN ('hours', 'unknown zone')"
        try HotStatement(closedSQL, in: db).rows { closed.insert($0.integer(0)) }
        let update = try HotStatement("UPDATE leads SET state = 1, due = ?2 WHERE id = ?1", in: db)
        for lead in leads + closed.sorted() {
            update.bind(1, lead)
            update.bind(2, now)
            try update.run()
            cursors.wrote(lead: lead, due: now)
        }
        cursors.reopened += closed.count
    }
}
