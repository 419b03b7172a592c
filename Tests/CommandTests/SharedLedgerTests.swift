import DialMath
import Foundation
import GRDB
import Testing

/// Campaigns that share a contact ledger, checked from outside over the calls of both.
@Suite struct SharedLedgerTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The shipped pair, with their list and the rules they name.
    private func copyPair() throws {
        let files = FileManager.default
        for name in ["upgrade.yaml", "renewal.yaml", "customers.csv"] {
            try files.copyItem(atPath: shipped(name), toPath: scratch.path(name))
        }
        try files.copyItem(
            at: Command.root.appendingPathComponent("config/rules"),
            to: scratch.url.appendingPathComponent("rules"))
    }

    private func check(_ rules: String...) throws -> Command {
        try CheckAttemptsTests.run(["upgrade.csv", "renewal.csv"] + rules, in: scratch)
    }

    @Test func `the shipped pair calls its customers no more often than one of them might`() throws
    {
        try copyPair()
        for name in ["upgrade", "renewal"] {
            let run = try Command.run(
                "run", "\(name).yaml", "--store", "\(name).sqlite", in: scratch)
            #expect(run.status == 0, "\(run.errors)")
            let listed = try Command.run(
                "export", "\(name).sqlite", "-o", "\(name).csv", in: scratch)
            #expect(listed.status == 0, "\(listed.errors)")
        }
        let right = try check(
            "--cap", "1/24h", "--cap", "3/7d", "--quiet", "refused 60d", "--quiet", "deal 5d",
            "--quiet", "do not call ever")
        #expect(right.status == 0, "\(right.output)\(right.errors)")
        // Each has been at the limits that the other's calls set.
        let wrong = try check("--cap", "2/7d", "--quiet", "interested 1d")
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("  renewal.csv: attempt "))

        let refused = try Command.run(
            "export", "renewal.sqlite", "--what", "refusals", in: scratch)
        #expect(refused.output.contains(",do not call,"))
        try checkWhy()
    }

    private func checkWhy() throws {
        let store = try DatabaseQueue(path: scratch.path("renewal.sqlite"))
        let ledger = try DatabaseQueue(path: scratch.path("contacts.sqlite"))
        let mine = try store.read { db in
            try Set(Int64.fetchAll(db, sql: "SELECT number FROM attempts"))
        }
        let both = try ledger.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT number FROM attempts a JOIN campaigns c ON c.id = a.campaign
                    WHERE c.name = 'upgrade' AND a.outcome = 'interested' ORDER BY number
                    """)
        }.first(where: mine.contains)
        let number = try #require(both)
        let why = try Command.run("why", "renewal.sqlite", "+\(number)", in: scratch)
        #expect(why.output.contains("\n  campaign upgrade, +\(number), 2026-01-0"))
        #expect(why.output.contains("Z: interested\n"))

        // One that another campaign has at hand.
        try ledger.write { db in
            try db.execute(
                sql: """
                    INSERT INTO runs (campaign, until)
                    SELECT id, 9000000000000000000 FROM campaigns WHERE name = 'upgrade'
                    """)
            try db.execute(
                sql: "INSERT INTO holds (number, run) VALUES (?, ?)",
                arguments: [number, db.lastInsertedRowID])
        }
        let held = try Command.run("why", "renewal.sqlite", "+\(number)", in: scratch)
        #expect(
            held.output.hasSuffix(
                "not dialled now: another campaign has this number, upgrade\n"))
        let all = try Command.run("why", "renewal.sqlite", in: scratch)
        #expect(all.output.contains("  1 number is at hand of the campaigns that share "))
    }

    /// One in a folder of its own, over the same ledger.
    private func live(_ name: String, seed: Int) throws -> Scratch {
        let folder = try Scratch()
        try folder.write(
            "c.yaml",
            """
            name: \(name)
            mode: progressive
            seed: \(seed)
            leads: {file: "\(shipped("customers.csv"))", number: phone, name: name, timeZone: zone}
            duration: 3h
            agents:
              count: 8
              talk: {constant: 40s}
              wrapUp: {constant: 10s}
              dispositions: {refused: 50%, deal: 50%}
            retry: {attempts: 3, after: {no answer: 20m, machine: 20m, busy: 10m}}
            protection:
              shared: "\(scratch.path("contacts.sqlite"))"
              caps: [{attempts: 2, within: 24h}]
              quiet: {refused: 60d}
            trunk: {lines: 30, callsPerSecond: 10, force: none}
            """)
        return folder
    }

    @Test func `two that run at once, and are killed at times, keep their rules together`() throws {
        let seed: UInt64 = 20_261_122
        let chance = Chance(seed: seed, stream: "kill")
        let folders = [try live("spring", seed: 1), try live("summer", seed: 2)]
        func start(_ place: Int) throws -> Command.Running {
            try Command.Running(
                ["run", "c.yaml", "--store", "s.sqlite", "--speed", "900"], in: folders[place])
        }
        var running = [try start(0), try start(1)]
        for turn in 0..<8 {
            Thread.sleep(forTimeInterval: 0.2 + 0.6 * chance.uniform(UInt64(turn)))
            let place = turn % 2
            kill(running[place].process.processIdentifier, SIGKILL)
            _ = try running[place].finish()
            running[place] = try start(place)
        }
        for place in 0..<2 {
            let run = try running[place].finish()
            #expect(run.status == 0, "\(run.errors)")
            let name = ["upgrade.csv", "renewal.csv"][place]
            let listed = try Command.run(
                "export", "s.sqlite", "-o", scratch.path(name), in: folders[place])
            #expect(listed.status == 0, "\(listed.errors)")
        }
        // What agents would have said of talks that were cut off, nobody knows.
        let right = try check("--cap", "2/24h", "--quiet", "refused 60d", "--running")
        #expect(right.status == 0, "seed \(seed): \(right.output)\(right.errors)")
        // They have been at the limit.
        let wrong = try check("--cap", "1/24h")
        #expect(
            wrong.output.contains("  upgrade.csv: ") || wrong.output.contains("  renewal.csv: "))
        let ledger = try DatabaseQueue(path: scratch.path("contacts.sqlite"))
        try ledger.read { db in
            for table in ["holds", "runs", "attempts WHERE ended IS NULL"] {
                let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)")
                #expect(count == 0, "\(table)")
            }
        }
    }

    @Test func `a file that is no ledger, or one of another time, is named`() throws {
        try copyPair()
        try scratch.write("contacts.sqlite", "phone\n+12025550188\n")
        let other = try Command.run("run", "upgrade.yaml", in: scratch)
        #expect(other.status == 1)
        let path = scratch.path("contacts.sqlite")
        #expect(
            other.errors.hasSuffix(
                "contacts.sqlite is no contact ledger of dialpace; it is left as it is\n"))
        #expect(scratch.read("contacts.sqlite") == "phone\n+12025550188\n")
        try FileManager.default.removeItem(atPath: path)
        #expect(try Command.run("run", "upgrade.yaml", in: scratch).status == 0)
        let real = try Command.run("run", "renewal.yaml", "--speed", "1", in: scratch)
        #expect(real.status == 1)
        #expect(
            real.errors.contains(
                "is shared by campaigns in simulated time, and this run goes by real time"))
    }
}
