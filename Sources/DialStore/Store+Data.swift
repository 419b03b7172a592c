import DialModel
import GRDB

extension Store {
    /// Writes down which data outcomes need.
    ///
    /// - Returns: the same, with fields in the places that they have in this store. Fields of earlier runs
    ///   that are not needed any more stay.
    /// - Throws: ``StoreError/dataChanged(path:field:was:now:)`` where values of earlier runs would change
    ///   their meaning.
    public func keep(_ data: RequiredData) throws(StoreError) -> RequiredData {
        try writing { db in
            var kept = try RequiredData(fieldsIn: db)
            for (outcome, fields) in data.needed.sorted(by: { $0.key.code < $1.key.code }) {
                for (place, field) in data.fields.enumerated()
                where fields.contains(DataField(UInt8(place))) {
                    let before = kept.fields.first { $0.name == field.name }
                    if let before, !before.kind.canBecome(field.kind) {
                        throw StoreError.dataChanged(
                            path: path, field: field.name, was: before.kind.text,
                            now: field.kind.text)
                    }
                    if before != nil { kept.become(field) }
                    guard kept.require(field, for: outcome) else {
                        throw StoreError.dataFull(path: path, field: field.name)
                    }
                }
            }
            try db.execute(sql: "DELETE FROM data_needed")
            for (place, field) in kept.fields.enumerated() {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO data_fields (id, name, kind) VALUES (?, ?, ?)",
                    arguments: [place, field.name, field.kind.text])
                for (outcome, fields) in kept.needed
                where fields.contains(DataField(UInt8(place))) {
                    try db.execute(
                        sql: "INSERT INTO data_needed (outcome, field) VALUES (?, ?)",
                        arguments: [Int(outcome.code), place])
                }
            }
            return kept
        }
    }
}

extension RequiredData {
    /// The fields of a store, which no outcome needs yet.
    init(fieldsIn db: Database) throws {
        self.init()
        guard try db.tableExists("data_fields") else { return }
        for row in try Row.fetchAll(db, sql: "SELECT name, kind FROM data_fields ORDER BY id") {
            let choices = try String.fetchAll(
                db, sql: "SELECT value FROM json_each(?) WHERE json_valid(?)",
                arguments: [row["kind"], row["kind"]])
            add(Field(row["name"], DataKind(text: row["kind"], choices: choices)))
        }
    }
}

extension DataKind {
    /// As the store keeps it; the range of a number is the campaign's.
    var text: String {
        switch self {
        case .number: "number"
        case .yesOrNo: "yes/no"
        case .choice(let words): jsonArray(words)
        }
    }

    fileprivate init(text: String, choices: [String]) {
        self =
            switch text {
            case "number": .number(nil)
            case "yes/no": .yesOrNo
            default: .choice(choices)
            }
    }

    /// Whether values that have been given keep their meaning.
    fileprivate func canBecome(_ new: DataKind) -> Bool {
        switch (self, new) {
        case (.number, .number), (.yesOrNo, .yesOrNo): true
        case (.choice(let old), .choice(let new)): new.starts(with: old)
        default: false
        }
    }
}

extension CallData {
    /// The values that have been given in an attempt, by the names of their fields.
    static func texts(
        of attempt: AttemptID, in db: Database
    ) throws -> [(name: String, value: String)] {
        guard try db.tableExists("attempt_data") else { return [] }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT f.name, CASE f.kind WHEN 'number' THEN printf('%.15g', d.value)
                    WHEN 'yes/no' THEN iif(d.value, 'yes', 'no')
                    ELSE f.kind ->> CAST(d.value AS INTEGER) END AS value
                FROM attempt_data d JOIN data_fields f ON f.id = d.field
                WHERE d.attempt = ? ORDER BY f.id
                """, arguments: [attempt.raw])
        return rows.map { (name: $0["name"], value: $0["value"]) }
    }
}

extension ListingColumn {
    /// What has been given for each field, of the attempt whose ID is `attempt`, and what is missing.
    static func data(of attempt: String, in db: Database) throws -> [ListingColumn] {
        let data = try RequiredData(fieldsIn: db)
        if data.fields.isEmpty { return [] }
        let columns = data.fields.enumerated().map { place, field in
            let value: String
            var kind = Kind.text
            switch field.kind {
            case .number: (value, kind) = ("printf('%.15g', value)", .decimal)
            case .yesOrNo: value = "iif(value, 'yes', 'no')"
            case .choice:
                value =
                    "(SELECT kind ->> CAST(value AS INTEGER) FROM data_fields f WHERE f.id = d.field)"
            }
            return ListingColumn(
                name: "data.\(field.name)", kind: kind,
                sql: """
                    (SELECT \(value) FROM attempt_data d
                        WHERE d.attempt = \(attempt) AND d.field = \(place))
                    """)
        }
        let missing = "(SELECT missing FROM attempts m WHERE m.id = \(attempt))"
        return columns + [ListingColumn(name: "data.missing", kind: .text, sql: missing)]
    }
}

/// How often data that outcomes need were given.
public struct DataFigures: Hashable, Sendable {
    /// Outcomes said that need some.
    public var outcomes: Int
    /// Of those, without all of it.
    public var incomplete: Int
}

extension CampaignReport {
    mutating func readData(_ db: Database) throws {
        guard try db.tableExists("data_needed"),
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM data_needed)") == true
        else { return }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS outcomes, count(missing) AS incomplete FROM attempts
                WHERE wrap_up IS NOT NULL AND outcome IN (SELECT outcome FROM data_needed)
                """)
        data = row.map { DataFigures(outcomes: $0["outcomes"], incomplete: $0["incomplete"]) }
    }
}
