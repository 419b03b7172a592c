import Foundation
import GRDB
import Testing

/// A live campaign whose contact ledger fails it.
@Suite struct LedgerTroubleTests {
    @Test
    func `a campaign that cannot write its ledger stops, and has dialled nobody who is not in it`()
        throws
    {
        let scratch = try Scratch()
        try scratch.write(
            "c.yaml",
            """
            name: spring
            mode: progressive
            leads: {file: "\(shipped("customers.csv"))", number: phone, name: name, timeZone: zone}
            agents: {count: 6, talk: {constant: 30s}, wrapUp: {constant: 5s}}
            protection: {shared: contacts.sqlite}
            trunk: {lines: 30, callsPerSecond: 10, force: none}
            """)
        let campaign = ["run", "c.yaml", "--store", "s.sqlite", "--trace", "trunk.log"]
        let running = try Command.Running(campaign + ["--speed", "20"], in: scratch)
        running.until { scratch.read("trunk.log").contains(" place ") }

        var unsafe = Configuration()
        unsafe.allowsUnsafeTransactions = true
        unsafe.busyMode = .timeout(10)
        let other = try DatabaseQueue(
            path: scratch.path("contacts.sqlite"), configuration: unsafe)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let run = try running.finish()
        #expect(run.status == 1)
        #expect(
            run.errors.hasSuffix(
                "contacts.sqlite has been held by another program for 5 s; nothing was kept\n"),
            "\(run.errors)")
        try other.inDatabase { try $0.execute(sql: "COMMIT") }
        let lines = scratch.read("trunk.log").split(separator: "\n")
        let words = lines.map { $0.split(separator: " ") }
        let placed = words.filter { $0.count > 3 && $0[1] == "place" }.map { Int64($0[2]) ?? 0 }
        let known = try other.inDatabase { db in
            try Set(Int64.fetchAll(db, sql: "SELECT attempt FROM attempts"))
        }
        #expect(!placed.isEmpty)
        #expect(known.isSuperset(of: placed))

        let resumed = try Command.Running(campaign, in: scratch).finish()
        #expect(resumed.status == 0, "\(resumed.errors)")
        let listed = try Command.run("export", "s.sqlite", "-o", "a.csv", in: scratch)
        #expect(listed.status == 0)
        let open = try other.inDatabase { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM attempts WHERE ended IS NULL")
        }
        #expect(open == 0)
    }
}
