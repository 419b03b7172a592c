import DialMath
import DialModel
import DialWorld

extension Scenario {
    /// Most hours of all agents, or of all lines, in one replication: their sums are kept in 64 bits
    /// of nanoseconds, which hold 2,562,047.
    package static let mostHours = 2_500_000.0

    /// What is too long for so many agents; nil: nothing is.
    ///
    /// - Parameters:
    ///   - agents: most at work at one time.
    ///   - lines: most in use at one time, if calls come to that.
    package func excess(agents: Int, lines: Int) -> String? {
        func told(_ count: Int, _ what: String, _ fewer: String) -> String? {
            let hours = Double(count) * duration.seconds / 3600
            if hours <= Self.mostHours { return nil }
            return "duration is \(duration.spelled), which with \(what) is "
                + "\(decimal(hours / 1e6, places: 2)) million hours; at most "
                + "\(decimal(Self.mostHours / 1e6, places: 1)) million is allowed; make it shorter, "
                + "or give fewer \(fewer)"
        }
        // Each agent's talk and the call before or after it, and the calls in flight for them.
        let used = min(Double(lines), Double(agents) * (2 + plan.pacing.mostCallsPerAgent))
        return told(agents, counted(agents, "agent", "agents"), "agents")
            ?? told(
                Int(used.rounded(.up)), "up to \(grouped(Int(used.rounded(.up)))) lines in use",
                "lines")
    }
}

extension Pacing {
    /// In flight.
    fileprivate var mostCallsPerAgent: Double {
        switch self {
        case .fixedRatio(let ratio, _): ratio
        case .progressive: 1
        case .predictive(let target): target.callsPerAgent
        case .peer: 20  // as bold as any of them can be made
        }
    }
}

extension World {
    /// Whether a call after the other may be made without any time going by, for ever: each of the
    /// things that numbers do takes none, nor do the agents.
    ///
    /// - Parameter plan: the campaign's rules.
    func standsStill(_ plan: CampaignPlan) -> Bool {
        guard agents > 0, plan.limits.callsPerSecond == nil, carrier.callsPerSecond == nil,
            carrier.release == .zero, isNothing(carrier.setup),
            plan.mode != .preview || isNothing(crew.preview)
        else { return false }
        let ways =
            [(carrier.fates, carrier.ring)]
            + segments.map {
                ($0.fates ?? carrier.fates, $0.ring ?? carrier.ring)
            }
        return ways.contains { fates, ring in
            let sum = fates.values.reduce(0, +)
            return fates.allSatisfy { $1 <= 0 || isNothing($0, ring, plan) }
                // What is left of the numbers does not answer.
                && (sum >= 1 - 1e-9 || isNothing(.noAnswer, ring, plan))
        }
    }

    private func isNothing(_ fate: CallFate, _ ring: Distribution, _ plan: CampaignPlan) -> Bool {
        let laws =
            [crew.talk, crew.wrapUp]
            + crew.byOutcome.values.flatMap { [$0.talk, $0.wrapUp].compactMap(\.self) }
        switch fate {
        case .person:
            return isNothing(ring) && isNothing(carrier.screening) && laws.allSatisfy(isNothing)
        case .machine, .fax:
            return isNothing(ring) && isNothing(carrier.machineScreening ?? carrier.screening)
                && (plan.machine == .hangUp || laws.allSatisfy(isNothing))
        case .noAnswer: return carrier.unansweredRing.map(isNothing) ?? false
        default: return isNothing(carrier.failure)
        }
    }

    private func isNothing(_ law: Distribution) -> Bool { law.quantile(0.999_999) <= 0 }
}
