import GRDB

/// Why a store could not be opened, read or written.
public enum StoreError: Error, Hashable, Sendable {
    /// A later version of the program made it.
    case newerSchema(path: String, found: Int, known: Int)
    /// It was made by an earlier version, and opened for reading only, so it was not brought up to
    /// date.
    case olderSchema(path: String, found: Int, known: Int)
    /// Some other file.
    case notAStore(path: String)
    /// Some other file than a contact ledger.
    case notALedger(path: String)
    /// A contact ledger of campaigns whose time is not this one's.
    case otherTime(path: String, found: String, wanted: String)
    /// Numbers that were at hand have become another campaign's.
    case holdsLost(path: String)
    case isDirectory(path: String)
    /// There is no such file, or no such folder to make it in.
    case notFound(path: String)
    case readOnly(path: String)
    case diskFull(path: String)
    /// Another process, or another store of this one, runs it.
    case inUse(path: String)
    /// Some other program holds SQLite's own lock for too long.
    case locked(path: String)
    case otherCampaign(path: String, found: String, wanted: String)
    /// The people behind the numbers would be others than before.
    case otherSeed(path: String, found: UInt64, wanted: UInt64)
    /// A disposition of the campaign's own has lost its place, so that older attempts would change
    /// their meaning.
    case dispositionMoved(path: String, code: UInt8, was: String, now: String)
    /// A field of data has become one of another kind, so that what was given would change its meaning.
    case dataChanged(path: String, field: String, was: String, now: String)
    /// A campaign has had more fields of data than it can have, those of earlier runs among them.
    case dataFull(path: String, field: String)
    /// Attempts of an earlier run are still open.
    case notRecovered(path: String, open: Int)
    /// It was closed by this program.
    case closed(path: String)
    /// A record contradicts what the store knows. Nothing of its batch was kept.
    case rejected(record: Int, why: String)
    /// What is in the file is not what was written there; `detail` is SQLite's.
    case damaged(path: String, detail: String)
    /// The disk, or the system, does not let it be read or written.
    case unreadable(path: String, detail: String)
    /// Anything else; `code` is SQLite's or the system's.
    case failed(path: String, code: Int32, message: String)
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .newerSchema(let path, let found, let known):
            """
            \(path) has schema version \(found); this program knows versions up to \(known), so it \
            needs a newer dialpace
            """
        case .olderSchema(let path, let found, let known):
            """
            \(path) has schema version \(found) and is read as version \(known); open it once for \
            writing to bring it up to date
            """
        case .notAStore(let path): "\(path) is no dialpace store; it is left as it is"
        case .notALedger(let path): "\(path) is no contact ledger of dialpace; it is left as it is"
        case .otherTime(let path, let found, let wanted):
            """
            \(path) is shared by campaigns in \(found) time, and this run goes by \(wanted) time; they \
            have a ledger each
            """
        case .holdsLost(let path):
            """
            \(path) has given numbers that were at hand to another campaign, for this process stood \
            still, or another has begun with a copy of its store; nothing was dialled, run it again
            """
        case .isDirectory(let path): "\(path) is a folder; a store is a file"
        case .notFound(let path): "\(path) does not exist"
        case .readOnly(let path): "\(path) may not be written; nothing was kept"
        case .diskFull(let path): "the disk is full; \(path) has kept nothing of the last batch"
        case .inUse(let path): "\(path) is being run by another process; only one may at a time"
        case .locked(let path):
            "\(path) has been held by another program for 5 s; nothing was kept"
        case .otherCampaign(let path, let found, let wanted):
            "\(path) holds campaign \"\(found)\", not \"\(wanted)\"; each has a store of its own"
        case .otherSeed(let path, let found, let wanted):
            """
            \(path) holds seed \(found), not \(wanted); resume it with seed \(found), or give the \
            run with seed \(wanted) a store of its own
            """
        case .dispositionMoved(let path, let code, let was, let now):
            """
            \(path) knows disposition \(code) as "\(was)", and it would become "\(now)"; add new \
            ones at the end of the list
            """
        case .dataChanged(let path, let field, let was, let now):
            """
            \(path) has values of \(field) as \(was), and it would become \(now); give it another name, \
            or add new choices at the end
            """
        case .dataFull(let path, let field):
            """
            \(path) has no place for the data field \(field): with those of earlier runs there are \
            as many as there may be
            """
        case .notRecovered(let path, let open):
            """
            \(path) has \(open) attempts of an earlier run that are open; no lead is handed over \
            before they are recovered
            """
        case .closed(let path): "\(path) has been closed"
        case .rejected(let record, let why):
            "record \(record) of the batch: \(why); nothing of the batch was kept"
        case .damaged(let path, let detail):
            """
            \(path) is damaged (\(detail)); take a copy of an earlier time, or save what can be saved: \
            sqlite3 \(path) .recover
            """
        case .unreadable(let path, let detail):
            "\(path) cannot be read or written (\(detail)); look at the disk and its permissions"
        case .failed(let path, let code, let message): "\(path): \(message) (\(code))"
        }
    }
}

extension StoreError {
    /// What an error of SQLite means for the store at `path`.
    init(_ error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, code: 0, message: "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_READONLY: self = .readOnly(path: path)
        case .SQLITE_NOTADB: self = .notAStore(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_CORRUPT:
            self = .damaged(path: path, detail: error.message ?? "its pages are no database")
        // Tables or columns that are not there, in a file that says it is a store.
        case .SQLITE_ERROR where error.message?.hasPrefix("no such ") == true:
            self = .damaged(path: path, detail: error.message ?? "")
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_PERM:
            self = .unreadable(path: path, detail: error.message ?? "an error of the disk")
        default:
            self = .failed(
                path: path, code: error.extendedResultCode.rawValue,
                message: error.message ?? "unknown error of SQLite")
        }
    }
}
