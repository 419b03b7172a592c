import DialModel
import GRDB

/// What a store knows of one lead and its way so far.
public struct LeadHistory: Sendable {
    public var lead: DueLead
    public var name: String
    /// IANA names, with `|` between them; empty when none is known.
    public var zones: String
    public var state: LeadState
    /// In the order of dialling; one without an end goes on.
    public var attempts: [Attempt]
    /// Why it was not dialled when its turn had come; the latest last, at most ten.
    public var refusals: [RefusedLead]
    /// In the order in which they are tried; empty: it has but one.
    public var numbers: [LeadNumber] = []

    public struct Attempt: Sendable {
        public var number: PhoneNumber
        public var started: Instant
        public var ended: Instant?
        public var outcome: Outcome?
        /// As the store names it.
        public var name: String
    }

    /// The attempts that are over.
    public var past: [PastAttempt] {
        attempts.compactMap { attempt in
            guard let ended = attempt.ended, let outcome = attempt.outcome else { return nil }
            return PastAttempt(
                number: attempt.number, started: attempt.started, ended: ended, outcome: outcome)
        }
    }
}

extension Store {
    /// What is known of the lead with this number, among others; nil: there is none.
    public func history(of number: PhoneNumber) throws(StoreError) -> LeadHistory? {
        try reading { db in
            var history: LeadHistory?
            let hasNumbers = try db.tableExists("lead_numbers")
            let columns = hasNumbers ? DueLead.columns : "id, number, attempts, segment, zone, 0, 0"
            let id =
                hasNumbers
                ? "coalesce((SELECT lead FROM lead_numbers WHERE number = ?1), "
                    + "(SELECT id FROM leads WHERE number = ?1))"
                : "(SELECT id FROM leads WHERE number = ?1)"
            let select = try HotStatement(
                """
                SELECT \(columns), ifnull(name, ''), ifnull(time_zone, ''), state, due
                FROM leads WHERE id = \(id)
                """, in: db)
            select.bind(1, number.digits)
            try select.rows { row in
                let name = DueLead.columnCount
                let due = Instant(nanoseconds: row.integerOrNull(name + 3) ?? 0)
                let state: LeadState =
                    switch LeadStanding(rawValue: UInt8(clamping: row.integer(name + 2))) {
                    case .waiting: .due(due)
                    case .inWrapUp: .inWrapUp
                    case .closed: .closed
                    case .promised: .promised(due)
                    case .fresh, nil: .fresh
                    }
                history = LeadHistory(
                    lead: DueLead(row), name: row.text(name), zones: row.text(name + 1),
                    state: state,
                    attempts: [], refusals: [])
            }
            guard var found = history else { return nil }
            try found.readAttempts(db)
            if hasNumbers { try found.readNumbers(db) }
            try found.readRefusals(db)
            return found
        }
    }

    /// How many leads are fresh, by zone, and how many wait and are due by `now`.
    public func leadsAtHand(
        at now: Instant
    ) throws(StoreError) -> (fresh: [(zone: ZoneID, names: String, count: Int)], due: Int) {
        try reading { db in
            var fresh: [(zone: ZoneID, names: String, count: Int)] = []
            try HotStatement(
                """
                SELECT l.zone, z.names, count(*) FROM leads l JOIN zones z ON z.id = l.zone
                WHERE l.state = 0 GROUP BY l.zone ORDER BY l.zone
                """, in: db
            ).rows { row in
                fresh.append((ZoneID(UInt16(row.integer(0))), row.text(1), Int(row.integer(2))))
            }
            let due = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM leads WHERE state = 1 AND due < ?",
                arguments: [now.nanoseconds])
            return (fresh, due ?? 0)
        }
    }

    /// Whether there are leads, and none of them will be called any more, also when the campaign is run
    /// again. Looks into an index a state.
    public func isOver() throws(StoreError) -> Bool {
        try reading { db in
            func any(_ rows: String) throws -> Bool {
                try Bool.fetchOne(db, sql: "SELECT EXISTS (\(rows))") ?? false
            }
            for state in [0, 1, 2, 4] where try any("SELECT 1 FROM leads WHERE state = \(state)") {
                return false
            }
            if try db.tableExists("cases"), try any("SELECT 1 FROM cases WHERE settled = 0") {
                return false
            }
            return try any("SELECT 1 FROM leads") && !any(Self.refusedForGood)
        }
    }

    /// Whether a lead has this number, as any of its numbers.
    public func hasLead(_ number: PhoneNumber) throws(StoreError) -> Bool {
        try reading { db in try LeadNumbers.owner(of: [number], in: db) != nil }
    }

    /// When the next lead that waits is due; nil: none waits.
    public func nextRetry() throws(StoreError) -> Instant? {
        try reading { db in
            try Int64.fetchOne(db, sql: "SELECT min(due) FROM leads WHERE state = 1")
                .map(Instant.init(nanoseconds:))
        }
    }
}

extension LeadHistory {
    fileprivate mutating func readAttempts(_ db: Database) throws {
        let select = try HotStatement(
            """
            SELECT a.number, a.started, a.ended, a.outcome, ifnull(o.name, '') FROM attempts a
            LEFT JOIN outcomes o ON o.code = a.outcome WHERE a.lead = ? ORDER BY a.id
            """, in: db)
        select.bind(1, lead.id.raw)
        try select.rows { row in
            attempts.append(
                Attempt(
                    number: PhoneNumber(digits: UInt64(row.integer(0))),
                    started: Instant(nanoseconds: row.integer(1)),
                    ended: row.integerOrNull(2).map(Instant.init(nanoseconds:)),
                    outcome: row.integerOrNull(3).flatMap { Outcome(code: UInt8(clamping: $0)) },
                    name: row.text(4)))
        }
    }

    fileprivate mutating func readRefusals(_ db: Database) throws {
        let select = try HotStatement(
            "SELECT reason, at, until FROM refusals WHERE lead = ? ORDER BY id DESC LIMIT 10",
            in: db)
        select.bind(1, lead.id.raw)
        try select.rows { row in
            guard let reason = Refusal.allCases.first(where: { $0.name == row.text(0) }) else {
                return
            }
            refusals.append(
                RefusedLead(
                    lead.id, reason, at: Instant(nanoseconds: row.integer(1)),
                    until: row.integerOrNull(2).map(Instant.init(nanoseconds:))))
        }
        refusals.reverse()
    }
}
