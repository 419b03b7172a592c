import DialModel
import DialSimulation
import DialWorld
import Synchronization
import Testing

@testable import DialPacing

/// What the guard promises where its assumptions are broken on purpose: see DialPacing, *What the guard
/// promises*, point 3 of what holds on every path.
@Suite struct GuardTests {
    /// A day of twenty agents on which one of the assumptions fails, and whether that can be put right.
    struct Breach: Sendable, CustomTestStringConvertible {
        let what: String
        let scenario: Scenario
        let isFinal: Bool
        var testDescription: String { what }
    }

    private static let breaches = [
        Breach(
            what: "all agents leave two hours early", scenario: leaving, isFinal: true),
        Breach(
            what: "ten times as many answer from a minute and a half before the last",
            scenario: Scenario.day(agents: 20, answer: 0.06)
                .answering(0.6, from: .seconds(8 * 3_600 - 150)),
            isFinal: true),
        Breach(
            what: "a tenth answer from noon on",
            scenario: Scenario.day(agents: 20, answer: 0.3).answering(0.03, from: .hours(4)),
            isFinal: false),
    ]

    /// A breach that cannot be put right must take some days over the cap, or it would prove nothing.
    @Test(arguments: breaches)
    func `whatever happens, the excess over the cap is bounded`(breach: Breach) throws {
        let prepared = PreparedScenario(breach.scenario)
        var daysOver = 0
        for index in 0..<40 {
            let ledger = Ledger()
            var replication = Replication(
                of: prepared, policy: WatchedPredictive(ledger: ledger), index: index)
            let day = try #require(replication.run().days.first)
            let excess = Double(day.abandoned) - 0.03 * Double(day.served + day.abandoned)
            let end = ledger.end
            #expect(
                excess <= Double(end.exposed) + 0.03 * end.yield + 2,
                "\(breach.what): seed \(prepared.seed(of: index))")
            if excess > 0 { daysOver += 1 }
        }
        #expect((daysOver > 0) == breach.isFinal, "\(daysOver) of 40 days are over the cap")
    }

    private static var leaving: Scenario {
        var scenario = Scenario.day(agents: 20, answer: 0.25)
        scenario.plan.changes = [
            PlannedChange(at: .hours(6), command: .agents(0))
        ]
        return scenario
    }
}

/// What the guard knew when it last let calls be started beyond one for each idle agent.
private final class Ledger: Sendable {
    struct End {
        /// Answers counted on from the rest of the window.
        var yield = 0.0
        /// The most calls in flight beyond the idle agents since.
        var exposed = 0
    }

    private let state = Mutex(End())
    var end: End { state.withLock { $0 } }

    func note(_ floor: Floor, _ pace: Pace, yield: Double) {
        let waiting = floor.inFlight + floor.holding
        let exposed = max(0, waiting + pace.start - floor.idle)
        state.withLock {
            if pace.start > max(0, floor.idle - waiting) {
                $0 = End(yield: yield, exposed: exposed)
            } else {
                $0.exposed = max($0.exposed, exposed)
            }
        }
    }
}

/// Predictive pacing that keeps a ledger.
private struct WatchedPredictive: PacingPolicy {
    var policy = Predictive(target: PredictiveTarget())
    let ledger: Ledger

    mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        let pace = policy.pace(for: floor, at: now)
        ledger.note(floor, pace, yield: policy.yield)
        return pace
    }

    mutating func note(_ event: PacingEvent, at now: Instant) { policy.note(event, at: now) }
    mutating func adopt(_ terms: PacingTerms, at now: Instant) { policy.adopt(terms, at: now) }
    var keepsRule: Bool { policy.keepsRule }
}
