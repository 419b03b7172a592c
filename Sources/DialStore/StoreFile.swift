import Foundation
import Synchronization

/// A store's claim on its file: one process at a time runs a store.
///
/// The lock is `flock(2)` on the database file itself, held as long as the store is open. On Linux
/// it is independent of the `fcntl(2)` locks with which SQLite guards single transactions, so
/// readers are not kept out. (On network file systems the two are one; keep stores on local disks.)
///
/// A process that closes *any* descriptor of a file gives up *all* its `fcntl` locks on it, also
/// those SQLite still counts on. So a table for the whole process says which files are open, and
/// the descriptor of a file is closed only when no store here has it open any more.
///
/// > Source: fcntl(2) and flock(2), Linux man-pages 6.03; "How To Corrupt An SQLite Database File",
/// > section 2.2.
final class StoreFile: Sendable {
    private struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    private struct Entry {
        var descriptor: Int32?
        var holders = 0
        var hasWriter = false
    }

    private static let table = Mutex<[Identity: Entry]>([:])

    private let identity: Identity
    private let isWriter: Bool
    private let isReleased = Atomic(false)

    /// Claims the file at `path`; one that is to be written is made when there is none.
    init(_ path: String, forWriting: Bool) throws(StoreError) {
        isWriter = forWriting
        let claim: Result<Identity, StoreError> = Self.table.withLock { table in
            do throws(StoreError) {
                return .success(
                    forWriting
                        ? try Self.claimForWriting(path, &table)
                        : try Self.claimForReading(path, &table))
            } catch {
                return .failure(error)
            }
        }
        identity = try claim.get()
    }

    /// Gives the file up. Only after SQLite has closed it; the second time does nothing.
    func release() {
        guard !isReleased.exchange(true, ordering: .relaxed) else { return }
        Self.table.withLock { table in
            guard var entry = table[identity] else { return }
            entry.holders -= 1
            if isWriter {
                entry.hasWriter = false
                if let descriptor = entry.descriptor { flock(descriptor, LOCK_UN) }
            }
            if entry.holders == 0, let descriptor = entry.descriptor {
                Foundation.close(descriptor)
            }
            table[identity] = entry.holders == 0 ? nil : entry
        }
    }

    /// Whether a process has the file for writing, this one or another.
    func isHeldForWriting(_ path: String) -> Bool {
        Self.table.withLock { table in
            guard var entry = table[identity] else { return false }
            if entry.hasWriter { return true }
            // Kept open until all give the file up, as SQLite's locks want it.
            if entry.descriptor == nil {
                let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
                if descriptor < 0 { return false }
                entry.descriptor = descriptor
                table[identity] = entry
            }
            guard let descriptor = entry.descriptor else { return false }
            if flock(descriptor, LOCK_SH | LOCK_NB) != 0 { return errno == EWOULDBLOCK }
            flock(descriptor, LOCK_UN)
            return false
        }
    }

    private static func claimForReading(
        _ path: String, _ table: inout [Identity: Entry]
    ) throws(StoreError) -> Identity {
        let status = try status(path)
        guard let status else { throw .notFound(path: path) }
        let identity = Identity(status)
        table[identity, default: Entry()].holders += 1
        return identity
    }

    private static func claimForWriting(
        _ path: String, _ table: inout [Identity: Entry]
    ) throws(StoreError) -> Identity {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if let status = try status(path), let entry = table[Identity(status)] {
            // Open in this process: no second descriptor may be opened and closed.
            if entry.hasWriter { throw .inUse(path: path) }
        } else if access(folder, W_OK) != 0 {
            throw system(errno, path: errno == ENOENT ? folder : path)
        }
        var descriptor = try status(path).flatMap { table[Identity($0)]?.descriptor } ?? -1
        if descriptor < 0 {
            descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            if descriptor < 0 { throw system(errno, path: path) }
        }
        var status = stat()
        fstat(descriptor, &status)
        let identity = Identity(status)
        var entry = table[identity] ?? Entry()
        // Whoever only looks whether it is held, holds it for a moment.
        var isFree = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        for _ in 0..<10 where !isFree {
            usleep(2_000)
            isFree = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        }
        if isFree || entry.holders > 0 {
            entry.descriptor = descriptor
            if isFree {
                entry.holders += 1
                entry.hasWriter = true
            }
            table[identity] = entry
        } else {
            Foundation.close(descriptor)
        }
        if !isFree { throw .inUse(path: path) }
        return identity
    }

    /// - Returns: nil when there is nothing at `path`.
    private static func status(_ path: String) throws(StoreError) -> stat? {
        var status = stat()
        if stat(path, &status) != 0 {
            if errno == ENOENT { return nil }
            throw system(errno, path: path)
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
        if status.st_mode & S_IFMT != S_IFREG { throw .notAStore(path: path) }
        return status
    }

    private static func system(_ code: Int32, path: String) -> StoreError {
        switch code {
        case EACCES, EPERM, EROFS: .readOnly(path: path)
        case ENOSPC, EDQUOT: .diskFull(path: path)
        case ENOENT, ENOTDIR: .notFound(path: path)
        case EISDIR: .isDirectory(path: path)
        default: .failed(path: path, code: code, message: String(cString: strerror(code)))
        }
    }
}

extension StoreFile {
    /// Looks whether there is a file that SQLite may open, or, where one is to be made, a folder to make
    /// it in.
    static func look(at path: String, makes: Bool) throws(StoreError) {
        if try status(path) != nil { return }
        if !makes { throw .notFound(path: path) }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if access(folder, W_OK) != 0 { throw system(errno, path: errno == ENOENT ? folder : path) }
    }

    /// Whether the store was closed properly: no write-ahead log is left beside it.
    static func isArchived(_ path: String) -> Bool { access(path + "-wal", F_OK) != 0 }

    /// `path` as it stands in a `file:` address.
    static func uriPath(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    }
}
