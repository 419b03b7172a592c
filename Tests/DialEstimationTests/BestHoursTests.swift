import DialEstimation
import DialModel
import Testing

@Suite struct BestHoursTests {
    /// Monday, 2026-01-05, 00:00 UTC.
    static let monday = Instant.epoch + .days(20_458)
    static let utc = ZoneClock(ahead: .zero)

    private func hour(_ hour: Int) -> LocalHour { LocalHour(hour: hour, isWeekend: false) }

    /// Of so many calls in each hour, so many people.
    private func learned(
        _ counts: [(hour: Int, calls: Int, people: Int)], of segment: UInt8 = 0
    ) -> BestHours {
        var hours = BestHours()
        for (place, calls, people) in counts {
            hours.add(
                HourCount(
                    segment: SegmentID(segment), hour: hour(place), calls: calls, people: people))
        }
        return hours
    }

    @Test func `before any call all hours are alike`() {
        let shares = BestHours().shares(of: SegmentID(3))
        for place in 0..<48 { #expect(shares[place] == 0.5) }
    }

    @Test func `differences that chance explains are none`() {
        let hours = learned([(9, 100, 30), (10, 100, 33), (11, 100, 27), (12, 100, 30)])
        let shares = hours.shares(of: .whole)
        for place in 0..<48 { #expect(shares[place] == 0.3) }
    }

    @Test func `a real difference shows, drawn to the mean the less the more is known`() {
        let few = learned([(9, 20, 2), (18, 20, 12)]).shares(of: .whole)
        let many = learned([(9, 2_000, 200), (18, 2_000, 1_200)]).shares(of: .whole)
        #expect(few[18] > 0.40 && few[18] < 0.55 && few[9] > 0.15 && few[9] < 0.3)
        #expect(many[18] > 0.59 && many[18] < 0.6 && many[9] > 0.1 && many[9] < 0.11)
        // Where nobody has called it is as everywhere.
        #expect(abs(many[3] - 0.35) < 1e-9)
    }

    @Test func `as so much is known, by hand`() {
        // 400 calls, 140 people: the mean is 0.35, and the variance of one call 0.2275.
        let hours = learned([(9, 200, 20), (18, 200, 120)])
        let sum = 200 * 0.25 * 0.25 * 2
        let between = (sum - 0.2275) / (400 - 80_000.0 / 400)
        let k = max(20, 0.2275 / between - 1)
        let share = (120 + k * 0.35) / (200 + k)
        #expect(abs(hours.shares(of: .whole)[18] - share) < 1e-12)
    }

    @Test func `a segment of which little is known is drawn to all`() {
        var hours = BestHours()
        for segment: UInt8 in 0..<4 {
            hours.add(
                HourCount(
                    segment: SegmentID(segment), hour: hour(9), calls: 1_000,
                    people: segment.isMultiple(of: 2) ? 100 : 500))
        }
        hours.add(HourCount(segment: SegmentID(4), hour: hour(9), calls: 4, people: 4))
        let share = hours.shares(of: SegmentID(4))[9]
        #expect(share > 0.3 && share < 0.6)
        #expect(abs(hours.shares(of: SegmentID(0))[9] - 0.1) < 0.01)
        #expect(abs(hours.shares(of: SegmentID(9))[9] - 0.3) < 0.01, "never met")
    }

    @Test func `the best hour is found, the first of equals, and where in it goes by the lead`() {
        let hours = learned([(9, 2_000, 200), (10, 2_000, 200), (18, 2_000, 1_200)])
        func best(from: Int64, to: Int64, spread: Double = 0) -> Duration? {
            hours.best(
                for: .whole, from: Self.monday + .minutes(from), to: Self.monday + .minutes(to),
                clock: Self.utc, spread: spread, within: nil
            ).map { $0 - Self.monday }
        }
        #expect(best(from: 500, to: 2_000) == .hours(18))
        #expect(best(from: 500, to: 5_000, spread: 0.5) == .minutes(18 * 60 + 30))
        // What is left of the hour, at both ends.
        #expect(best(from: 18 * 60 + 40, to: 1_200, spread: 0.5) == .minutes(18 * 60 + 50))
        #expect(best(from: 500, to: 18 * 60 + 20, spread: 0.5) == .minutes(18 * 60 + 10))
        // Only bad hours are left: an hour of which nothing is known beats them.
        #expect(best(from: 9 * 60, to: 11 * 60) == .minutes(11 * 60))
        #expect(best(from: 9 * 60, to: 10 * 60 + 59) == .hours(9))
    }

    @Test func `it goes by the clock of the place`() {
        let hours = learned([(9, 2_000, 200), (18, 2_000, 1_200)])
        let at = hours.best(
            for: .whole, from: Self.monday, to: Self.monday + .days(2),
            clock: ZoneClock(ahead: .minutes(-210)), spread: 0, within: nil)
        #expect(at == Self.monday + .minutes(18 * 60 + 210))
    }

    @Test func `an hour in which nobody may be called is not the best`() {
        let hours = learned([(9, 2_000, 200), (16, 2_000, 1_000), (18, 2_000, 1_200)])
        func best(opens: Int64, closes: Int64, spread: Double = 0) -> Duration? {
            hours.best(
                for: .whole, from: Self.monday, to: Self.monday + .hours(24), clock: Self.utc,
                spread: spread,
                within: CallingTimes([
                    .init(from: Self.monday + .minutes(opens), to: Self.monday + .minutes(closes))
                ])
            ).map { $0 - Self.monday }
        }
        #expect(best(opens: 540, closes: 1_020) == .hours(16))
        #expect(best(opens: 540, closes: 18 * 60 + 30) == .hours(18))
        #expect(best(opens: 540, closes: 18 * 60 + 30, spread: 0.9) == .minutes(16 * 60 + 54))
        #expect(best(opens: 18 * 60 + 30, closes: 1_300, spread: 0.5) == .minutes(18 * 60 + 45))
        #expect(best(opens: 2_000, closes: 3_000) == nil)
    }
}
