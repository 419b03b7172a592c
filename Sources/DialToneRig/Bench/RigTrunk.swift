import DialModel
import DialPorts
import Foundation
import Synchronization

/// A trunk that is heard: a ``ToneBench`` in the campaign's time, with its sound carried along in memory
/// or by sound devices.
///
/// In memory, or through a loop inside the program, the campaign's clock may go faster than a real one;
/// sound is then heard as fast as the machine can, and the clock should not go on beyond what has been
/// heard: see `goOn` of the initializer. With devices these set the pace, and one that keeps none ends
/// the trunk.
public final class RigTrunk: Trunk {
    public let events: AsyncStream<[TrunkEvent]>
    private let out: AsyncStream<[TrunkEvent]>.Continuation
    /// Why the devices have ended the trunk: at most one fault, when it happens. For one reader.
    public let faults: AsyncStream<SoundFault>
    private let fault: AsyncStream<SoundFault>.Continuation
    private let pokes: AsyncStream<Void>
    private let poke: AsyncStream<Void>.Continuation
    private let clock: any CampaignClock
    private let slack: Duration
    private let goOn: (@Sendable (Instant) -> Void)?
    private let log: (@Sendable (TrunkCommand, Instant) -> Void)?
    private let state: Mutex<State>

    private struct State {
        var bench: ToneBench
        var isClosed = false
        var trouble: SoundFault?
        var counters = SoundCounters()
    }

    /// - Parameters:
    ///   - wire: carries the sound; nil: it is carried in memory.
    ///   - slack: how far the clock may be ahead of what has been heard, 40 ms or more.
    ///   - goOn: told how far the clock may go, `.never` while there is nothing to hear. Not called with
    ///     devices.
    ///   - log: told of each command before it is carried out.
    public init(
        _ bench: ToneBench, clock: any CampaignClock, wire: SoundWire? = nil,
        slack: Duration = .milliseconds(100), goOn: (@Sendable (Instant) -> Void)? = nil,
        log: (@Sendable (TrunkCommand, Instant) -> Void)? = nil
    ) {
        precondition(slack >= .milliseconds(40), "\(slack) of slack; two frames are the least")
        (events, out) = AsyncStream.makeStream()
        (faults, fault) = AsyncStream.makeStream()
        (pokes, poke) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.clock = clock
        self.slack = slack
        self.goOn = wire?.isPaced == true ? nil : goOn
        self.log = log
        state = Mutex(State(bench: bench))
        if let wire, wire.isPaced {
            let thread = Thread { self.carry(over: wire) }
            thread.name = "rig"
            thread.start()
        } else {
            Task.detached { await self.carryAlong(wire) }
        }
    }

    /// Why the devices have ended the trunk; nil: they have not.
    public var trouble: SoundFault? { state.withLock { $0.trouble } }

    /// Numbers that the far end understood otherwise than they were told.
    public var misdialled: Int { state.withLock { $0.bench.misdialled } }

    /// How often the devices stopped, so that some sound was lost.
    public var stops: Int { state.withLock { $0.counters.xruns + $0.counters.suspends } }

    public func send(_ commands: [TrunkCommand]) async {
        let now = clock.now
        state.withLock { state in
            if state.isClosed { return }
            if state.bench.isIdle { state.bench.skip(to: now) }
            for command in commands {
                log?(command, now)
                state.bench.carryOut(command)
            }
            // Nothing is carried any more that could bring it along.
            if state.trouble != nil { handOn(&state) }
            hold(state)
        }
        poke.yield()
    }

    public func close() async {
        state.withLock { $0.isClosed = true }
        goOn?(.never)
        poke.finish()
        out.finish()
        fault.finish()
    }

    /// Hands on, under the lock, what has been heard, so that batches leave in the order they were made.
    private func handOn(_ state: inout State) {
        let events = state.bench.takeEvents()
        if !events.isEmpty { out.yield(events) }
    }

    private func hold(_ state: borrowing State) {
        goOn?(state.bench.isIdle || state.trouble != nil ? .never : state.bench.now + slack)
    }

    // MARK: At the campaign's pace

    private func carryAlong(_ wire: SoundWire?) async {
        for await _ in pokes {
            while let next = advance(wire) { try? await clock.wait(until: next) }
        }
        wire?.close()
    }

    /// Catches up with the clock.
    ///
    /// - Returns: when the next frame is due; nil: when there is a command.
    private func advance(_ wire: SoundWire?) -> Instant? {
        state.withLock { state in
            if state.isClosed || state.trouble != nil { return nil }
            handOn(&state)
            let now = clock.now
            while !state.bench.isIdle, state.bench.now + ToneBench.frameLength <= now {
                if let wire {
                    state.bench.speak()
                    var sound = state.bench.sound
                    do throws(SoundFault) {
                        try wire.carry(&sound)
                    } catch {
                        end(&state, error)
                        return nil
                    }
                    state.bench.hear(sound.span)
                } else {
                    state.bench.step()
                }
                handOn(&state)
            }
            hold(state)
            return state.bench.isIdle ? nil : state.bench.now + ToneBench.frameLength
        }
    }

    // MARK: At the devices' pace

    private func carry(over wire: SoundWire) {
        var sound: [Int16] = []
        var pace = DevicePace()
        defer { wire.close() }
        while true {
            let goesOn = state.withLock { state in
                if state.isClosed { return false }
                state.bench.speak()
                sound = state.bench.sound
                return true
            }
            guard goesOn else { return }
            do throws(SoundFault) {
                try wire.carry(&sound)
                if pace.isAhead(clock.now) { throw wire.noPace }
            } catch {
                return state.withLock { end(&$0, error) }
            }
            state.withLock { state in
                state.counters = wire.counters
                if state.isClosed { return }
                state.bench.hear(sound.span)
                handOn(&state)
            }
        }
    }

    /// The sound is gone: all calls are over, and no other can be made.
    private func end(_ state: inout State, _ trouble: SoundFault) {
        state.trouble = trouble
        state.bench.cut()
        handOn(&state)
        out.yield([.down])
        fault.yield(trouble)
        goOn?(.never)
    }
}

/// Whether devices keep time: those that write files or play into nothing do not.
struct DevicePace {
    private var frames = 0
    private var since: Instant?

    /// A frame was carried.
    ///
    /// - Returns: whether twice as much sound has gone by as time has, and more than a second of it.
    mutating func isAhead(_ now: Instant) -> Bool {
        guard let begin = since, now - begin < .seconds(10) else {
            (since, frames) = (now, 0)
            return false
        }
        frames += 1
        let sound = ToneBench.frameLength.nanoseconds * Int64(frames)
        return sound > 2 * (now - begin).nanoseconds + 1_000_000_000
    }
}
