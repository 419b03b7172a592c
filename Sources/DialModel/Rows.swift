/// Numbered rows of plain bits in memory of their own: an array without its checks, for the tables
/// that every event of a simulation reads and writes.
///
/// A copy is the same rows, not a copy of them. Whoever holds rows therefore keeps an ``Ownership``
/// beside them and, when that has come to be shared, calls ``unshare()`` on all its rows before it
/// writes: once for each input, where an array would check at each access. A row beyond ``count`` is
/// a mistake that only debug builds notice.
public struct Rows<Row: Sendable>: @unchecked Sendable {
    // SAFETY: `memory` is good for `capacity` rows as long as `block` lives, which this value holds;
    // the first `used` of them are initialised.
    @usableFromInline var memory: UnsafeMutablePointer<Row>
    @usableFromInline var used = 0
    @usableFromInline var capacity: Int
    @usableFromInline var block: Block

    @inlinable @inline(__always) public var count: Int { used }
    /// Where the rows are, for as long as this value holds them and none is added.
    @inlinable @inline(__always) public var base: UnsafeMutablePointer<Row> { memory }

    /// Frees the memory with its last holder. Rows are plain bits: there is nothing to deinitialise.
    @usableFromInline final class Block {
        @usableFromInline let base: UnsafeMutablePointer<Row>
        @inlinable init(capacity: Int) { base = .allocate(capacity: capacity) }
        @inlinable deinit { base.deallocate() }
    }

    @inlinable
    public init() {
        precondition(_isPOD(Row.self), "\(Row.self) is not of plain bits, as rows must be")
        capacity = 8
        block = Block(capacity: capacity)
        memory = block.base
    }

    @inlinable
    public init(repeating row: Row, count: Int) {
        self.init()
        for _ in 0..<count { append(row) }
    }

    @inlinable @inline(__always)
    public subscript(place: Int) -> Row {
        unsafeAddress {
            assert(place >= 0 && place < used, "row \(place) of \(used)")
            return UnsafePointer(memory + place)
        }
        nonmutating unsafeMutableAddress {
            assert(place >= 0 && place < used, "row \(place) of \(used)")
            return memory + place
        }
    }

    @inlinable @inline(__always)
    public subscript(place: Int32) -> Row {
        unsafeAddress {
            assert(place >= 0 && place < used, "row \(place) of \(used)")
            return UnsafePointer(memory + Int(place))
        }
        nonmutating unsafeMutableAddress {
            assert(place >= 0 && place < used, "row \(place) of \(used)")
            return memory + Int(place)
        }
    }

    @inlinable @inline(__always)
    public mutating func append(_ row: Row) {
        if used == capacity { move(toRoomFor: 2 &* capacity) }
        (memory + used).initialize(to: row)
        used &+= 1
    }

    /// Makes room for `more` rows, for ``add(_:)``.
    @inlinable @inline(__always)
    public mutating func reserve(_ more: Int) {
        if capacity &- used < more { move(toRoomFor: max(2 &* capacity, used &+ more)) }
    }

    /// ``append(_:)``, where ``reserve(_:)`` has made room.
    @inlinable @inline(__always)
    public mutating func add(_ row: Row) {
        assert(used < capacity, "there is room for \(capacity) rows")
        (memory + used).initialize(to: row)
        used &+= 1
    }

    /// ``popLast()``, where there is a row.
    @inlinable @inline(__always)
    public mutating func takeLast() -> Row {
        assert(used > 0, "there is no row")
        used &-= 1
        return memory[used]
    }

    /// Appends `row` until there are `count`.
    @inlinable @inline(__always)
    public mutating func grow(to count: Int, with row: @autoclosure () -> Row) {
        while used < count { append(row()) }
    }

    @inlinable @inline(__always)
    public mutating func popLast() -> Row? {
        if used == 0 { return nil }
        used &-= 1
        return memory[used]
    }

    /// Forgets all rows and keeps their room. One instruction.
    @inlinable @inline(__always)
    public mutating func clear() { used = 0 }

    /// Gives this value rows that no other holds.
    @inlinable
    public mutating func unshare() { move(toRoomFor: capacity) }

    @inlinable @inline(never)
    mutating func move(toRoomFor capacity: Int) {
        let larger = Block(capacity: capacity)
        larger.base.initialize(from: memory, count: used)
        block = larger
        memory = larger.base
        self.capacity = capacity
    }
}

/// Held by one value alone, or shared by copies of it that share its ``Rows`` too.
public struct Ownership: Sendable {
    @usableFromInline final class Token: Sendable { @inlinable init() {} }
    @usableFromInline var token = Token()

    @inlinable public init() {}

    /// Whether the value has been copied since it last claimed its rows; if so it has to unshare them
    /// now, and then to ``claim()`` them.
    @inlinable @inline(__always)
    public mutating func isShared() -> Bool { !isKnownUniquelyReferenced(&token) }

    /// Says that the rows are this value's own, which they must be by now: the last of its copies may
    /// write to the old ones from here on, on another thread.
    @inlinable
    public mutating func claim() { token = Token() }
}
