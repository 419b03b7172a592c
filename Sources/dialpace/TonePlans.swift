import ArgumentParser
import DialConfig
import DialTones

/// Tones by the names that people give them.
struct TonePlans {
    let shelf: ToneShelf
    private let files: NamedFiles

    /// - Parameters:
    ///   - folder: that comes before the usual ones.
    ///   - usual: where else they may be.
    ///   - option: that names the folder.
    /// - Throws: when it holds no plan, or there is none anywhere; told already.
    init(
        of folder: String?, or usual: [String] = ToneShelf.usualFolders, by option: String = "--of"
    ) throws {
        if let folder {
            let own = ToneShelf(folders: [folder])
            _ = try NamedFiles.first(of: [
                NamedFiles(
                    noun: "tone plan", folders: own.folders, files: own.plans, option: option)
            ])
        }
        shelf = ToneShelf(folders: [folder].compactMap(\.self) + usual)
        files = NamedFiles(
            noun: "tone plan", folders: shelf.folders, files: shelf.plans, option: option)
    }

    /// The plans of these countries, of all when none is named.
    func plans(of countries: [String]) throws -> [TonePlan] {
        _ = try NamedFiles.first(of: [files])
        return try files.paths(of: countries.map { $0.lowercased() }).map { try shelf.plan(at: $0) }
    }

    /// What a tone of a country plays.
    ///
    /// - Parameters:
    ///   - name: of the tone, spelled with or without dashes and capitals.
    ///   - variant: from 1.
    func tone(_ name: String, of country: String, variant: Int) throws -> PlannedTone {
        guard let plan = try plans(of: [country]).first else { throw ExitCode(1) }
        let known = CallTone.allCases.filter { plan.tones[$0] != nil }
        guard let tone = known.first(where: { plainName($0.rawValue) == plainName(name) }),
            let variants = plan.tones[tone]
        else {
            throw ToneNameFault(
                "there is no tone \"\(name)\" in \(plan.path); known: "
                    + known.map(\.rawValue).joined(separator: ", "))
        }
        guard variants.indices.contains(variant - 1) else {
            throw ToneNameFault(
                "there is no variant \(variant) of \(tone.rawValue) in \(plan.path); known: "
                    + (1...variants.count).map(String.init).joined(separator: ", "))
        }
        return variants[variant - 1]
    }
}

/// Where tone plans are looked for.
struct ToneFolder: ParsableArguments {
    @Option(help: "A folder of tone plans that come before the usual ones.", completion: .directory)
    var of: String?
}

/// A tone that is not there.
struct ToneNameFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// How names are compared.
func plainName(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
}
