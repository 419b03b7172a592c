import DialMath
import DialModel
import DialWorld

/// The model of `peers/README.md`: 8 hours; a dial meets a person 0.25, a machine 0.20, busy 0.05,
/// nobody 0.50.
public func referenceScenario(agents: Int) -> Scenario {
    var scenario = Scenario(name: "reference")
    scenario.plan.agents = agents
    scenario.plan.pacing = .fixedRatio(3, busy: 0.0645)
    scenario.plan.limits.lines = 100_000
    scenario.plan.limits.ring = .seconds(22)
    scenario.plan.limits.hold = .seconds(2)
    scenario.carrier.fates = [.person: 0.25, .machine: 0.20, .busy: 0.05, .noAnswer: 0.50]
    scenario.carrier.ring = .lognormal(mean: 10, cv: 0.5)
    scenario.carrier.failure = .constant(3)
    scenario.carrier.machineScreening = .constant(3)
    scenario.crew.talk = .lognormal(mean: 120, cv: 0.9)
    scenario.crew.wrapUp = .lognormal(mean: 30, cv: 0.6)
    return scenario
}

/// A world in which predictive pacing has about two calls in flight for each agent: one in ten answers,
/// and talks are short.
public func decisionScenario(agents: Int) -> Scenario {
    var scenario = referenceScenario(agents: agents)
    scenario.name = "decisions"
    scenario.plan.pacing = .predictive(PredictiveTarget())
    scenario.carrier.fates = [.person: 0.1, .machine: 0.1, .busy: 0.05, .noAnswer: 0.75]
    scenario.carrier.lines = 100_000
    scenario.plan.abandonment = AbandonmentRules(
        AbandonmentRule(cap: 0.03, window: .every(.days(1)), work: .hours(8)))
    scenario.crew.talk = .lognormal(mean: 80, cv: 0.9)
    scenario.crew.wrapUp = .lognormal(mean: 15, cv: 0.6)
    return scenario
}
