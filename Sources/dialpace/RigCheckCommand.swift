import ArgumentParser
import DialModel
import DialStore
import DialToneRig

struct RigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says which sound devices there are, whether they work, and what to do if not.",
        discussion: """
            Plays half a second of silence on the device and records half a second from it, both at 8 \
            and at 48 kHz, and says how long the device takes for a period of 20 ms. Nothing is kept of \
            what is recorded. The exit code is 0 if that could be found out, whatever the answer is.

            EXAMPLES
              dialpace rig check
              dialpace rig check --device plughw:1,0 --format json
            """)

    @Option(help: "The sound device to try, as ALSA calls it; default unless given.")
    var device: String?

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    func run() async throws {
        try await tellingFaults {
            let check = RigCheck(device.map { SoundDevice($0) } ?? .usual)
            switch format {
            case .text: try Output.write(check.text)
            case .json: try Output.write(check.tree.text(indent: "") + "\n")
            }
        }
    }
}

/// What there is, and what works of it.
private struct RigCheck {
    let cards = SoundCard.all()
    let named = NamedSoundDevice.all()
    let device: SoundDevice
    var trials: [SoundTrial] = []

    init(_ device: SoundDevice) {
        self.device = device
        for direction in SoundDirection.allCases {
            for rate in [8_000, 48_000] {
                trials.append(SoundTrial(device, direction, format: SoundFormat(rate: rate)))
            }
        }
    }

    private func works(_ direction: SoundDirection) -> Bool {
        trials.contains { $0.direction == direction && $0.fault == nil }
    }

    // MARK: Words

    var text: String {
        var text = cards.isEmpty ? "this computer has no sound card\n" : "sound cards\n"
        text += indented(cards.map { ["hw:\($0.number)", "hw:\($0.id)", $0.name] })
        if !named.isEmpty {
            text += "\ndevices that ALSA names\n"
            text += indented(named.map { [$0.device.name, $0.way, $0.summary] })
        }
        let whys = Set(trials.map { $0.fault.map { "\($0.cause)" } })
        if let fault = trials.first?.fault, whys.count == 1, !fault.isOfFormat {
            text += "\n\(fault)\n"
        } else {
            text += "\nsound device \"\(device.name)\"\n" + indented(trials.map(\.cells))
        }
        return text + advice
    }

    private func indented(_ rows: [[String]]) -> String {
        aligned(rows, words: [0, 1, 2]).split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    private var advice: String {
        var lines: [String] = []
        if works(.playback), works(.capture) {
            let isLate = trials.contains { $0.isInTime == false }
            if isLate {
                lines.append(
                    "a device that is not in real time is no sound card; tones go through it at once"
                )
            }
        } else {
            let doing = SoundDirection.allCases.filter { !works($0) }.map(\.verb)
            lines.append("so that there is something to \(doing.joined(separator: " and ")) with:")
            if cards.isEmpty {
                lines += [
                    "  connect a sound card; in a container, lend it /dev/snd of the host",
                    "  or load one that is made of software: sudo modprobe snd-aloop",
                    "  (then --device plughw:Loopback)",
                ]
            } else {
                lines.append(
                    "  try another device from the lists above, as in --device plughw:"
                        + "\(cards[0].number),0")
            }
            if trials.contains(where: { $0.fault?.cause == .noConfiguration }) {
                lines.append("  install ALSA's configuration: sudo apt-get install libasound2-data")
            }
            lines += [
                "without a device:",
                "  dialpace tone write TONE -o FILE.wav writes tones into files",
                "  dialpace run CAMPAIGN --trunk rig hears its calls in memory",
            ]
        }
        return lines.isEmpty ? "" : "\n" + lines.map { $0 + "\n" }.joined()
    }

    // MARK: JSON

    var tree: JSONTree {
        .object([
            (
                "cards",
                .array(
                    cards.map {
                        .object([
                            ("number", .count($0.number)), ("id", .text($0.id)),
                            ("name", .text($0.name)),
                        ])
                    })
            ),
            (
                "devices",
                .array(
                    named.map {
                        .object([
                            ("name", .text($0.device.name)), ("summary", .text($0.summary)),
                            ("plays", .number("\($0.directions.contains(.playback))")),
                            ("records", .number("\($0.directions.contains(.capture))")),
                        ])
                    })
            ),
            ("device", .text(device.name)), ("trials", .array(trials.map(\.tree))),
        ])
    }
}

extension SoundDirection {
    fileprivate var verb: String { self == .playback ? "play" : "record" }
}

extension SoundFault {
    /// Whether another rate might do.
    fileprivate var isOfFormat: Bool {
        switch cause {
        case .rate, .channels, .samples: true
        default: false
        }
    }
}

extension NamedSoundDevice {
    fileprivate var way: String {
        directions.count == 2
            ? "plays and records" : directions.contains(.playback) ? "plays" : "records"
    }
}

extension SoundTrial {
    fileprivate var fault: SoundFault? {
        if case .failure(let fault) = result { fault } else { nil }
    }

    private var timing: Timing? { try? result.get() }

    /// Nil where it does not work.
    fileprivate var isInTime: Bool? { timing.map { Self.isInTime($0, format) } }

    private var milliseconds: Double? { timing?.periodMilliseconds }

    fileprivate var cells: [String] {
        let what = "\(direction.verb)s at \(format.rate) Hz"
        guard let timing, let milliseconds else {
            return [what, "no", "\(fault?.description ?? "")"]
        }
        let right = 1_000 * Double(timing.period) / Double(format.rate)
        var words =
            "a period of \(short(right, places: 2)) ms takes \(decimal(milliseconds, places: 2)) ms"
        if isInTime == false { words += ": not in real time" }
        if timing.stops > 0 { words += "; it stopped \(timing.stops) times" }
        return [what, "yes", words]
    }

    fileprivate var tree: JSONTree {
        .object([
            ("direction", .text(direction.rawValue)), ("rate", .count(format.rate)),
            ("works", .number("\(fault == nil)")),
            ("periodFrames", timing.map { .count($0.period) } ?? .null),
            ("bufferFrames", timing.map { .count($0.buffer) } ?? .null),
            ("periodMilliseconds", .share(milliseconds)),
            ("isInTime", isInTime.map { .number("\($0)") } ?? .null),
            ("stops", timing.map { .count($0.stops) } ?? .null),
            ("problem", fault.map { .text($0.description) } ?? .null),
        ])
    }
}
