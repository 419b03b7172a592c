import Foundation

/// The repository as text.
enum House {
    /// The floor of each target; it may import from lower floors only.
    static let floors: [String: Int] = [
        "DialModel": 0, "DialMath": 0,
        "DialPorts": 1, "DialWorld": 1, "DialEstimation": 1, "DialTones": 1, "DialSIP": 1,
        "DialCharts": 1,
        "DialPacing": 2, "DialFitting": 2,
        "DialEngine": 3,
        "DialSimulatedTrunk": 4, "DialToneRig": 4, "DialSIPTrunk": 4, "DialStore": 4,
        "DialConfig": 4, "DialNumbers": 4, "DialConnectors": 4,
        "DialRuntime": 5, "DialSimulation": 5,
        "DialServer": 6,
        "dialpace": 7,
    ]

    /// System libraries behind a C interface, each beside the one target that may import it.
    static let beside = [
        "CPhoneNumbers": "DialNumbers", "CALSA": "DialToneRig", "COpenSSL": "DialConnectors",
    ]

    /// The lowest floor that may know a clock, a file or a package.
    static let worldlyFloor = 4

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The targets that exist, in order of name.
    static let targets: [String] = folders(under: "Sources")

    /// Every Swift file under `folder`, a path from the root.
    static func files(under folder: String) -> [SourceFile] {
        let base = root.appending(path: folder)
        let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        return (found?.allObjects as? [URL] ?? [])
            .filter { $0.pathExtension == "swift" && !$0.path.contains("/.build/") }
            .map {
                SourceFile(
                    path: String($0.path.dropFirst(root.path.count + 1)),
                    text: (try? String(contentsOf: $0, encoding: .utf8)) ?? "")
            }
            .sorted { $0.path < $1.path }
    }

    private static func folders(under folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: folder).path)
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// A Swift file, and what of it is code.
struct SourceFile {
    /// From the root of the repository.
    let path: String
    let text: String
    /// Without comments and without what stands between quotation marks; the lines stay.
    let code: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = SourceText.codeOnly(text).split(separator: "\n", omittingEmptySubsequences: false)
    }

    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }
    /// The target, or the test target, that the file belongs to.
    var target: String { String(path.split(separator: "/").dropFirst().first ?? "") }
}

enum SourceText {
    /// Blanks comments and the contents of string literals; line breaks stay.
    static func codeOnly(_ text: String) -> String {
        var out = ""
        var rest = Substring(text)
        var depth = 0
        while let character = rest.first {
            if depth == 0, rest.hasPrefix("//") {
                rest = rest[(rest.firstIndex(of: "\n") ?? rest.endIndex)...]
            } else if rest.hasPrefix("/*") {
                depth += 1
                rest = rest.dropFirst(2)
            } else if depth > 0, rest.hasPrefix("*/") {
                depth -= 1
                rest = rest.dropFirst(2)
            } else if depth > 0 {
                if character == "\n" { out.append(character) }
                rest = rest.dropFirst()
            } else if rest.hasPrefix("\"\"\"") {
                rest = afterString(rest.dropFirst(3), until: "\"\"\"", into: &out)
            } else if character == "\"" {
                rest = afterString(rest.dropFirst(), until: "\"", into: &out)
            } else {
                out.append(character)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    /// Skips to the end of a literal; what is interpolated into it is skipped with it.
    private static func afterString(
        _ start: Substring, until end: String, into out: inout String
    ) -> Substring {
        var rest = start
        var depth = 0
        while let character = rest.first {
            if rest.hasPrefix("\\(") {
                depth += 1
                rest = rest.dropFirst(2)
                continue
            }
            if depth > 0 {
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                rest = rest.dropFirst()
                continue
            }
            if character == "\\" {
                rest = rest.dropFirst(2)
                continue
            }
            if rest.hasPrefix(end) {
                out.append("\"\"")
                return rest.dropFirst(end.count)
            }
            if character == "\n" { out.append(character) }
            rest = rest.dropFirst()
        }
        return rest
    }
}
