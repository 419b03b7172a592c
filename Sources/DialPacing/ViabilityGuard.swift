import DialModel

/// What the abandonment budget allows to be dialled beyond one call for each idle agent.
///
/// The window is *viable* while one-to-one dialing for the rest of it would still bring its
/// abandonment under the cap. A call is allowed only where the abandonments that the calls in flight
/// could still cause, by a cautious reading, leave it viable:
///
///     losses in flight  ≤  ⌊c (A + Y) − B⌋
///
/// *Y* is a share of the answers that one-to-one dialing would yield if people answered far less than
/// they do: see ``yield(seconds:agents:rate:ring:handle:)``. Where the window's end is not known, *Y*
/// is 0: then nothing is ever spent that has not been earned.
///
/// <doc:Guard> tells what follows from this on every path, and what must be assumed for it.
public struct ViabilityGuard: Hashable, Sendable, Codable {
    /// Standard deviations by which the losses in flight are read too high.
    public var caution: Double
    /// The most that may be lost; a fraction is of no use.
    public var losses: Double
    /// Whether only one call for each idle agent is allowed.
    public var isOneToOne: Bool
    /// Whether too little of the window's work is left to make good what a jump of the answer rate costs.
    public private(set) var fearsJump: Bool

    /// How far the answer rate may fall before the yield counted on is too large.
    static let fall = 3.0
    /// Which share of that yield is counted on: half of the agents may leave.
    static let share = 0.5
    /// How far the window may be beyond what is viable before only one-to-one dialing is left: until
    /// then, calls of next to no risk earn sooner what is missing.
    static let overdraft = 2.0
    /// The last part of a window's work, as a share of it, in which losses are read more cautiously.
    static let end = 0.2
    /// The last part in which the answer rate is feared to jump back to the highest of the window.
    static let fear = 0.1
    /// The last seconds of a window's work, in which every call in flight is taken for a loss.
    static let lastSeconds = 60.0

    /// The answers that may be counted on in the rest of the window.
    ///
    /// One call for each idle agent, a third of the answer rate, half of the agents.
    ///
    /// - Parameters:
    ///   - seconds: left in the window.
    ///   - rate: chance of an answer, as it is now.
    ///   - ring: mean seconds that a call takes which nobody answers.
    ///   - handle: mean seconds that an agent is busy with one who answered.
    static func yield(
        seconds: Double, agents: Int, rate: Double, ring: Double, handle: Double
    ) -> Double {
        let cycle = handle + ring * fall / max(rate, 0.001)
        return share * Double(agents) * max(0, seconds - lastSeconds) / cycle
    }

    /// - Parameters:
    ///   - viability: c (A + Y) − B.
    ///   - secondsLeft: of the window's work; 0 where that is not known.
    ///   - work: all of the window's work in seconds; 0 where that is not known.
    ///   - caution: standard deviations, in the greater part of the window.
    @inline(__always)
    public init(viability: Double, secondsLeft: Double, work: Double, caution: Double) {
        fearsJump = work > 0 && secondsLeft < Self.fear * work
        let isEnding = work > 0 && secondsLeft < Self.end * work
        let isLast = work > 0 && secondsLeft < Self.lastSeconds
        let isScarce = work > 0 && viability < 1
        self.caution =
            isLast ? 1_000 : caution + (isEnding ? 1 : isScarce ? 0.4 : 0)
        losses = max(0, viability.rounded(.down))
        isOneToOne = viability < (work > 0 && !isLast ? -Self.overdraft : 0)
    }

    /// The most calls that may be started on `floor` when nothing is known but the chance of an answer:
    /// calls are answered independently of each other, and no busy agent comes free in time.
    ///
    /// Of *n* calls in flight, answered with chance *p*, no more than n p + k √(n p (1 − p)) are read
    /// to be answered, for a caution of *k*; and never more than all.
    ///
    /// - Parameter rate: *p*, above 0, at most 1.
    /// - Returns: ≥ 0.
    public func mostCalls(on floor: Floor, rate: Double) -> Int {
        if isOneToOne { return 0 }
        let taken = losses + Double(floor.idle - floor.holding)
        if taken <= 0 { return 0 }
        // The root of n, from the quadratic equation for it.
        let spread = caution * (rate * (1 - rate)).squareRoot()
        let root = ((spread * spread + 4 * rate * taken).squareRoot() - spread) / (2 * rate)
        let most = max(taken, root * root)
        return max(0, Int(min(most, 1e9)) - floor.inFlight)
    }

    /// As strict as `other` too.
    mutating func tighten(to other: ViabilityGuard) {
        caution = max(caution, other.caution)
        losses = min(losses, other.losses)
        isOneToOne = isOneToOne || other.isOneToOne
        fearsJump = fearsJump || other.fearsJump
    }

    /// Lets more be lost than there are calls; what the calls in flight could cause is still read as
    /// before, for the price goes by that too.
    mutating func lift() {
        losses = 1e9
        isOneToOne = false
    }
}
