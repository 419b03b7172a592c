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

    @Test func `a number that is there already fills in what its lead lacks`() throws {
        let store = try Store.inMemory()
        let first = Lead(
            number: number(1), name: "Ann", fields: [.init(name: "city", value: "")])
        let second = Lead(
            number: number(1), name: "Anna", timeZone: "Europe/Budapest",
            fields: [.init(name: "age", value: "42"), .init(name: "city", value: "Pécs")])
        #expect(try store.importLeads([first, second]) == ImportCounts(added: 1, merged: 1))
        #expect(
            try store.lead(LeadID(1))
                == Lead(
                    number: number(1), name: "Ann", timeZone: "Europe/Budapest",
                    fields: [.init(name: "city", value: "Pécs"), .init(name: "age", value: "42")]))
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
