import Foundation
import Testing

/// `scripts/check-attempts` over the listings of several campaigns: what only shows when they are put
/// together is planted and found.
@Suite struct CheckSharedAttemptsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// One call: its lead, the last digit of its number, and when it was, by the minute of the day.
    private struct Row {
        var lead = 1
        var number = 1
        var from: String
        var to: String
        var outcome = "no answer"
    }

    private func check(_ spring: [Row], _ summer: [Row], _ rules: [String]) throws -> Command {
        for (name, rows) in [("spring.csv", spring), ("summer.csv", summer)] {
            var text = "attempt,lead,number,started,ended,outcome\n"
            for (place, row) in rows.enumerated() {
                text +=
                    "\(place + 1),\(row.lead),+1415555100\(row.number),2026-03-06T\(row.from):00Z,"
                text += "2026-03-06T\(row.to):00Z,\(row.outcome)\n"
            }
            try scratch.write(name, text)
        }
        return try CheckAttemptsTests.run(["spring.csv", "summer.csv"] + rules, in: scratch)
    }

    /// Expects so many findings of `kind`, all together but none in either listing alone.
    private func expect(
        _ kind: String, _ count: Int, _ spring: [Row], _ summer: [Row], _ rules: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let run = try check(spring, summer, rules)
        let said = run.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }.dropLast()
        #expect(said == (count == 0 ? [] : ["\(kind): \(count)"]), sourceLocation: sourceLocation)
        #expect(run.status == (count == 0 ? 0 : 1), sourceLocation: sourceLocation)
        for name in ["spring.csv", "summer.csv"] {
            let alone = try CheckAttemptsTests.run([name] + rules, in: scratch)
            #expect(alone.status == 0, "\(alone.output)", sourceLocation: sourceLocation)
        }
    }

    @Test func `a cap holds over the calls of both to a number`() throws {
        let first = [Row(from: "10:00", to: "10:01"), Row(from: "12:00", to: "12:01")]
        func second(_ from: String, number: Int = 1) -> [Row] {
            [Row(lead: 7, number: number, from: from, to: "20:00")]
        }
        try expect("frequency", 1, first, second("13:59"), "--cap", "2/4h")
        try expect("frequency", 0, first, second("14:00"), "--cap", "2/4h")
        try expect("frequency", 0, first, second("13:59", number: 2), "--cap", "2/4h")
        // Whose call comes last is whose fault it is.
        let before = try check(first, second("09:59"), ["--cap", "2/4h"])
        #expect(before.output.contains("\n  spring.csv: attempt 2, lead 1, +14155551001, "))
    }

    @Test func `all numbers that a lead was called at count for it, not those that it was not`()
        throws
    {
        let person = [
            Row(number: 1, from: "10:00", to: "10:01"), Row(number: 2, from: "12:00", to: "12:01"),
        ]
        func other(_ number: Int) -> [Row] {
            [Row(lead: 9, number: number, from: "11:00", to: "11:01")]
        }
        try expect("frequency", 1, person, other(1), "--cap", "2/4h")
        try expect("frequency", 0, person, other(3), "--cap", "2/4h")
        try expect("frequency", 0, person, other(1), "--cap", "2/4h/number")
        try expect("frequency", 1, person, other(1), "--cap", "1/4h/number")
    }

    @Test func `a number is called by one campaign at a time`() throws {
        let first = [Row(from: "10:00", to: "10:05")]
        try expect("two at once", 1, first, [Row(lead: 3, from: "10:04", to: "10:09")])
        try expect("two at once", 0, first, [Row(lead: 3, from: "10:05", to: "10:09")])
        try expect("two at once", 0, first, [Row(lead: 3, number: 2, from: "10:04", to: "10:09")])
    }

    @Test func `what one was told holds for the other`() throws {
        let first = [Row(from: "10:00", to: "10:05", outcome: "refused")]
        func second(_ from: String) -> [Row] { [Row(lead: 3, from: from, to: "20:00")] }
        try expect("quiet", 1, first, second("12:04"), "--quiet", "refused 2h")
        try expect("quiet", 0, first, second("12:05"), "--quiet", "refused 2h")
        // Retries are each campaign's own.
        try expect("retry too early", 0, first, second("12:04"), "--retry", "refused 2h")
    }

    @Test func `a number is on the list of both`() throws {
        try scratch.write("dnc.csv", "+14155551001,2026-03-06T11:00:00Z\n")
        let run = try check(
            [Row(from: "10:00", to: "10:05")], [Row(lead: 3, from: "11:00", to: "11:05")],
            ["--do-not-call", "dnc.csv"])
        #expect(run.output.hasPrefix("do not call: 1\n  summer.csv: attempt 1, lead 3, "))
        let twice = try CheckAttemptsTests.run(["spring.csv", "spring.csv"], in: scratch)
        #expect(twice.status == 2)
        #expect(twice.errors == "check-attempts: a listing is named twice\n")
    }
}
