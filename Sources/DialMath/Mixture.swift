/// A choice of one among several, with given chances.
///
///     Mixture([(person, 0.3), (nobody, 0.7)]).pick(0.25)     // person
public struct Mixture<Value: Sendable>: Sendable {
    public let values: [Value]
    /// The chances added up; the last is 1.
    @usableFromInline let upTo: [Double]
    /// The same for random bits: the least of 53 with which each value is past.
    @usableFromInline let bitsUpTo: [UInt64]

    /// - Parameter parts: weights ≥ 0, not all 0; they are scaled to sum to 1.
    public init(_ parts: [(Value, Double)]) {
        let total = parts.reduce(0) { $0 + $1.1 }
        precondition(total > 0, "the weights of a mixture sum to \(total); they must exceed 0")
        values = parts.map(\.0)
        var sum = 0.0
        upTo = parts.map {
            sum += $0.1
            return sum / total
        }
        bitsUpTo = upTo.map(Self.bits)
    }

    /// The least of 53 random bits whose number between 0 and 1 is not below `limit`; 2⁵³ if none is.
    private static func bits(_ limit: Double) -> UInt64 {
        var range: (from: UInt64, to: UInt64) = (0, 1 << 53)
        while range.from < range.to {
            let middle = (range.from + range.to) / 2
            if Chance.uniform(of: middle << 11) < limit {
                range.from = middle + 1
            } else {
                range.to = middle
            }
        }
        return range.from
    }

    /// The value that `u`, between 0 and 1, falls on. O(number of values).
    @inlinable @inline(__always)
    public func pick(_ u: Double) -> Value {
        let place = upTo.withUnsafeBufferPointer { upTo in
            var place = 0
            let last = upTo.count &- 1
            while place < last, u >= upTo[place] { place &+= 1 }
            return place
        }
        return values.withUnsafeBufferPointer { $0[place] }
    }

    /// The value that `chance` holds for `lot`: that of ``pick(_:)`` for ``Chance/uniform(_:)``, without
    /// making a number of it. O(number of values).
    @inlinable @inline(__always)
    public func pick(_ chance: Chance, _ lot: Chance.Lot) -> Value {
        let bits = chance.bits(lot) >> 11
        let place = bitsUpTo.withUnsafeBufferPointer { upTo in
            var place = 0
            let last = upTo.count &- 1
            while place < last, bits >= upTo[place] { place &+= 1 }
            return place
        }
        return values.withUnsafeBufferPointer { $0[place] }
    }
}
