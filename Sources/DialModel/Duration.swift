/// A span of time in whole nanoseconds; at most 292 years either way.
public struct Duration: Hashable, Comparable, Sendable, AdditiveArithmetic {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static var zero: Duration { Duration(nanoseconds: 0) }
    /// 292 years.
    @inlinable public static var forever: Duration { Duration(nanoseconds: .max) }
    @inlinable public static func milliseconds(_ count: Int64) -> Duration {
        Duration(nanoseconds: count * 1_000_000)
    }
    @inlinable public static func seconds(_ count: Int64) -> Duration {
        Duration(nanoseconds: count * 1_000_000_000)
    }
    @inlinable public static func minutes(_ count: Int64) -> Duration { seconds(count * 60) }
    @inlinable public static func hours(_ count: Int64) -> Duration { seconds(count * 3_600) }
    @inlinable public static func days(_ count: Int64) -> Duration { seconds(count * 86_400) }

    /// The nearest whole nanosecond to `seconds`, clipped to 0...100 years: what a random draw of a
    /// span becomes. Not a number becomes zero.
    @inlinable
    public init(drawn seconds: Double) {
        let nanoseconds = (seconds * 1e9).rounded()
        if nanoseconds > 0 {
            self.nanoseconds =
                nanoseconds < 3.15576e18 ? Int64(nanoseconds) : 3_155_760_000_000_000_000
        } else {
            self.nanoseconds = 0
        }
    }

    /// For arithmetic that leaves the clock (rates, reports); never kept as state.
    @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable
    public static func < (a: Duration, b: Duration) -> Bool { a.nanoseconds < b.nanoseconds }
    @inlinable
    public static func + (a: Duration, b: Duration) -> Duration {
        Duration(nanoseconds: a.nanoseconds &+ b.nanoseconds)
    }
    @inlinable
    public static func - (a: Duration, b: Duration) -> Duration {
        Duration(nanoseconds: a.nanoseconds &- b.nanoseconds)
    }
}

extension Duration: CustomStringConvertible {
    /// The largest unit that divides it exactly, as in campaign files: `1500 ms`, `12 s`, `2 h`.
    public var description: String {
        let units: [(Int64, String)] = [
            (86_400_000_000_000, "d"), (3_600_000_000_000, "h"), (60_000_000_000, "min"),
            (1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs"),
        ]
        if nanoseconds == 0 { return "0 s" }
        for (size, unit) in units where nanoseconds % size == 0 {
            return "\(nanoseconds / size) \(unit)"
        }
        return "\(nanoseconds) ns"
    }
}
