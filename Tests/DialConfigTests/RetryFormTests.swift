import DialModel
import DialWorld
import Testing

@testable import DialConfig

/// Retry rules, messages to machines and times at home, as campaigns write them.
@Suite struct RetryFormTests {
    private func read(_ lines: String) throws -> CampaignFile {
        let text = "name: s\nmode: predictive\n" + lines
        return try CampaignFile(bytes: Array(text.utf8), path: "c.yaml")
    }

    @Test func `each outcome has a rule of its own`() throws {
        let retry = try read(
            """
            retry:
              attempts: 6
              after:
                busy: 15m
                no answer: {best: 3d, wait: 2h}
                machine: {dayPart: next, attempts: 4}
                powered off: {wait: 2h, factor: 2, upTo: 2d}
                rejected: {wait: 1d, attempts: 2}
                failed: {wait: 30m}
                vacant number: never
            """
        ).plan.retry
        #expect(retry.attempts == 6)
        #expect(
            retry.after == [
                .notConnected(.busy): .minutes(15), .notConnected(.failed): .minutes(30),
            ])
        #expect(
            retry.varied == [
                .notConnected(.noAnswer): RetryWait(.best(within: .days(3)), wait: .hours(2)),
                .notConnected(.machine): RetryWait(.nextDayPart, attempts: 4),
                .notConnected(.poweredOff):
                    RetryWait(.growing(factor: 2, upTo: .days(2)), wait: .hours(2)),
                .notConnected(.rejected): RetryWait(.same, wait: .days(1), attempts: 2),
            ])
        #expect(retry.dayParts == DayPart.usual)
    }

    @Test func `the parts of the day are the campaign's own, in order of time`() throws {
        let retry = try read(
            "retry: {dayParts: {late: 15:00-21:00, early: 08:30-12:00}, "
                + "after: {busy: {dayPart: next}}}"
        ).plan.retry
        #expect(
            retry.dayParts == [
                DayPart("early", from: .minutes(510), to: .hours(12)),
                DayPart("late", from: .hours(15), to: .hours(21)),
            ])
    }

    @Test(arguments: [
        ("{busy: {factor: 2, upTo: 1d}}", "busy has no wait, such as wait: 2h"),
        ("{busy: {wait: 1h, factor: 2}}", "busy has a factor, but no upTo, such as upTo: 2d"),
        ("{busy: {wait: 1h, upTo: 2d}}", "busy has upTo, but no factor, such as factor: 2"),
        ("{busy: {wait: 3h, factor: 2, upTo: 2h}}", "upTo is 2 h; at least 3 h is required"),
        ("{busy: {wait: 1h, factor: 0.5, upTo: 2h}}", "factor is 0.5; at least 1 is required"),
        ("{busy: {attempts: 2}}", "busy has no wait, such as wait: 2h"),
        ("{busy: {wait: 1h, attempts: 4}}", "attempts is 4; at most 3 is allowed"),
        ("{busy: {best: 2h, wait: 2h}}", "best is 2 h; more than 2 h is required"),
        ("{busy: {best: 15d}}", "best is 15 d; at most 14 d is allowed"),
        (
            "{busy: {best: 1d, dayPart: next}}",
            "busy has dayPart and best; at most one of them is allowed"
        ),
        ("{busy: {dayPart: evening}}", "dayPart is \"evening\"; known: next"),
        ("{busy: {every: 2h}}", "unknown key \"every\"; did you mean never?"),
    ])
    func `what makes no sense of an outcome is an error`(after: String, sentence: String) {
        let found = #expect(throws: ConfigErrors.self) { try read("retry: {after: \(after)}") }
        let problems = found?.problems.map { "\($0)" } ?? []
        if after.contains("every") {
            #expect(problems.first?.hasPrefix("c.yaml:3: unknown key \"every\"") == true)
        } else {
            #expect(problems.contains("c.yaml:3: \(sentence)"), "\(problems)")
        }
    }

    @Test(arguments: [
        ("{a: 09:00-12:00, b: 11:00-13:00}", "dayParts a and b overlap"),
        (
            "{a: 09:00}",
            "a is \"09:00\"; hours such as 09:00-20:00, a list of these or none are expected"
        ),
        ("{a: none}", "a is no range; one such as 09:00-12:00 is expected"),
        ("{a: 09:00-12:00}", "dayParts is 1; dayPart: next needs at least 2 to choose from"),
    ])
    func `parts of the day that make no sense are an error`(parts: String, sentence: String) {
        let found = #expect(throws: ConfigErrors.self) {
            try read("retry: {dayParts: \(parts), after: {busy: {dayPart: next}}}")
        }
        #expect(found?.problems.map { "\($0)" } == ["c.yaml:3: \(sentence)"])
    }

    @Test func `what is written again is read as the same`() throws {
        let waits = [
            RetryWait(.growing(factor: 1.5, upTo: .days(2)), wait: .minutes(90), attempts: 3),
            RetryWait(.nextDayPart, wait: .hours(1)), RetryWait(.nextDayPart),
            RetryWait(.best(within: .days(3)), wait: .seconds(90)),
            RetryWait(.same, wait: .zero, attempts: 2),
        ]
        for wait in waits {
            let retry = try read("retry: {after: {busy: \(wait.fileText)}}").plan.retry
            #expect(retry.varied == [.notConnected(.busy): wait], "\(wait.fileText)")
        }
    }

    @Test func `a machine may get a message`() throws {
        let lines = "recordings: {hello: 12s}\n"
        let plan = try read(lines + "machine: {message: hello}").plan
        let prompt = Prompt(recording: 1, length: .seconds(12))
        #expect(plan.machine == .message)
        #expect(plan.message == MachineMessage(prompt, after: .seconds(2)))
        let later = try read(lines + "machine: {message: hello, after: 500ms}").plan
        #expect(later.message?.after == .milliseconds(500))
        #expect(try read("machine: agent").plan.message == nil)
        for wrong in ["{message: helo}", "{after: 2s}", "{message: hello, wait: 2s}", "message"] {
            #expect(throws: ConfigErrors.self) { try read(lines + "machine: \(wrong)") }
        }
    }

    @Test func `people are at home by the campaign's clock`() throws {
        let carrier = try read(
            """
            timeZone: America/New_York
            start: 2026-03-07T09:00:00
            trunk: {atHome: {"17:00-20:30": 1.6, "09:00-12:00": 0.7}}
            """
        ).carrier
        #expect(
            carrier.atHome == [
                .init(from: .hours(9), to: .hours(12), factor: 0.7),
                .init(from: .hours(17), to: .minutes(1_230), factor: 1.6),
            ])
        let noon = Instant.epoch + .days(20_519) + .hours(17)  // 2026-03-07
        #expect(carrier.clock.timeOfDay(at: noon) == .hours(12))
        #expect(carrier.clock.timeOfDay(at: noon + .days(2)) == .hours(13))
    }

    @Test(arguments: [
        (
            "{\"09:00-12:00\": 1, \"11:00-13:00\": 1}",
            "atHome has 09:00-12:00 and 11:00-13:00, which overlap"
        ),
        (
            "{\"09:00-12:00\": 2.5}",
            "atHome is 2.5 from 09:00 on; at most 2.27 is allowed, where nobody is left who does not "
                + "answer"
        ),
    ])
    func `times at home that make no sense are an error`(times: String, sentence: String) {
        let found = #expect(throws: ConfigErrors.self) { try read("trunk: {atHome: \(times)}") }
        #expect(found?.problems.map { "\($0)" } == ["c.yaml:3: \(sentence)"])
    }

    @Test func `clocks are those of the leads' zones, worked out when a rule goes by them`() throws
    {
        let start = Instant.epoch + .days(20_519)  // 2026-03-07
        let zones = ["", "America/New_York", "Asia/Kolkata|America/New_York"]
        #expect(try read("retry: {attempts: 2}").clocks(in: zones, from: start, to: start) == [])
        let file = try read(
            "timeZone: Europe/Berlin\nretry: {after: {busy: {dayPart: next}}}")
        let clocks = file.clocks(in: zones, from: start, to: start)
        #expect(clocks.map { $0.ahead(at: start) } == [.hours(1), .hours(-5), .minutes(330)])
        let summer = start + .days(90)
        #expect(clocks.map { $0.ahead(at: summer) } == [.hours(2), .hours(-4), .minutes(330)])
        // The second Sunday of March at two.
        #expect(clocks[1].timeOfDay(at: start + .hours(31) + .minutes(-1)) == .minutes(119))
        #expect(clocks[1].timeOfDay(at: start + .hours(31)) == .hours(3))
    }
}
