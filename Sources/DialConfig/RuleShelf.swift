import Foundation

/// Where rule sets and calendars of holidays are looked for: `rules/` beside a campaign file, then
/// `rules/` beside the folder that the file is in. Calendars are in `holidays/` within.
public struct RuleShelf: Sendable {
    /// In the order in which they are looked into.
    public let folders: [String]

    /// - Parameter path: of a campaign file.
    public init(beside path: String) {
        folders = ["rules", "../rules"].map { resolved($0, beside: path) }
    }

    /// - Parameter folder: with rule sets.
    public init(folder: String) { folders = [folder] }

    /// The paths of all rule sets, by name, without those that an earlier folder hides.
    public var ruleSets: [(name: String, path: String)] { files(in: "") }

    /// Reads a rule set; nil, with a complaint, when there is none or it is wrong.
    func ruleSet(named name: String, for entry: Entry) -> RuleSet? {
        find(name, in: "", "rule set", for: entry) { path throws(ConfigErrors) in
            try RuleSet.read(path)
        }
    }

    /// Reads a calendar of holidays; nil, with a complaint, when there is none or it is wrong.
    func calendar(named name: String, for entry: Entry) -> HolidayCalendar? {
        find(name, in: "holidays/", "calendar", for: entry) { path throws(ConfigErrors) in
            try HolidayCalendar.read(path)
        }
    }

    private func find<Value>(
        _ name: String, in part: String, _ kind: String, for entry: Entry,
        _ read: (String) throws(ConfigErrors) -> Value
    ) -> Value? {
        let known = files(in: part)
        guard let found = known.first(where: { $0.name == name }) else {
            let places = folders.map { "\($0)/\(part)" }.joined(separator: " and ")
            return entry.complain(
                "there is no \(kind) \(quoted(name)) in \(places); "
                    + (known.isEmpty
                        ? "there is none at all there; copy the folder config/rules of Dialpace"
                        : suggestion(for: name, among: known.map(\.name))))
        }
        do throws(ConfigErrors) {
            return try read(found.path)
        } catch {
            for problem in error.problems where !entry.problems.found.contains(problem) {
                entry.problems.add(problem)
            }
            return nil
        }
    }

    private func files(in part: String) -> [(name: String, path: String)] {
        yamlFiles(in: folders.map { "\($0)/\(part)" })
    }
}

/// The YAML files of several folders by their names, without those that an earlier folder hides.
func yamlFiles(in folders: [String]) -> [(name: String, path: String)] {
    var files: [String: String] = [:]
    for path in folders.reversed() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasSuffix(".yaml") {
            let slash = path.hasSuffix("/") ? "" : "/"
            files[String(name.dropLast(5))] = "\(path)\(slash)\(name)"
        }
    }
    return files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
}
