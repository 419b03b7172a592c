import DialModel
import DialPorts
import Synchronization

/// Real time, or a multiple of it, counted from a campaign's start by the machine's steady clock.
public struct PacedClock: CampaignClock {
    private let start: Instant
    private let origin: ContinuousClock.Instant
    /// Campaign seconds per real second, at most.
    public let speed: Double
    private let bound: ClockBound?

    /// - Parameters:
    ///   - start: what ``now`` is at this moment.
    ///   - speed: campaign seconds per real second, above 0.
    ///   - isBounded: it waits for who calls ``goOn(to:)``.
    public init(start: Instant, speed: Double, isBounded: Bool = false) {
        precondition(speed > 0, "the speed is \(speed); it must be above 0")
        self.start = start
        self.speed = speed
        bound = isBounded ? ClockBound() : nil
        origin = .now
    }

    public var now: Instant { bound?.now(unbounded) ?? unbounded }

    private var unbounded: Instant {
        let (seconds, attoseconds) = (ContinuousClock.now - origin).components
        let real = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
        return start + Duration(nanoseconds: Int64(real * speed))
    }

    /// Time stands still at this instant, until this is called again. Without a bound it does nothing.
    ///
    /// - Parameter instant: `.never` where nothing has to be waited for.
    public func goOn(to instant: Instant) { bound?.goOn(to: instant, unbounded) }

    /// For how much of the campaign's time it has stood still.
    public var lost: Duration { bound?.lost ?? .zero }

    public func wait(until instant: Instant) async throws {
        // In steps, since a sum of clocks cannot hold every instant there is.
        while true {
            let left = Double((instant - now).nanoseconds) / speed
            if left <= 0 { return }
            try await Task.sleep(nanoseconds: UInt64(min(left, 3.6e12)) + 1)
        }
    }
}

/// Holds a clock where somebody has yet to catch up. Time that is held is lost, not made good: what
/// comes after it comes no faster.
final class ClockBound: Sendable {
    private struct State {
        var end = Instant.never
        var lost = Duration.zero
        var last: Instant?
    }

    private let state = Mutex(State())

    var lost: Duration { state.withLock { $0.lost } }

    /// - Parameter free: the time without the bound.
    func now(_ free: Instant) -> Instant {
        state.withLock { state in
            let now = min(Self.moved(free, by: state.lost), state.end)
            // The bound may be set a moment after the time beyond it was told.
            let last = max(now, state.last ?? now)
            state.last = last
            return last
        }
    }

    func goOn(to instant: Instant, _ free: Instant) {
        state.withLock { state in
            let held = max(state.end, state.last ?? state.end)
            if held < Self.moved(free, by: state.lost) { state.lost = free - held }
            state.end = instant
        }
    }

    private static func moved(_ free: Instant, by lost: Duration) -> Instant {
        Instant(nanoseconds: free.nanoseconds - lost.nanoseconds)
    }
}
