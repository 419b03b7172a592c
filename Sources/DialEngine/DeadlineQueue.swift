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
        /// -1: no deadline.
        var lane: Int = -1
    }

    private struct Lane: Sendable {
        var first: Int32 = -1
        var last: Int32 = -1
    }

    /// The most kinds of wait.
    static var mostLanes: Int { 9 }

    private var rows = Rows<Row>()
    private var lanes = InlineArray<9, Lane>(repeating: Lane())
    /// The deadline of the first of each lane.
    private var fronts = InlineArray<9, Int64>(repeating: .max)
    private var soonest = Int64.max

    @inline(__always)
    var earliest: Instant { Instant(nanoseconds: soonest) }

    /// The row that is due first, nil when none has a deadline.
    var first: Int32? {
        if soonest == .max { return nil }
        for lane in 0..<Self.mostLanes where fronts[lane] == soonest { return lanes[lane].first }
        return nil
    }

    @inline(__always)
    mutating func clear(_ row: Int32) {
        if row < rows.count, rows[row].lane >= 0 {
            unlink(row)
            rows[row].lane = -1
        }
    }

    /// The row's deadline, and what kind of wait it is; ``Instant/never`` takes it away.
    @inline(__always)
    mutating func set(_ row: Int32, to instant: Instant, lane: Int) {
        if row >= rows.count { rows.grow(to: Int(row) + 1, with: Row()) }
        if rows[row].lane >= 0 { unlink(row) }
        if instant == .never {
            rows[row].lane = -1
            return
        }
        link(row, at: instant.nanoseconds, lane)
    }

    @inline(__always)
    private mutating func link(_ row: Int32, at: Int64, _ lane: Int) {
        var before = lanes[lane].last
        while before >= 0, rows[before].at > at { before = rows[before].previous }
        let after = before >= 0 ? rows[before].next : lanes[lane].first
        rows[row] = Row(at: at, next: after, previous: before, lane: lane)
        if after >= 0 { rows[after].previous = row } else { lanes[lane].last = row }
        if before >= 0 {
            rows[before].next = row
        } else {
            lanes[lane].first = row
            fronts[lane] = at
            if at < soonest { soonest = at }
        }
    }

    @inline(__always)
    private mutating func unlink(_ row: Int32) {
        let left = rows[row]
        if left.next >= 0 {
            rows[left.next].previous = left.previous
        } else {
            lanes[left.lane].last = left.previous
        }
        if left.previous >= 0 {
            rows[left.previous].next = left.next
            return
        }
        lanes[left.lane].first = left.next
        fronts[left.lane] = left.next >= 0 ? rows[left.next].at : .max
        if left.at == soonest {
            soonest = min(
                min(
                    min(min(fronts[0], fronts[1]), min(fronts[2], fronts[3])),
                    min(min(fronts[4], fronts[5]), min(fronts[6], fronts[7]))), fronts[8])
        }
    }

    /// See ``Rows/unshare()``.
    mutating func unshare() { rows.unshare() }
}
