import DialModel
import DialPorts
import GRDB

extension Store: Journal {
    /// As ``write(_:)``, off the caller's thread.
    ///
    /// Batches are written in the order of the calls. A task that is cancelled meanwhile does not
    /// stop its batch: what has happened must not be forgotten.
    public func append(_ records: [DialModel.Record]) async throws {
        try await later { try self.write(records) }
    }

    /// Writes `records`, in order, all or none, in one transaction: a group commit.
    ///
    /// - Returns: when they are on disk and would survive a power cut.
    /// Where a contact ledger is shared, they are there before.
    ///
    /// - Throws: ``StoreError``; none of the records is kept then. A record that contradicts the
    ///   store (an attempt started twice, or ended without a start, a lead that is not there) is
    ///   named in ``StoreError/rejected(record:why:)``.
    public func write(_ records: [DialModel.Record]) throws(StoreError) {
        if records.isEmpty { return }
        try working { db in
            // First there, so that nothing is dialled that others do not know of.
            try memory.withLock { $0.ledger }?.write(records)
            var (cursors, book) = memory.withLock { ($0.cursors, $0.book) }
            try db.inTransaction(.immediate) {
                var writer = try BatchWriter(records, cursors: cursors, in: db)
                writer.book = book
                try writer.run()
                (cursors, book) = (writer.cursors, writer.book)
                return .commit
            }
            // The records are kept; only now may their leads be handed over again.
            memory.withLock { ($0.cursors, $0.book) = (cursors, book) }
        }
    }
}
