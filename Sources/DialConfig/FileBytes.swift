import Foundation

/// An open file, read from the beginning. Closed when it goes.
final class InputFile {
    let path: String
    private let descriptor: Int32
    /// Permissions, as `chmod` takes them.
    let mode: mode_t
    /// Its size in bytes and when it was changed last: other when its content is.
    let state: String
    /// ``state``, and which file it is: another that has taken its name has another.
    let mark: String
    /// In bytes, as it was opened; 0 for what is no plain file.
    let size: Int

    init(_ path: String) throws(ConfigErrors) {
        guard !path.utf8.contains(0), !path.isEmpty else {
            throw ConfigErrors(quoted(path), "this is no path")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw ConfigErrors(path, Self.sentence(errno)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw ConfigErrors(path, Self.sentence(number))
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw ConfigErrors(path, "this is a directory; a file is expected")
        }
        self.path = path
        self.descriptor = descriptor
        mode = status.st_mode & 0o666
        state = Self.state(status)
        mark = "\(state), \(status.st_ino)"
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    }

    deinit { close(descriptor) }

    private static func state(_ status: stat) -> String {
        let changed = status.st_mtim
        return "\(status.st_size) bytes of \(changed.tv_sec).\(changed.tv_nsec)"
    }

    /// The ``mark`` of the file at `path`, which is not opened; nil, with `errno`: there is none.
    static func mark(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return "\(state(status)), \(status.st_ino)"
    }

    /// Fills the beginning of `buffer`.
    ///
    /// - Returns: the number of bytes read; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConfigErrors) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw ConfigErrors(path, Self.sentence(errno)) }
        }
    }

    static func sentence(_ number: Int32) -> String {
        switch number {
        case ENOENT: "there is no such file"
        case ENOTDIR: "there is no such file; a part of its path is no directory"
        case EACCES, EPERM: "the file may not be read; check its permissions"
        default: "the file cannot be read: \(errorText(number))"
        }
    }
}

/// The system's own words for an error number, in lower case.
func errorText(_ number: Int32) -> String {
    String(cString: strerror(number)).lowercased()
}

/// The content of a small file, such as a campaign; at most 16 MiB of it.
func fileBytes(_ path: String) throws(ConfigErrors) -> [UInt8] {
    let file = try InputFile(path)
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < 16 << 20 {
        var count = 0
        var fault: ConfigErrors?
        block.withUnsafeMutableBytes { buffer in
            do throws(ConfigErrors) { count = try file.read(into: buffer) } catch { fault = error }
        }
        if let fault { throw fault }
        if count == 0 { break }
        bytes += block[..<count]
    }
    return bytes
}

/// `path` as seen from the folder of the file `base`.
func resolved(_ path: String, beside base: String) -> String {
    guard !path.hasPrefix("/"), let slash = base.lastIndex(of: "/") else { return path }
    return base[...slash] + path
}
