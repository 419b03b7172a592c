import Foundation
import Testing

@Suite struct ImportTests {
    private static let campaign =
        "name: x\nmode: progressive\nleads: {file: p.csv, country: US, source: vendor}\n"
    private static let people = """
        phone,vendor
        (415) 555-0100,acme
        415 555 0101,own
        911,own
        (415) 555-0100,own

        """

    @Test func `a list is imported without dialing, told by source, and not read again`() throws {
        let scratch = try Scratch()
        try scratch.write("c.yaml", Self.campaign)
        try scratch.write("p.csv", Self.people)
        let first = try Command.run("import", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(first.status == 0)
        #expect(first.output == "s.sqlite: 2 leads\n")
        #expect(
            first.errors == """
                2 leads added, 1 merged with a known number, 1 row rejected: see p.rejected.csv
                source  rows  added  merged  rejected
                acme       1      1       0         0
                own        3      1       1         1  emergency number 1

                """)
        let again = try Command.run("import", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(
            again.errors == "p.csv has not changed since it was imported; it is not read again\n")
        let run = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(run.status == 0)
        #expect(run.errors.contains("it is not read again"), "\(run.errors)")
        #expect(run.output.contains("leads, 1 called"), "\(run.output)")
    }

    @Test func `a list that has changed is read again, and brings what is new`() throws {
        let scratch = try Scratch()
        try scratch.write("c.yaml", Self.campaign)
        try scratch.write("p.csv", Self.people)
        _ = try Command.run("import", "c.yaml", "--store", "s.sqlite", in: scratch)
        try scratch.write("p.csv", Self.people + "415 555 0102,late\n")
        let again = try Command.run("import", "c.yaml", "--store", "s.sqlite", in: scratch)
        #expect(again.output == "s.sqlite: 3 leads\n")
        #expect(again.errors.contains("1 lead added, 3 merged"), "\(again.errors)")
    }

    @Test func `another campaign's store is left alone`() throws {
        let scratch = try Scratch()
        try scratch.write("c.yaml", Self.campaign)
        try scratch.write("p.csv", Self.people)
        _ = try Command.run("run", "c.yaml", "--store", "s.sqlite", in: scratch)
        try scratch.write("d.yaml", Self.campaign.replacing("name: x", with: "name: y"))
        let other = try Command.run("import", "d.yaml", "--store", "s.sqlite", in: scratch)
        #expect(other.status == 1)
        #expect(other.errors.contains("x"), "\(other.errors)")
    }
}
