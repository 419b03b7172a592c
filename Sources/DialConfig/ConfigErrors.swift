/// Everything that is wrong with a file, in the order of its lines. At least one problem.
///
/// A campaign file is checked to its end whatever is found on the way, so that one reading shows
/// all there is to mend.
public struct ConfigErrors: Error, Hashable, Sendable {
    public let problems: [ConfigProblem]

    /// - Parameter problems: at least one; sorted here by line, those of no line first.
    public init(_ problems: [ConfigProblem]) {
        precondition(!problems.isEmpty, "an error has 0 problems; at least 1 is needed")
        self.problems = problems.inLineOrder
    }

    init(_ path: String, line: Int? = nil, _ text: String) {
        problems = [ConfigProblem(path: path, line: line, text: text)]
    }
}

extension ConfigErrors: CustomStringConvertible {
    /// One problem a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

/// One thing that is wrong with a file.
public struct ConfigProblem: Hashable, Sendable, CustomStringConvertible {
    /// As the reader was given it.
    public var path: String
    /// From 1; nil when the file as a whole is meant.
    public var line: Int?
    /// What is wrong, and what is allowed.
    public var text: String

    public init(path: String, line: Int?, text: String) {
        self.path = path
        self.line = line
        self.text = text
    }

    /// `config/campaigns/spring.yaml:14: ring is 12 s; at least 15 s is required`
    public var description: String {
        if let line { "\(path):\(line): \(text)" } else { "\(path): \(text)" }
    }
}

extension [ConfigProblem] {
    var inLineOrder: [ConfigProblem] {
        enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }.map(\.element)
    }
}

/// Problems as they are found while one file is read.
final class Problems {
    let path: String
    private(set) var found: [ConfigProblem] = []
    /// Of all files: those that are read along with this one have their lines counted on.
    private(set) var lastLine = 0
    private var others: [(path: String, after: Int)] = []

    init(path: String) { self.path = path }

    func add(_ line: Int?, _ text: String) {
        let place = place(of: line)
        found.append(ConfigProblem(path: place.path, line: place.line, text: text))
    }

    /// From now on lines beyond `after` are those of the file at `path`, the last being `last`.
    func append(_ path: String, after: Int, through last: Int) {
        others.append((path, after))
        lastLine = last
    }

    /// The file that a line is of, and its number there.
    func place(of line: Int?) -> (path: String, line: Int?) {
        guard let line, let other = others.last(where: { line > $0.after }) else {
            return (path, line)
        }
        return (other.path, line - other.after)
    }

    /// A problem of a file that this one names.
    func add(_ problem: ConfigProblem) { found.append(problem) }
}
