import DialModel
import DialPorts
import Foundation
import GRDB
import Testing

@testable import DialStore

@Suite struct WritingTests {
    /// Everything in the store that records can change.
    private func contents(_ store: Store) throws -> [String] {
        try store.queue.read { db in
            try [
                "leads", "attempts", "agent_times", "skips", "flow_answers", "decisions",
                "operations", "span",
            ].flatMap { try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description) }
        }
    }

    private func day() -> [DialModel.Record] {
        let (first, second) = (start(1, lead: 1, at: 1), start(2, lead: 2, at: 2))
        var floor = Floor()
        floor.idle = 3
        return [
            .operation(Operation(.command(.start), at: at(0))),
            .decision(
                Decision(
                    at: at(1), floor: floor, pace: Pace(start: 2, bound: .callsPerSecond),
                    started: 2)),
            .started(first), .started(second),
            .ended(noAnswer(first, at: 20, due: 100)),
            .ended(talk(second, person: 5, delay: 1, talk: 30)),
            .disposed(
                Disposition(
                    attempt: second.attempt, leadID: second.lead, ordinal: 1,
                    outcome: .connected(.deal), agent: AgentID(1), wrapUp: .seconds(9), at: at(45),
                    lead: .closed)),
            .skipped(
                SkippedLead(
                    leadID: LeadID(3), ordinal: 1, agent: AgentID(1), reason: .badData, at: at(50),
                    lead: .due(at(99)))),
            .answer(FlowAnswer(attempt: second.attempt, node: 0, key: Key("#")!, at: at(7))),
            .agentTime(
                AgentTime(
                    agent: AgentID(1), state: .talking, reason: nil, from: at(6), to: at(36))),
            .agentTime(
                AgentTime(
                    agent: AgentID(1), state: .talking, reason: nil, from: at(50), to: at(60))),
        ]
    }

    @Test func `how records are cut into batches makes no difference`() throws {
        let whole = try Store.inMemory(leads: 5)
        try whole.write(day())
        for size in 1...4 {
            let cut = try Store.inMemory(leads: 5)
            let records = day()
            for first in stride(from: 0, to: records.count, by: size) {
                try cut.write(Array(records[first..<min(first + size, records.count)]))
            }
            #expect(try contents(cut) == contents(whole))
        }
    }

    @Test func `the tables read in the words of the field`() throws {
        let store = try Store.inMemory(leads: 5)
        try store.write(day())
        let rows = try store.queue.read { db in
            try [
                "SELECT number, mode, outcome, talk_seconds, wrap_up_seconds FROM calls",
                "SELECT state, attempts, outcome FROM lead_list WHERE id <= 4",
                "SELECT state, nanoseconds FROM agent_times",
                "SELECT reason FROM skips", "SELECT bound, idle, started FROM decisions",
            ].map { try Row.fetchAll(db, sql: $0).map { $0.map { "\($0.1)" } } }
        }
        #expect(
            rows == [
                [
                    ["\"+3610000001\"", "\"predictive\"", "\"no answer\"", "NULL", "NULL"],
                    ["\"+3610000002\"", "\"predictive\"", "\"deal\"", "30.0", "9.0"],
                ],
                [
                    ["\"waiting\"", "1", "\"no answer\""], ["\"closed\"", "1", "\"deal\""],
                    ["\"waiting\"", "1", "NULL"], ["\"fresh\"", "0", "NULL"],
                ],
                [["\"talking\"", "40000000000"]],
                [["\"bad data\""]],
                [["\"calls per second\"", "3", "2"]],
            ])
    }

    @Test func `a batch is kept as a whole or not at all`() throws {
        let store = try Store.inMemory(leads: 5)
        try store.write(day())
        let before = try contents(store)
        let (old, new) = (start(1, lead: 1), start(3, lead: 4))
        let good: [DialModel.Record] = [
            .started(new), .ended(noAnswer(new, at: 60, due: 70)),
            .agentTime(
                AgentTime(
                    agent: AgentID(1), state: .idle, reason: nil, from: at(60), to: at(700))),
            .operation(Operation(.command(.pause), at: at(60))),
        ]
        let unknown = start(9, lead: 5)
        let strange = start(4, lead: 77)
        let bad: [(DialModel.Record, String)] = [
            (.started(old), "attempt 1 has started before"),
            (.ended(noAnswer(old, at: 61, due: nil)), "has ended before"),
            (.ended(noAnswer(new, at: 61, due: nil)), "attempt 3 ends twice"),
            (.ended(noAnswer(unknown, at: 61, due: nil)), "attempt 9 has not started"),
            (
                .disposed(
                    Disposition(
                        attempt: AttemptID(9), leadID: LeadID(1), ordinal: 1,
                        outcome: .connected(.deal), agent: AgentID(1), wrapUp: .zero, at: at(61),
                        lead: .closed)), "attempt 9 is disposed of and has not ended"
            ),
            (
                .skipped(
                    SkippedLead(
                        leadID: LeadID(77), ordinal: 1, agent: AgentID(1), reason: .other,
                        at: at(61),
                        lead: .closed)), "lead 77 is not in the store"
            ),
        ]
        for (record, why) in bad {
            let error = #expect(throws: StoreError.self) {
                try store.write(
                    good + [record] + [.operation(Operation(.command(.stop), at: at(62)))])
            }
            #expect("\(error!)".contains(why))
            #expect(try contents(store) == before)
        }
        #expect(throws: StoreError.rejected(record: 1, why: "lead 77 is not in the store")) {
            try store.write([.started(strange), .ended(noAnswer(strange, at: 61, due: nil))])
        }
        #expect(try contents(store) == before)
        try store.write(good)
    }

    @Test func `a full disk keeps nothing of the batch, and writing goes on when there is room`()
        throws
    {
        let folder = try Folder()
        let store = try Store.open(folder.file())
        _ = try store.importLeads(leads(5_000))
        let before = try contents(store)
        try store.queue.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count")!
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        let starts = (1...5_000).map { start(Int64($0), lead: Int64($0)) }
        let full = StoreError.diskFull(path: folder.file())
        #expect(throws: full) { try store.write(starts.map(DialModel.Record.started)) }
        #expect(throws: full) { try store.importLeads(leads(50_000, from: 6_000)) }
        #expect(try contents(store) == before)
        try store.queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        try store.write(starts.map(DialModel.Record.started))
        #expect(try store.report().open == 5_000)
    }

    @Test func `late news of an earlier attempt leaves the lead alone`() throws {
        let store = try Store.inMemory(leads: 1)
        let (first, second) = (start(1, lead: 1), start(2, lead: 1, ordinal: 2, at: 60))
        try store.write([
            .started(first),
            .ended(talk(first, person: 1, delay: 0, talk: 5, lead: .due(at(50)))),
            .started(second), .ended(noAnswer(second, at: 80, due: nil)),
            .disposed(
                Disposition(
                    attempt: first.attempt, leadID: first.lead, ordinal: 1,
                    outcome: .connected(.followUp), agent: AgentID(1), wrapUp: .zero, at: at(90),
                    lead: .due(at(95)))),
        ])
        let report = try store.report()
        #expect(report.leads.closed == 1)
        #expect(report.outcomes.map(\.name) == ["no answer", "follow-up"])
    }

    @Test func `appending keeps the order of the calls and heeds no cancellation`() async throws {
        let folder = try Folder()
        let opened = try Store.open(folder.file())
        _ = try opened.importLeads(leads(2))
        let store: any Journal & LeadSource = opened
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let dialled = start(1, lead: 1)
            try await store.append([.started(dialled)])
            try await store.append([.ended(noAnswer(dialled, at: 9, due: 10))])
        }
        try await task.value
        #expect(
            try await store.next(LeadRequest(5, before: at(11))).leads.map(\.id.raw) == [
                1, 2,
            ])
    }

    @Test func `a closed store says so`() throws {
        let store = try Store.inMemory(leads: 1)
        store.close()
        #expect(throws: StoreError.self) { try store.write([.started(start(1, lead: 1))]) }
        #expect(throws: StoreError.self) { try store.report() }
    }
}
