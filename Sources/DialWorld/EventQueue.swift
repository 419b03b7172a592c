import DialModel

/// What is still to happen, earliest first; equal instants in the order they were scheduled.
///
/// A four-way heap in one array, its children compared without branches: nothing is allocated once it
/// has grown to its largest size. Events are moved about in it: they
/// should be small, and must be plain bits.
public struct EventQueue<Event: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline var at: Int64
        @usableFromInline var order: UInt32
        @usableFromInline var event: Event

        @inlinable
        init(at: Int64, order: UInt32, event: Event) {
            self.at = at
            self.order = order
            self.event = event
        }

        /// Orders wrap around; entries that meet are never half of them apart.
        @inlinable @inline(__always)
        static func < (a: Entry, b: Entry) -> Bool {
            let isEarlier = a.at < b.at
            let isFirst = Int32(bitPattern: a.order &- b.order) < 0
            return isEarlier || (a.at == b.at && isFirst)
        }
    }

    @usableFromInline var heap = Rows<Entry>()
    @usableFromInline var ownership = Ownership()
    @usableFromInline var scheduled: UInt32 = 0

    @inlinable public init() {}

    @inlinable public var isEmpty: Bool { heap.count == 0 }

    /// When the next event happens; ``Instant/never`` when there is none.
    @inlinable public var earliest: Instant {
        heap.count == 0 ? .never : Instant(nanoseconds: heap[0].at)
    }

    /// O(log events).
    @inlinable
    public mutating func schedule(_ event: Event, at instant: Instant) {
        if ownership.isShared() { unshare() }
        scheduled &+= 1
        let entry = Entry(at: instant.nanoseconds, order: scheduled, event: event)
        var hole = heap.count
        heap.append(entry)
        while hole > 0 {
            let parent = (hole &- 1) >> 2
            if !(entry < heap[parent]) { break }
            heap[hole] = heap[parent]
            hole = parent
        }
        heap[hole] = entry
    }

    /// Takes out the earliest event if it happens by `now`. O(log events).
    @inlinable
    public mutating func pop(by now: Instant) -> Event? {
        if heap.count == 0 || heap[0].at > now.nanoseconds { return nil }
        if ownership.isShared() { unshare() }
        let first = heap[0].event
        guard let last = heap.popLast(), heap.count > 0 else { return first }
        let count = heap.count
        var hole = 0
        var child = 1
        while child &+ 3 < count {
            let left = heap[child &+ 1] < heap[child] ? child &+ 1 : child
            let right = heap[child &+ 3] < heap[child &+ 2] ? child &+ 3 : child &+ 2
            let least = heap[right] < heap[left] ? right : left
            if !(heap[least] < last) {
                heap[hole] = last
                return first
            }
            heap[hole] = heap[least]
            hole = least
            child = hole << 2 &+ 1
        }
        if child < count {
            var least = child
            var other = child &+ 1
            while other < count {
                if heap[other] < heap[least] { least = other }
                other &+= 1
            }
            if heap[least] < last {
                heap[hole] = heap[least]
                hole = least
            }
        }
        heap[hole] = last
        return first
    }

    @inlinable @inline(never)
    mutating func unshare() {
        heap.unshare()
        ownership.claim()
    }
}
