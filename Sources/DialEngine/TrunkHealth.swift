import DialModel

/// Whether the trunk takes calls: it says it is down, or it refuses nearly all of them.
///
/// A trunk that refused 40 of its last 50 calls is left alone for a minute, so that a list is not
/// burnt on a dead trunk.
struct TrunkHealth: Sendable {
    var isDown = false
    private(set) var pausedUntil = Instant.never
    private var isPaused: Bool { pausedUntil != .never }
    /// The latest calls, the newest in the lowest bit; 1: refused.
    private var refusals: UInt64 = 0
    private var seen = 0

    static let watched = 50
    static let tooMany = 40
    static let pause = Duration.seconds(60)

    var takesCalls: Bool { !isDown && !isPaused }

    /// Takes in whether a call was refused.
    ///
    /// - Returns: how many of the latest were, when dialing pauses because of it.
    @inline(__always)
    mutating func note(refused: Bool, at now: Instant) -> Int? {
        if !refused, refusals == 0, seen == Self.watched { return nil }
        refusals = (refusals << 1 | (refused ? 1 : 0)) & (1 << Self.watched - 1)
        seen = min(seen + 1, Self.watched)
        guard !isPaused, seen == Self.watched, refusals.nonzeroBitCount >= Self.tooMany else {
            return nil
        }
        pausedUntil = now + Self.pause
        return refusals.nonzeroBitCount
    }

    mutating func resume() { self = TrunkHealth(isDown: isDown) }

    private init(isDown: Bool) { self.isDown = isDown }
    init() {}
}
