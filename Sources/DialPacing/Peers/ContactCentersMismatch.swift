import DialModel

/// ContactCenters' mismatch policy: twice the calls of ``ContactCentersDial`` while few people had to
/// wait.
///
/// Few is a share of at most `threshold` of those who picked up in the last `periods`. There are no
/// inbound calls here that could suffer.
///
/// > Source: ContactCenters, Université de Montréal: what it does, none of its code.
public struct ContactCentersMismatch: PacingPolicy {
    private var dial: ContactCentersDial
    public let threshold: Double
    private var waits: RecentShare
    /// Agents who could still take someone, of those who were idle when last seen.
    private var idle = 0

    /// - Parameters:
    ///   - threshold: 0...1.
    ///   - periods: how many are looked back, ≥ 1.
    ///   - period: how long each is, above 0.
    public init(
        _ dial: ContactCentersDial, threshold: Double, periods: Int, of period: Duration
    ) {
        self.dial = dial
        self.threshold = threshold
        waits = RecentShare(parts: periods, of: period)
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        idle = floor.idle
        waits.forget(at: now)
        return dial.pace(for: floor, times: isCalm ? 2 : 1)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        dial.note(event, at: now)
        guard case .person = event else { return }
        waits.add(idle == 0, at: now)
        idle = max(0, idle - 1)
    }

    /// Whether few had to wait; so nobody at all.
    public var isCalm: Bool { (waits.value ?? 0) <= threshold }
}
