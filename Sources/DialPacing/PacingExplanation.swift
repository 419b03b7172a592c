import DialModel

/// One decision in full: what was seen, what was decided, what came of it, and why.
///
/// ``follows`` repeats the decision from what is recorded here.
public struct PacingExplanation: Hashable, Sendable, Codable {
    /// In nanoseconds since the beginning of 1970, UTC.
    public var at: Int64
    /// As ``DialModel/Pacing/name``, or the mode where that paces by itself.
    public var policy: String
    /// The numbers of a ``FixedRatio``.
    public var ratio: Double?
    public var busy: Double?
    public var floor: Floor
    /// Calls that the policy wanted, and what kept it from wanting more.
    public var wanted: Int
    public var wantedBound: String
    /// Calls that were started, and what was in the way of more.
    public var started: Int
    public var bound: String
    /// Ringing calls that the policy wanted to be let go, and that were; nil: it wanted none.
    public var wantedLetGo: Int?
    public var letGo: Int?
    /// Of ``Predictive`` only.
    public var reasons: PacingReasons?
    /// The same in words.
    public var why: String

    /// - Parameters:
    ///   - mode: of the campaign; only predictive mode heeds a policy.
    ///   - wanted: what the policy said.
    ///   - letGo: ringing calls that were hung up because their agents are gone.
    ///   - bound: what was in the way in the end: the policy's own bound, or a limit beyond it.
    public init(
        at now: Instant, mode: DialMode, pacing: Pacing, floor: Floor, wanted: Pace, started: Int,
        letGo: Int = 0, bound: Pace.Bound, reasons: PacingReasons?
    ) {
        at = now.nanoseconds
        policy = mode == .predictive ? pacing.name : "\(mode.name) mode"
        if mode == .predictive, case .fixedRatio(let ratio, let busy) = pacing {
            self.ratio = ratio
            self.busy = busy
        }
        self.floor = floor
        self.wanted = wanted.start
        wantedBound = wanted.bound.name
        self.started = started
        self.bound = bound.name
        if wanted.letGo > 0 {
            wantedLetGo = wanted.letGo
            self.letGo = letGo
        }
        self.reasons = reasons
        why = Self.words(
            floor, wanted: wanted, started: started, letGo: letGo, bound: bound, reasons)
    }

    /// Whether the policy, shown the same again, decides the same, and no more calls were started than
    /// that and the limits allow. nil: the policy goes by more than is recorded, as other dialers' do.
    public var follows: Bool? {
        let pace: Pace
        if let reasons {
            guard reasons.situation.isSound else { return false }
            let choice = reasons.situation.decided()
            pace = Pace(
                start: choice.start, bound: choice.bound,
                letGo: reasons.situation.lettingGo(besides: choice.start))
        } else if let ratio, (0.1...1_000).contains(ratio), let busy, (0...1).contains(busy) {
            var policy = FixedRatio(ratio: ratio, busy: busy)
            pace = policy.pace(for: floor, at: Instant(nanoseconds: at))
        } else if policy == Pacing.progressive.name {
            var policy = Progressive()
            pace = policy.pace(for: floor, at: Instant(nanoseconds: at))
        } else {
            return nil
        }
        return pace.start == wanted && pace.bound.name == wantedBound
            && started <= min(wanted, floor.linesFree, floor.leads)
            && (started == wanted || bound != wantedBound)
            && pace.letGo == wantedLetGo ?? 0 && (0...pace.letGo).contains(letGo ?? 0)
    }
}
