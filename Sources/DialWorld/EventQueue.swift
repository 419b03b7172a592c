import DialModel

/// What is still to happen, earliest first; equal instants in the order they were scheduled.
///
/// Nothing is allocated once it has grown to its largest size. Events must be plain bits.
public struct EventQueue<Event: Sendable>: Sendable {
    @usableFromInline var heap = EventHeap<Event>()
    @usableFromInline var ownership = Ownership()

    @inlinable public init() {}

    @inlinable public var isEmpty: Bool { heap.isEmpty }

    /// When the next event happens; ``Instant/never`` when there is none.
    @inlinable public var earliest: Instant { heap.earliest }

    /// O(log events).
    @inlinable public mutating func schedule(_ event: Event, at instant: Instant) {
        unshareIfShared()
        heap.schedule(event, at: instant)
    }

    /// Takes out the earliest event if it happens by `now`. O(log events).
    @inlinable public mutating func pop(by now: Instant) -> Event? {
        unshareIfShared()
        return heap.pop(by: now)
    }

    @inlinable
    mutating func unshareIfShared() {
        if ownership.isShared() {
            heap.unshare()
            ownership.claim()
        }
    }
}
