import DialModel
import GRDB
import Testing

@testable import DialStore

/// Changes that wait in a store, and what they do there.
@Suite struct WishTests {
    @Test func `a wish waits until it is granted or refused, and keeps who wanted it`() throws {
        let store = try Store.inMemory()
        let ids = try ["lines: 4", "lines: x", "agents: 2"].map {
            try store.wish($0, by: "ann", note: "now", at: at(1))
        }
        #expect(try store.waitingWishes().map(\.id) == ids)
        try store.refuse(ids[1], why: "x is no number")
        try store.write([
            .operation(Operation(.command(.lines(4)), at: at(9), by: "ann")),
            .granted(GrantedWish(ids[0], at: at(9), elapsed: .seconds(5))),
        ])
        let wishes = try store.wishes()
        #expect(try store.waitingWishes().map(\.id) == [ids[2]])
        #expect(
            wishes.map(\.state) == [
                .taken(at(9), elapsed: .seconds(5)), .refused(why: "x is no number"), .waiting,
            ])
        #expect(wishes[0].by == "ann" && wishes[0].note == "now" && wishes[0].text == "lines: 4")
        #expect(try store.operationsByWhom().map(\.by) == ["ann"])
    }

    @Test func `leads refused for the hours are due when these change, others are not`() throws {
        let store = try Store.inMemory()
        _ = try store.importLeads(leads(5))
        #expect(try store.nextLeads(5, before: at(1)).leads.count == 5)
        func refused(_ lead: Int64, _ reason: Refusal, _ until: Instant?) -> DialModel.Record {
            .refused(RefusedLead(LeadID(lead), reason, at: at(1), until: until))
        }
        try store.write([
            refused(1, .hours, at(500)), refused(2, .hours, nil), refused(3, .unknownZone, nil),
            refused(4, .doNotCall, nil), refused(5, .frequency, at(500)),
        ])
        #expect(try store.nextLeads(5, before: at(2)).leads.isEmpty)
        try store.write([.hoursChanged(ChangedHours(at: at(3)))])
        let batch = try store.nextLeads(5, before: at(3))
        #expect(batch.leads.map(\.id.raw) == [1, 2, 3] && batch.reopened == 2)
        #expect(try store.nextLeads(5, before: at(3)).reopened == 0)
        #expect(try store.nextLeads(5, before: at(501)).leads.map(\.id.raw) == [5])
    }

    @Test func `a lead that is returned is no refusal, and handed over again`() throws {
        let store = try Store.inMemory()
        _ = try store.importLeads(leads(1))
        #expect(try store.nextLeads(1, before: at(1)).leads.count == 1)
        try store.write([.returned(ReturnedLead(LeadID(1), at: at(2), lead: .due(at(3))))])
        #expect(try store.nextLeads(1, before: at(4)).leads.map(\.id.raw) == [1])
        #expect(
            try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM refusals") } == 0
        )
    }

    @Test func `how a run stands is one row, and gone when it is over`() throws {
        let store = try Store.inMemory()
        var now = Standing(wall: at(1), at: at(2), phase: "running", bound: "agents")
        now.agents = 3
        try store.note(now)
        now.busy = 2
        try store.note(now)
        #expect(try store.standing() == now)
        try store.note(nil)
        #expect(try store.standing() == nil)
    }
}
