import ArgumentParser
import DialModel
import DialStore
import DialToneRig
import DialTones

struct ToneInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Says what a WAV file holds: how samples are kept, how long it is, how loud.",
        discussion: """
            The level is that of the whole file in dBm0, a sine that fills the range having 3.14; the \
            peak is the largest sample against full scale.

            EXAMPLES
              dialpace tone info greeting.wav
              dialpace tone info *.wav --format json
            """)

    @Argument(
        help: "WAV files of 8 to 48 kHz, mono or stereo, PCM of 16 bits, A-law or µ-law.",
        completion: .file())
    var files: [String]

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    func run() async throws {
        try await tellingFaults {
            var sounds: [MeasuredSound] = []
            var isGood = true
            for file in files {
                do throws(WAVFileFault) {
                    sounds.append(try MeasuredSound(file))
                } catch {
                    complain(error.description)
                    isGood = false
                }
            }
            if sounds.isEmpty { throw ExitCode(1) }
            switch format {
            case .text:
                let head = ["file", "law", "rate", "channels", "length", "level", "peak"]
                try Output.write(aligned([head] + sounds.map(\.row), words: [0, 1]))
            case .json:
                try Output.write(JSONTree.array(sounds.map(\.tree)).text(indent: "") + "\n")
            }
            if !isGood { throw ExitCode(1) }
        }
    }
}

/// A WAV file, read to its end.
private struct MeasuredSound {
    let path: String
    let format: WAVFormat
    var samples = 0
    var squares = 0.0
    var largest = 0

    init(_ path: String) throws(WAVFileFault) {
        let file = try WAVInput(path)
        self.path = path
        format = file.format
        var block: [Int16] = []
        while try file.read(into: &block) {
            samples += block.count
            for sample in block {
                let size = Int(sample)
                squares += Double(size * size)
                largest = max(largest, abs(size))
            }
        }
    }

    private var seconds: Double { Double(samples / format.channels) / Double(format.rate) }

    /// In dBm0; nil for silence.
    private var level: Double? {
        samples == 0 ? nil : Level.decibels(ofMeanSquare: squares / Double(samples))
    }

    /// Of full scale.
    private var peak: Double { Double(largest) / 32_768 }

    var row: [String] {
        [
            path, format.coding.rawValue, "\(format.rate) Hz", "\(format.channels)",
            "\(decimal(seconds, places: 3)) s",
            level.map { "\(decimal($0, places: 2)) dBm0" } ?? "silent",
            "\(decimal(peak * 100, places: 1)) %",
        ]
    }

    var tree: JSONTree {
        .object([
            ("file", .text(path)), ("law", .text(format.coding.rawValue)),
            ("rate", .count(format.rate)), ("channels", .count(format.channels)),
            ("seconds", .share(seconds)), ("levelDecibels", .share(level)), ("peak", .share(peak)),
        ])
    }
}
