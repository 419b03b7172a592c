import DialModel

/// What is still to happen, earliest first, as whole numbers: a four-way heap whose entries are compared
/// as one number of 128 bits.
///
/// What is taken from the top leaves a hole there until the next entry comes or goes: mostly one comes,
/// and then goes down from the top only as far as it must. Nothing is allocated once it has grown to its
/// largest size. The rows of copies are shared, see ``Rows``.
@usableFromInline
struct EntryHeap: Sendable {
    /// When, and from the lowest 64 bits what. The instant's sign is flipped so that entries sort as whole
    /// numbers do.
    @usableFromInline typealias Entry = UInt128

    /// Beyond the last entry there are always four that come after all others, so that each entry
    /// has four children or none.
    @usableFromInline var entries = Rows<Entry>(repeating: .max, count: 64)
    /// The hole is not counted.
    @usableFromInline var count = 0
    @usableFromInline var hasHole = false
    /// Where the least of the hole's children is, if there is one.
    @usableFromInline var leastChild = 1
    /// The least entry; the largest number when there is none.
    @usableFromInline var front = Entry.max

    @inlinable init() {}

    /// When the next event happens; ``Instant/never`` when there is none.
    @inlinable @inline(__always)
    var earliest: Instant { Self.at(front) }

    @inlinable @inline(__always)
    static func at(_ entry: Entry) -> Instant {
        Instant(nanoseconds: Int64(bitPattern: entry._high ^ (1 << 63)))
    }

    @inlinable @inline(__always)
    static func entry(_ what: UInt64, at instant: Instant) -> Entry {
        Entry(_low: what, _high: UInt64(bitPattern: instant.nanoseconds) ^ (1 << 63))
    }

    /// O(log entries).
    @inlinable @inline(__always)
    mutating func push(_ entry: Entry) {
        if count &+ 5 >= entries.count { makeRoom() }
        count &+= 1
        let base = entries.base
        if hasHole {
            hasHole = false
            if entry < front {
                base[0] = entry
                front = entry
            } else {
                base[0] = front
                sink(entry, from: leastChild, base)
            }
            return
        }
        var hole = count &- 1
        while hole > 0 {
            let parent = (hole &- 1) >> 2
            if entry >= base[parent] { break }
            base[hole] = base[parent]
            hole = parent
        }
        base[hole] = entry
        front = base[0]
    }

    /// Takes out the least entry; there must be one. O(log entries).
    @inlinable @inline(__always)
    mutating func pop() -> Entry {
        let base = entries.base
        let popped = front
        if hasHole { fillHole(base) }
        count &-= 1
        hasHole = true
        let left = base[2] < base[1] ? 2 : 1
        let right = base[4] < base[3] ? 4 : 3
        leastChild = base[right] < base[left] ? right : left
        front = base[leastChild]
        return popped
    }

    /// Makes the least child's place the hole, and puts the last entry there, or lower. What it leaves at
    /// the top is about to be taken.
    @inlinable @inline(__always)
    mutating func fillHole(_ base: UnsafeMutablePointer<Entry>) {
        let last = base[count]
        base[count] = .max
        if last > front { sink(last, from: leastChild, base) }
    }

    /// Puts `entry` into the hole at `place`, or lower.
    @inlinable @inline(__always)
    func sink(_ entry: Entry, from place: Int, _ base: UnsafeMutablePointer<Entry>) {
        var hole = place
        var child = hole << 2 &+ 1
        while child < count {
            let children = base + child
            let left = children[1] < children[0] ? 1 : 0
            let right = children[3] < children[2] ? 3 : 2
            let least = children[right] < children[left] ? right : left
            let entryBelow = children[least]
            if entryBelow >= entry { break }
            base[hole] = entryBelow
            hole = child &+ least
            child = hole << 2 &+ 1
        }
        base[hole] = entry
    }

    @usableFromInline @inline(never)
    mutating func makeRoom() { entries.grow(to: 2 * entries.count, with: .max) }

    /// All entries, least first, to be put back by ``push(_:)``.
    @usableFromInline
    mutating func removeAll() -> [Entry] {
        var all: [Entry] = []
        while count > 0 { all.append(pop()) }
        return all
    }

    /// See ``Rows/unshare()``.
    @inlinable
    mutating func unshare() { entries.unshare() }
}

/// What is to happen to one of some rows: what an ``EntryHeap`` keeps beside the instant.
///
/// Its order is that of scheduling, so that a row knows what was scheduled before its latest change and
/// is not to happen any more.
struct Ticket: Sendable {
    /// From the highest: 40 bits of the order, 20 of the row, 4 of the kind.
    let bits: UInt64

    /// - Parameters:
    ///   - row: below ``rows``.
    ///   - kind: below 16.
    @inline(__always)
    init(_ order: UInt64, row: Int32, kind: UInt8) {
        bits = order << 24 | UInt64(UInt32(bitPattern: row)) << 4 | UInt64(kind)
    }

    @inline(__always)
    init(bits: UInt64) { self.bits = bits }

    @inline(__always)
    var order: UInt64 { bits >> 24 }
    @inline(__always)
    var row: Int32 { Int32(truncatingIfNeeded: bits >> 4 & 0xf_ffff) }
    @inline(__always)
    var kind: UInt8 { UInt8(truncatingIfNeeded: bits & 15) }

    /// More than a world can have.
    static var rows: Int32 { 1 << 20 }
    /// More than one simulation can schedule: at ten million a second, in thirty hours.
    static var orders: UInt64 { 1 << 40 }
}

/// What is still to happen after waits that are all of one length, or nearly: a queue of
/// ``EntryHeap/Entry``, each later than those before it.
struct EntryLane: Sendable {
    /// In room that is a power of two.
    private var ring = Rows(repeating: EntryHeap.Entry.max, count: 64)
    private var head = 0
    private(set) var count = 0
    /// The first entry; the largest number when there is none.
    private(set) var front = EntryHeap.Entry.max
    private var back = EntryHeap.Entry.min

    init() {}

    /// When the next event happens; ``Instant/never`` when there is none.
    @inline(__always)
    var earliest: Instant { EntryHeap.at(front) }

    /// Whether `entry` comes after all that are here.
    @inline(__always)
    func canAppend(_ entry: EntryHeap.Entry) -> Bool { entry > back }

    /// Appends an entry that ``canAppend(_:)``. O(1).
    @inline(__always)
    mutating func append(_ entry: EntryHeap.Entry) {
        if count == ring.count { grow() }
        ring[(head &+ count) & (ring.count &- 1)] = entry
        count &+= 1
        back = entry
        if count == 1 { front = entry }
    }

    /// Takes out the first entry; there must be one. O(1).
    @inline(__always)
    mutating func pop() -> EntryHeap.Entry {
        let popped = front
        head = (head &+ 1) & (ring.count &- 1)
        count &-= 1
        front = count > 0 ? ring[head] : .max
        return popped
    }

    @inline(never)
    private mutating func grow() {
        var larger = Rows<EntryHeap.Entry>()
        for place in 0..<count { larger.append(ring[(head + place) & (ring.count - 1)]) }
        larger.grow(to: 2 * ring.count, with: .max)
        ring = larger
        head = 0
    }

    /// See ``Rows/unshare()``.
    mutating func unshare() { ring.unshare() }
}
