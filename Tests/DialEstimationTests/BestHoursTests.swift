import DialEstimation
import DialModel
import Testing

@Suite struct BestHoursTests {
    /// Monday, 2026-01-05, 00:00 UTC.
    static let monday = Instant.epoch + .days(20_458)

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

    /// All hours are known, and at 16 and 18 more people answer.
    private var wellKnown: BestHours {
        learned(
            (0..<24).map { ($0, 40_000, $0 == 18 ? 24_000 : $0 == 16 ? 16_000 : 4_000) })
    }

    /// When 400 leads are to be called, in minutes from Monday on, in order.
    private func minutes(
        _ hours: BestHours, from: Int64, to: Int64, ahead: Duration = .zero,
        open: (from: Int64, to: Int64)? = nil
    ) -> [Double] {
        (0..<400 as Range<UInt64>).compactMap { lead in
            let at = hours.best(
                for: .whole, from: Self.monday + .minutes(from), to: Self.monday + .minutes(to),
                clock: ZoneClock(ahead: ahead), lot: lead << 18,
                within: open.map {
                    CallingTimes([
                        .init(
                            from: Self.monday + .minutes($0.from),
                            to: Self.monday + .minutes($0.to))
                    ])
                })
            return at.map { ($0 - Self.monday).seconds / 60 }
        }.sorted()
    }

    /// Whether leads are called all over a span, and not beside it.
    private func fill(_ minutes: [Double], _ from: Double, _ to: Double) -> Bool {
        let step = (to - from) / 8
        let parts = Set(minutes.map { Int(($0 - from) / step) })
        return minutes.count == 400 && minutes[0] >= from && minutes[399] <= to
            && parts.isSuperset(of: 0..<8)
    }

    @Test func `the best hour is found, the first of equals, and leads are spread over it`() {
        #expect(fill(minutes(wellKnown, from: 500, to: 2_000), 1_080, 1_140))
        #expect(fill(minutes(wellKnown, from: 500, to: 5_000), 1_080, 1_140))
        #expect(fill(minutes(wellKnown, from: 1_150, to: 5_000), 2_520, 2_580))
        // What is left of the hour, at both ends.
        #expect(fill(minutes(wellKnown, from: 1_120, to: 1_300), 1_120, 1_140))
        #expect(fill(minutes(wellKnown, from: 500, to: 1_100), 1_080, 1_100))
        // Where nothing is known it is as soon as may be.
        #expect(fill(minutes(BestHours(), from: 500, to: 2_000), 500, 540))
        #expect(minutes(BestHours(), from: 500, to: 500).allSatisfy { $0 == 500 })
    }

    @Test func `hours that are not known are tried by some, the fewer the surer the others are`() {
        func share(of people: Int) -> Double {
            let hours = learned([(9, 400, 40), (12, 400, 60), (18, 400, people)])
            let all = minutes(hours, from: 480, to: 1_440)
            return Double(all.count { $0 >= 1_080 && $0 < 1_140 }) / 400
        }
        #expect(share(of: 80) < 0.35)
        #expect(share(of: 200) > 1.5 * share(of: 80))
    }

    @Test func `it goes by the clock of the place`() {
        let all = minutes(wellKnown, from: 0, to: 2_880, ahead: .minutes(-210))
        #expect(fill(all, 1_290, 1_350))
    }

    @Test func `an hour in which nobody may be called is not the best`() {
        func best(opens: Int64, closes: Int64) -> [Double] {
            minutes(wellKnown, from: 0, to: 1_440, open: (opens, closes))
        }
        #expect(fill(best(opens: 540, closes: 1_020), 960, 1_020))
        #expect(fill(best(opens: 1_110, closes: 1_300), 1_110, 1_140))
        #expect(best(opens: 2_000, closes: 3_000) == [])
        // It closes within the best hour: who would be called later in it is called in the next best.
        let some = best(opens: 540, closes: 1_110)
        #expect(some.count == 400 && some[0] >= 960 && some[399] < 1_110)
        #expect(some.count { $0 < 1_020 } > 120 && some.count { $0 >= 1_080 } > 120)
    }
}
