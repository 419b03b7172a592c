import DialModel

/// The deadlines of numbered rows, earliest first. A row has one deadline or none.
///
/// Rows that wait for the same kind of thing share a lane: a list in the order of their deadlines.
/// Nearly always a kind of wait is of one length, so that a deadline set now is the last of its lane
/// and costs O(1); an earlier one walks back past those it precedes. Equal instants come out by
/// lane, and within a lane in the order they were set.
struct DeadlineQueue: Sendable {
    private struct Row: Sendable {
        var at = Int64.max
        var next: Int32 = -1
        var previous: Int32 = -1
        var lane: Int32 = -1
    }

    private struct Lane: Sendable {
        /// The deadline of the first.
        var at = Int64.max
        var first: Int32 = -1
        var last: Int32 = -1
    }

    private var rows: [Row] = []
    private var lanes: [Lane]
    private var soonest = Int64.max

    /// - Parameter lanes: how many kinds of wait there are, at least 1.
    init(lanes: Int) { self.lanes = Array(repeating: Lane(), count: lanes) }

    var earliest: Instant { Instant(nanoseconds: soonest) }

    /// The row that is due first, nil when none has a deadline.
    var first: Int32? {
        if soonest == .max { return nil }
        for lane in lanes where lane.at == soonest { return lane.first }
        return nil
    }

    func deadline(of row: Int32) -> Instant {
        row < rows.count ? Instant(nanoseconds: rows[Int(row)].at) : .never
    }

    mutating func clear(_ row: Int32) {
        if row < rows.count, rows[Int(row)].lane >= 0 { unlink(Int(row)) }
    }

    /// The row's deadline, and what kind of wait it is; ``Instant/never`` takes it away.
    mutating func set(_ row: Int32, to instant: Instant, lane: Int) {
        let place = Int(row)
        while rows.count <= place { rows.append(Row()) }
        if rows[place].lane >= 0 { unlink(place) }
        if instant == .never { return }
        let at = instant.nanoseconds
        var before = lanes[lane].last
        while before >= 0, rows[Int(before)].at > at { before = rows[Int(before)].previous }
        let after = before >= 0 ? rows[Int(before)].next : lanes[lane].first
        rows[place] = Row(at: at, next: after, previous: before, lane: Int32(lane))
        if after >= 0 { rows[Int(after)].previous = row } else { lanes[lane].last = row }
        if before >= 0 {
            rows[Int(before)].next = row
        } else {
            lanes[lane].first = row
            lanes[lane].at = at
            if at < soonest { soonest = at }
        }
    }

    private mutating func unlink(_ place: Int) {
        let row = rows[place]
        let lane = Int(row.lane)
        rows[place].lane = -1
        rows[place].at = .max
        if row.next >= 0 {
            rows[Int(row.next)].previous = row.previous
        } else {
            lanes[lane].last = row.previous
        }
        if row.previous >= 0 {
            rows[Int(row.previous)].next = row.next
            return
        }
        lanes[lane].first = row.next
        lanes[lane].at = row.next >= 0 ? rows[Int(row.next)].at : .max
        if row.at == soonest {
            var least = Int64.max
            for lane in lanes { least = min(least, lane.at) }
            soonest = least
        }
    }
}
