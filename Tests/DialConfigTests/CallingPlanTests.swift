import DialModel
import Foundation
import Testing

@testable import DialConfig

/// Hours as a file has them, worked out for the zones of leads.
@Suite struct CallingPlanTests {
    private func plan(_ lines: String) throws -> CallingPlan {
        let text = "name: spring\nmode: predictive\n\(lines)\n"
        return try CampaignFile(
            bytes: Array(text.utf8), path: "\(campaigns)/spring.yaml"
        ).calling
    }

    private func instant(_ text: String) -> Instant { writtenInstant(text)! }

    /// The spans of a zone around `day`, by the clock of UTC: `05-01 12:00 – 05-02 00:00`.
    private func spans(
        _ plan: CallingPlan, _ zone: String, from begin: String, days: Int64
    ) -> [String] {
        let start = instant(begin)
        let times = plan.hours(in: [zone], from: start, for: .days(days))[0]
        let end = start + .days(days)
        return times.spans.filter { $0.to > start && $0.from < end }.map {
            "\(text(max(start, $0.from))) – \(text(min(end, $0.to)))"
        }
    }

    private func text(_ instant: Instant) -> String {
        let seconds = CallingPlan.seconds(instant)
        let day = CivilDay(at: seconds)
        let time = clock(.seconds(Int64(seconds - day.number * 86_400)))
        return "\(day.description.dropFirst(5)) \(time)"
    }

    @Test func `hours are those of the called party`() throws {
        let plan = try plan("hours: {mon-fri: 09:00-20:00, sat: [10:00-13:00, 14:00-16:00]}")
        #expect(
            spans(plan, "America/New_York", from: "2026-01-08T12:00:00Z", days: 5) == [
                "01-08 14:00 – 01-09 01:00", "01-09 14:00 – 01-10 01:00",
                "01-10 15:00 – 01-10 18:00", "01-10 19:00 – 01-10 21:00",
                "01-12 14:00 – 01-13 01:00",
            ])
        #expect(
            spans(plan, "Asia/Kathmandu", from: "2026-01-12T00:00:00Z", days: 1) == [
                "01-12 03:15 – 01-12 14:15"
            ])
    }

    @Test func `a day on which the clocks change has hours as long as the clock shows them`() throws
    {
        let plan = try plan("hours: {daily: '00:00-12:00'}")
        // 8 March 2026 has 23 hours in New York, 1 November 25.
        #expect(
            spans(plan, "America/New_York", from: "2026-03-08T00:00:00Z", days: 1) == [
                "03-08 05:00 – 03-08 16:00"
            ])
        #expect(
            spans(plan, "America/New_York", from: "2026-11-01T00:00:00Z", days: 1) == [
                "11-01 04:00 – 11-01 17:00"
            ])
        // Half an hour, on Lord Howe Island.
        #expect(
            spans(plan, "Australia/Lord_Howe", from: "2026-04-04T12:00:00Z", days: 1) == [
                "04-04 13:00 – 04-05 01:30"
            ])
    }

    @Test(arguments: [
        // 02:30 is skipped: it opens when the clock goes on, and closes when it stops.
        ("02:30-05:00", "2026-03-08", ["03-08 07:00 – 03-08 09:00"]),
        ("01:00-02:30", "2026-03-08", ["03-08 06:00 – 03-08 07:00"]),
        ("02:10-02:50", "2026-03-08", []),
        // 01:30 comes twice: it opens at the second and closes at the first.
        ("01:30-05:00", "2026-11-01", ["11-01 06:30 – 11-01 10:00"]),
        ("00:00-01:30", "2026-11-01", ["11-01 04:00 – 11-01 05:30"]),
        ("01:10-01:50", "2026-11-01", []),
    ])
    func `a time that comes twice or never makes hours shorter, not longer`(
        hours: String, day: String, expected: [String]
    ) throws {
        let plan = try plan("hours: {sun: '\(hours)'}")
        #expect(
            spans(plan, "America/New_York", from: "\(day)T00:00:00Z", days: 1) == expected)
    }

    @Test func `no instant is open at which the clock shows another time`() throws {
        let plan = try plan("hours: {mon-sat: [08:00-12:30, 14:00-21:00], holidays: us}")
        let begin = instant("2026-01-01T00:00:00Z")
        let zones = [
            "America/New_York", "America/Sao_Paulo", "Africa/Casablanca", "Africa/Cairo",
            "Asia/Tehran", "Europe/Dublin", "Pacific/Auckland", "America/Havana",
        ]
        let all = plan.hours(in: zones, from: begin, for: .days(370))
        for (name, times) in zip(zones, all) {
            let zone = TimeZone(identifier: name)!
            let holidays = plan.rules[0].holidays[0].calendar.days(2025...2027)
            for quarter in 0..<(370 * 96) {
                let second = CallingPlan.seconds(begin) + quarter * 900
                let date = Date(timeIntervalSince1970: Double(second))
                let local = second + zone.secondsFromGMT(for: date)
                let day = CivilDay(at: local)
                let minute = (local - day.number * 86_400) / 60
                let isOpen =
                    day.weekday != .sunday && holidays[day] == nil
                    && ((480..<750).contains(minute) || (840..<1_260).contains(minute))
                let isIn = times.isOpen(at: .epoch + .seconds(Int64(second)))
                if isOpen != isIn { #expect(isOpen == isIn, "\(name), \(day), \(minute)") }
            }
        }
    }

    @Test func `a lead that may be in several zones is called when all of them allow it`() throws {
        let plan = try plan("hours: {daily: 09:00-20:00}")
        #expect(
            spans(
                plan, "America/New_York|America/Los_Angeles", from: "2026-01-08T06:00:00Z", days: 1)
                == ["01-08 17:00 – 01-09 01:00"])
        let none = plan.hours(
            in: ["Asia/Tokyo|Nowhere/Atall", ""], from: instant("2026-01-08T06:00:00Z"), for: nil)
        #expect(none == [CallingTimes([]), CallingTimes([])])
    }

    @Test func `where nothing is known of a lead's zone the campaign may say one`() throws {
        let plan = try plan("hours: {daily: 09:00-20:00, unknownZone: America/Chicago}")
        let hours = plan.hours(
            in: ["", "America/Chicago"], from: instant("2026-01-08T06:00:00Z"), for: .hours(8))
        #expect(hours[0] == hours[1])
        #expect(!hours[0].spans.isEmpty)
    }

    @Test func `the campaign's own hours hold for everyone`() throws {
        let plan = try plan(
            """
            timeZone: Europe/London
            hours: {mon-fri: 09:00-20:00}
            officeHours: {mon-sat: 08:00-18:00}
            """)
        #expect(
            spans(plan, "America/New_York", from: "2026-01-08T06:00:00Z", days: 1) == [
                "01-08 14:00 – 01-08 18:00"
            ])
        let office = try self.plan("timeZone: Europe/London\nofficeHours: {mon-sat: 08:00-18:00}")
        #expect(
            spans(office, "", from: "2026-01-08T06:00:00Z", days: 1) == [
                "01-08 08:00 – 01-08 18:00"
            ])
    }

    @Test func `without hours calls may be made at any time`() throws {
        let plan = try plan("duration: 8h")
        #expect(plan.hours(in: ["", "Europe/Paris"], from: .epoch, for: nil) == [])
        #expect(plan.reason("", at: .epoch) == nil)
    }

    @Test func `hours end a week after the campaign, or after four hundred days`() throws {
        let plan = try plan("hours: {daily: 09:00-20:00}")
        let begin = instant("2026-01-08T00:00:00Z")
        for (length, days) in [(Duration.hours(24), 8), (nil, 400)] as [(Duration?, Int64)] {
            let times = plan.hours(in: ["UTC"], from: begin, for: length)[0]
            let last = times.spans.last!.to
            #expect(last >= begin + .days(days))
            #expect(last <= begin + .days(days + 1))
        }
    }

    @Test(arguments: [
        (
            "America/Los_Angeles", "2026-01-08T15:12:30Z",
            "it is 07:12 in America/Los_Angeles; the campaign allows 08:00 to 21:00"
        ),
        ("America/New_York", "2026-01-08T15:12:30Z", nil),
        (
            "America/New_York|America/Los_Angeles", "2026-01-08T15:12:30Z",
            "it is 07:12 in America/Los_Angeles; the campaign allows 08:00 to 21:00"
        ),
        (
            "", "2026-01-08T15:12:30Z",
            "where the lead is, and so what time it is there, is not known; hours has no unknownZone"
        ),
        (
            "Mars/North", "2026-01-08T15:12:30Z",
            "\"Mars/North\" is no time zone that this machine knows"
        ),
    ])
    func `why nobody may be called is told in words`(
        zone: String, now: String, expected: String?
    ) throws {
        let plan = try plan("hours: {daily: 08:00-21:00}")
        #expect(plan.reason(zone, at: instant(now)) == expected)
    }

    @Test(arguments: [
        (
            "2026-11-22T12:00:00Z",
            "it is Sunday in Europe/Paris; the campaign allows no calls on Sundays"
        ),
        (
            "2026-12-25T12:00:00Z",
            "it is Noël in Europe/Paris; the campaign allows no calls on that holiday"
        ),
        (
            "2026-12-24T14:00:00Z",
            "it is 2026-12-24, 15:00, in Europe/Paris; the campaign allows 10:00 to 12:00 on that "
                + "holiday"
        ),
        (
            "2026-11-23T12:30:00Z",
            "it is Monday, 13:30, in Europe/Paris; the campaign allows 10:00 to 13:00 and 14:00 to "
                + "20:00 on Mondays"
        ),
        ("2026-11-23T19:15:00Z", "it is 20:15 in Europe/Berlin; officeHours allow 09:00 to 20:00"),
        ("2026-11-23T13:30:00Z", nil),
    ])
    func `days off and breaks are told in words`(now: String, expected: String?) throws {
        let plan = try plan(
            """
            timeZone: Europe/Berlin
            hours:
              mon-fri: [10:00-13:00, 14:00-20:00]
              holidays: {fr: none, 2026-12-24: 10:00-12:00}
            officeHours: {daily: 09:00-20:00}
            """)
        #expect(plan.reason("Europe/Paris", at: instant(now)) == expected)
        let isOpen = plan.hours(in: ["Europe/Paris"], from: instant(now), for: .zero)[0]
            .isOpen(at: instant(now))
        #expect(isOpen == (expected == nil))
    }

    @Test func `an hour that comes twice is told of`() throws {
        let plan = try plan("hours: {daily: '00:00-01:30'}")
        #expect(
            plan.reason("America/New_York", at: instant("2026-11-01T06:10:00Z"))
                == "the clocks in America/New_York are put back; of an hour that comes twice only "
                + "the narrower half counts")
    }
}
