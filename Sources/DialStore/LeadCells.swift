import DialModel
import GRDB

/// Leads of one segment in one zone.
struct LeadCell: Hashable {
    var segment: Int64
    var zone: Int64
}

/// Which leads have been handed over, cell by cell: as ``LeadCursors`` for a campaign whose segments have
/// strategies of their own.
struct LeadCells {
    /// Whether leads have been handed over so. From then on they always are.
    var isUsed = false
    /// The last waiting lead handed over behind which all others of its cell lie.
    var retry: [LeadCell: LeadCursors.Place] = [:]
    /// The furthest of those.
    var furthest = LeadCursors.Place(due: .min, lead: .min)
    /// The last fresh lead read.
    var read: [LeadCell: FreshPlace] = [:]
    /// Fresh leads read and not handed over yet, the next one last.
    var ahead: [LeadCell: [(place: FreshPlace, lead: DueLead)]] = [:]
    /// How much of its share each segment has had on a level, as the sum of 1 / share of its leads.
    var passes: [Level: Double] = [:]
    /// By level: where the last one handed over stood.
    var turns: [Int: Double] = [:]

    /// A segment's leads on one level of priority.
    struct Level: Hashable {
        var segment: Int64
        var level: Int
    }

    /// A fresh lead's place in the order of handing over.
    struct FreshPlace: Comparable {
        var rank: Int64
        var lead: Int64

        static func < (a: FreshPlace, b: FreshPlace) -> Bool {
            (a.rank, a.lead) < (b.rank, b.lead)
        }
    }
}

extension Store {
    /// Makes ready what campaigns need whose segments have strategies of their own. O(leads), the first
    /// time.
    public func indexSegments() throws(StoreError) {
        try writing { db in try db.execute(sql: Schema.cellIndexes) }
    }

    /// Adds leads by the strategies of their segments: by priority, within one by share, and of a segment
    /// those first that are due again, longest due first, then fresh ones of the highest worth.
    ///
    /// - Complexity: some µs for each cell, and half a µs for each lead.
    func takeByStrategy(
        _ request: LeadRequest, _ cursors: inout LeadCursors, _ batch: inout LeadBatch,
        in db: Database
    ) throws {
        if !cursors.cells.isUsed {
            try db.execute(sql: Schema.cellIndexes)
            cursors.cells.isUsed = true
            cursors.cells.furthest = cursors.retry
        }
        let feeds = try self.feeds(request, cursors, in: db)
        batch.asOf = request.before
        for isAttended in [false, true] {
            let count = isAttended ? request.attended : request.count
            let ours = feeds.filter { $0.isAttended == isAttended }
            let leads = try take(count, from: ours, &cursors, in: db)
            if isAttended { batch.attended = leads } else { batch.leads = leads }
            if leads.count < count {
                let due = try nextDue(in: ours.flatMap(\.cells), cursors, in: db)
                if let due { batch.nextDue = min(batch.nextDue ?? due, due) }
                for feed in ours where !batch.isHeldByHours {
                    batch.isHeldByHours = try feed.hasClosed(&cursors, in: db)
                }
            }
        }
    }

    private func take(
        _ count: Int, from feeds: [SegmentFeed], _ cursors: inout LeadCursors, in db: Database
    ) throws -> [DueLead] {
        var leads: [DueLead] = []
        leads.reserveCapacity(count)
        for level in Set(feeds.map(\.level)).sorted() {
            var active = feeds.filter { $0.level == level }
            let turn = cursors.cells.turns[level] ?? 0
            for feed in active {
                cursors.cells.passes[feed.key] = max(turn, cursors.cells.passes[feed.key] ?? turn)
            }
            var passes = active.map { cursors.cells.passes[$0.key]! }
            while leads.count < count,
                let next = passes.indices.min(by: { passes[$0] < passes[$1] })
            {
                if let lead = try active[next].next(&cursors, in: db) {
                    leads.append(lead)
                    cursors.cells.turns[level] = passes[next]
                    passes[next] += 1 / active[next].share
                } else {
                    cursors.cells.passes[active[next].key] = passes[next]
                    active.remove(at: next)
                    passes.remove(at: next)
                }
            }
            for (feed, pass) in zip(active, passes) { cursors.cells.passes[feed.key] = pass }
            if leads.count == count { break }
        }
        return leads
    }

    private func feeds(
        _ request: LeadRequest, _ cursors: LeadCursors, in db: Database
    ) throws -> [SegmentFeed] {
        let now = request.before
        let closed = request.rules.closedZones(at: now)
        var feeds: [SegmentFeed] = []
        var late = try lateLeads(before: now, cursors, in: db)
        try HotStatement("SELECT segment, zone FROM cells ORDER BY segment, zone", in: db).rows {
            let cell = LeadCell(segment: $0.integer(0), zone: $0.integer(1))
            let lead = DueLead(
                id: LeadID(0), number: PhoneNumber(digits: 0), segment: cell.segmentID,
                zone: cell.zoneID)
            let level = request.segments.level(of: lead, at: now)
            let segment = request.segments.isOneList ? 0 : cell.segment
            if feeds.last?.segment != segment || feeds.last?.level != level {
                let before = feeds.last { $0.segment == segment && $0.level == level }
                if let before {
                    before.add(cell, isClosed: closed.contains(cell.zoneID), late[cell] ?? [])
                    late[cell] = nil
                    return
                }
                feeds.append(
                    SegmentFeed(
                        segment, level: level, share: request.segments[cell.segmentID].share,
                        isAttended: request.isAttended(lead), before: now))
            }
            feeds.last!.add(cell, isClosed: closed.contains(cell.zoneID), late[cell] ?? [])
            late[cell] = nil
        }
        return feeds
    }

    /// Leads that were sent back at or before the cursor of their cell, and are due.
    private func lateLeads(
        before now: Instant, _ cursors: LeadCursors, in db: Database
    ) throws -> [LeadCell: [WaitingRow]] {
        var late: [LeadCell: [WaitingRow]] = [:]
        if cursors.late.isEmpty { return late }
        let select = try HotStatement(
            "SELECT \(DueLead.columns), due FROM leads WHERE id = ? AND state = 1", in: db)
        for (lead, due) in cursors.late where due < now.nanoseconds {
            select.bind(1, lead)
            try select.rows { row in
                let cell = LeadCell(segment: row.integer(3), zone: row.integer(4))
                let place = LeadCursors.Place(due: due, lead: lead)
                // Otherwise the cursor comes to it.
                if place <= cursors.cells.retry[cell] ?? cursors.retry {
                    late[cell, default: []].append(
                        WaitingRow(place: place, lead: DueLead(row), cell: cell, isLate: true))
                }
            }
        }
        return late
    }

    private func nextDue(
        in cells: [LeadCell], _ cursors: LeadCursors, in db: Database
    ) throws -> Instant? {
        var earliest = cursors.late.values.min()
        let select = try HotStatement(
            """
            SELECT due FROM leads INDEXED BY leads_due_by_cell
            WHERE state = 1 AND segment = ?1 AND zone = ?2 AND (due, id) > (?3, ?4)
            ORDER BY due, id LIMIT 1
            """, in: db)
        for cell in cells {
            let place = cursors.cells.retry[cell] ?? cursors.retry
            select.bind(1, cell.segment)
            select.bind(2, cell.zone)
            select.bind(3, place.due)
            select.bind(4, place.lead)
            try select.rows { earliest = min(earliest ?? .max, $0.integer(0)) }
        }
        return earliest.map(Instant.init(nanoseconds:))
    }
}

extension LeadCell {
    var segmentID: SegmentID { SegmentID(UInt8(min(segment, Int64(SegmentID.last)))) }
    var zoneID: ZoneID { ZoneID(UInt16(min(zone, Int64(ZoneID.last)))) }
}

struct WaitingRow {
    var place: LeadCursors.Place
    var lead: DueLead
    var cell: LeadCell
    /// Not by the cursor of its cell.
    var isLate = false
}

/// The leads of a segment that stand on one level, as they come, for the time of one request.
private final class SegmentFeed {
    let segment: Int64
    let level: Int
    let share: Double
    let isAttended: Bool
    var key: LeadCells.Level { LeadCells.Level(segment: segment, level: level) }
    private let now: Instant
    private(set) var cells: [LeadCell] = []
    private var closed: [LeadCell] = []
    private var open: [LeadCell] = []
    /// Due leads read, the next one last, and where reading goes on; nil: nothing is left.
    private var waiting: [(rows: [WaitingRow], from: LeadCursors.Place?)] = []
    private var late: [WaitingRow] = []
    private var hasWaiting = true

    init(_ segment: Int64, level: Int, share: Double, isAttended: Bool, before now: Instant) {
        self.segment = segment
        self.level = level
        self.share = share
        self.isAttended = isAttended
        self.now = now
    }

    func add(_ cell: LeadCell, isClosed: Bool, _ late: [WaitingRow]) {
        cells.append(cell)
        if isClosed { closed.append(cell) } else { open.append(cell) }
        self.late += late
        self.late.sort { $0.place > $1.place }
    }

    func next(_ cursors: inout LeadCursors, in db: Database) throws -> DueLead? {
        if hasWaiting, let row = try nextWaiting(cursors, in: db) {
            cursors.late[row.place.lead] = nil
            if !row.isLate {
                cursors.cells.retry[row.cell] = row.place
                cursors.cells.furthest = max(cursors.cells.furthest, row.place)
            }
            return row.lead
        }
        hasWaiting = false
        return try nextFresh(&cursors, in: db)
    }

    // MARK: Due again

    private func nextWaiting(_ cursors: LeadCursors, in db: Database) throws -> WaitingRow? {
        if waiting.isEmpty {
            for cell in cells {
                waiting.append(([], cursors.cells.retry[cell] ?? cursors.retry))
                try readWaiting(waiting.count - 1, in: db)
            }
        }
        var best: Int?
        for place in waiting.indices {
            guard let row = waiting[place].rows.last else { continue }
            if let now = best, waiting[now].rows.last!.place < row.place { continue }
            best = place
        }
        if let row = late.last, best == nil || row.place < waiting[best!].rows.last!.place {
            return late.removeLast()
        }
        guard let best else { return nil }
        let row = waiting[best].rows.removeLast()
        if waiting[best].rows.isEmpty { try readWaiting(best, in: db) }
        return row
    }

    private func readWaiting(_ place: Int, in db: Database) throws {
        guard let from = waiting[place].from else { return }
        let cell = cells[place]
        let select = try HotStatement(
            """
            SELECT \(DueLead.columns), due FROM leads INDEXED BY leads_due_by_cell
            WHERE state = 1 AND segment = ?1 AND zone = ?2 AND (due, id) > (?3, ?4) AND due < ?5
            ORDER BY due, id LIMIT 64
            """, in: db)
        select.bind(1, cell.segment)
        select.bind(2, cell.zone)
        select.bind(3, from.due)
        select.bind(4, from.lead)
        select.bind(5, now.nanoseconds)
        var rows: [WaitingRow] = []
        try select.rows { row in
            let place = LeadCursors.Place(
                due: row.integer(DueLead.columnCount), lead: row.integer(0))
            rows.append(WaitingRow(place: place, lead: DueLead(row), cell: cell))
        }
        waiting[place].from = rows.count == 64 ? rows.last?.place : nil
        waiting[place].rows = rows.reversed()
    }

    // MARK: Fresh

    private func nextFresh(_ cursors: inout LeadCursors, in db: Database) throws -> DueLead? {
        var best: LeadCell?
        for cell in open {
            if cursors.cells.ahead[cell]?.last == nil { try Self.readFresh(cell, &cursors, in: db) }
            guard let place = cursors.cells.ahead[cell]?.last?.place else { continue }
            if let now = best, cursors.cells.ahead[now]!.last!.place < place { continue }
            best = cell
        }
        guard let best else { return nil }
        return cursors.cells.ahead[best]!.removeLast().lead
    }

    /// Whether there are fresh leads in zones that are closed now.
    func hasClosed(_ cursors: inout LeadCursors, in db: Database) throws -> Bool {
        for cell in closed {
            if cursors.cells.ahead[cell]?.last == nil { try Self.readFresh(cell, &cursors, in: db) }
            if cursors.cells.ahead[cell]?.last != nil { return true }
        }
        return false
    }

    private static func readFresh(
        _ cell: LeadCell, _ cursors: inout LeadCursors, in db: Database
    ) throws {
        let select = try HotStatement(
            """
            SELECT \(DueLead.columns), rank FROM leads INDEXED BY leads_fresh_by_cell
            WHERE state = 0 AND segment = ?1 AND zone = ?2 AND (rank, id) > (?3, ?4)
            ORDER BY rank, id LIMIT 256
            """, in: db)
        let start = LeadCells.FreshPlace(rank: .min, lead: .min)
        // Handed over before the campaign had strategies by segment.
        let before = cursors.zones.read[cell.zone] ?? cursors.fresh
        var leads: [(place: LeadCells.FreshPlace, lead: DueLead)] = []
        var count = 256
        while leads.isEmpty, count == 256 {
            let from = cursors.cells.read[cell] ?? start
            select.bind(1, cell.segment)
            select.bind(2, cell.zone)
            select.bind(3, from.rank)
            select.bind(4, from.lead)
            count = 0
            try select.rows { row in
                count += 1
                let place = LeadCells.FreshPlace(
                    rank: row.integer(DueLead.columnCount), lead: row.integer(0))
                cursors.cells.read[cell] = place
                if place.lead > before { leads.append((place, DueLead(row))) }
            }
        }
        cursors.cells.ahead[cell] = leads.reversed()
    }
}
