import DialModel
import GRDB

/// One process that ran the campaign.
public struct CampaignRun: Hashable, Sendable {
    public var started: Instant
    /// nil: it runs, or it never came to its end.
    public var ended: Instant?
    public var version: String
    /// Campaign seconds per second, or `max` for virtual time; nil: not kept, as before schema
    /// version 2.
    public var speed: String?
    /// The text of the campaign file it went by; nil: not kept.
    public var campaign: String?
    /// Where that file was; nil: not kept, as before schema version 5.
    public var path: String?
}

extension Store {
    /// Every attempt, in the order of dialling.
    ///
    /// - Complexity: some 100 bytes and 1 µs an attempt.
    public func calls() throws(StoreError) -> [CallRecord] {
        try reading { db in
            var calls: [CallRecord] = []
            let hasClosing = try db.columns(in: "attempts").contains { $0.name == "closing" }
            try HotStatement(
                """
                SELECT id, lead, ordinal, started, ringing, answered, person, connected, ended,
                    outcome, talked_agent, wrap_up, \(hasClosing ? "closing" : "NULL")
                FROM attempts ORDER BY id
                """, in: db
            ).rows { row in
                func instant(_ column: Int32) -> Instant? {
                    row.integerOrNull(column).map(Instant.init(nanoseconds:))
                }
                var call = CallRecord(
                    attempt: AttemptID(row.integer(0)), lead: LeadID(row.integer(1)),
                    started: Instant(nanoseconds: row.integer(3)))
                call.ordinal = UInt16(clamping: row.integer(2))
                call.ringing = instant(4)
                call.answered = instant(5)
                call.person = instant(6)
                call.connected = instant(7)
                call.ended = instant(8)
                call.outcome = row.integerOrNull(9).flatMap {
                    Outcome(code: UInt8(truncatingIfNeeded: $0))
                }
                call.agent = row.integerOrNull(10).map { AgentID(Int32(clamping: $0)) }
                call.wrapUp = row.integerOrNull(11).map(Duration.init(nanoseconds:))
                call.closing = instant(12)
                calls.append(call)
            }
            return calls
        }
    }

    /// Leads that agents looked at before: how often they were dialled, and how often skipped.
    public func previewed() throws(StoreError) -> (dialled: Int, skipped: Int) {
        try reading { db in
            let dialled = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM attempts WHERE mode = ?",
                arguments: [Int(DialMode.preview.rawValue)])
            return (
                dialled ?? 0, try Int.fetchOne(db, sql: "SELECT count(*) FROM skips") ?? 0
            )
        }
    }

    /// The runs of the campaign, in their order.
    public func runs() throws(StoreError) -> [CampaignRun] {
        try reading { db in
            let hasTexts = try db.tableExists("campaign_texts")
            let hasPaths = try db.columns(in: "runs").contains { $0.name == "path" }
            let rows = try Row.fetchAll(
                db,
                sql: hasTexts
                    ? """
                    SELECT r.started, r.ended, r.version, r.speed, t.text,
                        \(hasPaths ? "r.path" : "NULL")
                    FROM runs r LEFT JOIN campaign_texts t ON t.id = r.campaign ORDER BY r.id
                    """
                    : "SELECT started, ended, version, NULL, NULL, NULL FROM runs ORDER BY id")
            return rows.map { row in
                let ended: Int64? = row[1]
                return CampaignRun(
                    started: Instant(nanoseconds: row[0]),
                    ended: ended.map(Instant.init(nanoseconds:)), version: row[2], speed: row[3],
                    campaign: row[4], path: row[5])
            }
        }
    }

    /// All leads in the order of import, as far as matters to a simulation: their numbers, segments, zones
    /// and worth.
    public func leadsInShort() throws(StoreError) -> [Lead] {
        try reading { db in
            var leads: [Lead] = []
            let columns = try db.columns(in: "leads").map(\.name)
            let rank = columns.contains("rank") ? "rank" : "0"
            let sql =
                columns.contains("segment")
                ? """
                SELECT l.number, s.name, ifnull(l.time_zone, ''), \(rank), l.id FROM leads l
                JOIN segments s ON s.id = l.segment ORDER BY l.id
                """ : "SELECT number, '', ifnull(time_zone, ''), 0, id FROM leads ORDER BY id"
            var places: [Int64: Int] = [:]
            let several = try LeadNumbers.owners(in: db)
            try HotStatement(sql, in: db).rows {
                if several.contains($0.integer(4)) { places[$0.integer(4)] = leads.count }
                let number = PhoneNumber(digits: UInt64($0.integer(0)))
                var lead = Lead(number: number, timeZone: $0.text(2), segment: $0.text(1))
                if $0.integer(3) != 0 { lead.worth = Double($0.integer(3)) / -100 }
                leads.append(lead)
            }
            if !places.isEmpty {
                let select = "SELECT lead, kind, number FROM lead_numbers ORDER BY lead, place"
                try HotStatement(select, in: db).rows { row in
                    guard let place = places[row.integer(0)] else { return }
                    let number = PhoneNumber(digits: UInt64(row.integer(2)))
                    leads[place].numbers.append(Lead.Number(kind: row.text(1), number: number))
                }
            }
            return leads
        }
    }

    /// What was done to the campaign, in order, and by whom; see ``Operation/by``.
    public func operationsByWhom() throws(StoreError) -> [(at: Instant, by: String?, text: String)]
    {
        try reading { db in
            let isNamed = try db.columns(in: "operations").contains { $0.name == "by_whom" }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT at, \(isNamed ? "by_whom" : "NULL"), text FROM operations ORDER BY id
                    """
            ).map { (Instant(nanoseconds: $0[0]), $0[1], $0[2]) }
        }
    }

    /// What has paused the campaign, which nobody has started since; nil: it is not paused.
    ///
    /// A pause that a later run has kept is the first one's.
    public func pause() throws(StoreError) -> (at: Instant, by: String?, text: String)? {
        var (pause, before): (now: Paused?, before: Paused?)
        for operation in try operationsByWhom() {
            if operation.text == "start" {
                // A run begins with it, also one that then keeps the pause there was.
                (pause, before) = (nil, pause)
            } else if operation.text == "pause" || operation.text.hasSuffix(": dialing pauses") {
                let isKept = operation.by?.hasSuffix(Operation.asBefore) ?? false
                pause = pause ?? (isKept ? before : nil) ?? operation
            }
        }
        return pause
    }

    private typealias Paused = (at: Instant, by: String?, text: String)

    /// What the operator and the campaign's own plan did, in order.
    public func operations() throws(StoreError) -> [(at: Instant, text: String)] {
        try reading { db in
            try Row.fetchAll(db, sql: "SELECT at, text FROM operations ORDER BY id").map {
                (Instant(nanoseconds: $0[0]), $0[1])
            }
        }
    }
}
