import DialMath
import DialModel
import DialPacing
import DialSimulation
import DialWorld
import Foundation
import Testing

@Suite struct ExplanationTests {
    /// A day of a team, as it would be written down.
    private func lines(
        _ pacing: Pacing, agents: Int, hours: Int64 = 8, talk: Distribution? = nil,
        segments: [Double] = []
    ) throws -> [Data] {
        var scenario = Scenes.small
        scenario.list.shares = segments.map { _ in 1 / Double(segments.count) }
        scenario.carrier.segments = segments.enumerated().map { place, share in
            CarrierPlan.Segment(
                name: "\(place)", fates: [.person: share, .noAnswer: 1 - share],
                ring: scenario.carrier.ring)
        }
        scenario.plan.agents = agents
        scenario.plan.pacing = pacing
        scenario.plan.abandonment.first.window = .every(.hours(24))
        scenario.plan.limits.lines = agents * 2
        scenario.plan.limits.callsPerSecond = 2
        scenario.duration = .hours(hours)
        if let talk { scenario.crew.talk = talk }
        var replication = Replication(of: PreparedScenario(scenario), index: 0)
        var lines: [Data] = []
        _ = try replication.run(explain: { explanations in
            lines += try explanations.map { try JSONEncoder().encode($0) }
        })
        return lines
    }

    private func read(_ line: Data) throws -> PacingExplanation {
        try JSONDecoder().decode(PacingExplanation.self, from: line)
    }

    @Test(arguments: [
        (Pacing.predictive(PredictiveTarget()), 3), (.predictive(PredictiveTarget()), 20),
        (.predictive(PredictiveTarget()), 60), (.fixedRatio(2.5), 10), (.progressive, 10),
        (.predictive(PredictiveTarget(goal: .occupancy(0.7))), 3),
        (.predictive(PredictiveTarget(goal: .occupancy(0.8))), 60),
        (.predictive(PredictiveTarget(goal: .wait(.seconds(40)))), 20),
    ])
    func `every decision of a day follows from what is recorded of it`(
        pacing: Pacing, agents: Int
    ) throws {
        let lines = try lines(pacing, agents: agents)
        #expect(lines.count > 500)
        var bounds: Set<String> = []
        for line in lines {
            let explanation = try read(line)
            #expect(explanation.follows == true, "\(String(decoding: line, as: UTF8.self))")
            bounds.insert(explanation.bound)
            if explanation.wantedBound == "risk", let reasons = explanation.reasons {
                #expect(try #require(reasons.candidates.last).risk > reasons.situation.price)
            }
        }
        guard case .predictive(let target) = pacing else { return }
        if target.goal != nil {
            #expect(bounds.contains("goal"))
        } else {
            #expect(bounds.isSuperset(of: ["risk", "budget", "calls per second"]), "\(bounds)")
        }
    }

    @Test(arguments: [4, 50])
    func `decisions on a list of segments follow from what is recorded, the segment with it`(
        agents: Int
    ) throws {
        let explanations = try lines(
            .predictive(PredictiveTarget()), agents: agents, hours: 2, segments: [0.1, 0.6]
        ).map(read)
        #expect(explanations.count > 100)
        #expect(explanations.allSatisfy { $0.follows == true })
        #expect(Set(explanations.map(\.floor.segment.raw)) == [0, 1])
        // Each segment's rate is told, that of the lead that is next.
        let late = explanations.suffix(50)
        for (segment, share) in [(UInt8(0), 0.1), (1, 0.6)] {
            let rates = late.filter { $0.floor.segment.raw == segment }.compactMap {
                $0.reasons?.answerRate
            }
            #expect(rates.allSatisfy { abs($0 - share) < 0.15 }, "\(segment): \(rates)")
        }
        for explanation in explanations where explanation.bound == "segment" {
            #expect(explanation.why.contains("the lead after that is of another segment"))
            #expect(explanation.started < explanation.wanted)
        }
    }

    @Test(arguments: [
        (PacingGoal.occupancy(0.45), "left idle for the occupancy of 45.0 %"),
        (.occupancy(0.7), "the occupancy of 70.0 % is worth"),
        (.wait(.seconds(1)), "the cap allows no more for the wait of 1.0 s"),
    ])
    func `what a goal asks for, and what the cap denies it, is told`(
        goal: PacingGoal, words: String
    ) throws {
        let explanations = try lines(.predictive(PredictiveTarget(goal: goal)), agents: 5).map(read)
        #expect(explanations.count { $0.why.contains(words) } > explanations.count / 10)
        for explanation in explanations where explanation.wantedBound == "goal" {
            #expect(!explanation.why.contains("the cap allows"), "\(explanation.why)")
        }
    }

    /// Then it is known of each agent when the talk will end.
    @Test func `decisions about talks of one length follow as well`() throws {
        let lines = try lines(
            .predictive(PredictiveTarget()), agents: 10, hours: 4,
            talk: .uniform(low: 115, high: 125))
        let explanations = try lines.map(read)
        #expect(explanations.allSatisfy { $0.follows == true })
        let text = lines.map { String(decoding: $0, as: UTF8.self) }
        #expect(text.count { $0.contains("timed") } > text.count / 2)
    }

    /// Half of the team leaves, which is known a minute before, or not.
    @Test(arguments: [Duration.minutes(1), nil])
    func `decisions while agents leave follow, and say who leaves and what is let go`(
        notice: Duration?
    ) throws {
        var explanations: [PacingExplanation] = []
        for index in 0..<6 {
            var scenario = Scenes.small
            scenario.plan.agents = 30
            scenario.plan.pacing = .predictive(PredictiveTarget())
            scenario.plan.limits.ring = .seconds(40)
            scenario.carrier.ring = .lognormal(mean: 18, cv: 0.5)
            scenario.plan.leavingNotice = notice
            scenario.plan.changes = (1...5).map {
                PlannedChange(at: .minutes(20 * $0), command: .agents($0 % 2 == 0 ? 30 : 10))
            }
            var replication = Replication(of: PreparedScenario(scenario), index: index)
            _ = try replication.run(explain: { explained in
                explanations += try explained.map { try read(JSONEncoder().encode($0)) }
            })
        }
        #expect(explanations.allSatisfy { $0.follows == true })
        #expect(explanations.contains { $0.why.contains(/\d of \d+ busy agents? leaves?;/) })
        if notice != nil {
            #expect(explanations.contains { $0.why.contains(/idle, \d+ leaves? soon/) })
            return
        }
        let letGo = explanations.filter { $0.letGo ?? 0 > 0 }
        #expect(letGo.count > 3)
        for var explanation in letGo {
            let (wanted, count) = (explanation.wantedLetGo ?? 0, explanation.letGo ?? 0)
            #expect(explanation.why.hasPrefix("let go \(count): ") && explanation.started == 0)
            #expect(explanation.why.contains(/agents? (is|are) gone, up to [0-9.]+ people could/))
            explanation.letGo = wanted + 1
            #expect(explanation.follows == false)
            explanation.letGo = count
            explanation.wantedLetGo = wanted + 1
            #expect(explanation.follows == false)
        }
    }

    @Test func `what was recorded wrongly is found out`() throws {
        let lines = try lines(.predictive(PredictiveTarget()), agents: 10, hours: 2)
        var changed = (started: 0, floor: 0, price: 0)
        for line in lines {
            var explanation = try read(line)
            explanation.wanted += 1
            #expect(explanation.follows == false)
            explanation = try read(line)
            // More than was wanted; how many calls a second there may be, is not recorded.
            explanation.started = explanation.wanted + 1
            if explanation.follows == false { changed.started += 1 }
            let text = String(decoding: line, as: UTF8.self)
            let idler = text.replacing(/"idle":\d+,/, with: "\"idle\":9,")
            if try read(Data(idler.utf8)).follows == false { changed.floor += 1 }
            let dearer = text.replacing(/"price":[-e0-9.]+/, with: "\"price\":0.9")
            if try read(Data(dearer.utf8)).follows == false { changed.price += 1 }
        }
        #expect(changed.started == lines.count)
        #expect(changed.floor > lines.count / 4)
        #expect(changed.price > lines.count / 4)
    }

    @Test func `of other dialers' decisions no proof is claimed`() throws {
        let explanation = try read(
            try #require(
                try lines(.peer(PeerPacing(.vicidialAdaptTapered)), agents: 5, hours: 1).first))
        #expect(explanation.follows == nil)
        #expect(explanation.why.hasPrefix("start "))
    }

    @Test func `explaining changes nothing`() throws {
        let prepared = PreparedScenario(Scenes.small)
        var silent = Replication(of: prepared, index: 0)
        var told = Replication(of: prepared, index: 0)
        var count = 0
        #expect(silent.run() == told.run(explain: { count += $0.count }))
        #expect(count > 0)
    }
}

@Suite struct ExplanationWordsTests {
    private func why(
        idle: Int, wanted: Pace, started: Int, bound: Pace.Bound, mode: DialMode = .predictive
    ) -> String {
        var floor = Floor()
        floor.idle = idle
        floor.lines = 4
        floor.ringing = 2
        floor.leads = 100
        return PacingExplanation(
            at: .epoch, mode: mode, pacing: .fixedRatio(2), floor: floor, wanted: wanted,
            started: started, bound: bound, reasons: nil
        ).why
    }

    @Test func `what is in the way is told in words`() {
        #expect(
            why(idle: 3, wanted: Pace(start: 4, bound: .ratio), started: 2, bound: .lines)
                == "start 2: 3 agents idle, 2 calls in flight; the policy's ratio; 4 wanted, but 2 lines are free"
        )
        #expect(
            why(idle: 1, wanted: Pace(start: 0, bound: .ratio), started: 0, bound: .ratio)
                == "start none: 1 agent idle, 2 calls in flight; the policy's ratio")
        #expect(
            why(idle: 0, wanted: Pace(start: 0, bound: .agents), started: 0, bound: .agents)
                == "start none: 0 agents idle, 2 calls in flight; no agent is at work")
        #expect(
            why(idle: 9, wanted: Pace(start: 5, bound: .ratio), started: 1, bound: .callsPerSecond)
                .hasSuffix("5 wanted, but the limit of calls per second is reached"))
    }
}
