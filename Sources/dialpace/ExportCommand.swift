import ArgumentParser
import DialModel
import DialStore

extension Listing: ExpressibleByArgument {}
extension ListingFormat: ExpressibleByArgument {}

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Lists a store's attempts, leads and the like, while it runs or afterwards.",
        discussion: """
            One row each, for other programs. Millions of rows take little memory. Times are UTC in \
            ISO 8601 with milliseconds, spans are seconds; what is not known or has not happened is \
            empty in CSV and null in JSON Lines.

            WHAT
              attempts      attempt, lead, number, ordinal, mode, agent, dialledFor,
                            started, ringing, answered, person, connected, ended,
                            outcome, cause, wrapUp, zone, segment; where outcomes
                            need data: data.NAME for each field, data.missing
              leads         lead, number, name, zone, segment, state, attempts,
                            due, outcome, and the lead file's further columns; one
                            that has the name of another is called list.NAME
              outcomes      each lead in short: number, attempts, state, outcome,
                            and the data of its last attempt
              refusals      leads whose turn had come and that were not dialled:
                            lead, number, reason, at, until (empty: for good)
              callbacks     promised calls: lead, number, madeIn, made, at, agent,
                            ended, attempt (empty with ended: missed), missed (why)
              operations    what was done to the campaign: operation, at, by (a name,
                            or plan for its file; empty: nobody; with "(as before)"
                            what a resumed campaign only does again), what
              confirmations deals that are followed to their end: case, lead, number,
                            attempt, outcome, opened, node (2: confirmation, 3: a
                            further call), state, revisit, changed, by, note,
                            refused, undelivered, trouble
              call-records  an attempt's ten items of 16 CFR 310.5(a)(2):
                            (i) telemarketer* (ii) seller* (iii) purpose*
                            (iv) business* (v) outbound (vi) prerecorded
                            (vii) callingNumber*, calledNumber, started, duration
                            (viii) script* (ix) callerNumber, callerName (as the
                            campaign has them shown),
                            authorization* (x) disposition, outcome,
                            transferredTo*; * is always empty, to be filled in by
                            those who know it

            EXAMPLES
              dialpace export spring.sqlite > attempts.csv
              dialpace export spring.sqlite --what leads --format jsonl -o leads.jsonl
              scripts/check-attempts attempts.csv --hours "mon-fri 09:00-20:00"
            """)

    @Argument(help: "The store that `dialpace run --store` made.", completion: .file())
    var store: String

    @Option(
        help:
            """
            What to list: attempts, leads, outcomes, refusals, callbacks, operations, confirmations \
            or call-records.
            """
    )
    var what = Listing.attempts

    @Option(help: "How to write it: csv, or jsonl, an object a line.")
    var format = ListingFormat.csv

    @Option(
        name: .shortAndLong,
        help: "Write into this file, all or nothing, instead of to standard output.",
        completion: .file())
    var output: String?

    @Option(help: RoleHelp.text)
    var `as`: Masking.Role?

    func run() async throws {
        try await tellingFaults {
            if let output, isSameFile(output, store) {
                throw ExperimentFault("\(output): --output would overwrite the store")
            }
            try expectRoom(at: output)
            let store = try Store.open(store, readOnly: true)
            defer { store.close() }
            let hidden = try store.hidden(from: `as`)
            try deliver(to: output) { write in
                try store.list(what, as: format, hiding: hidden, write)
            }
        }
    }
}
