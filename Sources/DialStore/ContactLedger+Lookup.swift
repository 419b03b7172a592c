import DialModel
import GRDB

/// A call that another campaign has made.
public struct OtherContact: Hashable, Sendable {
    /// The campaign's name.
    public var campaign: String
    public var number: PhoneNumber
    public var started: Instant
    /// nil: it goes on.
    public var ended: Instant?
    /// As that campaign names it; empty: it is not known yet.
    public var outcome: String
}

/// What a ledger says of a lead.
public struct OtherContacts: Sendable {
    /// In the order of their beginning.
    public var contacts: [OtherContact] = []
    /// The same as the lead's own campaign sees it.
    public var past: [PastAttempt] = []
    /// The name of the campaign that has one of the lead's numbers at hand; nil: none has.
    public var holder: String?

    public init() {}
}

extension Store {
    /// What other campaigns have done to a lead of this store.
    public func otherContacts(
        with lead: LeadHistory, in ledger: ContactLedger
    ) throws(StoreError) -> OtherContacts {
        let (token, outcomes) = try reading { db in
            let token =
                try db.tableExists("contact_ledger")
                ? try Int64.fetchOne(db, sql: "SELECT token FROM contact_ledger") : nil
            return (token ?? 0, try OutcomeNames(of: db))
        }
        let numbers = lead.numbers.isEmpty ? [lead.lead.number] : lead.numbers.map(\.number)
        var others = try ledger.contacts(with: numbers, besides: token)
        others.past = others.contacts.map { contact in
            PastAttempt(
                number: contact.number, started: contact.started,
                ended: contact.ended ?? contact.started, outcome: outcomes.outcome(contact.outcome))
        }
        return others
    }
}

extension ContactLedger {
    /// How many numbers campaigns have at hand, or in calls.
    public func heldNumbers() throws(StoreError) -> Int {
        let now = wall()
        return try working { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM holds h JOIN runs r ON r.id = h.run AND r.until > ?",
                arguments: [now.nanoseconds]) ?? 0
        }
    }

    fileprivate func contacts(
        with numbers: [PhoneNumber], besides store: Int64
    ) throws(StoreError) -> OtherContacts {
        try working { db in
            try db.transaction(.deferred) {
                var others = OtherContacts()
                for number in numbers {
                    try others.read(number, besides: store, at: wall(), in: db)
                }
                others.contacts.sort { $0.started < $1.started }
                return others
            }
        }
    }
}

extension OtherContacts {
    fileprivate mutating func read(
        _ number: PhoneNumber, besides store: Int64, at wall: Instant, in db: Database
    ) throws {
        let select = try HotStatement(
            """
            SELECT c.name, a.started, a.ended, ifnull(a.outcome, '') FROM attempts a
            JOIN campaigns c ON c.id = a.campaign WHERE a.number = ?1 AND c.store <> ?2
            """, in: db)
        select.bind(1, number.digits)
        select.bind(2, store)
        try select.rows { row in
            contacts.append(
                OtherContact(
                    campaign: row.text(0), number: number,
                    started: Instant(nanoseconds: row.integer(1)),
                    ended: row.integerOrNull(2).map(Instant.init(nanoseconds:)),
                    outcome: row.text(3)))
        }
        let held = try HotStatement(
            """
            SELECT c.name FROM holds h JOIN runs r ON r.id = h.run
            JOIN campaigns c ON c.id = r.campaign
            WHERE h.number = ?1 AND c.store <> ?2 AND r.until > ?3
            """, in: db)
        held.bind(1, number.digits)
        held.bind(2, store)
        held.bind(3, wall.nanoseconds)
        try held.rows { holder = $0.text(0) }
    }
}
