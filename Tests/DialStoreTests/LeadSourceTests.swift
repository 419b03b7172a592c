import DialModel
import GRDB
import Testing

@testable import DialStore

@Suite struct LeadSourceTests {
    @Test func `fresh leads come once, in the order of import`() throws {
        let store = try Store.inMemory(leads: 5)
        #expect(try store.nextLeads(2, before: at(0)).leads.map(\.id.raw) == [1, 2])
        #expect(try store.nextLeads(2, before: at(0)).leads.map(\.id.raw) == [3, 4])
        let last = try store.nextLeads(2, before: at(0))
        #expect(last.leads == [DueLead(id: LeadID(5), number: number(5))])
        #expect(last.nextDue == nil)
        #expect(try store.nextLeads(2, before: .never).leads.isEmpty)
        _ = try store.importLeads(leads(1, from: 6))
        #expect(try store.nextLeads(2, before: at(0)).leads.map(\.id.raw) == [6])
    }

    @Test func `retries come before fresh leads, longest due first, and not before they are due`()
        throws
    {
        let store = try Store.inMemory(leads: 5)
        _ = try store.nextLeads(3, before: at(0))
        try store.write(
            [(1, 30.0), (2, 20.0), (3, 30.0)].flatMap { lead, due in
                let dialled = start(Int64(lead), lead: Int64(lead))
                return [.started(dialled), .ended(noAnswer(dialled, at: 10, due: due))]
                    as [DialModel.Record]
            })
        let early = try store.nextLeads(1, before: at(30))
        #expect(early.leads == [DueLead(id: LeadID(2), number: number(2), attempts: 1)])
        let rest = try store.nextLeads(2, before: at(30))
        #expect(rest.leads.map(\.id.raw) == [4, 5])  // due at 30 is not before 30
        #expect(rest.nextDue == nil)  // as many as asked for
        #expect(try store.nextLeads(1, before: at(30)).nextDue == at(30))
        #expect(try store.nextLeads(9, before: at(30.1)).leads.map(\.id.raw) == [1, 3])
    }

    @Test func `a lead sent back behind the cursor is not lost`() throws {
        let store = try Store.inMemory(leads: 3)
        _ = try store.nextLeads(3, before: at(0))
        let starts = (1...3).map { start($0, lead: $0) }
        try store.write(starts.map { .started($0) })
        try store.write([.ended(noAnswer(starts[1], at: 10, due: 10))])
        #expect(try store.nextLeads(1, before: at(12)).leads.map(\.id.raw) == [2])
        // Both ended before the instant asked for, but their records come only now.
        try store.write([
            .ended(noAnswer(starts[0], at: 10, due: 10)),
            .ended(noAnswer(starts[2], at: 9, due: 9)),
        ])
        #expect(try store.nextLeads(0, before: at(12)).leads.isEmpty)
        #expect(try store.nextLeads(5, before: at(9)).nextDue == at(9))
        #expect(try store.nextLeads(5, before: at(12)).leads.map(\.id.raw) == [3, 1])
        #expect(try store.nextLeads(5, before: at(12)).leads.isEmpty)
    }

    @Test func `making ready hands nothing over`() throws {
        let store = try Store.inMemory(leads: 5)
        for segments in [SegmentStrategies(), .byWorth] {
            var request = LeadRequest(2, before: at(0))
            request.segments = segments
            try store.makeReady(for: request)
        }
        #expect(try store.nextLeads(3, before: at(0)).leads.map(\.id.raw) == [1, 2, 3])
        try store.makeReady(for: LeadRequest(9, before: at(0)))
        #expect(try store.nextLeads(9, before: at(0)).leads.map(\.id.raw) == [4, 5])
    }

    @Test func `leads in hand when a process ends are handed over by the next one`() throws {
        let folder = try Folder()
        let first = try Store.open(folder.file())
        _ = try first.importLeads(leads(4))
        _ = try first.nextLeads(3, before: at(0))
        let dialled = start(1, lead: 2)
        try first.write([.started(dialled), .ended(noAnswer(dialled, at: 1, due: nil))])
        first.close()
        let second = try Store.open(folder.file())
        #expect(try second.nextLeads(9, before: at(0)).leads.map(\.id.raw) == [1, 3, 4])
    }

    @Test(arguments: [
        (OrderedRows.due, 4, "leads_due (due", " AND due<?)"),
        (.dueOfCell, 6, "leads_due_by_cell (segment=? AND zone=? AND due", " AND due<?)"),
        (.freshOfCell, 5, "leads_fresh_by_cell (segment=? AND zone=? AND rank", ")"),
    ])
    func `reading goes on where it ended, in an index that has all it wants`(
        rows: OrderedRows, parameters: Int, index: String, end: String
    ) throws {
        let store = try Store.inMemory()
        try store.indexSegments()
        func plan(_ sql: String) throws -> [String] {
            try store.queue.read { db in
                try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + sql,
                    arguments: StatementArguments((0..<parameters).map { _ in 0 })
                ).map { $0["detail"] as String }
            }
        }
        let search = "SEARCH leads USING COVERING INDEX \(index)"
        #expect(try plan(rows.same) == ["\(search)=? AND id>?)"])
        #expect(try plan(rows.beyond) == ["\(search)>?\(end)"])
    }

    @Test(arguments: [SegmentStrategies(), .byWorth])
    func `leads of one worth, or due at one instant, are each handed over once`(
        segments: SegmentStrategies
    ) throws {
        let store = try Store.inMemory(leads: 700)
        var request = LeadRequest(30, before: at(0))
        request.segments = segments
        func handedOver() throws -> [Int64] {
            var all: [Int64] = []
            while case let leads = try store.nextLeads(request).leads, !leads.isEmpty {
                all += leads.map(\.id.raw)
            }
            return all
        }
        #expect(try handedOver() == Array(1...700))
        for lead in Int64(1)...700 {
            let dialled = start(lead, lead: lead)
            try store.write([.started(dialled), .ended(noAnswer(dialled, at: 1, due: 10))])
        }
        #expect(try handedOver() == [])
        request.before = at(11)
        #expect(try handedOver() == Array(1...700))
    }

    @Test func `no lead is handed over while attempts of an earlier run are open`() async throws {
        let folder = try Folder()
        let first = try Store.open(folder.file())
        _ = try first.importLeads(leads(2))
        try first.write([.started(start(1, lead: 1))])
        first.close()
        let second = try Store.open(folder.file())
        let error = StoreError.notRecovered(path: folder.file(), open: 1)
        #expect(throws: error) { try second.nextLeads(1, before: at(0)) }
        await #expect(throws: error) {
            try await second.next(LeadRequest(1, before: at(0)))
        }
        _ = try second.recover(retry: RetryRules(), at: at(5))
        #expect(try second.nextLeads(1, before: at(6)).leads.map(\.id.raw) == [2])
    }

    @Test func `leads bring the number of their segment, fresh, due and merged ones`() throws {
        let store = try Store.inMemory()
        let names = ["", "north", "south", "north", ""]
        let first = names.enumerated().map { Lead(number: number(Int64($0 + 1)), segment: $1) }
        _ = try store.importLeads(first)
        // Later news fills in what was not known, and keeps what was.
        let counts = try store.importLeads([
            Lead(number: number(5), segment: "west"), Lead(number: number(2), segment: "south"),
        ])
        #expect(counts == ImportCounts(added: 0, merged: 2))
        #expect(try store.lead(LeadID(5))?.segment == "west")
        #expect(try store.lead(LeadID(2))?.segment == "north")
        let fresh = try store.nextLeads(9, before: at(0)).leads
        #expect(fresh.map(\.segment.raw) == [0, 1, 2, 1, 3])
        let dialled = start(1, lead: 3)
        try store.write([.started(dialled), .ended(noAnswer(dialled, at: 10, due: 20))])
        #expect(try store.nextLeads(9, before: at(30)).leads.map(\.segment.raw) == [2])
        #expect(try store.leadsInShort().map(\.segment) == ["", "north", "south", "north", "west"])
    }

    @Test func `more segments than there are numbers for share the last one`() throws {
        let store = try Store.inMemory()
        _ = try store.importLeads(
            (1...300).map { Lead(number: number($0), segment: "segment \($0)") })
        let leads = try store.nextLeads(300, before: at(0)).leads
        #expect(leads.map { Int($0.segment.raw) } == (1...300).map { min($0, 127) })
    }
}
