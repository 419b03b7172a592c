import DialEngine
import DialMath
import DialModel
import DialPacing
import DialSimulation
import DialWorld
import Foundation
import Testing

/// A whole campaign in virtual time, seen from outside: by its records and its tally.
///
///     var watched = Watched(scenario, policy: ArrivalStream(perSecond: 0.08, seed: 1))
///     let seen = watched.batches(25, ofDials: 40_000)
///     seen.meanWait.expect(20.46, within: 0.1, "mean wait")
///
/// The engine knows nothing of queues: agents, calls and people behave as they always do, only so
/// that what they make up together is a system that has been solved on paper.
struct Watched {
    private var simulation: Simulation
    private var nextLead: Int64 = 1
    private var seen = Batch()

    /// - Parameter policy: nil: the scenario's own pacing.
    init(_ scenario: Scenario, policy: (any PacingPolicy)? = nil) {
        let scenario = PreparedScenario(scenario).scenario
        simulation = Simulation(
            dialer: Dialer(plan: scenario.plan, policy: policy, at: scenario.start),
            carrier: SimulatedCarrier(plan: scenario.carrier, seed: scenario.seed),
            crew: SimulatedCrew(plan: scenario.crew, seed: scenario.seed), at: scenario.start)
    }

    /// Batches of equal length, of about so many dials each, after one that is not counted.
    mutating func batches(_ count: Int = 25, ofDials dials: Int = 40_000) -> Seen {
        let start = simulation.now
        while seen.dials < dials { run(for: .minutes(10)) }
        let length = simulation.now - start
        return batches(count, of: length)
    }

    mutating func batches(_ count: Int, of length: Duration, warmUp: Duration = .zero) -> Seen {
        run(for: warmUp)
        return Seen(
            batches: (0..<count).map { _ in
                seen = Batch()
                let before = simulation.dialer.tally(at: simulation.now)
                run(for: length)
                let tally = simulation.dialer.tally(at: simulation.now) - before
                seen.busy = tally.agentTime[.talking] + tally.agentTime[.wrapUp]
                seen.working = tally.working
                seen.lineTime = tally.lineTime
                seen.time = length.nanoseconds
                return seen
            })
    }

    private mutating func run(for span: Duration) {
        let end = simulation.now + span
        while true {
            let stop = simulation.run(until: end)
            for record in simulation.takeRecords() { seen.note(record) }
            switch stop {
            case .leads(let count): simulation.supply(leads(count))
            case .records: break
            case .until: return
            case .leadsNow, .idle, .finished:
                Issue.record("the campaign came to an end: \(stop)")
                return
            }
        }
    }

    private mutating func leads(_ count: Int) -> LeadBatch {
        let ids = nextLead..<nextLead + Int64(count)
        nextLead = ids.upperBound
        return LeadBatch(
            leads: ids.map {
                DueLead(id: LeadID($0), number: PhoneNumber(digits: 99_900_000_000 + UInt64($0)))
            }, nextDue: nil)
    }
}

/// What happened in a stretch of time; times in nanoseconds.
struct Batch {
    var dials = 0
    /// People who were handed to an agent.
    var served = 0
    /// People who hung up before that.
    var hungUp = 0
    /// People whom we let go.
    var abandoned = 0
    /// Of all of them, those who found no agent free.
    var waited = 0
    /// Those who waited longer than ``Batch/long``.
    var waitedLong = 0
    /// Summed over people, however they ended.
    var waiting: Int64 = 0
    /// Summed over people who were served.
    var servedWaiting: Int64 = 0
    /// Talk and wrap-up, summed over agents.
    var busy: Int64 = 0
    var working: Int64 = 0
    var lineTime: Int64 = 0
    var time: Int64 = 0

    static let long = Duration.seconds(20)

    var people: Int { served + hungUp + abandoned }

    mutating func note(_ record: Record) {
        switch record {
        case .started: dials += 1
        case .ended(let end):
            guard let person = end.personAt else { return }
            let wait = (end.connected ?? end.at) - person
            waiting += wait.nanoseconds
            if end.connected != nil {
                served += 1
                servedWaiting += wait.nanoseconds
            } else if end.outcome == .connected(.abandoned) {
                abandoned += 1
            } else {
                hungUp += 1
            }
            if wait > .zero || end.connected == nil { waited += 1 }
            if wait > Self.long { waitedLong += 1 }
        default: break
        }
    }
}

/// Batches of one long run, or replications, and what they say together.
struct Seen {
    var batches: [Batch]

    /// Of a hundred intervals of a true model, one misses.
    static let confidence = 0.99

    /// One that is fixed makes a test that passes pass again. Of the intervals of the first five seeds,
    /// some hundred each, one missed, under seed 1; five were to be expected.
    /// `DIALPACE_SEED=7 DIALPACE_SHOWN=1 scripts/test --filter ValidationTests` tries another, and
    /// prints every figure.
    static let seed = environment["DIALPACE_SEED"].flatMap(UInt64.init) ?? 4
    static let isShown = environment["DIALPACE_SHOWN"] != nil
    private static let environment = ProcessInfo.processInfo.environment

    func ratio<Top: BinaryInteger, Bottom: BinaryInteger>(
        _ top: (Batch) -> Top, to bottom: (Batch) -> Bottom, scale: Double = 1
    ) -> Interval {
        ratioInterval(
            of: batches.map { Double(top($0)) * scale }, to: batches.map { Double(bottom($0)) },
            confidence: Self.confidence)
    }

    var dials: Int { batches.reduce(0) { $0 + $1.dials } }
    var occupancy: Interval { ratio(\.busy, to: \.working) }
    var chanceOfWait: Interval { ratio(\.waited, to: \.people) }
    var chanceOfLongWait: Interval { ratio(\.waitedLong, to: \.people) }
    /// In seconds, over everyone.
    var meanWait: Interval { ratio(\.waiting, to: \.people, scale: 1e-9) }
    var hangUps: Interval { ratio(\.hungUp, to: \.people) }
    var abandonment: Interval { ratio(\.abandoned, to: \.people) }
    var peoplePerSecond: Interval { ratio(\.people, to: \.time, scale: 1e9) }
    var linesUsed: Interval { ratio(\.lineTime, to: \.time) }
}

extension Interval {
    /// Expects the truth within the interval, and the interval to be narrow enough to tell something.
    ///
    /// - Parameter precision: how far it may reach to either side, as a share of the truth.
    func expect(
        _ truth: Double, within precision: Double, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let report = "\(what): \(low) to \(high), seen \(estimate), computed \(truth)"
        if Seen.isShown { print(report) }
        #expect(contains(truth), "\(report)", sourceLocation: sourceLocation)
        #expect(
            halfWidth <= precision * truth, "too wide to tell: \(report)",
            sourceLocation: sourceLocation)
    }
}
