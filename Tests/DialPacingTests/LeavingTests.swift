import DialModel
import Testing

@testable import DialPacing

/// What predictive pacing does about agents who leave.
@Suite struct PredictiveLeavingTests {
    static let now = PredictiveTests.now

    @Test func `an agent in a closing talk who then leaves is not dialled for`() {
        let now = PredictiveTests.at(30_000 + 180 * 600 + 400)
        var told = PredictiveTests.rich(floor(idle: 0, talking: 10))
        told.closing = 4
        func start(leaving: Int) -> Int {
            var policy = PredictiveTests.signalled()
            for _ in 0..<4 { policy.note(.closing(after: .seconds(165)), at: now) }
            told.leavingTalking = leaving
            told.leavingClosing = leaving
            return policy.pace(for: told, at: now + .seconds(8)).start
        }
        let starts = [0, 2, 4].map(start)
        #expect(starts[0] > starts[1] + 1 && starts[1] >= starts[2] && starts[2] <= 1, "\(starts)")
    }

    @Test(arguments: [24, 400]) func `for agents who leave it does not dial`(agents: Int) {
        func start(talking: Int, leaving: Int) -> Int {
            var policy = PredictiveTests.taught(answers: 0.25)
            var floor = PredictiveTests.rich(floor(idle: 0, talking: talking, wrapUp: talking / 2))
            floor.leavingTalking = leaving
            floor.leavingWrapUp = leaving / 2
            return policy.pace(for: floor, at: Self.now).start
        }
        let all = start(talking: agents, leaving: 0)
        let half = start(talking: agents, leaving: agents / 2)
        #expect(half < all, "\(half) of \(all)")
        #expect(abs(half - start(talking: agents / 2, leaving: 0)) <= 1)
        #expect(start(talking: agents, leaving: agents) == 0)
        var idlers = PredictiveTests.rich(floor(idle: agents))
        idlers.leavingIdle = agents
        var policy = PredictiveTests.taught(answers: 0.25)
        #expect(policy.pace(for: idlers, at: Self.now).start == 0)
    }

    @Test func `idle agents who leave are left out once`() {
        func start(idle: Int, leaving: Int) -> Int {
            var policy = PredictiveTests.taught(answers: 0.25)
            var floor = PredictiveTests.rich(floor(idle: idle, talking: 60))
            floor.leavingIdle = leaving
            return policy.pace(for: floor, at: Self.now).start
        }
        let some = start(idle: 60, leaving: 25)
        #expect(some == start(idle: 35, leaving: 0))
        #expect(some > start(idle: 10, leaving: 0) + 25)
    }

    @Test func `no greater share of the calls is let go than of the agents has gone`() {
        // Sixty calls for twenty agents, of whom one has gone.
        var (policy, floor) = Self.counted(on: 20)
        floor.idle = 19
        let calls = policy.pace(for: floor, at: Self.now + .seconds(1)).letGo
        #expect((1...3).contains(calls), "\(calls)")
    }

    /// Thirty idle agents and sixty calls, dialled as fast as agents are there.
    private static func counted(on agents: Int) -> (policy: Predictive, floor: Floor) {
        var policy = PredictiveTests.taught(answers: 0.25)
        for _ in 0..<60 { policy.note(.dialled(), at: PredictiveTests.at(30_019)) }
        var floor = floor(idle: agents, inFlight: 60)
        floor.answered = 10_000
        floor.abandoned = 299
        _ = policy.pace(for: floor, at: Self.now)
        return (policy, floor)
    }

    @Test func `where agents vanish and the budget is spent calls are let go`() {
        var (policy, floor) = Self.counted(on: 30)
        floor.idle = 15
        let few = policy.pace(for: floor, at: Self.now + .seconds(1)).letGo
        #expect(few > 5 && few < 60, "\(few)")
        floor.idle = 5
        let more = policy.pace(for: floor, at: Self.now + .seconds(2)).letGo
        #expect(more > few && more < 60, "\(more)")
        // Talking agents who will not come back have gone as well.
        (policy, floor) = Self.counted(on: 30)
        floor.idle = 0
        floor.talking = 30
        #expect(policy.pace(for: floor, at: Self.now + .seconds(1)).letGo == 0)
        floor.leavingTalking = 15
        #expect(policy.pace(for: floor, at: Self.now + .seconds(2)).letGo > 5)
    }

    @Test func `no call is let go while losses are allowed, or nobody has gone`() {
        var (policy, floor) = Self.counted(on: 30)
        floor.idle = 15
        floor.abandoned = 200
        #expect(policy.pace(for: floor, at: Self.now + .seconds(1)).letGo == 0)
        // They are busy; the calls in flight may cost as much, but nobody has gone.
        (policy, floor) = Self.counted(on: 30)
        floor.idle = 15
        floor.talking = 15
        #expect(policy.pace(for: floor, at: Self.now + .seconds(1)).letGo == 0)
        // They are back.
        (policy, floor) = Self.counted(on: 30)
        floor.idle = 15
        _ = policy.pace(for: floor, at: Self.now + .seconds(1))
        floor.idle = 30
        let back = policy.pace(for: floor, at: Self.now + .seconds(2))
        floor.idle = 29
        floor.talking = 1
        #expect(back.letGo == 0)
        #expect(policy.pace(for: floor, at: Self.now + .seconds(3)).letGo == 0)
        // All calls of then have ended, and others are on their way.
        (policy, floor) = Self.counted(on: 30)
        floor.idle = 15
        _ = policy.pace(for: floor, at: Self.now + .seconds(1))
        for _ in 0..<60 { policy.note(.nobody(after: .seconds(21)), at: Self.now + .seconds(20)) }
        for _ in 0..<60 { policy.note(.dialled(), at: Self.now + .seconds(22)) }
        #expect(policy.pace(for: floor, at: Self.now + .seconds(24)).letGo == 0)
        var unguarded = PredictiveTests.taught(
            answers: 0.25, target: PredictiveTarget(isGuarded: false))
        _ = unguarded.pace(for: floor, at: Self.now)
        floor.idle = 2
        #expect(unguarded.pace(for: floor, at: Self.now).letGo == 0)
    }
}
