import ArgumentParser
import DialConfig
import DialStore
import Foundation

struct PresetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "Lists the presets that campaigns may name, or prints one whole.",
        discussion: """
            A preset holds what depends on whom a campaign calls: mode, pacing, retries, planned calls, \
            routing, protection and goals. A campaign goes by one with  preset: target  or by several \
            with  presets: [target, tiers]  and says itself only what differs; `dialpace check` tells \
            by which.

            EXAMPLES
              dialpace presets
              dialpace presets target
              dialpace presets --of config/campaigns/spring.yaml --format json
            """)

    /// How the presets are written.
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    @Argument(help: "The presets to print; without any, all are listed.")
    var names: [String] = []

    @Option(
        help: """
            A folder of presets, or a campaign file whose presets are meant; config/presets or \
            presets unless given.
            """, completion: .file())
    var of: String?

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    func run() async throws {
        try await tellingFaults {
            let presets = try found.paths(of: names).map { try Preset.read($0) }
            switch (format, names.isEmpty) {
            case (.json, _):
                try Output.write(JSONTree.array(presets.map(\.tree)).text(indent: "") + "\n")
            case (.text, true): try Output.write(Self.table(presets))
            case (.text, false):
                try Output.write(presets.map(\.text).joined(separator: "\n"))
            }
        }
    }

    /// Those there are; told when there is none.
    private var found: NamedFiles {
        get throws {
            let shelves =
                of.map {
                    [NamedFiles.isFile($0) ? PresetShelf(beside: $0) : PresetShelf(folder: $0)]
                }
                ?? ["config/presets", "presets"].map { PresetShelf(folder: $0) }
            return try NamedFiles.first(
                of: shelves.map {
                    NamedFiles(noun: "preset", folders: $0.folders, files: $0.presets)
                })
        }
    }

    private static func table(_ presets: [Preset]) -> String {
        let head = ["name", "mode", "goal", "for"]
        let rows = presets.map {
            [$0.name, $0.text(of: "mode") ?? "–", $0.goal ?? "–", $0.audience]
        }
        return aligned([head] + rows, words: Set(head.indices))
    }
}

extension Preset {
    /// The outcomes of the primary goal.
    fileprivate var goal: String? {
        guard case .table(let items) = settings.first(where: { $0.key == "goal" })?.value else {
            return nil
        }
        switch items.first(where: { $0.key == "primary" })?.value {
        case .list(let outcomes): return outcomes.map(\.text).joined(separator: ", ")
        case let other: return other?.text
        }
    }

    /// Everything, line by line.
    fileprivate var text: String {
        var rows = [["title", title], ["for", audience], ["purpose", purpose]]
        for (key, value) in settings {
            guard case .table(let items) = value else {
                rows.append([key, value.text])
                continue
            }
            rows += items.enumerated().map { place, item in
                [place == 0 ? key : "", "\(item.key): \(item.value.text)"]
            }
        }
        rows.append(["file", path])
        return "\(name)\n" + aligned(rows.map { ["  " + $0[0], $0[1]] }, words: [0, 1])
    }

    /// Settings as the file has them, all values as texts.
    fileprivate var tree: JSONTree {
        .object([
            ("name", .text(name)), ("title", .text(title)), ("for", .text(audience)),
            ("purpose", .text(purpose)), ("file", .text(path)),
            ("settings", .object(settings.map { ($0.key, $0.value.tree) })),
        ])
    }
}

extension Preset.Setting {
    fileprivate var tree: JSONTree {
        switch self {
        case .word(let word): .text(word)
        case .list(let items): .array(items.map(\.tree))
        case .table(let items): .object(items.map { ($0.key, $0.value.tree) })
        }
    }
}
