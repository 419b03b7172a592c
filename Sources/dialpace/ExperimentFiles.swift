import DialConfig
import DialModel
import DialSimulation
import DialToneRig
import DialWorld
import Foundation

/// What cannot be done with the files of an experiment.
struct ExperimentFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    fileprivate init(_ path: String, _ what: String, _ number: Int32) {
        description = "\(path): \(what): \(String(cString: strerror(number)))"
    }
}

/// Sees to it, before long work, that a file can be made or exchanged at each of these places.
func expectRoom(at paths: String?...) throws(ExperimentFault) {
    for path in paths.compactMap(\.self) {
        try telling { () throws(FinishedFile.Fault) in try FinishedFile.expectRoom(at: path) }
    }
}

/// Writes to `path`, all or nothing, or to standard output when there is none.
func deliver(_ text: String, to path: String?) throws {
    try deliver(to: path) { write in try write(text) }
}

/// Writes what `body` hands over, piece by piece, to `path`, all or nothing, or to standard output when
/// there is none.
func deliver(to path: String?, _ body: ((String) throws -> Void) throws -> Void) throws {
    guard let path else { return try body { try Output.write($0) } }
    let file = try telling { () throws(FinishedFile.Fault) in try FinishedFile(path) }
    try body { text in try write(text, into: file) }
    try telling { () throws(FinishedFile.Fault) in try file.finish() }
}

private func write(_ text: String, into file: FinishedFile) throws(ExperimentFault) {
    try telling { () throws(FinishedFile.Fault) in try file.write(text.utf8.span.bytes) }
}

private func telling<Result>(
    _ body: () throws(FinishedFile.Fault) -> Result
) throws(ExperimentFault) -> Result {
    do { return try body() } catch {
        throw ExperimentFault(error.path, "cannot be written", error.number)
    }
}

/// Whether both are paths of one file.
func isSameFile(_ path: String, _ other: String) -> Bool {
    var (one, two) = (stat(), stat())
    if path == other { return true }
    guard stat(path, &one) == 0, stat(other, &two) == 0 else { return false }
    return one.st_ino == two.st_ino && one.st_dev == two.st_dev
}

/// Exchanges the content of a file that is there, all or nothing, also when the power fails; it keeps
/// its permissions, and a link to it stays one.
func replace(_ path: String, with text: String) throws(ExperimentFault) {
    if access(path, F_OK) != 0 { throw ExperimentFault(path, "cannot be written", errno) }
    let file = try telling { () throws(FinishedFile.Fault) in try FinishedFile(path) }
    try write(text, into: file)
    try telling { () throws(FinishedFile.Fault) in try file.finish(isFlushed: true) }
}

/// The whole of a small file, such as a campaign.
func wholeFile(_ path: String) throws(ExperimentFault) -> [UInt8] { Array(try content(of: path)) }

/// The whole of a file.
private func content(of path: String) throws(ExperimentFault) -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw ExperimentFault(path, "cannot be read", errno) }
    defer { close(descriptor) }
    var data = Data()
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = read(descriptor, &block, block.count)
        if count == 0 { return data }
        if count > 0 {
            data.append(contentsOf: block[..<count])
        } else if errno != EINTR {
            throw ExperimentFault(path, "cannot be read", errno)
        }
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
        let data = try content(of: path)
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
