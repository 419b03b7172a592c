/// A choice of one among several, with given chances.
///
///     Mixture([(person, 0.3), (nobody, 0.7)]).pick(0.25)     // person
public struct Mixture<Value: Sendable>: Sendable {
    public let values: [Value]
    /// The chances added up; the last is 1.
    @usableFromInline let upTo: [Double]

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
}
