import DialMath
import DialModel
import DialWorld

extension Scenario {
    /// A day of eight hours from a cold start, with times as people have them and a cap of 3 % on that
    /// day alone.
    static func day(agents: Int, answer: Double) -> Scenario {
        var scenario = Scenario(name: "day")
        scenario.plan.agents = agents
        scenario.plan.pacing = .predictive(PredictiveTarget())
        scenario.plan.abandonment = AbandonmentRules(
            AbandonmentRule(cap: 0.03, window: .every(.days(1))))
        scenario.plan.limits.ring = .seconds(25)
        scenario.plan.limits.lines = 20_000
        scenario.carrier.lines = 20_000
        scenario.carrier.setup = .lognormal(mean: 1.5, cv: 0.4)
        scenario.carrier.ring = .lognormal(mean: 10, cv: 0.5)
        scenario.carrier.fates = answers(answer)
        scenario.crew.talk = .lognormal(mean: 150, cv: 0.8)
        scenario.crew.wrapUp = .lognormal(mean: 20, cv: 0.6)
        return scenario
    }

    /// The same where all times are exponential and nobody waits.
    static func memorylessDay(agents: Int, answer: Double) -> Scenario {
        var scenario = day(agents: agents, answer: answer)
        scenario.plan.limits.ring = .seconds(600)
        scenario.plan.limits.hold = .zero
        scenario.carrier.setup = .constant(0)
        scenario.carrier.ring = .exponential(mean: 12)
        scenario.carrier.unansweredRing = .exponential(mean: 12)
        scenario.crew.talk = .exponential(mean: 180)
        scenario.crew.wrapUp = .constant(0)
        return scenario
    }

    /// With another share of people who answer from `time` on.
    func answering(_ share: Double, from time: Duration) -> Scenario {
        var scenario = self
        var carrier = carrier
        carrier.fates = Self.answers(share)
        scenario.changes.append(WorldChange(at: time, carrier: carrier))
        return scenario
    }

    static func answers(_ share: Double) -> [CallFate: Double] {
        [.person: share, .noAnswer: 1 - share]
    }
}
