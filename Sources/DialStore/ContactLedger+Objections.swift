import DialModel
import GRDB

/// Numbers that are not to be called, by whoever of the campaigns was told so.
extension ContactLedger {
    /// A number that another campaign was asked not to call any more.
    public struct Complaint: Hashable, Sendable {
        public var number: PhoneNumber
        /// The campaign's name.
        public var campaign: String
    }

    /// All that hold, in the order of their numbers; what was put there before is not told as news.
    public func objections() throws(StoreError) -> [PhoneNumber] {
        try working { db in
            var numbers: [PhoneNumber] = []
            let last = try db.transaction(.deferred) {
                try HotStatement(
                    """
                    SELECT number, lifted, max(id) FROM objections GROUP BY number ORDER BY number
                    """, in: db
                ).rows { row in
                    if row.integer(1) != 0 { return }
                    numbers.append(PhoneNumber(digits: UInt64(row.integer(0))))
                }
                return try Int64.fetchOne(db, sql: "SELECT max(id) FROM objections") ?? 0
            }
            memory.withLock { $0.heard = last }
            return numbers
        }
    }

    /// What other campaigns have put there since this was last asked. Some microseconds when that is
    /// nothing.
    public func newComplaints() throws(StoreError) -> [Complaint] {
        let (heard, campaign) = memory.withLock { ($0.heard, $0.campaign) }
        return try working { db in
            var complaints: [Complaint] = []
            var last = heard
            let select = try HotStatement(
                """
                SELECT o.id, o.number, c.name, o.campaign FROM objections o
                JOIN campaigns c ON c.id = o.campaign WHERE o.id > ?1 AND o.lifted = 0
                AND NOT EXISTS (SELECT 1 FROM objections n
                    WHERE n.number = o.number AND n.id > o.id)
                ORDER BY o.id
                """, in: db)
            select.bind(1, heard)
            try select.rows { row in
                last = row.integer(0)
                if row.integer(3) == campaign { return }
                complaints.append(
                    Complaint(
                        number: PhoneNumber(digits: UInt64(row.integer(1))),
                        campaign: row.text(2)))
            }
            memory.withLock { $0.heard = last }
            return complaints
        }
    }

    /// Puts the numbers there of which the ledger has never heard.
    func add(objections: [Objection]) throws(StoreError) {
        if objections.isEmpty { return }
        let campaign = memory.withLock { $0.campaign }
        try writing { db in
            let insert = try HotStatement(
                """
                INSERT INTO objections (number, lifted, at, campaign) SELECT ?1, 0, ?2, ?3
                WHERE NOT EXISTS (SELECT 1 FROM objections WHERE number = ?1)
                """, in: db)
            for objection in objections {
                insert.bind(1, objection.number.digits)
                insert.bind(2, objection.at.nanoseconds)
                insert.bind(3, campaign)
                try insert.run()
            }
        }
    }
}
