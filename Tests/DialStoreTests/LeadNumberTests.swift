import DialModel
import Testing

@testable import DialStore

/// Leads with several numbers, as they are imported and handed over.
@Suite struct LeadNumberTests {
    private func lead(_ numbers: [Int64], kinds: [String] = ["mobile", "work", "home"]) -> Lead {
        var lead = Lead(number: number(numbers[0]))
        lead.numbers = zip(kinds, numbers).map { Lead.Number(kind: $0, number: number($1)) }
        return lead
    }

    private func numbers(_ store: Store, of id: Int64) throws -> [String] {
        try store.lead(LeadID(id))?.numbers.map { "\($0.kind) \($0.number.digits - 3_610_000_000)" }
            ?? []
    }

    @Test func `a number that any lead has merges the row into that lead`() throws {
        let store = try Store.inMemory()
        var named = lead([7, 2])
        named.name = "Ann"
        let counts = try store.importLeads([
            lead([1, 2, 3]), Lead(number: number(4)), Lead(number: number(3)), named,
            lead([5, 4]), lead([6, 8]),
        ])
        #expect(counts == ImportCounts(added: 3, merged: 3))
        #expect(try numbers(store, of: 1) == ["mobile 1", "work 2", "home 3", "mobile 7"])
        #expect(try store.lead(LeadID(1))?.name == "Ann")
        #expect(try numbers(store, of: 2) == ["work 4", "mobile 5"])
        #expect(try numbers(store, of: 3) == ["mobile 6", "work 8"])
        // Again, and nothing is added; a row that would join two leads goes to the first.
        let again = try store.importLeads([lead([1, 2, 3]), lead([8, 1, 9])])
        #expect(again == ImportCounts(merged: 2))
        #expect(try numbers(store, of: 1).count == 4)
        #expect(try numbers(store, of: 3) == ["mobile 6", "work 8", "home 9"])
        #expect(
            try store.nextLeads(10, before: at(1)).leads.map(\.hasOthers) == [true, true, true])
    }

    @Test func `the next attempt goes to the next number, and to none that is dropped`() throws {
        let store = try Store.inMemory()
        _ = try store.importLeads([lead([1, 2, 3])])
        func dialled(_ second: Double) throws -> (digits: UInt64, hasOthers: Bool)? {
            try store.nextLeads(1, before: at(second)).leads.first.map {
                ($0.number.digits - 3_610_000_000, $0.hasOthers)
            }
        }
        func end(_ attempt: Int64, _ outcome: Outcome.NotConnected, _ move: NumberMove) throws {
            let begun = start(attempt, lead: 1, ordinal: UInt16(attempt))
            var end = AttemptEnd(
                start: begun, outcome: .notConnected(outcome), at: at(Double(attempt) * 10),
                lead: .due(at(Double(attempt) * 10)))
            end.move = move
            try store.write([.started(begun), .ended(end)])
        }
        #expect(try dialled(1)! == (1, true))
        try end(1, .noAnswer, .next)
        #expect(try dialled(11)! == (2, true))
        try end(2, .vacantNumber, .drop)
        #expect(try dialled(21)! == (3, true))
        try end(3, .busy, .same)
        #expect(try dialled(31)! == (3, true))
        try end(4, .noAnswer, .next)
        #expect(try dialled(41)! == (1, true))
        try end(5, .vacantNumber, .drop)
        #expect(try dialled(51)! == (3, false))
        let history = try store.history(of: number(2))
        #expect(history?.numbers.map(\.dropped) == ["vacant number", "vacant number", nil])
        #expect(history?.numbers.map(\.isNext) == [false, false, true])
        #expect(try store.report().leads.total == 1)
    }

    @Test func `a number on a list is passed over until lists are looked at again`() throws {
        let folder = try Folder()
        let store = try Store.open(folder.file())
        _ = try store.importLeads([lead([1, 2])])
        _ = try store.nextLeads(1, before: at(1))
        try store.write([
            .refused(RefusedLead(LeadID(1), .doNotCall, at: at(2), until: at(2)))
        ])
        let next = try store.nextLeads(1, before: at(3)).leads
        #expect(next.map(\.number) == [number(2)] && next.map(\.hasOthers) == [false])
        #expect(try store.history(of: number(1))?.numbers.first?.dropped == "do not call")
        store.close()
        let again = try Store.open(folder.file())
        #expect(try again.reopenRefused(at: at(9)) == 0)
        let free = try again.nextLeads(1, before: at(10)).leads
        #expect(free.map(\.number) == [number(2)] && free.map(\.hasOthers) == [true])
    }

    @Test func `a segment by a condition replaces another, and the best worth comes first`() throws
    {
        let store = try Store.inMemory()
        var batch = leads(4)
        for place in batch.indices { batch[place].segment = "old" }
        batch[1].worth = 10.006
        batch[3].worth = 20
        _ = try store.importLeads(batch)
        batch[0].segment = "large"
        batch[1].segment = "other"
        batch[0].isSegmentRuled = true
        batch[0].worth = 15
        batch[3].worth = nil
        _ = try store.importLeads(batch)
        #expect(try store.lead(LeadID(1))?.segment == "large")
        #expect(try store.lead(LeadID(2))?.segment == "old")
        #expect(try store.lead(LeadID(2))?.worth == 10.01)
        var request = LeadRequest(3, before: at(1))
        request.segments = .byWorth
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [4, 1, 2])
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [3])
    }
}
