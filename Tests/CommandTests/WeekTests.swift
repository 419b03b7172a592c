import Foundation
import Testing

/// The shipped campaign over a week, with a list of real size, checked from outside.
@Suite struct WeekTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// A number that somebody asks not to be called from then on, at most a day after the beginning.
    private static let lateObjections = ["+999000000777", "+999000049999"]

    @Test func `a week of calls to three time zones keeps every rule, as another program sees it`()
        throws
    {
        try writeList()
        try writeCampaign()
        let run = try Command.run("run", "week.yaml", "--store", "week.sqlite", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let listed = try Command.run("export", "week.sqlite", "-o", "attempts.csv", in: scratch)
        #expect(listed.status == 0, "\(listed.errors)")

        let right = try check(
            hours: "mon-fri 09:00-20:00, sat 10:00-17:00", caps: ["3/24h", "5/7d"])
        #expect(right.status == 0, "\(right.output)\(right.errors)")
        #expect(right.output.hasSuffix(" leads: nothing is wrong\n"))
        // It has been at these limits: a little more is found at once.
        let wrong = try check(hours: "mon-fri 09:00-19:59, sat 10:00-17:00", caps: ["3/25h"])
        #expect(wrong.status == 1)
        for kind in ["outside hours: ", "frequency: "] { #expect(wrong.output.contains(kind)) }

        try checkPromises()
        let late = try Command.run("export", "week.sqlite", "--what", "refusals", in: scratch)
        #expect(late.output.contains(",do not call,2026-03-2"))
    }

    /// The same text means the same person on both lists, however the number is written.
    @Test(arguments: [
        ("country: US", "(212) 736-5000\n1 (415) 555-2671\n2127365001\n+1 212 736 5002\n"),
        ("countryCode: 1", "(212) 736-5000\n1 (415) 555-2671\n2127365001\n+1 212 736 5002\n"),
        ("country: HU", "06 20 123 4567\n(06) 1 317 1000\n"),
        ("countryCode: 36", "06 20 123 4567\n(06) 1 317 1000\n"),
    ])
    func `whoever is on the list is not called, as the list has the number`(
        country: String, numbers: String
    ) throws {
        try scratch.write("people.csv", "phone\n" + numbers)
        try scratch.write("dnc.txt", numbers)
        try scratch.write(
            "listed.yaml",
            """
            name: listed
            mode: progressive
            leads: {file: people.csv, \(country)}
            agents: {count: 2}
            protection: {doNotCall: [dnc.txt]}
            """)
        let run = try Command.run("run", "listed.yaml", "--format", "csv", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let count = numbers.split(separator: "\n").count
        #expect(run.output.contains("leads,total,\(count)\n"), "\(run.errors)")
        #expect(run.output.contains("attempts,total,0\n"), "\(country)")
        #expect(run.output.contains("not dialled,do not call,\(count)\n"))
    }

    /// 50,000 people by turns in three zones; one of a hundred not to be called.
    private func writeList() throws {
        let zones = ["Europe/Berlin", "Europe/London", "Europe/Athens"]
        let interests = ["solar panels", "car insurance", "home insurance", "magazine", "charity"]
        var people = "phone,zone,interest\n"
        var listed = ""
        for place in 0..<50_000 {
            let number = "+9990000\(String(100_000 + place).dropFirst())"
            people += "\(number),\(zones[place % 3]),\(interests[place / 3 % 40 % 5])\n"
            if place % 97 == 50 { listed += "\(number)\n" }
        }
        try scratch.write("people.csv", people)
        try scratch.write("dnc.txt", listed)
        let late = Self.lateObjections.map { "\($0),2026-03-28T07:00:00Z\n" }
        try scratch.write("checked.txt", listed + late.joined())
    }

    private func writeCampaign() throws {
        let shipped = try String(contentsOfFile: shipped("week.yaml"), encoding: .utf8)
        try scratch.write(
            "week.yaml",
            shipped.replacingOccurrences(
                of: "{file: people.csv, number: phone, name: name, timeZone: zone}",
                with: "people.csv"
            ).replacingOccurrences(
                of: "protection:\n", with: "protection:\n  doNotCall: [dnc.txt]\n")
                + "events:\n  - {at: 24h, doNotCall: \(Self.lateObjections)}\n")
    }

    private func check(hours: String, caps: [String]) throws -> Command {
        try CheckAttemptsTests.run(
            [
                "attempts.csv", "--hours", hours, "--holidays", "2026-04-03,2026-04-06",
                "--window", "mon-sat 07:00-20:00", "--campaign-zone", "Europe/London",
                "--do-not-call", "checked.txt", "--quiet", "refused 60d", "--quiet",
                "interested 3d", "--quiet", "abandoned 72h", "--quiet", "complaint ever",
                "--retry", "no answer 3h", "--retry", "busy 20m x3 5h", "--retry", "machine 5h",
            ] + caps.flatMap { ["--cap", $0] }, in: scratch)
    }

    /// Every promise is kept within a quarter of an hour, or told as missed.
    private func checkPromises() throws {
        let listed = try Command.run("export", "week.sqlite", "--what", "callbacks", in: scratch)
        let rows = listed.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(
            rows.first == [
                "lead", "number", "madeIn", "made", "at", "agent", "ended", "attempt", "missed",
            ])
        var (kept, missed) = (0, 0)
        var causes: [Substring: Int] = [:]
        for row in rows.dropFirst() where !row[6].isEmpty {
            let late = try time(row[6]) - time(row[4])
            if row[7].isEmpty {
                missed += 1
                causes[row[8], default: 0] += 1
                #expect(late >= 0)
            } else {
                kept += 1
                #expect(row[8].isEmpty)
                #expect(late >= 0 && late <= 900, "\(row)")
            }
        }
        #expect(kept > 1_000 && missed > 0)
        let report = try Command.run("report", "week.sqlite", "--format", "csv", in: scratch)
        #expect(report.output.contains("callbacks,kept,\(kept)\n"))
        #expect(report.output.contains("callbacks,missed,\(missed)\n"))
        #expect(causes[""] == nil, "each says why")
        for (cause, count) in causes {
            #expect(report.output.contains("callbacks,missed: \(cause),\(count)\n"))
        }
    }

    private func time(_ text: Substring) throws -> Double {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return try Date(String(text), strategy: format).timeIntervalSince1970
    }
}
