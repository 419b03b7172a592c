import ArgumentParser

struct RigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rig",
        abstract: "Sound devices: what there is, and what works.",
        discussion: """
            EXAMPLES
              dialpace rig check
              dialpace rig check --device plughw:1,0 --format json
            """,
        subcommands: [RigCheckCommand.self])
}
