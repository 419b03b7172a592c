import DialEngine
import DialModel
import DialSimulation

/// Watches a campaign from outside and writes down whatever must never happen. It knows nothing of
/// the engine's inside: it sees inputs and effects.
public final class Checker: SimulationWitness, @unchecked Sendable {
    /// What went wrong, in order; at most 20.
    public private(set) var complaints: [String] = []
    public private(set) var starts = 0
    public private(set) var ends = 0
    /// Changes the effects before they are carried out, as a broken engine would.
    public var sabotage: ((inout Effects) -> Void)?

    private let lines: Int
    private let minimumRing: Duration
    /// Since when each call has been ringing.
    private var ringing: [CallID: Instant] = [:]
    /// Whether everything is hung up at some time, however long it has rung.
    private var mayHangUp: Bool
    private let retry: RetryRules
    private var open: [AttemptID: AttemptStart] = [:]
    private var recorded: Set<AttemptID> = []
    private var placed: Set<AttemptID> = []
    private var leadsInFlight: [LeadID: AttemptID] = [:]
    private var leadStates: [LeadID: LeadState] = [:]
    private var refusedForHours: [LeadID: LeadState] = [:]
    private var talking: [AgentID: AttemptID] = [:]
    private var byHand: Set<AttemptID> = []
    private var undisposed: Set<AttemptID> = []
    private var promised: Set<LeadID> = []
    /// Which call of the sequence a lead has come to, and how many attempts were made before.
    private var steps: [LeadID: (step: UInt8, before: UInt16)] = [:]
    private let tolerance: Duration

    public init(plan: CampaignPlan) {
        lines = plan.limits.lines
        minimumRing = plan.limits.minimumRing
        mayHangUp = plan.duration != nil
        retry = plan.retry
        tolerance = plan.callbacks.tolerance
    }

    public func sees(_ input: Input, at now: Instant) {
        switch input {
        case .trunk(.call(let call, .ringing)): if ringing[call] == nil { ringing[call] = now }
        case .trunk(.call(let call, .answered)), .trunk(.call(let call, .heard)),
            .trunk(.call(let call, .ended)):
            ringing[call] = .never
        case .command(.stop), .command(.halt): mayHangUp = true
        case .cases(let orders):
            for order in orders.revisits {
                if order.at != nil { promised.insert(order.lead) }
                leadStates[order.lead] = order.at.map { .promised($0) } ?? .closed
            }
        default: break
        }
    }

    public func sees(_ effects: inout Effects, floor: Floor, at now: Instant) {
        sabotage?(&effects)
        // A call may be handed over and end within one batch of news.
        let openBefore = open
        for record in effects.records { check(record, at: now) }
        for command in effects.commands { check(command, at: now, openBefore) }
        for cue in effects.cues { check(cue, at: now) }
        if floor.linesUsed > lines { complain("\(floor.linesUsed) lines of \(lines) in use") }
        if floor.idle < 0 || floor.inFlight < 0 || floor.talking < 0 { complain("a count below 0") }
    }

    /// What must hold when the campaign is over.
    public func checkEnd() {
        if !open.isEmpty { complain("\(open.count) attempts without an end") }
        if !undisposed.isEmpty { complain("\(undisposed.count) talks without a disposition") }
        if !talking.isEmpty { complain("\(talking.count) agents still talk") }
    }

    /// Every call of a sequence has the attempts that retry allows, and none comes back.
    private func checkStep(_ start: AttemptStart) {
        let known = steps[start.lead] ?? (step: 0, before: 0)
        if start.step < known.step { complain("\(start.lead) goes back to call \(start.step)") }
        if start.step > known.step {
            steps[start.lead] = (start.step, start.ordinal - 1)
            promised.remove(start.lead)
        }
        let before = steps[start.lead]?.before ?? 0
        if start.ordinal - before > retry.attempts, !promised.contains(start.lead) {
            complain("\(start.lead) is dialled too often")
        }
    }

    private func check(_ record: Record, at now: Instant) {
        switch record {
        case .started(let start):
            starts += 1
            if !recorded.insert(start.attempt).inserted {
                complain("\(start.attempt) begins twice")
            }
            if let other = leadsInFlight[start.lead] {
                complain("\(start.lead) is dialled by \(start.attempt) and \(other) at once")
            }
            switch leadStates[start.lead] {
            case .closed: complain("\(start.lead) is closed and dialled")
            case .inWrapUp: complain("\(start.lead) is in wrap-up and dialled")
            case .due(let due), .promised(let due):
                if due > now, !byHand.contains(start.attempt) {
                    complain("\(start.lead) is dialled early")
                }
            case .fresh, nil: break
            }
            checkStep(start)
            leadsInFlight[start.lead] = start.attempt
            open[start.attempt] = start
        case .ended(let end):
            ends += 1
            if open.removeValue(forKey: end.start.attempt) == nil {
                complain("\(end.start.attempt) ends without a beginning, or twice")
            }
            leadsInFlight[end.start.lead] = nil
            leadStates[end.start.lead] = end.lead
            if end.lead == .inWrapUp { undisposed.insert(end.start.attempt) }
            if end.at < end.start.at { complain("\(end.start.attempt) ends before it begins") }
        case .disposed(let said):
            if undisposed.remove(said.attempt) == nil {
                complain("\(said.attempt) is disposed without a talk, or twice")
            }
            leadStates[said.leadID] = said.lead
        case .skipped(let skip): leadStates[skip.leadID] = skip.lead
        case .operation(let operation):
            if case .byHand(_, .dialled(let attempt)) = operation.what { byHand.insert(attempt) }
        case .promised(let promise):
            if undisposed.contains(promise.attempt) { promised.insert(promise.leadID) }
        case .callback(let end):
            if !promised.contains(end.leadID) { complain("\(end.leadID) was promised no call") }
            let isByHand = end.attempt.map(byHand.contains) ?? false
            let isEarly = end.at < end.callback.at && !isByHand
            if end.attempt != nil, isEarly || end.at > latest(end.callback) {
                complain("the call promised to \(end.leadID) is made at \(end.at)")
            }
            if let state = end.lead { leadStates[end.leadID] = state }
        case .refused(let refused):
            leadStates[refused.leadID] = refused.lead
            if [.hours, .unknownZone].contains(refused.reason) {
                refusedForHours[refused.leadID] = refused.lead
            }
        case .returned(let returned): leadStates[returned.leadID] = returned.lead
        case .hoursChanged(let change):
            for (lead, state) in refusedForHours where leadStates[lead] == state {
                leadStates[lead] = .due(change.at)
            }
            refusedForHours = [:]
        case .agentTime(let stay): if stay.to < stay.from { complain("\(stay) runs backwards") }
        case .answer, .decision, .doNotCall, .granted, .data: break
        }
    }

    private func latest(_ callback: Callback) -> Instant { callback.at + tolerance }

    private func check(
        _ command: TrunkCommand, at now: Instant, _ openBefore: [AttemptID: AttemptStart]
    ) {
        switch command {
        case .place(let call, _, _):
            if open[call.attempt] == nil { complain("\(call.attempt) is dialled unrecorded") }
            if !placed.insert(call.attempt).inserted { complain("\(call.attempt) dialled twice") }
        case .bridge(let call, let agent):
            if open[call.attempt] == nil, openBefore[call.attempt] == nil {
                complain("\(call.attempt) is bridged after its end")
            }
            if let other = talking[agent], other != call.attempt {
                complain("\(agent) is given \(call.attempt) while talking in \(other)")
            }
        case .hangUp(let call):
            if !mayHangUp, let since = ringing[call], since != .never, now - since < minimumRing {
                complain("\(call.attempt) is hung up after \(now - since) of ringing")
            }
        case .play, .gather: break
        }
    }

    private func check(_ cue: DeskCue, at now: Instant) {
        switch cue.cue {
        case .connected(let call, _, _):
            if let other = talking[cue.agent] {
                complain("\(cue.agent) talks in \(other) and \(call.attempt) at once")
            }
            talking[cue.agent] = call.attempt
        case .callEnded(let call, _):
            if talking[cue.agent] != call.attempt { complain("\(cue.agent) ends another's talk") }
            talking[cue.agent] = nil
        case .preview: if talking[cue.agent] != nil { complain("\(cue.agent) previews in a talk") }
        case .logIn, .loggedOut, .previewEnded, .wrapUpEnded, .dataMissing: break
        }
    }

    private func complain(_ text: String) {
        if complaints.count < 20 { complaints.append(text) }
    }
}
