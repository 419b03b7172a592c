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

    @OptionGroup var choice: ToneChoice
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
            let spec = try choice.spec(of: words[words.count - 1])
            try file.write(spec, for: choice.length(of: spec), to: path)
        }
    }
}
