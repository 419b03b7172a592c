import DialModel

/// A clock that never goes back, made of one that may.
struct SteadyClock: Sendable {
    private var latest: Instant
    /// How far the other clock has been set back.
    private var setBack = Duration.zero
    /// Going back by no more is disorder, not a clock that has been set.
    static let disorder = Duration.seconds(1)

    init(at now: Instant) { latest = now }

    /// The time when the other clock reads `now`.
    @inline(__always)
    mutating func steady(at now: Instant) -> Instant {
        let time = now + setBack
        if time < latest { return goesBack(to: time) }
        latest = time
        return time
    }

    @inline(never)
    private mutating func goesBack(to time: Instant) -> Instant {
        let step = latest - time
        if step > Self.disorder { setBack = setBack + step }
        return latest
    }

    /// What the other clock will read at `time`.
    @inline(__always)
    func reading(at time: Instant) -> Instant {
        time == .never ? time : time + (.zero - setBack)
    }

    /// ``steady(at:)``, for who only looks: never before the latest.
    func seen(at now: Instant) -> Instant { max(latest, now + setBack) }
}
