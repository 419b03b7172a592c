import DialModel
import DialWorld
import Testing

@Suite struct CarrierTests {
    /// A plan without chance: it rings after 2 s, people answer after 10 more, the trunk knows who
    /// is there after 1 more.
    static var plainPlan: CarrierPlan {
        var plan = CarrierPlan(profile: .switch)
        plan.fates = [.person: 1]
        plan.setup = .constant(2)
        plan.setupFailure = 0
        plan.ring = .constant(10)
        plan.screening = .constant(1)
        plan.personTakenForMachine = 0
        plan.machineTakenForPerson = 0
        plan.notSure = 0
        plan.patience = .constant(20)
        plan.leavesTalk = 0
        plan.lines = 1_000_000
        plan.callsPerSecond = nil
        return plan
    }

    // MARK: What numbers do

    @Test(arguments: [
        ("88", "ringing 2, answered 12, person 13, ended normal 32"),
        ("89", "ended congestion 2"), ("90", "ended busy 2"), ("91", "ended vacantNumber 2"),
        ("92", "ringing 2, answered 12, machine 13"),
        ("93", "ringing 2, answered 12, ended normal 12.9"), ("94", "ringing 2"),
        ("95", "ringing 2, answered 12, fax 13"), ("96", "ended poweredOff 2"),
        ("97", "ended suspended 2"), ("98", "ended outOfArea 2"), ("99", "ended rejected 2"),
    ])
    func `a forced ending does what it stands for`(ending: String, story: String) throws {
        var plan = Self.plainPlan
        plan.fates = [.noAnswer: 1]
        plan.forced = CallFate.standardRange
        plan.setupFailure = 1
        var world = HandDriven(plan)
        let call = world.place(try #require(UInt64("999000000" + ending)))
        world.wait(.minutes(5))
        #expect(world.story(of: call) == story)
    }

    @Test func `the longest ending decides`() throws {
        var plan = Self.plainPlan
        plan.forced = [
            try #require(NumberEnding("5")): .busy, try #require(NumberEnding("15")): .fax,
            try #require(NumberEnding("015")): .vacantNumber,
        ]
        var world = HandDriven(plan)
        let calls = [99_900_000_005, 99_900_000_115, 99_900_000_015].map { world.place($0) }
        world.wait(.seconds(2))
        #expect(
            calls.map { world.story(of: $0) }
                == ["ended busy 2", "ringing 2", "ended vacantNumber 2"])
    }

    @Test(arguments: ["", "x", "-1", "+1", "1234567890123456", "１"])
    func `an ending is 1 to 15 digits`(text: String) {
        #expect(NumberEnding(text) == nil)
    }

    /// Whether so many of `whole` may be `share` of them: within four standard deviations.
    private func isClose(_ count: Int, _ share: Double, of whole: Int) -> Bool {
        let sigma = (Double(whole) * share * (1 - share)).squareRoot()
        return abs(Double(count) - Double(whole) * share) <= 4 * sigma
    }

    @Test func `numbers meet their fates in the shares of the plan`() {
        var plan = Self.plainPlan
        plan.fates = [.person: 0.3, .machine: 0.15, .busy: 0.07, .vacantNumber: 0.08, .fax: 0.01]
        var world = HandDriven(plan)
        let n = 40_000
        for number in 0..<n { world.place(10_000_000_000 + UInt64(number)) }
        world.wait(.seconds(20))
        var counts: [String: Int] = [:]
        for (_, _, event) in world.events {
            switch event {
            case .heard(let party): counts["\(party)", default: 0] += 1
            case .ended(let cause, _): counts["\(cause)", default: 0] += 1
            case .ringing: counts["ringing", default: 0] += 1
            default: break
            }
        }
        // The weights leave 0.39 of the numbers; nobody answers there.
        for (name, share) in [
            ("person", 0.3), ("machine", 0.15), ("fax", 0.01), ("busy", 0.07),
            ("vacantNumber", 0.08), ("ringing", 0.85),
        ] {
            #expect(isClose(counts[name] ?? 0, share, of: n), "\(name): \(counts[name] ?? 0)")
        }
    }

    @Test func `the trunk's own mistakes come as often as the plan says`() {
        var plan = Self.plainPlan
        plan.notSure = 0.1
        plan.personTakenForMachine = 0.2
        plan.setupFailure = 0.05
        plan.eventLoss = 0.1
        var world = HandDriven(plan)
        let n = 40_000
        for number in 0..<n { world.place(10_000_000_000 + UInt64(number)) }
        world.wait(.seconds(20))
        var refused = 0
        var ringing = 0
        var answered = 0
        var heard: [Party: Int] = [:]
        for (_, _, event) in world.events {
            switch event {
            case .refused: refused += 1
            case .ringing: ringing += 1
            case .answered: answered += 1
            case .heard(let party): heard[party, default: 0] += 1
            default: break
            }
        }
        let told = heard.values.reduce(0, +)
        #expect(isClose(refused, 0.05, of: n))
        #expect(answered == n - refused, "an answer is never lost")
        #expect(isClose(ringing, 0.9, of: answered))
        #expect(isClose(told, 0.9, of: answered))
        #expect(isClose(heard[.notSure] ?? 0, 0.1, of: told))
        #expect(isClose(heard[.machine] ?? 0, 0.9 * 0.2, of: told))
    }

    @Test func `one seed gives one story, another another`() {
        func stories(_ seed: UInt64) -> [String] {
            var plan = CarrierPlan(profile: .softswitch)
            plan.unansweredRing = .lognormal(mean: 25, cv: 0.3)
            var world = HandDriven(plan, seed: seed)
            let calls = (0..<200).map { number in
                world.wait(.milliseconds(50))
                return world.place(10_000_000_000 + UInt64(number))
            }
            world.wait(.minutes(10))
            return calls.map { world.story(of: $0) }
        }
        let first = stories(1)
        #expect(first == stories(1))
        #expect(first != stories(2))
    }

    @Test func `what a number does hangs on it and the attempt, not on who else is called`() {
        var alone = HandDriven(CarrierPlan(profile: .switch))
        let call = alone.place(3_615_550_100, ordinal: 2)
        alone.wait(.minutes(10))
        var crowded = HandDriven(CarrierPlan(profile: .switch))
        for number in 0..<9 { crowded.place(10_000_000_000 + UInt64(number)) }
        let same = crowded.place(3_615_550_100, ordinal: 2)
        crowded.wait(.minutes(10))
        #expect(alone.story(of: call) == crowded.story(of: same))
    }

    // MARK: Lines and rates

    @Test func `a call beyond the trunk's lines is refused, until one is free`() {
        var plan = Self.plainPlan
        plan.lines = 3
        var world = HandDriven(plan)
        let calls = (0..<4).map { world.place(10_000_000_000 + UInt64($0)) }
        world.wait(.seconds(2))
        #expect(calls[..<3].allSatisfy { world.story(of: $0) == "ringing 2" })
        #expect(world.story(of: calls[3]) == "refused 0" && world.carrier.linesUsed == 3)
        world.carry(.hangUp(calls[0]))
        world.wait(.seconds(1))
        #expect(world.story(of: calls[0]) == "ringing 2, ended normal 2.02")
        let next = world.place(10_000_000_009)
        world.wait(.seconds(2))
        #expect(world.story(of: next) == "ringing 5")
    }

    @Test func `calls beyond a second's worth are refused`() {
        var plan = Self.plainPlan
        plan.callsPerSecond = 10
        var world = HandDriven(plan)
        for number in 0..<50 { world.place(10_000_000_000 + UInt64(number)) }
        world.wait(.milliseconds(1))
        #expect(world.events.count == 40, "ten pass at once")
        for number in 50..<150 {
            world.wait(.milliseconds(100))
            world.place(10_000_000_000 + UInt64(number))
        }
        world.wait(.milliseconds(1))
        let refused = world.events.count { if case .refused = $0.event { true } else { false } }
        #expect(refused == 40, "ten a second pass for ever")
    }

    @Test func `a trunk that goes down cuts its calls and refuses new ones`() {
        var world = HandDriven(Self.plainPlan)
        let call = world.place(10_000_000_001)
        world.wait(.seconds(3))
        let down = world.carrier.setDown(true, at: world.now)
        let refused = world.place(10_000_000_002)
        world.wait(.seconds(1))
        #expect(down == .down && world.carrier.linesUsed == 0)
        #expect(world.story(of: call) == "ringing 2, ended normal 3")
        #expect(world.story(of: refused) == "refused 3")
        let up = world.carrier.setDown(false, at: world.now)
        let after = world.place(10_000_000_003)
        world.wait(.seconds(2))
        #expect(up == .up && world.story(of: after) == "ringing 6")
    }

    // MARK: People

    @Test func `a person who waits too long hangs up; one who is served does not`() {
        var world = HandDriven(Self.plainPlan)
        let calls = [world.place(10_000_000_001), world.place(10_000_000_002)]
        world.wait(.seconds(13))
        world.carry(.bridge(calls[1], AgentID(1)))
        world.wait(.minutes(5))
        #expect(world.story(of: calls[0]).hasSuffix("person 13, ended normal 32"))
        #expect(world.story(of: calls[1]).hasSuffix("person 13"))
    }

    @Test func `some people leave the talk before the agent is done`() {
        var plan = Self.plainPlan
        plan.leavesTalk = 1
        plan.stay = .constant(40)
        var world = HandDriven(plan)
        let call = world.place(10_000_000_001)
        world.wait(.seconds(13))
        world.carry(.bridge(call, AgentID(1)))
        world.wait(.minutes(5))
        #expect(world.story(of: call).hasSuffix("person 13, ended normal 53"))
    }

    @Test func `an unanswered call rings until the network ends it`() {
        var plan = Self.plainPlan
        plan.fates = [.noAnswer: 1]
        plan.unansweredRing = .constant(45)
        var world = HandDriven(plan)
        let call = world.place(10_000_000_001)
        world.wait(.minutes(5))
        #expect(world.story(of: call) == "ringing 2, ended noAnswer 47")
    }

    // MARK: Flows

    static let prompt = Prompt(recording: 0, length: .seconds(4))

    @Test func `a flow is told what has been played, and which key was pressed in time`() {
        var plan = Self.plainPlan
        plan.keys = [KeyChoice(Key("7")): 1]
        plan.keyDelay = .constant(3)
        var world = HandDriven(plan)
        let call = world.place(10_000_000_001)
        world.wait(.seconds(13))
        world.carry(.play(call, Self.prompt, turn: 1))
        world.wait(.seconds(4))
        world.carry(.gather(call, Self.prompt, within: .seconds(5), turn: 2))
        world.wait(.seconds(8))
        world.carry(.gather(call, Self.prompt, within: .seconds(2), turn: 3))
        world.wait(.minutes(1))
        #expect(world.story(of: call).hasSuffix("person 13, played 17, key 7 24, no key 31"))
    }

    @Test func `keys are pressed in the shares of the plan`() {
        var plan = Self.plainPlan
        plan.keys = [KeyChoice(Key("1")): 0.3, KeyChoice(Key("2")): 0.5]
        plan.keyDelay = .constant(1)
        var world = HandDriven(plan)
        let n = 20_000
        let calls = (0..<n).map { world.place(10_000_000_000 + UInt64($0)) }
        world.wait(.seconds(13))
        for call in calls {
            world.carry(.gather(call, Self.prompt, within: .seconds(5), turn: 1))
        }
        world.wait(.seconds(18))
        var counts: [Key?: Int] = [:]
        for (_, _, event) in world.events {
            if case .key(let key, _) = event { counts[key, default: 0] += 1 }
        }
        #expect(isClose(counts[Key("1")] ?? 0, 0.3, of: n))
        #expect(isClose(counts[Key("2")] ?? 0, 0.5, of: n))
        #expect(isClose(counts[Key?.none] ?? 0, 0.2, of: n))
    }

    @Test func `the end of an earlier question is not taken for the end of this one`() {
        var world = HandDriven(Self.plainPlan)
        let call = world.place(10_000_000_001)
        world.wait(.seconds(13))
        world.carry(.play(call, Self.prompt, turn: 1))
        world.wait(.seconds(1))
        world.carry(.play(call, Self.prompt, turn: 2))
        world.wait(.minutes(1))
        #expect(world.story(of: call).hasSuffix("person 13, played 18"))
    }

    // MARK: The network's words

    @Test(arguments: TrunkProfile.allCases)
    func `each kind of trunk tells causes apart as well as its network can`(
        profile: TrunkProfile
    ) {
        let raws = EndCause.allCases.map { profile.raw($0) }
        #expect(Set(raws.map(\.scheme)).count == 1)
        #expect(Set(raws).count >= (profile == .board ? 7 : 9))
    }
}
