import DialModel
import Foundation
import Testing

@testable import dialpace

/// A campaign that calls again at the hour at which people answer most, and leaves messages.
@Suite struct BestHourTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func write(stop: String = "") throws {
        var people = "phone,zone,segment\n"
        for place in 0..<1_500 {
            let number = "+9990000\(String(100_000 + place).dropFirst())"
            people += "\(number),Asia/Kolkata,\(place % 2 == 0 ? "north" : "south")\n"
        }
        try scratch.write("people.csv", people)
        try scratch.write(
            "best.yaml",
            """
            name: best
            mode: progressive
            seed: 5
            start: 2026-01-05T09:00:00
            timeZone: Asia/Kolkata
            duration: 4d
            leads: people.csv
            agents: {count: 12, talk: 60s, wrapUp: 10s}
            hours: {daily: 09:00-21:00}
            recordings: {hello: 9s}
            machine: {message: hello}
            retry:
              attempts: 5
              after:
                no answer: {best: 2d, wait: 2h}
                message left: {dayPart: next, attempts: 3}
                busy: {wait: 20m, factor: 3, upTo: 5h}
            trunk:
              outcomes: {person: 25%, machine: 15%, busy: 10%}
              atHome: {"09:00-16:00": 0.6, "18:00-20:00": 2}
              force: none
            \(stop)
            """)
    }

    @Test func `the hours people answer are learned, told, and counted as another program does`()
        throws
    {
        try write()
        let run = try Command.run("run", "best.yaml", "--store", "best.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("Answered by hour"))
        #expect(run.output.contains("message left"))

        let attempts = try rows("export", "best.sqlite")
        try compareHours(attempts)
        let checked = try CheckAttemptsTests.run(
            [
                "attempts.csv", "--hours", "mon-sun 09:00-21:00", "--retry", "no answer 2h",
                "--retry", "busy 20m x3 5h",
            ], in: scratch)
        #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
        let wrong = try CheckAttemptsTests.run(
            ["attempts.csv", "--retry", "busy 20m x4 5h"], in: scratch)
        #expect(wrong.status == 1 && wrong.output.contains("retry too early: "))
        // Messages are as long as the recording, and two seconds in.
        for attempt in attempts where attempt["outcome"] == "message left" {
            let heard = try seconds(attempt["ended"]!) - (try seconds(attempt["answered"]!))
            #expect(heard > 11 && heard < 18 && attempt["person"] == "")
        }
    }

    @Test func `a campaign that was stopped goes on with what it had learned`() throws {
        try write(stop: "events: [{at: 27h, do: stop}]")
        let first = try Command.run("run", "best.yaml", "--store", "best.sqlite", in: scratch)
        #expect(first.status == 0, "\(first.errors)")
        try write()
        try checkWhy()
        let attempts = try rows("export", "best.sqlite")
        try compareHours(attempts)
        try checkLearned(try hours(attempts))
        let second = try Command.run("run", "best.yaml", "--store", "best.sqlite", in: scratch)
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.errors.contains("resuming best"))
        try compareHours(try rows("export", "best.sqlite"))
    }

    /// What a dialer begins with that goes on with the store.
    private func checkLearned(_ expected: [Int: (calls: Int, people: Int)]) throws {
        let command = try RunCommand.parse(
            [
                scratch.url.appendingPathComponent("best.yaml").path, "--store",
                scratch.url.appendingPathComponent("best.sqlite").path,
            ])
        let session = try CampaignSession(command)
        defer { session.store.close() }
        for hour in 0..<24 {
            var seen = (calls: 0, people: 0)
            for segment: UInt8 in 1...2 {
                let count = session.progress.bestHours.count(
                    of: SegmentID(segment), at: LocalHour(hour: hour, isWeekend: false))
                seen.calls += count.calls
                seen.people += count.people
            }
            #expect(seen == expected[hour] ?? (0, 0), "\(hour)")
        }
    }

    /// The report's counts, against those made here from the listing.
    private func compareHours(_ attempts: [[String: String]]) throws {
        let expected = try hours(attempts)
        let report = try Command.run("report", "best.sqlite", "--format", "json", in: scratch)
        let tree =
            try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any]
        let hours = try #require(tree?["answersByHour"] as? [[String: Any]])
        #expect(hours.count == expected.count && hours.count > 8)
        for hour in hours {
            let known = try #require(expected[hour["hour"] as? Int ?? -1])
            #expect(hour["calls"] as? Int == known.calls && hour["people"] as? Int == known.people)
        }
        let share = expected.mapValues { Double($0.people) / Double($0.calls) }
        #expect(share[18]! > 1.5 * share[10]!)
    }

    /// By the clock in Kolkata, five and a half hours ahead.
    private func hours(
        _ attempts: [[String: String]]
    ) throws -> [Int: (calls: Int, people: Int)] {
        var expected: [Int: (calls: Int, people: Int)] = [:]
        for attempt in attempts {
            let isReached = attempt["person"] != ""
            if !isReached, ["congestion", "failed", "unknown"].contains(attempt["outcome"]!) {
                continue
            }
            let hour = Int((try seconds(attempt["started"]!) + 19_800) / 3_600) % 24
            expected[hour, default: (0, 0)].calls += 1
            expected[hour, default: (0, 0)].people += isReached ? 1 : 0
        }
        return expected
    }

    private func checkWhy() throws {
        let waiting = try rows("export", "best.sqlite", "--what", "leads").filter {
            $0["state"] == "waiting" && $0["outcome"] == "no answer"
        }
        let lead = try #require(waiting.first)
        let why = try Command.run("why", "best.sqlite", lead["number"]!, in: scratch)
        #expect(why.status == 0, "\(why.errors)")
        let line = why.output.split(separator: "\n").first { $0.contains("in the best hour") }
        #expect(
            line?.contains(
                #/that is \d\d:\d\d in Asia\/Kolkata, in the best hour for segment (north|south): /#
            )
                == true, "\(why.output)")
    }

    private func rows(_ arguments: String...) throws -> [[String: String]] {
        let listed = try Command.Running(arguments, in: scratch).finish()
        #expect(listed.status == 0, "\(listed.errors)")
        try scratch.write(arguments.count == 2 ? "attempts.csv" : "leads.csv", listed.output)
        let lines = listed.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    private func seconds(_ text: String) throws -> Double {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return try Date(text, strategy: format).timeIntervalSince1970
    }
}
