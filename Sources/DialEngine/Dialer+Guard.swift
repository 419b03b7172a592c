import DialModel
import DialPacing

extension Dialer {
    /// The pace of a policy that does not keep the rules itself, cut down to what they allow, if the
    /// plan says so: one call per idle agent, and beyond that only what leaves every window within its
    /// cap by the guard's reading of the calls in flight.
    ///
    /// The guard is that of predictive pacing (``AbandonmentBudget``, ``ViabilityGuard``), but it knows
    /// less: the campaign's answer rate so far, its mean handle time, and of agents coming free
    /// nothing.
    @inline(__always)
    mutating func keepCap(_ pace: Pace, at now: Instant) -> Pace {
        if !guardsCap { return pace }
        let oneToOne = max(0, floor.idle - floor.inFlight - floor.holding)
        if pace.start <= oneToOne { return pace }
        let most = max(oneToOne, mostCalls(at: now))
        if pace.start <= most { return pace }
        return Pace(start: most, bound: .budget, again: pace.again)
    }

    /// The windows begin that are to begin by now.
    @inline(never)
    mutating func turnWindows(at now: Instant) {
        budget.turn(floor, at: now)
        windowsTurn = budget.turns
    }

    private mutating func mostCalls(at now: Instant) -> Int {
        _ = budget.take(floor, at: now)
        if budget.leastEarned < 1 { return 0 }
        let ended = max(floor.answered, floor.attempts - floor.inFlight)
        let rate = Double(floor.answered + 1) / Double(ended + 1)
        var yield = 0.0
        if tally.served > 0 {
            let busy = tally.agentTime[.talking] + tally.agentTime[.wrapUp]
            yield = budget.expect(
                at: now, agents: floor.staffed, rate: rate, ring: plan.limits.ring.seconds,
                handle: Double(busy) / 1e9 / Double(tally.served))
        }
        return budget.allowance(yield: yield, at: now, caution: Self.caution)
            .mostCalls(on: floor, rate: rate)
    }

    /// As a predictive policy's usual one.
    private static let caution = 2 + PredictiveTarget().margin
}
