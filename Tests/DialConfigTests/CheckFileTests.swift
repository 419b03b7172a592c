import DialModel
import Testing

@testable import DialConfig

@Suite struct CheckFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a lead file is summed up, and nothing is written`() {
        let path = folder.file("leads.csv", Array("phone\n+15550100\nx\n+15550101\n".utf8))
        let result = checkFile(path)
        #expect(result.isGood)
        #expect(result.summary == "2 leads, 1 row rejected")
        #expect(
            result.rejections.map(\.description) == ["\(path):3: \"x\" is no dialable number"])
        #expect(folder.names == ["leads.csv"])
    }

    @Test func `what a file is, its first line says when its name does not`() {
        let leads = folder.file("leads", Array("phone,name\n+15550100,Ann\n".utf8))
        #expect(checkFile(leads).summary == "1 lead")
        let campaign = folder.file("campaign", Array("name: a\nmode: preview\n".utf8))
        #expect(
            checkFile(campaign).summary
                == "campaign 'a', preview, 10 agents, no lead file: give one with --leads")
    }

    @Test func `a campaign whose lead file is missing is not in order`() {
        let path = folder.file("c.yaml", Array("name: a\nmode: preview\nleads: l.csv\n".utf8))
        #expect(
            checkFile(path).problems.map(\.description) == [
                "\(folder.path)/l.csv: there is no such file"
            ])
    }

    @Test func `a lead file without a lead is not in order`() {
        let path = folder.file("leads.csv", Array("phone\nx\n".utf8))
        #expect(checkFile(path).problems.map(\.text) == ["there is no lead in the file"])
    }

    @Test(arguments: [
        ("anwser", ["no answer", "answer"], "answer"), ("hodl", ["lines", "hold"], "hold"),
        ("x", ["lines", "hold"], nil), ("", ["a"], nil),
    ])
    func `the near name is found`(text: String, names: [String], near: String?) {
        #expect(nearest(to: text, among: names) == near)
    }
}
