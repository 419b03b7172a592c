import DialModel
import GRDB
import Testing

@testable import DialStore

@Suite struct LargeImportTests {
    @Test func `batches are put into few commits, and what was committed stays after an error`()
        throws
    {
        struct Broken: Error {}
        let store = try Store.inMemory()
        var batches = [leads(3), leads(3, from: 3), leads(2, from: 6), leads(1, from: 9)]
        let counts = try store.importLeads(leadsPerCommit: 5) {
            batches.isEmpty ? nil : batches.removeFirst()
        }
        #expect(counts == ImportCounts(added: 8, merged: 1))
        var given = 0
        #expect(throws: Broken.self) {
            try store.importLeads(leadsPerCommit: 4) {
                given += 2
                if given > 8 { throw Broken() }
                return leads(2, from: 98 + given)
            }
        }
        // Two commits of four; the one under way when it broke is gone.
        #expect(try store.leadCount() == 16)
        #expect(try store.nextLeads(99, before: at(0)).leads.count == 16)
    }

    @Test func `a source is kept with the lead, filled in where it lacks, and counted`() throws {
        let store = try Store.inMemory()
        var list = leads(4)
        list[0].source = "acme"
        list[1].source = "own"
        list[2].source = "acme"
        let counts = try store.importLeads(list)
        #expect(
            counts.sources == ["acme": SourceCounts(added: 2), "own": SourceCounts(added: 1)])
        var again = leads(4)
        for place in again.indices { again[place].source = "late" }
        let merged = try store.importLeads(again)
        #expect(merged.sources == ["late": SourceCounts(merged: 4)])
        let sources = try (1...4).map { try store.lead(LeadID($0))?.source }
        #expect(sources == ["acme", "own", "acme", "late"])
    }

    @Test func `a file that was imported is known by its path and state`() throws {
        let store = try Store.inMemory()
        #expect(try !store.hasImported("a.csv", state: "1"))
        try store.note(
            FinishedImport(
                path: "a.csv", state: "1", rows: 3,
                sources: ["": SourceCounts(added: 2, rejected: ["too short": 1])]))
        #expect(try store.hasImported("a.csv", state: "1"))
        #expect(try !store.hasImported("a.csv", state: "2"))
        #expect(try !store.hasImported("b.csv", state: "1"))
    }

    @Test func `fresh leads are found by their index, however many are closed before them`() throws
    {
        let store = try Store.inMemory()
        let plan = try store.queue.read { db in
            try Row.fetchAll(
                db, sql: "EXPLAIN QUERY PLAN " + Store.freshSQL, arguments: [0, 1]
            ).map { $0["detail"] as String }
        }
        #expect(plan == ["SEARCH leads USING INDEX leads_fresh_in_order (id>?)"])
    }
}
