import DialModel
import Foundation
import GRDB
import Testing

@testable import DialStore

/// Which files are contact ledgers, and which are left as they are.
@Suite struct LedgerOpeningTests {
    let folder: Folder
    let path: String

    init() throws {
        folder = try Folder()
        path = folder.file("contacts.sqlite")
    }

    @discardableResult
    private func open(_ time: ContactLedger.Time = .real) throws -> ContactLedger {
        try ContactLedger.open(path, time: time, wall: { at(0) })
    }

    @Test func `a ledger is made where there is none, and flushed at every commit`() throws {
        let ledger = try open()
        let (journal, flush) = try ledger.queue.read { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            )
        }
        #expect(journal == "wal")
        #expect(flush == 2)  // FULL
        #expect(throws: Never.self) { try open() }
    }

    @Test func `campaigns of real and of simulated time share none`() throws {
        try open(.real)
        let error = #expect(throws: StoreError.self) { try open(.simulated) }
        #expect(error == .otherTime(path: path, found: "real", wanted: "simulated"))
    }

    @Test func `any other file is refused and left as it was`() throws {
        let bytes = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.notALedger(path: path)) { try open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func `a database of some other program, and a store, are refused`() throws {
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE recipes (name)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: StoreError.notALedger(path: path)) { try open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        try FileManager.default.removeItem(atPath: path)
        try Store.open(path).close()
        #expect(throws: StoreError.notALedger(path: path)) { try open() }
        try FileManager.default.removeItem(atPath: path)
        try open().close()
        #expect(throws: StoreError.notAStore(path: path)) { try Store.open(path) }
    }

    @Test func `a ledger of a newer version is refused, with both versions`() throws {
        let ledger = try open()
        try ledger.queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        ledger.close()
        let error = StoreError.newerSchema(path: path, found: 99, known: LedgerSchema.version)
        #expect(throws: error) { try open() }
        #expect(throws: error) { try ContactLedger.openForReading(path, wall: { at(0) }) }
    }

    @Test func `a folder, and a file in a folder that is not there, are named`() throws {
        #expect(throws: StoreError.isDirectory(path: folder.path)) {
            try ContactLedger.open(folder.path, time: .real, wall: { at(0) })
        }
        #expect(throws: StoreError.notFound(path: folder.file("no"))) {
            try ContactLedger.open(folder.file("no/c.sqlite"), time: .real, wall: { at(0) })
        }
        #expect(throws: StoreError.notFound(path: path)) {
            try ContactLedger.openForReading(path, wall: { at(0) })
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func `a ledger that may not be written is refused`() throws {
        try open().close()
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        #expect(throws: StoreError.readOnly(path: path)) { try open() }
    }
}
