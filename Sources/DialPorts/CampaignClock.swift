import DialModel

/// What time it is in the campaign: real time, or a multiple of it.
public protocol CampaignClock: Sendable {
    var now: Instant { get }

    /// Returns when ``now`` has reached `instant`, or a little later.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    func wait(until instant: Instant) async throws
}
