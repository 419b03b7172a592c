import ArgumentParser
import DialConfig

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks campaign files and lead files, and changes nothing.",
        discussion: """
            Each problem is told as file:line, the value with its unit, and what is allowed. Exits \
            with 1 when a file cannot be used. Rows of a lead file that would be rejected are \
            shown, and are no problem: the rest of the list is dialled.

            EXAMPLES
              dialpace check config/campaigns/*.yaml
              dialpace check people.csv
            """)

    @Argument(
        help: "Campaign files (.yaml) and lead files (.csv).", completion: .file())
    var files: [String]

    @Option(help: "Show at most so many rejected rows of a lead file.")
    var rejected = 10

    func validate() throws {
        if rejected < 0 {
            throw ValidationError("--rejected is \(rejected); at least 0 is allowed")
        }
    }

    func run() async throws {
        var isGood = true
        for file in files {
            let result = checkFile(file)
            for problem in result.problems { print(problem) }
            for row in result.rejections.prefix(rejected) { print(row) }
            if result.rejections.count > rejected {
                let rest = result.rejections.count - rejected
                print("\(file): \(rest)\(rest >= 100 ? " or more" : "") further rows are rejected")
            }
            if result.isGood { print("\(file): good: \(result.summary ?? "")") }
            isGood = isGood && result.isGood
        }
        if !isGood { throw ExitCode(1) }
    }
}
