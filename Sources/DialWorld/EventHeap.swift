import DialModel

/// An ``EventQueue`` for a holder that itself knows when its rows are shared, see ``Rows``.
///
/// A four-way heap whose entries are 16 bytes each and compared as one number; the events themselves
/// stay where they were put. Nothing is allocated once it has grown to its largest size. Events must
/// be plain bits.
@usableFromInline
package struct EventHeap<Event: Sendable>: Sendable {
    /// When, in which order of scheduling, and where the event is kept, from the highest bits: the
    /// instant, its sign flipped so that it sorts as a whole number does; 32 bits of the order; 32 of
    /// the place.
    @usableFromInline typealias Entry = UInt128

    /// Beyond the last entry there are always four that come after all others, so that each entry
    /// has four children or none.
    @usableFromInline var entries = Rows<Entry>(repeating: .max, count: 64)
    @usableFromInline var count = 0
    @usableFromInline var events = Rows<Event>()
    @usableFromInline var free = Rows<Int32>()
    @usableFromInline var scheduled: UInt64 = 0

    @inlinable package init() {}

    @inlinable package var isEmpty: Bool { count == 0 }

    /// When the next event happens; ``Instant/never`` when there is none.
    @inlinable @inline(__always)
    package var earliest: Instant { Instant(nanoseconds: Self.at(entries.base[0])) }

    @inlinable @inline(__always)
    static func at(_ entry: Entry) -> Int64 { Int64(bitPattern: entry._high ^ (1 << 63)) }

    /// O(log events).
    @inlinable @inline(__always)
    package mutating func schedule(_ event: Event, at instant: Instant) {
        let place: Int32
        if let left = free.popLast() {
            place = left
            events[place] = event
        } else {
            place = Int32(truncatingIfNeeded: events.count)
            events.append(event)
        }
        if count &+ 4 >= entries.count { makeRoom() }
        if scheduled == UInt64(UInt32.max) { renumber() }
        scheduled &+= 1
        let entry = Entry(
            _low: scheduled << 32 | UInt64(UInt32(bitPattern: place)),
            _high: UInt64(bitPattern: instant.nanoseconds) ^ (1 << 63))
        let base = entries.base
        var hole = count
        count &+= 1
        while hole > 0 {
            let parent = (hole &- 1) >> 2
            if entry >= base[parent] { break }
            base[hole] = base[parent]
            hole = parent
        }
        base[hole] = entry
    }

    /// Takes out the earliest event if it happens by `now`. O(log events).
    @inlinable @inline(__always)
    package mutating func pop(by now: Instant) -> Event? {
        if earliest > now || count == 0 { return nil }
        let place = Int32(truncatingIfNeeded: entries.base[0]._low)
        free.append(place)
        fillTop()
        return events[place]
    }

    /// Puts the last entry into the hole at the top.
    @inlinable @inline(__always)
    mutating func fillTop() {
        count &-= 1
        let base = entries.base
        let last = base[count]
        base[count] = .max
        if count == 0 { return }
        var hole = 0
        var child = 1
        while child < count {
            let children = base + child
            let left = children[1] < children[0] ? 1 : 0
            let right = children[3] < children[2] ? 3 : 2
            let least = children[right] < children[left] ? right : left
            let entry = children[least]
            if entry >= last { break }
            base[hole] = entry
            hole = child &+ least
            child = hole << 2 &+ 1
        }
        base[hole] = last
    }

    @usableFromInline @inline(never)
    mutating func makeRoom() { entries.grow(to: 2 * entries.count, with: .max) }

    /// Counts the order anew, after some four thousand million events.
    @usableFromInline @inline(never)
    mutating func renumber() {
        let sorted = (0..<count).map { entries[$0] }.sorted()
        scheduled = 0
        for (rank, entry) in sorted.enumerated() {
            scheduled += 1
            entries[rank] = Entry(
                _low: scheduled << 32 | entry._low & 0xffff_ffff, _high: entry._high)
        }
    }

    /// See ``Rows/unshare()``.
    @inlinable
    package mutating func unshare() {
        entries.unshare()
        events.unshare()
        free.unshare()
    }
}
