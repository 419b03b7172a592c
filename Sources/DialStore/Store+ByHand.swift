import DialModel
import GRDB

extension Store {
    /// Hands over the leads that are wanted at once, whatever their turn. Some ten µs each.
    func takeByHand(
        _ request: LeadRequest, _ cursors: inout LeadCursors, _ batch: inout LeadBatch,
        in db: Database
    ) throws {
        if request.byHand.isEmpty { return }
        let select = try HotStatement(
            """
            SELECT \(DueLead.columns), state, due FROM leads
            WHERE id = coalesce(
                (SELECT lead FROM lead_numbers WHERE number = ?1 AND dropped IS NULL),
                (SELECT id FROM leads WHERE number = ?1 AND dialled IS NULL))
            """, in: db)
        for call in request.byHand {
            var found = LeadByHand.Found.not(.unknownNumber)
            select.bind(1, Int64(bitPattern: call.number.digits))
            try select.rows { row in
                var lead = DueLead(row)
                lead.number = call.number
                let due = Instant(nanoseconds: row.integerOrNull(DueLead.columnCount + 1) ?? 0)
                switch LeadStanding(rawValue: UInt8(clamping: row.integer(DueLead.columnCount))) {
                case .fresh: found = .lead(lead, .fresh)
                case .waiting: found = .lead(lead, .due(due))
                case .promised: found = .lead(lead, .promised(due))
                case .inWrapUp: found = .not(.inHand)
                case .closed, nil: found = .not(.closed)
                }
            }
            if case .lead(let lead, let state) = found {
                cursors.byHand.insert(lead.id.raw)
                cursors.late[lead.id.raw] = nil
                if case .promised = state { cursors.promises.insert(lead.id.raw) }
            }
            batch.byHand.append(LeadByHand(call, found))
        }
    }
}

extension LeadBatch {
    /// The leads that are handed over by hand, in their order.
    var leadsByHand: [DueLead] {
        get {
            byHand.compactMap { if case .lead(let lead, _) = $0.found { lead } else { nil } }
        }
        set {
            var leads = newValue[...]
            for place in byHand.indices {
                if case .lead(_, let state) = byHand[place].found, let lead = leads.popFirst() {
                    byHand[place].found = .lead(lead, state)
                }
            }
        }
    }
}

extension LeadCursors {
    /// Takes out of the batch what has been handed over by hand and has not come back.
    func leaveOutByHand(_ batch: inout LeadBatch, at now: Instant) {
        if byHand.isEmpty { return }
        let count = batch.leads.count + batch.attended.count
        batch.leads.removeAll { byHand.contains($0.id.raw) }
        batch.attended.removeAll { byHand.contains($0.id.raw) }
        // Others may be there in their place.
        if batch.leads.count + batch.attended.count < count { batch.nextDue = now }
    }

    /// A lead that was handed over by hand has come back: what was read of it before is out of date.
    mutating func takeBackByHand(_ lead: Int64) {
        guard byHand.remove(lead) != nil else { return }
        zones.forget(LeadID(lead))
        for cell in cells.ahead.keys {
            cells.ahead[cell]!.forget(lead)
        }
    }
}
