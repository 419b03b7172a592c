import DialModel
import GRDB

/// Leads that are handed over: holding their numbers, and what other campaigns have done to these.
extension ContactLedger {
    /// What the ledger knows of a lead that is held from now on.
    struct Finding {
        /// Another campaign has one of its numbers at hand.
        var isElsewhere = false
        /// The number that would be dialled is on the list.
        var isListed = false
        /// Attempts of other campaigns to its numbers, in no order.
        var past: [PastAttempt] = []
        /// The last of them is over then.
        var busyUntil = Instant.epoch
    }

    /// Takes the numbers of leads for this run, all of a lead's or none, in one transaction.
    ///
    /// - Parameters:
    ///   - leads: with the numbers of each.
    ///   - found: is told of each lead by its place, after its numbers were taken: as long as they are
    ///     held, nothing of that changes.
    /// - Complexity: some 10 µs a lead.
    func take(
        _ leads: [DueLead], numbers: [[PhoneNumber]], _ found: (Int, Finding) throws -> Void
    ) throws(StoreError) {
        let now = wall()
        let (campaign, run, outcomes) = memory.withLock { ($0.campaign, $0.run, $0.outcomes) }
        var held: [(LeadID, [PhoneNumber])] = []
        held.reserveCapacity(leads.count)
        try writing { db in
            try renew(in: db)
            let hands = try LedgerHands(run, at: now, in: db)
            let past = try LedgerPast(campaign, outcomes, in: db)
            for (place, lead) in leads.enumerated() {
                guard try hands.take(numbers[place]) else {
                    try found(place, Finding(isElsewhere: true))
                    continue
                }
                held.append((lead.id, numbers[place]))
                var finding = Finding()
                finding.isListed = try past.isListed(lead.number)
                for number in numbers[place] { try past.read(number, into: &finding) }
                try found(place, finding)
            }
        }
        memory.withLock { for (lead, numbers) in held { $0.held[lead] = numbers } }
    }
}

/// Takes numbers for a run.
private struct LedgerHands {
    private let insert: HotStatement
    private let delete: HotStatement

    init(_ run: Int64, at now: Instant, in db: Database) throws {
        // One that is held by a run that has died, or by nobody any more, is free.
        insert = try HotStatement(
            """
            INSERT INTO holds (number, run) VALUES (?1, ?2) ON CONFLICT (number) DO UPDATE SET run = ?2
            WHERE run = ?2 OR NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = run AND r.until > ?3)
            """, in: db)
        insert.bind(2, run)
        insert.bind(3, now.nanoseconds)
        delete = try HotStatement("DELETE FROM holds WHERE number = ?1 AND run = ?2", in: db)
        delete.bind(2, run)
    }

    /// - Returns: false: another has one of them, and none is taken.
    func take(_ numbers: [PhoneNumber]) throws -> Bool {
        for (place, number) in numbers.enumerated() {
            insert.bind(1, number.digits)
            if try insert.run() > 0 { continue }
            for taken in numbers[..<place] {
                delete.bind(1, taken.digits)
                try delete.run()
            }
            return false
        }
        return true
    }
}

/// Looks up what other campaigns have done to numbers.
struct LedgerPast {
    private let select: HotStatement
    private let listed: HotStatement
    private let outcomes: OutcomeNames

    init(_ campaign: Int64, _ outcomes: OutcomeNames, in db: Database) throws {
        self.outcomes = outcomes
        select = try HotStatement(
            """
            SELECT started, ifnull(ended, started), outcome FROM attempts
            WHERE number = ?1 AND campaign <> ?2
            """, in: db)
        select.bind(2, campaign)
        listed = try HotStatement(
            "SELECT lifted FROM objections WHERE number = ? ORDER BY id DESC LIMIT 1", in: db)
    }

    func read(_ number: PhoneNumber, into finding: inout ContactLedger.Finding) throws {
        select.bind(1, number.digits)
        try select.rows { row in
            let ended = Instant(nanoseconds: row.integer(1))
            finding.past.append(
                PastAttempt(
                    number: number, started: Instant(nanoseconds: row.integer(0)), ended: ended,
                    outcome: row.isNull(2) ? .notConnected(.unknown) : outcomes.outcome(row.text(2))
                ))
            finding.busyUntil = max(finding.busyUntil, ended)
        }
    }

    func isListed(_ number: PhoneNumber) throws -> Bool {
        var isListed = false
        listed.bind(1, number.digits)
        try listed.rows { isListed = $0.integer(0) == 0 }
        return isListed
    }
}
