import Foundation
import GRDB
import Testing

/// Data that outcomes need, as a user asks for it and gets it out.
@Suite struct DataTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func run(_ arguments: String...) throws -> Command {
        try Command.Running(arguments, in: scratch).finish()
    }

    /// The shipped progressive campaign, whose deals need data.
    private func write(
        _ data: String, forgets: String = "20%", correction: String = "10s", wrapUp: String = "5m"
    ) throws {
        var text = try String(contentsOfFile: shipped("progressive.yaml"), encoding: .utf8)
        text = text.replacingOccurrences(
            of: "  count: 12\n",
            with: "  count: 12\n  forgets: \(forgets)\n  correction: \(correction)\n")
        text = text.replacingOccurrences(of: "{lines: 30,", with: "{lines: 30, wrapUp: \(wrapUp),")
        text += "\ndispositions: {data: \(data)}\n"
        try scratch.write("c.yaml", text)
        let people = try String(contentsOfFile: shipped("people.csv"), encoding: .utf8)
        try scratch.write("people.csv", people)
    }

    private func rows(_ what: String) throws -> [[String: Any]] {
        let found = try run("export", "s.sqlite", "--what", what, "--format", "jsonl")
        #expect(found.status == 0, "\(found.errors)")
        return try found.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func `every deal has its data, and what was forgotten is given when it is asked for`()
        throws
    {
        try write("{deal: {amount: {from: 10, to: 90}, product: [basic, plus], signed: yes/no}}")
        #expect(try run("run", "c.yaml", "--store", "s.sqlite").status == 0)
        let deals = try rows("attempts").filter { $0["outcome"] as? String == "deal" }
        #expect(deals.count > 20)
        for deal in deals {
            let amount = try #require(deal["data.amount"] as? Double)
            #expect((10...90).contains(amount))
            #expect(["basic", "plus"].contains(deal["data.product"] as? String))
            #expect(["yes", "no"].contains(deal["data.signed"] as? String))
            #expect(deal["data.missing"] is NSNull)
        }
        #expect(Set(deals.map { $0["data.product"] as? String }).count == 2)
        let others = try rows("outcomes").filter { $0["outcome"] as? String == "refused" }
        #expect(others.count > 20 && others.allSatisfy { $0["data.amount"] is NSNull })
        let report = try run("report", "s.sqlite").output
        #expect(report.contains(/data missing +0 +0\.00 % of \d+ outcomes that need some/))
    }

    @Test func `what nobody gives in time is told as missing`() throws {
        try write(
            "{deal: {amount: number, product: [a, b]}}", forgets: "100%", correction: "5m",
            wrapUp: "1m")
        #expect(try run("run", "c.yaml", "--store", "s.sqlite").status == 0)
        let deals = try rows("attempts").filter { $0["outcome"] as? String == "deal" }
        let missing = deals.filter { $0["data.missing"] as? String == "amount, product" }
        #expect(missing.count == deals.count && deals.count > 0)
        let json = try run("report", "s.sqlite", "--format", "json").output
        #expect(json.contains(/"dataMissing" ?: ?[1-9]/), "\(json.prefix(2_000))")
    }

    @Test func `fields keep their places in the store, and their meaning`() throws {
        try write("{deal: {amount: number, product: [a, b]}}")
        #expect(try run("run", "c.yaml", "--store", "s.sqlite").status == 0)
        let before = try rows("attempts").map { $0["data.product"] as? String }
        try write("{interested: {colour: [red, blue]}, deal: {product: [a, b, c]}}")
        #expect(try run("run", "c.yaml", "--store", "s.sqlite").status == 0)
        let after = try rows("attempts")
        #expect(after.prefix(before.count).map { $0["data.product"] as? String } == before)
        #expect(after.allSatisfy { $0.keys.contains("data.colour") })
        try write("{deal: {product: [b, a]}}")
        let wrong = try run("run", "c.yaml", "--store", "s.sqlite")
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("s.sqlite has values of product as [\"a\",\"b\",\"c\"], and"))
    }

    @Test func `the business system is told what was given`() throws {
        #expect(try run("run", shipped("confirmed.yaml"), "--store", "s.sqlite").status == 0)
        let queue = try DatabaseQueue(path: scratch.path("s.sqlite"))
        let data = try queue.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT body ->> 'data' FROM outbox
                    WHERE body ->> 'outcome' = 'deal' AND body ->> 'change' = 'opened'
                    """)
        }
        #expect(data.count > 10)
        for text in data {
            #expect(text.contains(/^\{"amount":"\d+","product":"(basic|plus)"\}$/), "\(text)")
        }
    }

    @Test(arguments: [
        ("{deal: {amount: numbr}}", "\"numbr\" is no kind of data; did you mean number?"),
        (
            "{deal: {amount: {from: 5, to: 5}}}",
            "amount goes from 5 to 5; to must be more than from"
        ),
        ("{deal: {product: [a]}}", "product has 1 choice, 1 of them different"),
        ("{dael: {amount: number}}", "did you mean deal?"),
        ("{busy: {amount: number}}", "\"busy\" needs no data: nobody talked"),
        (
            "{deal: {a: number}, refused: {a: yes/no}}",
            "a is of another kind above; a field has one kind in a campaign"
        ),
        ("{deal: {}}", "deal is empty; name the data that it needs"),
    ])
    func `what is wrong with data is told by line`(data: String, problem: String) throws {
        try write(data)
        let found = try run("check", "c.yaml")
        #expect(found.status == 1)
        let told = found.output + found.errors
        #expect(told.contains("c.yaml:") && told.contains(problem), "\(told)")
    }
}
