import DialModel
import DialPorts
import DialTones
import DialWorld
import SoundTestDevice
import Synchronization
import Testing

@testable import DialToneRig

/// The bench as a trunk: at the campaign's pace, and over devices that fail.
@Suite(.timeLimit(.minutes(2))) struct RigTrunkTests {
    private func bench(most: Int? = nil) throws -> ToneBench {
        var plan = CarrierPlan.ideal
        plan.lines = 4
        plan.forced = CallFate.standardRange
        plan.setup = .constant(1)
        plan.ring = .constant(7)
        return try ToneBench(
            plan: plan, signals: LineSignals(plan: LineTones.british), seed: 3, at: .epoch,
            most: most)
    }

    /// Two calls of which one is answered and one busy, on lines 1 and 2.
    private let calls = [(1 as Int32, 44_207_946_088 as UInt64), (2, 44_207_946_099)].map {
        line, digits in
        TrunkCommand.place(
            CallID(attempt: AttemptID(Int64(line)), line: line),
            PhoneNumber(digits: digits), ordinal: 1)
    }

    /// All that is reported, until `isEnough`.
    private func events(
        of trunk: RigTrunk, until isEnough: ([TrunkEvent]) -> Bool
    ) async -> [TrunkEvent] {
        var all: [TrunkEvent] = []
        for await batch in trunk.events {
            all += batch
            if isEnough(all) { break }
        }
        return all
    }

    @Test(arguments: [false, true])
    func `the clock waits for what is heard`(isLooped: Bool) async throws {
        let clock = HeldClock(jump: .seconds(3))
        let wire = isLooped ? try SoundWire(loopOf: 4) : nil
        let trunk = RigTrunk(
            try bench(most: wire?.lines), clock: clock, wire: wire,
            goOn: { clock.end = $0 })
        await trunk.send(calls)
        let all = await events(of: trunk) { $0.count >= 3 }
        let told = all.compactMap { event in
            if case .call(let call, let news) = event { (call.line, news) } else { nil }
        }
        #expect(told.contains { $0 == (2, .ended(.busy, RawCause(.tone, 1))) })
        #expect(told.contains { $0 == (1, .ringing) } && told.contains { $0 == (1, .answered) })
        // However far each look at the clock would have brought it.
        #expect(clock.now < .epoch + .seconds(14))
        await trunk.close()
    }

    @Test func `when a device goes, its calls end and further ones are refused`() async throws {
        let device = TestDevice(isPaced: true, [(60, SoundTestFaultUnplug)])
        let format = SoundFormat(rate: 8_000, channels: 2)
        let loop = try SoundLoop(format: format)
        let wire = SoundWire(
            try device.playback(format), try loop.capture(), isPaced: true)
        let other = try loop.playback()
        let talker = Task.detached {
            let silence = [Int16](repeating: 0, count: 160 * 2)
            while (try? other.write(silence.span)) != nil {}
        }
        let trunk = RigTrunk(try bench(most: 1), clock: SteadyClock(), wire: wire)
        let call = CallID(attempt: AttemptID(1), line: 0)
        let number = PhoneNumber(digits: 44_207_946_088)
        await trunk.send([.place(call, number, ordinal: 1)])
        let all = await events(of: trunk) { $0.last == .down }
        #expect(all == [.call(call, .ended(.failed, RawCause(.tone, 10))), .down])
        #expect(trunk.trouble?.cause == .unplugged)
        for await fault in trunk.faults {
            #expect(fault == trunk.trouble)
            break
        }
        await trunk.send([calls[1]])
        let second = CallID(attempt: AttemptID(2), line: 2)
        #expect(
            await events(of: trunk) { !$0.isEmpty } == [.call(second, .refused(RawCause(.tone, 2)))]
        )
        await trunk.close()
        await talker.value
    }

    @Test func `devices that keep no time end the trunk`() async throws {
        let null = SoundDevice("null", configuration: "pcm.null { type null }")
        let wire = try SoundWire(from: null, to: null, lines: 2)
        let trunk = RigTrunk(try bench(most: 2), clock: SteadyClock(), wire: wire)
        let all = await events(of: trunk) { $0.last == .down }
        #expect(all == [.down])
        #expect(trunk.trouble?.cause == .noPace)
        await trunk.close()
    }
}

/// A clock that has gone on by so much each time it is looked at, if it may.
private final class HeldClock: CampaignClock {
    private struct State {
        var now = Instant.epoch
        var end = Instant.never
    }

    private let state = Mutex(State())
    private let jump: Duration

    init(jump: Duration) { self.jump = jump }

    var end: Instant {
        get { state.withLock { $0.end } }
        set { state.withLock { $0.end = newValue } }
    }

    var now: Instant {
        state.withLock { state in
            // Nothing is waited for: no time passes.
            if state.end < .never { state.now = max(state.now, min(state.now + jump, state.end)) }
            return state.now
        }
    }

    func wait(until instant: Instant) async throws { await Task.yield() }
}

/// Real time.
private struct SteadyClock: CampaignClock {
    private let origin = ContinuousClock.now

    var now: Instant {
        .epoch + DialModel.Duration(drawn: (ContinuousClock.now - origin) / .seconds(1))
    }

    func wait(until instant: Instant) async throws {
        while now < instant { try await Task.sleep(nanoseconds: 1_000_000) }
    }
}
