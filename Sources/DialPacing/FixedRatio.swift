import DialModel

/// Keeps so many calls in flight for each agent who is free.
///
/// The oldest rule there is. It knows nothing of answer rates: the ratio that is safe in the
/// morning abandons people in the evening.
public struct FixedRatio: PacingPolicy {
    public let ratio: Double

    /// - Parameter ratio: calls in flight per idle agent, at least 0.1.
    public init(ratio: Double) {
        precondition(ratio >= 0.1, "the ratio is \(ratio); at least 0.1 is required")
        self.ratio = ratio
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        let target = Int((ratio * Double(floor.idle)).rounded(.down))
        return Pace(start: max(0, target - floor.inFlight - floor.holding), bound: .ratio)
    }
}
