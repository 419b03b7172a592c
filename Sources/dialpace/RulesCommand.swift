import ArgumentParser
import DialConfig
import DialModel
import DialStore
import Foundation

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Lists the rule sets that campaigns may name, or prints one whole.",
        discussion: """
            A rule set holds what a law or regulator asks of campaigns, with its sources. It is no \
            legal advice. A campaign names it with  rules: [us-tsr]  and is bound by the tightest of \
            all that it names; `dialpace check` tells by what.

            EXAMPLES
              dialpace rules
              dialpace rules us-tsr
              dialpace rules --of config/campaigns/spring.yaml --format json
            """)

    /// How the rule sets are written.
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    @Argument(help: "The rule sets to print; without any, all are listed.")
    var names: [String] = []

    @Option(
        help: """
            A folder of rule sets, or a campaign file whose rules are meant; config/rules or rules \
            unless given.
            """, completion: .file())
    var of: String?

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    func run() async throws {
        try await tellingFaults {
            let sets = try found.paths(of: names).map { try RuleSet.read($0) }
            switch (format, names.isEmpty) {
            case (.json, _):
                try Output.write(JSONTree.array(sets.map(\.tree)).text(indent: "") + "\n")
            case (.text, true): try Output.write(Self.table(sets))
            case (.text, false):
                try Output.write(sets.map(\.text).joined(separator: "\n"))
            }
        }
    }

    /// Those there are; told when there is none.
    private var found: NamedFiles {
        get throws {
            let shelves =
                of.map { [NamedFiles.isFile($0) ? RuleShelf(beside: $0) : RuleShelf(folder: $0)] }
                ?? ["config/rules", "rules"].map { RuleShelf(folder: $0) }
            return try NamedFiles.first(
                of: shelves.map {
                    NamedFiles(noun: "rule set", folders: $0.folders, files: $0.ruleSets)
                })
        }
    }

    private static func table(_ sets: [RuleSet]) -> String {
        let head = ["name", "cap", "hours", "checked", "effective", "title"]
        let rows = sets.map {
            [
                $0.name, $0.abandonment?.text ?? "–", $0.hours?.text ?? "–", $0.checked.rawValue,
                $0.effective, $0.title,
            ]
        }
        return aligned([head] + rows, words: Set(head.indices))
            + "\nNo legal advice: dialpace rules NAME tells the sources of each.\n"
    }
}

extension RuleSet {
    /// Everything, line by line.
    fileprivate var text: String {
        var rows = [["title", title]]
        rows += sources.map { ["source", $0] }
        rows += [["checked", checked.rawValue], ["effective", effective]]
        if let abandonment { rows.append(["abandonment", abandonment.text]) }
        if let minimumRing { rows.append(["ring", "at least \(minimumRing)"]) }
        if let hold { rows.append(["hold", "at most \(hold)"]) }
        if let hours { rows.append(["hours", hours.text]) }
        rows += caps.map { ["attempts", "at most \($0.text)"] }
        rows += quiet.named.map { ["quiet", "\($0.time) after \($0.name)"] }
        if showsCaller { rows.append(["caller", "the number is shown"]) }
        if let note { rows.append(["note", note]) }
        rows.append(["file", path])
        return "\(name): no legal advice\n"
            + aligned(rows.map { ["  " + $0[0], $0[1]] }, words: [0, 1])
    }

    /// Times in seconds, shares 0...1; what a rule set does not say is null.
    fileprivate var tree: JSONTree {
        func seconds(_ span: Duration?) -> JSONTree { .share(span?.seconds) }
        func tree(_ cap: FrequencyCap) -> JSONTree {
            .object([
                ("attempts", .count(cap.attempts)), ("within", seconds(cap.within)),
                ("per", .text("\(cap.per)")),
            ])
        }
        let caller: JSONTree = showsCaller ? .text("shown") : .null
        return .object([
            ("name", .text(name)), ("title", .text(title)),
            ("sources", .array(sources.map(JSONTree.text))), ("checked", .text(checked.rawValue)),
            ("from", from.map { .text($0.description) } ?? .null),
            ("until", until.map { .text($0.description) } ?? .null),
            (
                "abandonment",
                abandonment.map {
                    .object([
                        ("cap", .share($0.cap)), ("window", .text($0.over)),
                        ("falsePositives", .text($0.countsFalsePositives ? "counted" : "no")),
                    ])
                } ?? .null
            ),
            ("minimumRing", seconds(minimumRing)), ("hold", seconds(hold)),
            ("hours", hours.map { .text($0.text) } ?? .null),
            (
                "caps",
                .array(caps.map(tree))
            ),
            ("quiet", .object(quiet.named.map { ($0.name, seconds($0.time)) })),
            ("callerNumber", caller),
            ("note", note.map(JSONTree.text) ?? .null), ("file", .text(path)),
        ])
    }
}
