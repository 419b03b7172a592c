import ArgumentParser
import DialConfig
import DialModel
import DialTones

struct ToneWriteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Plays a tone into a WAV file.",
        discussion: """
            The tone is one of a country's, with --country, or one that is the same everywhere; \
            `dialpace tone list` has them all. A tone that goes on for ever plays for five seconds \
            unless --for says how long. The file may also stand before the tone.

            EXAMPLES
              dialpace tone write busy --country hu -o busy.wav
              dialpace tone write ringback.wav ringback --country de --variant 2 --for 20s
              dialpace tone write cng -o cng.wav --level -20 --rate 48000 --law ulaw
            """)

    @Argument(help: "The tone; or the file and the tone.", completion: .file())
    var words: [String]

    @Option(help: "Whose tone: two letters such as hu or US.")
    var country: String?

    @Option(
        parsing: .unconditional, help: "Which of several variants, from 1, the likeliest first.",
        transform: { try wholeNumber($0, in: 1...Int.max, most: "as many as there are") })
    var variant: Int?

    @Option(
        parsing: .unconditional,
        help: "How loud each frequency is, in dBm0, −80 to 3.14; as the plan says unless given.",
        transform: toneLevel)
    var level: Double?

    @Option(
        name: .customLong("for"), parsing: .unconditional,
        help: "How long it plays, such as 5s or 800ms.", transform: { try toneTime($0) })
    var length: Duration?

    @Option(help: "A folder of tone plans that come before the usual ones.", completion: .directory)
    var of: String?

    @OptionGroup var file: ToneFileOptions

    func validate() throws {
        if words.count > 2 || (words.count == 2 && file.output != nil) {
            throw ValidationError(
                "\(words.joined(separator: " ")) is more than a file and a tone; one tone is expected"
            )
        }
        if words.count == 2, !words[0].lowercased().hasSuffix(".wav"), !words[0].contains("/") {
            throw ValidationError(
                "\(words[0]) is taken for the file, whose name ends with .wav; one tone is expected"
            )
        }
        _ = try file.path(or: words.count == 2 ? words[0] : nil)
    }

    func run() async throws {
        try await tellingFaults {
            let path = try file.path(or: words.count == 2 ? words[0] : nil)
            var spec = try spec(of: words[words.count - 1])
            if let level { spec = spec.at(levelDecibels: level) }
            let time = length ?? (spec.ends ? nil : .seconds(5))
            _ = try file.write(spec, for: time, to: path)
        }
    }

    private func spec(of name: String) throws -> ToneSpec {
        let special = SpecialTone.all.first { plainName($0.name) == plainName(name) }
        let planned = CallTone.allCases.first { plainName($0.rawValue) == plainName(name) }
        if let country {
            if let special, planned == nil {
                throw ToneNameFault("\(special.name) is the same everywhere; leave out --country")
            }
            return try TonePlans(of: of).tone(name, of: country, variant: variant ?? 1).spec
        }
        guard let special else {
            if let planned {
                throw ToneNameFault(
                    "\(planned.rawValue) differs from country to country; say whose with --country, "
                        + "as in --country hu")
            }
            throw ToneNameFault(
                "there is no tone \"\(name)\"; known: "
                    + SpecialTone.all.map(\.name).joined(separator: ", ") + "; with --country: "
                    + CallTone.allCases.map(\.rawValue).joined(separator: ", "))
        }
        if let variant, variant > 1 {
            throw ToneNameFault("\(special.name) has 1 variant; --variant is \(variant)")
        }
        return special.spec
    }
}
