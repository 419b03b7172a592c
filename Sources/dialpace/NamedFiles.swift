import ArgumentParser

/// Files that campaigns name, listed or printed: rule sets and presets.
struct NamedFiles {
    /// What one of them is.
    let noun: String
    /// Where they were looked for.
    let folders: [String]
    let files: [(name: String, path: String)]
    /// Says where they are.
    var option = "--of"

    /// The paths of those called `names`, or of all; told when one is not there.
    func paths(of names: [String]) throws -> [String] {
        if names.isEmpty { return files.map(\.path) }
        return try names.map { name in
            if let found = files.first(where: { $0.name == name }) { return found.path }
            let places = folders.joined(separator: " and ")
            let all = files.map(\.name).joined(separator: ", ")
            complain("there is no \(noun) \"\(name)\" in \(places); known: \(all)")
            throw ExitCode(1)
        }
    }

    /// The first that has any; told when none has.
    static func first(of candidates: [NamedFiles]) throws -> NamedFiles {
        if let found = candidates.first(where: { !$0.files.isEmpty }) { return found }
        let places = candidates.flatMap(\.folders).joined(separator: " and ")
        complain(
            "there is no \(candidates[0].noun) in \(places); say where with \(candidates[0].option)"
        )
        throw ExitCode(1)
    }

    /// Whether `--of` names a campaign file, not a folder.
    static func isFile(_ path: String) -> Bool {
        [".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) }
    }
}
