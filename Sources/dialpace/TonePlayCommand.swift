import ArgumentParser
import DialConfig
import DialModel
import DialToneRig
import DialTones

struct TonePlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Plays a tone on a sound device.",
        discussion: """
            The tone is one of a country's, with --country, or one that is the same everywhere; \
            `dialpace tone list` has them all. A tone that goes on for ever sounds for five seconds \
            unless --for says how long. Ctrl-C lets it fall silent, with exit code 130.

            `dialpace rig check` says what there is to play on; `dialpace tone write` needs no device.

            EXAMPLES
              dialpace tone play busy --country hu
              dialpace tone play ringback --country us --for 20s --level -20
              dialpace tone play sit-vc --device plughw:1,0
            """)

    @Argument(help: "The tone.")
    var tone: String

    @OptionGroup var choice: ToneChoice
    @OptionGroup var sound: ToneDeviceOptions

    @OptionGroup var sampling: ToneSampling

    func run() async throws {
        try await tellingFaults {
            let spec = try choice.spec(of: tone)
            try play(
                PlayedTone(spec, for: choice.length(of: spec), sampling), rate: sampling.rate,
                on: sound.soundDevice)
        }
    }
}

/// Which sound device.
struct ToneDeviceOptions: ParsableArguments {
    @Option(help: "The sound device to play on, as ALSA calls it; default unless given.")
    var device: String?

    var soundDevice: SoundDevice { device.map { SoundDevice($0) } ?? .usual }
}
