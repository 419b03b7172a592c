import DialModel

/// A list of effects that is filled and emptied over and over: emptying it costs one instruction
/// and keeps its room. Effects are of plain bits.
///
/// A collection like an array in everything else.
public struct EffectList<Element: Sendable>: Sendable, RandomAccessCollection, MutableCollection,
    RangeReplaceableCollection
{
    @usableFromInline var rows = Rows<Element>()
    @usableFromInline var ownership = Ownership()

    @inlinable public init() {}

    @inlinable public var count: Int { rows.count }
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { rows.count }

    @inlinable
    public subscript(place: Int) -> Element {
        get {
            precondition(place < count, "place \(place) is beyond the list's \(count) effects")
            return rows[place]
        }
        set {
            precondition(place < count, "place \(place) is beyond the list's \(count) effects")
            if ownership.isShared() { unshare() }
            rows[place] = newValue
        }
    }

    /// O(1), on average.
    @inlinable
    @inline(__always)
    public mutating func append(_ element: Element) {
        if ownership.isShared() { unshare() }
        rows.append(element)
    }

    /// Where the effects are, for as long as this value holds them and none is added.
    @inlinable @inline(__always)
    package var base: UnsafeMutablePointer<Element> { rows.base }

    /// ``append(_:)``, for a holder that has unshared the list.
    @inline(__always)
    mutating func add(_ element: Element) { rows.append(element) }

    /// Makes room for `more` effects, for ``addReserved(_:)``.
    @inline(__always)
    mutating func reserve(_ more: Int) { rows.reserve(more) }

    /// ``add(_:)``, where ``reserve(_:)`` has made room.
    @inline(__always)
    mutating func addReserved(_ element: Element) { rows.add(element) }

    /// Empties the list, as ``add(_:)`` fills it.
    @inlinable @inline(__always)
    package mutating func clearAlone() { rows.clear() }

    /// Makes the list this value's own, if a copy of it has been made since.
    @inlinable @inline(__always)
    package mutating func unshareIfShared() { if ownership.isShared() { unshare() } }

    /// Empties the list. O(1).
    @inlinable
    public mutating func clear() {
        // What copies hold stays theirs.
        if rows.count > 0, ownership.isShared() {
            rows = Rows()
            ownership.claim()
        }
        rows.clear()
    }

    @inlinable @inline(never)
    mutating func unshare() {
        rows.unshare()
        ownership.claim()
    }

    public mutating func replaceSubrange<Others: Collection>(
        _ range: Range<Int>, with others: Others
    ) where Others.Element == Element {
        var elements = Array(self)
        elements.replaceSubrange(range, with: others)
        self = EffectList()
        for element in elements { append(element) }
    }
}
