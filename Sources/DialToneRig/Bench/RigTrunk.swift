import DialModel
import DialPorts
import Foundation
import Synchronization

/// A trunk that is heard: a ``ToneBench`` in the campaign's time, with its sound carried along in memory
/// or by a sound device.
///
/// In memory, sound takes no time to arrive, and the campaign's clock may go faster than a real one. With a
/// device, the device sets the pace: a frame is played and another recorded every 20 ms.
public final class RigTrunk: Trunk {
    public let events: AsyncStream<[TrunkEvent]>
    private let out: AsyncStream<[TrunkEvent]>.Continuation
    private let pokes: AsyncStream<Void>
    private let poke: AsyncStream<Void>.Continuation
    private let clock: any CampaignClock
    private let log: (@Sendable (TrunkCommand, Instant) -> Void)?
    private let state: Mutex<State>

    private struct State {
        var bench: ToneBench
        var isClosed = false
        var trouble: SoundFault?
    }

    /// - Parameters:
    ///   - wire: carries the sound; nil: it is carried in memory.
    ///   - log: told of each command before it is carried out.
    public init(
        _ bench: ToneBench, clock: any CampaignClock, wire: SoundWire? = nil,
        log: (@Sendable (TrunkCommand, Instant) -> Void)? = nil
    ) {
        (events, out) = AsyncStream.makeStream()
        (pokes, poke) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.clock = clock
        self.log = log
        state = Mutex(State(bench: bench))
        if let wire {
            let thread = Thread { self.carry(over: wire) }
            thread.name = "rig"
            thread.start()
        } else {
            Task.detached { await self.carryInMemory() }
        }
    }

    /// Why the device has ended the trunk; nil: it has not.
    public var trouble: SoundFault? { state.withLock { $0.trouble } }

    /// Numbers that the far end understood otherwise than they were told.
    public var misdialled: Int { state.withLock { $0.bench.misdialled } }

    public func send(_ commands: [TrunkCommand]) async {
        let now = clock.now
        state.withLock { state in
            if state.isClosed { return }
            if state.bench.isIdle { state.bench.skip(to: now) }
            for command in commands {
                log?(command, now)
                state.bench.carryOut(command)
            }
        }
        poke.yield()
    }

    public func close() async {
        state.withLock { $0.isClosed = true }
        poke.finish()
        out.finish()
    }

    /// Hands on, under the lock, what has been heard, so that batches leave in the order they were made.
    private func handOn(_ state: inout State) {
        let events = state.bench.takeEvents()
        if !events.isEmpty { out.yield(events) }
    }

    private func carryInMemory() async {
        for await _ in pokes {
            while let next = advance() { try? await clock.wait(until: next) }
        }
    }

    /// Catches up with the clock.
    ///
    /// - Returns: when the next frame is due; nil: when there is a command.
    private func advance() -> Instant? {
        state.withLock { state in
            if state.isClosed { return nil }
            handOn(&state)
            let now = clock.now
            while !state.bench.isIdle, state.bench.now + ToneBench.frameLength <= now {
                state.bench.step()
                handOn(&state)
            }
            return state.bench.isIdle ? nil : state.bench.now + ToneBench.frameLength
        }
    }

    private func carry(over wire: SoundWire) {
        var sound: [Int16] = []
        while true {
            let goesOn = state.withLock { state in
                if state.isClosed { return false }
                state.bench.speak()
                sound = state.bench.sound
                return true
            }
            guard goesOn else { return wire.close() }
            do throws(SoundFault) {
                try wire.carry(&sound)
            } catch {
                wire.close()
                return state.withLock { state in
                    state.trouble = error
                    out.yield([.down])
                }
            }
            state.withLock { state in
                if state.isClosed { return }
                state.bench.hear(sound.span)
                handOn(&state)
            }
        }
    }
}
