import DialModel
import DialStore

/// What other campaigns have done to a lead, where a contact ledger is shared.
extension Why {
    /// nil: none is shared, or it is not there yet.
    static func openLedger(_ path: String?) throws(StoreError) -> ContactLedger? {
        guard let path else { return nil }
        do {
            return try ContactLedger.openForReading(path, wall: wallClock)
        } catch .notFound {
            return nil
        }
    }

    func others(of known: LeadHistory) throws -> OtherContacts {
        guard let ledger else { return OtherContacts() }
        return try store.otherContacts(with: known, in: ledger)
    }

    /// What the lead has been through, here and elsewhere.
    static func past(of known: LeadHistory, _ others: OtherContacts) -> [PastAttempt] {
        (known.past + others.past).sorted { ($0.started, $0.ended) < ($1.started, $1.ended) }
    }

    /// A line a call.
    func lines(of others: OtherContacts) -> [String] {
        others.contacts.map { contact in
            let outcome =
                contact.ended == nil
                ? "in progress" : contact.outcome.isEmpty ? "not known" : contact.outcome
            return
                "  campaign \(contact.campaign), \(contact.number), \(moment(contact.started)): "
                + outcome
        }
    }
}
