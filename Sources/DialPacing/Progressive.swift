import DialModel

/// One call in flight for each idle agent: nobody who answers waits, unless agents leave.
public struct Progressive: PacingPolicy {
    public init() {}

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        Pace(start: max(0, floor.idle - floor.inFlight - floor.holding), bound: .agents)
    }
}
