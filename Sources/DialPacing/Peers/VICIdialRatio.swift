import DialModel

/// VICIdial's `RATIO`: so many lines for each agent, whatever becomes of them.
///
/// Every 2.5 s the campaign's calls are brought up to `level` for each agent who is ready or in a
/// call. Calls on their way, waiting and *in talk* count as there: with everybody talking,
/// (level − 1) × agents lines ring. Agents in wrap-up or on a break count for nothing. A level of 1 is
/// progressive.
///
/// With `availableOnly` only ready agents are counted, and only calls that are in no talk.
///
/// Left to the campaign's limits, where it is the same for all policies: lines, calls per second (VICIdial
/// ships 5 a server), and the hold time (its `drop_call_seconds` is 5).
///
/// > Source: VICIdial, revision 3884 (2024): what it does, none of its code.
public struct VICIdialRatio: PacingPolicy {
    /// Lines for each agent, ≥ 1.
    public internal(set) var level: Double
    public let availableOnly: Bool
    private var rounds = Rounds(every: .milliseconds(2_500))

    public init(level: Double, availableOnly: Bool = false) {
        precondition(level >= 1, "the level is \(level); at least 1 is required")
        self.level = level
        self.availableOnly = availableOnly
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        if rounds.begin(at: now) { rounds.start(calls(for: floor)) }
        return rounds.pace(.ratio, at: now)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        if case .dialled = event { rounds.noteDialled() }
    }

    /// How many calls are missing from the goal, ≥ 0.
    public func calls(for floor: Floor) -> Int {
        let ready = floor.idle + floor.reserved
        let agents = availableOnly ? ready : ready + floor.talking
        let goal = Int((level * Double(agents)).rounded())
        let waiting = floor.inFlight + floor.holding
        return max(0, goal - waiting - (availableOnly ? 0 : floor.bridged))
    }
}
