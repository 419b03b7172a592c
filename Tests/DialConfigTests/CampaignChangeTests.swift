import DialModel
import Testing

@testable import DialConfig

/// Changes are read as the events of a campaign's file are, and bound as it is.
@Suite struct CampaignChangeTests {
    private let campaign = """
        name: spring
        mode: predictive
        start: 2026-01-05T09:00:00-05:00
        timeZone: America/New_York
        rules: [us-tsr]
        hours: {mon-fri: 09:00-20:00, unknownZone: America/New_York}
        """

    private func change(_ pairs: [(key: String, value: String)]) throws(ConfigErrors)
        -> CampaignChange
    {
        try CampaignChange(pairs, to: campaign, path: "\(campaigns)/spring.yaml")
    }

    private func fault(_ key: String, _ value: String) -> String {
        do throws(ConfigErrors) {
            _ = try change([(key, value)])
            return ""
        } catch {
            return error.description
        }
    }

    @Test func `all that an event may change can be changed`() throws {
        let all = try change([
            ("mode", "progressive"), ("pacing", "{fixedRatio: 2}"), ("agents", "4"),
            ("lines", "9"), ("callsPerSecond", "none"), ("hold", "1s"), ("ring", "20s"),
            ("abandonment", "2%"), ("caps", "{attempts: 2, within: 24h}"),
            ("quiet", "{refused: 60d}"), ("doNotCall", "[+12025550147, +12025550148]"),
            ("allow", "+12025550149"), ("do", "pause"),
        ])
        #expect(
            all.commands.map(\.text) == [
                "mode: progressive", "pacing: fixed ratio 2.0", "agents: 4", "lines: 9",
                "calls per second: no limit", "hold: 1 s", "ring: 20 s", "abandonment cap: 2.0 %",
                "cap: 2 within 1 d", "quiet: 60 d after refused", "do not call: +12025550147",
                "do not call: +12025550148", "allow: +12025550149", "pause",
            ])
    }

    @Test func `new hours stand beside the rule sets'`() throws {
        let new = try change([("hours", "{daily: 06:00-12:00}")])
        let calling = try #require(new.calling)
        #expect(new.commands == [] && new.hoursText == "daily 06:00-12:00")
        #expect(calling.unknownZone == "America/New_York", "it stays where it was")
        // Of 06:00 to 12:00 the rule set's 08:00 to 21:00 leave 08:00 to 12:00.
        let begin = Instant(nanoseconds: 1_767_571_200_000_000_000)
        let spans = calling.hours(in: ["UTC"], from: begin, for: .days(1))[0].spans
        #expect(spans.contains(.init(from: begin + .hours(8), to: begin + .hours(12))))
        #expect(spans.allSatisfy { $0.to - $0.from == .hours(4) })
    }

    @Test(arguments: [
        ("lines", "-1", "lines is -1; at least 0 is required"),
        ("ring", "10s", "ring is 10 s; us-tsr requires at least 15 s"),
        ("abandonment", "5%", "abandonment is 5 %; us-tsr allows at most 3 %"),
        ("mode", "automatic", "the event changes to automatic mode, but there is no flow; add one"),
        (
            "hours", "{daily: 22:00-23:00}",
            "the hours of us-tsr, the campaign together leave no time"
        ),
        (
            "officeHours", "{daily: 09:00-10:00}",
            "officeHours cannot be changed while a campaign runs; change hours, or agents"
        ),
        ("speed", "3", "unknown key \"speed\""), ("at", "3h", "unknown key \"at\""),
        ("hours", "{}", "hours name no day, and would lift those there are"),
        ("hours", "{unknownZone: Europe/Berlin}", "hours name no day"),
        ("lines", "3\nmode: automatic", "has several lines; one is expected"),
    ])
    func `what the file would not allow is refused, in the same words`(
        key: String, value: String, words: String
    ) {
        let fault = fault(key, value)
        #expect(fault.hasPrefix("command line: ") && fault.contains(words), "\(fault)")
    }

    @Test func `masking is read, and numbers are masked wherever they stand`() throws {
        let masking = try Masking(
            campaign: "masking: {agent: all, log: 4}\nmode: nonsense\n", path: "c.yaml")
        #expect(masking[.agent] == Masking.all && masking[.log] == 4 && masking[.operator] == 0)
        #expect(Masking()[.agent] == 4)
        #expect(
            masking.shown("place 1 +12025550147 2, +36 and +123", to: .log)
                == "place 1 +1202555**** 2, +36 and +123")
        #expect(masking.shown("+12025550147", to: .agent) == "+***********")
        #expect(Masking.masked(field: "(202) 555-0147", last: 4) == "(202) 555-****")
        #expect(Masking.masked(field: "2026-01-05", last: 4) == "2026-01-05", "a day")
        #expect(throws: ConfigErrors.self) {
            try Masking(campaign: "masking: {agent: 16}", path: "c.yaml")
        }
        #expect(throws: ConfigErrors.self) {
            try Masking(campaign: "masking: {boss: 1}", path: "c.yaml")
        }
    }
}
