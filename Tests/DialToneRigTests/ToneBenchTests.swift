import DialModel
import DialToneRig
import DialTones
import DialWorld
import Testing

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
            plan: plan, signals: LineSignals(plan: tones), seed: 3, at: .epoch)
    }

    /// As in the United Kingdom.
    private var tones: [CallTone: [ToneSpec]] {
        func tone(_ hertz: [Double], _ lengths: [Int64]) -> ToneSpec {
            ToneSpec(
                lengths.enumerated().map { place, length in
                    let level = Level.usualDecibels(each: hertz.count)
                    let sound = ToneSegment.Sound.tones(
                        hertz.map { Tone($0, levelDecibels: level) })
                    return ToneSegment(
                        place % 2 == 0 ? sound : .silence, for: .milliseconds(length))
                })
        }
        return [
            .ringback: [tone([400, 450], [400, 200, 400, 2_000])],
            .busy: [tone([400], [375, 375])],
            .congestion: [tone([400], [400, 350, 225, 525])],
        ]
    }

    /// What is told of a call to a number that ends so, and when, in seconds; it is hung up after a while.
    private func course(
        _ ending: UInt64, in bench: inout ToneBench, for seconds: Double = 40
    ) -> [(Double, CallEvent)] {
        let call = CallID(attempt: AttemptID(1), line: 1)
        bench.carryOut(
            .place(call, PhoneNumber(digits: 44_207_946_000 + ending), ordinal: 1))
        var course: [(Double, CallEvent)] = []
        let start = bench.now
        for frame in 1...Int(seconds * 50) {
            bench.step()
            for case .call(call, let event) in bench.takeEvents() {
                course.append((Double(frame) / 50, event))
            }
            if bench.isIdle { break }
        }
        #expect(bench.now > start)
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
        #expect(course.map(\.1).first == .ringing)
        #expect(course.map(\.1).last == .ended(.normal, RawCause(.tone, 8)), "\(course)")
    }

    @Test func `what goes through sound devices is heard as what is carried in memory`() throws {
        let loop = try SoundLoop(format: SoundFormat(rate: Ears.rate, channels: 4))
        let wire = SoundWire(try loop.playback(), try loop.capture())
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

    @Test func `a call on a line that nothing carries is refused`() throws {
        var plan = CarrierPlan.ideal
        plan.lines = 9
        var bench = try ToneBench(
            plan: plan, signals: LineSignals(plan: tones), seed: 3, at: .epoch, most: 1)
        let call = CallID(attempt: AttemptID(1), line: 1)
        bench.carryOut(.place(call, PhoneNumber(digits: 44_207_946_088), ordinal: 1))
        #expect(bench.takeEvents() == [.call(call, .refused(RawCause(.tone, 2)))])
        #expect(bench.isIdle)
    }
}
