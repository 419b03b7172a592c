import DialMath
import DialModel
import DialWorld
import Testing

/// Ways of dialing that have been solved on paper, by the whole engine. Each truth lies within the
/// 99 % interval of a million calls.
@Suite struct DialingTests {
    static let seed = Seen.seed

    /// Calls ring as long whether they are answered or not; nobody is held.
    static func scenario(
        agents: Int, answer: Double, ring: Distribution, talk: Distribution, pacing: Pacing
    ) -> Scenario {
        var scenario = Scenario(name: "dialing")
        scenario.seed = seed
        scenario.plan.agents = agents
        scenario.plan.pacing = pacing
        scenario.plan.limits.lines = 100_000
        scenario.plan.limits.hold = .zero
        scenario.plan.limits.ring = .days(10)
        scenario.plan.limits.talk = .days(10)
        scenario.plan.limits.wrapUp = .days(10)
        scenario.carrier.fates = [.person: answer, .noAnswer: 1 - answer]
        scenario.carrier.ring = ring
        scenario.carrier.unansweredRing = ring
        scenario.crew.talk = talk
        scenario.crew.wrapUp = .constant(0)
        return scenario
    }

    /// An agent is dialled for until a person is there, 1/p calls on average, whatever the
    /// distributions: occupancy is H/(H + R/p).
    @Test(
        arguments: [
            (0.3, .exponential(mean: 12), .exponential(mean: 180), 0),
            (0.1, .exponential(mean: 12), .lognormal(mean: 180, cv: 0.8), 0),
            (0.3, .exponential(mean: 25), .exponential(mean: 60), 20),
            (0.6, .constant(10), .constant(90), 30),
            (0.05, .lognormal(mean: 10, cv: 0.5), .gamma(mean: 240, cv: 0.5), 15),
        ] as [(Double, Distribution, Distribution, Double)], [DialMode.progressive, .predictive])
    func `one call for each idle agent keeps agents as busy as renewals say`(
        world: (answer: Double, ring: Distribution, talk: Distribution, wrapUp: Double),
        mode: DialMode
    ) {
        var scenario = Self.scenario(
            agents: 10, answer: world.answer, ring: world.ring, talk: world.talk,
            pacing: .progressive)
        scenario.plan.mode = mode
        if world.wrapUp > 0 { scenario.crew.wrapUp = .lognormal(mean: world.wrapUp, cv: 0.6) }
        let handle = world.talk.mean + world.wrapUp
        let cycle = handle + world.ring.mean / world.answer
        var watched = Watched(scenario)
        let seen = watched.batches()
        let name = "seed \(Self.seed), \(mode.name), \(world)"
        seen.occupancy.expect(handle / cycle, within: 0.01, "\(name), occupancy")
        seen.peoplePerSecond.expect(10 / cycle, within: 0.01, "\(name), people a second")
        #expect(seen.batches.allSatisfy { $0.waited == 0 }, "\(name)")
    }

    @Test(
        arguments: [
            (1, 2, 0, 0.3, 12, 180), (5, 1.5, 0, 0.3, 12, 180), (10, 2, 0, 0.3, 12, 180),
            (10, 3, 0.0645, 0.25, 12, 150), (20, 2, 0.05, 0.3, 12, 120),
        ] as [(Int, Double, Double, Double, Double, Double)])
    func `a fixed ratio is the Markov chain that it is`(
        agents: Int, ratio: Double, busy: Double, answer: Double, ring: Double, talk: Double
    ) {
        let truth = RatioChain(
            agents: agents, ratio: ratio, busy: busy, answer: answer, ring: ring, talk: talk)
        var watched = Watched(
            Self.scenario(
                agents: agents, answer: answer, ring: .exponential(mean: ring),
                talk: .exponential(mean: talk), pacing: .fixedRatio(ratio, busy: busy)))
        let seen = watched.batches()
        let name = "seed \(Self.seed), \(agents) agents, ratio \(ratio), busy \(busy)"
        seen.occupancy.expect(truth.occupancy, within: 0.01, "\(name), occupancy")
        seen.abandonment.expect(truth.abandonment, within: 0.05, "\(name), abandonment")
        seen.peoplePerSecond.expect(
            truth.answersPerSecond, within: 0.01, "\(name), answers a second")
    }

    /// As `Benchmarks/peers/limit_exact.py` prints them.
    @Test(
        arguments: [
            (10, 2, 0, 0.9043612932, 0.0868613525), (10, 3, 0.0645, 0.9469348101, 0.3245574163),
        ] as [(Int, Double, Double, Double, Double)])
    func `the chain is the one that was solved elsewhere`(
        agents: Int, ratio: Double, busy: Double, occupancy: Double, abandonment: Double
    ) {
        let chain = RatioChain(
            agents: agents, ratio: ratio, busy: busy, answer: 0.3, ring: 12, talk: 180)
        #expect(abs(chain.occupancy - occupancy) < 1e-9)
        #expect(abs(chain.abandonment - abandonment) < 1e-9)
    }
}
