import DialModel
import GRDB

extension Store {
    /// Adds fresh leads in the order of their import, those of closed zones left out.
    func takeFresh(
        _ count: Int, at now: Instant, under rules: CallingRules, _ cursors: inout LeadCursors,
        _ batch: inout LeadBatch, in db: Database
    ) throws {
        if batch.leads.count == count { return }
        if rules.hours.isEmpty, cursors.zones.read.isEmpty {
            return try takeFresh(count, &cursors, &batch, in: db)
        }
        batch.asOf = now
        let closed = rules.closedZones(at: now)
        var open: [Int64] = []
        var shut: [Int64] = []
        try HotStatement("SELECT id FROM zones ORDER BY id", in: db).rows { row in
            let zone = row.integer(0)
            let isClosed = closed.contains(ZoneID(UInt16(min(zone, Int64(ZoneID.last)))))
            if isClosed { shut.append(zone) } else { open.append(zone) }
        }
        for zone in open where cursors.zones.isEmpty(zone) {
            try cursors.readAhead(zone, in: db)
        }
        while batch.leads.count < count, let zone = cursors.zones.first(of: open) {
            batch.leads.append(cursors.zones.take(from: zone))
            if cursors.zones.isEmpty(zone) { try cursors.readAhead(zone, in: db) }
        }
        if batch.leads.count == count { return }
        for zone in shut where !batch.isHeldByHours {
            if cursors.zones.isEmpty(zone) { try cursors.readAhead(zone, in: db) }
            batch.isHeldByHours = !cursors.zones.isEmpty(zone)
        }
    }

    static let freshSQL = """
        SELECT \(DueLead.columns) FROM leads INDEXED BY leads_fresh_in_order
        WHERE id > ?1 AND state = 0 ORDER BY id LIMIT ?2
        """

    private func takeFresh(
        _ count: Int, _ cursors: inout LeadCursors, _ batch: inout LeadBatch, in db: Database
    ) throws {
        let select = try HotStatement(Self.freshSQL, in: db)
        select.bind(1, cursors.fresh)
        select.bind(2, count - batch.leads.count)
        try select.rows { row in
            batch.leads.append(DueLead(row))
            cursors.fresh = row.integer(0)
        }
        if batch.leads.count == count { return }
        // All are handed over: the next call need not look through the rows again.
        try HotStatement("SELECT max(id) FROM leads", in: db).rows { row in
            if let last = row.integerOrNull(0) { cursors.fresh = max(cursors.fresh, last) }
        }
    }

    /// Made when a campaign first has calling hours.
    static let freshIndexSQL =
        "CREATE INDEX IF NOT EXISTS leads_fresh ON leads (zone, id) WHERE state = 0"
}

/// Fresh leads that have been read, zone by zone, a little ahead of being handed over.
struct FreshZones {
    /// The last one read, by zone.
    var read: [Int64: Int64] = [:]
    /// Read and not handed over yet, by zone, the next one last.
    private var ahead: [Int64: [DueLead]] = [:]

    func isEmpty(_ zone: Int64) -> Bool { ahead[zone]?.isEmpty ?? true }

    /// The zone whose next lead was imported first; nil: none has any. O(zones).
    func first(of zones: [Int64]) -> Int64? {
        zones.filter { !isEmpty($0) }.min { ahead[$0]!.last!.id < ahead[$1]!.last!.id }
    }

    mutating func take(from zone: Int64) -> DueLead { ahead[zone]!.removeLast() }

    /// The lead is not to be handed over as fresh any more.
    mutating func forget(_ lead: LeadID) {
        for zone in ahead.keys { ahead[zone]!.removeAll { $0.id == lead } }
    }

    mutating func put(_ leads: [DueLead], in zone: Int64) { ahead[zone] = leads.reversed() }
}

extension LeadCursors {
    /// Reads the next fresh leads of a zone, of which none is left ahead.
    fileprivate mutating func readAhead(_ zone: Int64, in db: Database) throws {
        let select = try HotStatement(
            """
            SELECT \(DueLead.columns) FROM leads
            WHERE zone = ?1 AND id > ?2 AND state = 0 ORDER BY id LIMIT 256
            """, in: db)
        select.bind(1, zone)
        select.bind(2, zones.read[zone] ?? fresh)
        var leads: [DueLead] = []
        try select.rows { leads.append(DueLead($0)) }
        zones.read[zone] = leads.last?.id.raw ?? zones.read[zone] ?? fresh
        zones.put(leads, in: zone)
    }
}
