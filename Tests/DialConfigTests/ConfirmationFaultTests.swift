import DialModel
import DialWorld
import Foundation
import Testing

@testable import DialConfig

/// Deals that are followed to their end, as campaigns write it.
@Suite struct ConfirmationFaultTests {
    @Test(arguments: [
        ("{after: [dael]}", "\"dael\" is no disposition; did you mean deal?"),
        ("{after: []}", "after names 0 outcomes; at least 1 is required"),
        ("{states: {confirmed: [sold]}}", "the state \"sold\" is there already"),
        (
            "{states: {confirmed: [shipped], revisit: [Shipped]}}",
            "the state \"Shipped\" is there already"
        ),
        ("{transitions: {sold: [cancelld]}}", "\"cancelld\" is no state; did you mean cancelled?"),
        (
            "{transitions: {sold: [sold]}}",
            "sold is to follow sold; a state is followed by another"
        ),
        (
            "{transitions: {sold: [pending]}}",
            "pending is to follow sold; it is where a case begins"
        ),
        (
            "{transitions: {sold: [cancelled], cancelled: [sold]}}",
            "sold and cancelled are to follow each other; one of them has to be the end"
        ),
        (
            "{revisit: {deal: pending}}",
            "\"pending\" is no state of a revisit; known: sold, cancelled, rescheduled, on hold"
        ),
        ("{keepOpen: 3}", "keepOpen is 3 without a unit; add ms, s, m, h or d"),
        ("{keepopen: 3d}", "unknown key \"keepopen\"; did you mean keepOpen?"),
        (
            "{connector: {format: csv}}",
            "connector is one of folder, webhook and simulated; none is given"
        ),
        (
            "{connector: {folder: a, webhook: https://x.org}}",
            "connector has folder and webhook; exactly 1 is expected"
        ),
        ("{connector: {folder: a, format: xml}}", "format is \"xml\"; known: csv, json"),
        (
            "{connector: {webhook: http://x.org, secret: {env: A}}}",
            "webhook is \"http://x.org\"; https is required, but to this machine"
        ),
        (
            "{connector: {webhook: ftp://x.org, secret: {env: A}}}",
            "webhook is \"ftp://x.org\"; an address such as https://example.com/deals is expected"
        ),
        (
            "{connector: {webhook: https://ann:pw@x.org, secret: {env: A}}}",
            "webhook has a name or password in it; a secret is given by secret: {env: …} or {file: …}"
        ),
        (
            "{connector: {webhook: https://x.org, secret: abc}}",
            "secret stands in the file itself; say where it is, {env: DIALPACE_SECRET} or {file: …}"
        ),
        (
            "{connector: {webhook: https://x.org}}",
            "secret is missing, so nobody could tell who sends; add secret: {env: …} or {file: …}"
        ),
        (
            "{connector: {webhook: https://x.org, secret: {env: A, file: b}}}",
            "secret is {env: NAME} or {file: PATH}, one of them"
        ),
        (
            "{connector: {webhook: https://x.org, secret: {env: A}, every: 10ms}}",
            "every is 10 ms; at least 1 s is required"
        ),
        (
            "{connector: {simulated: {sold: 80%, revisit: 30%}}}",
            "sold, cancelled and revisit sum to 110 %; at most 100 % is allowed"
        ),
        ("{connector: {simulated: {sold: 70}}}", "sold is 70; write 70% or a share such as 0.03"),
    ])
    func `what makes no sense is an error`(confirmation: String, sentence: String) {
        #expect(problems(.predictive, "confirmation: \(confirmation)") == ["c.yaml:3: \(sentence)"])
    }

    private func file(_ confirmation: String) throws -> CampaignFile {
        let text = """
            name: spring
            mode: progressive
            dispositions: {connected: [trial]}
            confirmation: \(confirmation)
            """
        return try CampaignFile(bytes: Array(text.utf8), path: "here/c.yaml")
    }

    @Test func `a secret that cannot be used is told before anything is to be sent`() throws {
        let folder = try TemporaryFolder()
        for (secret, words) in [("0123456789abcdef\n", nil), ("short\n", "the secret has 5 bytes")]
        {
            let path = folder.file("key.txt", secret.utf8)
            let file = try file("{connector: {webhook: https://x.org, secret: {file: \(path)}}}")
            #expect(
                words.map { file.secretFault?.contains($0) == true } ?? (file.secretFault == nil))
        }
        let none = try file("{connector: {webhook: https://x.org, secret: {env: DIALPACE_NONE}}}")
        #expect(none.secretFault?.contains("no environment variable DIALPACE_NONE") == true)
        #expect(try file("{connector: {folder: handover, format: csv}}").secretFault == nil)
    }

    @Test func `everything is read`() throws {
        let file = try file(
            """
            {after: [deal, trial], states: {confirmed: [shipped], revisit: [doubtful]},
              transitions: {sold: [cancelled], on-hold: shipped}, keepOpen: 3d,
              revisit: {trial: doubtful, no answer: on hold},
              connector: {webhook: "https://x.org/a?b=c", news: "http://127.0.0.1:80/n",
                secret: {file: key.txt}, every: 1m}}
            """)
        let rules = try #require(file.plan.confirmation)
        let trial = Outcome.connected(.custom(0))
        #expect(rules.after == [.connected(.deal), trial])
        #expect(rules.confirmed.map(\.name) == ["shipped"])
        #expect(rules.revisited.map(\.name) == ["doubtful"])
        #expect(rules.further == [.sold: [.cancelled], .onHold: [CaseState("shipped")]])
        #expect(
            rules.revisit == [trial: CaseState("doubtful"), .notConnected(.noAnswer): .onHold])
        #expect(rules.keepOpen == .days(3))
        var webhook = WebhookPlan(url: try #require(URL(string: "https://x.org/a?b=c")))
        webhook.news = URL(string: "http://127.0.0.1:80/n")
        webhook.secret = .file("here/key.txt")
        webhook.every = .minutes(1)
        #expect(file.connector == .webhook(webhook))
    }

    @Test func `what is left out is as usual`() throws {
        let file = try file("{connector: {folder: handover}}")
        #expect(file.plan.confirmation?.after == [.connected(.deal)])
        #expect(file.plan.confirmation?.revisit == ConfirmationRules.usualRevisit)
        #expect(file.plan.confirmation?.keepOpen == .zero)
        #expect(file.connector == .folder(path: "here/handover", isJSON: false))
    }

    @Test func `a secret that is not there, or is none, is told`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("key.txt", "short\n".utf8)
        var plan = WebhookPlan(url: try #require(URL(string: "https://x.org")))
        plan.secret = .file(path)
        let error = #expect(throws: ConfigErrors.self) { try plan.readSecret() }
        #expect(error?.description.contains("has 5 bytes; at least 16 are required") == true)
        _ = folder.file("key.txt", "0123456789abcdef\r\n".utf8)
        #expect(try plan.readSecret() == "0123456789abcdef")
        plan.secret = .environment("DIALPACE_NOT_SET")
        #expect(throws: ConfigErrors.self) { try plan.readSecret() }
    }
}
