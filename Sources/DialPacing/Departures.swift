import DialModel

/// Counts agents who have gone, or have said that they will, while calls are in flight that were dialled
/// with them in mind.
struct Departures: Sendable {
    private var present = 0
    private var latest = Instant.never

    /// - Parameters:
    ///   - count: how many more have gone than come while the calls in flight have been dialled; is
    ///     brought up to date.
    ///   - present: agents at work who will stay.
    ///   - oldest: how long ago the oldest call in flight was dialled.
    @inline(__always)
    mutating func follow(
        _ count: inout Int, present: Int, oldest: @autoclosure () -> Duration, at now: Instant
    ) {
        if present < self.present || count > 0 { note(&count, present, oldest(), at: now) }
        self.present = present
    }

    @inline(never)
    private mutating func note(
        _ count: inout Int, _ present: Int, _ oldest: Duration, at now: Instant
    ) {
        // Who left before the oldest call was dialled has been heeded since.
        if count > 0, now - latest > oldest { count = 0 }
        count = max(0, count + self.present - present)
        if present < self.present { latest = now }
    }
}
