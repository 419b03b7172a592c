import DialConfig
import DialModel
import DialSimulation
import DialWorld
import Foundation

/// What cannot be done with the files of an experiment.
struct ExperimentFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Writes to `path`, all or nothing, or to standard output when there is none.
func deliver(_ text: String, to path: String?) throws {
    guard let path else { return try Output.write(text) }
    // A pipe or a device cannot be exchanged for a finished file.
    var status = stat()
    let isPlain = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    do {
        try Data(text.utf8).write(
            to: URL(fileURLWithPath: path), options: isPlain ? .atomic : [])
    } catch {
        throw ExperimentFault("\(path): cannot be written: \(reason(error))")
    }
}

extension ShardResults {
    /// What `--shard` writes.
    var fileText: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let file = ShardFile(kind: ShardFile.kind, content: self)
            return String(decoding: try encoder.encode(file), as: UTF8.self) + "\n"
        }
    }

    static func read(_ path: String) throws(ExperimentFault) -> ShardResults {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ExperimentFault("\(path): cannot be read: \(reason(error))")
        }
        guard let file = try? JSONDecoder().decode(ShardFile.self, from: data),
            file.kind == ShardFile.kind
        else {
            throw ExperimentFault("\(path): no shard file, as dialpace simulate --shard writes it")
        }
        guard file.content.isSound else {
            throw ExperimentFault("\(path): a broken shard file; simulate the shard again")
        }
        return file.content
    }
}

private struct ShardFile: Codable {
    static let kind = "dialpace shard 1"
    let kind: String
    let content: ShardResults
}

/// The system's own words for what went wrong with a file.
private func reason(_ error: any Error) -> String {
    let error = error as NSError
    let system = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    if system.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(system.code))) }
    return error.localizedDescription
}
