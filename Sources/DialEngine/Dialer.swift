import DialEstimation
import DialModel
import DialPacing

/// A campaign as one value: takes one input and the time, changes itself, and lists the effects
/// for its driver to carry out.
///
///     var dialer = Dialer(plan: plan, at: now)
///     dialer.handle(.command(.start), at: now)
///     // carry out dialer.effects, clear them; then, when it comes:
///     dialer.handle(.deadline, at: dialer.deadline)
///
/// It knows no clock, trunk, store or chance. After each input the driver drains ``effects`` and
/// asks for ``deadline``. Inputs may come late, twice or not at all: every wait has an end, so
/// every attempt has one.
public struct Dialer: Sendable {
    /// Whether calls are started.
    public enum Phase: UInt8, Sendable {
        case ready, running, paused
        /// No new calls; those in progress may end within the grace time.
        case stopping
        /// Everything is being hung up.
        case halting
        case finished
    }

    public internal(set) var plan: CampaignPlan
    public internal(set) var phase = Phase.ready
    public internal(set) var floor = Floor()
    /// What the driver has to do; it clears the list when that is done.
    public var effects = Effects()

    /// What the campaign has come to in this run; the time of agents' stays, and of calls, that go on
    /// is not in it yet, see ``tally(at:)``.
    public internal(set) var tally = Tally()
    /// How many leads were not dialled when their turn had come, by ``Refusal``.
    public internal(set) var refusals = InlineArray<6, Int>(repeating: 0)
    /// Whether ``Effects/records`` are made; a journal needs them, an experiment that only counts
    /// does not.
    public var keepsRecords = true

    /// Whether ``explanations`` are gathered: of each decision that starts calls, and of each that starts
    /// none for another reason than the one before. It costs some microseconds and some memory each.
    public var explains = false
    /// Since they were last taken away.
    public private(set) var explanations: [PacingExplanation] = []
    var silent: Pace.Bound?
    /// What bound the latest decision, as its policy has it.
    var latestBound = Pace.Bound.agents

    /// Hands over ``explanations``.
    public mutating func takeExplanations() -> [PacingExplanation] {
        defer { explanations.removeAll(keepingCapacity: true) }
        return explanations
    }

    mutating func explain(_ explanation: PacingExplanation) { explanations.append(explanation) }

    /// What was last done by the operator, by the plan, or to a failing trunk.
    public private(set) var latest: Operation?

    private var ownership = Ownership()
    /// The driver's time, put right.
    private(set) var clock: SteadyClock

    var policy: any PacingPolicy
    /// The policy, if it is this one: asked as what it is, it answers in a third of the time.
    var fixedRatio: FixedRatio?
    /// Whether the policy wants to hear of calls.
    var policyLearns: Bool
    /// Whether the policy keeps the abandonment rule by itself.
    var policyKeepsRule: Bool
    var policyTellsSegmentsApart: Bool
    /// Of the campaign's rules: what any policy is told, and held to if it does not keep them itself.
    var budget: AbandonmentBudget
    /// When the next window of a rule begins.
    var windowsTurn = Instant.never
    /// As ``CampaignPlan/guardsCap``.
    var guardsCap: Bool
    var rules: CallRules
    /// Whether leads have to pass ``CampaignPlan/calling``.
    var isGated: Bool
    var retry: RetryTable
    /// When people answer, for ``retry`` where it learns.
    public internal(set) var bestHours: BestHours
    var agents: AgentTable
    var agentDeadlines = DeadlineQueue()
    /// When agents who will leave come to count as leaving, and when that lapses.
    var departures = DeadlineQueue()
    var lines = LineTable()
    var lineDeadlines = DeadlineQueue()
    /// People waiting for an agent, longest first, by line.
    var holding = IndexList()
    var hopper: Hopper
    /// Agents who next take a lead that is called otherwise than the campaign calls.
    var setAside = 0
    /// When leads that nobody at work may take next go back.
    var nextReturn = Instant.epoch
    /// How far such leads are behind the others in their share of agents' turns, -1...1.
    var attendedCredit = 0.0
    /// Whether several calls to a lead are planned.
    var isSequenced: Bool
    /// Which of them comes next, of the lead whose call has just ended; nil: this one goes on.
    var plannedStep: UInt8?
    /// Whether some outcomes need data.
    var needsData: Bool
    /// Whether agents are not all alike to callers.
    var isRouted = false
    /// Who took the last call, by ``RoutingRules/Choice/roundRobin``.
    var lastInTurn: Int32 = -1
    /// Who talked to a lead last; kept only for ``RoutingRules/Choice/sticky``.
    var lastAgents: [LeadID: Int32] = [:]
    /// Kept only for ``RoutingRules/Choice/bestValue``.
    var successes = SuccessRates()
    var trunk = TrunkHealth()
    var recentComplaints = RecentComplaints()
    var nextAttempt: AttemptID

    /// As ``deadline``, by the dialer's own clock, which a driver in virtual time never sets back; up to
    /// date after every input.
    package private(set) var due = Instant.never
    /// When the campaign is taken to have begun; ``Instant/never`` before it is started.
    var started = Instant.never
    let began: Instant?
    /// When this run of it was started, if there were others before.
    var resumed = Instant.epoch
    /// When the next planned change is due, and which it is.
    var nextChange = 0
    /// The planned change of agents that is foreseen next, if any is.
    var nextForeseen = 0
    /// Before then no further call has rung for as long as it must to be let go.
    var nextLetGo = Instant.epoch
    /// When the policy wants to be asked again.
    var again = Instant.never
    /// When the next call may start, by the limit of calls per second.
    var nextStart = Instant.epoch
    /// ``Instant/never``: none yet.
    var lastStart = Instant.never
    /// When a stop turns into a halt.
    var graceEnds = Instant.never {
        didSet { planned = min(graceEnds, planDue) }
    }
    /// When the plan next does something: a change, the end, or what is known of agents who will leave.
    var planDue = Instant.never {
        didSet { planned = min(graceEnds, planDue) }
    }
    /// The earlier of the two.
    private var planned = Instant.never
    /// Whether the calls that end now are those that were let go.
    var isLettingGo = false
    /// Whether anything the pacer sees has changed since it was asked.
    var floorHasChanged = false
    /// Calls in flight that want an agent reserved: theirs left, or the mode has changed. The last is
    /// the next.
    var orphans: [CallID] = []
    /// Promised calls that have come due, earliest first.
    var callbacks: [WaitingCallback] = []
    /// Calls by hand whose leads have not been handed over.
    var byHand: [WishByHand] = []
    /// Leads that have gone somewhere while such calls were asked for.
    var moved: [LeadID] = []
    /// When the next promised call falls due that has not been fetched.
    var nextCallback = Instant.never
    /// When dialing last began, or went on after a pause.
    var goneOn = Instant.epoch
    /// When something changes for those that wait, if nobody comes free.
    var callbackTurn = Instant.never
    /// What is waited for when nothing else is left to do.
    var answers = AwaitedAnswers()
    /// Whether leads have been asked for because a promised call is due: they are wanted at once.
    public var awaitsCallbacks: Bool { hopper.isHurried }

    /// - Parameters:
    ///   - resuming: what an earlier run of the same campaign has done.
    ///   - policy: paces in predictive mode; nil: what the plan's pacing names.
    public init(
        plan: CampaignPlan, resuming: Progress = Progress(), policy: (any PacingPolicy)? = nil,
        at now: Instant
    ) {
        self.plan = plan
        clock = SteadyClock(at: now)
        let paces = policy ?? plan.makePolicy()
        self.policy = paces
        fixedRatio = paces as? FixedRatio
        policyLearns = paces.learns
        policyKeepsRule = paces.keepsRule
        policyTellsSegmentsApart = paces.tellsSegmentsApart
        budget = AbandonmentBudget(plan.abandonment, began: now, utcOffset: plan.utcOffset)
        guardsCap = plan.guardsCap
        rules = CallRules(
            limits: plan.limits, screening: plan.screening, machine: plan.machine,
            noticeLength: plan.notice.length, message: plan.message)
        isGated = !plan.calling.isEmpty
        isSequenced = !plan.sequence.isEmpty
        needsData = !plan.data.isEmpty
        retry = RetryTable(plan.retry, clocks: plan.clocks, utcOffset: plan.utcOffset)
        bestHours = resuming.bestHours
        agents = AgentTable(groups: plan.groups.count)
        // Enough for a while, however fast the source is; no agent needs ten lines.
        let lines = min(plan.limits.lines, 10 * plan.agents + 50)
        hopper = Hopper(capacity: min(20_000, max(256, 4 * lines)))
        nextAttempt = resuming.nextAttempt
        floor.lines = plan.limits.lines
        floor.attempts = resuming.attempts
        floor.answered = resuming.answered
        floor.abandoned = resuming.abandoned
        floor.machines = resuming.machines
        floor.closed = resuming.closed
        began = resuming.began
        lastAgents = resuming.lastAgents.mapValues { $0.raw - 1 }
        adoptSegments(at: now)
    }

    /// What has happened before this value was made. In which window of a rule is not known: those
    /// that are shorter than the run begin anew.
    public struct Progress: Hashable, Sendable {
        public var nextAttempt = AttemptID(1)
        public var attempts = 0
        public var answered = 0
        public var abandoned = 0
        public var machines = 0
        public var closed = 0
        /// When the campaign began, as if it had run without a break; nil: it has not begun. Its
        /// planned changes and its end are counted from here.
        public var began: Instant?
        /// Who talked to each lead last; empty: nobody wants to know.
        public var lastAgents: [LeadID: AgentID] = [:]
        /// When people have answered.
        public var bestHours = BestHours()
        public init() {}
    }

    /// Takes in one input.
    ///
    /// `now` should not go back. Where it does, by a second or less, time stands still until it has
    /// caught up, so that inputs out of order do no harm; by more, the clock has been set back, and
    /// the campaign's time goes on from where it was: no wait grows longer, and what has been counted
    /// in a rule's window stays. When it leaps ahead, whatever has fallen due meanwhile is done at
    /// once, and calls are started as at any other moment: nothing is made up for.
    ///
    /// - Complexity: O(log calls) plus the calls it starts; allocates only when more calls, agents
    ///   or effects are at hand than ever before.
    public mutating func handle(_ input: Input, at now: Instant) {
        take(input, at: now)
        settle(at: now)
    }

    /// Takes in what arrived together. All of it counts before any deadline does: an answer that was
    /// there in time is not lost to a clock that was read late.
    public mutating func handle(_ inputs: [Input], at now: Instant) {
        for input in inputs { take(input, at: now) }
        settle(at: now)
    }

    /// The first half of ``handle(_:at:)-(Input,_)``, for a driver that has several inputs of one
    /// instant: takes in one of them. ``settle(at:)`` must follow the last.
    public mutating func take(_ input: Input, at now: Instant) {
        let now = clock.steady(at: now)
        unshareRows()
        switch input {
        case .trunk(let event): takeAlone(event, at: now)
        case .desk(let event): takeAlone(event, at: now)
        case .command(let command):
            if phase == .finished { return }
            carryOut(command, at: now)
        case .instruction(let instruction): carryOut(instruction, at: now)
        case .leads(let batch):
            fill(batch, at: now)
            floor.closed -= batch.reopened
            takeCallbacks(of: batch)
            if !byHand.isEmpty { takeByHand(of: batch, at: now) }
            if batch.isHeldByHours { awaitOpening(after: batch.asOf) }
            if hopper.isOutdated {
                hopper.isOutdated = false
                lookAgain(at: now)
            }
            floorHasChanged = true
        case .cases(let orders): heed(orders, at: now)
        case .deadline: break
        }
    }

    /// Takes in one event of the trunk, for a driver that has called ``unshareRows()``;
    /// ``settle(at:)`` must follow.
    package mutating func takeAlone(_ event: TrunkEvent, at now: Instant) {
        if phase == .finished { return }
        switch event {
        case .call(let call, let news): takeAlone(news, of: call, at: now)
        case .down: trunk.isDown = true
        case .up:
            trunk.isDown = false
            floorHasChanged = true
        }
    }

    /// Takes in one event of a call, for a driver that has called ``unshareRows()``; ``settle(at:)`` must
    /// follow.
    package mutating func takeAlone(_ news: CallEvent, of call: CallID, at now: Instant) {
        guard phase != .finished, let line = lines.line(of: call) else { return }
        switch news {
        case .answered: answered(line, at: now)
        case .heard(.person): heardPerson(on: line, at: now)
        case .heard(.machine): heardMachine(on: line, at: now)
        default: stepApart(line, .trunk(news), at: now)
        }
    }

    /// Takes in one event of an agent's desk, for a driver that has called ``unshareRows()``;
    /// ``settle(at:)`` must follow.
    package mutating func takeAlone(_ event: DeskEvent, at now: Instant) {
        if phase == .finished { return }
        let agent = event.agent.raw &- 1
        if agent >= 0, agent < agents.count {
            switch event.event {
            case .hangUp(let attempt)
            where agents[agent].state == .talking && agents[agent].attempt == attempt:
                return hangUp(agents[agent].line, at: now)
            case .wrapUpDone(let attempt, let outcome)
            where agents[agent].state == .wrapUp && agents[agent].attempt == attempt:
                return wrapUpDone(agent, saying: outcome, at: now)
            default: break
            }
        }
        handle(event.event, of: event.agent, at: now)
    }

    /// Makes tables and effects this value's own, if copies of them have been made since.
    package mutating func unshareRows() {
        effects.unshareIfShared()
        if ownership.isShared() { unshareSharedRows() }
    }

    @inline(never)
    private mutating func unshareSharedRows() {
        agents.unshare()
        agentDeadlines.unshare()
        departures.unshare()
        lines.unshare()
        lineDeadlines.unshare()
        holding.unshare()
        hopper.unshare()
        ownership.claim()
    }

    /// Does what is due, starts calls, asks for leads, and ends the campaign when it is over.
    public mutating func settle(at now: Instant) {
        let now = clock.steady(at: now)
        unshareRows()
        settleAlone(at: now)
    }

    /// ``settle(at:)``, for a driver that has called ``unshareRows()``.
    package mutating func settleAlone(at now: Instant) {
        if phase != .running { return settleOtherwise(at: now) }
        if now >= due || now >= min(lineDeadlines.earliest, agentDeadlines.earliest) {
            runDeadlines(at: now)
            if phase != .running { return settleRest(at: now) }
        }
        if floorHasChanged || now >= again || (wantsToStart && now >= nextStart) {
            startCalls(at: now)
        }
        let isLow = hopper.isLow
        if isLow { askForLeads(at: now) }
        if lines.used == 0 { return settleRest(at: now) }
        // Where the hopper is not low, it holds some.
        due = isLow ? nextDueOfRunning : nextDueWithLeads
    }

    /// ``settleAlone(at:)``, for a campaign that is not running.
    @inline(never)
    private mutating func settleOtherwise(at now: Instant) {
        if phase == .finished { return }
        if now >= min(due, min(lineDeadlines.earliest, agentDeadlines.earliest)) {
            runDeadlines(at: now)
        }
        if phase == .running { return settleAlone(at: now) }
        settleRest(at: now)
    }

    /// The end of ``settle(at:)``, for a campaign that is not running, or may not be any more.
    @inline(never)
    private mutating func settleRest(at now: Instant) {
        if lines.used == 0 { finishIfDone(at: now) }
        switch phase {
        case .running: due = nextDueOfRunning
        case .finished: due = .never
        case .ready: due = min(lineDeadlines.earliest, agentDeadlines.earliest)
        case .paused, .stopping, .halting:
            due = min(planned, min(lineDeadlines.earliest, agentDeadlines.earliest))
        }
    }

    @inline(never)
    private mutating func askForLeads(at now: Instant) {
        let wanted = hopper.refill(at: now)
        if wanted > 0 { effects.leadsWanted = wanted }
    }

    /// When the driver has to bring ``Input/deadline``, at the latest; ``Instant/never`` when only
    /// events can change anything.
    public var deadline: Instant { clock.reading(at: due) }

    private var nextDueOfRunning: Instant {
        hopper.count == 0 || hopper.hasAttended || hopper.isOrdered
            ? min(nextDueWithLeads, hopper.wakeUp) : nextDueWithLeads
    }

    @inline(__always)
    private var nextDueWithLeads: Instant {
        let timers = min(lineDeadlines.earliest, agentDeadlines.earliest)
        var due = min(min(timers, planned), min(again, trunk.pausedUntil))
        if wantsToStart { due = min(due, nextStart) }
        return due
    }

    /// Whether calls would have been started but for calls per second.
    var wantsToStart = false

    /// What becomes of a lead after an attempt, a talk or a skip.
    @inline(__always)
    mutating func sendBack(_ lead: LeadState) {
        switch lead {
        case .due(let due): hopper.note(due)
        case .closed: floor.closed += 1
        case .promised(let instant): awaitCallback(at: instant)
        case .fresh, .inWrapUp: break
        }
    }

    /// Writes down what has been done.
    mutating func note(_ what: Operation.What, at now: Instant, by: String? = nil) {
        let operation = Operation(what, at: now, by: by)
        latest = operation
        if keepsRecords { effects.records.add(.operation(operation)) }
    }
}
