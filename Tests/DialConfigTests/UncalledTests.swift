import DialModel
import Testing

@testable import DialConfig

/// What is said of leads that no hour is left for.
@Suite struct UncalledTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The warnings of a campaign with these lines and a list of these zones.
    private func warnings(_ lines: String, zones: [String]) -> [String] {
        var list = "number,timeZone\n"
        for (place, zone) in zones.enumerated() { list += "+1202555\(1_000 + place),\(zone)\n" }
        _ = folder.file("list.csv", list.utf8)
        let text = "name: spring\nmode: predictive\nleads: list.csv\n\(lines)\n"
        let result = checkFile(folder.file("spring.yaml", text.utf8))
        #expect(result.problems == [])
        return result.warnings
    }

    private static let why = "hours, rules and officeHours leave no time there"
    private static let monday = "start: 2026-01-05T09:00:00-05:00"

    @Test(
        arguments: [
            ("hours: {mon-fri: 09:00-20:00}", []),
            ("\(Self.monday)\nduration: 8h", []),
            ("hours: {sun: 10:00-12:00}", []),
            ("hours: {sun: 10:00-12:00}\n\(Self.monday)", []),
            ("hours: {sun: 10:00-12:00}\n\(Self.monday)\nduration: 7d", []),
            (
                "hours: {sun: 10:00-12:00}\n\(Self.monday)\nduration: 8h",
                [
                    "3 leads in America/New_York, America/Los_Angeles will not be called: \(Self.why) before the "
                        + "campaign's end"
                ]
            ),
            (
                "hours: {mon: 09:00-10:00}\n\(Self.monday)\nduration: 2h",
                [
                    "1 lead in America/Los_Angeles will not be called: \(Self.why) before the campaign's end"
                ]
            ),
            (
                "hours: {mon-fri: 09:00-10:00}\n\(Self.monday)\nduration: 24h\n"
                    + "officeHours: {mon-fri: 09:00-10:30}\ntimeZone: America/New_York",
                ["1 lead in America/Los_Angeles will not be called: \(Self.why)"]
            ),
        ] as [(String, [String])])
    func `leads are told of whom nobody has time to call`(lines: String, told: [String]) {
        let zones = ["America/New_York", "America/Los_Angeles", "America/New_York"]
        #expect(warnings(lines, zones: zones) == told)
    }

    @Test func `those of no zone are told with what would help`() {
        #expect(
            warnings("hours: {daily: 09:00-20:00}", zones: ["", "Europe/Berlin", ""]) == [
                "2 leads of no time zone will not be called; give the lead file a column timeZone, or "
                    + "hours: {unknownZone: …}"
            ])
        #expect(
            warnings(
                "hours: {daily: 09:00-20:00, unknownZone: Europe/Berlin}",
                zones: ["", "Europe/Berlin"])
                == [])
    }

    @Test func `of many places those with most leads are named`() {
        let zones = [
            "Asia/Tokyo", "Asia/Tokyo", "Asia/Seoul", "Asia/Dili", "Asia/Kabul", "Asia/Aden",
        ]
        #expect(
            warnings("hours: {mon: 09:00-10:00}\n\(Self.monday)\nduration: 2h", zones: zones) == [
                "6 leads in Asia/Tokyo, Asia/Aden, Asia/Dili and 2 other places will not be called: "
                    + "\(Self.why) before the campaign's end"
            ])
    }
}
