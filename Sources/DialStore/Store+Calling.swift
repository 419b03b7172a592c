import DialModel
import GRDB

extension Store {
    /// The zones of the leads, by ``ZoneID``: IANA names with `|` between them where it may be any; the
    /// first is empty, of leads whose zone is not known.
    public func zones() throws(StoreError) -> [String] {
        try reading { db in
            guard try db.tableExists("zones") else {
                let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                throw StoreError.olderSchema(path: path, found: found, known: Schema.version)
            }
            var zones: [String] = []
            try HotStatement("SELECT id, names FROM zones ORDER BY id", in: db).rows { row in
                // Numbers are given in order, without a gap; should one be missing, it has no hours.
                while zones.count < Int(row.integer(0)) { zones.append("") }
                zones.append(row.text(1))
            }
            return zones
        }
    }

    /// The names of the segments, by ``SegmentID``; the first is empty, of leads that are of none.
    public func segments() throws(StoreError) -> [String] {
        try reading { db in
            var names: [String] = []
            try HotStatement("SELECT id, name FROM segments ORDER BY id", in: db).rows { row in
                while names.count < Int(row.integer(0)) { names.append("") }
                names.append(row.text(1))
            }
            return names
        }
    }

    /// Who talked to each lead last. O(attempts).
    public func lastAgents() throws(StoreError) -> [LeadID: AgentID] {
        try reading { db in
            var last: [LeadID: AgentID] = [:]
            let select = try HotStatement(
                "SELECT lead, talked_agent FROM attempts WHERE talked_agent IS NOT NULL ORDER BY id",
                in: db)
            try select.rows { last[LeadID($0.integer(0))] = AgentID(Int32($0.integer(1))) }
            return last
        }
    }

    /// Gives segments numbers, in their order, before any lead is of them.
    public func add(segments: [String]) throws(StoreError) {
        if segments.isEmpty { return }
        try writing { db in
            var table = NameTable("segments")
            for name in segments { _ = try table.id(of: name, in: db) }
        }
    }

    /// Sends leads that were refused for good before the gate again: lists and rules may have changed.
    ///
    /// - Returns: how many.
    public func reopenRefused(at now: Instant) throws(StoreError) -> Int {
        try working { db in
            var cursors = memory.withLock { $0.cursors }
            let count = try db.transaction(.immediate) {
                try HotStatement("\(Self.refusedForGood) AND l.attempts > 0", in: db).rows {
                    cursors.wrote(lead: $0.integer(0), due: now.nanoseconds)
                }
                try LeadNumbers.reopenRefused(in: db)
                try db.execute(
                    sql: """
                        UPDATE leads
                        SET state = iif(attempts > 0, 1, 0), due = iif(attempts > 0, ?, NULL)
                        WHERE id IN (\(Self.refusedForGood))
                        """, arguments: [now.nanoseconds])
                return db.changesCount
            }
            memory.withLock { $0.cursors = cursors }
            return count
        }
    }

    /// The IDs of leads that are closed, and by the gate since they were last called. One pass over the
    /// refusals.
    static let refusedForGood = """
        SELECT r.lead FROM refusals r CROSS JOIN leads l ON l.id = r.lead
        LEFT JOIN attempts a ON a.id = l.last_attempt
        WHERE r.until IS NULL AND l.state = 3 AND r.at >= ifnull(a.ended, r.at)
        """

    /// Numbers whose people have asked not to be called any more, in order.
    public func doNotCall() throws(StoreError) -> [PhoneNumber] {
        try reading { db in
            var numbers: [PhoneNumber] = []
            try HotStatement("SELECT number FROM do_not_call ORDER BY number", in: db).rows {
                numbers.append(PhoneNumber(digits: UInt64($0.integer(0))))
            }
            return numbers
        }
    }
}
