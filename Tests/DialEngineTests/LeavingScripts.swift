import DialMath
import DialModel
import DialTestSupport
import Testing

/// Scripts of agents who will leave, and from when on they count as leaving.
@Suite struct LeavingScripts {
    /// Two agents of whom the first is in talk; calls ring 22 s at the longest.
    static func talking() -> (script: Script, call: CallID) {
        var plan = quickPlan(.predictive, agents: 2)
        plan.pacing = .fixedRatio(1)
        var script = Script(plan)
        script.start()
        let call = script.placed[0]
        script.answer(call)
        script.end(script.placed[1])
        return (script, call)
    }

    /// Idle, talking, those of them closing, and in wrap-up: who of them leaves.
    static func leaving(_ floor: Floor) -> [Int] {
        [floor.leavingIdle, floor.leavingTalking, floor.leavingClosing, floor.leavingWrapUp]
    }

    @Test func `who asks for a break in a talk leaves with it, and stays when ready after all`() {
        var (script, call) = Self.talking()
        #expect(script.bridges.map(\.agent) == [1])
        script.desk(1, .notReady(.rest))
        #expect(Self.leaving(script.floor) == [0, 1, 0, 0])
        script.desk(1, .ready)
        #expect(Self.leaving(script.floor) == [0, 0, 0, 0])
        script.desk(1, .closing(call.attempt))
        script.desk(1, .logout)
        #expect(Self.leaving(script.floor) == [0, 1, 1, 0])
        script.desk(1, .hangUp(call.attempt))
        #expect(Self.leaving(script.floor) == [0, 0, 0, 1])
        script.desk(1, .wrapUpDone(call.attempt))
        #expect(Self.leaving(script.floor) == [0, 0, 0, 0] && script.floor.agents == 1)
        #expect(script.complaints == [])
    }

    @Test func `whom the operator lets go leaves after the talk, and stays when wanted again`() {
        var (script, _) = Self.talking()
        script.command(.agents(0))
        #expect(Self.leaving(script.floor) == [0, 1, 0, 0])
        script.command(.agents(2))
        #expect(Self.leaving(script.floor) == [0, 0, 0, 0])
        script.command(.agents(0))
        script.desk(1, .vanished)
        #expect(Self.leaving(script.floor) == [0, 0, 0, 0])
        #expect(script.complaints == [])
    }

    @Test func `who will leave counts as leaving from the longest ring before it on`() {
        var (script, _) = Self.talking()
        script.desk(1, .leaving(in: .minutes(2)))
        script.desk(2, .leaving(in: .seconds(15)))
        #expect(Self.leaving(script.floor) == [1, 0, 0, 0])
        script.wait(.seconds(98) - .milliseconds(1))
        #expect(script.floor.leavingTalking == 0)
        script.wait(.milliseconds(1))
        #expect(script.floor.leavingTalking == 1)
        script.wait(.seconds(22))
        script.desk(1, .notReady(.rest))
        #expect(script.floor.leavingTalking == 1)
        #expect(script.complaints == [])
    }

    @Test func `what was said of leaving lapses where nothing comes of it, and with the break`() {
        var (script, _) = Self.talking()
        script.desk(2, .leaving(in: .seconds(15)))
        script.wait(.seconds(37) - .milliseconds(1))
        #expect(script.floor.leavingIdle == 1)
        script.wait(.milliseconds(1))
        #expect(script.floor.leavingIdle == 0 && script.floor.idle == 1)
        script.desk(2, .leaving(in: .seconds(5)))
        script.desk(2, .notReady(.rest))
        script.desk(2, .ready)
        #expect(script.floor.leavingIdle == 0)
        // The last word counts.
        script.desk(2, .leaving(in: .seconds(5)))
        script.desk(2, .leaving(in: .minutes(5)))
        #expect(script.floor.leavingIdle == 0)
        script.wait(.minutes(5) - .seconds(22))
        #expect(script.floor.leavingIdle == 1)
        script.desk(2, .logout)
        #expect(script.floor.leavingIdle == 0)
        script.desk(2, .leaving(in: .zero))
        #expect(script.floor.leavingIdle == 0, "there is nobody")
        #expect(script.complaints == [])
    }

    @Test(arguments: [(Duration.minutes(2), 22), (.seconds(10), 10), (.zero, 0), (nil, 0)])
    func `a planned change of agents is known so long before it`(notice: Duration?, known: Int) {
        var plan = quickPlan(.predictive, agents: 3)
        plan.pacing = .fixedRatio(1)
        plan.leavingNotice = notice
        plan.changes = [
            PlannedChange(at: .minutes(4), command: .hold(.seconds(3))),
            PlannedChange(at: .minutes(5), command: .agents(1)),
            PlannedChange(at: .minutes(30), command: .agents(2)),
        ]
        var script = Script(plan)
        script.start()
        for call in script.placed { script.answer(call) }
        let talks = script.bridges
        for talk in talks.prefix(2) { script.finishTalk(talk.agent, talk.call) }
        script.wait(.minutes(5) - .seconds(Int64(known)) - .milliseconds(1))
        #expect(Self.leaving(script.floor) == [0, 0, 0, 0])
        script.wait(.milliseconds(1))
        if known > 0 {
            #expect(Self.leaving(script.floor) == [1, 1, 0, 0])
            script.wait(.seconds(Int64(known)))
        }
        #expect(script.floor.idle == 1 && Self.leaving(script.floor) == [0, 1, 0, 0])
        script.wait(.minutes(1))
        #expect(Self.leaving(script.floor) == [0, 1, 0, 0], "the operator's word does not lapse")
        #expect(script.complaints == [])
    }

    /// All that agents can say, at any time, and an operator who changes his mind.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `whatever agents say, those who leave are counted`(seed: UInt64) {
        var plan = quickPlan(.predictive, agents: 8)
        plan.pacing = .fixedRatio(1.5)
        plan.leavingNotice = .seconds(40)
        plan.changes = (1...20).map {
            PlannedChange(at: .minutes($0), command: .agents(Int(3 + 5 * $0 % 7)))
        }
        var script = Script(plan)
        script.start()
        let chance = Chance(seed: seed, stream: "desks")
        var seen = [0, 0, 0, 0]
        for step: UInt64 in 0..<1_200 {
            let agent = Int32(1 + chance.uniform(step, 0) * 8)
            let u = chance.uniform(step, 1)
            if u < 0.3, let call = script.placed.last { script.answer(call) }
            let talk = script.bridges.last { $0.agent == agent }?.call.attempt ?? AttemptID(1)
            switch Int(chance.uniform(step, 2) * 12) {
            case 0, 1, 2: script.ready(agent)
            case 3: script.desk(agent, .notReady(.rest))
            case 4: script.desk(agent, .leaving(in: Duration(drawn: 90 * u)))
            case 5: script.desk(agent, u < 0.3 ? .logout : .ready)
            case 6: script.desk(agent, u < 0.2 ? .vanished : .closing(talk))
            case 7: script.command(.agents(Int(9 * u)))
            case 8, 9: script.desk(agent, .hangUp(talk))
            default: script.desk(agent, .wrapUpDone(talk))
            }
            script.wait(Duration(drawn: 2 * chance.uniform(step, 3)))
            for (place, count) in Self.leaving(script.floor).enumerated() where count > 0 {
                seen[place] += 1
            }
            #expect(script.floor.leavingIdle <= script.floor.idle)
            #expect(script.floor.leavingClosing <= script.floor.closing)
        }
        #expect(script.complaints == [])
        #expect(seen.allSatisfy { $0 > 0 }, "\(seen)")
    }
}
