import DialModel
import DialStore
import Testing

@Suite struct ImportTests {
    @Test func `leads get their IDs in the order of import`() throws {
        let store = try Store.inMemory()
        #expect(try store.importLeads(leads(3)) == ImportCounts(added: 3))
        #expect(try store.importLeads(leads(3, from: 3)) == ImportCounts(added: 2, merged: 1))
        #expect(try store.leadCount() == 5)
        #expect(try store.lead(LeadID(5))?.number == number(5))
        #expect(try store.lead(LeadID(6)) == nil)
    }

    @Test
    func
        `a number that is there already fills in what its lead lacks, and its columns are the latest`()
        throws
    {
        let store = try Store.inMemory()
        func lead(_ name: String, _ zone: String, _ fields: [(String, String)]) -> Lead {
            Lead(
                number: number(1), name: name, timeZone: zone,
                fields: fields.map { Lead.Field(name: $0.0, value: $0.1) })
        }
        var first = lead("Ann", "", [("city", ""), ("tier", "general"), ("amount", "5")])
        (first.segment, first.worth, first.isSegmentRuled) = ("general", 5, true)
        var second = lead(
            "Anna", "Europe/Budapest",
            [("age", "42"), ("city", "Pécs"), ("tier", "large"), ("amount", "")])
        (second.segment, second.worth, second.isSegmentRuled) = ("large", nil, true)
        #expect(try store.importLeads([first, second]) == ImportCounts(added: 1, merged: 1))
        var merged = lead(
            "Ann", "Europe/Budapest",
            [("city", "Pécs"), ("tier", "large"), ("amount", "5"), ("age", "42")])
        (merged.segment, merged.worth) = ("large", 5)
        #expect(try store.lead(LeadID(1)) == merged)
    }

    @Test func `fields come back as they were, in their order`() throws {
        let store = try Store.inMemory()
        let odd = Lead(
            number: number(1), name: "O'Hara \"Bo\"",
            fields: [
                .init(name: "z", value: "tab\there, quote \" backslash \\ line\n"),
                .init(name: "a", value: "\u{1}\u{1F}é😀"), .init(name: "empty", value: ""),
            ])
        _ = try store.importLeads([odd])
        #expect(try store.lead(LeadID(1)) == odd)
    }

    @Test func `merging leaves a lead where it stands`() throws {
        let store = try Store.inMemory(leads: 1)
        let dialled = start(1, lead: 1)
        try store.write([.started(dialled), .ended(noAnswer(dialled, at: 10, due: nil))])
        _ = try store.importLeads([Lead(number: number(1), name: "Ann")])
        #expect(try store.nextLeads(10, before: .never).leads.isEmpty)
        #expect(try store.report().leads.closed == 1)
    }
}
