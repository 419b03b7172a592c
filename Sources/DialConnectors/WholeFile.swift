import Foundation

/// Files that are there whole or not at all, whatever happens meanwhile.
enum WholeFile {
    struct Fault: Error, CustomStringConvertible {
        var path: String
        var number: Int32
        var description: String {
            "\(path): \(String(cString: strerror(number)).lowercased())"
        }
    }

    /// Writes `text` beside `path`, flushes it, and puts it in place of what is there.
    static func write(_ text: String, to path: String) throws(Fault) {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let beside = path[..<slash] + ".\(path[slash...]).part"
        let descriptor = open(String(beside), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw Fault(path: path, number: errno) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 {
                let number = errno
                close(descriptor)
                throw Fault(path: path, number: number)
            }
            bytes = bytes.dropFirst(count)
        }
        let isFlushed = fsync(descriptor) == 0
        let number = errno
        close(descriptor)
        if !isFlushed { throw Fault(path: path, number: number) }
        if rename(String(beside), path) != 0 { throw Fault(path: path, number: errno) }
        flushFolder(of: String(path[..<slash]))
    }

    /// Moves a file; one of that name that is there already stays, and this one gets a number.
    static func move(_ path: String, into folder: String, as name: String) throws(Fault) {
        var target = "\(folder)/\(name)"
        var count = 1
        while access(target, F_OK) == 0 {
            count += 1
            target = "\(folder)/\(name).\(count)"
        }
        if rename(path, target) != 0 { throw Fault(path: path, number: errno) }
        flushFolder(of: folder)
    }

    /// So that the new name survives a power cut.
    private static func flushFolder(of path: String) {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return }
        fsync(descriptor)
        close(descriptor)
    }
}
