import Foundation
import Testing

@Suite struct NumberTests {
    @Test func `a number is told with its kind, country and zones`() throws {
        let scratch = try Scratch()
        let run = try Command.run("number", "+1", "212", "555", "0100", in: scratch)
        #expect(run.status == 0)
        #expect(
            run.output == """
                Number       +12125550100
                At home      (212) 555-0100
                From abroad  +1 212-555-0100
                Kind         fixed line or mobile
                Country      US
                Time zones   America/New_York
                Valid        yes

                """)
        let json = try Command.run(
            "number", "06 1 555 0100", "--country", "hu", "--format", "json", in: scratch)
        let facts = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(facts?["number"] as? String == "+3615550100")
        #expect(facts?["timeZones"] as? [String] == ["Europe/Budapest"])
        #expect(facts?["valid"] as? Bool == true)
    }

    @Test(arguments: [
        (["+1", "900", "555", "0199"], "it is a premium-rate number of US"),
        (["911", "--country", "US"], "it is an emergency number"),
        (["555", "0100", "--country", "US"], "it lacks its area code"),
    ])
    func `a number that may not be dialled is told with the reason`(
        arguments: [String], reason: String
    ) throws {
        let run = try Command.Running(["number"] + arguments, in: try Scratch()).finish()
        #expect(run.status == 1)
        #expect(run.output.contains(reason), "\(run.output)")
    }

    @Test func `a country that there is none of is told`() throws {
        let run = try Command.run("number", "1", "--country", "XX", in: try Scratch())
        #expect(run.status == 64)
        #expect(run.errors.contains("two letters such as US or HU are expected"))
    }
}
