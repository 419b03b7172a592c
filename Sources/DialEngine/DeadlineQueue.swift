import DialModel

/// The deadlines of numbered rows, earliest first. A row has one deadline or none.
///
/// Rows that wait for the same kind of thing share a lane: a list in the order of their deadlines.
/// Nearly always a kind of wait is of one length, so that a deadline set now is the last of its lane
/// and costs O(1); an earlier one moves those it precedes. A deadline that is taken away stays in its
/// lane, void, until it comes to the front, or until half of the lane is void: so no other row is
/// touched. Equal instants come out by lane, and within a lane in the order they were set.
struct DeadlineQueue: Sendable {
    private struct Entry: Sendable {
        var at: Int64
        var row: Int32
        /// The row's when this was its deadline.
        var stamp: UInt32
    }

    /// A ring of entries, in room that is a power of two.
    private struct Lane: @unchecked Sendable {
        // SAFETY: good for `mask` + 1 entries as long as the queue holds the lane's rows.
        var base: UnsafeMutablePointer<Entry>
        var mask = 0
        var head = 0
        var count = 0
        /// Entries that are not void.
        var live = 0

        @inline(__always)
        subscript(place: Int) -> Entry {
            unsafeAddress { UnsafePointer(base + ((head &+ place) & mask)) }
            nonmutating unsafeMutableAddress { base + ((head &+ place) & mask) }
        }
    }

    /// The most kinds of wait.
    static var mostLanes: Int { 9 }

    /// By row: rises by 16 with each change of its deadline. The lowest four bits are the lane it is
    /// in; ``noLane``: it has no deadline.
    private var stamps = Rows<UInt32>()
    private var lanes = Rows<Lane>()
    /// Where each lane's entries are.
    private var rooms: [Rows<Entry>] = []
    /// The deadline of the first of each lane.
    private var fronts = InlineArray<9, Int64>(repeating: .max)
    private var soonest = Int64.max

    private static var noLane: UInt32 { 15 }
    private static let nothing = Entry(at: .max, row: -1, stamp: 0)

    init() {
        for _ in 0..<Self.mostLanes {
            let room = Rows(repeating: Self.nothing, count: 64)
            rooms.append(room)
            lanes.append(Lane(base: room.base, mask: room.count - 1))
        }
    }

    @inline(__always)
    var earliest: Instant { Instant(nanoseconds: soonest) }

    /// The row that is due first, nil when none has a deadline.
    var first: Int32? {
        if soonest == .max { return nil }
        for lane in 0..<Self.mostLanes where fronts[lane] == soonest { return lanes[lane][0].row }
        return nil
    }

    @inline(__always)
    mutating func clear(_ row: Int32) {
        if row >= stamps.count { return }
        let stamp = stamps[row]
        let lane = stamp & 15
        if lane == Self.noLane { return }
        stamps[row] = (stamp &+ 16) | Self.noLane
        void(row, in: Int(lane))
    }

    /// The row's deadline, and what kind of wait it is; ``Instant/never`` takes it away.
    @inline(__always)
    mutating func set(_ row: Int32, to instant: Instant, lane: Int) {
        if instant == .never { return clear(row) }
        if row >= stamps.count { stamps.grow(to: Int(row) + 1, with: Self.noLane) }
        let old = stamps[row]
        let stamp = ((old &+ 16) & ~15) | UInt32(truncatingIfNeeded: lane)
        stamps[row] = stamp
        if old & 15 != Self.noLane { void(row, in: Int(old & 15)) }
        add(Entry(at: instant.nanoseconds, row: row, stamp: stamp), to: lane)
    }

    @inline(__always)
    private mutating func add(_ entry: Entry, to lane: Int) {
        let ring = lanes.base + lane
        if ring.pointee.count > ring.pointee.mask { makeRoom(in: lane) }
        var place = ring.pointee.count
        ring.pointee.count &+= 1
        ring.pointee.live &+= 1
        while place > 0, ring.pointee[place &- 1].at > entry.at {
            ring.pointee[place] = ring.pointee[place &- 1]
            place &-= 1
        }
        ring.pointee[place] = entry
        if place == 0 {
            fronts[lane] = entry.at
            soonest = min(soonest, entry.at)
        }
    }

    /// The row's entry in the lane counts no more.
    @inline(__always)
    private mutating func void(_ row: Int32, in lane: Int) {
        let ring = lanes.base + lane
        ring.pointee.live &-= 1
        if ring.pointee[0].row != row { return }
        var front = Int64.max
        while ring.pointee.count > 0 {
            let first = ring.pointee[0]
            if stamps[first.row] == first.stamp {
                front = first.at
                break
            }
            ring.pointee.head = (ring.pointee.head &+ 1) & ring.pointee.mask
            ring.pointee.count &-= 1
        }
        let was = fronts[lane]
        fronts[lane] = front
        if was == soonest { findSoonest() }
    }

    @inline(__always)
    private mutating func findSoonest() {
        soonest = min(
            min(
                min(min(fronts[0], fronts[1]), min(fronts[2], fronts[3])),
                min(min(fronts[4], fronts[5]), min(fronts[6], fronts[7]))), fronts[8])
    }

    /// Takes void entries out of a full lane, in place, and makes it larger when few are.
    @inline(never)
    private mutating func makeRoom(in lane: Int) {
        let ring = lanes.base + lane
        var kept = 0
        for place in 0..<ring.pointee.count {
            let entry = ring.pointee[place]
            if stamps[entry.row] != entry.stamp { continue }
            ring.pointee[kept] = entry
            kept += 1
        }
        ring.pointee.count = kept
        if 2 * kept <= ring.pointee.mask { return }
        var room = Rows<Entry>()
        for place in 0..<kept { room.append(ring.pointee[place]) }
        room.grow(to: 2 * (ring.pointee.mask + 1), with: Self.nothing)
        rooms[lane] = room
        lanes[lane] = Lane(
            base: room.base, mask: room.count - 1, count: kept, live: ring.pointee.live)
    }

    /// See ``Rows/unshare()``.
    mutating func unshare() {
        stamps.unshare()
        lanes.unshare()
        for lane in 0..<Self.mostLanes {
            rooms[lane].unshare()
            lanes[lane].base = rooms[lane].base
        }
    }
}
