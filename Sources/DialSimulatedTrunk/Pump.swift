import DialModel
import DialPorts
import Synchronization

/// A simulated value that is asked when it next has something to say.
protocol Simulated: Sendable {
    associatedtype Event: Sendable
    var nextEvent: Instant { get }
    mutating func pop(by now: Instant) -> Event?
}

/// Lets a simulated value live in a campaign's real time: waits for its next event, hands it on.
///
/// At most one waiting task is of use at a time; one that was overtaken by an earlier event wakes
/// in vain and finds nothing.
final class Pump<Value: Simulated>: Sendable {
    let events: AsyncStream<[Value.Event]>
    private let out: AsyncStream<[Value.Event]>.Continuation
    private let clock: any CampaignClock
    private let state: Mutex<State>

    private struct State {
        var value: Value
        /// When the earliest waiting task wakes.
        var armed = Instant.never
        var isClosed = false
    }

    init(_ value: Value, clock: any CampaignClock) {
        (events, out) = AsyncStream.makeStream()
        self.clock = clock
        state = Mutex(State(value: value))
    }

    /// Changes the value, at this instant, and sees to what comes of it.
    func with(_ change: (inout Value, Instant) -> Void) {
        let now = clock.now
        state.withLock { state in
            if !state.isClosed { change(&state.value, now) }
        }
        advance()
    }

    func close() {
        state.withLock { $0.isClosed = true }
        out.finish()
    }

    /// Hands on what has happened and waits for what comes next.
    private func advance() {
        let wait: Instant? = state.withLock { state in
            guard !state.isClosed else { return nil }
            let now = clock.now
            var happened: [Value.Event] = []
            while let event = state.value.pop(by: now) { happened.append(event) }
            // Under the lock, so that batches leave in the order they were made.
            if !happened.isEmpty { out.yield(happened) }
            let next = state.value.nextEvent
            if state.armed <= now { state.armed = .never }
            guard next < state.armed else { return nil }
            state.armed = next
            return next
        }
        guard let wait else { return }
        Task.detached { [clock] in
            try? await clock.wait(until: wait)
            self.advance()
        }
    }
}
