import DialModel
import Testing

@testable import DialStore

/// Leads handed over whatever their turn.
@Suite struct ByHandTests {
    private func ask(_ store: Store, _ wanted: [Int64], count: Int = 0) throws -> LeadBatch {
        var request = LeadRequest(count, before: at(100))
        request.byHand = wanted.map { CallByHand(number($0)) }
        return try store.nextLeads(request)
    }

    @Test func `a lead is handed over once, by hand or in its turn, until it comes back`() throws {
        let store = try Store.inMemory()
        _ = try store.importLeads((1...6).map { Lead(number: number($0)) })
        let batch = try ask(store, [5, 9], count: 2)
        #expect(batch.leads.map(\.id.raw) == [1, 2])
        #expect(batch.byHand.map(\.call.number) == [number(5), number(9)])
        #expect(batch.leadsByHand.map(\.id.raw) == [5])
        #expect(batch.byHand[1].found == .not(.unknownNumber))
        #expect(try store.nextLeads(9, before: at(100)).leads.map(\.id.raw) == [3, 4, 6])
        // It comes back undialled, and is due at once.
        let back = ReturnedLead(LeadID(5), at: at(101), lead: .due(at(101)))
        try store.write([.returned(back)])
        #expect(try store.nextLeads(9, before: at(102)).leads.map(\.id.raw) == [5])
        #expect(try store.nextLeads(9, before: at(103)).leads.isEmpty)
    }

    @Test
    func `whoever was read ahead for a zone is not handed over as fresh after a call by hand`()
        throws
    {
        let store = try Store.inMemory()
        _ = try store.importLeads((1...6).map { Lead(number: number($0), timeZone: "Zone/A") })
        var request = LeadRequest(1, before: at(100))
        let open = CallingTimes([.init(from: .epoch, to: .never)])
        request.rules.hours = [open, open]
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [1])
        request.byHand = [CallByHand(number(2))]
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [])
        let begun = start(1, lead: 2, ordinal: 1)
        let end = AttemptEnd(
            start: begun, outcome: .notConnected(.busy), at: at(110), lead: .due(at(500)))
        try store.write([.started(begun), .ended(end)])
        request.byHand = []
        request.count = 9
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [3, 4, 5, 6])
        request.before = at(501)
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [2])
    }

    @Test
    func `a listed number that was wanted by hand does not take the place of the one in turn`()
        throws
    {
        let store = try Store.inMemory()
        var lead = Lead(number: number(1))
        lead.numbers = [1, 2, 3].map { Lead.Number(kind: "n\($0)", number: number($0)) }
        _ = try store.importLeads([lead])
        #expect(try ask(store, [2]).leadsByHand.map(\.number) == [number(2)])
        var refusal = RefusedLead(LeadID(1), .doNotCall, at: at(10), until: at(10))
        refusal.number = number(2)
        try store.write([.refused(refusal)])
        let next = try store.nextLeads(9, before: at(101)).leads
        #expect(next.map(\.number) == [number(1)] && next.map(\.hasOthers) == [true])
        let kept = try store.history(of: number(2))?.numbers.map { $0.dropped == nil }
        #expect(kept == [true, false, true])
    }
}
