import DialModel
import DialPorts
import Dispatch
import GRDB
import Synchronization

/// One campaign on disk: its leads, its journal, its figures.
///
///     let store = try Store.open("spring.sqlite")
///     try store.begin(CampaignFacts(plan, seed: 7, created: now))
///     let recovery = try store.recover(retry: plan.retry, at: now)
///     let batch = try store.nextLeads(500, before: now)
///     try store.write([.started(start)])              // on disk when it returns
///     print(try store.report().text)
///
/// The file is an ordinary SQLite database with readable tables; see `Schema.swift`. Its write-ahead
/// log is flushed at every commit (`synchronous = FULL`), so what was written survives a power cut,
/// unless it is opened with a lesser ``Durability``.
/// All work is done one piece at a time, in the order of the calls. A report over millions of
/// attempts takes a second or two and holds up the writing meanwhile: while a campaign runs, take it
/// from a second store opened with `readOnly`.
public final class Store: Sendable {
    /// Where the store is; `:memory:` for one that is not kept.
    public let path: String
    public let isReadOnly: Bool

    let queue: DatabaseQueue
    /// Where asynchronous calls wait for ``queue``. Were they to wait in it, a store might go away
    /// there, and could not close the database whose queue it is on.
    private let waiting = DispatchQueue(label: "dialpace.store.waiting")
    private let file: StoreFile?
    /// What the store remembers between calls. Only ever touched on the database's own queue; the
    /// mutex is there to say so to the compiler.
    let memory: Mutex<Memory>

    struct Memory {
        var cursors = LeadCursors()
        var book = CaseBook()
        /// Attempts that an earlier run left open and that ``Store/recover(retry:at:)`` has not
        /// closed yet.
        var leftOpen = 0
        /// What the campaign shares with others; nil: nothing.
        var ledger: ContactLedger?
    }

    private init(path: String, queue: DatabaseQueue, file: StoreFile?, isReadOnly: Bool) {
        self.path = path
        self.queue = queue
        self.file = file
        self.isReadOnly = isReadOnly
        memory = Mutex(Memory())
    }

    deinit { close() }

    /// Opens the store at `path`, or makes one where there is none.
    ///
    /// - Parameters:
    ///   - readOnly: for reports. Takes no lock, so it works while a campaign runs in this store;
    ///     sees what is committed, changes nothing and makes no file.
    ///   - durability: what a power cut may take.
    /// - Throws: ``StoreError`` when the file is in use by another process, is no store, is of a newer
    ///   version, or cannot be read or written.
    public static func open(
        _ path: String, readOnly: Bool = false, durability: Durability = .eachCommit
    ) throws(StoreError) -> Store {
        let file = try StoreFile(path, forWriting: !readOnly)
        do {
            let queue = try connect(path, readOnly: readOnly)
            let store = Store(path: path, queue: queue, file: file, isReadOnly: readOnly)
            // From here on `store` closes everything when it goes away.
            try store.prepare(durability)
            return store
        } catch {
            file.release()
            throw StoreError(error, path: path)
        }
    }

    /// Whether a process has it open to run its campaign, or to import: this one or another.
    public var isRun: Bool { file?.isHeldForWriting(path) ?? false }

    /// Opens a store that another process may be running, to put something into it.
    ///
    /// Where nobody runs it, an older one is brought up to date first.
    ///
    /// - Throws: ``StoreError``, as ``open(_:readOnly:durability:)`` does; also
    ///   ``StoreError/olderSchema(path:found:known:)`` when an older program runs it.
    public static func openBeside(_ path: String) throws(StoreError) -> Store {
        let version = try versionOf(path)
        if version < Schema.version {
            do {
                try open(path).close()
            } catch .inUse {
                throw .olderSchema(path: path, found: version, known: Schema.version)
            }
        }
        let file = try StoreFile(path, forWriting: false)
        do {
            let queue = try connect(path, readOnly: false)
            return Store(path: path, queue: queue, file: file, isReadOnly: false)
        } catch {
            file.release()
            throw StoreError(error, path: path)
        }
    }

    private static func versionOf(_ path: String) throws(StoreError) -> Int {
        let store = try open(path, readOnly: true)
        defer { store.close() }
        return try store.reading { db in try Schema.version(of: db, path: path) ?? 0 }
    }

    /// A store in memory, for simulations and tests.
    public static func inMemory() throws(StoreError) -> Store {
        do {
            let queue = try DatabaseQueue(configuration: configuration(readOnly: false))
            let store = Store(path: ":memory:", queue: queue, file: nil, isReadOnly: false)
            try store.prepare(.atCheckpoints)
            return store
        } catch {
            throw StoreError(error, path: ":memory:")
        }
    }

    /// Closes the file and lets others have it. Every later call throws. Closing twice is allowed.
    public func close() {
        leaveLedger()
        // The lock goes last: it may only be given up once SQLite has let go of the file.
        if (try? queue.close()) != nil { file?.release() }
    }
}

extension Store {
    /// What survives a power cut. The end of the process, however it comes, takes nothing either way.
    public enum Durability: Sendable {
        /// Every commit is flushed to the disk before it returns: where real numbers are dialled.
        case eachCommit
        /// The log is flushed now and then; a power cut may take the latest commits, whole and from
        /// the end. For virtual time, where no call leaves the process.
        case atCheckpoints
    }

    /// As `PRAGMA cache_size` has it, in pages of 4 KiB: leads and index of 500,000.
    ///
    /// Some less than 2^14: SQLite doubles the table in which it finds pages each time their number reaches
    /// a power of two, and there that takes longer than a refill may.
    static let cacheSize = 16_000

    private static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(5)
        // References are written down for the reader; that leads and attempts exist is checked
        // where they are changed, at no extra cost.
        configuration.foreignKeysEnabled = false
        configuration.label = "dialpace.store"
        return configuration
    }

    static func connect(_ path: String, readOnly: Bool) throws -> DatabaseQueue {
        // SQLite would give a meaning of its own to `:memory:` and `file:…`.
        let plain = path.hasPrefix("/") ? path : "./" + path
        do {
            let queue = try DatabaseQueue(
                path: plain, configuration: configuration(readOnly: readOnly))
            if readOnly {
                _ = try queue.read { try Int.fetchOne($0, sql: "PRAGMA schema_version") }
            }
            return queue
        } catch let error as DatabaseError
            where readOnly && StoreFile.isArchived(path)
            && [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        {
            // In a folder that cannot be written to there is no room for SQLite's shared-memory
            // file; a store that was closed properly can be read without one.
            return try DatabaseQueue(
                path: "file:" + StoreFile.uriPath(plain) + "?immutable=1",
                configuration: configuration(readOnly: true))
        }
    }

    /// Checks what is in the file before anything in it is changed, then brings it up to date.
    private func prepare(_ durability: Durability) throws {
        let version = try queue.read { db in try Schema.version(of: db, path: path) }
        if isReadOnly {
            guard let version else { throw StoreError.notAStore(path: path) }
            if version < Schema.oldestReadable {
                throw StoreError.olderSchema(path: path, found: version, known: Schema.version)
            }
            return
        }
        try queue.writeWithoutTransaction { db in
            if file != nil {
                guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                    throw StoreError.failed(
                        path: path, code: 0, message: "the write-ahead log cannot be turned on")
                }
                let level = durability == .eachCommit ? "FULL" : "NORMAL"
                try db.execute(sql: "PRAGMA synchronous = \(level)")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")  // pages: 32 MB
            }
            try db.execute(sql: "PRAGMA cache_size = \(Self.cacheSize)")
            try db.execute(sql: "PRAGMA secure_delete = OFF")
        }
        try Schema.migrator.migrate(queue)
        try queue.write { db in
            try Schema.writeNames(db)
            let open = try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM attempts WHERE outcome IS NULL")
            memory.withLock { $0.leftOpen = open ?? 0 }
        }
    }

    // MARK: Running on the database's queue

    /// Runs `body` with the database, one at a time, outside any transaction.
    func working<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do {
            return try queue.writeWithoutTransaction { db in
                if db.sqliteConnection == nil { throw StoreError.closed(path: path) }
                return try body(db)
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` in a transaction that only reads: everything it sees is of one moment.
    func reading<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try working { db in try db.transaction(.deferred) { try body(db) } }
    }

    /// Runs `body` in a transaction that is kept as a whole, or not at all when it throws.
    func writing<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try working { db in try db.transaction(.immediate) { try body(db) } }
    }

    /// Runs `body`, which calls one of the above, without holding up the caller's thread, after all
    /// that was handed in before, and without heed to cancellation.
    func later<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            waiting.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}

extension Database {
    func transaction<T>(
        _ kind: TransactionKind, _ body: () throws -> T
    ) throws -> T {
        var value: T?
        try inTransaction(kind) {
            value = try body()
            return .commit
        }
        return value!
    }
}
