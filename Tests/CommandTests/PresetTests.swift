import Foundation
import GRDB
import Testing

/// The campaigns of the shipped presets, run to their ends, and what their presets are about.
@Suite struct PresetTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Runs a shipped campaign; all its leads are done with in the end.
    private func run(_ name: String) throws -> [String: Any] {
        let run = try Command.run(
            "run", shipped("\(name).yaml"), "--store", "s.sqlite", "--format", "json", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try numbers("SELECT count(*) FROM leads WHERE state = 3") == [240])
        let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        return try #require(report as? [String: Any])
    }

    private func numbers(_ sql: String) throws -> [Int64] {
        try DatabaseQueue(path: scratch.path("s.sqlite")).read { try Int64.fetchAll($0, sql: sql) }
    }

    private func texts(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: scratch.path("s.sqlite")).read { try String.fetchAll($0, sql: sql) }
    }

    /// Nanoseconds from each call with this outcome, in this planned call, to the next call, when that is
    /// of another planned call.
    private func waits(after outcome: String, in step: Int) throws -> [Int64] {
        try numbers(
            """
            SELECT later.started - first.ended FROM attempts first
            JOIN attempts later ON later.lead = first.lead AND later.ordinal = first.ordinal + 1
            JOIN outcomes ON code = first.outcome
            WHERE name = '\(outcome)' AND first.step = \(step) AND later.step > first.step
            """)
    }

    private static let day: Int64 = 86_400_000_000_000

    @Test(arguments: [
        ("potential", "interested", 1), ("target", "interested", 2), ("intending", "interested", 2),
        ("won", "deal", 2), ("churning", "interested", 2), ("non-customer", "interested", 1),
    ])
    func `the next planned call is made three days after what leads to it`(
        name: String, outcome: String, last: Int
    ) throws {
        let report = try run(name)
        let waits = try waits(after: outcome, in: 0)
        #expect(waits.count > 3)
        // Later where the person has been called often enough in these seven days.
        #expect(waits.allSatisfy { (3 * Self.day...8 * Self.day).contains($0) }, "\(waits)")
        #expect(waits.contains { $0 < 4 * Self.day })
        #expect(try numbers("SELECT max(step) FROM attempts") == [Int64(last)])
        let goals = try #require(report["goals"] as? [[String: Any]])
        #expect(goals.map { $0["name"] as? String } == ["primary", "secondary"])
        let people = try #require(report["people"] as? [String: Any])
        let reached = (people["reached"] as? Int ?? 0) - (people["abandoned"] as? Int ?? 0)
        for goal in goals {
            let count = try #require(goal["count"] as? Int)
            #expect(count > 0 && goal["of"] as? Int == reached)
            let share = try #require(goal["share"] as? Double)
            #expect(abs(share - Double(count) / Double(reached)) < 1e-9)
        }
    }

    @Test func `every deal with a customer is followed by the call that asks whether all is well`()
        throws
    {
        _ = try run("won")
        let deals = try numbers(
            "SELECT count(*) FROM attempts JOIN outcomes ON code = outcome WHERE name = 'deal' AND step < 2"
        )
        #expect(
            deals == [
                Int64(
                    try waits(after: "deal", in: 0).count
                        + waits(after: "deal", in: 1).count)
            ])
    }

    @Test func `large customers are called first and looked at before, general ones predictively`()
        throws
    {
        _ = try run("tiers")
        // Promised calls have an agent kept free for them, whatever the tier.
        let modes = try texts(
            """
            SELECT DISTINCT segments.name || ' ' || modes.name FROM attempts
            JOIN leads ON leads.id = lead JOIN segments ON segments.id = segment
            JOIN modes ON modes.code = attempts.mode
            WHERE attempts.id NOT IN (SELECT attempt FROM callbacks WHERE attempt IS NOT NULL)
            ORDER BY 1
            """)
        #expect(modes == ["general predictive", "important progressive", "large preview"])
        for zone in ["New_York", "Chicago", "Los_Angeles"] {
            func first(_ which: String, _ tier: String) throws -> Int64 {
                try #require(
                    numbers(
                        """
                        SELECT \(which)(attempts.id) FROM attempts JOIN leads ON leads.id = lead
                        JOIN segments ON segments.id = segment
                        WHERE ordinal = 1 AND time_zone = 'America/\(zone)' AND segments.name = '\(tier)'
                        """
                    ).first)
            }
            #expect(try first("max", "large") < first("min", "general"), "\(zone)")
        }
    }

    @Test func `people who have shown an interest talk to the same agent again`() throws {
        _ = try run("intending")
        let again = try numbers(
            """
            SELECT same FROM (SELECT talked_agent = lag(talked_agent) OVER (
                PARTITION BY lead ORDER BY id) AS same
            FROM attempts WHERE talked_agent IS NOT NULL) WHERE same IS NOT NULL
            """)
        #expect(again.count > 50)
        #expect(again.count { $0 == 1 } * 10 >= again.count * 9, "\(again)")
    }

    @Test func `goals are in the text and in the table`() throws {
        _ = try run("won")
        let text = try Command.run("report", "s.sqlite", in: scratch)
        let lines = text.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("  primary") && $0.hasSuffix(": deal") })
        #expect(lines.contains { $0.hasPrefix("  secondary") && $0.hasSuffix(": content") })
        let table = try Command.run("report", "s.sqlite", "--format", "csv", in: scratch)
        #expect(table.output.contains("\ngoals,primary: deal,"))
        #expect(table.output.contains("\ngoals,secondary: share,0."))
    }

    private static let folder = Command.root.appendingPathComponent("config/presets").path

    @Test func `the presets are listed, and one is printed whole`() throws {
        let list = try Command.run("presets", "--of", Self.folder, in: scratch)
        #expect(list.status == 0)
        let lines = list.output.split(separator: "\n")
        #expect(lines.count == 8)
        #expect(lines.contains { $0.hasPrefix("potential     predictive   deal, interested") })
        let one = try Command.run("presets", "churning", "--of", Self.folder, in: scratch)
        for text in ["Churning customers", "mode          preview", "success: [stays]"] {
            #expect(one.output.contains(text), "\(one.output)")
        }
        let none = try Command.run("presets", "wons", "--of", Self.folder, in: scratch)
        #expect(none.status == 1 && none.errors.contains("known: churning, intending"))
    }

    @Test func `programs read the presets as JSON`() throws {
        let run = try Command.run(
            "presets", "won", "--of", shipped("won.yaml"), "--format", "json", in: scratch)
        let presets = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        let preset = try #require((presets as? [[String: Any]])?.first)
        #expect(preset["name"] as? String == "won")
        let settings = try #require(preset["settings"] as? [String: Any])
        #expect(settings["mode"] as? String == "progressive")
        #expect((settings["goal"] as? [String: String])?["primary"] == "deal")
    }

    @Test func `check says which presets a campaign goes by, and what of it binds`() throws {
        let check = try Command.run("check", shipped("tiers.yaml"), in: scratch)
        #expect(check.status == 0)
        for text in [
            "preset        target: Target customers", "preset        tiers: Customers by tier",
            "(preset target)",
        ] {
            #expect(check.output.contains(text), "\(check.output)")
        }
    }
}
