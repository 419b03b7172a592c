import DialMath
import DialModel
import DialTestSupport
import DialWorld
import Testing

/// Queues that have been solved on paper, played by the whole engine. Each truth lies within the
/// 99 % interval of a million calls.
@Suite struct QueueTests {
    static let seed = Seen.seed

    /// Agents without wrap-up, people who are there at once and wait for ever.
    static func scenario(agents: Int, talk: Distribution) -> Scenario {
        var scenario = Scenario(name: "queue")
        scenario.seed = seed
        scenario.plan.agents = agents
        scenario.plan.limits.lines = 100_000
        scenario.plan.limits.hold = .days(10_000)
        scenario.plan.limits.ring = .days(10)
        scenario.plan.limits.talk = .days(10)
        scenario.carrier.fates = [.person: 1]
        scenario.carrier.ring = .constant(0)
        scenario.crew.talk = talk
        scenario.crew.wrapUp = .constant(0)
        return scenario
    }

    static func watched(_ scenario: Scenario, callsPerSecond: Double) -> Watched {
        Watched(scenario, policy: ArrivalStream(perSecond: callsPerSecond, seed: scenario.seed))
    }

    /// Who rings for a random time, and answers by chance, still comes at random: a Poisson stream
    /// that is thinned and put off is one again.
    @Test(
        arguments: [
            (1, 0.7, 100, 1, 0), (10, 0.8, 100, 1, 0), (10, 0.8, 100, 1, 12),
            (50, 0.85, 180, 0.5, 12),
        ] as [(Int, Double, Double, Double, Double)])
    func `Poisson calls to agents wait as Erlang C says`(
        agents: Int, load: Double, talk: Double, answer: Double, ring: Double
    ) throws {
        var scenario = Self.scenario(agents: agents, talk: .exponential(mean: talk))
        scenario.carrier.fates = [.person: answer, .noAnswer: 1 - answer]
        scenario.carrier.ring = ring == 0 ? .constant(0) : .exponential(mean: ring)
        scenario.carrier.unansweredRing = .exponential(mean: 12)
        let arrivals = load * Double(agents) / talk
        let truth = try #require(
            ErlangC(arrivalsPerSecond: arrivals, meanService: talk, servers: agents))
        var watched = Self.watched(scenario, callsPerSecond: arrivals / answer)
        let seen = watched.batches()
        let name = "seed \(Self.seed), \(agents) agents"
        #expect(seen.dials > 990_000)
        seen.peoplePerSecond.expect(arrivals, within: 0.01, "\(name), arrivals")
        seen.chanceOfWait.expect(truth.chanceOfWait, within: 0.1, "\(name), chance of wait")
        seen.chanceOfLongWait.expect(
            truth.chanceOfWait(beyond: 20), within: 0.2, "\(name), chance of 20 s")
        seen.meanWait.expect(truth.meanWait, within: 0.2, "\(name), mean wait")
        seen.occupancy.expect(truth.occupancy, within: 0.01, "\(name), occupancy")
    }

    @Test(
        arguments: [
            (1, 2, 100, 60), (10, 1.2, 100, 60), (10, 0.8, 100, 20), (50, 0.95, 180, 60),
        ] as [(Int, Double, Double, Double)])
    func `people without endless patience leave as Erlang A says`(
        agents: Int, load: Double, talk: Double, patience: Double
    ) {
        var scenario = Self.scenario(agents: agents, talk: .exponential(mean: talk))
        scenario.carrier.patience = .exponential(mean: patience)
        let arrivals = load * Double(agents) / talk
        let truth = ErlangA(
            arrivalsPerSecond: arrivals, meanService: talk, meanPatience: patience, servers: agents)
        var watched = Self.watched(scenario, callsPerSecond: arrivals)
        let seen = watched.batches()
        let name = "seed \(Self.seed), \(agents) agents, load \(load)"
        seen.hangUps.expect(truth.chanceOfAbandonment, within: 0.05, "\(name), hang up")
        seen.meanWait.expect(truth.meanWait, within: 0.05, "\(name), mean wait")
        seen.chanceOfWait.expect(truth.chanceOfWait, within: 0.04, "\(name), chance of wait")
        seen.occupancy.expect(truth.occupancy, within: 0.01, "\(name), occupancy")
    }

    @Test(arguments: [0, 0.5, 1, 2])
    func `one agent keeps people waiting as Pollaczek and Khinchine say`(cv: Double) throws {
        let talk: Distribution = cv == 0 ? .constant(100) : .lognormal(mean: 100, cv: cv)
        let arrivals = 0.007
        let truth = try #require(
            meanWaitOneServer(arrivalsPerSecond: arrivals, meanService: 100, cv: cv))
        var watched = Self.watched(Self.scenario(agents: 1, talk: talk), callsPerSecond: arrivals)
        let seen = watched.batches()
        let name = "seed \(Self.seed), cv \(cv)"
        seen.meanWait.expect(truth, within: 0.1, "\(name), mean wait")
        seen.occupancy.expect(0.7, within: 0.01, "\(name), occupancy")
        // Who comes at random sees the agent as time does.
        seen.chanceOfWait.expect(0.7, within: 0.01, "\(name), chance of wait")
    }

    @Test(
        arguments: [
            .constant(100), .exponential(mean: 100), .lognormal(mean: 100, cv: 1.5),
        ] as [Distribution])
    func `people who are not held are lost as Erlang B says, however talks spread`(
        talk: Distribution
    ) {
        var scenario = Self.scenario(agents: 10, talk: talk)
        scenario.plan.limits.hold = .zero
        let truth = erlangB(load: 8, servers: 10)
        var watched = Self.watched(scenario, callsPerSecond: 0.08)
        let seen = watched.batches()
        let name = "seed \(Self.seed), \(talk)"
        seen.abandonment.expect(truth, within: 0.025, "\(name), lost")
        seen.occupancy.expect(0.8 * (1 - truth), within: 0.01, "\(name), occupancy")
    }

    @Test(
        arguments: [(6, 10, 2, 1), (20, 180, 30, 4), (100, 60, 20, 20), (10, 20, 60, 3)]
            as [(Int, Double, Double, Int)])
    func `calls that come back are machines and those who repair them`(
        calls: Int, ring: Double, talk: Double, agents: Int
    ) {
        var scenario = Self.scenario(agents: agents, talk: .exponential(mean: talk))
        scenario.carrier.ring = .exponential(mean: ring)
        let truth = FiniteSource(
            sources: calls, meanAway: ring, meanService: talk, servers: agents)
        var watched = Watched(scenario, policy: Population(calls: calls))
        let seen = watched.batches()
        let name = "seed \(Self.seed), \(calls) calls, \(agents) agents"
        seen.linesUsed.expect(Double(calls), within: 1e-9, "\(name), lines")
        seen.occupancy.expect(truth.utilisation, within: 0.01, "\(name), occupancy")
        seen.meanWait.expect(truth.meanWait, within: 0.03, "\(name), mean wait")
        seen.peoplePerSecond.expect(
            truth.meanAway / ring, within: 0.01, "\(name), calls a second")
    }

    /// The tests are sharp enough to see three percent more calls than were meant.
    @Test func `another queue is seen to be another`() throws {
        let truth = try #require(
            ErlangC(arrivalsPerSecond: 0.08, meanService: 100, servers: 10))
        var watched = Self.watched(
            Self.scenario(agents: 10, talk: .exponential(mean: 100)), callsPerSecond: 0.0824)
        let seen = watched.batches()
        #expect(!seen.peoplePerSecond.contains(0.08))
        #expect(!seen.chanceOfWait.contains(truth.chanceOfWait))
        #expect(!seen.meanWait.contains(truth.meanWait))
        #expect(!seen.occupancy.contains(truth.occupancy))
    }
}
