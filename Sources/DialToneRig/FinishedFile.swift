import Foundation

/// A file that is there whole or not at all.
///
/// Until it is finished its bytes are in a part beside it, which then takes its place and the
/// permissions of what was there. A link is followed: what it leads to is exchanged, and the link stays.
/// A pipe or a device cannot be exchanged and gets its bytes as they come, and so does what the process
/// has open already under a path such as `/dev/stdout` or `/dev/fd/3`, a plain file or not.
///
/// Whoever lets go of it unfinished leaves nothing; a process that is killed leaves the part,
/// `NAME.PID.part`.
public final class FinishedFile {
    /// Why a file is not written.
    public struct Fault: Error, Hashable, Sendable {
        public let path: String
        /// The system's `errno`.
        public let number: Int32
    }

    /// Where bytes go.
    private enum Place: Equatable {
        /// A file that is exchanged, links followed.
        case exchanged(String)
        /// What is there already.
        case through(String)
        /// One of this process's own.
        case descriptor(Int32)
    }

    /// Whether there is a part that has to go if the process is ended.
    public var hasPart: Bool { part != nil }

    private let path: String
    private let place: Place
    private let part: String?
    private var descriptor: Int32

    /// - Throws: where there is no room for it; what is there is as it was.
    public init(_ path: String) throws(Fault) {
        self.path = path
        place = try Self.place(of: path)
        switch place {
        case .descriptor(let number):
            part = nil
            // Opened anew, a plain file would lose what is in it.
            descriptor = fcntl(number, F_DUPFD_CLOEXEC, 3)
        case .through(let path):
            part = nil
            descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
        case .exchanged(let path):
            let part = "\(path).\(getpid()).part"
            self.part = part
            // Nobody sees more than of the file that it replaces.
            let mode: mode_t = access(path, F_OK) == 0 ? 0o600 : 0o644
            descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        }
        if descriptor < 0 { throw Fault(path: path, number: errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if let part, descriptor >= 0 { unlink(part) }
    }

    public func write(_ bytes: RawSpan) throws(Fault) {
        let number = bytes.withUnsafeBytes { Self.put($0, on: descriptor) }
        if number != 0 { throw Fault(path: path, number: number) }
    }

    /// Gives the file its name.
    ///
    /// - Parameter isFlushed: whether it is on disk first, so that a power cut leaves the old or the new.
    public func finish(isFlushed: Bool = false) throws(Fault) {
        var number: Int32 = 0
        var status = stat()
        if case .exchanged(let path) = place, stat(path, &status) == 0 {
            // Where files have no permissions of their own, none are lost.
            _ = fchmod(descriptor, status.st_mode & 0o7777)
        }
        if isFlushed, fsync(descriptor) != 0 { number = errno }
        if close(descriptor) != 0, number == 0 { number = errno }
        descriptor = -1
        if case .exchanged(let path) = place, let part {
            if number == 0, rename(part, path) != 0 { number = errno }
            if number != 0 { unlink(part) }
        }
        if number != 0 { throw Fault(path: path, number: number) }
    }

    /// Sees to it, before long work, that a file can be made or exchanged there.
    public static func expectRoom(at path: String) throws(Fault) {
        switch try place(of: path) {
        case .descriptor(let number):
            if fcntl(number, F_GETFD) < 0 { throw Fault(path: path, number: errno) }
        case .through(let there):
            var status = stat()
            if stat(there, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                throw Fault(path: path, number: EISDIR)
            }
            if access(there, W_OK) != 0 { throw Fault(path: path, number: errno) }
        case .exchanged(let there):
            // A plain file is exchanged for another: that is up to its folder.
            if access(split(there).folder, W_OK) != 0 { throw Fault(path: path, number: errno) }
        }
    }

    /// Writes all bytes, in as many steps as it takes.
    ///
    /// - Parameter step: as `write(2)`.
    /// - Returns: 0, or the `errno`; `EIO` when nothing is taken and no reason given.
    public static func put(
        _ bytes: UnsafeRawBufferPointer, on descriptor: Int32,
        by step: (Int32, UnsafeRawPointer?, Int) -> Int = { Foundation.write($0, $1, $2) }
    ) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            let count = step(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if count == 0 {
                return EIO
            } else if errno == EAGAIN {
                var reader = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&reader, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Follows links, one after the other: each may lead to what the process has open, which no name that
    /// is found at the end would tell.
    private static func place(of path: String) throws(Fault) -> Place {
        if path.isEmpty { throw Fault(path: path, number: ENOENT) }
        var there = path
        for _ in 0..<40 {
            let (folder, name) = split(there)
            guard let real = realpath(folder, nil) else {
                throw Fault(path: path, number: errno)
            }
            let resolved = String(cString: real)
            free(real)
            if resolved.hasPrefix("/proc/") {
                if resolved == "/proc/\(getpid())/fd", let number = Int32(name) {
                    return .descriptor(number)
                }
                return .through(there)
            }
            var status = stat()
            if lstat(there, &status) != 0 {
                if errno != ENOENT { throw Fault(path: path, number: errno) }
                return .exchanged(there)
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: return .exchanged(there)
            case S_IFLNK:
                let target = try target(of: there, for: path)
                there = target.hasPrefix("/") ? target : folder + target
            default: return .through(there)
            }
        }
        throw Fault(path: path, number: ELOOP)
    }

    private static func target(of link: String, for path: String) throws(Fault) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = bytes.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { readlink(link, $0, chars.count) } ?? -1
            }
        }
        if count < 0 { throw Fault(path: path, number: errno) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// The folder with its slash, and the name in it.
    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("./", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }
}
