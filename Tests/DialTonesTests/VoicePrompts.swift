import Foundation

/// Voices that somebody else recorded: the prompts of Debian's asterisk-core-sounds-en-wav, 8 kHz, one
/// speaker, some 25 minutes.
enum VoicePrompts {
    /// The files, in the order of their names; none where the package is not installed.
    static let files: [String] = {
        guard let list = try? String(contentsOfFile: Self.list, encoding: .utf8) else { return [] }
        return list.split(separator: "\n").map(String.init).filter { $0.hasSuffix(".wav") }.sorted()
    }()

    static let absence = "asterisk-core-sounds-en-wav is not installed"

    /// What the package manager says it has put where.
    private static let list = "/var/lib/dpkg/info/asterisk-core-sounds-en-wav.list"

    /// `hello` for `…/hello.wav`, `digits/1` for one in a folder.
    static func name(of file: String) -> String {
        let parts = file.dropLast(4).split(separator: "/")
        let folders = ["dictate", "digits", "followme", "letters", "phonetic", "silence"]
        let isInFolder = parts.count > 1 && folders.contains(String(parts[parts.count - 2]))
        return parts.suffix(isInFolder ? 2 : 1).joined(separator: "/")
    }
}
