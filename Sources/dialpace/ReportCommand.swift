import ArgumentParser
import DialModel
import DialStore

/// How a report is written.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, csv

    func write(_ report: CampaignReport) -> String {
        switch self {
        case .text: report.text
        case .json: report.json
        case .csv: report.csv
        }
    }
}

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports on a campaign from its store, while it runs or afterwards.",
        discussion: """
            EXAMPLES
              dialpace report spring.sqlite
              dialpace report spring.sqlite --format json
              dialpace report spring.sqlite --leads > outcomes.csv
            """)

    @Argument(help: "The store that `dialpace run --store` made.", completion: .file())
    var store: String

    @Option(help: "How to write it: text, json or csv; text unless given.")
    var format: ReportFormat?

    @Flag(help: "List every lead with its attempts and last outcome, as CSV, instead.")
    var leads = false

    @Option(help: RoleHelp.text)
    var `as`: Masking.Role?

    func validate() throws {
        if leads, let format, format != .csv {
            throw ValidationError(
                "--leads is always CSV; give --format \(format) without it, or leave it away")
        }
    }

    func run() async throws {
        try await tellingFaults {
            let store = try Store.open(store, readOnly: true)
            defer { store.close() }
            if leads {
                let hidden = try store.hidden(from: `as`)
                try store.list(.outcomes, as: .csv, hiding: hidden) { try Output.write($0) }
            } else {
                try Output.write((format ?? .text).write(try store.report()))
            }
        }
    }
}
