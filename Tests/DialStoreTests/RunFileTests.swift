import DialModel
import Foundation
import GRDB
import Testing

@testable import DialStore

@Suite struct RunFileTests {
    @Test func `a store keeps each run's campaign file, once`() throws {
        let store = try Store.inMemory()
        try store.beginRun(at: at(1), version: "1", speed: "max", campaign: "name: a")
        try store.endRun(at: at(2))
        try store.beginRun(at: at(3), version: "1", speed: "60", campaign: "name: a")
        let runs = try store.runs()
        #expect(runs.map(\.campaign) == ["name: a", "name: a"])
        #expect(runs.map(\.speed) == ["max", "60"])
        #expect(runs.map(\.ended) == [at(2), nil])
        let texts = try store.queue.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM campaign_texts")
        }
        #expect(texts == 1)
    }

    @Test func `calls come back as they were written`() throws {
        let store = try Store.inMemory(leads: 2)
        let first = start(1, lead: 1, at: 5)
        try store.write([
            .started(first), .ended(talk(first, person: 10, delay: 1, talk: 60)),
            .started(start(2, lead: 2, at: 7)),
        ])
        let calls = try store.calls()
        #expect(calls.map(\.attempt) == [AttemptID(1), AttemptID(2)])
        #expect(calls[0].connected == at(11))
        #expect(calls[0].ended == at(71))
        #expect(calls[1].outcome == nil)
        #expect(try store.leadsInShort() == [Lead(number: number(1)), Lead(number: number(2))])
    }

    @Test func `a store of version 1 is read as it is, and brought up to date by writing`() throws {
        let folder = try Folder()
        let path = folder.file()
        let old = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(old, upTo: "1")
        try old.write {
            try $0.execute(sql: "INSERT INTO runs (started, version) VALUES (5, '0.0')")
        }
        try old.close()
        let reader = try Store.open(path, readOnly: true)
        #expect(try reader.runs().map(\.version) == ["0.0"])
        #expect(try reader.runs().first?.campaign == nil)
        #expect(try reader.report().attempts == 0)
        reader.close()
        try Store.open(path).close()
        let version = try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "PRAGMA user_version")
        }
        #expect(version == Schema.version)
    }

    @Test func `what agents said of the stage of their talks comes back`() throws {
        let folder = try Folder()
        let path = folder.file()
        let old = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(old, upTo: "2")
        try old.close()
        var reader = try Store.open(path, readOnly: true)
        #expect(try reader.calls() == [])
        reader.close()

        let store = try Store.open(path)
        _ = try store.importLeads(leads(2))
        let (first, second) = (start(1, lead: 1, at: 5), start(2, lead: 2, at: 7))
        var said = talk(first, person: 10, delay: 1, talk: 60)
        said.closing = at(60)
        var floor = Floor()
        floor.talking = 2
        floor.closing = 1
        try store.write([.started(first), .started(second)])
        try store.write([
            .ended(said), .ended(talk(second, person: 12, delay: 1, talk: 60)),
            .decision(
                Decision(
                    at: at(61), floor: floor, pace: Pace(start: 1, bound: .risk), started: 1)),
        ])
        let closing = try store.queue.read {
            try Int.fetchOne($0, sql: "SELECT closing FROM decisions")
        }
        #expect(closing == 1)
        store.close()
        reader = try Store.open(path, readOnly: true)
        #expect(try reader.calls().map(\.closing) == [at(60), nil])
    }
}
