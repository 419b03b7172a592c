import DialEstimation
import DialMath
import DialModel
import DialPacing
import Testing

@Suite struct PredictiveTests {
    /// A policy that has seen many calls, a share of them answered by people after `answer`.
    static func taught(
        answers: Double, target: PredictiveTarget = PredictiveTarget(),
        answer: Duration = .seconds(12), talk: Duration = .seconds(180),
        wrapUp: Duration = .seconds(20), calls: Int = 3_000
    ) -> Predictive {
        var policy = Predictive(target: target)
        for n in 0..<calls {
            if Int(Double(n + 1) * answers) > Int(Double(n) * answers) {
                policy.note(.person(after: answer), at: .epoch)
                policy.note(.talkEnded(after: talk), at: .epoch)
                policy.note(.wrapUpEnded(after: wrapUp), at: .epoch)
            } else {
                policy.note(.nobody(after: .seconds(20)), at: .epoch)
            }
        }
        return policy
    }

    /// Nine tenths of what the target allows has been spent: the margin is the target's own.
    static func earned(_ floor: Floor) -> Floor {
        var floor = floor
        floor.answered = 1_000
        floor.abandoned = 27
        return floor
    }

    @Test(arguments: [1, 2, 5, 20, 200, 2_000])
    func `at the start it dials one to one`(agents: Int) {
        var policy = Predictive(target: PredictiveTarget())
        #expect(policy.pace(for: floor(idle: agents), at: .epoch).start == agents)
        #expect(policy.pace(for: floor(idle: agents, inFlight: agents), at: .epoch).start == 0)
    }

    @Test func `with few answers it dials ahead`() {
        var policy = Self.taught(answers: 0.25)
        let pace = policy.pace(for: Self.earned(floor(idle: 20)), at: .epoch)
        #expect(pace.start > 35 && pace.start < 80)
        #expect(pace.bound == .risk)
    }

    @Test func `fewer answers, more calls`() {
        var last = 0
        for answers in [0.9, 0.6, 0.4, 0.25, 0.15] {
            var policy = Self.taught(answers: answers, target: PredictiveTarget(callsPerAgent: 100))
            let start = policy.pace(for: Self.earned(floor(idle: 30)), at: .epoch).start
            #expect(start > last)
            last = start
        }
    }

    @Test func `it dials for agents who are about to come free`() {
        var policy = Self.taught(answers: 0.25)
        let pace = policy.pace(
            for: Self.earned(floor(idle: 0, talking: 100, wrapUp: 20)), at: .epoch)
        #expect(pace.start > 10)
    }

    @Test func `a larger margin dials less`() {
        let starts = [0, 1, 2, 4].map { margin in
            var policy = Self.taught(
                answers: 0.25, target: PredictiveTarget(margin: margin, callsPerAgent: 100))
            return policy.pace(for: Self.earned(floor(idle: 20, talking: 30)), at: .epoch).start
        }
        #expect(starts == starts.sorted(by: >) && Set(starts).count == 4)
    }

    @Test(arguments: [
        (1_000, 29, true), (1_000, 30, false), (34, 0, true), (33, 0, false), (0, 0, false),
    ])
    func `it dials ahead only while one more person could be abandoned`(
        answered: Int, abandoned: Int, dialsAhead: Bool
    ) {
        var policy = Self.taught(answers: 0.25)
        var floor = floor(idle: 20, inFlight: 5)
        floor.answered = answered
        floor.abandoned = abandoned
        let pace = policy.pace(for: floor, at: .epoch)
        #expect((pace.start > 15) == dialsAhead)
        if !dialsAhead { #expect(pace == Pace(start: 15, bound: .budget)) }
    }

    @Test func `never more calls in flight than the ceiling per agent`() {
        var policy = Self.taught(answers: 0.02, target: PredictiveTarget(callsPerAgent: 3))
        let pace = policy.pace(for: Self.earned(floor(idle: 10, talking: 10)), at: .epoch)
        #expect(pace.start == 60 && pace.bound == .ratio)
    }

    @Test func `whatever it sees, it starts a number that is not negative and keeps one to one`() {
        let chance = Chance(seed: 1, stream: "floors")
        for key: UInt64 in 0..<5_000 {
            func draw(_ index: UInt64, _ most: Double) -> Int {
                let u = chance.uniform(key, index)
                return Int(u * u * most)
            }
            var policy = Self.taught(
                answers: chance.uniform(key, 10),
                target: PredictiveTarget(margin: 3 * chance.uniform(key, 11)), calls: draw(0, 50))
            var floor = floor(
                idle: draw(1, 200), talking: draw(2, 500), wrapUp: draw(3, 100),
                inFlight: draw(4, 1_000))
            floor.answered = draw(5, 1_000)
            floor.abandoned = draw(6, 50)
            let pace = policy.pace(for: floor, at: .epoch)
            #expect(pace.start >= max(0, floor.idle - floor.inFlight), "key \(key)")
        }
    }

    /// The largest number of calls that keeps the documented inequality, found by trying them all.
    @Test(arguments: [0.1, 0.3, 0.6, 0.95], [0.0, 0.5, 1, 3])
    func `it starts the most calls that its inequality allows`(answers: Double, margin: Double) {
        let target = PredictiveTarget(margin: margin, callsPerAgent: 1_000)
        var policy = Self.taught(answers: answers, target: target)
        // What the policy has learned, learned again beside it.
        var share = FadingShare(prior: 0.6, weight: 12, memory: 300)
        for n in 0..<3_000 {
            share.add(Int(Double(n + 1) * answers) > Int(Double(n) * answers))
        }
        // Calls in flight are taken to be halfway to their answer after 12 s.
        let p = min(0.999, share.value + share.standardError)
        let fromTalk = chanceWithin(6, mean: 200)
        let fromWrapUp = chanceWithin(6, mean: 20)
        for idle in [0, 1, 5, 20, 100] {
            for talking in [0, 10, 200] {
                for wrapUp in [0, 3, 40] {
                    let floor = Self.earned(
                        floor(idle: idle, talking: talking, wrapUp: wrapUp))
                    let c =
                        Double(idle) + Double(talking) * fromTalk + Double(wrapUp) * fromWrapUp
                    let v =
                        Double(talking) * fromTalk * (1 - fromTalk)
                        + Double(wrapUp) * fromWrapUp * (1 - fromWrapUp)
                    var most = 0
                    while true {
                        let u = Double(most + 1)
                        let risk = margin * (u * p * (1 - p) + v).squareRoot()
                        if u * p + risk > c + 1e-9 { break }
                        most += 1
                    }
                    let pace = policy.pace(for: floor, at: .epoch)
                    #expect(
                        abs(pace.start - max(most, idle)) <= 0,
                        "idle \(idle), talking \(talking), wrap-up \(wrapUp)")
                }
            }
        }
    }

    @Test func `what has been saved is spent`() {
        var policy = Self.taught(answers: 0.25)
        var floor = Self.earned(floor(idle: 20, talking: 30))
        let start = policy.pace(for: floor, at: .epoch).start
        floor.abandoned = 17
        #expect(policy.pace(for: floor, at: .epoch).start > start)
    }

    @Test func `it wants to be asked again, for agents come free as time passes`() {
        var policy = Self.taught(answers: 0.25)
        #expect(policy.pace(for: Self.earned(floor(idle: 3)), at: .epoch).again == .seconds(1))
    }
}
