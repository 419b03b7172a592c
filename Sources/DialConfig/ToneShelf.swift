/// Where tone plans are looked for: one file a country, and in `sources.yaml` beside them who says so. A
/// file of an earlier folder hides those of the same name in later ones; sources are put together.
public struct ToneShelf: Sendable {
    /// In the order in which they are looked into.
    public let folders: [String]

    /// Where they are unless something else is said: the user's own, and those that are shipped.
    public static let usualFolders = ["tones", "config/tones"]

    public init(folders: [String]) { self.folders = folders }

    /// The usual folders, and those beside a campaign file, as its rule sets may be.
    public static func folders(for campaign: String) -> [String] {
        usualFolders + ["tones", "../tones"].map { resolved($0, beside: campaign) }
    }

    /// The paths of all plans, by country.
    public var plans: [(name: String, path: String)] {
        yamlFiles(in: folders).filter { $0.name != Self.sourcesName }
    }

    /// Reads a plan, with the sources of all folders.
    ///
    /// - Parameter path: of a file, in one of the folders or elsewhere.
    /// - Throws: everything that is wrong with it or with the sources.
    public func plan(at path: String) throws(ConfigErrors) -> TonePlan {
        try TonePlan.read(path, sources: sources())
    }

    /// By their names.
    ///
    /// - Throws: what is wrong with the files that say them.
    public func sources() throws(ConfigErrors) -> [String: ToneSource] {
        var all: [String: ToneSource] = [:]
        for folder in folders {
            let files = yamlFiles(in: [folder])
            guard let file = files.first(where: { $0.name == Self.sourcesName }) else { continue }
            all.merge(try ToneSource.read(file.path)) { first, _ in first }
        }
        return all
    }

    private static let sourcesName = "sources"
}

extension ToneSource {
    /// Reads the sources of a folder of tone plans.
    ///
    /// - Throws: everything that is wrong with the file.
    static func read(_ path: String) throws(ConfigErrors) -> [String: ToneSource] {
        let root = try yamlRoot(fileBytes(path), path: path, as: .toneSources)
        let problems = root.problems
        var sources: [String: ToneSource] = [:]
        if let top = Section(root) {
            if let entry = top.entry("toneSources") {
                for entry in entry.entries ?? [] {
                    guard let section = Section(entry) else { continue }
                    let title = section.require("title", .text)
                    let address = section.read("url", .text)
                    section.close()
                    sources[entry.name] = ToneSource(
                        name: entry.name, title: title ?? "", address: address)
                }
            } else {
                problems.add(1, "toneSources is missing")
            }
            top.close()
        }
        guard problems.found.isEmpty else { throw ConfigErrors(problems.found) }
        return sources
    }
}
