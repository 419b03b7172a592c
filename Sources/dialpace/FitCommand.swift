import ArgumentParser
import DialCharts
import DialConfig
import DialFitting
import Foundation

struct FitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fits a scenario to a recorded day: who answers, how long everything takes.",
        discussion: """
            SOURCE is a store that `dialpace run --store` made, or a CSV file of call records whose \
            first row names the columns:
              started, outcome                          needed
              ringing, answered, person, connected, ended, agent, talk, wrapUp, preview, lead
            Other usual names are known; --column started=Begin names one yourself. Times are ISO \
            8601 (UTC unless they have an offset) or seconds.

            Times whose end was not seen are fitted as such (Kaplan and Meier). Calls given up while \
            they rang would mostly never have been answered: a share that ever answers is fitted \
            with the law of ringing (a cure model). Of constant, exponential, lognormal, gamma and \
            Weibull the law with the least AIC is taken; if it is further than 5 % from the data, \
            the data themselves.

            EXAMPLES
              dialpace fit spring.sqlite -o spring-day.yaml --svg fit.svg
              dialpace fit calls.csv --column started=Begin --column outcome=Code > day.yaml
            """)

    @Argument(help: "A store (SQLite) or call records (CSV).", completion: .file())
    var source: String

    @Option(
        name: .shortAndLong,
        help: "Write the scenario into this file, and the table of fits to standard output.",
        completion: .file())
    var output: String?

    @Option(help: "Draw the laws against the data into this file.", completion: .file())
    var svg: String?

    @Option(help: "The picture's paper: light, dark, or automatic, as the reader prefers it.")
    var theme = Theme.automatic

    @Option(
        help: ArgumentHelp(
            "The CSV file's own name of a column, such as started=Begin.", valueName: "column=name"
        ))
    var column: [String] = []

    func run() async throws {
        try await tellingFaults {
            try expectRoom(at: output, svg)
            let fitted = try FittedDay(try day)
            let text = fitted.scenarioText(source: (source as NSString).lastPathComponent)
            if let svg { try deliver(fitted.chart.svg(theme: theme), to: svg) }
            if let output {
                try deliver(text, to: output)
                try Output.write(fitted.table)
            } else {
                Output.say(fitted.table)
                try Output.write(text)
            }
        }
    }

    private var day: RecordedDay {
        get throws {
            if isDatabase(source) {
                if !column.isEmpty {
                    throw ExperimentFault("--column is for CSV files; \(source) is a database")
                }
                return try RecordedStore(source).day
            }
            let calls = try CallFile.read(source, columns: try names)
            let name = ((source as NSString).lastPathComponent as NSString).deletingPathExtension
            return RecordedDay(name: name, calls: calls)
        }
    }

    private var names: [String: String] {
        get throws {
            var names: [String: String] = [:]
            for text in column {
                let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard sides.count == 2 else {
                    throw ExperimentFault("--column is column=name, such as started=Begin")
                }
                names[sides[0]] = sides[1]
            }
            return names
        }
    }

    /// Whether the file begins as SQLite's do.
    private func isDatabase(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: 15)) ?? nil
        return start == Data("SQLite format 3".utf8)
    }
}
