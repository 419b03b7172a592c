import DialModel
import GRDB

/// A change to a campaign that somebody has put into its store.
public struct Wish: Hashable, Sendable {
    public var id: WishID
    /// When it was put there, by the clock on the wall.
    public var at: Instant
    public var by: String
    public var note: String
    /// As one of a campaign file's events, such as `{"lines": "20"}`.
    public var text: String
    public var state: State

    public enum State: Hashable, Sendable {
        case waiting
        /// At an instant of campaign time; the campaign had then run for so long.
        case taken(Instant, elapsed: Duration)
        case refused(why: String)
    }
}

extension Store {
    /// Puts a change into the store, to be made by the campaign that runs on it, or when it next runs.
    ///
    /// - Parameter now: by the clock on the wall.
    @discardableResult
    public func wish(
        _ text: String, by name: String, note: String, at now: Instant
    ) throws(StoreError) -> WishID {
        try writing { db in
            try db.execute(
                sql: """
                    INSERT INTO wishes (at, by_whom, note, text, state)
                    VALUES (?, ?, ?, ?, 'waiting')
                    """, arguments: [now.nanoseconds, name, note, text])
            return WishID(db.lastInsertedRowID)
        }
    }

    /// All changes, in the order in which they came.
    public func wishes() throws(StoreError) -> [Wish] {
        try reading { db in
            guard try db.tableExists("wishes") else { return [] }
            return try Row.fetchAll(db, sql: "SELECT * FROM wishes ORDER BY id").map(Wish.init)
        }
    }

    /// Those that nobody has heeded yet.
    public func waitingWishes() throws(StoreError) -> [Wish] {
        try reading { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM wishes WHERE state = 'waiting' ORDER BY id"
            ).map(Wish.init)
        }
    }

    /// A number that is another whenever someone else has written to the store. Some microseconds.
    public func foreignVersion() throws(StoreError) -> Int64 {
        try working { db in try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
    }

    /// Says why a change is not made.
    public func refuse(_ wish: WishID, why: String) throws(StoreError) {
        try writing { db in
            try db.execute(
                sql: "UPDATE wishes SET state = 'refused', why = ? WHERE id = ?",
                arguments: [why, wish.raw])
        }
    }

    /// ``foreignVersion()``, off the caller's thread.
    public func laterForeignVersion() async throws -> Int64 {
        try await later { try self.foreignVersion() }
    }

    /// ``waitingWishes()``, off the caller's thread.
    public func laterWaitingWishes() async throws -> [Wish] {
        try await later { try self.waitingWishes() }
    }

    /// ``refuse(_:why:)``, off the caller's thread.
    public func laterRefuse(_ wish: WishID, why: String) async throws {
        try await later { try self.refuse(wish, why: why) }
    }
}

extension Wish {
    fileprivate init(_ row: Row) {
        let state: String = row["state"]
        id = WishID(row["id"])
        at = Instant(nanoseconds: row["at"])
        by = row["by_whom"]
        note = row["note"]
        text = row["text"]
        switch state {
        case "taken":
            self.state = .taken(
                Instant(nanoseconds: row["taken"] ?? 0),
                elapsed: Duration(nanoseconds: row["elapsed"] ?? 0))
        case "refused": self.state = .refused(why: row["why"])
        default: self.state = .waiting
        }
    }
}
