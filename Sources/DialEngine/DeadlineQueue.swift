import DialModel

/// The deadlines of numbered rows, earliest first. A row has one deadline or none.
///
/// Rows that wait for the same kind of thing share a lane: a list, linked by row number, in the order
/// of their deadlines. Nearly always a kind of wait is of one length, so that a deadline set now is
/// the last of its lane and costs O(1); an earlier one is put before those that it precedes. To take a
/// deadline away is O(1). Equal instants come out by lane, and within a lane in the order they were
/// set.
struct DeadlineQueue: Sendable {
    private struct Row: Sendable {
        var at = Int64.max
        /// In its lane; -1: none.
        var next: Int32 = -1
        var previous: Int32 = -1
        /// ``noLane``: it has no deadline.
        var lane = DeadlineQueue.noLane
    }

    private struct Lane: Sendable {
        /// The deadline of the first.
        var front = Int64.max
        var first: Int32 = -1
        var last: Int32 = -1
    }

    /// The most kinds of wait.
    static var mostLanes: Int { 9 }
    private static var noLane: Int32 { -1 }

    private var rows = Rows<Row>()
    private var lanes = Rows<Lane>(repeating: Lane(), count: DeadlineQueue.mostLanes)
    private var soonest = Int64.max
    /// Of the lanes but the first, which is the liveliest.
    private var soonestOfOthers = Int64.max

    @inline(__always)
    var earliest: Instant { Instant(nanoseconds: soonest) }

    /// The row that is due first, nil when none has a deadline.
    @inline(__always)
    var first: Int32? {
        if soonest == .max { return nil }
        var lane = 0
        while lanes[lane].front != soonest { lane &+= 1 }
        return lanes[lane].first
    }

    /// Takes the deadline of the first row of the first lane away, if no other comes before it.
    ///
    /// - Returns: the row, or -1.
    @inline(__always)
    mutating func popFirstLane(by now: Instant) -> Int32 {
        let lane = lanes.base
        let front = lane.pointee.front
        if front > now.nanoseconds || front != soonest { return -1 }
        let row = lane.pointee.first
        let next = rows[row].next
        rows[row].lane = Self.noLane
        lane.pointee.first = next
        if next >= 0 {
            rows[next].previous = -1
            lane.pointee.front = rows[next].at
        } else {
            lane.pointee.last = -1
            lane.pointee.front = .max
        }
        soonest = min(lane.pointee.front, soonestOfOthers)
        return row
    }

    @inline(__always)
    mutating func clear(_ row: Int32) {
        if row < rows.count, rows[row].lane != Self.noLane { takeOut(row) }
    }

    /// The row's deadline, and what kind of wait it is; ``Instant/never`` takes it away.
    @inline(__always)
    mutating func set(_ row: Int32, to instant: Instant, lane: Int) {
        if instant == .never { return clear(row) }
        if row >= rows.count { makeRoom(for: row) }
        if rows[row].lane != Self.noLane { takeOut(row) }
        add(row, at: instant.nanoseconds, to: lane)
    }

    /// ``set(_:to:lane:)``, for a row that has none.
    @inline(__always)
    mutating func setFirst(_ row: Int32, to instant: Instant, lane: Int) {
        if row >= rows.count { makeRoom(for: row) }
        setReserved(row, to: instant, lane: lane)
    }

    /// Makes room for rows below `count`, for ``setReserved(_:to:lane:)``.
    mutating func reserve(rows count: Int) { rows.grow(to: count, with: Row()) }

    /// ``setFirst(_:to:lane:)``, where ``reserve(rows:)`` has made room.
    @inline(__always)
    mutating func setReserved(_ row: Int32, to instant: Instant, lane: Int) {
        if instant == .never { return }
        add(row, at: instant.nanoseconds, to: lane)
    }

    @inline(__always)
    private mutating func add(_ row: Int32, at: Int64, to lane: Int) {
        rows[row].at = at
        rows[row].lane = Int32(truncatingIfNeeded: lane)
        let last = lanes[lane].last
        if last >= 0, rows[last].at > at { return insert(row, before: last) }
        rows[row].next = -1
        rows[row].previous = last
        lanes[lane].last = row
        if last >= 0 { rows[last].next = row } else { begin(lane, with: row) }
    }

    /// Puts the row into its lane, before `next` and whatever comes before that and is due later.
    @inline(never)
    private mutating func insert(_ row: Int32, before next: Int32) {
        var next = next
        while rows[next].previous >= 0, rows[rows[next].previous].at > rows[row].at {
            next = rows[next].previous
        }
        let previous = rows[next].previous
        rows[row].next = next
        rows[row].previous = previous
        rows[next].previous = row
        if previous >= 0 {
            rows[previous].next = row
        } else {
            begin(Int(rows[row].lane), with: row)
        }
    }

    @inline(__always)
    private mutating func begin(_ lane: Int, with row: Int32) {
        lanes[lane].first = row
        lanes[lane].front = rows[row].at
        soonest = min(soonest, rows[row].at)
        if lane > 0 { soonestOfOthers = min(soonestOfOthers, rows[row].at) }
    }

    @inline(__always)
    private mutating func takeOut(_ row: Int32) {
        let left = rows[row]
        let lane = Int(left.lane)
        rows[row].lane = Self.noLane
        if left.next >= 0 {
            rows[left.next].previous = left.previous
        } else {
            lanes[lane].last = left.previous
        }
        if left.previous >= 0 {
            rows[left.previous].next = left.next
            return
        }
        lanes[lane].first = left.next
        lanes[lane].front = left.next >= 0 ? rows[left.next].at : .max
        if lane > 0, left.at == soonestOfOthers { findSoonestOfOthers() }
        soonest = min(lanes[0].front, soonestOfOthers)
    }

    @inline(never)
    private mutating func findSoonestOfOthers() {
        let lanes = lanes.base
        var least = lanes[1].front
        for lane in 2..<Self.mostLanes { least = min(least, lanes[lane].front) }
        soonestOfOthers = least
    }

    @inline(never)
    private mutating func makeRoom(for row: Int32) { rows.grow(to: Int(row) + 1, with: Row()) }

    /// See ``Rows/unshare()``.
    mutating func unshare() {
        rows.unshare()
        lanes.unshare()
    }
}
