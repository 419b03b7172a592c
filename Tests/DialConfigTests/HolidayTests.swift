import DialModel
import Testing

@testable import DialConfig

/// Days as the public lists of each country give them.
@Suite struct HolidayTests {
    /// `2026: 1-1 1-19 …`, with both days where one is given for another.
    ///
    /// > Source: us: opm.gov, Federal Holidays; de: the Länder's common days; fr: service-public.fr,
    /// > Jours fériés; uk: gov.uk/bank-holidays; ca: canada.ca, Public holidays; au: fairwork.gov.au,
    /// > Public holidays. Days off for a holiday on a weekend stand beside it.
    private static let lists: [(String, [Int: String])] = [
        (
            "us",
            [
                2025: "1-1 1-20 2-17 5-26 6-19 7-4 9-1 10-13 11-11 11-27 12-25",
                2026: "1-1 1-19 2-16 5-25 6-19 7-3 7-4 9-7 10-12 11-11 11-26 12-25",
                2027:
                    "1-1 1-18 2-15 5-31 6-18 6-19 7-4 7-5 9-6 10-11 11-11 11-25 12-24 12-25 12-31",
                2028: "1-1 1-17 2-21 5-29 6-19 7-4 9-4 10-9 11-10 11-11 11-23 12-25",
            ]
        ),
        (
            "de",
            [
                2025: "1-1 4-18 4-21 5-1 5-29 6-9 10-3 12-25 12-26",
                2026: "1-1 4-3 4-6 5-1 5-14 5-25 10-3 12-25 12-26",
                2027: "1-1 3-26 3-29 5-1 5-6 5-17 10-3 12-25 12-26",
                2028: "1-1 4-14 4-17 5-1 5-25 6-5 10-3 12-25 12-26",
            ]
        ),
        (
            "fr",
            [
                2025: "1-1 4-21 5-1 5-8 5-29 6-9 7-14 8-15 11-1 11-11 12-25",
                2026: "1-1 4-6 5-1 5-8 5-14 5-25 7-14 8-15 11-1 11-11 12-25",
                2027: "1-1 3-29 5-1 5-6 5-8 5-17 7-14 8-15 11-1 11-11 12-25",
                2028: "1-1 4-17 5-1 5-8 5-25 6-5 7-14 8-15 11-1 11-11 12-25",
            ]
        ),
        (
            "uk",
            [
                2025: "1-1 4-18 4-21 5-5 5-26 8-25 12-25 12-26",
                2026: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-26 12-28",
                2027: "1-1 3-26 3-29 5-3 5-31 8-30 12-25 12-26 12-27 12-28",
                2028: "1-1 1-3 4-14 4-17 5-1 5-29 8-28 12-25 12-26",
            ]
        ),
        (
            "ca",
            [
                2025: "1-1 4-18 5-19 7-1 9-1 9-30 10-13 11-11 12-25 12-26",
                2026: "1-1 4-3 5-18 7-1 9-7 9-30 10-12 11-11 12-25 12-26 12-28",
                2027: "1-1 3-26 5-24 7-1 9-6 9-30 10-11 11-11 12-25 12-26 12-27 12-28",
                2028: "1-1 1-3 4-14 5-22 7-1 7-3 9-4 9-30 10-2 10-9 11-11 11-13 12-25 12-26",
            ]
        ),
        (
            "au",
            [
                2025: "1-1 1-26 1-27 4-18 4-21 4-25 12-25 12-26",
                2026: "1-1 1-26 4-3 4-6 4-25 12-25 12-26 12-28",
                2027: "1-1 1-26 3-26 3-29 4-25 12-25 12-26 12-27 12-28",
                2028: "1-1 1-3 1-26 4-14 4-17 4-25 12-25 12-26",
            ]
        ),
    ]

    @Test(arguments: lists)
    func `a shipped calendar has the days of the public list`(
        name: String, years: [Int: String]
    ) throws {
        let calendar = try HolidayCalendar.read("\(campaigns)/../rules/holidays/\(name).yaml")
        for (year, list) in years {
            let days = calendar.days(year...year).keys.sorted()
            let text = days.map { "\($0.month)-\($0.day)" }.joined(separator: " ")
            #expect(text == list, "\(name) \(year)")
        }
        let all = calendar.days(2025...2028)
        #expect(all.count == years.keys.map { calendar.days($0...$0).count }.reduce(0, +))
    }

    /// > Source: U.S. Naval Observatory, The Date of Easter.
    @Test(arguments: [
        (1818, "1818-03-22"), (1943, "1943-04-25"), (1999, "1999-04-04"), (2000, "2000-04-23"),
        (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"),
        (2028, "2028-04-16"), (2038, "2038-04-25"), (2049, "2049-04-18"),
    ])
    func `Easter is on the day that almanacs give`(year: Int, day: String) {
        #expect(CivilDay.easter(of: year).description == day)
    }

    @Test func `a day and its date are one, over four centuries`() {
        var day = CivilDay(year: 1900, month: 1, day: 1)
        #expect(day.weekday == .monday)
        let last = CivilDay(year: 2300, month: 1, day: 1)
        while day < last {
            #expect(CivilDay(year: day.year, month: day.month, day: day.day) == day)
            let next = day + 1
            #expect(
                next.day == day.day + 1 || (next.day == 1 && next.month == day.month % 12 + 1))
            day = next
        }
        #expect(CivilDay("2026-11-22") == CivilDay(number: 20_779))
        #expect(CivilDay("2026-11-22")?.weekday == .sunday)
        for text in [
            "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "+026-01-01",
        ] {
            #expect(CivilDay(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ("A: 13-01", 4, "A is \"13-01\""), ("A: someday", 4, "A is \"someday\""),
        ("A: sixth monday of may", 4, "A is \"sixth monday of may\""),
        ("A: easter * 2", 4, "A is \"easter * 2\""), ("A: [2026-02-30]", 4, "A is \"2026-02-30\""),
        (
            "A: {on: 01-01, weekend: monday}", 4,
            "weekend is \"monday\"; known: stays, nearest, next"
        ),
        ("A: {on: 01-01, from: 2030, until: 2020}", 4, "A is kept from 2030 until 2020"),
        ("A: {weekend: next}", 4, "on is missing"),
    ])
    func `a holiday that cannot be found is told`(line: String, number: Int, text: String) throws {
        let folder = try TemporaryFolder()
        let file = folder.file(
            "x.yaml", "name: x\ntitle: X\nsources: a law\ndays: {\(line)}\n".utf8)
        let error = #expect(throws: ConfigErrors.self) { try HolidayCalendar.read(file) }
        #expect(error?.description.hasPrefix("\(file):\(number): \(text)") == true, "\(error!)")
    }

    @Test func `a fifth weekday and a leap day are there when the month has them`() {
        let fifth = HolidayDate.nth(5, .monday, month: 6)
        #expect(fifth.days(in: 2026).map(\.description) == ["2026-06-29"])
        #expect(fifth.days(in: 2027) == [])
        #expect(HolidayDate.date(month: 2, day: 29).days(in: 2027) == [])
        #expect(HolidayDate.date(month: 2, day: 29).days(in: 2028).map(\.day) == [29])
        #expect(
            HolidayDate.nth(-1, .thursday, month: 12).days(in: 2026).map(\.description)
                == ["2026-12-31"])
    }
}
