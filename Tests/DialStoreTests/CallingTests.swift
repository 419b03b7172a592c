import DialModel
import GRDB
import Testing

@testable import DialStore

/// Who may be called, and when, as far as the store looks after it.
@Suite struct CallingTests {
    private func times(_ spans: (Double, Double)...) -> CallingTimes {
        CallingTimes(spans.map { .init(from: at($0.0), to: at($0.1)) })
    }

    /// Leads 1 to `count`, in zones by turns.
    private func store(_ count: Int, zones: [String]) throws -> Store {
        let store = try Store.inMemory()
        var all = leads(count)
        for place in all.indices { all[place].timeZone = zones[place % zones.count] }
        _ = try store.importLeads(all)
        return store
    }

    private func refused(
        _ lead: Int64, _ reason: Refusal = .hours, until: Double?
    ) -> DialModel.Record {
        .refused(RefusedLead(LeadID(lead), reason, at: at(5), until: until.map(at)))
    }

    @Test func `fresh leads of closed zones are left for later, the others keep their order`()
        throws
    {
        let store = try store(3_000, zones: ["Europe/Budapest", "", "America/New_York"])
        var rules = CallingRules()
        rules.hours = [times((0, 100)), times((10, 20)), times((0, 10), (50, 60))]
        let early = try store.nextLeads(1_500, before: at(5), under: rules)
        #expect(early.leads.map(\.id.raw) == (1...2_250).filter { $0 % 3 != 1 })
        #expect(early.leads.allSatisfy { $0.zone.raw == ($0.id.raw % 3 == 2 ? 0 : 2) })
        #expect(!early.isHeldByHours, "there are others at hand")
        let rest = try store.nextLeads(1_500, before: at(5), under: rules)
        #expect(rest.leads.map(\.id.raw) == (2_251...3_000).filter { $0 % 3 != 1 })
        #expect(rest.isHeldByHours)
        let closed = try store.nextLeads(9, before: at(5), under: rules)
        #expect(closed.leads == [] && closed.isHeldByHours)
        let later = try store.nextLeads(2_000, before: at(15), under: rules)
        #expect(later.leads.map(\.id.raw) == (1...3_000).filter { $0 % 3 == 1 })
        #expect(try store.nextLeads(9, before: at(55), under: rules).isHeldByHours == false)
    }

    @Test func `what is known of a lead has its name, its zone and where it stands`() async throws {
        let store = try Store.inMemory()
        var all = leads(2)
        all[1].name = "Ann Lee"
        all[1].timeZone = "Europe/Budapest"
        _ = try store.importLeads(all)
        let known = try #require(try store.history(of: all[1].number))
        #expect(known.lead.id == LeadID(2) && known.lead.attempts == 0)
        #expect(known.name == "Ann Lee" && known.zones == "Europe/Budapest")
        #expect(known.state == .fresh)
        try await store.append([refused(2, until: 9)])
        #expect(try store.history(of: all[1].number)?.state == .due(at(9)))
    }

    @Test func `hours may begin in the course of a campaign, and end`() throws {
        let store = try store(900, zones: ["Europe/Budapest", "America/New_York"])
        #expect(try store.nextLeads(300, before: at(1)).leads.map(\.id.raw) == Array(1...300))
        var rules = CallingRules()
        rules.hours = [times(), times((10, 20)), times((0, 20))]
        let some = try store.nextLeads(200, before: at(1), under: rules)
        #expect(some.leads.map(\.id.raw) == (301...700).filter { $0 % 2 == 0 })
        let all = try store.nextLeads(900, before: at(1)).leads.map(\.id.raw)
        #expect(all == (301...900).filter { $0 > 700 || $0 % 2 == 1 })
    }

    @Test func `leads of zones that never open are handed over, to be refused`() throws {
        let store = try store(4, zones: ["Europe/Budapest", "America/New_York"])
        var rules = CallingRules()
        rules.hours = [times(), times((0, 4))]
        let batch = try store.nextLeads(9, before: at(5), under: rules)
        #expect(batch.leads.map(\.id.raw) == [1, 2, 3, 4] && !batch.isHeldByHours)
        #expect(batch.leads.allSatisfy { rules.refusal(of: $0, at: at(5)) != nil })
    }

    @Test func `a refused lead comes back when it is told to, and it was no attempt`() throws {
        let store = try Store.inMemory(leads: 3)
        _ = try store.nextLeads(3, before: at(1))
        try store.write([refused(2, until: 50), refused(3, .doNotCall, until: nil)])
        #expect(try store.nextLeads(3, before: at(50)).leads == [])
        let back = try store.nextLeads(3, before: at(51)).leads
        #expect(back.map(\.id.raw) == [2] && back[0].attempts == 0)
        let rows = try store.reading { db in
            try Row.fetchAll(db, sql: "SELECT lead, reason, at, until FROM refusals ORDER BY id")
        }
        #expect(rows.map { $0[0] as Int64 } == [2, 3])
        #expect(rows.map { $0[1] as String } == ["hours", "do not call"])
        #expect(rows.map { $0[3] as Int64? } == [at(50).nanoseconds, nil])
    }

    @Test func `what was refused for good comes before the gate again when the campaign goes on`()
        throws
    {
        let folder = try Folder()
        do {
            let store = try Store.open(folder.file())
            _ = try store.importLeads(leads(3))
            _ = try store.recover(retry: RetryRules(), at: at(0))
            _ = try store.nextLeads(3, before: at(1))
            let begun = start(1, lead: 2)
            try store.write([
                refused(1, .unknownZone, until: nil), .started(begun),
                .ended(noAnswer(begun, at: 3, due: 4)), refused(2, .doNotCall, until: nil),
                refused(3, until: 9_000),
            ])
            store.close()
        }
        let store = try Store.open(folder.file())
        let recovery = try store.recover(retry: RetryRules(), at: at(100))
        #expect(recovery.closedLeads == 2 && recovery.refusedLeads == 2)
        #expect(try store.reopenRefused(at: at(100)) == 2)
        let back = try store.nextLeads(9, before: at(101)).leads
        #expect(back.map(\.id.raw) == [2, 1] && back.map(\.attempts) == [1, 0])
        // What was called since is closed for other reasons, and stays so.
        let again = start(2, lead: 1, at: 110)
        try store.write([
            .started(again), .ended(noAnswer(again, at: 120, due: nil)),
            refused(2, .doNotCall, until: nil),
        ])
        #expect(try store.recover(retry: RetryRules(), at: at(200)).refusedLeads == 1)
    }

    @Test func `a lead's attempts say from when on it is free`() throws {
        let store = try Store.inMemory(leads: 2)
        var records: [DialModel.Record] = []
        for attempt in 1...3 as ClosedRange<Int64> {
            let begun = start(
                attempt, lead: 1, ordinal: UInt16(attempt), at: Double(100 * attempt))
            records += [
                .started(begun),
                .ended(noAnswer(begun, at: Double(100 * attempt + 20), due: 1_000)),
            ]
        }
        _ = try store.nextLeads(2, before: at(0))
        try store.write(records)
        var rules = CallingRules()
        rules.caps = [FrequencyCap(attempts: 2, within: .seconds(5_000))]
        rules.quiet = [.notConnected(.noAnswer): .seconds(4_000)]
        let lead = try #require(
            try store.nextLeads(2, before: at(2_000), under: rules).leads.first)
        #expect(lead.freeFrom == at(5_200) && lead.heldBy == .frequency)
    }

    @Test func `objections are kept, and those that are lifted are not`() throws {
        let store = try Store.inMemory(leads: 3)
        func objection(_ lead: Int64, lifted: Bool) -> DialModel.Record {
            .doNotCall(Objection(number: number(lead), isLifted: lifted, at: at(7)))
        }
        try store.write([
            objection(1, lifted: false), objection(2, lifted: false), objection(1, lifted: true),
            objection(3, lifted: true),
        ])
        #expect(try store.doNotCall() == [number(2)])
    }

    @Test func `a promised call is handed over when it is due, once, whatever else waits`() throws {
        let folder = try Folder()
        let store = try Store.open(folder.file())
        _ = try store.importLeads(leads(3))
        _ = try store.nextLeads(1, before: at(0))
        let begun = start(1, lead: 1)
        let callback = Callback(at: at(500), agent: AgentID(7))
        let said = Disposition(
            attempt: AttemptID(1), leadID: LeadID(1), ordinal: 1, outcome: .connected(.followUp),
            agent: AgentID(7), wrapUp: .seconds(5), at: at(90), lead: .promised(at(500)))
        try store.write([
            .started(begun), .ended(talk(begun, person: 10, delay: 1, talk: 60)),
            .promised(PromisedCall(LeadID(1), in: AttemptID(1), callback, at: at(90))),
            .disposed(said),
        ])
        let early = try store.nextLeads(1, before: at(499))
        #expect(early.leads.map(\.id.raw) == [2] && early.callbacks == [])
        #expect(early.nextCallback == at(500))
        let due = try store.nextLeads(1, before: at(500))
        #expect(due.leads.map(\.id.raw) == [3] && due.nextCallback == nil)
        #expect(due.callbacks.map(\.callback) == [callback])
        #expect(due.callbacks.map(\.lead.attempts) == [1])
        #expect(try store.nextLeads(1, before: at(600)).callbacks == [])
        #expect(try store.report().callbacks?.open == 1)
        store.close()

        // What was not called before the end of the process is called after it.
        let again = try Store.open(folder.file())
        _ = try again.recover(retry: RetryRules(), at: at(600))
        #expect(try again.nextLeads(1, before: at(600)).callbacks.map(\.callback) == [callback])
        let kept = start(2, lead: 1, ordinal: 2, at: 610)
        try again.write([
            .callback(CallbackEnd(LeadID(1), callback, at: at(610), attempt: AttemptID(2))),
            .started(kept), .ended(noAnswer(kept, at: 630, due: 900)),
        ])
        #expect(try again.nextLeads(9, before: at(1_000)).leads.map(\.id.raw) == [1, 3])
        let figures = try #require(try again.report().callbacks)
        #expect(figures.kept == 1 && figures.missed == 0 && figures.lateness == .seconds(110))
    }

    @Test func `a missed promise goes back among the others, or is closed`() throws {
        let store = try Store.inMemory(leads: 2)
        _ = try store.nextLeads(2, before: at(0))
        let callback = Callback(at: at(500))
        var records: [DialModel.Record] = []
        for lead in [1, 2] as [Int64] {
            let begun = start(lead, lead: lead)
            records += [
                .started(begun), .ended(talk(begun, person: 10, delay: 1, talk: 60)),
                .promised(PromisedCall(LeadID(lead), in: AttemptID(lead), callback, at: at(90))),
                .disposed(
                    Disposition(
                        attempt: AttemptID(lead), leadID: LeadID(lead), ordinal: 1,
                        outcome: .connected(.followUp), agent: AgentID(1), wrapUp: .zero,
                        at: at(90), lead: .promised(at(500)))),
            ]
        }
        try store.write(records)
        #expect(try store.nextLeads(9, before: at(500)).callbacks.count == 2)
        try store.write([
            .callback(
                CallbackEnd(
                    LeadID(1), callback, at: at(900), missed: .noAgent, lead: .due(at(900)))),
            .callback(
                CallbackEnd(
                    LeadID(2), callback, at: at(900), missed: .refused(.hours), lead: .closed)),
        ])
        #expect(try store.nextLeads(9, before: at(901)).leads.map(\.id.raw) == [1])
        let callbacks = try #require(try store.report().callbacks)
        #expect(callbacks.missed == 2 && callbacks.causes.map(\.count) == [1, 1])
        #expect(callbacks.causes.map(\.cause) == ["hours", "no agent free"])
    }

    @Test func `zones are numbered as they come, and a known lead without one gets it`() throws {
        let store = try store(2, zones: ["Europe/Budapest", ""])
        var more = leads(3)
        more[0].timeZone = "Asia/Tokyo"
        more[1].timeZone = "America/Chicago|America/Denver"
        more[2].timeZone = "Europe/Budapest"
        _ = try store.importLeads(more)
        #expect(
            try store.zones()
                == [
                    "", "Europe/Budapest", "Asia/Tokyo", "Asia/Tokyo|Europe/Budapest",
                    "America/Chicago|America/Denver",
                ])
        #expect(try store.nextLeads(9, before: at(1)).leads.map(\.zone.raw) == [3, 4, 1])
    }
}
