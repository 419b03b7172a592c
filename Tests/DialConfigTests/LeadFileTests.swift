import DialModel
import Foundation
import Testing

@testable import DialConfig

@Suite struct LeadFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func leads(
        _ text: String, countryCode: UInt64? = nil, batch: Int = 5_000
    ) throws -> (leads: [Lead], lines: [Int], file: LeadFile) {
        try leads(Array(text.utf8), countryCode: countryCode, batch: batch)
    }

    private func leads(
        _ bytes: [UInt8], countryCode: UInt64? = nil, batch: Int = 5_000
    ) throws -> (leads: [Lead], lines: [Int], file: LeadFile) {
        let path = folder.file("leads.csv", bytes)
        let file = try LeadFile(LeadFilePlan(path: path, countryCode: countryCode))
        var leads: [Lead] = []
        var lines: [Int] = []
        while let found = try file.next(batch) {
            leads += found.leads
            lines += found.lines
        }
        return (leads, lines, file)
    }

    @Test func `a row becomes a lead with its own fields`() throws {
        let found = try leads(
            "city,Phone,NAME,time_zone,age\nPécs,+36 1 555 0100,Ágnes,Europe/Budapest,44\n")
        #expect(
            found.leads == [
                Lead(
                    number: PhoneNumber(digits: 3_615_550_100), name: "Ágnes",
                    timeZone: "Europe/Budapest",
                    fields: [
                        Lead.Field(name: "city", value: "Pécs"),
                        Lead.Field(name: "age", value: "44"),
                    ])
            ])
        #expect(found.lines == [2])
        #expect(folder.names == ["leads.csv"])
    }

    @Test(arguments: [
        "phone,name\n+15550100,Ann\n+15550101,Bob\n",
        "phone,name\r\n+15550100,Ann\r\n+15550101,Bob",
        "phone,name\r+15550100,Ann\r+15550101,Bob\r",
        "\u{feff}phone,name\n+15550100,Ann\n+15550101,Bob",
        "phone;name\n+15550100;Ann\n+15550101;Bob", "phone\tname\n+15550100\tAnn\n+15550101\tBob",
        "\"phone\",\"name\"\n\"+15550100\",\"Ann\"\n\n\n\"+15550101\",\"Bob\"\n\n",
        "name , phone \nAnn, +15550100\nBob ,+15550101 ",
    ])
    func `line ends, separators, quotes and blank lines may be any`(text: String) throws {
        let found = try leads(text)
        #expect(found.leads.map(\.name) == ["Ann", "Bob"])
        #expect(found.leads.map(\.number.digits) == [15_550_100, 15_550_101])
        #expect(found.file.rejected == 0)
    }

    @Test func `a quoted cell may hold separators, line ends and quotation marks`() throws {
        let found = try leads(
            "phone,name,note\n+15550100,\"Lee, \"\"Red\"\"\",\"one\r\ntwo\"\n+15550101,Bob,\n")
        #expect(found.leads.map(\.name) == ["Lee, \"Red\"", "Bob"])
        #expect(found.leads[0].fields == [Lead.Field(name: "note", value: "one\r\ntwo")])
        #expect(found.lines == [2, 4])
    }

    @Test(arguments: [
        (",Ann,", "the row has no number"),
        ("+1 555 01,Ann,", "\"+1 555 01\" is no dialable number"),
        ("1.5E+10,Ann,", "\"1.5E+10\" is no dialable number"),
        ("+15550100,Ann", "the row has 2 cells, the header 3"),
        ("+15550100,Ann,,", "the row has 4 cells, the header 3"),
        ("+15550100", "the row has 1 cell, the header 3"),
        (
            "+15550100,Ann,Europe/Budapst",
            "\"Europe/Budapst\" is no time zone; did you mean Europe/Budapest?"
        ),
        ("+15550100,\"Ann,", "a quotation mark is not closed"),
        ("+15550100,\"Ann\"x,", "text follows a closing quotation mark"),
        ("+15550100,A\0n,", "name holds a zero byte"),
    ])
    func `a row that is no lead is rejected with its line, and the rest goes on`(
        row: String, reason: String
    ) throws {
        let found = try leads("phone,name,zone\n+15550100,Ann,\n\(row)\n+15550101,Bob,\n")
        #expect(found.leads.map(\.name) == ["Ann", "Bob"])
        #expect(found.lines == [2, 4])
        #expect(
            found.file.rejections.map(\.description) == ["\(folder.path)/leads.csv:3: \(reason)"])
        #expect(found.file.rejectedPath == "\(folder.path)/leads.rejected.csv")
        #expect(folder.names == ["leads.csv", "leads.rejected.csv"])
    }

    @Test func `a cell that is not UTF-8 rejects its row and is kept byte for byte`() throws {
        let found = try leads(Array("phone,name\n+15550100,".utf8) + [0xe9, 0x0a])
        #expect(found.leads.isEmpty)
        #expect(
            found.file.rejections.map(\.text) == ["name is not valid UTF-8; save the list as UTF-8"]
        )
        let kept = FileManager.default.contents(atPath: "\(folder.path)/leads.rejected.csv")
        #expect(kept?.suffix(2) == Data([0xe9, 0x0a]))
    }

    @Test func `the file of rejected rows keeps the cells as they were`() throws {
        _ = try leads(
            #"""
            phone;name;note
            ;"Lee; ""Red""";"a
            b"
            +15550100;Ann
            nonsense;O"Neil;
            +15550101;"Bob;
            """#)
        #expect(
            folder.text("leads.rejected.csv") == #"""
                line;reason;phone;name;note
                2;the row has no number;;"Lee; ""Red""";"a
                b"
                4;the row has 2 cells, the header 3;+15550100;Ann
                5;"""nonsense"" is no dialable number";nonsense;"O""Neil";
                6;a quotation mark is not closed;"+15550101;""Bob;"

                """#)
    }

    @Test func `a mended file of rejected rows is a lead file`() throws {
        let found = try leads("line,reason,phone,city\n2,none,+15550100,Pécs\n3,bad,x,Győr\n")
        #expect(found.leads.map(\.fields) == [[Lead.Field(name: "city", value: "Pécs")]])
        #expect(
            folder.text("leads.rejected.csv") == #"""
                line,reason,phone,city
                3,"""x"" is no dialable number",x,Győr

                """#)
    }

    @Test func `a national number is completed with the campaign's country`() throws {
        let found = try leads("phone\n(020) 7946 0000\n+36 1 555 0100\n", countryCode: 44)
        #expect(found.leads.map(\.number.digits) == [442_079_460_000, 3_615_550_100])
    }

    @Test func `leads come in batches of the size asked for`() throws {
        let path = folder.file(
            "leads.csv", Array("phone\n".utf8) + (0..<10).flatMap { Array("+1555010\($0)\n".utf8) })
        let file = try LeadFile(LeadFilePlan(path: path))
        var sizes: [Int] = []
        while let batch = try file.next(4) { sizes.append(batch.leads.count) }
        #expect(sizes == [4, 4, 2])
        #expect(try file.next(4) == nil)
    }

    @Test func `rows across the edges of blocks are whole`() throws {
        var text = "phone,note\n"
        for row in 0..<20_000 {
            text += "+1555\(100_000 + row),\"\(String(repeating: "ű", count: row % 97))\"\"\n\"\r\n"
        }
        let found = try leads(text)
        #expect(found.file.rejected == 0)
        #expect(found.leads.count == 20_000)
        for (row, lead) in found.leads.enumerated() {
            #expect(lead.number.digits == UInt64(1_555_100_000 + row))
            #expect(lead.fields[0].value == String(repeating: "ű", count: row % 97) + "\"\n")
            #expect(found.lines[row] == 2 + 2 * row)
        }
    }

    @Test(arguments: ["x", "\""])
    func `a row without end is passed over in little memory`(first: String) throws {
        let long = first + String(repeating: "x", count: 3 << 20)
        let found = try leads("phone,name\n+15550100,Ann\n\(long)\r\n+15550101,Bob\n")
        #expect(found.leads.map(\.name) == ["Ann", "Bob"])
        #expect(found.lines == [2, 4])
        #expect(found.file.rejected == 1)
    }

    @Test(arguments: [
        ("", "the file is empty; its first row names the columns"),
        ("\n\n", "the file is empty; its first row names the columns"),
        (
            "city,name\na,b\n",
            "no column is called number, phone or telephone; the columns are city, name"
        ),
        (
            "+15550100,Ann\n+15550101,Bob\n",
            "there is no header; the first line must name the columns, one of them number, phone "
                + "or telephone"
        ),
        ("\u{7f}ELF\0\0,a\n", "the file is binary; a lead file is UTF-8 text"),
        (
            "phone,segment,Segment\n1,a,b\n",
            "several columns may be the segment: segment (column 2), Segment (column 3); say which "
                + "in the campaign"
        ),
        (
            "phone,telephone\n1,2\n",
            "several columns may be the number: phone (column 1), telephone (column 2); say which "
                + "in the campaign"
        ),
    ])
    func `a file without rows or numbers is an error`(text: String, sentence: String) throws {
        let path = folder.file("leads.csv", Array(text.utf8))
        do {
            _ = try LeadFile(LeadFilePlan(path: path))
            Issue.record("it was read")
        } catch {
            #expect(error.problems.map(\.text) == [sentence])
        }
    }

    @Test func `a column that the campaign names must be there`() throws {
        let path = folder.file("leads.csv", Array("phnoe,name\n+15550100,Ann\n".utf8))
        for (column, sentence) in [
            ("phone", "there is no column \"phone\"; did you mean phnoe?"),
            ("cellular", "there is no column \"cellular\"; the columns are phnoe, name"),
        ] {
            let error = #expect(throws: ConfigErrors.self) {
                try LeadFile(LeadFilePlan(path: path, number: column))
            }
            #expect(error?.problems.map(\.text) == [sentence])
        }
    }

    @Test func `rejected rows go to another folder when theirs is read-only`() throws {
        let other = try TemporaryFolder()
        let path = folder.file("leads.csv", Array("phone\nx\n".utf8))
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        guard access(folder.path, W_OK) != 0 else { return }  // for root nothing is read-only
        let file = try LeadFile(LeadFilePlan(path: path), rejects: .written(orElse: other.path))
        while try file.next() != nil {}
        #expect(file.rejectedPath == "\(other.path)/leads.rejected.csv")
        let none = try LeadFile(LeadFilePlan(path: path))
        let error = #expect(throws: ConfigErrors.self) { while try none.next() != nil {} }
        #expect(error?.problems[0].text.hasPrefix("the rejected rows cannot be written") == true)
    }

    @Test func `a reading that is broken off leaves nothing behind`() throws {
        let path = folder.file("leads.csv", Array("phone\nx\n+15550100\n+15550101\n".utf8))
        do {
            let file = try LeadFile(LeadFilePlan(path: path))
            _ = try file.next(1)
            #expect(file.rejected == 1)
        }
        #expect(folder.names == ["leads.csv"])
    }
}
