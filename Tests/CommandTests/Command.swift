import Foundation
import Testing

/// The built command, run as a user runs it.
struct Command {
    var output = ""
    var errors = ""
    var status: Int32 = 0

    /// Where the build put it: beside the tests.
    static let path: String = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = tests.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("dialpace").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return "dialpace"
    }()

    /// The project's folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A process that has been started, with its output going to files.
    final class Running {
        let process = Process()
        private let folder: Scratch

        init(
            _ arguments: [String], program: String = Command.path, in scratch: Scratch
        ) throws {
            folder = scratch
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["dialpace": Command.path]) { $1 }
            process.currentDirectoryURL = scratch.url
            process.standardInput = FileHandle.nullDevice
            // Closed here as soon as the command has its own: hundreds of open files make
            // `Process.run`, which lists them all, read past the end of that list and crash.
            let handles = [try scratch.handle("stdout"), try scratch.handle("stderr")]
            defer { for handle in handles { try? handle.close() } }
            process.standardOutput = handles[0]
            process.standardError = handles[1]
            // A test's thread blocks signals, and a process inherits that: what it starts in its turn
            // could then not be ended.
            var none = sigset_t()
            var before = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, &before)
            defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
            try process.run()
        }

        /// Presses Ctrl-C once the system says that the command answers it.
        func interrupt() {
            let signal = UInt64(1) << UInt64(SIGINT - 1)
            until { isAnswering & signal != 0 }
            process.interrupt()
        }

        /// Returns when `condition` holds, the process has ended, or a minute is over.
        func until(_ condition: () -> Bool) {
            let end = ContinuousClock.now + .seconds(60)
            while process.isRunning, !condition(), ContinuousClock.now < end { usleep(5_000) }
        }

        /// The signals that it answers, a bit each.
        private var isAnswering: UInt64 {
            let status = FileManager.default.contents(
                atPath: "/proc/\(process.processIdentifier)/status")
            let lines = String(decoding: status ?? Data(), as: UTF8.self).split(separator: "\n")
            let line = lines.first { $0.hasPrefix("SigCgt:") }
            return line.flatMap { UInt64($0.dropFirst(7).drop { $0.isWhitespace }, radix: 16) } ?? 0
        }

        /// - Returns: when it has ended, or has been killed because it does not.
        func finish(within seconds: Double = 120) throws -> Command {
            let watch = DispatchWorkItem { [process] in
                if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            }
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: watch)
            process.waitUntilExit()
            watch.cancel()
            return Command(
                output: folder.read("stdout"), errors: folder.read("stderr"),
                status: process.terminationStatus)
        }
    }

    static func run(_ arguments: String..., in scratch: Scratch) throws -> Command {
        try Running(arguments, in: scratch).finish()
    }

    /// Runs a line of shell, in which `$dialpace` is the command.
    static func shell(_ line: String, in scratch: Scratch) throws -> Command {
        try Running(["-c", line], program: "/bin/sh", in: scratch).finish()
    }

    /// Whether the machine has a program.
    static func has(_ program: String) -> Bool {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin"
        return path.split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }
}

/// A folder of the test's own, gone when the test is.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("dialpace-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
        return path(name)
    }

    func read(_ name: String) -> String {
        (try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    func handle(_ name: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path(name), contents: nil)
        return try FileHandle(forWritingTo: url.appendingPathComponent(name))
    }
}

/// A shipped campaign file.
func shipped(_ name: String) -> String {
    Command.root.appendingPathComponent("config/campaigns/\(name)").path
}
