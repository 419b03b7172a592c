import DialModel
import Yams

/// Settings for one kind of audience, which a campaign takes over by the name of their file.
///
/// `config/presets/target.yaml` shows one. A preset says what depends on whom a campaign calls; the
/// list, the agents, the trunk, the law and the dates are always the campaign's.
public struct Preset: Hashable, Sendable {
    /// Of the file, without `.yaml`.
    public var name: String
    public var title: String
    /// Whom it is for.
    public var audience: String
    public var purpose: String
    public var path: String
    /// What it sets, in the order of the file.
    public var settings: [(key: String, value: Setting)] { table.map { ($0.key, $0.value) } }

    private var table: [Setting.Item]

    /// A value as it is written.
    public indirect enum Setting: Hashable, Sendable {
        case word(String)
        case list([Setting])
        case table([Item])

        public struct Item: Hashable, Sendable {
            public var key: String
            public var value: Setting
        }
    }

    /// Reads and checks a preset, as though a campaign went by it and by nothing else.
    ///
    /// - Throws: everything that is wrong with it, each problem with its line.
    public static func read(_ path: String) throws(ConfigErrors) -> Preset {
        let root = try yamlRoot(fileBytes(path), path: path, as: .preset)
        let modes = root.names.contains("mode") ? "" : "\nmode: predictive"
        let campaign = try yamlRoot(Array("name: check\(modes)\nagents: 1".utf8), path: path)
        let reader = CampaignReader(root: campaign, numbers: nil)
        reader.presetPaths = [path]
        guard reader.file() != nil, let preset = reader.presets.first else {
            throw ConfigErrors(reader.problems.found)
        }
        return preset
    }

    /// The keys that a preset may set.
    static let keys = [
        "goal", "mode", "pacing", "retry", "connect", "segments", "routing", "sequence",
        "confirmation", "callbacks", "dispositions", "preview", "machine", "recordings",
        "protection",
    ]

    /// nil, with a complaint, when it does not say what it is, or sets what a preset may not.
    init?(_ section: Section, path: String) {
        let problems = section.entry.problems
        let before = problems.found.count
        let title = section.require("title", .text)
        let audience = section.require("for", .text)
        let purpose = section.require("purpose", .prose)
        let file = path.split(separator: "/").last ?? ""
        name = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : String(file)
        self.title = title ?? ""
        self.audience = audience ?? ""
        self.purpose = purpose ?? ""
        self.path = path
        let own = ["title", "for", "purpose"]
        table = []
        for entry in section.entry.entries ?? [] where !own.contains(entry.name) {
            if Self.keys.contains(entry.name) {
                table.append(Setting.Item(key: entry.name, value: Setting(entry.node)))
                continue
            }
            problems.add(
                entry.line,
                "a preset may not set \(quoted(entry.name)); "
                    + suggestion(for: entry.name, among: own + Self.keys))
        }
        if problems.found.count > before { return nil }
    }

    /// What stands under `key`, in words; nil when it is not set.
    public func text(of key: String) -> String? {
        table.first { $0.key == key }?.value.text
    }
}

extension Preset.Setting {
    fileprivate init(_ node: Node) {
        switch node {
        case .scalar(let scalar): self = .word(scalar.string.trimmed)
        case .sequence(let items): self = .list(items.map { Self($0) })
        case .mapping(let mapping):
            self = .table(
                mapping.map {
                    Item(key: $0.key.scalar?.string.trimmed ?? "", value: Self($0.value))
                })
        case .alias: self = .word("")
        }
    }

    /// On one line, as a file may have it.
    public var text: String {
        switch self {
        case .word(let word): word
        case .list(let items): "[\(items.map(\.text).joined(separator: ", "))]"
        case .table(let items):
            "{\(items.map { "\($0.key): \($0.value.text)" }.joined(separator: ", "))}"
        }
    }
}

/// Where presets are looked for: `presets/` beside a campaign file, then `presets/` beside the folder
/// that the file is in.
public struct PresetShelf: Sendable {
    /// In the order in which they are looked into.
    public let folders: [String]

    /// - Parameter path: of a campaign file.
    public init(beside path: String) {
        folders = ["presets", "../presets"].map { resolved($0, beside: path) }
    }

    /// - Parameter folder: with presets.
    public init(folder: String) { folders = [folder] }

    /// The paths of all presets, by name, without those that an earlier folder hides.
    public var presets: [(name: String, path: String)] { yamlFiles(in: folders) }
}
