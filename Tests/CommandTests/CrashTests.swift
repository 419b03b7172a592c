import DialMath
import DialModel
import DialStore
import Foundation
import GRDB
import Testing

/// A live campaign is killed again and again; what it leaves on disk is held against what its trunk
/// was told, which was written down before each call and belongs to no store.
@Suite struct CrashTests {
    @Test func `killed at fifty random points, no attempt is repeated and no lead is lost`() throws
    {
        let seed: UInt64 = 20_260_105
        let chance = Chance(seed: seed, stream: "kill")
        let scratch = try Scratch()
        let campaign = ["run", shipped("demo.yaml"), "--store", "s.sqlite", "--trace", "trunk.log"]
        for kill in 0..<50 as Range<UInt64> {
            let running = try Command.Running(campaign + ["--speed", "300"], in: scratch)
            Thread.sleep(forTimeInterval: 0.05 + 0.75 * chance.uniform(kill))
            Foundation.kill(running.process.processIdentifier, SIGKILL)
            _ = try running.finish()
        }
        let last = try Command.Running(campaign + ["--format", "json"], in: scratch).finish()
        #expect(last.status == 0, "\(last.errors)")

        let placed = scratch.read("trunk.log").split(separator: "\n").map {
            $0.split(separator: " ")
        }.filter { $0.count > 3 && $0[1] == "place" }
        let attempts = placed.compactMap { Int64($0[2]) }
        #expect(attempts.count > 1_000)
        #expect(
            Set(attempts).count == attempts.count, "an attempt was dialled twice (seed \(seed))")
        let calls = placed.map { "\($0[3]) \($0[4])" }
        #expect(Set(calls).count == calls.count, "a call was repeated (seed \(seed))")

        let database = try DatabaseQueue(path: scratch.path("s.sqlite"))
        try database.read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? -1 }
            let known = try Set(Int64.fetchAll(db, sql: "SELECT id FROM attempts"))
            #expect(Set(attempts).isSubset(of: known), "a call was dialled that is not on disk")
            #expect(try count("SELECT count(*) FROM attempts WHERE outcome IS NULL") == 0)
            #expect(try count("SELECT count(*) FROM leads") == 2_000)
            #expect(
                try count(
                    """
                    SELECT count(*) FROM leads l WHERE attempts <>
                        (SELECT count(*) FROM attempts a WHERE a.lead = l.id)
                    """) == 0)
            #expect(
                try count(
                    """
                    SELECT count(*) FROM
                        (SELECT 1 FROM attempts GROUP BY lead, ordinal HAVING count(*) > 1)
                    """) == 0)
            // State 3: closed.
            #expect(try count("SELECT count(*) FROM leads WHERE state <> 3") == 0)
            let table = try count("SELECT count(*) FROM attempts")
            let report = try figures(of: last)
            #expect(report["total"] as? Int == table)
            let outcomes = try #require(report["outcomes"] as? [[String: Any]])
            for outcome in outcomes {
                let name = try #require(outcome["name"] as? String)
                let inTable = try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(*) FROM attempts a JOIN outcomes o ON o.code = a.outcome
                        WHERE o.name = ?
                        """, arguments: [name])
                #expect(outcome["count"] as? Int == inTable, "\(name)")
            }
        }
    }
}
