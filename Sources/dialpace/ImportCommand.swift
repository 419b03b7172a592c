import ArgumentParser
import DialConfig
import DialModel
import DialNumbers
import DialStore

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Brings a campaign's leads into a store and dials nobody.",
        discussion: """
            What `dialpace run --store` does before it dials, by itself: a list of millions is then \
            there when the day begins. Numbers that are in the store already are merged; a file \
            that has not changed since is not read again, here or by run.

            EXAMPLES
              dialpace import spring.yaml --store spring.sqlite
              dialpace import spring.yaml --store spring.sqlite --leads more.csv
            """)

    @Argument(help: "The campaign file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var campaign: String

    @Option(help: "The store (SQLite); made when it is not there.", completion: .file())
    var store: String

    @Option(
        help: "A lead file (CSV or JSON Lines) in place of the campaign's.", completion: .file())
    var leads: String?

    func run() async throws {
        try await tellingFaults {
            let file = try CampaignFile.read(campaign)
            guard let plan = file.leads(from: leads) else {
                throw ConfigErrors([
                    ConfigProblem(
                        path: campaign, line: nil,
                        text: "there is no lead file to import; name one (leads: or --leads)")
                ])
            }
            // Opened before the store is touched, so that a bad path leaves no half-made store.
            let reader = try LeadFile(
                plan, numbers: WorldNumbers(), rejects: .written(orElse: "."))
            let store = try Store.open(store)
            defer { store.close() }
            if let known = try store.campaign(), known.name != file.plan.name {
                throw StoreError.otherCampaign(
                    path: store.path, found: known.name, wanted: file.plan.name)
            }
            try store.add(segments: file.segments.map(\.strategy.name))
            if let news = try LeadImport(reader, of: file, into: store).run(isResumed: false) {
                complain(news)
            }
            if try store.leadCount() == 0 {
                throw ConfigErrors([
                    ConfigProblem(path: plan.path, line: nil, text: "there is no lead in the file")
                ])
            }
            if !file.segments.isEmpty || plan.worth != nil { try store.indexSegments() }
            try Output.write("\(store.path): \(counted(try store.leadCount(), "lead", "leads"))\n")
        }
    }
}

extension CampaignFile {
    /// Where the leads are: in the file at `path`, if one is given, else where the campaign says.
    func leads(from path: String?) -> LeadFilePlan? {
        guard let path else { return leads }
        var plan = leads ?? LeadFilePlan(path: path)
        plan.path = path
        plan.take(segments)
        return plan
    }
}
