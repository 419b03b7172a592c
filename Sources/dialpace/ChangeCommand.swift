import ArgumentParser
import DialConfig
import DialModel
import DialNumbers
import DialStore

struct ChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Changes a campaign from outside, while it runs or before it next does.",
        discussion: """
            The change is put into the store, with who wants it. A live run makes it within about a \
            second; where none goes on it waits, and is made when the campaign is next run, before \
            its first call. It holds until it is changed again, also when the campaign is resumed; so \
            does a pause, until somebody starts the campaign.

            What may be changed is what an event of a campaign file may change, and its hours:

              mode, pacing, agents, lines, callsPerSecond, hold, ring, abandonment,
              caps, quiet     only what is named changes
              doNotCall, allow   numbers put on the list, or taken off it
              routing, overflow, reserve, release, segments
                              by whom, and in which order: routing fewestCalls, overflow 2s,
                              reserve law, segments '{large: {priority: 1, mode: preview}}'
              hours           with days, in place of the campaign's own; rule sets bind as before
              call            one lead is called at once, whatever its turn, if the rules let it:
                              one of its numbers, or {number: …, agent: 3}
              do              pause, start, stop or halt

            A value that the campaign's file, or its rule sets, would not allow is refused.

            EXAMPLES
              dialpace change spring.sqlite lines 40 --by ann
              dialpace change spring.sqlite mode progressive agents 12 --note "two are ill"
              dialpace change spring.sqlite hours '{mon-fri: 10:00-18:00}' --by ann
              dialpace change spring.sqlite caps '{attempts: 2, within: 24h}'
              dialpace change spring.sqlite doNotCall +12025550147
              dialpace change spring.sqlite call '{number: +12025550147, agent: 3}' --by ann
              dialpace change spring.sqlite do pause
              dialpace change spring.sqlite --list
            """)

    @Argument(help: "The store that `dialpace run --store` made.", completion: .file())
    var store: String

    @Argument(help: "What is changed, and to what: a key and its value, or several.")
    var pairs: [String] = []

    @Option(help: "Who wants it; the login name unless given.")
    var by: String?

    @Option(help: "Why, in a few words.")
    var note = ""

    @Flag(help: "List all changes so far, and what has become of them, instead.")
    var list = false

    @Option(help: RoleHelp.text)
    var `as`: Masking.Role?

    func validate() throws {
        if list {
            if !pairs.isEmpty { throw ValidationError("--list changes nothing; give it alone") }
        } else if pairs.isEmpty || pairs.count % 2 == 1 {
            throw ValidationError(
                pairs.isEmpty
                    ? "nothing is to be changed; a key and a value such as lines 40 are expected"
                    : "\(pairs[pairs.count - 1]) has no value; a key and a value are expected")
        }
        for text in [by ?? "-", note] where text.contains(where: \.isNewline) || text.count > 200 {
            throw ValidationError("names and notes are one line of at most 200 characters")
        }
        if by?.isEmpty == true { throw ValidationError("--by is empty; a name is expected") }
    }

    func run() async throws {
        try await tellingFaults {
            if list { return try listAll() }
            let store = try Store.openBeside(store)
            defer { store.close() }
            let given = stride(from: 0, to: pairs.count, by: 2).map {
                (key: pairs[$0], value: pairs[$0 + 1])
            }
            let run = try store.runs().last
            if let campaign = run?.campaign {
                let change = try CampaignChange(
                    given, to: campaign, path: run?.path ?? store.path, numbers: WorldNumbers())
                try checkCalls(change, in: store)
            }
            let id = try store.wish(
                try CampaignChange.text(given), by: by ?? loginName, note: note, at: wallClock())
            let age = try store.standing().map { wallClock() - $0.wall }
            let isRunning = store.isRun && age.map { $0 < .seconds(60) } ?? false
            try Output.write(
                "change \(id.raw) is in \(self.store); it is made "
                    + (isRunning ? "within about a second" : "when the campaign is next run")
                    + (try !isRunning && store.isOver()
                        ? ", which needs new leads: every lead is closed" : "") + "\n")
        }
    }

    /// A call to a number that no lead has would never be made.
    private func checkCalls(_ change: CampaignChange, in store: Store) throws {
        for case .call(let call) in change.commands where try !store.hasLead(call.number) {
            throw ConfigErrors([
                ConfigProblem(
                    path: CampaignChange.place, line: nil,
                    text: "call is \(call.number), which no lead of the campaign has")
            ])
        }
    }

    private func listAll() throws {
        let store = try Store.open(store, readOnly: true)
        defer { store.close() }
        let hidden = try store.hidden(from: `as`)
        let rows = try store.wishes().map { wish in
            let state =
                switch wish.state {
                case .waiting: "waiting"
                case .taken(let at, _): "taken \(second(at)) of the campaign"
                case .refused(let why): "refused: \(why)"
                }
            // Numbers may stand there as people write them.
            let text = wish.text.split(separator: "\n").map { line in
                let parts = line.split(separator: ": ", maxSplits: 1)
                let value = Masking.masked(field: String(parts.last ?? ""), last: hidden)
                let words = value.split(separator: " ").map {
                    Masking.masked(field: String($0), last: hidden)
                }
                return (parts.dropLast().map(String.init) + [words.joined(separator: " ")])
                    .joined(separator: ": ")
            }.joined(separator: ", ")
            let note = wish.note.isEmpty ? "" : " (\(wish.note))"
            return "\(wish.id.raw)  \(second(wish.at))  \(wish.by)\(note)  \(text)  \(state)\n"
        }
        try Output.write(Masking.masked(rows.joined(), last: hidden))
    }

    private func second(_ instant: Instant) -> String { "\(timestamp(instant).prefix(19))Z" }
}
