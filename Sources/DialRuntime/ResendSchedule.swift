import DialMath
import DialModel

/// When something that did not work is tried again: after 2 s, 4 s, 8 s and so on, at most a quarter of
/// an hour, each less a random share of up to a half, so that what failed together does not come back
/// together.
public struct ResendSchedule: Hashable, Sendable {
    public var first = Duration.seconds(2)
    public var most = Duration.minutes(15)
    private let jitter: Chance

    public init(seed: UInt64) { jitter = Chance(seed: seed, stream: "resend") }

    /// How long to wait after so many failures in a row, 1 or more.
    ///
    /// - Parameters:
    ///   - key: what is tried again; each has waits of its own.
    ///   - asked: at least so long, as the other side asks; more than ``most`` is heeded.
    public func wait(after failures: Int, of key: UInt64, asked: Duration? = nil) -> Duration {
        let doublings = min(max(0, failures - 1), 40)
        let span = min(most.seconds, first.seconds * Double(UInt64(1) << UInt64(doublings)))
        let share = 1 - jitter.uniform(key, UInt64(max(0, failures))) / 2
        return max(Duration(drawn: span * share), asked ?? .zero)
    }
}
