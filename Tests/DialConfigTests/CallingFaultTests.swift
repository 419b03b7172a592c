import DialModel
import Testing

@testable import DialConfig

/// Who may be called, and when, as campaigns write it.
@Suite struct CallingFaultTests {
    @Test(arguments: [
        ("{mon-fri: 09:00-20:00, wed: none}", "wed has Wednesday, which line 3 has already"),
        (
            "{mon: 20:00-09:00}",
            "mon is 20:00-09:00, which ends before it begins; what goes on after "
                + "midnight belongs to the next day"
        ),
        (
            "{mon: 09:00-09:00}",
            "mon is 09:00-09:00, which ends before it begins; what goes on after "
                + "midnight belongs to the next day"
        ),
        ("{mon: [09:00-12:00, 11:00-14:00]}", "mon has 09:00-12:00 and 11:00-14:00, which overlap"),
        ("{mon: 9-5}", "mon is \"9\"; a time of day such as 09:00 is expected"),
        (
            "{mon: all day}",
            "mon is \"all day\"; hours such as 09:00-20:00, a list of these or none "
                + "are expected"
        ),
        ("{mon: 09:00-25:00}", "mon is \"25:00\"; a time of day such as 09:00 is expected"),
        ("{mo-fri: 09:00-20:00}", "unknown day or key \"mo-fri\"; did you mean mon-fri?"),
        ("{mom: 09:00-20:00}", "unknown day or key \"mom\"; did you mean mon?"),
        ("{mon-fri: none}", "hours leave no time in the week; give at least one day its hours"),
        (
            "{daily: 08:00-21:00, unknownZone: Chicago}",
            "\"Chicago\" is no time zone; did you mean America/Chicago?"
        ),
        (
            "{daily: 08:00-21:00, holidays: 2026-02-30}",
            "\"2026-02-30\" is no day; a date such as 2026-12-25 or a calendar's name is expected"
        ),
        ("09:00-20:00", "hours is no mapping; keys with values are expected"),
    ])
    func `hours that make no sense are an error`(hours: String, sentence: String) {
        #expect(problems(.predictive, "hours: \(hours)") == ["c.yaml:3: \(sentence)"])
    }

    @Test func `hours are read in every way they may be written`() throws {
        let text = """
            name: spring
            mode: predictive
            hours:
              Monday - Wednesday: 09:00 - 20:00
              thu, fri: [14:00-20:00, 09:00-13:00, 13:00-13:30]
              sat-sun: none
            """
        let file = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml")
        #expect(
            file.calling.rules.map(\.text)
                == ["mon-wed 09:00-20:00, thu-fri 09:00-13:30, 14:00-20:00"])
        let zone = "name: s\nmode: predictive\nhours: {unknownZone: UTC}\n"
        #expect(
            problems(in: zone) == [
                "c.yaml:3: hours say only where leads are of whom it is not known; add days, such as "
                    + "mon-fri: 09:00-20:00, or rules that have hours"
            ])
    }

    @Test func `a calendar that is not there is told with those that are`() throws {
        let text = "name: s\nmode: predictive\nhours: {daily: 08:00-21:00, holidays: [us, xx]}\n"
        let path = "\(campaigns)/spring.yaml"
        let error = #expect(throws: ConfigErrors.self) {
            try CampaignFile(bytes: Array(text.utf8), path: path)
        }
        #expect(
            error?.description
                == "\(path):3: there is no calendar \"xx\" in \(campaigns)/rules/holidays/ and "
                + "\(campaigns)/../rules/holidays/; known: au, ca, de, fr, uk, us")
    }

    @Test(arguments: [
        ("{caps: [{attempts: 0, within: 1d}]}", "attempts is 0; at least 1 is required"),
        ("{caps: [{attempts: 3}]}", "within is missing"),
        ("{caps: {attempts: 3, within: 0s}}", "within is 0 s; more than 0 s is required"),
        (
            "{caps: [{attempts: 3, within: 24h}, {attempts: 2, within: 1d}]}",
            "attempts within 1 d are capped twice"
        ),
        ("{caps: 3}", "a cap is {attempts: 3, within: 24h}, not a word"),
        ("{quiet: {refuse: 60d}}", "\"refuse\" is no disposition; did you mean refused?"),
        ("{quiet: {refused: 60}}", "refused is 60 without a unit; add ms, s, m, h or d"),
        ("{quiet: {connected: 7d, conversation: 3d}}", "\"conversation\" is given twice"),
        (
            "{complaints: [do not call]}",
            "\"do not call\" is no disposition; known: no answer, busy, "
                + "powered off, suspended, vacant number, out of area, rejected, congestion, fax, machine, "
                + "failed, unknown, message left, refused, interested, deal, follow-up, hung up, "
                + "abandoned, completed, undisposed"
        ),
        ("{doNotCall: missing.csv}", "doNotCall: missing.csv: there is no such file"),
        (
            "{dnc: a}",
            "unknown key \"dnc\"; known: caps, quiet, complaints, alert, doNotCall, shared, "
                + "guaranteedAgent"
        ),
    ])
    func `protection that makes no sense is an error`(protection: String, sentence: String) {
        #expect(problems(.predictive, "protection: \(protection)") == ["c.yaml:3: \(sentence)"])
    }

    @Test func `office hours need a clock of the campaign's own`() {
        #expect(
            problems(.predictive, "officeHours: {mon-fri: 08:00-18:00}") == [
                "c.yaml:3: officeHours go by the campaign's own clock; say which with timeZone, such "
                    + "as America/New_York"
            ])
    }

    @Test func `protection is put into the plan`() throws {
        let text = """
            name: spring
            mode: predictive
            dispositions: {connected: [do not call]}
            protection:
              caps: [{attempts: 3, within: 24h}, {attempts: 7, within: 7d}]
              quiet: {refused: 60d, connected: 7d, abandoned: 72h, busy: 10m}
              complaints: [do not call]
            """
        let calling = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml").plan.calling
        #expect(
            calling.caps == [
                FrequencyCap(attempts: 3, within: .days(1)),
                FrequencyCap(attempts: 7, within: .days(7)),
            ])
        #expect(calling.complaints == [.connected(.custom(0))])
        #expect(calling.quiet[.connected(.refused)] == .days(60))
        #expect(calling.quiet[.connected(.deal)] == .days(7))
        #expect(calling.quiet[.connected(.custom(0))] == .days(7))
        #expect(calling.quiet[.connected(.abandoned)] == .hours(72))
        #expect(calling.quiet[.notConnected(.busy)] == .minutes(10))
        #expect(calling.quiet[.notConnected(.noAnswer)] == nil)
    }

    @Test func `a cap per number stands beside one per person`() throws {
        let text = """
            name: spring
            mode: predictive
            protection:
              caps:
                - {attempts: 2, within: 24h, per: number}
                - {attempts: 3, within: 24h, per: person}
            events: [{at: 1h, caps: {attempts: 1, within: 24h, per: number}}]
            """
        let plan = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml").plan
        #expect(
            plan.calling.caps == [
                FrequencyCap(attempts: 2, within: .days(1), per: .number),
                FrequencyCap(attempts: 3, within: .days(1)),
            ])
        #expect(plan.changes.map(\.command.text) == ["cap: 1 to a number within 1 d"])
        #expect(
            problems(
                .predictive,
                "protection: {caps: [{attempts: 1, within: 1h, per: number}, "
                    + "{attempts: 2, within: 60m, per: number}]}")
                == ["c.yaml:3: attempts within 1 h are capped twice per number"])
        #expect(
            problems(.predictive, "protection: {caps: {attempts: 1, within: 1h, per: lead}}")
                == ["c.yaml:3: per is \"lead\"; known: person, number"])
    }

    @Test func `events change caps, quiet and the numbers not to be called`() throws {
        let text = """
            name: spring
            mode: predictive
            leads: {file: people.csv, countryCode: 1}
            events:
              - {at: 1h, caps: {attempts: 2, within: 24h}, quiet: {deal: 9d}}
              - {at: 2h, doNotCall: [+442079460100, 2125550100], allow: +12125550101}
            """
        let changes = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml").plan.changes
        #expect(
            changes.map(\.command) == [
                .cap(FrequencyCap(attempts: 2, within: .days(1))),
                .quiet(.connected(.deal), .days(9)),
                .doNotCall(PhoneNumber(digits: 442_079_460_100)),
                .doNotCall(PhoneNumber(digits: 12_125_550_100)),
                .allow(PhoneNumber(digits: 12_125_550_101)),
            ])
        #expect(
            problems(.predictive, "events: [{at: 1h, doNotCall: [Ann]}]") == [
                "c.yaml:3: \"Ann\" is no dialable number"
            ])
    }
}
