import DialModel

/// An ``EventQueue`` for a holder that itself knows when its rows are shared, see ``Rows``.
///
/// An ``EntryHeap``; the events themselves stay where they were put. Nothing is allocated once it has
/// grown to its largest size. Events must be plain bits.
@usableFromInline
package struct EventHeap<Event: Sendable>: Sendable {
    /// What an entry says beside its instant: 32 bits of the order of scheduling, and 32 of the place
    /// where the event is kept.
    @usableFromInline var heap = EntryHeap()
    @usableFromInline var events = Rows<Event>()
    @usableFromInline var free = Rows<Int32>()
    @usableFromInline var scheduled: UInt64 = 0

    @inlinable package init() {}

    @inlinable package var isEmpty: Bool { heap.count == 0 }

    /// When the next event happens; ``Instant/never`` when there is none.
    @inlinable @inline(__always)
    package var earliest: Instant { heap.earliest }

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
        if scheduled == UInt64(UInt32.max) { renumber() }
        scheduled &+= 1
        heap.push(
            EntryHeap.entry(scheduled << 32 | UInt64(UInt32(bitPattern: place)), at: instant))
    }

    /// Takes out the earliest event if it happens by `now`. O(log events).
    @inlinable @inline(__always)
    package mutating func pop(by now: Instant) -> Event? {
        if earliest > now || isEmpty { return nil }
        let place = Int32(truncatingIfNeeded: heap.pop()._low)
        free.append(place)
        return events[place]
    }

    /// Counts the order anew, after some four thousand million events.
    @usableFromInline @inline(never)
    mutating func renumber() {
        scheduled = 0
        for entry in heap.removeAll() {
            scheduled += 1
            heap.push(
                EntryHeap.Entry(
                    _low: scheduled << 32 | entry._low & 0xffff_ffff, _high: entry._high))
        }
    }

    /// See ``Rows/unshare()``.
    @inlinable
    package mutating func unshare() {
        heap.unshare()
        events.unshare()
        free.unshare()
    }
}
