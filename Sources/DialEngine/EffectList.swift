/// A list of effects that is filled and emptied over and over: emptying it costs one instruction
/// and keeps its room.
///
/// A collection like an array in everything else.
public struct EffectList<Element: Sendable>: Sendable, RandomAccessCollection, MutableCollection,
    RangeReplaceableCollection
{
    /// The first ``count`` are the list; the rest is room left by longer lists before.
    @usableFromInline var room: [Element] = []
    @usableFromInline var used = 0

    @inlinable public init() {}

    @inlinable public var count: Int { used }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { used }

    @inlinable public subscript(place: Int) -> Element {
        get {
            precondition(place < count, "place \(place) is beyond the list's \(count) effects")
            return room[place]
        }
        set {
            precondition(place < count, "place \(place) is beyond the list's \(count) effects")
            room[place] = newValue
        }
    }

    /// O(1), on average.
    @inlinable
    public mutating func append(_ element: Element) {
        if used < room.count { room[used] = element } else { room.append(element) }
        used += 1
    }

    /// Empties the list. O(1); what was in it is let go when its place is taken.
    @inlinable
    public mutating func clear() { used = 0 }

    public mutating func replaceSubrange<Others: Collection>(
        _ range: Range<Int>, with others: Others
    ) where Others.Element == Element {
        room.removeLast(room.count - used)
        room.replaceSubrange(range, with: others)
        used = room.count
    }
}
