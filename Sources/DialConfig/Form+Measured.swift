import DialMath
import DialModel

extension Form where Value == Distribution {
    /// Times that were measured: `talks.csv`, `{file: talks.csv, column: talk}`, or the times
    /// themselves, `[4s, 9s, 6s]`.
    ///
    /// The file lies beside the one that names it. Its column, the first unless it is named, holds
    /// seconds, such as 12 or 12.5; the first row may hold names instead. At most a million rows.
    static func measured(_ kind: Entry) -> Distribution? {
        if kind.isList {
            guard let times = Form<[Duration]>.list(of: Form<Duration>.time()).read(kind) else {
                return nil
            }
            if times.isEmpty {
                return kind.complain("empirical has 0 times; at least 1 is required")
            }
            return .empirical(Empirical(sample: times.map(\.seconds)))
        }
        var column: String?
        var path: String?
        if kind.isMapping {
            guard let section = Section(kind) else { return nil }
            path = section.require("file", .text)
            column = section.read("column", .text)
            section.close()
        } else {
            path = Form<String>.text.read(kind)
        }
        guard let path else { return nil }
        let file = resolved(path, beside: kind.problems.path)
        do throws(ConfigErrors) {
            return .empirical(Empirical(sample: try seconds(in: file, column: column)))
        } catch {
            // Where it is named, then where it is wrong.
            for problem in error.problems { kind.problems.add(kind.line, problem.description) }
            return nil
        }
    }

    private static func seconds(
        in path: String, column: String?
    ) throws(ConfigErrors) -> [Double] {
        let reader = try CSVReader(InputFile(path))
        var seconds: [Double] = []
        var place = 0
        var isFirst = true
        while true {
            switch try reader.next() {
            case .end:
                if seconds.isEmpty { throw ConfigErrors(path, "there is no time in the file") }
                return seconds
            case .broken(let why): throw ConfigErrors(path, line: reader.line, why)
            case .cells: break
            }
            let cells = reader.cells.map { reader.text($0)?.trimmed ?? "" }
            defer { isFirst = false }
            if isFirst, let column {
                guard let found = cells.firstIndex(where: { plain($0) == plain(column) }) else {
                    throw ConfigErrors(
                        path, line: reader.line,
                        "there is no column \(quoted(column)); "
                            + suggestion(for: column, among: cells))
                }
                place = found
                continue
            }
            let text = place < cells.count ? cells[place] : ""
            guard let value = Units.number(text) else {
                if isFirst { continue }
                throw ConfigErrors(
                    path, line: reader.line,
                    "\(quoted(text)) is no time; seconds such as 12 or 12.5 are expected")
            }
            guard value >= 0, value <= Units.longest.seconds else {
                throw ConfigErrors(
                    path, line: reader.line,
                    "the time is \(decimal(value)) s; 0 s to \(Units.longest) is allowed")
            }
            if seconds.count == 1_000_000 {
                throw ConfigErrors(
                    path, line: reader.line, "the file has more than 1,000,000 times")
            }
            seconds.append(value)
        }
    }
}
