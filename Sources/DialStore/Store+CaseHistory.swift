import DialModel
import GRDB

/// One case, as it stands and as it came to.
public struct CaseHistory: Sendable {
    public var id: CaseID
    public var opened: Instant
    public var state: CaseState
    /// When the lead is to be called for it.
    public var revisit: Instant?
    /// By the instants they speak of, those refused among them.
    public var changes: [Change] = []
    /// Messages that have not been delivered, with what was wrong at the last try.
    public var waiting: [String] = []

    public struct Change: Sendable {
        public var at: Instant
        public var state: CaseState
        public var node: CaseNode
        public var revisit: Instant?
        public var by: String
        public var note: String
        public var refused: String?
    }
}

extension Store {
    /// How much news of cases could not be taken.
    public func refusedNews() throws(StoreError) -> Int {
        try reading { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM case_changes WHERE refused IS NOT NULL") ?? 0
        }
    }

    /// The cases of a lead, in the order of opening.
    public func cases(of lead: LeadID) throws(StoreError) -> [CaseHistory] {
        try reading { db in
            guard try db.tableExists("cases") else { return [] }
            var cases: [CaseHistory] = []
            let select = try HotStatement(
                "SELECT id, opened, state, revisit FROM cases WHERE lead = ? ORDER BY id", in: db)
            select.bind(1, lead.raw)
            try select.rows { row in
                cases.append(
                    CaseHistory(
                        id: CaseID(row.integer(0)), opened: Instant(nanoseconds: row.integer(1)),
                        state: CaseState(row.text(2)),
                        revisit: row.integerOrNull(3).map(Instant.init(nanoseconds:))))
            }
            for place in cases.indices { try cases[place].read(db) }
            return cases
        }
    }
}

extension CaseHistory {
    fileprivate mutating func read(_ db: Database) throws {
        let select = try HotStatement(
            """
            SELECT at, to_state, node, revisit, told_by, note, refused FROM case_changes
            WHERE case_id = ? ORDER BY at, event
            """, in: db)
        select.bind(1, id.raw)
        try select.rows { row in
            changes.append(
                Change(
                    at: Instant(nanoseconds: row.integer(0)), state: CaseState(row.text(1)),
                    node: CaseNode(rawValue: UInt8(clamping: row.integer(2))) ?? .confirmation,
                    revisit: row.integerOrNull(3).map(Instant.init(nanoseconds:)),
                    by: row.text(4), note: row.text(5),
                    refused: row.isNull(6) ? nil : row.text(6)))
        }
        let outbox = try HotStatement(
            """
            SELECT tries, ifnull(trouble, ''), parked IS NOT NULL FROM outbox
            WHERE case_id = ? AND delivered IS NULL ORDER BY ordinal
            """, in: db)
        outbox.bind(1, id.raw)
        try outbox.rows { row in
            let tried = counted(Int(row.integer(0)), "try", "tries")
            let trouble = row.text(1).isEmpty ? "" : ": \(row.text(1))"
            waiting.append(
                row.integer(2) == 1
                    ? "a message is parked\(trouble)"
                    : "a message is not delivered, after \(tried)\(trouble)")
        }
    }
}
