import ArgumentParser
import DialModel
import DialStore
import DialTones

struct ToneDetectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Says what is heard in a recorded call: tones, keys, voices, who has answered.",
        discussion: """
            Heard are the tones of one country's network, special information tones, keys, the \
            fax tones CNG, CED and ANSam, the beep of an answering machine and words, each with the time at which it \
            began and was over, and at which it was known. Who greets, a person or a machine, is judged \
            from the answer on. Each channel of a stereo file is a line of its own. Of a file that is cut \
            short what can be heard is told all the same, with exit code 1.

            EXAMPLES
              dialpace tone detect call.wav
              dialpace tone detect call.wav --country gb --answered-at 3.2s
              dialpace tone detect call.wav --format json
            """)

    @Argument(
        help: """
            A WAV file of 8 to 48 kHz, mono or stereo, PCM of 16 bits, A-law or µ-law; - is standard \
            input.
            """,
        completion: .file())
    var file: String

    @OptionGroup var hearing: HearingOptions

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    func run() async throws {
        try await tellingFaults {
            let heard = try hearing.hear(file)
            switch format {
            case .text: try Output.write(heard.text)
            case .json: try Output.write(heard.tree.text(indent: "") + "\n")
            }
            if let fault = heard.fault { throw fault }
        }
    }
}

extension HeardFile {
    /// A row for each sound, in the order in which they began.
    fileprivate var text: String {
        let rows = ordered.map { channel, sound in
            [
                channel, time(sound.beganSeconds), sound.endedSeconds.map(time) ?? "goes on",
                time(sound.knownSeconds),
                sound.kindName == "party" ? "" : "\(decimal(sound.levelDecibels, places: 1)) dBm0",
                sound.label, sound.details,
            ]
        }
        guard !rows.isEmpty else { return "nothing is heard in \(path)\n" }
        let head = [
            format.channels == 1 ? "" : "channel", "began", "ended", "known", "level", "heard", "",
        ]
        return aligned([head] + rows, words: [0, 5, 6])
    }

    fileprivate var tree: JSONTree {
        .object([
            ("file", .text(path)), ("country", .text(country)),
            ("channels", .count(format.channels)), ("seconds", .share(seconds)),
            ("sounds", .array(ordered.map { $1.tree(channel: $0) })),
        ])
    }

    private var ordered: [(channel: String, sound: HeardSound)] {
        lines.flatMap { line in line.sounds.map { (line.name, $0) } }
            .enumerated().sorted {
                ($0.element.1.began, $0.offset) < ($1.element.1.began, $1.offset)
            }
            .map(\.element)
    }

    private func time(_ seconds: Double) -> String { "\(decimal(seconds, places: 3)) s" }
}
