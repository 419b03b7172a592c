import DialModel
import DialWorld

/// Leads held in memory, for simulations without a store; by what they have been through, but not by
/// the hours of their zones, which the dialer looks after. Keeps the order that a lead source
/// promises: due retries first, longest due first, then fresh leads.
public struct LeadList: Sendable {
    private var fresh: [DueLead]
    private var nextFresh = 0
    private var waiting = EventQueue<DueLead>()
    private var leads: [LeadID: DueLead] = [:]
    /// What leads have been through, while the rules go by it.
    private var past: [LeadID: [PastAttempt]] = [:]

    public init(_ leads: [DueLead]) {
        fresh = leads
        self.leads.reserveCapacity(leads.count)
        for lead in leads { self.leads[lead.id] = lead }
    }

    public mutating func next(
        _ count: Int, before now: Instant, under rules: CallingRules = CallingRules()
    ) -> LeadBatch {
        var batch: [DueLead] = []
        let latest = now + Duration(nanoseconds: -1)
        while batch.count < count, var lead = waiting.pop(by: latest) {
            if rules.goesByHistory, let past = past[lead.id] {
                (lead.freeFrom, lead.heldBy) = rules.freedom(after: past)
            }
            batch.append(lead)
        }
        while batch.count < count, nextFresh < fresh.count {
            batch.append(fresh[nextFresh])
            nextFresh += 1
        }
        let next = waiting.isEmpty ? nil : waiting.earliest
        return LeadBatch(leads: batch, nextDue: next)
    }

    /// Takes back the leads that the records send back.
    public mutating func note(_ records: [Record]) {
        for record in records {
            switch record {
            case .ended(let end):
                past[end.start.lead, default: []].append(
                    PastAttempt(started: end.start.at, ended: end.at, outcome: end.outcome))
                note(end.start.lead, end.start.ordinal, end.lead)
            case .disposed(let said):
                if let last = past[said.leadID]?.indices.last {
                    past[said.leadID]?[last].outcome = said.outcome
                }
                note(said.leadID, said.ordinal, said.lead)
            case .refused(let refused): note(refused.leadID, nil, refused.lead)
            case .skipped(let skip): note(skip.leadID, skip.ordinal, skip.lead)
            default: break
            }
        }
    }

    private mutating func note(_ id: LeadID, _ attempts: UInt16?, _ state: LeadState) {
        guard case .due(let at) = state, var lead = leads[id] else { return }
        if let attempts {
            lead.attempts = attempts
            leads[id] = lead
        }
        waiting.schedule(lead, at: at)
    }
}
