import ArgumentParser
import DialConfig
import DialNumbers

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks campaign, scenario and lead files, and changes nothing.",
        discussion: """
            Each problem is told as file:line, the value with its unit, and what is allowed. Exits \
            with 1 when a file cannot be used. Rows of a lead file that would be rejected are \
            shown, and are no problem: the rest of the list is dialled. A scenario is known by keys \
            that campaigns do not have, such as calls and policy. Leads that no \
            hour is left for, of no segment or without worth are warned of. Of a campaign with rules, hours or \
            protection everything that binds is told, and where it comes from; also which presets it \
            goes by.

            EXAMPLES
              dialpace check config/campaigns/*.yaml config/scenarios/*.yaml
              dialpace check people.csv
            """)

    @Argument(
        help: """
            Campaign and scenario files, rule sets, presets and tone plans (.yaml), lead files (.csv, \
            .jsonl).
            """, completion: .file()
    )
    var files: [String]

    @Option(
        parsing: .unconditional, help: "Show at most so many rejected rows of a lead file.",
        transform: { try wholeNumber($0, in: 0...Int.max, most: "2^63 − 1") })
    var rejected = 10

    func run() async throws {
        try await tellingFaults {
            var isGood = true
            for file in files {
                let result = checkFile(file, numbers: WorldNumbers())
                for line in lines(result) { try Output.write(line + "\n") }
                isGood = isGood && result.isGood
            }
            if !isGood { throw ExitCode(1) }
        }
    }

    private func lines(_ result: CheckResult) -> [String] {
        let file = result.path
        var lines = (result.problems + result.rejections.prefix(rejected)).map(\.description)
        let rest = result.rejections.count - rejected
        if rest > 0 {
            let rows = "\(rest)\(result.rejections.count >= 100 ? " or more" : "") further"
            lines.append("\(file): \(rows) \(rest == 1 ? "row is" : "rows are") rejected")
        }
        if result.isGood {
            lines.append("\(file): good: \(result.summary ?? "")")
            lines += result.warnings.map { "\(file): warning: \($0)" }
            let presets = result.presets.map {
                ["  preset", "\($0.name): \($0.title)", "(\($0.path))"]
            }
            let bounds = result.bounds.map { ["  \($0.what)", $0.value, "(\($0.from))"] }
            let rows = presets + bounds
            let table = aligned(rows, words: [0, 1, 2]).split(separator: "\n")
            lines += table.map(String.init)
        }
        return lines
    }
}
