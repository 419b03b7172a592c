/// A place where the house's rules are broken.
struct Complaint: Hashable, CustomStringConvertible {
    let path: String
    /// From 1.
    let line: Int
    let text: String
    var description: String { "\(path):\(line): \(text)" }
}

/// The rules of the house that a program can check. Each takes one file and lists what breaks it.
enum Rules {
    /// A file imports from lower floors only; below the worldly floors it imports nothing else.
    static func imports(_ file: SourceFile) -> [Complaint] {
        guard let floor = House.floors[file.target] else {
            return [Complaint(path: file.path, line: 1, text: "\(file.target) has no floor")]
        }
        var complaints: [Complaint] = []
        for (line, name) in importedModules(file) {
            if let other = House.floors[String(name)] {
                if other >= floor {
                    complaints.append(
                        Complaint(
                            path: file.path, line: line,
                            text: "floor \(floor) imports \(name) of floor \(other)"))
                }
            } else if let owner = House.beside[String(name)] {
                if owner != file.target {
                    complaints.append(
                        Complaint(
                            path: file.path, line: line,
                            text: "\(name) is imported by \(file.target), not by \(owner)"))
                }
            } else if floor < House.worldlyFloor,
                !(file.target == "DialMath" && libraries.contains(name))
            {
                complaints.append(
                    Complaint(
                        path: file.path, line: line, text: "floor \(floor) imports \(name)"))
            }
        }
        return complaints
    }

    /// Below the worldly floors: no clock, no chance of their own, no task, no file.
    static func unworldly(_ file: SourceFile) -> [Complaint] {
        guard let floor = House.floors[file.target], floor < House.worldlyFloor else { return [] }
        return complaints(file) { line in
            let words = words(of: line)
            if let word = words.first(where: { worldlyWords.contains($0) }) {
                return "\(word) on floor \(floor)"
            }
            if file.target != "DialPorts",
                let word = words.first(where: { waitingWords.contains($0) })
            {
                return "\(word) on floor \(floor)"
            }
            if let word = words.first(where: { worldlyCalls.contains($0) }),
                ["(", ".", " {"].contains(where: { line.contains(word + $0) })
            {
                return "\(word) on floor \(floor)"
            }
            for draw in [".random(", ".shuffle", ".randomElement("]
            where line.contains(draw) && !line.contains("using:") {
                return "chance without a stream on floor \(floor)"
            }
            return nil
        }
    }

    /// Nothing that ends the process on the world's mistake, and nothing left for later.
    static func finished(_ file: SourceFile) -> [Complaint] {
        var found = complaints(file) { line in
            for phrase in ["try!", "as!"]
            where line.contains(phrase + " ") || line.hasSuffix(phrase) {
                return phrase
            }
            return nil
        }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let word = words(of: line).first(where: { laterWords.contains($0) }) {
                found.append(
                    Complaint(path: file.path, line: index + 1, text: "\(word) is left for later"))
            }
        }
        return found
    }

    /// No type has the name of its module, so that the module can always be named.
    static func names(_ file: SourceFile) -> [Complaint] {
        complaints(file) { line in
            let words = words(of: line)
            for (word, next) in zip(words, words.dropFirst())
            where typeKeywords.contains(word) && next == file.target {
                return "\(word) \(next) has the name of its module"
            }
            return nil
        }
    }

    static let mostLines = 500

    static func length(_ file: SourceFile) -> [Complaint] {
        file.lineCount <= mostLines
            ? []
            : [
                Complaint(
                    path: file.path, line: mostLines + 1,
                    text: "\(file.lineCount) lines; at most \(mostLines) are allowed")
            ]
    }

    // MARK: Reading code

    /// The mathematics of the platform.
    private static let libraries: Set<Substring> = ["Glibc", "Musl", "Darwin"]

    private static let worldlyWords: Set<Substring> = [
        "ContinuousClock", "SuspendingClock", "DispatchTime", "DispatchQueue", "clock_gettime",
        "gettimeofday", "SystemRandomNumberGenerator", "FileManager", "FileHandle", "fopen",
        "URLSession", "Thread", "Process", "pthread_create",
    ]
    /// The ports alone may speak of waiting: what they describe takes time.
    private static let waitingWords: Set<Substring> = ["await", "async", "actor"]
    /// Words that mean the world only when they are called.
    private static let worldlyCalls: Set<Substring> = [
        "Date", "Task", "time", "sleep", "usleep", "rand", "arc4random", "print",
    ]
    private static let laterWords: Set<Substring> = ["TODO", "FIXME", "XXX", "HACK"]
    private static let typeKeywords: Set<Substring> = [
        "struct", "enum", "class", "actor", "protocol", "typealias",
    ]

    private static func complaints(
        _ file: SourceFile, _ check: (Substring) -> String?
    ) -> [Complaint] {
        file.code.enumerated().compactMap { index, line in
            check(line).map { Complaint(path: file.path, line: index + 1, text: $0) }
        }
    }

    /// The modules a file imports, each with its line, whatever stands before or after `import`.
    static func importedModules(_ file: SourceFile) -> [(line: Int, name: Substring)] {
        file.code.enumerated().compactMap { index, line in
            let words = words(of: line)
            guard let place = words.firstIndex(of: "import"),
                words[..<place].allSatisfy({ importPrefixes.contains($0) }),
                !line.contains("canImport")
            else { return nil }
            let after = words[(place + 1)...].filter { !typeKeywords.contains($0) && $0 != "func" }
            return after.first.map { (index + 1, $0) }
        }
    }

    private static let importPrefixes: Set<Substring> = [
        "testable", "public", "internal", "package", "private", "fileprivate", "preconcurrency",
        "exported", "_exported", "_implementationOnly", "_spi",
    ]

    private static func words(of line: Substring) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
