import Dispatch
import Foundation
import GRDB

/// The tables of a ``ContactLedger``. Instants are integer nanoseconds since 1970-01-01T00:00:00Z.
enum LedgerSchema {
    static let version = 1

    /// "Cntc" in ASCII, in the file's header.
    static let applicationID: Int32 = 0x436E_7463

    /// - Returns: false for an empty file.
    /// - Throws: ``StoreError`` for any other file, and for a ledger of a newer version.
    static func isLedger(_ db: Database, path: String) throws -> Bool {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application == applicationID {
            if found == version { return true }
            throw StoreError.newerSchema(path: path, found: found, known: version)
        }
        let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
        guard isEmpty, application == 0, found == 0 else {
            throw StoreError.notALedger(path: path)
        }
        return false
    }

    /// Turns on the write-ahead log. Of several that do so at once, SQLite lets all but one wait in vain.
    static func turnOnLog(_ db: Database, path: String) throws {
        for trial in 0... {
            do {
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
                if mode == "wal" { return }
                throw StoreError.failed(
                    path: path, code: 0, message: "the write-ahead log cannot be turned on")
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY && trial < 100
            {
                usleep(10_000)
            }
        }
    }

    static func make(_ db: Database, time: String) throws {
        try db.execute(sql: tables)
        try db.execute(sql: "INSERT INTO ledger (time) VALUES (?)", arguments: [time])
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    static let tables = """
        CREATE TABLE ledger (
            time TEXT NOT NULL              -- real or simulated: what the attempts' instants are
        ) STRICT;

        CREATE TABLE campaigns (
            id INTEGER PRIMARY KEY,
            store INTEGER NOT NULL UNIQUE,  -- drawn by its store, which keeps it
            name TEXT NOT NULL
        ) STRICT;

        -- Every call of every campaign, from before it is dialled; those to a number lie together.
        CREATE TABLE attempts (
            number INTEGER NOT NULL,        -- E.164 without the plus
            started INTEGER NOT NULL,
            ended INTEGER,                  -- NULL: it goes on, or its process has died
            outcome TEXT,
            campaign INTEGER NOT NULL REFERENCES campaigns,
            attempt INTEGER,                -- in the campaign's store; NULL: it never got there
            PRIMARY KEY (number, started, campaign)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX attempts_by_campaign ON attempts (campaign, attempt);
        CREATE INDEX attempts_open ON attempts (campaign) WHERE ended IS NULL;

        -- Processes that run a campaign.
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            campaign INTEGER NOT NULL REFERENCES campaigns,
            until INTEGER NOT NULL          -- by the clock on the wall: when its holds lapse
        ) STRICT;

        -- Numbers that a run has at hand, or in a call.
        CREATE TABLE holds (
            number INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs
        ) STRICT;

        -- Numbers that are not to be called, or may be again: of each the last row holds.
        CREATE TABLE objections (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            number INTEGER NOT NULL,
            lifted INTEGER NOT NULL,
            at INTEGER NOT NULL,
            campaign INTEGER NOT NULL REFERENCES campaigns
        ) STRICT;
        CREATE INDEX objections_by_number ON objections (number);
        """
}
