/// When the windows of a rule begin and end.
public struct RuleWindows: Hashable, Sendable {
    /// When the first one begins; a calendar day begins before the campaign does.
    public var first: Instant
    /// nil: there is one, without an end.
    public var period: Duration?
    /// How long after a window's beginning its work begins.
    public var workBegins: Duration

    /// - Parameters:
    ///   - began: when the campaign began.
    ///   - utcOffset: how far the clock on the wall is ahead of universal time.
    public init(_ window: AbandonmentRule.Window, began: Instant, utcOffset: Duration) {
        first = began
        period = window.length
        workBegins = .zero
        if case .calendarDay = window {
            let day = Duration.days(1).nanoseconds
            let sinceMidnight = ((began + utcOffset).nanoseconds % day + day) % day
            workBegins = Duration(nanoseconds: sinceMidnight)
            first = began + (.zero - workBegins)
        }
    }

    /// When the window that `now` is in began; the first one's beginning before that.
    public func beginning(at now: Instant) -> Instant {
        guard let period, now > first else { return first }
        let passed = (now - first).nanoseconds / max(1, period.nanoseconds)
        return first + Duration(nanoseconds: passed * period.nanoseconds)
    }

    /// When the next window begins; ``Instant/never`` when there is none.
    public func end(at now: Instant) -> Instant {
        guard let period else { return .never }
        return beginning(at: now) + Duration(nanoseconds: max(1, period.nanoseconds))
    }
}
