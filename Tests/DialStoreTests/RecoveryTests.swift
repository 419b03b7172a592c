import DialModel
import GRDB
import Testing

@testable import DialStore

@Suite struct RecoveryTests {
    @Test func `an empty store begins with attempt 1`() throws {
        let store = try Store.inMemory()
        #expect(try store.recover(retry: RetryRules(), at: at(1)) == Recovery())
    }

    @Test func `open attempts end as unknown and their leads wait as the retry rules say`() throws {
        let folder = try Folder()
        let first = try Store.open(folder.file())
        _ = try first.importLeads(leads(5))
        try first.beginRun(at: at(0), version: "1.0")
        let starts = [
            start(1, lead: 1, at: 10), start(2, lead: 2, ordinal: 3, at: 11), start(3, lead: 3),
            start(4, lead: 4),
        ]
        try first.write(starts.map { .started($0) })
        try first.write([
            .ended(noAnswer(starts[2], at: 30, due: 60)),
            .ended(abandoned(starts[3], person: 20, at: 22)),
        ])
        first.close()

        let second = try Store.open(folder.file())
        let recovery = try second.recover(retry: RetryRules(), at: at(100))
        #expect(recovery.closed.map(\.start) == [starts[0], starts[1]])
        #expect(recovery.closed.allSatisfy { $0.outcome == .notConnected(.unknown) })
        #expect(recovery.closed.allSatisfy { $0.cause == .foundOpen && $0.at == at(100) })
        // Half an hour is the rule after `unknown`; three attempts are the most.
        #expect(recovery.closed.map(\.lead) == [.due(at(1_900)), .closed])
        #expect(recovery.nextAttempt == AttemptID(5))
        #expect(recovery.attempts == 4)
        #expect(recovery.answered == 1)
        #expect(recovery.abandoned == 1)
        #expect(recovery.latest == at(100))
        #expect(try second.nextLeads(9, before: at(1_900)).leads.map(\.id.raw) == [3, 5])
        #expect(try second.nextLeads(9, before: at(1_901)).leads.map(\.id.raw) == [1])
        #expect(try second.report().outcomes.map(\.count) == [1, 2, 1])
        let cause = try second.queue.read {
            try String.fetchOne($0, sql: "SELECT cause FROM calls WHERE id = 1")
        }
        #expect(cause == RawCause.foundOpen.description)

        var again = recovery
        again.closed = []
        #expect(try second.recover(retry: RetryRules(), at: at(100)) == again)
    }

    @Test func `a talk that was never disposed of closes its lead`() throws {
        let folder = try Folder()
        let first = try Store.open(folder.file())
        _ = try first.importLeads(leads(2))
        let dialled = start(1, lead: 1)
        try first.write([
            .started(dialled), .ended(talk(dialled, person: 5, delay: 1, talk: 20)),
        ])
        #expect(try first.report().leads.inProgress == 1)
        first.close()
        let second = try Store.open(folder.file())
        let recovery = try second.recover(retry: RetryRules(), at: at(60))
        #expect(recovery.closed.isEmpty)
        #expect(recovery.undisposed == [AttemptID(1)])
        let report = try second.report()
        #expect(report.leads.closed == 1)
        #expect(report.leads.inProgress == 0)
        #expect(report.outcomes.map(\.name) == ["undisposed"])
    }

    @Test func `unfinished runs end with the last thing that was written`() throws {
        let store = try Store.inMemory()
        try store.beginRun(at: at(1), version: "1.0")
        try store.endRun(at: at(9))
        try store.beginRun(at: at(10), version: "1.1")
        try store.write([.operation(Operation(.command(.start), at: at(12)))])
        let recovery = try store.recover(retry: RetryRules(), at: at(50))
        #expect(recovery.latest == at(12))
        let ends = try store.queue.read {
            try Int64.fetchAll($0, sql: "SELECT ended FROM runs ORDER BY id")
        }
        #expect(ends == [at(9).nanoseconds, at(12).nanoseconds])
    }

    @Test func `a campaign has lasted as long as its runs, not as the days between them`() throws {
        let folder = try Folder()
        func open() throws -> Store { try Store.open(folder.file()) }
        let first = try open()
        #expect(try first.recover(retry: RetryRules(), at: at(0)).runs == 0)
        _ = try first.importLeads(leads(3))
        try first.beginRun(at: at(0), version: "1.0")
        try first.endRun(at: at(100))
        first.close()
        // Runs for 50 s and is killed in a call.
        let second = try open()
        #expect(try second.recover(retry: RetryRules(), at: at(5_000)).elapsed == .seconds(100))
        try second.beginRun(at: at(5_000), version: "1.0")
        try second.write([.started(start(1, lead: 1, at: 5_050))])
        second.close()
        // What recovery writes at 9000 s is no part of that run, and this one dies at its start.
        let third = try open()
        let recovery = try third.recover(retry: RetryRules(), at: at(9_000))
        #expect(recovery.runs == 2)
        #expect(recovery.elapsed == .seconds(150))
        #expect(recovery.latest == at(9_000))
        try third.beginRun(at: at(9_000), version: "1.0")
        third.close()
        let fourth = try open().recover(retry: RetryRules(), at: at(20_000))
        #expect(fourth.runs == 3)
        #expect(fourth.elapsed == .seconds(150))
    }

    @Test func `a clock that went back does not end attempts before they began`() throws {
        let folder = try Folder()
        let first = try Store.open(folder.file())
        _ = try first.importLeads(leads(1))
        try first.write([.started(start(1, lead: 1, at: 500))])
        first.close()
        let second = try Store.open(folder.file())
        let recovery = try second.recover(retry: RetryRules(), at: at(100))
        #expect(recovery.closed.map(\.at) == [at(500)])
        #expect(recovery.latest == at(500))
    }
}
