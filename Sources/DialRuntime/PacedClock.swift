import DialModel
import DialPorts

/// Real time, or a multiple of it, counted from a campaign's start by the machine's steady clock.
public struct PacedClock: CampaignClock {
    private let start: Instant
    private let origin: ContinuousClock.Instant
    /// Campaign seconds per real second.
    public let speed: Double

    /// - Parameters:
    ///   - start: what ``now`` is at this moment.
    ///   - speed: campaign seconds per real second, above 0.
    public init(start: Instant, speed: Double) {
        precondition(speed > 0, "the speed is \(speed); it must be above 0")
        self.start = start
        self.speed = speed
        origin = .now
    }

    public var now: Instant {
        let (seconds, attoseconds) = (ContinuousClock.now - origin).components
        let real = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
        return start + Duration(nanoseconds: Int64(real * speed))
    }

    public func wait(until instant: Instant) async throws {
        // In steps, since a sum of clocks cannot hold every instant there is.
        while true {
            let left = Double((instant - now).nanoseconds) / speed
            if left <= 0 { return }
            try await Task.sleep(nanoseconds: UInt64(min(left, 3.6e12)) + 1)
        }
    }
}
