import DialModel
import DialTones
import DialWorld
import Testing

@testable import DialToneRig

/// What a dialer's end of a line takes a call for, by ear alone.
@Suite struct ToneBenchTests {
    /// Two lines to people of the standard test range.
    private func bench(_ change: (inout CarrierPlan) -> Void = { _ in }) throws -> ToneBench {
        var plan = CarrierPlan.ideal
        plan.lines = 2
        plan.forced = CallFate.standardRange
        plan.setup = .constant(1)
        plan.ring = .constant(7)
        plan.unansweredRing = .constant(30)
        change(&plan)
        return try ToneBench(
            plan: plan, signals: LineSignals(plan: LineTones.british), seed: 3, at: .epoch)
    }

    /// What is told of a call to a number that ends so, and when, in seconds; it is hung up after a while.
    private func course(
        _ ending: UInt64, in bench: inout ToneBench, for seconds: Double = 40
    ) -> [(Double, CallEvent)] {
        let call = CallID(attempt: AttemptID(1), line: 1)
        bench.carryOut(
            .place(call, PhoneNumber(digits: 44_207_946_000 + ending), ordinal: 1))
        var course: [(Double, CallEvent)] = []
        for frame in 1...Int(seconds * 50) {
            bench.step()
            for case .call(call, let event) in bench.takeEvents() {
                course.append((Double(frame) / 50, event))
            }
            if bench.isIdle { break }
        }
        return course
    }

    @Test(
        arguments: [
            (90, EndCause.busy, 1), (91, .vacantNumber, 3), (97, .suspended, 4),
            (98, .outOfArea, 9),
            (96, .outOfArea, 9), (89, .congestion, 2), (99, .busy, 1),
        ] as [(UInt64, EndCause, UInt16)])
    func `a call that fails is known by what the line says`(
        ending: UInt64, cause: EndCause, code: UInt16
    ) throws {
        var bench = try bench()
        let course = course(ending, in: &bench)
        #expect(course.map(\.1) == [.ended(cause, RawCause(.tone, code))])
        #expect(bench.isIdle && bench.misdialled == 0)
    }

    @Test(arguments: [(88, Party.person), (92, .machine), (95, .fax)] as [(UInt64, Party)])
    func `who answers is heard`(ending: UInt64, party: Party) throws {
        var bench = try bench()
        let course = course(ending, in: &bench, for: 16)
        #expect(course.map(\.1) == [.ringing, .answered, .heard(party)], "\(course)")
        #expect(bench.misdialled == 0)
    }

    @Test func `a telephone that rings and rings is not busy when the network gives up`() throws {
        var bench = try bench()
        let course = course(94, in: &bench)
        #expect(course.map(\.1) == [.ringing, .ended(.noAnswer, RawCause(.tone, 6))])
    }

    @Test func `somebody who hangs up at once is heard to leave`() throws {
        var bench = try bench()
        let course = course(93, in: &bench)
        #expect(
            course.map(\.1) == [
                .ringing, .answered, .heard(.person), .ended(.normal, RawCause(.tone, 8)),
            ],
            "\(course)")
    }

    /// Prompts of any length, and keys early and at the last moment.
    @Test(arguments: [1.0, 2.2, 3.337], [0.3, 4.8])
    func `a key pressed in time is heard in time`(length: Double, delay: Double) throws {
        var bench = try bench {
            $0.keys = [KeyChoice(Key("7")): 1]
            $0.keyDelay = .constant(delay)
        }
        let call = CallID(attempt: AttemptID(1), line: 1)
        let prompt = Prompt(recording: 3, length: Duration(drawn: length))
        bench.carryOut(.place(call, PhoneNumber(digits: 44_207_946_088), ordinal: 1))
        var events: [TrunkEvent] = []
        var asked: Instant?
        var pressed: Instant?
        while bench.now < .epoch + .seconds(40) {
            bench.step()
            let new = bench.takeEvents()
            events += new
            if new.contains(.call(call, .heard(.person))) {
                bench.carryOut(.gather(call, prompt, within: .seconds(5), turn: 2))
                asked = bench.now
            }
            if new.contains(.call(call, .key(Key("7"), 2))) { pressed = bench.now }
        }
        #expect(events.count == 4, "\(events)")
        let took = try #require(pressed) - #require(asked)
        #expect(abs(took.seconds - length - delay) < 0.08, "\(took)")
    }

    @Test func `nobody who is asked and is silent is waited for longer than said`() throws {
        var bench = try bench { $0.keys = [KeyChoice(nil): 1] }
        let call = CallID(attempt: AttemptID(1), line: 1)
        bench.carryOut(.place(call, PhoneNumber(digits: 44_207_946_088), ordinal: 1))
        var asked: Instant?
        var told: Instant?
        while bench.now < .epoch + .seconds(40) {
            bench.step()
            let new = bench.takeEvents()
            if new.contains(.call(call, .heard(.person))) {
                let prompt = Prompt(recording: 0, length: .milliseconds(700))
                bench.carryOut(.play(call, prompt, turn: 1))
            }
            if new.contains(.call(call, .played(1))) {
                let prompt = Prompt(recording: 3, length: .milliseconds(1_300))
                bench.carryOut(.gather(call, prompt, within: .seconds(5), turn: 2))
                asked = bench.now
            }
            if new.contains(.call(call, .key(nil, 2))) { told = bench.now }
        }
        let took = try #require(told) - #require(asked)
        #expect(took >= .milliseconds(6_300) && took < .milliseconds(6_500), "\(took)")
    }

    @Test func `what goes through sound devices is heard as what is carried in memory`() throws {
        let loop = try SoundLoop(format: SoundFormat(rate: Ears.rate, channels: 4))
        let wire = SoundWire(try loop.playback(), try loop.capture(), isPaced: false)
        var (carried, plain) = (try bench(), try bench())
        let call = CallID(attempt: AttemptID(1), line: 1)
        let number = PhoneNumber(digits: 44_207_946_090)
        carried.carryOut(.place(call, number, ordinal: 1))
        plain.carryOut(.place(call, number, ordinal: 1))
        var events: [TrunkEvent] = []
        for _ in 0..<300 {
            plain.step()
            carried.speak()
            var sound = carried.sound
            // On lines that the wire does not have nothing is said.
            sound += [Int16](repeating: 0, count: max(0, 4 * ToneBench.frame - sound.count))
            try wire.carry(&sound)
            carried.hear(sound.span)
            let heard = carried.takeEvents()
            #expect(heard == plain.takeEvents())
            events += heard
        }
        #expect(events == [.call(call, .ended(.busy, RawCause(.tone, 1)))])
    }

    @Test func `lines are not made of tones that nobody can hear or tell apart`() throws {
        func plan(_ tone: CallTone, _ spec: ToneSpec?) -> [CallTone: [ToneSpec]] {
            var plan = LineTones.british
            plan[tone] = spec.map { [$0] }
            return plan
        }
        let short = ToneSpec([
            ToneSegment(.tones([Tone(400, levelDecibels: -10)]), for: .milliseconds(20)),
            ToneSegment(.silence, for: .milliseconds(20)),
        ])
        #expect(throws: LineSignalsFault.unheard(.busy)) {
            try LineSignals(plan: plan(.busy, short))
        }
        #expect(throws: LineSignalsFault.unheard(.ringback)) {
            try LineSignals(plan: plan(.ringback, short))
        }
        #expect(throws: LineSignalsFault.missing(.busy)) {
            try LineSignals(plan: plan(.busy, nil))
        }
        let ringback = LineTones.british[.ringback]?.first
        #expect(throws: LineSignalsFault.alike) { try LineSignals(plan: plan(.busy, ringback)) }
        // Of congestion, special information says it then.
        for spec in [ringback, short] {
            let signals = try LineSignals(plan: plan(.congestion, spec))
            #expect(signals.sound(of: .congestion) == InformationTone.noCircuit.spec)
        }
    }

    @Test func `a call on a line that nothing carries is refused`() throws {
        var plan = CarrierPlan.ideal
        plan.lines = 9
        var bench = try ToneBench(
            plan: plan, signals: LineSignals(plan: LineTones.british), seed: 3, at: .epoch, most: 1)
        let call = CallID(attempt: AttemptID(1), line: 1)
        bench.carryOut(.place(call, PhoneNumber(digits: 44_207_946_088), ordinal: 1))
        #expect(bench.takeEvents() == [.call(call, .refused(RawCause(.tone, 2)))])
        #expect(bench.isIdle)
    }
}
