import ArgumentParser
import DialConfig
import DialModel
import DialNumbers
import DialPorts
import DialStore

struct NumberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "number",
        abstract: "Says what a telephone number is, and where it may be.",
        discussion: """
            The number as it is dialled (E.164) and as people write it, its kind, its country, the \
            time zones it may be in, and whether a list may have it. Exits with 1 where it may not: \
            what is no number, too short or too long, none of its country's, of premium rate, an \
            emergency or another short number, a pager, a voicemail, or has an extension.

            EXAMPLES
              dialpace number +1 212 555 0100
              dialpace number "(212) 555-0100" --country US
              dialpace number 06 1 555 0100 --country HU --format json
            """)

    @Argument(parsing: .allUnrecognized, help: "The number; its parts may stand apart.")
    var number: [String]

    @Option(help: "Whose national numbers are meant: two letters such as US or HU.")
    var country: String?

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    func validate() throws {
        if let country, WorldNumbers().countryCode(of: country.uppercased()) == nil {
            throw ValidationError(
                "--country is \(country); two letters such as US or HU are expected")
        }
    }

    func run() async throws {
        try await tellingFaults {
            let text = number.joined(separator: " ")
            let numbers = WorldNumbers()
            let found = numbers.read(text, country: country?.uppercased())
            let facts = NumberFacts(text, found, numbers)
            try Output.write(format == .json ? facts.json : facts.text)
            if case .failure = found { throw ExitCode(1) }
        }
    }
}

/// What there is to say of a number.
private struct NumberFacts {
    private var rows: [(name: String, key: String, value: JSONTree)]

    init(_ text: String, _ found: Result<PlannedNumber, NumberFault>, _ numbers: WorldNumbers) {
        switch found {
        case .success(let planned):
            let zones = planned.timeZones.split(separator: "|").map { JSONTree.text(String($0)) }
            rows = [
                ("Number", "number", .text(planned.number.description)),
                ("At home", "national", .text(numbers.national(planned.number))),
                ("From abroad", "international", .text(numbers.international(planned.number))),
                ("Kind", "kind", .text(planned.kind.name)),
                ("Country", "country", planned.country.isEmpty ? .null : .text(planned.country)),
                ("Time zones", "timeZones", .array(zones)),
                ("Valid", "valid", .number("true")),
                ("Reason", "reason", .null),
            ]
        case .failure(let fault):
            rows = [
                ("Number", "number", .text(text)),
                (
                    "Country", "country",
                    fault.country.isEmpty ? .null : .text(fault.country)
                ),
                ("Valid", "valid", .number("false")),
                ("Reason", "reason", .text("it \(fault.words)")),
            ]
        }
    }

    var json: String { JSONTree.object(rows.map { ($0.key, $0.value) }).text(indent: "") + "\n" }

    var text: String {
        let shown = rows.compactMap { row -> [String]? in
            switch row.value {
            case .null: row.key == "country" ? [row.name, "not known"] : nil
            case .text(let text): [row.name, text]
            case .number(let flag): [row.name, flag == "true" ? "yes" : "no"]
            case .array(let zones):
                [
                    row.name,
                    zones.isEmpty
                        ? "not known"
                        : zones.map { if case .text(let zone) = $0 { zone } else { "" } }
                            .joined(separator: ", "),
                ]
            default: nil
            }
        }
        return aligned(shown, words: [0, 1])
    }
}
