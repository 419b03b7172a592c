import DialModel

/// One call in flight for each idle agent: nobody who answers waits, unless agents leave.
public struct Progressive: PacingPolicy {
    public init() {}

    public var learns: Bool { false }

    public mutating func pace(for floor: borrowing Floor, at now: Instant) -> Pace {
        Pace(start: max(0, floor.idle - floor.inFlight - floor.holding), bound: .agents)
    }
}
