import DialMath
import Foundation
import Testing

/// What other programs say of our draws. They are named by the environment: `DIALPACE_PYTHON`, a
/// python with scipy, and `DIALPACE_DIEHARDER`, R. G. Brown's battery of tests.
@Suite(.serialized) struct PeerTests {
    static let distributions: [(String, Distribution)] = [
        ("uniform", .uniform(low: 2, high: 8)), ("exponential", .exponential(mean: 20)),
        ("exponential three percent longer", .exponential(mean: 20)),
        ("lognormal", .lognormal(mean: 10, cv: 0.5)),
        ("lognormal wide", .lognormal(mean: 60, cv: 3)), ("weibull", .weibull(mean: 15, shape: 2)),
        ("weibull wide", .weibull(mean: 4, shape: 0.7)), ("gamma", .gamma(mean: 40, cv: 0.5)),
        ("gamma wide", .gamma(mean: 8, cv: 2)), ("gamma narrow", .gamma(mean: 30, cv: 0.05)),
        ("erlang", .erlang(mean: 30, stages: 4)),
        (
            "mixture",
            .mixture([
                .init(weight: 1, .exponential(mean: 4)),
                .init(weight: 3, .gamma(mean: 20, cv: 0.4)),
            ])
        ),
        (
            "mixture apart",
            .mixture([
                .init(weight: 2, .uniform(low: 1, high: 2)),
                .init(weight: 3, .lognormal(mean: 90, cv: 0.3)),
            ])
        ),
        ("curve", .empirical(.init(curve: [(0, 2), (0.5, 8), (0.95, 20), (1, 40)]))),
    ]

    @Test(.enabled(if: Peer.python != nil, "DIALPACE_PYTHON names no python with scipy"))
    func `scipy takes a hundred thousand draws for what they are`() throws {
        try Peer.withFolder { folder in
            for (index, (name, distribution)) in Self.distributions.enumerated() {
                let chance = Chance(seed: UInt64(index), stream: name)
                let table = QuantileTable(distribution)
                let numbers = (0..<100_000).map { chance.uniform($0) }
                try Peer.write(numbers.map(distribution.quantile), to: folder, name + "+exact")
                try Peer.write(numbers.map(table.quantile), to: folder, name + "+table")
            }
            let script = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "peers/distributions.py")
            let output = try Peer.run(try #require(Peer.python), script.path, folder.path)
            let lines = output.split(separator: "\n").map { $0.split(separator: "\t") }
            #expect(lines.count == 2 * Self.distributions.count)
            for line in lines {
                let chance = try #require(Double(line[1]))
                let square = try #require(Double(line[2]))
                if line[0].contains("three percent") {
                    // The tests are sharp enough to see three percent.
                    #expect(chance < 1e-6 && square > 20, "\(line)")
                } else {
                    #expect(chance > 1e-3 && square < 6, "\(line)")
                }
            }
        }
    }

    /// Birthdays, overlapping permutations, ranks of matrices, ones in a row, runs, craps, serial
    /// pairs, permutations, lagged sums.
    static let battery = [
        ["-d", "0"], ["-d", "1", "-p", "10"], ["-d", "2", "-p", "10"], ["-d", "8", "-p", "20"],
        ["-d", "15", "-p", "20"], ["-d", "16", "-p", "20"], ["-d", "102", "-p", "10"],
        ["-d", "202", "-n", "5", "-p", "20"], ["-d", "203", "-n", "2", "-p", "10"],
    ]

    @Test(
        .enabled(if: Peer.dieharder != nil, "DIALPACE_DIEHARDER names no dieharder"),
        arguments: ChanceStreamTests.streams.indices)
    func `dieharder finds nothing in the streams of chance`(stream: Int) throws {
        let (name, draw) = ChanceStreamTests.streams[stream]
        let verdicts = try Self.verdicts((0..<14_000_000).map(draw))
        #expect(verdicts.count >= Self.battery.count)
        #expect(verdicts.filter { $0.contains("FAILED") } == [], "\(name)")
    }

    @Test(.enabled(if: Peer.dieharder != nil, "DIALPACE_DIEHARDER names no dieharder"))
    func `dieharder sees that multiples of the golden ratio are no chance`() throws {
        let verdicts = try Self.verdicts((0..<14_000_000).map { $0 &* 0x9e37_79b9_7f4a_7c15 })
        #expect(verdicts.count { $0.contains("FAILED") } >= 3)
    }

    private static func verdicts(_ bits: [UInt64]) throws -> [Substring] {
        try Peer.withFolder { folder in
            try Peer.write(bits, to: folder, "bits")
            let file = folder.appending(path: "bits").path
            return try battery.flatMap { test in
                try Peer.run(
                    try #require(Peer.dieharder), arguments: ["-g", "201", "-f", file] + test
                ).split(separator: "\n").filter {
                    $0.contains("PASSED") || $0.contains("WEAK") || $0.contains("FAILED")
                }
            }
        }
    }
}

/// Another program, and files for it to read.
private enum Peer {
    static let python = ProcessInfo.processInfo.environment["DIALPACE_PYTHON"]
    static let dieharder = ProcessInfo.processInfo.environment["DIALPACE_DIEHARDER"]

    struct Refusal: Error, CustomStringConvertible {
        let program: String
        let status: Int32
        var description: String { "\(program) ended with status \(status)" }
    }

    static func withFolder<Result>(_ work: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "dialpace-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try work(folder)
    }

    static func write<Number>(_ numbers: [Number], to folder: URL, _ name: String) throws {
        try numbers.withUnsafeBytes { try Data($0).write(to: folder.appending(path: name)) }
    }

    static func run(_ program: String, _ arguments: String...) throws -> String {
        try run(program, arguments: arguments)
    }

    static func run(_ program: String, arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        if program == dieharder { process.standardError = FileHandle.nullDevice }
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Refusal(program: program, status: process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }
}
