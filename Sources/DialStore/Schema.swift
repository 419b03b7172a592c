import DialModel
import GRDB

/// The tables, and how older files get them.
///
/// Instants are integer nanoseconds since 1970-01-01T00:00:00Z, spans are nanoseconds. To read along
/// in the `sqlite3` shell, begin with the views:
///
///     SELECT * FROM calls LIMIT 10;
///     SELECT outcome, COUNT(*) FROM calls GROUP BY outcome;
///     SELECT * FROM lead_list WHERE state = 'waiting';
enum Schema {
    /// The version this program writes: the number of its migrations.
    static let version = 9

    /// The oldest version that can be read as it is: what later ones have added is then absent.
    static let oldestReadable = 1

    /// "Dial" in ASCII, in the file's header: see `PRAGMA application_id`.
    static let applicationID: Int32 = 0x4469_616C

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: tables)
            try db.execute(sql: views)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: runFiles)
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3") { db in
            try db.execute(sql: closing)
            try db.execute(sql: abandonmentRules)
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: segments)
            try db.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5") { db in
            try db.execute(sql: calling)
            try db.execute(sql: "PRAGMA user_version = 5")
        }
        migrator.registerMigration("6") { db in
            try db.execute(sql: largeLists)
            try db.execute(sql: sources)
            try db.execute(sql: "PRAGMA user_version = 6")
        }
        migrator.registerMigration("7") { db in
            try db.execute(sql: cells)
            try db.execute(sql: caller)
            try db.execute(sql: clocks)
            try db.execute(sql: live)
            try db.execute(sql: confirmation)
            try db.execute(sql: numbers)
            try db.execute(sql: goals)
            try db.execute(sql: "PRAGMA user_version = 7")
        }
        migrator.registerMigration("8") { db in
            try db.execute(sql: data)
            try db.execute(sql: "PRAGMA user_version = 8")
        }
        migrator.registerMigration("9") { db in
            try db.execute(sql: missed)
            try db.execute(sql: "PRAGMA user_version = 9")
        }
        return migrator
    }

    /// - Returns: nil for an empty file.
    static func version(of db: Database, path: String) throws -> Int? {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application != applicationID {
            let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
            guard isEmpty, application == 0, found == 0 else {
                throw StoreError.notAStore(path: path)
            }
            return nil
        }
        if found > version {
            throw StoreError.newerSchema(path: path, found: found, known: version)
        }
        return found
    }

    /// Writes what the program's own codes mean.
    static func writeNames(_ db: Database) throws {
        func write(_ table: String, _ rows: [(UInt8, String)]) throws {
            for (code, name) in rows {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO \(table) (code, name) VALUES (?, ?)",
                    arguments: [Int(code), name])
            }
        }
        try write("modes", DialMode.allCases.map { ($0.rawValue, $0.name) })
        try write("lead_states", LeadStanding.allCases.map { ($0.rawValue, $0.name) })
        try write("cause_schemes", RawCause.Scheme.allCases.map { ($0.rawValue, "\($0)") })
        for outcome in Outcome.builtIn {
            try db.execute(
                sql: "INSERT OR REPLACE INTO outcomes (code, name, connected) VALUES (?, ?, ?)",
                arguments: [Int(outcome.code), Dispositions().name(outcome), outcome.isConnected])
        }
    }
}

/// Where a lead stands, as the store keeps it: ``LeadState`` without its instant.
enum LeadStanding: UInt8, CaseIterable {
    case fresh, waiting, inWrapUp, closed, promised

    var name: String { self == .inWrapUp ? "in wrap-up" : "\(self)" }
}
