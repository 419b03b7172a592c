import DialModel
import GRDB

/// Writes what becomes of cases, inside a transaction.
struct CaseWriter {
    let db: Database
    let rules: ConfirmationRules
    let book: CaseBook

    init?(_ book: CaseBook, in db: Database) {
        guard let rules = book.rules else { return nil }
        self.db = db
        self.rules = rules
        self.book = book
    }

    /// A case as its row has it.
    struct Row {
        var id: CaseID
        var lead: LeadID
        var state: CaseState
        var revisit: Instant?
        var ordered: Instant?
    }

    func row(_ id: CaseID) throws -> Row? {
        try row("id = ?1", id.raw)
    }

    /// The case that a call to the lead is made for, or can be taken to be.
    func callable(_ lead: LeadID) throws -> Row? {
        let found = try rows("lead = ?1 AND (settled = 0 OR ordered IS NOT NULL)", lead.raw)
        return found.last { $0.ordered != nil }
            ?? found.last { rules.allows(from: $0.state, to: .onHold) || $0.state == .onHold }
    }

    private func row(_ condition: String, _ value: Int64) throws -> Row? {
        try rows(condition, value).first
    }

    private func rows(_ condition: String, _ value: Int64) throws -> [Row] {
        var found: [Row] = []
        let select = try HotStatement(
            "SELECT id, lead, state, revisit, ordered FROM cases WHERE \(condition) ORDER BY id",
            in: db)
        select.bind(1, value)
        try select.rows { row in
            found.append(
                Row(
                    id: CaseID(row.integer(0)), lead: LeadID(row.integer(1)),
                    state: CaseState(row.text(2)),
                    revisit: row.integerOrNull(3).map(Instant.init(nanoseconds:)),
                    ordered: row.integerOrNull(4).map(Instant.init(nanoseconds:))))
        }
        return found
    }

    /// Opens a case, unless this attempt has opened one before, and tells the business system of it.
    func open(_ lead: LeadID, _ attempt: AttemptID, _ outcome: Outcome, at now: Instant) throws {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO cases (lead, attempt, outcome, opened, node, state)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                lead.raw, attempt.raw, Int(outcome.code), now.nanoseconds,
                Int(CaseNode.confirmation.rawValue), CaseState.pending.name,
            ])
        if db.changesCount == 0 { return }
        try send("opened", of: CaseID(db.lastInsertedRowID), attempt, at: now)
    }

    /// Notes the event and works out anew how the case stands.
    ///
    /// - Returns: why the event was refused; nil: it was not.
    @discardableResult
    func note(_ event: CaseEvent, by: String, note: String, of id: CaseID) throws -> String? {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO case_changes
                    (case_id, event, at, from_state, to_state, node, revisit, told_by, note)
                VALUES (?, ?, ?, '', ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.raw, event.id, event.at.nanoseconds, event.state.name,
                Int(event.node.rawValue), event.revisit?.nanoseconds, by, note,
            ])
        let course = CaseCourse(of: try events(of: id), under: rules)
        let update = try HotStatement(
            "UPDATE case_changes SET from_state = ?3, refused = ?4 WHERE case_id = ?1 AND event = ?2",
            in: db)
        for verdict in course.verdicts {
            update.bind(1, id.raw)
            update.bind(2, text: verdict.event)
            update.bind(3, text: verdict.from.name)
            update.bind(4, textOrNull: verdict.refusal ?? "")
            try update.run()
        }
        try db.execute(
            sql: "UPDATE cases SET state = ?, node = ?, revisit = ?, settled = ? WHERE id = ?",
            arguments: [
                course.state.name, Int(course.node.rawValue), course.revisit?.nanoseconds,
                course.state.isSettled, id.raw,
            ])
        return course.verdicts.first { $0.event == event.id }?.refusal
    }

    private func events(of id: CaseID) throws -> [CaseEvent] {
        var events: [CaseEvent] = []
        let select = try HotStatement(
            "SELECT event, at, to_state, node, revisit FROM case_changes WHERE case_id = ?", in: db)
        select.bind(1, id.raw)
        try select.rows { row in
            events.append(
                CaseEvent(
                    id: row.text(0), at: Instant(nanoseconds: row.integer(1)),
                    state: CaseState(row.text(2)),
                    node: CaseNode(rawValue: UInt8(clamping: row.integer(3))) ?? .confirmation,
                    revisit: row.integerOrNull(4).map(Instant.init(nanoseconds:))))
        }
        return events
    }

    func setOrdered(_ instant: Instant?, of id: CaseID) throws {
        try db.execute(
            sql: "UPDATE cases SET ordered = ? WHERE id = ?",
            arguments: [instant?.nanoseconds, id.raw])
    }
}

// MARK: Messages

extension CaseWriter {
    /// Puts a message on the case as it stands now into the outbox.
    ///
    /// - Parameters:
    ///   - change: `opened`, `revisited` (by a call) or `corrected` (by a person).
    ///   - attempt: that the change comes from; nil: from none.
    func send(
        _ change: String, of id: CaseID, _ attempt: AttemptID?, by: String = "", note: String = "",
        at now: Instant
    ) throws {
        let ordinal =
            try Int.fetchOne(
                db, sql: "SELECT count(*) + 1 FROM outbox WHERE case_id = ?", arguments: [id.raw])
            ?? 1
        let message = "\(book.tag)-\(id.raw)-\(ordinal)"
        let call = attempt.map { "\($0.raw)" } ?? "NULL"
        let select = try HotStatement(
            """
            SELECT c.state, c.revisit, l.id, l.number, ifnull(l.name, ''), ifnull(l.fields, '{}'),
                a.id, ifnull(o.name, ''), a.talked_agent
            FROM cases c JOIN leads l ON l.id = c.lead
            LEFT JOIN attempts a ON a.id = \(call) LEFT JOIN outcomes o ON o.code = a.outcome
            WHERE c.id = ?1
            """, in: db)
        select.bind(1, id.raw)
        let data = try attempt.map { try CallData.texts(of: $0, in: db) } ?? []
        var body = ""
        try select.rows { row in
            let revisit = row.integerOrNull(1).map { Instant(nanoseconds: $0) }
            func number(_ column: Int32) -> String {
                row.integerOrNull(column).map { "\($0)" } ?? "null"
            }
            let members: [(String, String)] = [
                ("message", jsonString(message)), ("campaign", jsonString(book.campaign)),
                ("case", "\(id.raw)"), ("change", jsonString(change)),
                ("state", jsonString(row.text(0))), ("at", jsonString(timestamp(now))),
                ("revisit", revisit.map { jsonString(timestamp($0)) } ?? "null"),
                ("lead", "\(row.integer(2))"), ("number", jsonString("+\(row.integer(3))")),
                ("name", jsonString(row.text(4))), ("attempt", number(6)),
                ("outcome", attempt == nil ? "null" : jsonString(row.text(7))),
                ("agent", number(8)), ("by", jsonString(by)), ("note", jsonString(note)),
                ("fields", row.text(5)), ("data", jsonObject(data)),
            ]
            body = members.map { jsonString($0) + ":" + $1 }.joined(separator: ",")
        }
        try db.execute(
            sql: """
                INSERT INTO outbox (id, case_id, ordinal, body, made, next_try)
                VALUES (?, ?, ?, ?, ?, 0)
                """,
            arguments: [message, id.raw, ordinal, "{\(body)}", now.nanoseconds])
    }
}

extension CaseWriter {
    func hasOpenCase(_ lead: LeadID) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM cases WHERE lead = ? AND settled = 0)",
            arguments: [lead.raw]) ?? false
    }
}
