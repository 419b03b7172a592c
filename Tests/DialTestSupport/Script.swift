import DialEngine
import DialModel
import DialPacing
import DialSimulation

/// A dialer in a world driven by hand: the script says what trunk and desks do, and when.
///
///     var script = Script(quickPlan(.progressive, agents: 1))
///     script.start()                              // agent 1 is ready, a call is on its way
///     script.answer(script.placed[0])
///     script.wait(.seconds(30))
///
/// Deadlines are brought when they are due; leads are supplied when they are wanted; everything the
/// dialer wants is written down.
public struct Script {
    public private(set) var dialer: Dialer
    public private(set) var now = morning
    public private(set) var records: [Record] = []
    public private(set) var commands: [(at: Instant, command: TrunkCommand)] = []
    public private(set) var cues: [(at: Instant, cue: DeskCue)] = []
    public var list: LeadList
    /// How many leads were asked for, each time.
    public private(set) var fetches: [Int] = []
    /// Whether leads are supplied as soon as they are wanted.
    public var supplies = true

    private let checker: Checker
    private var drifts = false

    public init(
        _ plan: CampaignPlan, leads: Int = 1_000, resuming: Dialer.Progress = Dialer.Progress(),
        policy: (any PacingPolicy)? = nil
    ) {
        dialer = Dialer(plan: plan, resuming: resuming, policy: policy, at: morning)
        list = LeadList(inventedLeads(leads))
        checker = Checker(plan: plan)
    }

    // MARK: What happens

    /// Starts the campaign; its agents log in and are ready, in the order of their numbers.
    public mutating func start() {
        command(.start)
        for agent in 0..<Int32(dialer.plan.agents) { ready(agent + 1) }
    }

    /// The agent logs in and is ready.
    public mutating func ready(_ agent: Int32, group: UInt8 = 0) {
        desk(agent, .login(GroupID(group)))
        desk(agent, .ready)
    }

    public mutating func command(_ command: OperatorCommand) { bring(.command(command)) }
    public mutating func trunk(_ event: TrunkEvent) { bring(.trunk(event)) }
    public mutating func trunk(_ call: CallID, _ event: CallEvent) {
        bring(.trunk(.call(call, event)))
    }
    /// What is being played to the call has come to its end.
    public mutating func finishPlaying(_ call: CallID) { trunk(call, .played(turn(of: call))) }
    /// The person presses a key, or none, when asked.
    public mutating func press(_ call: CallID, _ key: Key?) {
        trunk(call, .key(key, turn(of: call)))
    }
    /// The latest turn that the call was played or asked.
    public func turn(of call: CallID) -> UInt16 {
        commands.reversed().lazy.compactMap {
            switch $0.command {
            case .play(call, _, let turn), .gather(call, _, _, let turn): turn
            default: nil
            }
        }.first ?? 0
    }
    public mutating func desk(_ agent: Int32, _ event: AgentEvent) {
        bring(.desk(DeskEvent(AgentID(agent), event)))
    }
    public mutating func supply(_ batch: LeadBatch) { bring(.leads(batch)) }

    public mutating func tell(_ orders: CaseOrders) { bring(.cases(orders)) }

    /// The call rings, is answered, and the trunk hears who is there.
    public mutating func answer(_ call: CallID, by party: Party = .person) {
        trunk(call, .ringing)
        trunk(call, .answered)
        trunk(call, .heard(party))
    }

    /// The call is over.
    public mutating func end(_ call: CallID, _ cause: EndCause = .normal) {
        trunk(call, .ended(cause, RawCause(.sip, 200)))
    }

    /// The agent ends the talk, says how it went and is done with it.
    public mutating func finishTalk(
        _ agent: Int32, _ call: CallID, _ outcome: Outcome = .connected(.refused)
    ) {
        desk(agent, .hangUp(call.attempt))
        end(call)
        desk(agent, .dispose(call.attempt, outcome))
        desk(agent, .wrapUpDone(call.attempt))
    }

    /// Lets time pass; what falls due is done when it does.
    public mutating func wait(_ span: Duration) {
        let end = now + span
        var deadlines = 0
        while dialer.deadline <= end {
            now = max(now, dialer.deadline)
            bring(.deadline)
            deadlines += 1
            precondition(deadlines < 1_000_000, "the deadline \(dialer.deadline) never passes")
        }
        now = end
    }

    /// All of it arrives at once, `span` from now, before anything that fell due meanwhile is done.
    public mutating func together(_ inputs: [Input], after span: Duration) {
        now = now + span
        dialer.handle(inputs, at: now)
        seeEffects()
    }

    private mutating func bring(_ input: Input) {
        checker.sees(input, at: now)
        dialer.handle(input, at: now)
        seeEffects()
    }

    private mutating func seeEffects() {
        var effects = dialer.effects
        dialer.effects.clear()
        checker.sees(&effects, floor: dialer.floor, at: now)
        if dialer.recount() != dialer.floor { drifts = true }
        records += effects.records
        for command in effects.commands { commands.append((now, command)) }
        for cue in effects.cues { cues.append((now, cue)) }
        list.note(Array(effects.records))
        if effects.leadsWanted > 0 {
            fetches.append(effects.leadsWanted)
            if supplies {
                supply(list.next(dialer.request(for: effects.leadsWanted, before: now)))
            }
        }
    }

    // MARK: What is seen

    /// What must never happen and did; empty in every script.
    public var complaints: [String] {
        checker.complaints + (drifts ? ["the counts drift from the recount"] : [])
    }

    public var floor: Floor { dialer.floor }

    /// The calls placed so far, in order.
    public var placed: [CallID] { placements.map(\.call) }

    /// The calls placed so far, each with the time.
    public var placements: [(at: Instant, call: CallID)] {
        commands.compactMap { at, command in
            if case .place(let call, _, _) = command { (at, call) } else { nil }
        }
    }

    /// The calls that we hung up, in order.
    public var hungUp: [CallID] {
        commands.compactMap { if case .hangUp(let call) = $0.command { call } else { nil } }
    }

    /// Who was joined with what, in order.
    public var bridges: [Bridge] {
        commands.compactMap {
            if case .bridge(let call, let agent) = $0.command {
                Bridge(call: call, agent: agent.raw)
            } else {
                nil
            }
        }
    }

    public struct Bridge: Hashable, Sendable {
        public var call: CallID
        public var agent: Int32
        public init(call: CallID, agent: Int32) {
            self.call = call
            self.agent = agent
        }
    }

    /// The recordings played to the call, in order.
    public func played(to call: CallID) -> [UInt16] {
        commands.compactMap {
            switch $0.command {
            case .play(call, let prompt, _), .gather(call, let prompt, _, _): prompt.recording
            default: nil
            }
        }
    }

    /// The cues the agent got, in order.
    public func cues(for agent: Int32) -> [AgentCue] {
        cues.filter { $0.cue.agent.raw == agent }.map(\.cue.cue)
    }

    public func start(of call: CallID) -> AttemptStart? {
        for case .started(let start) in records where start.attempt == call.attempt { return start }
        return nil
    }

    public func end(of call: CallID) -> AttemptEnd? {
        for case .ended(let end) in records where end.start.attempt == call.attempt { return end }
        return nil
    }

    public func disposition(of call: CallID) -> Disposition? {
        for case .disposed(let said) in records where said.attempt == call.attempt { return said }
        return nil
    }

    public var skips: [SkippedLead] {
        records.compactMap { if case .skipped(let skip) = $0 { skip } else { nil } }
    }

    public var operations: [String] {
        records.compactMap { if case .operation(let done) = $0 { done.text } else { nil } }
    }
}
