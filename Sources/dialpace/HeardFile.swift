import ArgumentParser
import DialModel
import DialToneRig
import DialTones

/// A sound file that was listened to, channel by channel.
struct HeardFile {
    let path: String
    let format: WAVFormat
    let country: String
    private(set) var lines: [HeardLine]
    /// Why there is no more of it than was heard; nil: it was heard to its end.
    private(set) var fault: WAVFileFault?

    /// Listens to a file from beginning to end, or as far as it can be read.
    ///
    /// - Parameter most: seconds of which samples are kept; nil: none are, and any length is heard.
    init(
        _ path: String, plan: TonesToHear, answer: Duration?, keeping most: Int? = nil
    ) throws {
        let file = try WAVInput(path)
        self.path = path
        format = file.format
        country = plan.country
        let names = format.channels == 1 ? [""] : ["left", "right"]
        lines = []
        for name in names {
            lines.append(
                try HeardLine(
                    name, rate: format.rate, plan: plan, answer: answer, keeps: most != nil))
        }
        var block: [Int16] = []
        while try next(&block, of: file) {
            for channel in lines.indices {
                lines[channel].hear(
                    lines.count == 1
                        ? block
                        : stride(from: channel, to: block.count, by: lines.count).map { block[$0] })
            }
            if let most, lines[0].length > most * Ears.rate {
                throw RecordingFault("\(path): is longer than the \(most) s that a picture shows")
            }
        }
        for channel in lines.indices { lines[channel].finish() }
    }

    /// Reads on. A fault after some samples is kept for later.
    private mutating func next(
        _ block: inout [Int16], of file: WAVInput
    ) throws(WAVFileFault) -> Bool {
        do { return try file.read(into: &block) } catch {
            if lines[0].length == 0 { throw error }
            fault = error
            return false
        }
    }

    /// Of each channel.
    var seconds: Double { Double(lines[0].length) / Double(Ears.rate) }
}

/// What is wrong with a sound.
struct RecordingFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Whose tones to listen for, and when the call was answered.
struct HearingOptions: ParsableArguments {
    @Option(help: "Whose tones are listened for: two letters such as us or HU.")
    var country = "us"

    @Option(
        parsing: .unconditional,
        help: """
            When the call is answered, such as 3.2s or 0s: from there it is judged who greets. Without \
            it the recording begins with the answer, unless tones of the network are heard in it.
            """,
        transform: { try toneTime($0, atLeast: .zero) })
    var answeredAt: Duration?

    @OptionGroup var folder: ToneFolder

    /// Listens to a file.
    func hear(_ path: String, keeping most: Int? = nil) throws -> HeardFile {
        try HeardFile(
            path, plan: TonesToHear(of: country, in: folder.of), answer: answeredAt, keeping: most)
    }
}
