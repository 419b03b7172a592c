/// What predictive pacing aims at.
public struct PredictiveTarget: Hashable, Sendable {
    /// Largest share of answered people who find no agent, above 0, below 1.
    public var abandonment: Double
    /// Safety margin of the budget's guard: by how many standard deviations more than two the losses
    /// that calls in flight may cause are read too high; ≥ 0.
    public var margin: Double
    /// Most calls in flight per staffed agent; ≥ 1.
    public var callsPerAgent: Double
    /// Whether it matters how long a call has rung. Without it all calls in flight are taken to be
    /// alike: only to measure what their ages are worth.
    public var usesRingAges: Bool
    /// Whether the answer rate of each segment of the list is learned apart. Without, all leads are taken
    /// to be alike: only to measure what that is worth.
    public var usesSegments: Bool
    /// Whether the guard holds it back. Without, only the price of an abandonment does, which keeps
    /// to the cap on average and not in every window: to see what the guard is worth, not to dial with.
    public var isGuarded: Bool
    /// What it keeps to within that share; nil: it brings as much talk as the share allows.
    public var goal: PacingGoal?

    public init(
        abandonment: Double = 0.03, margin: Double = 1, callsPerAgent: Double = 20,
        usesRingAges: Bool = true, usesSegments: Bool = true, isGuarded: Bool = true,
        goal: PacingGoal? = nil
    ) {
        self.abandonment = abandonment
        self.margin = margin
        self.callsPerAgent = callsPerAgent
        self.usesRingAges = usesRingAges
        self.usesSegments = usesSegments
        self.isGuarded = isGuarded
        self.goal = goal
    }

    /// With what is not as usual.
    var name: String {
        let usual = PredictiveTarget()
        var name = goal?.name ?? "predictive \(percent(abandonment))"
        if goal != nil, abandonment != usual.abandonment {
            name += ", abandonment \(percent(abandonment))"
        }
        if margin != usual.margin { name += ", margin \(margin)" }
        if callsPerAgent != usual.callsPerAgent { name += ", calls per agent \(callsPerAgent)" }
        if !usesRingAges { name += ", ring ages ignored" }
        if !usesSegments { name += ", segments ignored" }
        if !isGuarded { name += ", guard off" }
        return name
    }
}

/// What predictive pacing keeps to where it need not bring all the talk that the cap allows.
///
/// Out of reach of the cap, the cap is what counts.
public enum PacingGoal: Hashable, Sendable {
    /// The share of their time at work that agents spend in talk and wrap-up; above 0, below 1.
    case occupancy(Double)
    /// How long an agent waits for the next talk, on average; 100 ms to an hour.
    case wait(Duration)

    /// The shortest and the longest ``wait(_:)``.
    public static let waits = Duration.milliseconds(100)...Duration.hours(1)

    /// `target occupancy 85.0 %`, `target wait 10 s`.
    var name: String {
        switch self {
        case .occupancy(let share): "target occupancy \(percent(share))"
        case .wait(let span): "target wait \(span)"
        }
    }

    /// Its number.
    public var parameter: Pacing.Parameter {
        switch self {
        case .occupancy:
            Pacing.Parameter(
                name: "occupancy", range: 0.0001...0.9999, isBolder: true, isShare: true)
        case .wait:
            Pacing.Parameter(
                name: "wait", range: Self.waits.lowerBound.seconds...Self.waits.upperBound.seconds,
                isBolder: false, isTime: true)
        }
    }

    /// A share, or seconds.
    public var value: Double {
        switch self {
        case .occupancy(let share): share
        case .wait(let span): span.seconds
        }
    }

    /// The same goal with another ``value``.
    public func with(_ value: Double) -> PacingGoal {
        switch self {
        case .occupancy: .occupancy(value)
        case .wait: .wait(Duration(drawn: value))
        }
    }
}

/// Without what binary fractions leave over: 7.0 %, not 7.000000000000001 %.
private func percent(_ share: Double) -> String { "\((share * 1e8).rounded() / 1e6) %" }
