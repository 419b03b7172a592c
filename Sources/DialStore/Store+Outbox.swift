import DialModel
import DialPorts
import GRDB

extension Store: CaseOutbox {
    public func due(_ count: Int, at now: Instant) async throws -> [CaseMessage] {
        try await later { try self.dueMessages(count, at: now) }
    }

    public func note(
        _ delivery: Delivery, of message: CaseMessage, at now: Instant, next: Instant
    ) async throws {
        try await later { try self.writeDelivery(delivery, of: message, at: now, next: next) }
    }

    public func cursor() async throws -> String? {
        try await later { try self.newsCursor() }
    }

    /// As ``CaseOutbox/due(_:at:)`` says. A message that is parked holds up the later ones of its case.
    public func dueMessages(_ count: Int, at now: Instant) throws(StoreError) -> [CaseMessage] {
        try reading { db in
            let select = try HotStatement(
                """
                SELECT id, case_id, tries, body FROM outbox o
                WHERE delivered IS NULL AND parked IS NULL AND next_try <= ?1 AND ordinal =
                    (SELECT min(ordinal) FROM outbox p
                    WHERE p.case_id = o.case_id AND p.delivered IS NULL)
                ORDER BY next_try, made, case_id LIMIT ?2
                """, in: db)
            select.bind(1, now.nanoseconds)
            select.bind(2, count)
            return try messages(select)
        }
    }

    /// The latest message of each case that is open, delivered or not, in the order of the cases.
    public func openMessages() throws(StoreError) -> [CaseMessage] {
        try reading { db in
            try messages(
                HotStatement(
                    """
                    SELECT o.id, o.case_id, o.tries, o.body FROM cases c JOIN outbox o
                    ON o.case_id = c.id WHERE c.settled = 0 AND o.delivered IS NOT NULL
                    ORDER BY o.case_id, o.ordinal
                    """, in: db))
        }
    }

    private func messages(_ select: HotStatement) throws -> [CaseMessage] {
        var found: [CaseMessage] = []
        try select.rows { row in
            found.append(
                CaseMessage(
                    id: row.text(0), caseID: CaseID(row.integer(1)), tries: Int(row.integer(2)),
                    body: row.text(3)))
        }
        return found
    }

    /// As ``CaseOutbox/note(_:of:at:next:)`` says.
    public func writeDelivery(
        _ delivery: Delivery, of message: CaseMessage, at now: Instant, next: Instant
    ) throws(StoreError) {
        try writing { db in
            let (delivered, parked, trouble): (Int64?, Int64?, String?) =
                switch delivery {
                case .delivered: (now.nanoseconds, nil, nil)
                case .later(let why, _): (nil, nil, why)
                case .parked(let why): (nil, now.nanoseconds, why)
                }
            try db.execute(
                sql: """
                    UPDATE outbox SET tries = tries + 1, delivered = ?, parked = ?, trouble = ?,
                        next_try = ?
                    WHERE id = ? AND delivered IS NULL
                    """,
                arguments: [delivered, parked, trouble, next.nanoseconds, message.id])
        }
    }

    /// Lets messages that wait be tried at once.
    public func tryAgain(parkedToo: Bool) throws(StoreError) {
        try writing { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET parked = NULL, next_try = 0
                    WHERE delivered IS NULL AND (? OR parked IS NULL)
                    """, arguments: [parkedToo])
        }
    }

    /// As ``CaseOutbox/cursor()`` says.
    public func newsCursor() throws(StoreError) -> String? {
        try reading { db in try String.fetchOne(db, sql: "SELECT cursor FROM inbox_cursor") }
    }
}
