import DialModel
import GRDB

/// How a live run stands, as it last wrote it down.
public struct Standing: Hashable, Sendable {
    /// By the clock on the wall.
    public var wall: Instant
    /// In campaign time.
    public var at: Instant
    public var phase: String
    /// What keeps it from starting more calls; see ``Pace/Bound``.
    public var bound: String
    /// Logged in.
    public var agents = 0
    public var idle = 0
    /// In preview, reserved, in talk or in wrap-up.
    public var busy = 0
    public var inFlight = 0
    public var linesUsed = 0
    public var lines = 0
    /// Leads that have been fetched and not dialled yet.
    public var atHand = 0
    public var answered = 0
    public var abandoned = 0

    public init(wall: Instant, at: Instant, phase: String, bound: String) {
        self.wall = wall
        self.at = at
        self.phase = phase
        self.bound = bound
    }
}

extension Store {
    /// Writes down how the run stands, in place of what was there; nil: it is over.
    public func note(_ standing: Standing?) throws(StoreError) {
        try writing { db in
            guard let now = standing else { return try db.execute(sql: "DELETE FROM now") }
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO now (id, wall, at, phase, bound, agents, idle, busy,
                        in_flight, lines_used, lines, at_hand, answered, abandoned)
                    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    now.wall.nanoseconds, now.at.nanoseconds, now.phase, now.bound, now.agents,
                    now.idle, now.busy, now.inFlight, now.linesUsed, now.lines, now.atHand,
                    now.answered, now.abandoned,
                ])
        }
    }

    /// ``note(_:)``, off the caller's thread.
    public func laterNote(_ standing: Standing?) async throws {
        try await later { try self.note(standing) }
    }

    /// How the run stood when it last wrote that down; nil: none goes on, or it is one that does not.
    public func standing() throws(StoreError) -> Standing? {
        try reading { db in
            guard try db.tableExists("now"),
                let row = try Row.fetchOne(db, sql: "SELECT * FROM now")
            else { return nil }
            var now = Standing(
                wall: Instant(nanoseconds: row["wall"]), at: Instant(nanoseconds: row["at"]),
                phase: row["phase"], bound: row["bound"])
            now.agents = row["agents"]
            now.idle = row["idle"]
            now.busy = row["busy"]
            now.inFlight = row["in_flight"]
            now.linesUsed = row["lines_used"]
            now.lines = row["lines"]
            now.atHand = row["at_hand"]
            now.answered = row["answered"]
            now.abandoned = row["abandoned"]
            return now
        }
    }
}
