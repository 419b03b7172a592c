import DialModel
import DialWorld

extension LeadList {
    /// Answers what is wanted by hand, and takes it out of wherever it waits. O(leads).
    mutating func answer(_ request: LeadRequest, in batch: inout LeadBatch) {
        for call in request.byHand {
            batch.byHand.append(LeadByHand(call, find(call, request)))
        }
    }

    private mutating func find(_ call: CallByHand, _ request: LeadRequest) -> LeadByHand.Found {
        guard let id = leads.values.first(where: { $0.number == call.number })?.id else {
            return .not(.unknownNumber)
        }
        if closed.contains(id) { return .not(.closed) }
        var lead = leads[id]!
        free(&lead, under: request.rules, at: request.before)
        if let place = fresh[nextFresh...].firstIndex(where: { $0.id == id }) {
            fresh.remove(at: place)
            return .lead(lead, .fresh)
        }
        if let due = waiting.remove(where: { $0.id == id }) { return .lead(lead, .due(due)) }
        if let due = promised.remove(where: { $0.lead.id == id }) {
            return .lead(lead, .promised(due))
        }
        // It has been handed over, and waits in the dialer's hands or is being called.
        return .lead(lead, lead.attempts == 0 ? .fresh : .due(request.before))
    }
}

extension EventQueue {
    /// Takes out the first that `suits`. O(n log n).
    ///
    /// - Returns: when it would have happened; nil: there is none.
    fileprivate mutating func remove(where suits: (Event) -> Bool) -> Instant? {
        var others: [(Event, Instant)] = []
        var found: Instant?
        while case let at = earliest, let event = pop(by: .never) {
            if found == nil, suits(event) { found = at } else { others.append((event, at)) }
        }
        for (event, at) in others { schedule(event, at: at) }
        return found
    }
}
