import DialModel

/// Leads with several numbers.
extension BatchWriter {
    /// Says which call of the sequence comes next.
    func plan(_ step: UInt8, for lead: LeadID, after attempts: UInt16) throws {
        let update = try HotStatement("UPDATE leads SET planned = ?2 WHERE id = ?1", in: db)
        update.bind(1, lead.raw)
        update.bind(2, Int64(step) << 8 | Int64(min(attempts, 255)))
        try update.run()
    }

    /// The number is the one its lead is called on now, if that has several.
    func turn(to number: PhoneNumber) throws {
        let update = try HotStatement(
            """
            UPDATE leads SET dialled = ?1
            WHERE id = (SELECT lead FROM lead_numbers WHERE number = ?1 AND dropped IS NULL)
            """, in: db)
        update.bind(1, number.digits)
        try update.run()
    }

    /// A number of the lead, nil for the one whose turn it is, is on a list: it is not called any more.
    func drop(_ number: PhoneNumber?, of lead: LeadID) throws {
        if let number {
            let drop = try HotStatement(
                """
                UPDATE lead_numbers SET dropped = 0 WHERE lead = ?1 AND number = ?2
                    AND number <> (SELECT dialled FROM leads WHERE id = ?1)
                """, in: db)
            drop.bind(1, lead.raw)
            drop.bind(2, number.digits)
            if try drop.run() > 0 { return try LeadNumbers.count(of: lead.raw, in: db) }
        }
        try move(lead, .drop, why: 0)
    }

    /// Says which number is called next.
    ///
    /// - Parameter why: the code of the outcome after which a number is dropped; 0: it is on a list.
    func move(_ lead: LeadID, _ move: NumberMove, why: UInt8) throws {
        if move == .same { return }
        if move == .drop {
            let drop = try HotStatement(
                """
                UPDATE lead_numbers SET dropped = ?2
                WHERE lead = ?1 AND number = (SELECT dialled FROM leads WHERE id = ?1)
                """, in: db)
            drop.bind(1, lead.raw)
            drop.bind(2, why)
            try drop.run()
        }
        let next = try HotStatement(
            """
            UPDATE leads SET dialled = coalesce(
                (SELECT n.number FROM lead_numbers n WHERE n.lead = ?1 AND n.dropped IS NULL
                    AND n.place > (SELECT place FROM lead_numbers
                        WHERE lead = ?1 AND number = leads.dialled)
                    ORDER BY n.place LIMIT 1),
                (SELECT n.number FROM lead_numbers n WHERE n.lead = ?1 AND n.dropped IS NULL
                    ORDER BY n.place LIMIT 1),
                dialled)
            WHERE id = ?1
            """, in: db)
        next.bind(1, lead.raw)
        try next.run()
        if move == .drop { try LeadNumbers.count(of: lead.raw, in: db) }
    }
}
