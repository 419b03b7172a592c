import DialMath
import DialModel
import DialPacing

/// Starts one call at each instant of a Poisson process, whatever happens on the floor.
struct ArrivalStream: PacingPolicy {
    private let gap: Distribution
    private let chance: Chance
    private var arrivals: UInt64 = 0
    private var next: Instant?

    init(perSecond: Double, seed: UInt64) {
        gap = .exponential(mean: 1 / perSecond)
        chance = Chance(seed: seed, stream: "arrivals")
    }

    mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        var due = next ?? now + nextGap()
        var start = 0
        while due <= now {
            start += 1
            due = due + nextGap()
        }
        next = due
        return Pace(start: start, bound: .ratio, again: due - now)
    }

    private mutating func nextGap() -> Duration {
        arrivals += 1
        return Duration(drawn: gap.quantile(chance.uniform(arrivals)))
    }
}

/// Keeps so many calls in the system, ringing, waiting or talking: a source that comes back from one
/// call begins the next.
struct Population: PacingPolicy {
    let calls: Int

    mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        let there = floor.inFlight + floor.holding + floor.bridged
        return Pace(start: max(0, calls - there), bound: .ratio)
    }
}
