import DialModel
import Testing

@testable import DialConfig

/// What is said of leads whose columns are not what the campaign takes them for.
@Suite struct LeadTallyTests {
    private func warnings(_ lines: String, list: String) throws -> [String] {
        let folder = try TemporaryFolder()
        _ = folder.file("list.csv", "number,tier,amount\n\(list)".utf8)
        let text = "name: spring\nmode: predictive\n\(lines)\n"
        let result = checkFile(folder.file("spring.yaml", text.utf8))
        #expect(result.problems == [])
        return result.warnings
    }

    private static let tiers = """
        leads: list.csv
        segments:
          large: {where: tier = large}
          general: {where: tier = general}
        """

    @Test(
        arguments: [
            ("large,1\ngeneral,2\nlarge,3", []),
            ("large,1\nlarge,2", ["no lead is of the segment general"]),
            (
                "laerge,1\n,2",
                [
                    "no lead is of the segments large, general",
                    "2 leads (the first in line 2) are of no segment, and called as the campaign itself "
                        + "says",
                ]
            ),
            (
                "large,1\ngeneral,1\nVIP,2",
                ["1 lead (line 4) is of no segment, and called as the campaign itself says"]
            ),
        ] as [(String, [String])])
    func `leads of no segment and segments without leads are told`(
        rows: String, told: [String]
    ) throws {
        let list = rows.split(separator: "\n").enumerated().map {
            "+1202555\(1_000 + $0.offset),\($0.element)\n"
        }
        #expect(try warnings(Self.tiers, list: list.joined()) == told)
    }

    @Test func `leads whose worth cannot be reckoned are told`() throws {
        let list = "+12025551000,,1200\n+12025551001,,\"1,200\"\n+12025551002,,50%\n"
        let rated = "leads: {file: list.csv, worth: amount * 2}"
        #expect(
            try warnings(rated, list: list) == [
                "2 leads (the first in line 3) are without worth, and called after the others: the "
                    + "columns it is reckoned from hold no number such as 1200.50"
            ])
        #expect(try warnings("leads: list.csv", list: list) == [])
    }

    @Test(arguments: [0, 1])
    func `a segment that is left to nobody is told`(size: Int) throws {
        let lines = """
            leads: list.csv
            agents: {groups: {all: {size: 3}, law: {size: \(size), skills: [law]}}}
            routing: {overflow: never}
            segments: {large: {where: tier = large, skills: [law]}}
            """
        #expect(
            try warnings(lines, list: "+12025551000,large,1\n")
                == (size == 1
                    ? []
                    : [
                        "nobody of the segment large will be called: the groups that it is left to have "
                            + "size 0"
                    ]))
    }
}
