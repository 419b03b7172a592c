import DialModel
import Yams

/// What a campaign takes over from the presets it names. Its own keys come first, then those of the
/// presets, the one named last before the others.
///
/// Of what has keys of its own, such as `retry`, those that the campaign does not give are taken
/// over as well, one level deep: a table under them, such as `after`, is taken over whole or not at
/// all. What is one choice, such as `pacing`, always is.
extension CampaignReader {
    private static let wholes: Set<String> = ["goal", "pacing", "machine", "sequence"]

    /// The campaign's keys with those of its presets.
    func topSection() -> Section? {
        guard let own = Section(root) else { return nil }
        var found = presetPaths.map { (path: $0, item: root) }
        for entry in [own.entry("preset"), own.entry("presets")].compactMap({ $0 }) {
            if entry.name == "preset", own.has("presets") {
                problems.add(entry.line, "preset and presets are given; only one is allowed")
            }
            found += (entry.items ?? []).compactMap { item in path(item).map { ($0, item) } }
        }
        if found.isEmpty {
            lacksPreset = own.has("preset") || own.has("presets")
            return own
        }
        var merged = Merged(own.entry)
        for (place, (path, item)) in found.enumerated().reversed() {
            if found[..<place].contains(where: { $0.path == path }) {
                problems.add(item.line, "the preset \(path) is named twice")
            } else if let section = presetSection(path, for: item),
                let preset = Preset(section, path: path)
            {
                presets.insert(preset, at: 0)
                merged.add(section.entry.node, wholes: Self.wholes)
            }
        }
        lacksPreset = presets.count < found.count
        let section = Section(merged.entry)
        _ = section?.entry("preset")
        _ = section?.entry("presets")
        return section
    }

    private func path(_ item: Entry) -> String? {
        guard let name = Form<String>.text.read(item) else { return nil }
        let shelf = PresetShelf(beside: problems.path)
        let known = shelf.presets
        if let found = known.first(where: { $0.name == name }) { return found.path }
        return item.complain(
            "there is no preset \(quoted(name)) in \(shelf.folders.joined(separator: " and ")); "
                + (known.isEmpty
                    ? "there is none at all there; copy the folder config/presets of Dialpace"
                    : suggestion(for: name, among: known.map(\.name))))
    }

    /// A preset's keys, on lines that are counted on from those of the files before it.
    private func presetSection(_ path: String, for item: Entry) -> Section? {
        do throws(ConfigErrors) {
            let bytes = try fileBytes(path)
            let line = max(problems.lastLine, lastLine(root.node))
            let node = try yamlRoot(bytes, path: path, as: .preset, after: line).node
            problems.append(path, after: line, through: lastLine(node))
            let entry = Entry(name: "the preset", line: line + 1, node: node, problems: problems)
            return Section(entry)
        } catch {
            for problem in error.problems { problems.add(problem) }
            return nil
        }
    }

    /// Who says what stands under `key` of a section: a preset, else the campaign.
    func owner(_ key: String, of section: String, _ top: Section) -> String {
        let entry = top.entry(section)?.entries?.first { $0.name == key }
        let preset = entry.flatMap { entry in presets.first { $0.path == entry.path } }
        return preset.map { "preset \($0.name)" } ?? "the campaign"
    }

    /// Reads which outcomes are the campaign's goals.
    func readGoal(_ section: Section) {
        let reached = outcome.checked { outcome, entry in
            outcome.isConnected && outcome != .connected(.abandoned)
                ? nil
                : "\(entry.name) is an outcome of calls in which nobody is reached; one such as deal "
                    + "is expected"
        }
        let primary = section.require("primary", .list(of: reached)) ?? []
        let secondary = section.read("secondary", .list(of: reached)) ?? []
        section.close()
        if let both = secondary.first(where: primary.contains) {
            problems.add(
                section.line(of: "secondary"),
                "\(plan.dispositions.name(both)) is in both goals; one is allowed")
        }
        if !primary.isEmpty { plan.goals = Goals(primary: Set(primary), secondary: Set(secondary)) }
    }
}

/// A mapping to which others are added.
private struct Merged {
    private let root: Entry
    private var pairs: [(key: Node, value: Node)]

    init(_ root: Entry) {
        self.root = root
        pairs = Self.pairs(root.node)
    }

    var entry: Entry {
        Entry(name: root.name, line: root.line, node: Self.node(pairs), problems: root.problems)
    }

    /// Adds what a preset sets that is not there, and of tables that are there, the keys that are not.
    mutating func add(_ preset: Node, wholes: Set<String>) {
        for (key, value) in Self.pairs(preset) where Preset.keys.contains(key.name) {
            guard let place = pairs.firstIndex(where: { $0.key.name == key.name }) else {
                pairs.append((key, value))
                continue
            }
            guard !wholes.contains(key.name), pairs[place].value.mapping != nil else { continue }
            var inner = Self.pairs(pairs[place].value)
            let own = Set(inner.map(\.key.name))
            inner += Self.pairs(value).filter { !own.contains($0.key.name) }
            pairs[place].value = Self.node(inner)
        }
    }

    private static func pairs(_ node: Node) -> [(key: Node, value: Node)] {
        node.mapping?.map { ($0.key, $0.value) } ?? []
    }

    private static func node(_ pairs: [(key: Node, value: Node)]) -> Node {
        .mapping(Node.Mapping(pairs.map { ($0.key, $0.value) }))
    }
}

extension Node {
    /// Of a key.
    fileprivate var name: String { scalar?.string.trimmed ?? "" }
}

/// The last line on which something begins.
private func lastLine(_ node: Node) -> Int {
    let own = node.mark?.line ?? 0
    switch node {
    case .scalar, .alias: return own
    case .sequence(let items): return items.reduce(own) { max($0, lastLine($1)) }
    case .mapping(let pairs):
        return pairs.reduce(own) { max($0, lastLine($1.key), lastLine($1.value)) }
    }
}
