import ArgumentParser
import DialConfig
import DialModel
import DialNumbers
import DialPorts
import DialStore
import Foundation

struct ConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Says what has become of a deal, or exchanges news with the business system.",
        discussion: """
            With --state, what a person says of one case: the business system is told, and a revisit \
            becomes a promised call of the campaign. With --send, everything that waits is handed over \
            and all news are taken, once: for cron, when the campaign is not running. While it runs it \
            does so itself, and the store is its own.

            EXAMPLES
              dialpace confirm spring.sqlite --case 12 --state sold --by "Ann Lee"
              dialpace confirm spring.sqlite --lead +12025550188 --state "revisit scheduled" \\
                  --revisit 2026-03-09T10:00:00Z --by "Ann Lee" --note "asked for the evening"
              dialpace confirm spring.sqlite --send
              dialpace confirm spring.sqlite --send --again     also what was parked
            """)

    @Argument(help: "The store that `dialpace run --store` made.", completion: .file())
    var store: String

    @Option(name: .customLong("case"), help: "The number of the case, from 1.")
    var caseNumber: Int64?

    @Option(help: "The number of a lead, whose latest case is meant.")
    var lead: String?

    @Option(help: "sold, cancelled, revisit scheduled, or another of the campaign's states.")
    var state: String?

    @Option(help: "Who says so.")
    var by: String?

    @Option(help: "When the person is to be called, such as 2026-03-09T10:00:00Z.")
    var revisit: String?

    @Option(help: "What there is to say.")
    var note = ""

    @Flag(help: "Hand over what waits, and take all news.")
    var send = false

    @Flag(help: "With --send: also what the business system has refused before.")
    var again = false

    func validate() throws {
        if send {
            guard caseNumber == nil, lead == nil, state == nil else {
                throw ValidationError("--send goes without --case, --lead and --state")
            }
            return
        }
        if again { throw ValidationError("--again goes with --send") }
        guard (caseNumber == nil) != (lead == nil) else {
            throw ValidationError("name one case: --case or --lead; or --send")
        }
        guard state != nil, by?.isEmpty == false else {
            throw ValidationError("--state and --by are required")
        }
        if let lead, !lead.hasPrefix("+") || PhoneNumber(lead) == nil {
            throw ValidationError("\(lead) is no number in full; + and 7 to 15 digits are expected")
        }
        if let revisit, writtenInstant(revisit) == nil {
            throw ValidationError(
                "\(revisit) is no time; one such as 2026-03-08T12:00:00Z is expected")
        }
    }

    func run() async throws {
        try await tellingFaults {
            let known = try Store.open(store, readOnly: true)
            known.close()
            let store = try Store.open(store)
            defer { store.close() }
            let desk = try CaseDesk(store)
            if send { try await desk.send(again: again) } else { try say(at: desk) }
        }
    }

    private func say(at desk: CaseDesk) throws {
        var id = caseNumber.map(CaseID.init)
        if let number = lead.flatMap({ PhoneNumber($0) }) {
            id = try desk.store.latestCase(of: number)
        }
        guard let id, let state, let by else {
            throw ExperimentFault("\(lead ?? "") has no case in \(store)")
        }
        let news = CaseNews(
            id: "desk-\(UUID().uuidString)", caseID: id, state: desk.name(state),
            revisit: revisit.flatMap(writtenInstant), by: by, note: note)
        if let refusal = try desk.store.correct(news, at: desk.now) {
            throw ExperimentFault("case \(id.raw) stays as it is: \(refusal)")
        }
        try Output.write("case \(id.raw): \(news.state)\n")
    }
}

/// A store whose cases are seen to while the campaign does not run.
private struct CaseDesk {
    let store: Store
    let file: CampaignFile
    let facts: CampaignFacts
    /// The campaign's time: the clock on the wall, unless it was run in a time of its own.
    let now: Instant

    init(_ store: Store) throws {
        self.store = store
        guard let facts = try store.campaign(), let run = try store.runs().last,
            let text = run.campaign
        else { throw ExperimentFault("\(store.path) keeps no campaign; run one in it first") }
        self.facts = facts
        file = try CampaignFile(
            bytes: Array(text.utf8), path: run.path ?? store.path + ", campaign file",
            numbers: WorldNumbers())
        guard file.plan.confirmation != nil else {
            throw ExperimentFault("\(facts.name) follows no deals; its file has no confirmation")
        }
        try store.follow(file.plan.confirmation, as: facts)
        let wall = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        let latest = try store.report().to ?? wall
        now = run.speed == Speed.times(1).text ? max(wall, latest) : latest
    }

    /// A state as the campaign spells it.
    func name(_ text: String) -> String {
        func plain(_ text: String) -> String {
            text.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
        }
        let states = file.plan.confirmation?.states ?? []
        return states.first { plain($0.name) == plain(text) }?.name ?? text
    }

    func send(again: Bool) async throws {
        guard var (office, _) = try CaseDelivery.office(file, store, seed: facts.seed) else {
            throw ExperimentFault("\(facts.name) names no connector; use --case and --state")
        }
        try store.tryAgain(parkedToo: again)
        let before = try store.refusedNews()
        let orders = try await CaseDelivery.exchange(&office, store, at: now)
        let figures = try store.report().cases
        let calls = orders.flatMap(\.revisits).count { $0.at != nil }
        var line = "\(counted(office.delivered, "message", "messages")) delivered"
        if let left = figures?.undelivered, left > 0 { line += ", \(left) not yet" }
        if office.parked > 0 { line += ", \(office.parked) parked" }
        let news = try store.refusedNews() - before
        if news > 0 { line += "; \(news) of the news refused (dialpace report tells why)" }
        line += "; \(counted(calls, "call", "calls")) arranged"
        line += "; \(counted(figures?.open ?? 0, "case", "cases")) open"
        try Output.write(line + "\n")
        if let trouble = office.trouble { throw ExperimentFault(trouble.why) }
    }
}
