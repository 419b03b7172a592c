import DialModel
import DialWorld

/// Leads held in memory, for simulations without a store; by what they have been through, but not by
/// the hours of their zones, which the dialer looks after. Keeps the order that a lead source
/// promises: due retries first, longest due first, then fresh leads.
public struct LeadList: Sendable {
    var fresh: [DueLead]
    var nextFresh = 0
    var waiting = EventQueue<DueLead>()
    var leads: [LeadID: DueLead] = [:]
    private let keepsPast: Bool
    /// Leads that are not called any more, if what leads have been through is kept.
    private(set) var closed: Set<LeadID> = []
    /// What leads have been through.
    private var past: [LeadID: [PastAttempt]] = [:]
    /// Promised calls that have not come due, and those promised in talks whose notes are not done.
    var promised = EventQueue<DueCallback>()
    private var owners: [LeadID: AgentID] = [:]
    /// Until when, ``Instant/never`` for good, leads have been refused for the hours there are.
    private var refusedForHours: [LeadID: Instant] = [:]
    /// Leads that were closed and are so no more, since it was last asked.
    private var reopened = 0

    /// - Parameter keepsPast: whether it may be asked under rules that go by what leads have been through.
    public init(_ leads: [DueLead], keepsPast: Bool = true) {
        self.keepsPast = keepsPast
        fresh = leads
        self.leads.reserveCapacity(leads.count)
        for lead in leads { self.leads[lead.id] = lead }
    }

    /// What a lead source would hand over, as `LeadSource` says.
    public mutating func next(_ request: LeadRequest) -> LeadBatch {
        if !request.byHand.isEmpty {
            var others = request
            others.byHand = []
            var wanted = LeadBatch(leads: [], nextDue: nil)
            answer(request, in: &wanted)
            var batch = next(others)
            batch.byHand = wanted.byHand
            return batch
        }
        let (now, rules) = (request.before, request.rules)
        if request.attended == 0, request.segments.isEmpty {
            return next(request.count, before: now, under: rules)
        }
        // All that may be called, sorted; the others go back where they were.
        let left = fresh.count - nextFresh
        var all = next(.max, before: now, under: rules)
        let retries = all.leads.count - left
        let levels = all.leads.map { request.segments.level(of: $0, at: now) }
        var kept: [Int] = []
        let leads = all.leads
        all.leads = []
        for place in leads.indices.sorted(by: { (levels[$0], $0) < (levels[$1], $1) }) {
            let isAttended = request.isAttended(leads[place])
            if isAttended, all.attended.count < request.attended {
                all.attended.append(leads[place])
            } else if !isAttended, all.leads.count < request.count {
                all.leads.append(leads[place])
            } else {
                kept.append(place)
            }
        }
        fresh = kept.filter { $0 >= retries }.sorted().map { leads[$0] }
        nextFresh = 0
        // Due for as long as there is no saying how long, but before now.
        for place in kept.sorted() where place < retries {
            waiting.schedule(leads[place], at: latest(before: now))
        }
        if kept.contains(where: { $0 < retries }) { all.nextDue = now }
        return all
    }

    private func latest(before now: Instant) -> Instant { now + Duration(nanoseconds: -1) }

    public mutating func next(
        _ count: Int, before now: Instant, under rules: CallingRules = CallingRules()
    ) -> LeadBatch {
        var batch: [DueLead] = []
        let latest = latest(before: now)
        while batch.count < count, var lead = waiting.pop(by: latest) {
            free(&lead, under: rules, at: now)
            batch.append(lead)
        }
        while batch.count < count, nextFresh < fresh.count {
            batch.append(fresh[nextFresh])
            nextFresh += 1
        }
        let next = waiting.isEmpty ? nil : waiting.earliest
        var all = LeadBatch(leads: batch, nextDue: next)
        while var due = promised.pop(by: now) {
            free(&due.lead, under: rules, at: now)
            all.callbacks.append(due)
        }
        if !promised.isEmpty { all.nextCallback = promised.earliest }
        all.reopened = reopened
        reopened = 0
        return all
    }

    func free(_ lead: inout DueLead, under rules: CallingRules, at now: Instant) {
        guard rules.goesByHistory, let past = past[lead.id] else { return }
        rules.freedom(after: past, to: lead.number).tell(&lead, at: now)
    }

    /// Takes back the leads that the records send back.
    public mutating func note(_ records: [Record]) {
        for record in records {
            switch record {
            case .ended(let end):
                if keepsPast {
                    past[end.start.lead, default: []].append(
                        PastAttempt(
                            number: end.start.number, started: end.start.at, ended: end.at,
                            outcome: end.outcome))
                }
                plan(end.step, for: end.start.lead, after: end.start.ordinal)
                note(end.start.lead, end.start.ordinal, end.lead)
            case .disposed(let said):
                if let last = past[said.leadID]?.indices.last {
                    past[said.leadID]?[last].outcome = said.outcome
                }
                plan(said.step, for: said.leadID, after: said.ordinal)
                note(said.leadID, said.ordinal, said.lead)
            case .promised(let promise): owners[promise.leadID] = promise.callback.agent
            case .callback(let end): if let lead = end.lead { note(end.leadID, nil, lead) }
            case .refused(let refused):
                note(refused.leadID, nil, refused.lead)
                let isForHours = refused.reason == .hours || refused.reason == .unknownZone
                if isForHours { refusedForHours[refused.leadID] = refused.until ?? .never }
            case .returned(let returned): note(returned.leadID, nil, returned.lead)
            case .hoursChanged(let change):
                reopen(at: change.at + Duration(nanoseconds: -1))
            case .skipped(let skip): note(skip.leadID, skip.ordinal, skip.lead)
            default: break
            }
        }
    }

    /// Makes those due that were refused for the hours there were.
    private mutating func reopen(at now: Instant) {
        var others: [(DueLead, Instant)] = []
        while case let due = waiting.earliest, let lead = waiting.pop(by: .never) {
            others.append((lead, refusedForHours[lead.id] == due ? min(due, now) : due))
        }
        for (lead, due) in others { waiting.schedule(lead, at: due) }
        for (id, until) in refusedForHours.sorted(by: { $0.key < $1.key }) where until == .never {
            waiting.schedule(leads[id]!, at: now)
            closed.remove(id)
            reopened += 1
        }
        refusedForHours = [:]
    }

    private mutating func plan(_ step: UInt8?, for id: LeadID, after attempts: UInt16) {
        guard let step else { return }
        leads[id]?.step = step
        leads[id]?.earlier = UInt8(clamping: attempts)
    }

    private mutating func note(_ id: LeadID, _ attempts: UInt16?, _ state: LeadState) {
        guard var lead = leads[id] else { return }
        if let attempts {
            lead.attempts = attempts
            leads[id] = lead
        }
        switch state {
        case .due(let at): waiting.schedule(lead, at: at)
        case .promised(let at):
            let callback = Callback(at: at, agent: owners[id])
            promised.schedule(DueCallback(lead, callback), at: at)
        case .closed: if keepsPast { closed.insert(id) }
        case .fresh, .inWrapUp: break
        }
    }
}
