import ArgumentParser

struct ToneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tone",
        abstract:
            "Lists the tones of the world's telephone networks, plays them and hears them.",
        discussion: """
            A tone of a country (dial, ringback, busy, congestion, sit, callWaiting, unobtainable) \
            sounds as its tone plan says: one YAML file a country, in the folder tones here or in \
            config/tones; --of names another folder, whose files come first. Fax and modem tones, the \
            special information tones that say why a call failed, the keys of a telephone and an \
            answering machine's beep are the same everywhere.

            EXAMPLES
              dialpace tone list --country hu
              dialpace tone play busy --country hu
              dialpace tone write busy --country hu -o busy.wav
              dialpace tone write sit-vc -o vacant.wav --law alaw
              dialpace tone dial 4711# -o digits.wav
              dialpace tone info digits.wav
              dialpace tone detect call.wav --country gb
              dialpace tone plot call.wav -o call.svg
            """,
        subcommands: [
            ToneListCommand.self, TonePlayCommand.self, ToneWriteCommand.self,
            ToneDialCommand.self, ToneInfoCommand.self, ToneDetectCommand.self,
            TonePlotCommand.self,
        ])
}
