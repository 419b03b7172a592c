import DialModel

/// Promised calls.
extension BatchWriter {
    mutating func write(_ promise: PromisedCall) throws {
        saw(promise.at)
        let insert = try HotStatement(
            "INSERT INTO callbacks (lead, made_in, made, at, agent) VALUES (?, ?, ?, ?, ?)", in: db)
        insert.bind(1, promise.leadID.raw)
        insert.bind(2, promise.attempt.raw)
        insert.bind(3, promise.at.nanoseconds)
        insert.bind(4, promise.callback.at.nanoseconds)
        insert.bind(5, promise.callback.agent.map { Int64($0.raw) })
        try insert.run()
    }

    mutating func write(_ end: CallbackEnd, _ place: Int) throws {
        saw(end.at)
        let update = try HotStatement(
            """
            UPDATE callbacks SET ended = ?2, attempt = ?3, missed = ?4
            WHERE lead = ?1 AND ended IS NULL
            """, in: db)
        update.bind(1, end.leadID.raw)
        update.bind(2, end.at.nanoseconds)
        update.bind(3, end.attempt?.raw)
        update.bind(4, textOrNull: end.missed?.name ?? "")
        try update.run()
        guard let state = end.lead else { return }
        let (standing, due) = Self.standing(state, sentBack: end.at)
        let lead = try HotStatement("UPDATE leads SET state = ?2, due = ?3 WHERE id = ?1", in: db)
        lead.bind(1, end.leadID.raw)
        lead.bind(2, standing.rawValue)
        lead.bind(3, due)
        if try lead.run() == 0 { throw unknownLead(end.leadID, place) }
        cursors.promises.remove(end.leadID.raw)
        cursors.wrote(lead: end.leadID.raw, due: due)
    }
}
