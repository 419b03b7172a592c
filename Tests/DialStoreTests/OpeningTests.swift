import DialModel
import Foundation
import GRDB
import Testing

@testable import DialStore

@Suite struct OpeningTests {
    let folder: Folder
    let path: String

    init() throws {
        folder = try Folder()
        path = folder.file()
    }

    @Test func `what was written is there when the store is opened again`() throws {
        let first = try Store.open(path)
        _ = try first.importLeads([Lead(number: number(1), name: "Ann")])
        try first.write([.started(start(1, lead: 1))])
        first.close()
        let second = try Store.open(path)
        #expect(try second.lead(LeadID(1))?.name == "Ann")
        #expect(try second.report().open == 1)
    }

    @Test func `every commit is flushed to disk`() throws {
        let store = try Store.open(path)
        let (journal, flush) = try store.queue.read { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            )
        }
        #expect(journal == "wal")
        #expect(flush == 2)  // FULL
    }

    @Test func `a store of a newer version is refused, with both versions, and left alone`() throws
    {
        let store = try Store.open(path)
        try store.queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        store.close()
        let error = #expect(throws: StoreError.self) { try Store.open(path) }
        #expect(error == .newerSchema(path: path, found: 99, known: Schema.version))
        #expect("\(error!)".contains("99"))
        #expect("\(error!)".contains("\(Schema.version)"))
        #expect(throws: error!) { try Store.open(path, readOnly: true) }
    }

    @Test func `a store that is not up to date is not read`() throws {
        let store = try Store.open(path)
        try store.queue.write { try $0.execute(sql: "PRAGMA user_version = 0") }
        store.close()
        #expect(throws: StoreError.olderSchema(path: path, found: 0, known: Schema.version)) {
            try Store.open(path, readOnly: true)
        }
    }

    @Test func `an empty file is no store to read, but one to begin in`() throws {
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.notAStore(path: path)) { try Store.open(path, readOnly: true) }
        try Store.open(path).close()
        #expect(throws: Never.self) { try Store.open(path, readOnly: true).report() }
    }

    @Test(arguments: [7, 100, 512, 10_000])
    func `any other file is refused and left as it was`(size: Int) throws {
        let bytes = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.notAStore(path: path)) { try Store.open(path) }
        #expect(throws: StoreError.notAStore(path: path)) { try Store.open(path, readOnly: true) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func `a database of some other program is refused and left as it was`() throws {
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE recipes (name)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: StoreError.notAStore(path: path)) { try Store.open(path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `a folder is no store`() {
        #expect(throws: StoreError.isDirectory(path: folder.path)) {
            try Store.open(folder.path)
        }
        #expect(throws: StoreError.isDirectory(path: folder.path)) {
            try Store.open(folder.path, readOnly: true)
        }
    }

    @Test func `a missing folder is named, and a missing file when reading`() {
        #expect(throws: StoreError.notFound(path: folder.file("no"))) {
            try Store.open(folder.file("no/spring.sqlite"))
        }
        #expect(throws: StoreError.notFound(path: path)) {
            try Store.open(path, readOnly: true)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func `a file or folder without the right to write is refused`() throws {
        try Store.open(path).close()
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        #expect(throws: StoreError.readOnly(path: path)) { try Store.open(path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
        defer {
            try? FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.path)
        }
        let other = folder.file("other.sqlite")
        #expect(throws: StoreError.readOnly(path: other)) { try Store.open(other) }
        #expect(throws: Never.self) { try Store.open(path, readOnly: true).report() }
    }

    @Test func `a store opened for reading writes nothing`() throws {
        try Store.open(path).close()
        let reader = try Store.open(path, readOnly: true)
        #expect(throws: StoreError.readOnly(path: path)) {
            try reader.write([.operation(Operation(.command(.start), at: at(0)))])
        }
        #expect(throws: StoreError.readOnly(path: path)) { try reader.importLeads(leads(1)) }
    }

    @Test func `a name that SQLite would read in its own way is an ordinary file name`() throws {
        let here = FileManager.default.currentDirectoryPath
        let odd = folder.file("file:odd?mode=memory.sqlite")
        try Store.open(odd).close()
        #expect(FileManager.default.fileExists(atPath: odd))
        #expect(!FileManager.default.fileExists(atPath: here + "/file"))
    }

    @Test func `a store belongs to one campaign`() throws {
        let store = try Store.open(path)
        var facts = CampaignFacts(name: "spring", seed: .max, mode: .preview, created: at(1))
        facts.abandonmentCap = 0.03
        facts.groups = ["sales", "\"night\""]
        facts.flowNodes = ["hello", "question\n"]
        facts.dispositions.add("wrong person", connected: true)
        try store.begin(facts)
        #expect(try store.campaign() == facts)

        var later = facts
        later.created = at(2)
        later.mode = .predictive
        later.dispositions.add("moved", connected: true)
        try store.begin(later)
        later.created = at(1)
        #expect(try store.campaign() == later)

        later.seed = 8
        #expect(throws: StoreError.otherSeed(path: path, found: .max, wanted: 8)) {
            try store.begin(later)
        }

        facts.name = "autumn"
        let wrong = StoreError.otherCampaign(path: path, found: "spring", wanted: "autumn")
        #expect(throws: wrong) { try store.begin(facts) }
    }

    @Test func `a disposition keeps its place, so that old attempts keep their meaning`() throws {
        let store = try Store.inMemory()
        var facts = CampaignFacts(name: "spring", seed: 1, mode: .preview, created: at(0))
        facts.dispositions.add("wrong person", connected: true)
        try store.begin(facts)
        facts.dispositions = Dispositions()
        facts.dispositions.add("moved", connected: true)
        let moved = StoreError.dispositionMoved(
            path: ":memory:", code: 192, was: "wrong person", now: "moved")
        #expect(throws: moved) { try store.begin(facts) }
    }
}
