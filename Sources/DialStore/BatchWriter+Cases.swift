import DialModel

/// Deals that are followed: cases are opened, and moved by revisits, with the record that says so.
extension BatchWriter {
    mutating func follow(_ record: DialModel.Record) throws {
        switch record {
        case .ended(let end):
            if case .inWrapUp = end.lead { return }
            try follow(
                end.start.lead, end.start.attempt, end.outcome, lead: end.lead, at: end.at)
        case .disposed(let said):
            try follow(said.leadID, said.attempt, said.outcome, lead: said.lead, at: said.at)
        case .refused(let refusal) where refusal.lead == .closed:
            try giveUp(refusal.leadID, "not called: \(refusal.reason.meaning)", at: refusal.at)
        case .callback(let end) where end.lead == .closed:
            try giveUp(end.leadID, "the call could not be made in time", at: end.at)
        default: break
        }
    }

    private mutating func follow(
        _ lead: LeadID, _ attempt: AttemptID, _ outcome: Outcome, lead state: LeadState,
        at now: Instant
    ) throws {
        guard let writer = CaseWriter(book, in: db) else { return }
        let known = book.leads.contains(lead.raw) ? try writer.callable(lead) : nil
        guard let known else {
            if writer.rules.after.contains(outcome) {
                try writer.open(lead, attempt, outcome, at: now)
                book.leads.insert(lead.raw)
            }
            // A call that was wanted meanwhile may now be arranged.
            if book.leads.contains(lead.raw) { book.hasNews = true }
            return
        }
        book.hasNews = true
        if let next = writer.rules.revisit[outcome] {
            try move(known, to: next, by: attempt, lead: state, at: now, writer)
        } else if state == .closed {
            try giveUp(lead, "the call came to: \(book.names.name(outcome))", at: now)
        }
    }

    /// A revisit has brought something.
    private mutating func move(
        _ known: CaseWriter.Row, to next: CaseState, by attempt: AttemptID, lead: LeadState,
        at now: Instant, _ writer: CaseWriter
    ) throws {
        var again: Instant?
        if next.isToBeCalled {
            switch lead {
            case .due(let instant), .promised(let instant): again = instant
            case .fresh, .inWrapUp, .closed: break
            }
        }
        // The lead has been arranged for by its own promise or retry.
        try writer.setOrdered(again, of: known.id)
        let event = CaseEvent(
            id: "call-\(attempt.raw)", at: now, state: next, node: .revisit, revisit: again)
        let refusal = try writer.note(event, by: "", note: "", of: known.id)
        if refusal == nil { try writer.send("revisited", of: known.id, attempt, at: now) }
        try forgetIfSettled(known.id, writer)
    }

    /// The call that was to be made for a case will not be made.
    private mutating func giveUp(_ lead: LeadID, _ why: String, at now: Instant) throws {
        guard book.leads.contains(lead.raw), let writer = CaseWriter(book, in: db),
            let known = try writer.callable(lead), known.ordered != nil
        else { return }
        try writer.setOrdered(nil, of: known.id)
        book.hasNews = true
        if known.state.isToBeCalled {
            let event = CaseEvent(
                id: "lapse-\(now.nanoseconds)", at: now, state: .onHold, node: .revisit)
            try writer.note(event, by: "", note: why, of: known.id)
            try writer.send("revisited", of: known.id, nil, note: why, at: now)
        }
        try forgetIfSettled(known.id, writer)
    }

    private mutating func forgetIfSettled(_ id: CaseID, _ writer: CaseWriter) throws {
        guard let row = try writer.row(id), row.state.isSettled, row.ordered == nil else { return }
        if try writer.callable(row.lead) == nil, try !writer.hasOpenCase(row.lead) {
            book.leads.remove(row.lead.raw)
        }
    }
}
