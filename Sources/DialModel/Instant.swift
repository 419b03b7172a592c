/// A point in time, in whole nanoseconds since 1970-01-01T00:00:00Z.
///
/// Integer, so that sums never drift and equal instants are equal on every machine. The range is
/// the years 1677 to 2262.
public struct Instant: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// 1970-01-01T00:00:00Z.
    @inlinable public static var epoch: Instant { Instant(nanoseconds: 0) }
    /// Later than anything that is ever scheduled.
    @inlinable public static var never: Instant { Instant(nanoseconds: .max) }

    @inlinable
    public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
    /// The instant `span` after `start`; ``never`` when that is out of range.
    @inlinable
    public static func + (start: Instant, span: Duration) -> Instant {
        let (sum, overflow) = start.nanoseconds.addingReportingOverflow(span.nanoseconds)
        return overflow ? .never : Instant(nanoseconds: sum)
    }
    @inlinable
    public static func - (end: Instant, start: Instant) -> Duration {
        Duration(nanoseconds: end.nanoseconds &- start.nanoseconds)
    }
}
