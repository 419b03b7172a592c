import DialMath
import DialModel
import Testing

@testable import DialPacing

@Suite struct PredictiveTests {
    static let second: Int64 = 1_000_000_000

    static func at(_ seconds: Int) -> Instant { Instant(nanoseconds: Int64(seconds) * second) }

    /// A policy that has seen many calls, one every ten seconds, a share of them answered after 12 s;
    /// the others end after 20 s. Talks take three minutes.
    static func taught(
        answers: Double, target: PredictiveTarget = PredictiveTarget(), calls: Int = 3_000
    ) -> Predictive {
        var policy = Predictive(target: target)
        teach(&policy, answers: answers, calls: 0..<calls)
        return policy
    }

    static func teach(_ policy: inout Predictive, answers: Double, calls: Range<Int>) {
        for call in calls {
            // As many agents in talk as it takes for three minutes each.
            let talking = Int((18 * answers).rounded(.up))
            _ = policy.pace(for: floor(idle: 0, talking: talking), at: at(10 * call))
            policy.note(.dialled(), at: at(10 * call))
            let isAnswered = Int(Double(call + 1) * answers) > Int(Double(call) * answers)
            if isAnswered {
                policy.note(.person(after: .seconds(12)), at: at(10 * call + 12))
                policy.note(.talkEnded(after: .seconds(180)), at: at(10 * call + 12))
                policy.note(.wrapUpEnded(after: .seconds(10)), at: at(10 * call + 12))
            } else {
                policy.note(.nobody(after: .seconds(20)), at: at(10 * call + 20))
            }
        }
    }

    /// Half an hour before the end people answer a fourth as often as in the morning, or as always.
    @Test func `near the end of a window an answer rate that has been high is feared`() {
        func starts(morning: Double, at instant: Int) -> Int {
            var policy = Predictive(target: PredictiveTarget())
            let rule = AbandonmentRule(
                window: .every(.seconds(60_000)), work: .seconds(52_000))
            policy.adopt(PacingTerms(rules: AbandonmentRules(rule)), at: .epoch)
            Self.teach(&policy, answers: morning, calls: 0..<1_000)
            Self.teach(&policy, answers: 0.1, calls: 1_000..<instant / 10)
            return policy.pace(for: Self.rich(floor(idle: 20)), at: Self.at(instant + 20)).start
        }
        #expect(starts(morning: 0.4, at: 50_000) < starts(morning: 0.1, at: 50_000) - 10)
        #expect(abs(starts(morning: 0.4, at: 40_000) - starts(morning: 0.1, at: 40_000)) <= 10)
    }

    /// So many were answered, and little enough was spent.
    static func rich(_ floor: Floor) -> Floor {
        var floor = floor
        floor.answered = 10_000
        floor.abandoned = 285
        return floor
    }

    static let now = at(30_020)

    @Test(arguments: [1, 2, 5, 20, 200, 2_000])
    func `at the start it dials one to one`(agents: Int) {
        var policy = Predictive(target: PredictiveTarget())
        #expect(policy.pace(for: floor(idle: agents), at: .epoch).start == agents)
        #expect(policy.pace(for: floor(idle: agents, inFlight: agents), at: .epoch).start == 0)
    }

    @Test(arguments: [3, 20, 200]) func `with few answers it dials ahead`(agents: Int) {
        var policy = Self.taught(answers: 0.25)
        let pace = policy.pace(for: Self.rich(floor(idle: agents)), at: Self.now)
        #expect(pace.start > agents && pace.start < 5 * agents + 2)
        #expect(pace.bound == .risk || pace.bound == .budget)
    }

    @Test(arguments: [4, 60]) func `fewer answers, more calls`(agents: Int) {
        var last = 0
        for answers in [0.9, 0.5, 0.25, 0.1, 0.03] {
            var policy = Self.taught(answers: answers, target: PredictiveTarget(callsPerAgent: 100))
            let start = policy.pace(for: Self.rich(floor(idle: agents)), at: Self.now).start
            #expect(start > last || (answers == 0.5 && start == last))
            last = start
        }
    }

    @Test func `talks that ended while it was not asked say nothing of how long talks are`() {
        var policy = Predictive(target: PredictiveTarget())
        for talk in 0..<300 {
            policy.note(.talkEnded(after: .seconds(180)), at: Self.at(6 * talk))
            policy.note(.wrapUpEnded(after: .seconds(10)), at: Self.at(6 * talk))
        }
        _ = policy.pace(for: floor(idle: 0, talking: 30), at: Self.at(2_000))
        #expect(abs(policy.handleTimes.talk - 180) < 1)
        // An hour's pause, in which nobody may have been in talk.
        _ = policy.pace(for: floor(idle: 0, talking: 30), at: Self.at(5_600))
        #expect(policy.handleTimes.talk < 1_200)
    }

    @Test func `it dials for agents who are about to come free`() {
        var policy = Self.taught(answers: 0.25)
        let pace = policy.pace(for: Self.rich(floor(idle: 0, talking: 200)), at: Self.now)
        #expect(pace.start > 5)
    }

    @Test func `people who are held have their agents already`() {
        var holding = floor(idle: 0, talking: 200)
        holding.holding = 10
        var policy = Self.taught(answers: 0.25)
        let with = policy.pace(for: Self.rich(holding), at: Self.now).start
        policy = Self.taught(answers: 0.25)
        let without = policy.pace(for: Self.rich(floor(idle: 0, talking: 200)), at: Self.now).start
        #expect(with < without)
    }

    @Test func `the time that a person may be held is time to dial ahead in`() {
        let starts = [0, 2, 10].map { (seconds: Int64) in
            var policy = Self.taught(answers: 0.25)
            policy.adopt(PacingTerms(hold: .seconds(seconds)), at: Self.now)
            return policy.pace(for: Self.rich(floor(idle: 0, talking: 400)), at: Self.now).start
        }
        #expect(starts[0] < starts[1] && starts[1] < starts[2], "\(starts)")
    }

    @Test func `calls that have rung for longer than answers take make room for others`() {
        var fresh = Self.taught(answers: 0.25)
        var old = fresh
        for _ in 0..<40 {
            old.note(.dialled(), at: Self.at(30_020 - 16))
            fresh.note(.dialled(), at: Self.now)
        }
        var floor = Self.rich(floor(idle: 30, talking: 30))
        floor.ringing = 40
        _ = old.pace(for: floor, at: Self.at(30_020 - 16))
        _ = fresh.pace(for: floor, at: Self.now)
        #expect(
            old.pace(for: floor, at: Self.now).start > fresh.pace(for: floor, at: Self.now).start)
    }

    @Test func `without anything earned nothing is risked that could be lost`() {
        var policy = Self.taught(answers: 0.25)
        var floor = floor(idle: 20, inFlight: 5)
        floor.answered = 1_000
        floor.abandoned = 31
        #expect(
            policy.pace(for: floor, at: Self.now)
                == Pace(start: 15, bound: .budget, again: .seconds(1)))
    }

    @Test func `never more calls in flight than the ceiling per agent`() {
        var policy = Self.taught(answers: 0.02, target: PredictiveTarget(callsPerAgent: 3))
        let pace = policy.pace(for: Self.rich(floor(idle: 20)), at: Self.now)
        #expect(pace.start == 60 && pace.bound == .ratio)
    }

    @Test func `whatever it sees, it starts a number that is not negative and keeps one to one`() {
        let chance = Chance(seed: 1, stream: "floors")
        var policy = Self.taught(answers: 0.3)
        for key: UInt64 in 0..<20_000 {
            func draw(_ index: UInt64, _ most: Double) -> Int {
                let u = chance.uniform(key, index)
                return Int(u * u * most)
            }
            if key % 50 == 0 {
                policy = Self.taught(answers: chance.uniform(key, 10), calls: draw(0, 90))
            }
            var floor = floor(
                idle: draw(1, 200), talking: draw(2, 500), wrapUp: draw(3, 100),
                inFlight: draw(4, 1_000))
            floor.holding = draw(7, 30)
            floor.answered = draw(5, 1_000)
            floor.abandoned = min(floor.answered, draw(6, 50))
            // A clock that goes back, or leaps, is survived.
            let now = Self.at(draw(8, 100_000))
            if draw(9, 3) == 1 { policy.note(.dialled(), at: now) }
            let pace = policy.pace(for: floor, at: now)
            #expect(
                pace.start >= max(0, floor.idle - floor.inFlight - floor.holding), "key \(key)")
        }
    }

    @Test func `the same events lead to the same decisions`() {
        var policies = [Self.taught(answers: 0.2), Self.taught(answers: 0.2)]
        for second in 0..<500 {
            var floor = Self.rich(floor(idle: second % 7, talking: 40))
            floor.answered += second
            let paces = policies.indices.map {
                policies[$0].pace(for: floor, at: Self.at(30_020 + second))
            }
            #expect(paces[0] == paces[1])
        }
    }

    /// A policy that has seen 600 talks of three minutes, one at a time, of which the agent said 15 s
    /// before the end that they were closing.
    static func signalled() -> Predictive {
        var policy = taught(answers: 0.25)
        for talk in 0..<600 {
            let began = 30_000 + 180 * talk
            let (closes, ends) = (at(began + 165), at(began + 180))
            var before = floor(idle: 0, talking: 10)
            _ = policy.pace(for: before, at: at(began))
            policy.note(.talkBegan, at: at(began))
            policy.note(.closing(after: .seconds(165)), at: closes)
            before.closing = 1
            _ = policy.pace(for: before, at: closes)
            policy.note(.talkEnded(after: .seconds(180), closing: .seconds(15)), at: ends)
            policy.note(.dialled(), at: ends)
            policy.note(.nobody(after: .seconds(20)), at: ends)
            _ = policy.pace(for: floor(idle: 0, talking: 10), at: ends)
        }
        return policy
    }

    @Test func `for agents who are about to close it dials, and for the others it waits`() {
        let now = Self.at(30_000 + 180 * 600 + 400)
        var told = Self.rich(floor(idle: 0, talking: 10))
        var policy = Self.signalled()
        let unsaid = policy.pace(for: told, at: now).start
        policy = Self.signalled()
        for _ in 0..<4 { policy.note(.closing(after: .seconds(165)), at: now) }
        told.closing = 4
        // Those who are answered are after 12 s: too early for agents who are free after 15.
        #expect(policy.pace(for: told, at: now).start <= 1)
        let said = policy.pace(for: told, at: now + .seconds(8)).start
        #expect(unsaid <= 1 && said >= unsaid + 3, "\(unsaid), \(said)")
    }

    @Test func `without ages old calls count as much as new ones`() {
        let target = PredictiveTarget(usesRingAges: false)
        // Ten calls of 22 s, which nearly nobody answers any more.
        func start(_ target: PredictiveTarget) -> Int {
            var policy = Self.taught(answers: 0.25, target: target)
            for _ in 0..<10 { policy.note(.dialled(), at: Self.now) }
            let later = Self.now + .seconds(16)
            return policy.pace(for: Self.rich(floor(idle: 3, inFlight: 10)), at: later).start
        }
        #expect(start(PredictiveTarget()) > start(target) + 2)
    }
}
