import DialConfig
import DialModel
import DialNumbers
import Testing

/// Who calls, and what is done when people complain of it, as the campaign file says it.
@Suite struct CallerTests {
    private func problems(_ lines: String, plans: Bool = true) -> [String] {
        let text = "name: spring\nmode: predictive\ndispositions: {connected: [stop]}\n\(lines)"
        do throws(ConfigErrors) {
            _ = try CampaignFile(
                bytes: Array(text.utf8), path: "config/campaigns/c.yaml",
                numbers: plans ? WorldNumbers() : nil)
            return []
        } catch {
            return error.problems.map { "\($0.line ?? 0): \($0.text)" }
        }
    }

    @Test func `the caller's number and name are put into the plan`() throws {
        let text = """
            name: spring
            mode: predictive
            leads: {file: people.csv, country: US, numbers: any}
            callerIdentity: {number: (202) 555-0100, name: Acme}
            """
        let plan = try CampaignFile(
            bytes: Array(text.utf8), path: "c.yaml", numbers: WorldNumbers()
        ).plan
        #expect(plan.callerIdentity?.text == "+12025550100 Acme")
    }

    @Test(arguments: [
        ("{name: Acme}", "4: number is missing"),
        (
            "{number: \"+120255501\"}",
            "4: the caller's number \"+120255501\" is too short for a number of US"
        ),
        ("{number: \"911\"}", "4: the caller's number \"911\" is an emergency number"),
        (
            "{number: \"+12025550100\", title: x}",
            "4: unknown key \"title\"; known: number, name"
        ),
        (
            "{number: \"+12025550100\", name: \(String(repeating: "x", count: 65))}",
            "4: the caller's name has 65 characters; at most 64 are allowed"
        ),
    ])
    func `a caller that cannot be called back is an error`(identity: String, sentence: String) {
        #expect(problems("callerIdentity: \(identity)") == [sentence])
    }

    @Test func `an alert is put into the plan`() throws {
        let text = """
            name: spring
            mode: predictive
            dispositions: {connected: [stop]}
            protection: {complaints: [stop], alert: {complaints: 3, within: 1h, do: pause}}
            """
        let plan = try CampaignFile(bytes: Array(text.utf8), path: "c.yaml").plan
        #expect(
            plan.calling.alert == ComplaintAlert(complaints: 3, within: .hours(1), pauses: true))
    }

    @Test(arguments: [
        (
            "{alert: {complaints: 3, within: 1h, do: tell}}",
            "4: an alert counts complaints; say which outcomes those are, such as complaints: "
                + "[do not call]"
        ),
        (
            "{complaints: [stop], alert: {complaints: 0, within: 1h, do: tell}}",
            "4: complaints is 0; at least 1 is required"
        ),
        (
            "{complaints: [stop], alert: {complaints: 1, within: 1h, do: stop}}",
            "4: do is \"stop\"; known: pause, tell"
        ),
    ])
    func `an alert that makes no sense is an error`(protection: String, sentence: String) {
        #expect(problems("protection: \(protection)") == [sentence])
    }
}
