import DialModel
import DialNumbers
import Testing

@testable import DialConfig

/// Lists whose numbers are checked.
@Suite struct LeadNumberTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(
        _ rows: String, _ change: (inout LeadFilePlan) -> Void = { _ in }
    ) throws -> (leads: [Lead], reasons: [String]) {
        let path = folder.file("leads.csv", Array("phone,zone\n\(rows)".utf8))
        var plan = LeadFilePlan(path: path)
        change(&plan)
        let file = try LeadFile(plan, numbers: WorldNumbers(), rejects: .counted)
        var leads: [Lead] = []
        while let batch = try file.next() { leads += batch.leads }
        return (leads, file.rejections.map(\.text))
    }

    @Test(arguments: [
        ("+1 212 555 01", "is too short for a number of US"),
        ("+1 900 555 0199", "is a premium-rate number of US"), ("911", "is an emergency number"),
        ("+44 1000 000000", "is no valid number of GB"), ("n/a", "is no telephone number"),
        ("+210 555 0100", "begins with no country's code"),
    ])
    func `a number that may not be dialled is rejected with its reason`(
        number: String, words: String
    ) throws {
        let found = try read("\(number),\n+1 212 555 0100,\n")
        #expect(found.reasons == ["\"\(number)\" \(words)"])
        #expect(found.leads.map(\.number.digits) == [12_125_550_100])
    }

    @Test func `national numbers are those of the country or of the country code`() throws {
        for change in [
            { (plan: inout LeadFilePlan) in plan.country = "GB" },
            { plan in plan.countryCode = 44 },
        ] {
            let found = try read("020 7946 0958,\n+1 212 555 0100,\n", change)
            #expect(found.leads.map(\.number.digits) == [442_079_460_958, 12_125_550_100])
        }
        let any = try read("020 7946 0958,\n") {
            $0.country = "GB"
            $0.numbers = .any
        }
        #expect(any.leads.map(\.number.digits) == [442_079_460_958])
        let test = try read("123 4567,\n") { $0.countryCode = 999 }
        #expect(test.leads.map(\.number.digits) == [9_991_234_567])
    }

    @Test func `where any number will do, only what has no digits for one is rejected`() throws {
        let found = try read("+44 1000 000000,\n+1 900 555 0199,\n911,\n") { $0.numbers = .any }
        #expect(found.leads.map(\.number.digits) == [441_000_000_000, 19_005_550_199])
        #expect(found.reasons == ["\"911\" is no dialable number"])
    }

    @Test func `a lead without a zone has those of its number`() throws {
        let found = try read(
            """
            +1 212 555 0100,
            +1 212 555 0101,America/Chicago
            +1 907 555 0100,
            +1 212 555 0102,America/Denver | America/Boise
            +999 123 4567,
            """)
        #expect(
            found.leads.map(\.timeZone) == [
                "America/New_York", "America/Chicago", "America/Adak|America/Anchorage",
                "America/Boise|America/Denver", "",
            ])
        let any = try read("+1 212 555 0100,\n") { $0.numbers = .any }
        #expect(any.leads.map(\.timeZone) == ["America/New_York"])
        #expect(
            try read("+1 212 555 0100,America/Denver|Nowhere\n").reasons
                == ["\"Nowhere\" is no time zone; a name such as Europe/Budapest is expected"])
    }

    @Test func `rejected rows are counted by source and reason`() throws {
        let path = folder.file(
            "sources.csv",
            Array(
                """
                phone,vendor
                +1 212 555 0100,acme
                911,acme
                +1 212 555 01,own
                n/a,
                +1 212 555 02, own
                +1 212 555 0101
                """.utf8))
        var plan = LeadFilePlan(path: path)
        plan.source = "Vendor"
        let file = try LeadFile(plan, numbers: WorldNumbers(), rejects: .counted)
        let leads = try file.next()?.leads
        #expect(leads?.map(\.source) == ["acme"])
        #expect(leads?.first?.fields == [])
        #expect(file.hasSources)
        while try file.next() != nil {}
        #expect(
            file.rejectedBySource == [
                "acme": ["emergency number": 1], "own": ["too short": 2],
                "": ["no number": 1, "broken row": 1],
            ])
    }

    @Test func `a file's state changes with the file and with how it is read`() throws {
        let path = folder.file("state.csv", Array("phone,a\n".utf8))
        let first = try LeadFile(LeadFilePlan(path: path), rejects: .counted).state
        #expect(try LeadFile(LeadFilePlan(path: path), rejects: .counted).state == first)
        _ = folder.file("state.csv", Array("phone,a\n+15550100,b\n".utf8))
        var plan = LeadFilePlan(path: path)
        let now = try LeadFile(plan, rejects: .counted).state
        #expect(now != first)
        plan.numbers = .any
        #expect(try LeadFile(plan, rejects: .counted).state != now)
    }

    @Test func `country codes are those of the library`() {
        let numbers = WorldNumbers()
        #expect(CallingCodes.countries.count == 245)
        for country in CallingCodes.countries {
            let code = CallingCodes.code(of: country)
            #expect(code == numbers.countryCode(of: country), "\(country)")
            if let code, let largest = CallingCodes.country(of: code) {
                #expect(largest == numbers.country(of: code), "\(code)")
            }
        }
    }
}
