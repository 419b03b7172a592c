import DialModel

/// Keeps so many calls in flight for each agent who is free.
///
/// The oldest rule there is. It knows nothing of answer rates: the ratio that is safe in the
/// morning abandons people in the evening.
public struct FixedRatio: PacingPolicy {
    public let ratio: Double
    public let busy: Double

    /// - Parameters:
    ///   - ratio: calls in flight per idle agent, at least 0.1.
    ///   - busy: what an agent in talk or wrap-up counts for, beside an idle one, 0...1.
    public init(ratio: Double, busy: Double = 0) {
        precondition(ratio >= 0.1, "the ratio is \(ratio); at least 0.1 is required")
        precondition((0...1).contains(busy), "busy is \(busy); 0 to 1 is allowed")
        self.ratio = ratio
        self.busy = busy
    }

    public var learns: Bool { false }

    @inlinable @inline(__always)
    public mutating func pace(for floor: borrowing Floor, at now: Instant) -> Pace {
        let agents = Double(floor.idle) + busy * Double(floor.talking + floor.wrapUp)
        let target = ratio * agents
        let inHand = floor.inFlight &+ floor.holding
        // Compared before it is converted, which takes longer and is mostly for nothing.
        let start = target < Double(inHand &+ 1) ? 0 : Int(target) &- inHand
        return Pace(start: start, bound: .ratio)
    }
}
