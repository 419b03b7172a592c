import GRDB

/// One column of a listing.
struct ListingColumn {
    var name: String
    var kind: Kind
    /// An expression over the tables of ``ListingQuery/tables``.
    var sql: String

    enum Kind {
        case integer
        /// Nanoseconds since 1970.
        case instant
        /// Nanoseconds.
        case span
        /// The digits of a telephone number.
        case number
        case decimal
        case text
        /// Text in which numbers may stand.
        case words
    }

    /// Known to nobody in the store.
    static func unknown(_ name: String) -> ListingColumn {
        ListingColumn(name: name, kind: .text, sql: "NULL")
    }
}

/// What is read for a listing, in the order of its rows.
struct ListingQuery {
    var columns: [ListingColumn] = []
    var tables = ""

    /// `SELECT …`, and after the columns the lead's further ones as JSON.
    var sql: String {
        let further = hasFields ? ", l.fields" : ""
        return "SELECT \(columns.map(\.sql).joined(separator: ", "))\(further) FROM \(tables)"
    }

    /// Whether the lead file's further columns stand behind ``columns``.
    var hasFields = false

    init(_ listing: Listing, in db: Database) throws {
        // Older stores know less of a lead.
        let hasSegments = try db.tableExists("segments")
        let segment = hasSegments ? "nullif(s.name, '')" : "NULL"
        let segments = hasSegments ? "LEFT JOIN segments s ON s.id = l.segment" : ""
        switch listing {
        case .attempts:
            columns =
                Self.attempt
                + [("zone", .text, "l.time_zone"), ("segment", .text, segment)]
                .map(ListingColumn.init)
            if let caller = try Self.caller(in: db) {
                columns.append(
                    ListingColumn(
                        name: "caller", kind: .text, sql: caller("'+' || r.caller_number")))
            }
            columns += try ListingColumn.data(of: "a.id", in: db)
            tables = "\(Self.attempts) LEFT JOIN leads l ON l.id = a.lead \(segments) ORDER BY a.id"
        case .leads:
            columns = [
                ("lead", .integer, "l.id"), ("number", .number, "l.number"),
                ("name", .text, "l.name"), ("zone", .text, "l.time_zone"),
                ("segment", .text, segment), ("state", .text, "t.name"),
                ("attempts", .integer, "l.attempts"), ("due", .instant, "l.due"),
                ("outcome", .text, "o.name"),
            ].map(ListingColumn.init)
            columns += try Self.further(in: db)
            tables = "\(Self.leads) \(segments) ORDER BY l.id"
            hasFields = true
        case .outcomes:
            columns = [
                ("number", .number, "l.number"), ("attempts", .integer, "l.attempts"),
                ("state", .text, "t.name"), ("outcome", .text, "o.name"),
            ].map(ListingColumn.init)
            columns += try ListingColumn.data(of: "l.last_attempt", in: db)
            tables = "\(Self.leads) ORDER BY l.id"
        case .refusals:
            columns = [
                ("lead", .integer, "r.lead"), ("number", .number, "l.number"),
                ("reason", .text, "r.reason"), ("at", .instant, "r.at"),
                ("until", .instant, "r.until"),
            ].map(ListingColumn.init)
            let isKept = try db.tableExists("refusals")
            tables =
                isKept
                ? "refusals r LEFT JOIN leads l ON l.id = r.lead ORDER BY r.id"
                : "(SELECT 0 AS lead, '' AS reason, 0 AS at, 0 AS until) r, leads l WHERE 0"
        case .callbacks:
            let isKept = try db.tableExists("callbacks")
            let isTold =
                try isKept && db.columns(in: "callbacks").contains { $0.name == "missed" }
            columns = [
                ("lead", .integer, "b.lead"), ("number", .number, "l.number"),
                ("madeIn", .integer, "b.made_in"), ("made", .instant, "b.made"),
                ("at", .instant, "b.at"), ("agent", .integer, "b.agent"),
                ("ended", .instant, "b.ended"), ("attempt", .integer, "b.attempt"),
                ("missed", .text, isTold ? "b.missed" : "NULL"),
            ].map(ListingColumn.init)
            tables =
                isKept
                ? "callbacks b LEFT JOIN leads l ON l.id = b.lead ORDER BY b.id"
                : """
                (SELECT 0 AS lead, 0 AS made_in, 0 AS made, 0 AS at, 0 AS agent, 0 AS ended,
                    0 AS attempt) b, leads l WHERE 0
                """
        case .operations:
            let isNamed = try db.columns(in: "operations").contains { $0.name == "by_whom" }
            columns = [
                ("operation", .integer, "p.id"), ("at", .instant, "p.at"),
                ("by", .text, isNamed ? "p.by_whom" : "NULL"), ("what", .words, "p.text"),
            ].map(ListingColumn.init)
            tables = "operations p ORDER BY p.id"
        case .confirmations:
            columns = Self.confirmation
            tables =
                try db.tableExists("cases")
                ? Self.confirmations
                : """
                (SELECT 0 AS id, 0 AS lead, 0 AS attempt, 0 AS opened, 0 AS node, '' AS state,
                    0 AS revisit) c, leads l, outcomes o,
                (SELECT 0 AS at, '' AS told_by, '' AS note) h, (SELECT 0 AS count) r,
                (SELECT 0 AS count, '' AS trouble) b WHERE 0
                """
        case .callRecords:
            columns = try Self.callRecord(in: db)
            tables = "\(Self.attempts) ORDER BY a.id"
        }
    }

    /// What leads have where the campaign is so: their worth, and several numbers.
    private static func further(in db: Database) throws -> [ListingColumn] {
        guard try db.tableExists("lead_numbers") else { return [] }
        var columns: [ListingColumn] = []
        let isThere = "SELECT EXISTS (SELECT 1 FROM leads WHERE rank <> 0)"
        if try Bool.fetchOne(db, sql: isThere) == true {
            columns.append(
                ListingColumn(
                    name: "worth", kind: .decimal, sql: "iif(l.rank = 0, NULL, l.rank / -100.0)"))
        }
        if try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM lead_numbers)") == true {
            columns.append(
                ListingColumn(
                    name: "numbers", kind: .words,
                    sql: """
                        (SELECT group_concat(trim(kind || ' +' || number), ', ') FROM
                            (SELECT kind, number FROM lead_numbers n WHERE n.lead = l.id
                                ORDER BY place))
                        """))
        }
        return columns
    }

    private static let leads = """
        leads l
        LEFT JOIN lead_states t ON t.code = l.state
        LEFT JOIN outcomes o ON o.code = l.outcome
        """

    private static let attempts = """
        attempts a
        LEFT JOIN modes m ON m.code = a.mode
        LEFT JOIN outcomes o ON o.code = a.outcome
        LEFT JOIN cause_schemes c ON c.code = a.cause_scheme
        """

    private static let attempt: [ListingColumn] = [
        ("attempt", .integer, "a.id"), ("lead", .integer, "a.lead"),
        ("number", .number, "a.number"), ("ordinal", .integer, "a.ordinal"),
        ("mode", .text, "m.name"), ("agent", .integer, "a.talked_agent"),
        ("dialledFor", .integer, "a.agent"), ("started", .instant, "a.started"),
        ("ringing", .instant, "a.ringing"), ("answered", .instant, "a.answered"),
        ("person", .instant, "a.person"), ("connected", .instant, "a.connected"),
        ("ended", .instant, "a.ended"), ("outcome", .text, "o.name"),
        ("cause", .text, "trim(nullif(c.name, 'none') || ' ' || a.cause)"),
        ("wrapUp", .span, "a.wrap_up"),
    ].map(ListingColumn.init)

    /// What the run that made an attempt knows of who called; nil: no run does.
    private static func caller(in db: Database) throws -> ((String) -> String)? {
        guard try db.columns(in: "runs").contains(where: { $0.name == "caller_number" }),
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM runs WHERE caller_number IS NOT NULL)")
                == true
        else { return nil }
        return { sql in
            "(SELECT \(sql) FROM runs r WHERE r.started <= a.started ORDER BY r.id DESC LIMIT 1)"
        }
    }

    private static func callRecord(in db: Database) throws -> [ListingColumn] {
        let caller = try caller(in: db) ?? { _ in "NULL" }
        return [
            ListingColumn(name: "attempt", kind: .integer, sql: "a.id"),
            ListingColumn(name: "campaign", kind: .text, sql: "(SELECT name FROM campaign)"),
            .unknown("telemarketer"), .unknown("seller"), .unknown("purpose"), .unknown("business"),
            ListingColumn(name: "outbound", kind: .text, sql: "'yes'"),
            ListingColumn(
                name: "prerecorded", kind: .text,
                sql: """
                    CASE WHEN m.name = 'automatic' THEN 'yes'
                        WHEN o.name = 'abandoned' OR o.name IS NULL THEN NULL ELSE 'no' END
                    """),
            .unknown("callingNumber"),
            ListingColumn(name: "calledNumber", kind: .number, sql: "a.number"),
            ListingColumn(name: "started", kind: .instant, sql: "a.started"),
            ListingColumn(name: "duration", kind: .span, sql: "a.ended - a.started"),
            .unknown("script"),
            ListingColumn(
                name: "callerNumber", kind: .text, sql: caller("'+' || r.caller_number")),
            ListingColumn(
                name: "callerName", kind: .words, sql: caller("nullif(r.caller_name, '')")),
            .unknown("authorization"),
            ListingColumn(
                name: "disposition", kind: .text,
                sql: """
                    CASE WHEN o.name IS NULL THEN NULL
                        WHEN a.connected IS NOT NULL THEN 'connected'
                        WHEN o.name = 'abandoned' THEN 'dropped'
                        WHEN a.answered IS NOT NULL THEN 'answered'
                        ELSE 'not answered' END
                    """),
            ListingColumn(name: "outcome", kind: .text, sql: "o.name"),
            .unknown("transferredTo"),
        ]
    }
}
