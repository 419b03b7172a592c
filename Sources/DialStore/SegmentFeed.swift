import DialModel
import GRDB

struct WaitingRow {
    var place: LeadCursors.Place
    var lead: DueLead
    var cell: LeadCell
    /// Not by the cursor of its cell.
    var isLate = false
}

/// The leads of a segment that stand on one level, as they come, for the time of one request.
struct SegmentFeed {
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
    /// Of the open cells; empty until the first is wanted.
    private var ahead: [LeadCells.ReadAhead] = []
    /// Open cells of which nothing was left to read.
    private var isOut: [Bool] = []

    init(_ segment: Int64, level: Int, share: Double, isAttended: Bool, before now: Instant) {
        self.segment = segment
        self.level = level
        self.share = share
        self.isAttended = isAttended
        self.now = now
    }

    mutating func add(_ cell: LeadCell, isClosed: Bool, _ late: [WaitingRow]) {
        cells.append(cell)
        if isClosed { closed.append(cell) } else { open.append(cell) }
        self.late += late
        self.late.sort { $0.place > $1.place }
    }

    /// - Parameter wanted: how many will be asked for, of this segment and others.
    mutating func next(_ cursors: inout LeadCursors, wanted: Int, in db: Database) throws
        -> DueLead?
    {
        if hasWaiting, let row = try nextWaiting(cursors, in: db) {
            cursors.late[row.place.lead] = nil
            if !row.isLate {
                cursors.cells.retry[row.cell] = row.place
                cursors.cells.furthest = max(cursors.cells.furthest, row.place)
            }
            return row.lead
        }
        hasWaiting = false
        return try nextFresh(&cursors, wanted: wanted, in: db)
    }

    // MARK: Due again

    private mutating func nextWaiting(_ cursors: LeadCursors, in db: Database) throws -> WaitingRow?
    {
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

    private mutating func readWaiting(_ place: Int, in db: Database) throws {
        guard let from = waiting[place].from else { return }
        let cell = cells[place]
        var rows: [WaitingRow] = []
        try OrderedRows.dueOfCell.read(
            64, after: from.due, from.lead, [cell.segment, cell.zone, now.nanoseconds], in: db
        ) {
            let place = LeadCursors.Place(
                due: $0.integer(DueLead.columnCountOfCell), lead: $0.integer(0))
            rows.append(WaitingRow(place: place, lead: DueLead($0, in: cell), cell: cell))
        }
        waiting[place].from = rows.count == 64 ? rows.last?.place : nil
        waiting[place].rows = rows.reversed()
    }

    // MARK: Fresh

    private mutating func nextFresh(
        _ cursors: inout LeadCursors, wanted: Int, in db: Database
    ) throws -> DueLead? {
        if ahead.isEmpty {
            ahead = open.map { cursors.cells.ahead[$0] ?? LeadCells.ReadAhead() }
            isOut = open.map { _ in false }
        }
        var best: (place: LeadCells.FreshPlace, cell: Int)?
        for cell in open.indices {
            if ahead[cell].next == nil, !isOut[cell] {
                let count = LeadCells.ReadAhead.count(wanted: wanted, from: open.count)
                ahead[cell] = try Self.readFresh(count, open[cell], &cursors, in: db)
                isOut[cell] = ahead[cell].next == nil
            }
            guard let place = ahead[cell].next else { continue }
            if let best, best.place < place { continue }
            best = (place, cell)
        }
        guard let best else { return nil }
        return ahead[best.cell].take()
    }

    /// Notes what has been read and not handed over.
    mutating func putBack(in cursors: inout LeadCursors) {
        for (cell, rest) in zip(open, ahead) { cursors.cells.ahead[cell] = rest }
        ahead = []
    }

    /// Whether there are fresh leads in zones that are closed now.
    func hasClosed(_ cursors: inout LeadCursors, in db: Database) throws -> Bool {
        for cell in closed {
            if cursors.cells.ahead[cell]?.next == nil {
                cursors.cells.ahead[cell] = try Self.readFresh(4, cell, &cursors, in: db)
            }
            if cursors.cells.ahead[cell]?.next != nil { return true }
        }
        return false
    }

    private static func readFresh(
        _ count: Int, _ cell: LeadCell, _ cursors: inout LeadCursors, in db: Database
    ) throws -> LeadCells.ReadAhead {
        // Handed over before the campaign had strategies by segment.
        let before = cursors.zones.read[cell.zone] ?? cursors.fresh
        var from = cursors.cells.read[cell] ?? LeadCells.FreshPlace(rank: .min, lead: .min)
        var leads: [(place: LeadCells.FreshPlace, lead: DueLead)] = []
        leads.reserveCapacity(count)
        var isLast = false
        while leads.isEmpty, !isLast {
            let read = try OrderedRows.freshOfCell.read(
                count, after: from.rank, from.lead, [cell.segment, cell.zone], in: db
            ) { row in
                from = LeadCells.FreshPlace(
                    rank: row.integer(DueLead.columnCountOfCell), lead: row.integer(0))
                if from.lead > before { leads.append((from, DueLead(row, in: cell))) }
            }
            isLast = read < count
        }
        cursors.cells.read[cell] = from
        return LeadCells.ReadAhead(leads)
    }
}

extension OrderedRows {
    /// Of a segment and a zone, by their worth.
    static let freshOfCell = OrderedRows(
        "\(DueLead.columnsOfCell), rank", index: "leads_fresh_by_cell",
        where: "state = 0 AND segment = ?4 AND zone = ?5", by: "rank")

    /// Of a segment and a zone, waiting, and due before `?6`.
    static let dueOfCell = OrderedRows(
        "\(DueLead.columnsOfCell), due", index: "leads_due_by_cell",
        where: "state = 1 AND segment = ?4 AND zone = ?5 AND due < ?6", by: "due")
}
