import Foundation
import Testing

/// `scripts/check-attempts`: what is wrong with the attempts of a campaign, told from outside. Each kind
/// of wrong is planted and found, and what is just right passes.
@Suite struct CheckAttemptsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static func check(_ arguments: String..., in scratch: Scratch) throws -> Command {
        try run(arguments, in: scratch)
    }

    static func run(_ arguments: [String], in scratch: Scratch) throws -> Command {
        let script = Command.root.appendingPathComponent("scripts/check-attempts").path
        return try Command.Running(
            ["python3", "-B", script] + arguments, program: "/usr/bin/env", in: scratch
        ).finish()
    }

    /// One line of a listing.
    private struct Row {
        var lead = 1
        var started: String
        var ended: String?
        var outcome = "no answer"
        var zone = "America/New_York"
        var connected = ""
    }

    /// A call of an instant, so that only its beginning matters.
    private func row(
        _ started: String, lead: Int = 1, zone: String = "America/New_York",
        ended: String? = nil, _ outcome: String = "no answer"
    ) -> Row {
        Row(lead: lead, started: started, ended: ended ?? started, outcome: outcome, zone: zone)
    }

    private func check(_ rows: [Row], _ rules: [String]) throws -> Command {
        var text = "attempt,lead,number,started,connected,ended,outcome,zone\n"
        for (place, row) in rows.enumerated() {
            text += "\(place + 1),\(row.lead),+1415555\(1_000 + row.lead),\(row.started),"
            text += "\(row.connected),\(row.ended ?? ""),\(row.outcome),\(row.zone)\n"
        }
        try scratch.write("a.csv", text)
        return try Self.run(["a.csv"] + rules, in: scratch)
    }

    /// Expects so many findings of `kind`, and none of any other.
    private func expect(
        _ kind: String, _ count: Int, in rows: [Row], _ rules: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let run = try check(rows, rules)
        let said = run.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        let verdict = count == 0 ? "nothing is wrong" : "\(count) wrong"
        #expect(run.status == (count == 0 ? 0 : 1), sourceLocation: sourceLocation)
        #expect(
            said.last?.hasSuffix(": \(verdict)") == true, "\(said)", sourceLocation: sourceLocation)
        #expect(
            said.dropLast() == (count == 0 ? [] : ["\(kind): \(count)"]),
            sourceLocation: sourceLocation)
    }

    // MARK: Hours

    @Test func `attempts that keep every rule to the moment pass`() throws {
        try scratch.write(
            "dnc.csv", "+1 (415) 555-1009\n14155551001,2026-06-01T00:00:00Z  # later\n999*\n")
        let rows = [
            // Friday, from 09:00 in New York; again when the retry is due.
            row("2026-03-06T14:00:00.000Z", ended: "2026-03-06T14:00:20.500Z"),
            row("2026-03-06T15:30:20.500Z", ended: "2026-03-06T15:30:40.000Z", "busy"),
            row("2026-03-06T15:30:40.000Z", "machine"),
            row("2026-03-07T15:00:00.000Z", lead: 2, "refused"),
            // Three within 24 hours, the fourth after 24; 60 days after the refusal.
            row("2026-03-07T20:59:59.999Z", "hung up"), row("2026-03-09T13:00:00.000Z", "busy"),
            row("2026-05-06T15:00:00.000Z", lead: 2, "deal"),
        ]
        try expect(
            "", 0, in: rows, "--hours", "mon-fri 09:00-20:00, sat 10:00-16:00", "--holidays",
            "2026-12-25,2026-07-03", "--cap", "3/24h", "--cap", "7/7d", "--quiet", "refused 60d",
            "--retry", "no answer 90m", "--do-not-call", "dnc.csv")
    }

    /// On the days that clocks change, a clock of the day before would be an hour wrong.
    @Test(arguments: [
        ("America/New_York", "2026-03-07T13:00:00.000Z", "2026-03-08T01:00:00.000Z"),
        ("America/New_York", "2026-03-08T12:00:00.000Z", "2026-03-09T00:00:00.000Z"),
        ("America/New_York", "2026-10-31T12:00:00.000Z", "2026-11-01T00:00:00.000Z"),
        ("America/New_York", "2026-11-01T13:00:00.000Z", "2026-11-02T01:00:00.000Z"),
        ("America/Phoenix", "2026-03-08T15:00:00.000Z", "2026-03-09T03:00:00.000Z"),
        ("Europe/Berlin", "2026-03-28T07:00:00.000Z", "2026-03-28T19:00:00.000Z"),
        ("Europe/Berlin", "2026-03-29T06:00:00.000Z", "2026-03-29T18:00:00.000Z"),
        ("Europe/Berlin", "2026-10-25T07:00:00.000Z", "2026-10-25T19:00:00.000Z"),
        ("Asia/Kolkata", "2026-10-25T02:30:00.000Z", "2026-10-25T14:30:00.000Z"),
    ])
    func `hours begin and end to the second where the lead is, also when clocks change`(
        zone: String, opening: String, closing: String
    ) throws {
        func after(_ text: String, _ seconds: Double, _ milliseconds: String = "000") throws
            -> String
        {
            let whole = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            let moved = try whole.parse(text) + seconds
            return moved.formatted(.iso8601).dropLast() + ".\(milliseconds)Z"
        }
        let hours = "mon-sun 08:00-20:00"
        let right = [opening, try after(closing, -1), try after(closing, -1, "999")]
        try expect("", 0, in: right.map { row($0, zone: zone) }, "--hours", hours)
        let wrong = [
            try after(opening, -3_600), try after(opening, -1), try after(opening, -1, "999"),
            closing, try after(closing, 3_599),
        ]
        try expect("outside hours", 5, in: wrong.map { row($0, zone: zone) }, "--hours", hours)
    }

    @Test func `a cap per number counts the calls to each number of a lead apart`() throws {
        let head = "attempt,lead,number,started,ended,outcome\n"
        let calls = [("10", "1"), ("11", "2"), ("12", "1"), ("13", "2"), ("14", "1")]
        let rows = calls.enumerated().map { place, call in
            let at = "2026-03-06T\(call.0):00:00.000Z"
            return "\(place + 1),7,+1415555000\(call.1),\(at),\(at),no answer\n"
        }
        try scratch.write("n.csv", head + rows.joined())
        func check(_ cap: String) throws -> Command {
            try Self.check("n.csv", "--cap", cap, in: scratch)
        }
        #expect(try check("2/4h/number").status == 0)
        let wrong = try check("2/5h/number")
        #expect(wrong.status == 1 && wrong.output.hasPrefix("frequency: 1\n"), "\(wrong.output)")
        #expect(wrong.output.contains("cap 2/5h/number: 3 attempts within"))
        #expect(try check("2/4h").output.hasPrefix("frequency: 3\n"))
        #expect(try check("2/4h/person").output.hasPrefix("frequency: 3\n"))
        #expect(try check("2/4h/agent").status == 2)
    }

    @Test func `where a lead may be in two zones, both must be open`() throws {
        let zone = "America/New_York|America/Los_Angeles"
        let right = ["2026-06-01T15:00:00.000Z", "2026-06-01T23:59:59.999Z"]
        let wrong = ["2026-06-01T14:59:59.000Z", "2026-06-02T00:00:00.000Z"]
        let hours = "mon 08:00-20:00"
        try expect("", 0, in: right.map { row($0, zone: zone) }, "--hours", hours)
        try expect("outside hours", 2, in: wrong.map { row($0, zone: zone) }, "--hours", hours)
        let told = try check([row(wrong[1], zone: zone)], ["--hours", hours]).output
        #expect(
            told.hasPrefix(
                """
                outside hours: 1
                  attempt 1, lead 1, +14155551001, 2026-06-02T00:00:00.000Z: \
                it is mon 2026-06-01 20:00:00.000 in America/New_York

                """), "\(told)")
    }

    @Test func `a day may have a pause, and none at all`() throws {
        let hours = "mon-tue 10:00-13:00 14:00-24:00, wed-thu none, sun-mon 01:00-02:00"
        let right = [
            "2026-06-01T12:59:59.999Z", "2026-06-01T14:00:00.000Z", "2026-06-02T23:59:59.9Z",
        ]
        let wrong = [
            "2026-06-01T13:00:00.000Z", "2026-06-03T12:00:00.000Z", "2026-06-05T12:00:00Z",
        ]
        try expect("", 0, in: right.map { row($0, zone: "UTC") }, "--hours", hours)
        try expect("", 0, in: [row("2026-06-01T01:30:00Z", zone: "UTC")], "--hours", hours)
        try expect(
            "outside hours", 3, in: wrong.map { row($0, zone: "UTC") }, "--hours", hours)
    }

    @Test func `a holiday is a day where the lead is`() throws {
        let rules = ["--hours=mon-sun 00:00-24:00", "--holidays=2026-12-24, 2026-12-25"]
        let right = ["2026-12-24T04:59:59.999Z", "2026-12-26T05:00:00.000Z"]
        let wrong = ["2026-12-24T05:00:00.000Z", "2026-12-26T04:59:59.999Z"]
        try expect("", 0, in: right.map { row($0) }, rules[0], rules[1])
        try expect("outside hours", 2, in: wrong.map { row($0) }, rules[0], rules[1])
    }

    @Test(arguments: ["", "Mars/Olympus_Mons"])
    func `a call to nobody knows where is found`(zone: String) throws {
        let rows = [row("2026-06-01T12:00:00.000Z", zone: zone)]
        try expect("zone not known", 1, in: rows, "--hours", "mon-sun 00:00-24:00")
        try expect("", 0, in: rows)
        if zone.isEmpty {
            let rules = ["--unknown-zone", "Asia/Tokyo", "--hours"]
            try expect("", 0, in: rows, rules[0], rules[1], rules[2], "mon 21:00-21:01")
            try expect(
                "outside hours", 1, in: rows, rules[0], rules[1], rules[2], "mon 12:00-21:00")
        }
    }

    @Test func `the campaign's own window goes by its own clock`() throws {
        let rules = ["--window", "mon-sat 08:00-22:00", "--campaign-zone", "Europe/Budapest"]
        func find(_ count: Int, _ started: String) throws {
            try expect(
                "outside window", count, in: [row(started)], rules[0], rules[1], rules[2], rules[3])
        }
        try find(0, "2026-06-01T06:00:00.000Z")
        try find(1, "2026-06-01T05:59:59.999Z")
        try find(0, "2026-06-01T19:59:59.999Z")
        try find(1, "2026-06-01T20:00:00.000Z")
        try find(1, "2026-06-07T12:00:00.000Z")
    }

    // MARK: What a lead has been through

    @Test func `a cap holds in every window, wherever it begins`() throws {
        let three = [
            "2026-06-01T23:00:00.000Z", "2026-06-02T10:00:00.000Z", "2026-06-02T11:00:00Z",
        ]
        func find(_ count: Int, _ last: String, _ cap: String) throws {
            try expect("frequency", count, in: (three + [last]).map { row($0) }, "--cap", cap)
        }
        try find(1, "2026-06-02T22:59:59.999Z", "3/24h")
        try find(0, "2026-06-02T23:00:00.000Z", "3/24h")
        try find(0, "2026-06-02T22:59:59.999Z", "4/24h")
        try find(2, "2026-06-02T22:59:59.999Z", "2/13h")
        try find(3, "2027-06-02T22:59:59.999Z", "1/ever")
        let others = (three + ["2026-06-02T12:00:00Z"]).enumerated().map {
            row($0.element, lead: $0.offset)
        }
        try expect("", 0, in: others, "--cap", "1/ever")
    }

    @Test func `quiet after an outcome holds whatever comes between`() throws {
        func find(_ count: Int, _ last: String, _ quiet: String) throws {
            var talk = row("2026-06-01T12:00:00.000Z", ended: "2026-06-01T12:10:00.000Z", "refused")
            talk.connected = "2026-06-01T12:00:30.000Z"
            let rows = [
                row("2026-05-01T12:00:00Z"), talk, row(last), row("2026-09-01T12:00:00Z"),
            ]
            try expect("quiet", count, in: rows, "--quiet", quiet)
        }
        try find(1, "2026-07-31T12:09:59.999Z", "refused 60d")
        try find(0, "2026-07-31T12:10:00.000Z", "refused 60d")
        try find(2, "2026-07-31T12:10:00.000Z", "refused ever")
        try find(1, "2026-06-08T12:09:59.999Z", "connected 7d")
        try find(0, "2026-06-08T12:10:00.000Z", "connected 7d")
        try find(0, "2026-06-01T12:11:00.000Z", "deal 7d")
    }

    @Test func `a retry waits from the end of the call before`() throws {
        func find(_ count: Int, _ second: String, _ retry: String = "no answer 90m") throws {
            let first = row("2026-06-01T12:00:00.000Z", ended: "2026-06-01T12:00:25.250Z")
            let third = row("2026-06-02T12:00:00.000Z")
            try expect(
                "retry too early", count, in: [first, row(second, "busy"), third],
                "--retry", retry)
        }
        try find(1, "2026-06-01T13:30:25.249Z")
        try find(0, "2026-06-01T13:30:25.250Z")
        try find(0, "2026-06-01T13:30:25.249Z", "machine 90m")
        try find(1, "2026-06-01T13:30:25.249Z", "busy 1d")
        let unmet = try check([row("2026-06-01T12:00:00.000Z")], ["--retry", "no anser 90m"])
        #expect(unmet.errors == "check-attempts: no attempt has the outcome \"no anser\"\n")
    }

    @Test func `a retry may grow with the attempts, up to its most`() throws {
        func find(_ count: Int, _ third: String, _ fourth: String, _ rule: String) throws {
            try expect(
                "retry too early", count,
                in: [
                    row("2026-06-01T12:00:00.000Z"), row("2026-06-01T13:00:00.000Z"), row(third),
                    row(fourth),
                ], "--retry", rule)
        }
        let rule = "no answer 1h x2 150m"
        try find(0, "2026-06-01T15:00:00.000Z", "2026-06-01T17:30:00.000Z", rule)
        try find(1, "2026-06-01T14:59:59.999Z", "2026-06-01T17:30:00.000Z", rule)
        try find(1, "2026-06-01T15:00:00.000Z", "2026-06-01T17:29:59.999Z", rule)
        try find(3, "2026-06-01T15:00:00.000Z", "2026-06-01T17:30:00.000Z", "no answer 90m x2 1d")
    }

    @Test func `a lead is called by one call at a time`() throws {
        let first = row("2026-06-01T12:00:00.000Z", ended: "2026-06-01T12:00:25.000Z")
        try expect("two at once", 1, in: [first, row("2026-06-01T12:00:24.999Z")])
        try expect("", 0, in: [first, row("2026-06-01T12:00:25.000Z")])
        try expect("", 0, in: [first, row("2026-06-01T12:00:24.999Z", lead: 2)])
        let open = Row(started: "2026-06-01T12:00:00.000Z", outcome: "")
        try expect("two at once", 1, in: [open, row("2026-06-01T13:00:00.000Z")], "--running")
    }

    @Test func `a number is not dialled from when it is listed`() throws {
        func find(_ count: Int, _ started: String, _ list: String) throws {
            try scratch.write("dnc.txt", "\u{FEFF}# ours\n\n\(list)\n")
            try expect("do not call", count, in: [row(started)], "--do-not-call", "dnc.txt")
        }
        let noon = "2026-06-01T12:00:00.000Z"
        try find(1, noon, "+1 (415) 555-1001  # asked us to")
        try find(1, noon, "14155551001,2026-06-01T12:00:00Z")
        try find(1, noon, "14155551001, 2026-06-01T14:00:00+02:00")
        try find(0, noon, "14155551001,2026-06-01T12:00:00.001Z")
        try find(1, noon, "14155551001,2027-01-01T00:00:00Z\n14155551001,2026-01-01T00:00:00Z")
        try find(1, noon, "+1415555*")
        try find(0, noon, "1415555*,2026-06-02T00:00:00Z")
        try find(0, noon, "4155551001\n1415555100\n141555510011\n1416*")
    }

    // MARK: The attempt itself

    @Test func `an attempt has an end and an outcome, once it is over`() throws {
        let start = "2026-06-01T12:00:00.000Z"
        try expect("no outcome", 1, in: [row(start, "undisposed")])
        try expect("no outcome", 1, in: [row(start, "")])
        try expect("no end", 1, in: [Row(started: start)])
        let open = Row(started: start, outcome: "")
        #expect(
            try check([open], []).output.split(separator: "\n").filter { !$0.hasPrefix(" ") } == [
                "no end: 1", "no outcome: 1", "1 attempt of 1 lead: 2 wrong",
            ])
        try expect("", 0, in: [open], "--running")
        try expect("", 0, in: [row(start, "undisposed")], "--running")
        try expect("no outcome", 1, in: [row(start, "")], "--running")
        try expect(
            "times out of order", 1, in: [row(start, ended: "2026-06-01T11:59:59.999Z")])
    }

    @Test func `the first twenty of a kind are shown, and all are counted`() throws {
        let rows = (0..<33).map { row("2026-06-01T12:00:00.000Z", lead: $0, "undisposed") }
        let lines = try check(rows, []).output.split(separator: "\n")
        #expect(lines.count == 23)
        #expect(lines[0] == "no outcome: 33" && lines[21] == "  and 13 more")
        #expect(lines[22] == "33 attempts of 33 leads: 33 wrong")
    }

    // MARK: Files

    @Test func `rules may stand in a file, and a listing be of JSON lines`() throws {
        try scratch.write(
            "rules.json",
            """
            {"hours": "mon-fri 09:00-20:00", "cap": ["1/24h", "7/7d"], "per": "number",
             "retry": "busy 15m", "unknown-zone": "America/New_York", "running": true}
            """)
        let fields = #""number":"+14155550100","outcome":"busy","zone":null,"attempt":"#
        try scratch.write(
            "a.jsonl",
            """
            {\(fields)1,"lead":1,"started":"2026-06-01T13:00:00.000Z","ended":"2026-06-01T13:00:09.000Z"}
            {\(fields)2,"lead":2,"started":"2026-06-01T13:15:08.999Z","ended":"2026-06-01T13:16:00.000Z"}
            {\(fields)2,"lead":2,"started":"2026-06-03T12:59:59.000Z","ended":null}
            """)
        let run = try Self.check("a.jsonl", "--rules", "rules.json", in: scratch)
        #expect(run.status == 1)
        #expect(
            run.output.split(separator: "\n").filter { !$0.hasPrefix(" ") } == [
                "outside hours: 1", "twice in the list: 1", "frequency: 1", "retry too early: 1",
                "3 attempts of 1 number: 4 wrong",
            ])
    }

    @Test(arguments: [
        (["--hours", "mon-fry 9:00-20:00"], "\"mon-fry\" are no days"),
        (["--hours", "mon 20:00-09:00"], "\"20:00-09:00\" ends before it begins"),
        (["--hours", "mon 09:00-24:01"], "\"24:01\" is no time of day"),
        (["--hours", "mon"], "\"mon\" has no times"),
        (["--window", "mon 09:00-20:00", "--campaign-zone", "x"], "there is no zone \"x\""),
        (["--holidays", "2026-02-29"], "\"2026-02-29\" is no day"),
        (["--cap", "0/24h"], "\"0/24h\" is no cap"), (["--cap", "3/24"], "\"24\" is no span"),
        (["--quiet", "60d"], "\"60d\" is no outcome with a span"),
        (["--do-not-call", "none.csv"], "none.csv: cannot be read: "),
        (["--do-not-call", "a.csv"], "a.csv:1: \"attempt\" is no telephone number"),
        (["--rules", "a.csv"], "a.csv: no JSON: "),
    ])
    func `a rule that cannot be checked is told, and nothing is passed`(
        rules: [String], complaint: String
    ) throws {
        let run = try check([row("2026-06-01T12:00:00.000Z")], rules)
        #expect(run.status == 2 && run.output == "")
        #expect(run.errors.contains(complaint), "\(run.errors)")
    }

    @Test(arguments: [
        ("", "the file is empty"), ("a,b\n1,2\n", "a.csv:2: there is no attempt and no lead"),
        ("{\"a\": 1}\n", "there is no attempt"), ("{]\n", "a.csv:1: no JSON"),
        (
            "attempt,lead,number,started,ended,outcome\n1,1,1,2026-02-30T00:00:00Z,,x\n",
            "a.csv:2: \"2026-02-30T00:00:00Z\" is no instant"
        ),
        ("attempt,lead,number,started,ended,outcome\n1,1,1,,,x\n", "has no beginning"),
    ])
    func `a file that is no listing is told`(text: String, complaint: String) throws {
        try scratch.write("a.csv", text)
        let run = try Self.check("a.csv", in: scratch)
        #expect(run.status == 2 && run.output == "")
        #expect(run.errors.contains(complaint), "\(run.errors)")
    }
}
