import DialModel
import Foundation
import Testing

@testable import DialStore

@Suite struct LockTests {
    let folder: Folder
    let path: String

    init() throws {
        folder = try Folder()
        path = folder.file()
    }

    @Test func `a store is run by one at a time`() throws {
        let first = try Store.open(path)
        #expect(throws: StoreError.inUse(path: path)) { try Store.open(path) }
        first.close()
        first.close()
        let second = try Store.open(path)
        #expect(throws: StoreError.inUse(path: path)) { try Store.open(path) }
        second.close()
    }

    @Test func `a store that goes away gives up its file`() throws {
        do { _ = try Store.open(path) }
        #expect(throws: Never.self) { try Store.open(path) }
    }

    @Test func `another name for the same file is the same store`() throws {
        let first = try Store.open(path)
        let link = folder.file("link.sqlite")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(throws: StoreError.inUse(path: link)) { try Store.open(link) }
        first.close()
    }

    // Another process differs from this one, for flock(2), in nothing but the open file.
    @Test func `a store that another process runs is refused`() throws {
        try Store.open(path).close()
        let other = open(path, O_RDWR)
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: StoreError.inUse(path: path)) { try Store.open(path) }
        #expect(throws: Never.self) { try Store.open(path, readOnly: true).report() }
        close(other)
        #expect(throws: Never.self) { try Store.open(path) }
    }

    @Test func `other processes are kept out while the store is open`() throws {
        try Store.open(path).close()
        let other = open(path, O_RDWR)
        defer { close(other) }
        let store = try Store.open(path)
        #expect(flock(other, LOCK_EX | LOCK_NB) == -1)
        store.close()
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
    }

    @Test func `readers come and go while a campaign runs`() throws {
        let store = try Store.open(path)
        _ = try store.importLeads(leads(3))
        for round in 1...3 as ClosedRange<Int64> {
            try store.write([.started(start(round, lead: round))])
            let reader = try Store.open(path, readOnly: true)
            #expect(try reader.report().attempts == Int(round))
            reader.close()
            #expect(throws: StoreError.inUse(path: path)) { try Store.open(path) }
        }
        #expect(try store.report().attempts == 3)
    }

    @Test func `a refused writer leaves a reader of the same process in peace`() throws {
        try Store.open(path).close()
        let reader = try Store.open(path, readOnly: true)
        let other = open(path, O_RDWR)
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: StoreError.inUse(path: path)) { try Store.open(path) }
        #expect(throws: StoreError.inUse(path: path)) { try Store.open(path) }
        #expect(throws: Never.self) { try reader.report() }
        flock(other, LOCK_UN)
        let writer = try Store.open(path)
        #expect(throws: Never.self) { try writer.importLeads(leads(1)) }
        #expect(try reader.report().leads.total == 1)
        reader.close()
        #expect(throws: StoreError.inUse(path: path)) { try Store.open(path) }
        writer.close()
        close(other)
    }
}
