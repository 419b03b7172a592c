import ArgumentParser
import DialCharts
import DialModel
import DialTones

struct TonePlotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draws a recorded call: its waveform, its frequencies, and what is heard when.",
        discussion: """
            The picture is an SVG file, as ears hear the line: at 8 kHz. What is heard stands above it, \
            as `dialpace tone detect` tells it. At most 10 minutes are drawn.

            EXAMPLES
              dialpace tone plot call.wav -o call.svg
              dialpace tone plot call.wav --country gb --answered-at 3.2s -o call.svg --theme dark
            """)

    @Argument(
        help: "A WAV file of 8 to 48 kHz, mono or stereo, PCM of 16 bits, A-law or µ-law.",
        completion: .file())
    var file: String

    @Option(name: .shortAndLong, help: "The SVG file to write.", completion: .file())
    var output: String

    @OptionGroup var hearing: HearingOptions

    @Option(help: "The paper: light, dark, or automatic as the reader prefers.")
    var theme = Theme.automatic

    func run() async throws {
        try await tellingFaults {
            if isSameFile(output, file) {
                throw RecordingFault("\(output): --output would overwrite the recording")
            }
            try expectRoom(at: output)
            let heard = try hearing.hear(file, keeping: Self.mostSeconds)
            if let fault = heard.fault { throw fault }
            guard heard.seconds > 0 else {
                throw RecordingFault("\(file): holds no samples to draw")
            }
            try deliver(heard.chart.svg(theme: theme), to: output)
        }
    }

    private static let mostSeconds = 600
}

extension HeardFile {
    fileprivate var chart: SoundChart {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let coding =
            switch format.coding {
            case .pcm: "PCM"
            case .alaw: "A-law"
            case .ulaw: "µ-law"
            }
        let subtitle =
            "\(coding), \(format.rate) Hz, \(format.channels == 1 ? "mono" : "stereo"), "
            + "\(decimal(seconds, places: 1)) s; heard with the tones of \(country.uppercased())"
        let words = lines.flatMap { line in
            line.sounds.map { sound in
                (line.name.isEmpty ? "" : "\(line.name), ")
                    + "\(decimal(sound.beganSeconds, places: 2)) s: \(sound.label)"
            }
        }
        return SoundChart(
            name, subtitle: subtitle,
            description: "Heard: " + (words.isEmpty ? "nothing" : words.joined(separator: "; ")),
            seconds: seconds, channels: lines.map(\.channel))
    }
}

extension HeardLine {
    fileprivate var channel: SoundChart.Channel {
        let columns = SoundChart.columns
        return SoundChart.Channel(
            name, swings: swings(columns), levels: Spectrogram.columns(columns, of: samples),
            rows: rows)
    }

    /// The least and the greatest sample of each column.
    private func swings(_ columns: Int) -> [ClosedRange<Double>] {
        (0..<columns).map { column in
            let first = column * samples.count / columns
            let end = max(first + 1, (column + 1) * samples.count / columns)
            let part = samples[first..<min(end, samples.count)]
            return Double(part.min() ?? 0) / 32_768...Double(part.max() ?? 0) / 32_768
        }
    }

    /// A row for each kind that was heard.
    private var rows: [SoundChart.Row] {
        let kinds: [(kind: String, name: String, style: Style)] = [
            ("progress", "tones", .series(0)), ("information", "information", .series(1)),
            ("fax", "fax", .series(3)), ("digit", "keys", .series(2)), ("beep", "beep", .series(4)),
            ("voice", "voice", .series(5)), ("party", "who greets", Style(.ink)),
        ]
        return kinds.compactMap { kind, name, style in
            let marks = sounds.filter { $0.kindName == kind }.map(\.mark)
            return marks.isEmpty
                ? nil
                : SoundChart.Row(
                    name, style: style, joins: kind == "digit", marks)
        }
    }
}

extension HeardSound {
    fileprivate var mark: SoundChart.Mark {
        switch kind {
        case .digit(let key):
            SoundChart.Mark(String(key), begin: beganSeconds, end: endedSeconds)
        // Its row says so.
        case .voice: SoundChart.Mark("", begin: beganSeconds, end: endedSeconds)
        // It is a moment: from the answer on nothing was sure.
        case .party(let greeting):
            SoundChart.Mark(
                "\(greeting.verdict.words) (\(greeting.cause.words))", begin: beganSeconds,
                end: knownSeconds)
        default: SoundChart.Mark(label, begin: beganSeconds, end: endedSeconds)
        }
    }
}

extension Greeting.Cause {
    fileprivate var words: String {
        switch self {
        case .silence: "silence"
        case .words: "words"
        case .longGreeting: "long greeting"
        case .pause: "pause"
        case .beep: "beep"
        case .fax: "fax"
        case .timeOut: "time over"
        }
    }
}
