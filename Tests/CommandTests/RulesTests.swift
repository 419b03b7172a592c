import Foundation
import Testing

@Suite struct RulesTests {
    private static let shipped = Command.root.appendingPathComponent("config/rules").path

    @Test func `the rule sets are listed, and one is printed with its sources`() throws {
        let scratch = try Scratch()
        let list = try Command.run("rules", "--of", Self.shipped, in: scratch)
        #expect(list.status == 0)
        let lines = list.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("name") == true && lines.count == 15)
        #expect(lines.contains { $0.hasPrefix("us-tsr         3 % every 30 d") })
        let one = try Command.run("rules", "us-tsr", "--of", Self.shipped, in: scratch)
        for text in ["16 CFR 310.4(b)(4)", "at least 15 s", "at most 2 s", "no legal advice"] {
            #expect(one.output.contains(text), "\(one.output)")
        }
    }

    @Test func `programs read the rule sets as JSON`() throws {
        let scratch = try Scratch()
        let run = try Command.run(
            "rules", "fr-2022-1313", "us-tsr", "--of", Self.shipped, "--format", "json", in: scratch
        )
        let sets = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
        #expect(sets?.map { $0["name"] as? String } == ["fr-2022-1313", "us-tsr"])
        #expect((sets?.first?["quiet"] as? [String: Double]) == ["refused": 5_184_000])
        #expect((sets?.last?["abandonment"] as? [String: Any])?["cap"] as? Double == 0.03)
        #expect(sets?.last?["minimumRing"] as? Double == 15)
    }

    @Test func `a rule set or a folder that is not there is told`() throws {
        let scratch = try Scratch()
        let none = try Command.run("rules", in: scratch)
        #expect(none.status == 1)
        #expect(
            none.errors == "there is no rule set in config/rules and rules; say where with --of\n")
        let other = try Command.run("rules", "us", "--of", Self.shipped, in: scratch)
        #expect(other.status == 1 && other.errors.contains("known: au-2017, ca-crtc"))
    }

    @Test func `check tells what binds a campaign, and which numbers are none`() throws {
        let scratch = try Scratch()
        try FileManager.default.copyItem(atPath: Self.shipped, toPath: scratch.path("rules"))
        try scratch.write("dnc.txt", "+12125550100\n1900*\nnobody\n")
        try scratch.write(
            "c.yaml",
            """
            name: x
            mode: predictive
            rules: us-fl
            protection: {doNotCall: dnc.txt}
            """)
        let run = try Command.run("check", "c.yaml", in: scratch)
        #expect(run.status == 0)
        #expect(
            run.output == """
                dnc.txt:3: "nobody" is no number, and no beginning of one such as +1900*
                c.yaml: good: campaign 'x', predictive, 10 agents, no lead file: give one with --leads
                  abandonment   3 % of the run         (usual)
                  ring          at least 15 s          (usual)
                  hold          at most 2 s            (usual)
                  hours         daily 08:00-20:00      (us-fl)
                  unknown zone  not called             (usual)
                  attempts      at most 3 within 1 d   (us-fl)
                  do not call   1 number, 1 beginning  (dnc.txt)

                """)
        let known = try Command.run("rules", "--of", "c.yaml", in: scratch)
        #expect(known.output.contains("us-tsr"))
    }
}
