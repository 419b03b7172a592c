import DialModel
import GRDB

/// What a campaign does, for all to know.
extension ContactLedger {
    /// Writes attempts, what became of them and objections, and gives up the numbers of leads that have
    /// gone back; all or none, in one transaction.
    ///
    /// - Returns: when they would survive a power cut, if the ledger was opened so.
    /// - Throws: ``StoreError``; among others ``StoreError/holdsLost(path:)`` when a number that is to be
    ///   dialled has become another campaign's, because this process stood still for minutes.
    func write(_ records: [DialModel.Record]) throws(StoreError) {
        let matters = records.contains { record in
            switch record {
            case .started, .ended, .disposed, .skipped, .refused, .returned, .callback, .doNotCall:
                true
            default: false
            }
        }
        if !matters { return }
        let known = memory.withLock { $0 }
        let isLate = known.until - wall() < Duration(nanoseconds: Self.lease.nanoseconds / 3 * 2)
        let writer = try writing { db in
            if isLate { try renew(in: db) }
            var writer = try LedgerWriter(known, path: path, in: db)
            for record in records { try writer.write(record) }
            return writer
        }
        memory.withLock { memory in
            for lead in writer.released { memory.held[lead] = nil }
            memory.inWrapUp = writer.inWrapUp
        }
    }
}

/// Writes the records of one batch, inside a transaction.
private struct LedgerWriter {
    /// Leads whose numbers are not held any more.
    var released: Set<LeadID> = []
    var inWrapUp: [AttemptID: LeadID]

    private let known: ContactLedger.Memory
    private let path: String
    private let db: Database
    private let holder: HotStatement
    private let begin: HotStatement
    private let end: HotStatement
    private let free: HotStatement

    init(_ known: ContactLedger.Memory, path: String, in db: Database) throws {
        self.known = known
        self.path = path
        self.db = db
        inWrapUp = known.inWrapUp
        holder = try HotStatement("SELECT run FROM holds WHERE number = ?", in: db)
        // One that was cut off before the store had it may be made again at the same instant.
        begin = try HotStatement(
            """
            INSERT INTO attempts (number, started, campaign, attempt) VALUES (?, ?, ?, ?)
            ON CONFLICT (number, started, campaign) DO UPDATE
            SET attempt = excluded.attempt, ended = NULL, outcome = NULL WHERE attempt IS NULL
            """, in: db)
        begin.bind(3, known.campaign)
        end = try HotStatement(
            """
            UPDATE attempts SET ended = coalesce(?3, ended), outcome = ?4
            WHERE campaign = ?1 AND attempt = ?2
            """, in: db)
        end.bind(1, known.campaign)
        free = try HotStatement("DELETE FROM holds WHERE number = ?1 AND run = ?2", in: db)
        free.bind(2, known.run)
    }

    mutating func write(_ record: DialModel.Record) throws {
        switch record {
        case .started(let start): try write(start)
        case .ended(let end):
            try write(end.start.attempt, ended: end.at, end.outcome)
            if end.lead == .inWrapUp {
                inWrapUp[end.start.attempt] = end.start.lead
            } else {
                try release(end.start.lead)
            }
        case .disposed(let said):
            try write(said.attempt, ended: nil, said.outcome)
            if let lead = inWrapUp.removeValue(forKey: said.attempt) { try release(lead) }
        case .skipped(let skip): try release(skip.leadID)
        case .refused(let refusal): try release(refusal.leadID)
        case .returned(let returned): try release(returned.leadID)
        // One that is kept has its attempt, and one that is refused its refusal.
        case .callback(let end): if end.lead != nil { try release(end.leadID) }
        case .doNotCall(let objection): try write(objection)
        default: break
        }
    }

    private func write(_ start: AttemptStart) throws {
        var run: Int64?
        holder.bind(1, start.number.digits)
        try holder.rows { run = $0.integer(0) }
        guard run == known.run else { throw StoreError.holdsLost(path: path) }
        begin.bind(1, start.number.digits)
        begin.bind(2, start.at.nanoseconds)
        begin.bind(4, start.attempt.raw)
        if try begin.run() == 0 {
            throw StoreError.failed(
                path: path, code: 0, message: "attempt \(start.attempt.raw) is there already")
        }
    }

    private func write(_ attempt: AttemptID, ended: Instant?, _ outcome: Outcome) throws {
        end.bind(2, attempt.raw)
        end.bind(3, ended?.nanoseconds)
        end.bind(4, text: known.outcomes.name(outcome))
        try end.run()
    }

    private mutating func release(_ lead: LeadID) throws {
        guard let numbers = known.held[lead], released.insert(lead).inserted else { return }
        for number in numbers {
            free.bind(1, number.digits)
            try free.run()
        }
    }

    private func write(_ objection: Objection) throws {
        // Whoever hears of an objection writes it down, and need not tell it again.
        let insert = try HotStatement(
            """
            INSERT INTO objections (number, lifted, at, campaign) SELECT ?1, ?2, ?3, ?4
            WHERE ?2 <> ifnull((SELECT lifted FROM objections WHERE number = ?1
                ORDER BY id DESC LIMIT 1), 1)
            """, in: db)
        insert.bind(1, objection.number.digits)
        insert.bind(2, objection.isLifted ? 1 : 0)
        insert.bind(3, objection.at.nanoseconds)
        insert.bind(4, known.campaign)
        try insert.run()
    }
}
