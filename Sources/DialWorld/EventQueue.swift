import DialModel

/// What is still to happen, earliest first; equal instants in the order they were scheduled.
///
/// A four-way heap in one array: nothing is allocated once it has grown to its largest size.
public struct EventQueue<Event: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline var at: Int64
        @usableFromInline var order: UInt64
        @usableFromInline var event: Event

        @inlinable
        init(at: Int64, order: UInt64, event: Event) {
            self.at = at
            self.order = order
            self.event = event
        }

        @inlinable
        static func < (a: Entry, b: Entry) -> Bool {
            a.at != b.at ? a.at < b.at : a.order < b.order
        }
    }

    @usableFromInline var heap: [Entry] = []
    @usableFromInline var scheduled: UInt64 = 0

    @inlinable public init() {}

    @inlinable public var isEmpty: Bool { heap.isEmpty }

    /// When the next event happens; ``Instant/never`` when there is none.
    @inlinable public var earliest: Instant {
        heap.isEmpty ? .never : Instant(nanoseconds: heap[0].at)
    }

    /// O(log events).
    @inlinable
    public mutating func schedule(_ event: Event, at instant: Instant) {
        scheduled += 1
        let entry = Entry(at: instant.nanoseconds, order: scheduled, event: event)
        var hole = heap.count
        heap.append(entry)
        while hole > 0 {
            let parent = (hole - 1) / 4
            if !(entry < heap[parent]) { break }
            heap[hole] = heap[parent]
            hole = parent
        }
        heap[hole] = entry
    }

    /// Takes out the earliest event if it happens by `now`. O(log events).
    @inlinable
    public mutating func pop(by now: Instant) -> Event? {
        guard let first = heap.first, first.at <= now.nanoseconds else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.event }
        var hole = 0
        while true {
            let firstChild = 4 * hole + 1
            if firstChild >= heap.count { break }
            var least = firstChild
            var child = firstChild + 1
            let end = min(firstChild + 4, heap.count)
            while child < end {
                if heap[child] < heap[least] { least = child }
                child += 1
            }
            if !(heap[least] < last) { break }
            heap[hole] = heap[least]
            hole = least
        }
        heap[hole] = last
        return first.event
    }
}
