import DialModel
import Foundation

/// The clock on the wall where a scenario happens.
struct LocalClock {
    private let zone: TimeZone?
    /// Seconds east of UTC where there is no zone.
    private let offset: Int

    /// - Parameters:
    ///   - zone: IANA name; nil or unknown: `offset` holds.
    ///   - offset: seconds east of UTC.
    init(zone: String?, offset: Int) {
        self.zone = zone.flatMap(TimeZone.init(identifier:))
        self.offset = offset
    }

    /// How far it is ahead of universal time.
    func offset(at instant: Instant) -> Duration { Duration(nanoseconds: east(instant)) }

    /// Since midnight.
    func timeOfDay(_ instant: Instant) -> Duration {
        let local = instant.nanoseconds + east(instant)
        return Duration(nanoseconds: local - floorDay(local) * nanosecondsInDay)
    }

    /// When the clock shows `time` from `start` to `end`, both included, in order.
    func instants(_ time: Duration, from start: Instant, to end: Instant) -> [Instant] {
        let first = floorDay(start.nanoseconds + east(start)) - 1
        let last = floorDay(end.nanoseconds + east(end)) + 1
        return (first...last).map { day in
            let local = day * nanosecondsInDay + time.nanoseconds
            // Twice, as the offset there is known only there.
            let near = Instant(nanoseconds: local - east(Instant(nanoseconds: local)))
            return Instant(nanoseconds: local - east(near))
        }.filter { start <= $0 && $0 <= end }
    }

    private let nanosecondsInDay: Int64 = 86_400_000_000_000

    private func floorDay(_ local: Int64) -> Int64 {
        local / nanosecondsInDay - (local % nanosecondsInDay < 0 ? 1 : 0)
    }

    /// Nanoseconds that the clock is ahead of UTC.
    private func east(_ instant: Instant) -> Int64 {
        guard let zone else { return Int64(offset) * 1_000_000_000 }
        let date = Date(timeIntervalSince1970: Double(instant.nanoseconds) / 1e9)
        return Int64(zone.secondsFromGMT(for: date)) * 1_000_000_000
    }
}
