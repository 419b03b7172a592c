import Foundation

/// Programs that others wrote.
enum Shell {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// A folder that is gone when nobody holds it any more.
    final class Folder {
        let path: String

        init() throws {
            path =
                FileManager.default.temporaryDirectory
                .appendingPathComponent("dialpace-ears-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    static func has(_ program: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }

    /// Runs lines of a shell, of which none may go wrong.
    static func run(_ lines: String, in folder: Folder) throws {
        let script = "\(folder.path)/script"
        let errors = "\(folder.path)/errors"
        try "set -eu\ncd '\(folder.path)'\nexec 2>errors\n\(lines)\n".write(
            toFile: script, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [script]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let told = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
            throw Fault(description: "\(process.terminationStatus): \(told.prefix(400))")
        }
    }
}
