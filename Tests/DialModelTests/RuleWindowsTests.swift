import DialModel
import Testing

@Suite struct RuleWindowsTests {
    /// 2026-01-05 09:00 UTC.
    static let nine = Instant(nanoseconds: 1_767_603_600_000_000_000)

    @Test func `successive periods are counted from the campaign's beginning`() {
        let windows = RuleWindows(.every(.days(1)), began: Self.nine, utcOffset: .hours(5))
        #expect(windows.beginning(at: Self.nine + .hours(23)) == Self.nine)
        #expect(windows.end(at: Self.nine + .hours(23)) == Self.nine + .days(1))
        #expect(windows.beginning(at: Self.nine + .hours(80)) == Self.nine + .days(3))
        #expect(windows.workBegins == .zero)
    }

    @Test(arguments: [(Int64(0), Int64(9)), (2, 11), (-10, 23), (15, 0), (14, 23)])
    func `a calendar day begins at midnight on the wall`(offset: Int64, since: Int64) {
        let windows = RuleWindows(.calendarDay, began: Self.nine, utcOffset: .hours(offset))
        #expect(windows.workBegins == .hours(since))
        #expect(windows.beginning(at: Self.nine) == Self.nine + (.zero - .hours(since)))
        #expect(windows.end(at: Self.nine) == Self.nine + .hours(24 - since))
        let later = Self.nine + .days(40)
        #expect(windows.beginning(at: later) == later + (.zero - .hours(since)))
    }

    @Test func `before the first window it is the first`() {
        let windows = RuleWindows(.every(.hours(1)), began: Self.nine, utcOffset: .zero)
        #expect(windows.beginning(at: .epoch) == Self.nine)
        #expect(windows.end(at: .epoch) == Self.nine + .hours(1))
    }

    @Test func `the whole run has no end`() {
        let windows = RuleWindows(.run, began: Self.nine, utcOffset: .zero)
        #expect(windows.beginning(at: Self.nine + .days(400)) == Self.nine)
        #expect(windows.end(at: Self.nine) == .never)
    }

    @Test(arguments: [
        (AbandonmentRule(cap: 0.03), "3 % of the run"),
        (AbandonmentRule(cap: 0.025, window: .every(.days(1))), "2.5 % a day"),
        (AbandonmentRule(cap: 0.03, window: .every(.days(30))), "3 % every 30 d"),
        (AbandonmentRule(cap: 0.03, window: .calendarDay), "3 % a calendar day"),
        (AbandonmentRule(name: "seller"), "seller"),
    ])
    func `a rule without a name is told by what it says`(rule: AbandonmentRule, title: String) {
        #expect(rule.title == title)
    }

    /// A day of 27 abandoned among 840 answered, and 60 machines of which 10 % may have been people.
    @Test func `people taken for machines count as abandoned`() throws {
        let share = try #require(
            AbandonmentRule.share(
                abandoned: 27, served: 840, machines: 60, falsePositives: 0.1))
        #expect(abs(share - 33.0 / 873) < 1e-12)
        #expect(
            AbandonmentRule.share(abandoned: 27, served: 840, machines: 60, falsePositives: 0)
                == 27.0 / 867)
        #expect(
            AbandonmentRule.share(abandoned: 0, served: 0, machines: 0, falsePositives: 0.1) == nil)
    }
}
