import ArgumentParser
import DialModel
import DialTones

struct ToneDialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dial",
        abstract: "Presses the keys of a telephone: DTMF on a sound device, or into a WAV file.",
        discussion: """
            Keys are 0 to 9, A to D, * and #. Receivers need 40 ms of each, and 40 ms between two. \
            Without a file they sound on a device; Ctrl-C lets them fall silent, with exit code 130.

            EXAMPLES
              dialpace tone dial 4711#
              dialpace tone dial 4711# -o digits.wav
              dialpace tone dial 0123456789 -o fast.wav --on 40ms --off 40ms --level -20 --twist 0
            """)

    @Argument(help: "The keys.")
    var digits: String

    @Option(
        parsing: .unconditional,
        help: "How loud the lower frequency of each key is, in dBm0, −80 to 3.14.",
        transform: toneLevel)
    var level = DTMF().levelDecibels

    @Option(
        parsing: .unconditional,
        help: "By how many dB the higher frequency is louder, −20 to 20; receivers bear −8 to 4.",
        transform: {
            guard let twist = Double($0), (-20.0...20).contains(twist) else {
                throw ValidationError("−20 to 20 dB are allowed")
            }
            return twist
        })
    var twist = DTMF().twistDecibels

    @Option(
        parsing: .unconditional, help: "How long each key sounds.",
        transform: { try toneTime($0) })
    var on = DTMF().on

    @Option(
        parsing: .unconditional, help: "How long it is silent after each key.",
        transform: { try toneTime($0) })
    var off = DTMF().off

    @OptionGroup var file: ToneFileOptions
    @OptionGroup var sound: ToneDeviceOptions

    func validate() throws {
        if let output = file.output, let device = sound.device {
            throw ValidationError(
                "either -o \(output) or --device \(device) is possible: into a file, or on a device"
            )
        }
        if file.output == nil, file.law != .pcm {
            throw ValidationError(
                "--law \(file.law.rawValue) is for files; say which with -o FILE.wav")
        }
    }

    func run() async throws {
        try await tellingFaults {
            var keys = DTMF()
            keys.levelDecibels = level
            keys.twistDecibels = twist
            keys.on = on
            keys.off = off
            let spec = try keys.spec(for: digits)
            if let path = file.output {
                try file.write(spec, for: nil, to: path)
            } else {
                try play(
                    PlayedTone(spec, for: nil, file.sampling), rate: file.sampling.rate,
                    on: sound.soundDevice)
            }
        }
    }
}
