import DialModel
import GRDB

/// What became of imported leads.
public struct ImportCounts: Hashable, Sendable {
    /// New in the store.
    public var added = 0
    /// Their number was there already; what it lacked was filled in.
    public var merged = 0

    public init(added: Int = 0, merged: Int = 0) {
        self.added = added
        self.merged = merged
    }

    public static func + (a: ImportCounts, b: ImportCounts) -> ImportCounts {
        ImportCounts(added: a.added + b.added, merged: a.merged + b.merged)
    }
}

extension Store {
    /// Adds leads, in order, all or none.
    ///
    /// A number that is there already, in the store or earlier in `batch`, gives what the lead lacks:
    /// its name, its zone, its segment, fields it has not. What it has is kept. Where the lead stands does not
    /// change.
    ///
    /// Each call is one flush to disk; batches of 10,000 to 100,000 are fastest.
    public func importLeads(_ batch: [Lead]) throws(StoreError) -> ImportCounts {
        try writing { db in
            var counts = ImportCounts()
            var segments = NameTable("segments", "name")
            var zones = NameTable("zones", "names")
            let insert = try HotStatement(
                """
                INSERT INTO leads (number, name, time_zone, fields, segment, zone)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (number) DO NOTHING
                """, in: db)
            for lead in batch {
                insert.bind(1, lead.number.digits)
                insert.bind(2, textOrNull: lead.name)
                insert.bind(3, textOrNull: lead.timeZone)
                insert.bind(4, textOrNull: lead.fieldsJSON)
                let segment = try segments.id(of: lead.segment, in: db)
                insert.bind(5, segment)
                let zone = try zones.id(of: lead.timeZone, in: db)
                insert.bind(6, zone)
                if try insert.run() == 1 {
                    counts.added += 1
                } else {
                    try merge(lead, segment, zone, in: db)
                    counts.merged += 1
                }
            }
            return counts
        }
    }

    private func merge(
        _ lead: Lead, _ segment: Int64, _ zone: Int64, in db: Database
    ) throws {
        var known = try Lead(numbered: lead.number, in: db)
        let before = known
        if known.name.isEmpty { known.name = lead.name }
        if known.timeZone.isEmpty, !lead.timeZone.isEmpty {
            known.timeZone = lead.timeZone
            let update = try HotStatement("UPDATE leads SET zone = ?2 WHERE number = ?1", in: db)
            update.bind(1, lead.number.digits)
            update.bind(2, zone)
            try update.run()
        }
        if known.segment.isEmpty, !lead.segment.isEmpty {
            known.segment = lead.segment
            let update = try HotStatement("UPDATE leads SET segment = ?2 WHERE number = ?1", in: db)
            update.bind(1, lead.number.digits)
            update.bind(2, segment)
            try update.run()
        }
        for field in lead.fields {
            if let place = known.fields.firstIndex(where: { $0.name == field.name }) {
                if known.fields[place].value.isEmpty { known.fields[place].value = field.value }
            } else {
                known.fields.append(field)
            }
        }
        if known == before { return }
        let update = try HotStatement(
            "UPDATE leads SET name = ?2, time_zone = ?3, fields = ?4 WHERE number = ?1", in: db)
        update.bind(1, lead.number.digits)
        update.bind(2, textOrNull: known.name)
        update.bind(3, textOrNull: known.timeZone)
        update.bind(4, textOrNull: known.fieldsJSON)
        try update.run()
    }

    /// How many leads there are.
    public func leadCount() throws(StoreError) -> Int {
        try reading { db in try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM leads") ?? 0 }
    }

    /// The lead as it was imported; nil when there is none of this ID.
    public func lead(_ id: LeadID) throws(StoreError) -> Lead? {
        try reading { db in
            let digits = try Int64.fetchOne(
                db, sql: "SELECT number FROM leads WHERE id = ?", arguments: [id.raw])
            return try digits.map {
                try Lead(numbered: PhoneNumber(digits: UInt64($0)), in: db)
            }
        }
    }
}

extension Lead {
    /// The fields as a JSON object in their order; empty when there are none.
    fileprivate var fieldsJSON: String {
        fields.isEmpty ? "" : jsonObject(fields.map { ($0.name, $0.value) })
    }

    /// Reads the lead with this number, which must be in the store.
    fileprivate init(numbered number: PhoneNumber, in db: Database) throws {
        self.init(number: number)
        let row = try HotStatement(
            """
            SELECT l.name, l.time_zone, l.fields, s.name FROM leads l
            JOIN segments s ON s.id = l.segment WHERE l.number = ?
            """, in: db)
        row.bind(1, number.digits)
        var json = ""
        try row.rows {
            name = $0.text(0)
            timeZone = $0.text(1)
            json = $0.text(2)
            segment = $0.text(3)
        }
        if json.isEmpty { return }
        let field = try HotStatement("SELECT key, value FROM json_each(?)", in: db)
        field.bind(1, text: json)
        try field.rows { fields.append(Field(name: $0.text(0), value: $0.text(1))) }
    }
}

/// Names met before of a table of names by number, so that each is looked up once.
private struct NameTable {
    private let table: String
    private let column: String
    private var known = ["": Int64(0)]
    private var last = (name: "", id: Int64(0))

    init(_ table: String, _ column: String) {
        self.table = table
        self.column = column
    }

    /// Of the row of this name, a new one if there is none.
    mutating func id(of name: String, in db: Database) throws -> Int64 {
        if name == last.name { return last.id }
        if known[name] == nil {
            let insert = try HotStatement(
                "INSERT INTO \(table) (\(column)) VALUES (?) ON CONFLICT (\(column)) DO NOTHING",
                in: db)
            insert.bind(1, text: name)
            try insert.run()
            let select = try HotStatement(
                "SELECT id FROM \(table) WHERE \(column) = ?", in: db)
            select.bind(1, text: name)
            try select.rows { known[name] = $0.integer(0) }
        }
        last = (name, known[name] ?? 0)
        return last.id
    }
}
