import DialModel
import GRDB
import Synchronization

/// Whom several campaigns have called, and whom each has at hand: one SQLite file beside the stores of
/// all of them.
///
///     let ledger = try ContactLedger.open("contacts.sqlite", time: .real, wall: wallClock)
///     try store.share(ledger, at: now)        // after it was recovered, before leads are asked for
///
/// From then on the store writes every attempt there before it keeps it itself, counts what other
/// campaigns have done to the same numbers, and hands over no lead for dialing that another has at hand.
/// An attempt may be in the ledger and never have been dialled; none is dialled that is not in it.
///
/// - **Attempts** bear the campaigns' own time. Campaigns that share a ledger go by the same kind of it:
///   all by the clock on the wall, or all by simulated time, which begins where their files say. What is
///   in the ledger at a later time than a campaign's own counts as past. Campaigns in virtual time run
///   one after the other: while one waits for another's numbers, its time flies.
/// - **Holds** go by the clock on the wall, in whatever time the campaigns go by. They lapse some minutes
///   after a process has died, and are its campaign's own again when that is resumed.
/// - **Objections** of one campaign hold for all. One that is lifted is lifted in the ledger and for the
///   campaign that lifted it; others that have heard of it keep it until they lift it themselves.
public final class ContactLedger: Sendable {
    public let path: String
    let queue: DatabaseQueue
    let wall: @Sendable () -> Instant
    /// Touched by one store, a piece of work at a time.
    let memory = Mutex(Memory())

    struct Memory {
        /// As the ledger numbers them; 0: it has not been joined.
        var campaign: Int64 = 0
        var run: Int64 = 0
        /// When the run's holds lapse.
        var until = Instant.epoch
        /// What is held for the leads that were handed over.
        var held: [LeadID: [PhoneNumber]] = [:]
        /// Leads that are held until their agents have said how the talk went.
        var inWrapUp: [AttemptID: LeadID] = [:]
        var outcomes = OutcomeNames()
        /// The last objection that was told.
        var heard: Int64 = 0
    }

    /// What the instants of attempts mean.
    public enum Time: String, Sendable {
        case real, simulated
    }

    /// How long holds last without a word of their run.
    static let lease = Duration.minutes(3)

    private init(
        path: String, queue: DatabaseQueue, wall: @escaping @Sendable () -> Instant
    ) {
        self.path = path
        self.queue = queue
        self.wall = wall
    }

    deinit { close() }

    /// Opens the ledger at `path`, or makes one where there is none.
    ///
    /// - Parameters:
    ///   - time: which the campaign goes by.
    ///   - durability: what a power cut may take.
    ///   - wall: the clock on the wall, the same for all that share the ledger.
    /// - Throws: ``StoreError`` when it is no ledger, of a newer version, of another kind of time, or
    ///   cannot be read or written.
    public static func open(
        _ path: String, time: Time, durability: Store.Durability = .eachCommit,
        wall: @escaping @Sendable () -> Instant
    ) throws(StoreError) -> ContactLedger {
        try StoreFile.look(at: path, makes: true)
        do {
            let queue = try Store.connect(path, readOnly: false)
            let ledger = ContactLedger(path: path, queue: queue, wall: wall)
            try ledger.prepare(time, durability)
            return ledger
        } catch {
            throw Self.error(error, path: path)
        }
    }

    /// Opens a ledger to look something up; campaigns may be using it.
    public static func openForReading(
        _ path: String, wall: @escaping @Sendable () -> Instant
    ) throws(StoreError) -> ContactLedger {
        try StoreFile.look(at: path, makes: false)
        do {
            let queue = try Store.connect(path, readOnly: true)
            let ledger = ContactLedger(path: path, queue: queue, wall: wall)
            guard try queue.read({ try LedgerSchema.isLedger($0, path: path) }) else {
                throw StoreError.notALedger(path: path)
            }
            return ledger
        } catch {
            throw Self.error(error, path: path)
        }
    }

    /// Closes the file, the holds of the run given up. Closing twice is allowed.
    public func close() {
        leave()
        try? queue.close()
    }

    private func prepare(_ time: Time, _ durability: Store.Durability) throws {
        // What is there is looked at before anything in it is changed.
        _ = try queue.read { db in try LedgerSchema.isLedger(db, path: path) }
        try queue.writeWithoutTransaction { db in
            try LedgerSchema.turnOnLog(db, path: path)
            let level = durability == .eachCommit ? "FULL" : "NORMAL"
            try db.execute(sql: "PRAGMA synchronous = \(level)")
            // Of numbers that are spread over the file: 64 MiB.
            try db.execute(sql: "PRAGMA cache_size = -65536")
            try db.transaction(.immediate) {
                if try !LedgerSchema.isLedger(db, path: path) {
                    try LedgerSchema.make(db, time: time.rawValue)
                }
            }
            let found = try String.fetchOne(db, sql: "SELECT time FROM ledger") ?? ""
            guard found == time.rawValue else {
                throw StoreError.otherTime(path: path, found: found, wanted: time.rawValue)
            }
        }
    }

    /// Runs `body` in a transaction that is kept as a whole, or not at all when it throws.
    func writing<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        try working { db in try db.transaction(.immediate) { try body(db) } }
    }

    /// Runs `body` with the database, one at a time, outside any transaction.
    func working<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do {
            return try queue.writeWithoutTransaction { db in
                if db.sqliteConnection == nil { throw StoreError.closed(path: path) }
                return try body(db)
            }
        } catch {
            throw Self.error(error, path: path)
        }
    }

    private static func error(_ error: any Error, path: String) -> StoreError {
        let error = StoreError(error, path: path)
        return error == .notAStore(path: path) ? .notALedger(path: path) : error
    }
}

/// What a campaign calls its outcomes. Campaigns have outcomes of their own; by name they are the same
/// everywhere.
struct OutcomeNames: Sendable {
    private var names: [UInt8: String] = [:]
    private var codes: [String: Outcome] = [:]

    init() {}

    init(of db: Database) throws {
        try HotStatement("SELECT code, name FROM outcomes", in: db).rows { row in
            let code = UInt8(clamping: row.integer(0))
            names[code] = row.text(1)
            codes[row.text(1)] = Outcome(code: code)
        }
    }

    func name(_ outcome: Outcome) -> String { names[outcome.code] ?? Dispositions().name(outcome) }

    /// An outcome that this campaign does not know is none that its rules speak of.
    func outcome(_ name: String) -> Outcome { codes[name] ?? .notConnected(.unknown) }
}
