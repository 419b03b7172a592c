import DialModel
import DialPorts
import DialRuntime
import DialStore
import Foundation
import Testing

@testable import DialConnectors

/// Messages left in a folder, and answers found there, broken ones among them.
@Suite struct DropFolderTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func office(_ store: Store, _ format: DropFolder.Format) throws -> PostOffice {
        PostOffice(
            connector: try DropFolder(scratch.path + "/drop", format: format), outbox: store,
            schedule: ResendSchedule(seed: 1), every: .seconds(5))
    }

    @Test func `each message is a file of its own, whole, with quotes where they are needed`()
        async throws
    {
        let store = try Store.withDeals(2)
        var office = try office(store, .csv)
        #expect(try await office.send(at: at(100)) == [])
        #expect(office.delivered == 2)
        let names = scratch.names("drop/out")
        #expect(names.count == 2 && names.allSatisfy { $0.hasSuffix(".csv") })
        let rows = CSVText.rows(try #require(scratch.read("drop/out/\(names[0])")))
        #expect(rows.count == 2 && rows.allSatisfy { $0.fault == nil })
        let cells = Dictionary(uniqueKeysWithValues: zip(rows[0].cells, rows[1].cells))
        #expect(cells["case"] == "1" && cells["state"] == "pending" && cells["change"] == "opened")
        #expect(cells["name"] == "Ann \"A,B\"\nLee" && cells["list.city"] == "Győr, HU")
        #expect(cells["number"] == "+3610000001" && cells["at"] == "1970-01-01T00:01:00Z")
        #expect(try await office.send(at: at(101)) == [] && office.delivered == 2)
    }

    @Test func `as JSON a message is the object itself`() async throws {
        let store = try Store.withDeals(1)
        var office = try office(store, .json)
        _ = try await office.send(at: at(100))
        let text = try #require(scratch.read("drop/out/\(scratch.names("drop/out")[0])"))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["name"] as? String == "Ann \"A,B\"\nLee")
        #expect((object?["fields"] as? [String: String]) == ["city": "Győr, HU"])
    }

    @Test func `news are read in the order of names; what is broken is told by line`() async throws
    {
        let store = try Store.withDeals(6)
        var office = try office(store, .csv)
        try scratch.write(
            "drop/in/2.csv",
            "case,state,id,at,note\r\n1,cancelled,b,1970-01-01T00:05:00Z,late\r\n")
        try scratch.write(
            "drop/in/1.csv",
            """
            \u{feff}id,case,state,at,note
            a,1,sold,1970-01-01T00:04:00Z,"he said ""yes"", twice
            and again"
            c,2
            d,x,sold,,
            e,3,sold,yesterday,
            f,3,"sold,,
            g,4,sold,1970-01-01T00:04:00.500Z,
            """)
        try scratch.write(
            "drop/in/3.jsonl",
            """
            {"case": 5, "state": "revisit scheduled", "revisit": "1970-01-02T00:00:00+01:00", "id": "h"}
            {"case": 6

            {"case": [6], "state": "sold"}
            ["sold"]
            """)
        try scratch.write("drop/in/4.csv", "number,state\n+361,sold\n")
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/drop/in", withIntermediateDirectories: true)
        try Data([0x63, 0xff, 0xfe]).write(
            to: URL(fileURLWithPath: scratch.path + "/drop/in/5.csv"))
        try scratch.write("drop/in/6.csv.part", "case,state\n1,so")
        let unreadable = try await office.fetch(at: at(400)) { try store.take($0, at: at(400)) }

        #expect(try store.cases(of: LeadID(1))[0].state == .sold, "the file named 1 came first")
        #expect(
            try store.cases(of: LeadID(1))[0].changes.map(\.note)
                == ["he said \"yes\", twice\nand again", "late"])
        #expect(try store.cases(of: LeadID(4))[0].state == .sold)
        #expect(
            try store.cases(of: LeadID(5))[0].revisit == .epoch + .hours(23),
            "an offset is heeded")
        #expect(
            unreadable == [
                "1.csv: 4,the row has 2 values; the first has 5",
                "1.csv: 5,\"case is \"\"x\"\"; a case's number is expected\"",
                "1.csv: 6,\"at is \"\"yesterday\"\"; a time such as 2026-01-05T09:00:00Z is expected\"",
                "1.csv: 7,a quotation mark is not closed",
                "3.jsonl: 2,the line is no JSON object",
                "3.jsonl: 4,case is no text or number",
                "3.jsonl: 5,the line is no JSON object",
                "4.csv: 1,the first row names no columns case and state",
                "5.csv: 1,the file is no UTF-8 text",
            ])
        #expect(scratch.names("drop/in") == ["6.csv.part"])
        #expect(scratch.names("drop/done") == ["1.csv", "2.csv", "3.jsonl", "4.csv", "5.csv"])
        #expect(
            scratch.names("drop/rejected") == [
                "1.csv.csv", "3.jsonl.csv", "4.csv.csv", "5.csv.csv",
            ])
        #expect(
            scratch.read("drop/rejected/4.csv.csv")
                == "line,reason\n1,the first row names no columns case and state\n")
    }

    @Test func `a file that was taken and not put away is taken once`() async throws {
        let store = try Store.withDeals(1)
        var office = try office(store, .csv)
        try scratch.write("drop/in/1.csv", "case,state\n1,revisit scheduled\n1,sold\n")
        // Killed after the news were on disk.
        struct Killed: Error {}
        await #expect(throws: Killed.self) {
            try await office.fetch(at: at(100)) { batch in
                try store.take(batch, at: at(100))
                throw Killed()
            }
        }
        let before = try store.cases(of: LeadID(1))[0].changes.count
        _ = try await office.fetch(at: at(200)) { try store.take($0, at: at(200)) }
        #expect(try store.cases(of: LeadID(1))[0].changes.count == before && before == 2)
        #expect(scratch.names("drop/done") == ["1.csv"])
        // The same name once more is another file.
        try scratch.write("drop/in/1.csv", "case,state,id\n1,cancelled,x\n")
        _ = try await office.fetch(at: at(300)) { try store.take($0, at: at(300)) }
        #expect(scratch.names("drop/done") == ["1.csv", "1.csv.2"])
    }

    @Test func `a folder that is gone is told, and tried again`() async throws {
        let store = try Store.withDeals(1)
        var office = try office(store, .csv)
        try FileManager.default.removeItem(atPath: scratch.path + "/drop")
        _ = try await office.send(at: at(100))
        _ = try await office.fetch(at: at(100)) { try store.take($0, at: at(100)) }
        #expect(office.delivered == 0 && office.trouble != nil)
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/drop/out", withIntermediateDirectories: true)
        _ = try await office.send(at: at(200))
        #expect(office.delivered == 1 && office.trouble == nil)
    }
}
