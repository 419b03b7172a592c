import DialModel

/// ContactCenters' `DIAL1XFREE` and `DIAL2XFREE`: calls on their way for each free agent, and some.
///
/// After each end of service, the calls in flight are brought up to `round(factor × free) + extra`,
/// if at least `leastFree` agents are free. `DIAL1XFREE` is one for each and one more, `DIAL2XFREE` two
/// for each. Its two thresholds, for the agents looked at and for those called for, are one where every
/// agent takes every call.
///
/// An end of service is any moment at which an agent comes free. It also dials when nothing is in
/// flight, for else a team that has nothing to do would stay so; and with `redials`, which is ours,
/// whenever a call ends unanswered.
///
/// > Source: ContactCenters, Université de Montréal: what it does, none of its code.
public struct ContactCentersDial: PacingPolicy {
    public let factor: Double
    public let extra: Int
    public let leastFree: Int
    public let redials: Bool
    /// Agents free when last seen.
    private var free = 0
    /// Calls decided on and not started yet.
    private var owed = 0

    public init(factor: Double, extra: Int, leastFree: Int = 1, redials: Bool = false) {
        precondition(factor >= 0 && extra >= 0, "factor \(factor), extra \(extra); at least 0")
        self.factor = factor
        self.extra = extra
        self.leastFree = leastFree
        self.redials = redials
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        pace(for: floor, times: 1)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        if case .dialled = event, owed > 0 { owed -= 1 }
    }

    /// As many times the calls that are missing.
    mutating func pace(for floor: Floor, times: Int) -> Pace {
        let isDue = redials || floor.idle > free || floor.inFlight + floor.holding == 0
        free = floor.idle
        if isDue || floor.idle < leastFree { owed = times * calls(for: floor) }
        return Pace(start: owed, bound: .ratio)
    }

    /// How many calls are missing, ≥ 0.
    public func calls(for floor: Floor) -> Int {
        if floor.idle < leastFree { return 0 }
        let wanted = Int((factor * Double(floor.idle)).rounded()) + extra
        return max(0, wanted - floor.inFlight - floor.holding)
    }
}
