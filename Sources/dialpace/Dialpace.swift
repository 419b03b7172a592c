import ArgumentParser

@main struct Dialpace: AsyncParsableCommand {
    mutating func run() async throws { print("dialpace") }
}
