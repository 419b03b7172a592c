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
    /// Fresh leads read and not handed over yet.
    var ahead: [LeadCell: ReadAhead] = [:]
    /// How much of its share each segment has had on a level, as the sum of 1 / share of its leads.
    var passes: [Level: Double] = [:]
    /// By level: where the last one handed over stood.
    var turns: [Int: Double] = [:]

    /// A segment's leads on one level of priority.
    struct Level: Hashable {
        var segment: Int64
        var level: Int
    }

    /// Fresh leads in their order, of which the first are handed over.
    ///
    /// What is read stays as it is until it is used up, so that keeping where things stand does not copy
    /// it.
    struct ReadAhead {
        /// How many are read at a time: so few in all cells together that one request does not read for
        /// the next ones, and so many that finding where reading goes on is a small part of it.
        static func count(wanted: Int, from cells: Int) -> Int { min(max(4, wanted / cells), 64) }

        private(set) var leads: [(place: FreshPlace, lead: DueLead)] = []
        private var used = 0

        init(_ leads: [(place: FreshPlace, lead: DueLead)] = []) { self.leads = leads }

        var next: FreshPlace? { used < leads.count ? leads[used].place : nil }

        mutating func take() -> DueLead {
            used += 1
            return leads[used - 1].lead
        }

        /// The lead is not to be handed over as fresh any more.
        mutating func forget(_ lead: Int64) {
            if !leads.contains(where: { $0.lead.id.raw == lead }) { return }
            self = ReadAhead(leads[used...].filter { $0.lead.id.raw != lead })
        }
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
                let wanted = count - leads.count
                if let lead = try active[next].next(&cursors, wanted: wanted, in: db) {
                    leads.append(lead)
                    cursors.cells.turns[level] = passes[next]
                    passes[next] += 1 / active[next].share
                } else {
                    cursors.cells.passes[active[next].key] = passes[next]
                    active[next].putBack(in: &cursors)
                    active.remove(at: next)
                    passes.remove(at: next)
                }
            }
            for (feed, pass) in zip(active, passes) { cursors.cells.passes[feed.key] = pass }
            for place in active.indices { active[place].putBack(in: &cursors) }
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
                let before = feeds.lastIndex { $0.segment == segment && $0.level == level }
                if let before {
                    feeds[before].add(
                        cell, isClosed: closed.contains(cell.zoneID), late[cell] ?? [])
                    late[cell] = nil
                    return
                }
                feeds.append(
                    SegmentFeed(
                        segment, level: level, share: request.segments[cell.segmentID].share,
                        isAttended: request.isAttended(lead), before: now))
            }
            feeds[feeds.count - 1].add(
                cell, isClosed: closed.contains(cell.zoneID), late[cell] ?? [])
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
        for cell in cells {
            let place = cursors.cells.retry[cell] ?? cursors.retry
            try OrderedRows.dueOfCell.read(
                1, after: place.due, place.lead, [cell.segment, cell.zone, .max], in: db
            ) { earliest = min(earliest ?? .max, $0.integer(DueLead.columnCountOfCell)) }
        }
        return earliest.map(Instant.init(nanoseconds:))
    }
}

extension LeadCell {
    var segmentID: SegmentID { SegmentID(UInt8(min(segment, Int64(SegmentID.last)))) }
    var zoneID: ZoneID { ZoneID(UInt16(min(zone, Int64(ZoneID.last)))) }
}
