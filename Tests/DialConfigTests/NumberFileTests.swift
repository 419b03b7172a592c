import DialModel
import Testing

@testable import DialConfig

@Suite struct NumberFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(
        _ texts: String..., countryCode: UInt64? = nil
    ) throws -> (set: NumberSet, reports: [NumberFileReport]) {
        let plan = LeadFilePlan(path: "", countryCode: countryCode)
        var files = NumberFiles(NumberReader(plan, nil))
        for (place, text) in texts.enumerated() {
            try files.read(folder.file("\(place).txt", Array(text.utf8)))
        }
        return (files.take(), files.reports)
    }

    private func number(_ digits: UInt64) -> PhoneNumber { PhoneNumber(digits: digits) }

    @Test(arguments: [
        "+1 212 555 0100\n+12125550101\n",
        "\u{feff}12125550100\r\n12125550101\r\n",
        "# theirs\n+12125550100   # asked on Monday\n\n  # \"more\n0012125550101",
        "number\n12125550100\n12125550101\n",
        "name,Phone\nAnn,+12125550100\n\"Bob, Jr.\",\"+1 (212) 555-0101\"\n",
        "+12125550100,Ann\n+12125550101,Bob\n",
        "id;telephone\n9999999;12125550100\n9999998;12125550101\n",
        "+12125550101\n+12125550100\n+12125550101\n",
    ])
    func `numbers stand one a line, or in a column`(text: String) throws {
        let (set, reports) = try read(text)
        #expect(set.count == 2)
        #expect(set.contains(number(12_125_550_100)))
        #expect(set.contains(number(12_125_550_101)))
        #expect(!set.contains(number(12_125_550_102)))
        #expect(reports[0].rejected == 0)
    }

    @Test func `national numbers get the country code, as those of leads do`() throws {
        let (set, _) = try read("(020) 7946 0100\n+1 212 555 0100\n", countryCode: 44)
        #expect(set.contains(number(442_079_460_100)))
        #expect(set.contains(number(12_125_550_100)))
    }

    @Test func `a beginning covers all numbers that begin so`() throws {
        let (set, reports) = try read("+1900*\n4490 *\n44909*\n")
        #expect(reports[0].beginnings == 2)
        #expect(set.prefixCount == 2)
        #expect(set.contains(number(19_005_550_100)))
        #expect(!set.contains(number(19_105_550_100)))
        #expect(set.contains(number(449_095_550_100)))
        #expect(reports[0].rejections.map(\.line) == [2])
    }

    @Test func `rows that are no numbers are told, and the others are kept`() throws {
        let rows = (0..<150).map { "bad \($0)" }.joined(separator: "\n")
        let (set, reports) = try read("+12125550100\n12\n,x\n*\n\(rows)\n", "+12125550101\n")
        #expect(set.count == 2)
        #expect(reports[0].numbers == 1)
        #expect(reports[0].rejected == 153)
        #expect(reports[0].rejections.count == 100)
        #expect(
            reports[0].rejections.prefix(3).map(\.description) == [
                "\(folder.path)/0.txt:2: \"12\" is no number, and no beginning of one such as +1900*",
                "\(folder.path)/0.txt:3: the row has no number",
                "\(folder.path)/0.txt:4: \"*\" is no number, and no beginning of one such as +1900*",
            ])
        #expect(reports[1].numbers == 1)
    }

    @Test(arguments: [
        (
            "name,city\nAnn,Rome\n",
            "1: \"name\" is no number, and no column is called number, phone or telephone"
        ),
        (
            "phone,number\n+12125550100,+12125550100\n",
            "1: several columns may be the number: phone, number"
        ),
    ])
    func `a file without a column of numbers is an error`(text: String, sentence: String) throws {
        let error = #expect(throws: ConfigErrors.self) { try read(text) }
        #expect(error?.description == "\(folder.path)/0.txt:\(sentence)")
    }

    @Test func `numbers that a campaign names are in its plan`() throws {
        _ = folder.file("dnc.csv", "phone,why\n2125550100,asked\nnobody,\n".utf8)
        _ = folder.file("company.txt", "+1900*\n".utf8)
        let path = folder.file(
            "spring.yaml",
            """
            name: spring
            mode: predictive
            leads: {file: people.csv, countryCode: 1}
            protection: {doNotCall: [dnc.csv, company.txt]}
            """.utf8)
        let file = try CampaignFile.read(path)
        #expect(file.plan.calling.doNotCall.contains(number(12_125_550_100)))
        #expect(file.plan.calling.doNotCall.contains(number(19_005_550_100)))
        #expect(file.doNotCall.map(\.rejected) == [1, 0])
    }

    @Test func `leads may be of one of several zones`() throws {
        let path = folder.file(
            "leads.csv",
            "phone,zone\n+12125550100,America/Chicago|America/Denver\n+12125550101,UTC|Nowhere\n"
                .utf8)
        let leads = try LeadFile(LeadFilePlan(path: path), rejects: .counted)
        #expect(try leads.next()?.leads.map(\.timeZone) == ["America/Chicago|America/Denver"])
        #expect(leads.rejections.map(\.line) == [3])
        #expect(leads.rejections[0].text.hasPrefix("\"Nowhere\" is no time zone"))
    }
}
