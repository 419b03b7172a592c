import DialModel

/// When a policy that goes by its own clock is due again.
struct Ticks: Hashable, Sendable {
    let period: Duration
    /// The first is due at once.
    private(set) var next = Instant.epoch

    init(every period: Duration) { self.period = period }

    /// Whether a tick is due, which is then over. Ticks that were missed are not made up for.
    mutating func take(at now: Instant) -> Bool {
        if now < next { return false }
        let onTime = next + period
        next = now < onTime ? onTime : now + period
        return true
    }
}

/// A policy that decides at ticks of its own clock, and between them starts only what a tick has
/// decided and lines or calls per second have kept back.
struct Rounds: Hashable, Sendable {
    private var ticks: Ticks
    /// What this round has decided to start and has not started yet.
    private var owed = 0

    init(every period: Duration) { ticks = Ticks(every: period) }

    /// Whether a round begins now. What the last one has left is forgotten.
    mutating func begin(at now: Instant) -> Bool { ticks.take(at: now) }

    mutating func start(_ calls: Int) { owed = max(0, calls) }

    /// To be told of every call that is dialled.
    mutating func noteDialled() { if owed > 0 { owed -= 1 } }

    func pace(_ bound: Pace.Bound, at now: Instant) -> Pace {
        Pace(start: owed, bound: bound, again: ticks.next - now)
    }
}
