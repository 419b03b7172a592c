import DialModel

/// Decides how many calls to start. A value: what it has learned, and nothing else.
public protocol PacingPolicy: Sendable {
    /// Returns the pace for `floor` at `now`. Called after every event that changes the floor, save a
    /// call in flight that begins to ring or to be screened; so it must not allocate.
    mutating func pace(for floor: borrowing Floor, at now: Instant) -> Pace

    /// Whether ``note(_:at:)`` does anything.
    var learns: Bool { get }

    /// Takes in what has just happened. Called for every call, so it must not allocate.
    mutating func note(_ event: PacingEvent, at now: Instant)

    /// Is told what the campaign goes by, before the first call and whenever that changes.
    mutating func adopt(_ terms: PacingTerms, at now: Instant)

    /// Whether the policy keeps the abandonment rules by itself. Of others the engine starts, beyond one
    /// call for each idle agent, only what leaves every rule's window within its cap by the reading of
    /// ``ViabilityGuard/mostCalls(on:rate:)``.
    var keepsRule: Bool { get }

    /// Whether the policy goes by ``Floor/segment``. It is then asked again, at the same instant, once
    /// the leads of one segment that are next have been dialled.
    var tellsSegmentsApart: Bool { get }

    /// What the last ``pace(for:at:)`` followed from, asked before anything else happens; nil where a
    /// policy goes by the floor alone, or cannot tell.
    func reasons(for start: Int) -> PacingReasons?
}

extension PacingPolicy {
    public var learns: Bool { true }
    /// Learns nothing.
    public mutating func note(_ event: PacingEvent, at now: Instant) {}

    /// Needs to know nothing.
    public mutating func adopt(_ terms: PacingTerms, at now: Instant) {}

    public var keepsRule: Bool { false }
    public var tellsSegmentsApart: Bool { false }

    /// None to tell.
    public func reasons(for start: Int) -> PacingReasons? { nil }
}

/// What a policy may learn from.
public enum PacingEvent: Hashable, Sendable {
    case dialled(of: SegmentID = .whole)
    /// A person is there, this long after the call was dialled.
    case person(after: Duration, of: SegmentID = .whole)
    /// The call ended without a person, this long after it was dialled.
    case nobody(after: Duration, of: SegmentID = .whole)
    /// The trunk refused or lost the call, this long after it was dialled: it says nothing of people.
    case lost(after: Duration, of: SegmentID = .whole)
    case abandoned
    case talkBegan
    /// An agent says that a talk is in its closing stage, this long after it began.
    case closing(after: Duration)
    /// - Parameter closing: how long it was in its closing stage; nil: nobody said that it was.
    case talkEnded(after: Duration, closing: Duration? = nil)
    case wrapUpEnded(after: Duration)
}

extension CampaignPlan {
    /// The policy that the campaign begins with.
    public func makePolicy() -> any PacingPolicy { cappedPacing.makePolicy(utcOffset: utcOffset) }
}

extension Pacing {
    /// The policy of this name.
    ///
    /// - Parameter utcOffset: how far the clock on the wall is ahead of universal time.
    public func makePolicy(utcOffset: Duration = .zero) -> any PacingPolicy {
        switch self {
        case .fixedRatio(let ratio, let busy): FixedRatio(ratio: ratio, busy: busy)
        case .progressive: Progressive()
        case .predictive(let target): Predictive(target: target)
        case .peer(let peer): peer.makePolicy(utcOffset: utcOffset)
        }
    }
}
