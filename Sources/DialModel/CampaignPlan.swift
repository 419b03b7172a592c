/// A campaign as its file describes it: everything the engine goes by.
///
/// All of it has been checked by whoever made it.
public struct CampaignPlan: Hashable, Sendable {
    public var name: String
    public var mode: DialMode
    /// How many calls ``DialMode/predictive`` starts.
    public var pacing: Pacing
    public var limits: CallLimits
    /// What holds of abandoned people: one rule, or several at once.
    public var abandonment: AbandonmentRules
    public var retry: RetryRules
    /// Which of its numbers a lead that has several is called at.
    public var numbers = NumberMoves()
    /// Who may be called, and when.
    public var calling: CallingRules
    /// What called people see of who calls; nil: what the trunk shows by itself.
    public var callerIdentity: CallerIdentity?
    /// How segments of the list are called, where that differs.
    public var segments: SegmentStrategies
    /// The calls that are planned to each lead.
    public var sequence: CallSequence
    /// Which agent takes whom.
    public var routing: RoutingRules
    /// How promised calls are kept.
    public var callbacks: CallbackRules
    /// Which deals are followed to their end; nil: none.
    public var confirmation: ConfirmationRules?
    /// What it is for; nil: it does not say.
    public var goals: Goals?
    public var preview: PreviewRule
    /// What ``DialMode/automatic`` runs on each answered call.
    public var flow: Flow?
    /// What becomes of an answering machine.
    public var machine: MachineTreatment
    /// What ``MachineTreatment/message`` leaves on it.
    public var message: MachineMessage?
    /// Whether the trunk says who answered; without it everyone who answers is taken for a person.
    public var screening: Bool
    /// Names of the agent groups; ``GroupID`` is a place in it. At least one.
    public var groups: [String]
    /// Recordings by name; ``Prompt/recording`` is a place in it.
    public var recordings: [String]
    /// Played to a person whom no agent could take.
    public var notice: Prompt
    public var dispositions: Dispositions
    /// What outcomes need.
    public var data = RequiredData()
    /// Agents wanted at the start.
    public var agents: Int
    /// How long before a planned change of agents those who will leave then are known; nil: not before.
    public var leavingNotice: Duration?
    /// How far the clock on the wall is ahead of universal time where the campaign begins, for
    /// policies, and rules on abandoned people, that go by the time of day.
    public var utcOffset: Duration
    /// By ``ZoneID``: the clocks where leads are; where none is given ``utcOffset`` holds. Filled only
    /// where ``RetryRules/usesClocks``.
    public var clocks: [ZoneClock]
    /// How long the campaign runs; nil: until no lead is left.
    public var duration: Duration?
    /// Changes that happen by themselves, in order of time after the start.
    public var changes: [PlannedChange]
    /// Whether every pacing decision that starts calls, or could not, is kept.
    public var recordsDecisions: Bool

    public init(name: String, mode: DialMode) {
        self.name = name
        self.mode = mode
        pacing = .predictive(PredictiveTarget())
        limits = CallLimits()
        abandonment = AbandonmentRules()
        retry = RetryRules()
        calling = CallingRules()
        segments = SegmentStrategies()
        sequence = CallSequence()
        routing = RoutingRules()
        callbacks = CallbackRules()
        goals = nil
        preview = PreviewRule()
        flow = nil
        machine = .hangUp
        message = nil
        screening = true
        groups = ["all"]
        recordings = ["notice"]
        notice = Prompt(recording: 0, length: .seconds(6))
        dispositions = Dispositions()
        agents = 10
        leavingNotice = nil
        utcOffset = .zero
        clocks = []
        duration = nil
        changes = []
        recordsDecisions = false
    }
}

extension CampaignPlan {
    /// ``pacing``, with an aim no higher than the first rule's cap.
    public var cappedPacing: Pacing {
        guard case .predictive(var target) = pacing else { return pacing }
        target.abandonment = min(target.abandonment, abandonment.first.cap)
        return .predictive(target)
    }

    /// Whether calls beyond one per idle agent wait while those in flight could break a rule's cap,
    /// whatever the pacing wants. Not with a cap of 100 %, nor for a pacing with its guard off: a peer
    /// is then to do as its makers built it.
    public var guardsCap: Bool {
        switch pacing {
        case .peer(let peer) where !peer.isGuarded: false
        case .predictive(let target) where !target.isGuarded: false
        default: abandonment.cap < 1
        }
    }
}

/// What a call may take: lines, rates and waits.
public struct CallLimits: Hashable, Sendable {
    /// Most calls at once, ≥ 1.
    public var lines = 100
    /// Most calls started in a second; nil: no limit. Above 0.
    public var callsPerSecond: Double?
    /// How long a call rings before it is given up.
    public var ring = Duration.seconds(22)
    /// How long a ringing call must be left to ring before we may hang it up.
    public var minimumRing = Duration.seconds(15)
    /// How long the trunk has to say that it rings. A call of which nothing is heard is given up
    /// after this and ``ring``, since it may ring unheard. 0: the trunk does not say so, and every
    /// call counts as ringing from its start.
    public var setup = Duration.seconds(12)
    /// How long listening for who is there may take; then it is taken for a person.
    public var screening = Duration.seconds(5)
    /// How long a person is held for an agent before the call counts as abandoned.
    public var hold = Duration.seconds(2)
    /// Longest talk.
    public var talk = Duration.hours(2)
    /// Longest wrap-up.
    public var wrapUp = Duration.minutes(10)
    /// Longest automatic flow.
    public var flow = Duration.minutes(10)
    /// How long the trunk has to confirm that a call we hung up is over. 0: it does not, and the line
    /// is free at once.
    public var release = Duration.seconds(5)
    /// After `stop`: how long talks may go on.
    public var grace = Duration.minutes(5)

    public init() {}
}

/// How a lead is shown before it is dialled.
public struct PreviewRule: Hashable, Sendable {
    /// How long the agent may look.
    public var time = Duration.seconds(60)
    public var whenTimeRunsOut = TimeRanOut.dial
    /// When a skipped lead is shown again; nil: never. A skip counts as one of the lead's attempts.
    public var skippedAgainAfter: Duration?

    public enum TimeRanOut: UInt8, CaseIterable, Sendable { case dial, skip }
    public init() {}
}

/// What is done with an answering machine.
public enum MachineTreatment: UInt8, CaseIterable, Sendable {
    case hangUp
    /// Treated as a person is.
    case agent
    /// ``CampaignPlan/message`` is left on it.
    case message
}

/// What is left on an answering machine.
public struct MachineMessage: Hashable, Sendable {
    public var prompt: Prompt
    /// From the machine's being recognised until it is played: its own greeting has to end.
    public var after: Duration

    public init(_ prompt: Prompt, after: Duration = .seconds(2)) {
        self.prompt = prompt
        self.after = after
    }
}

/// Something that happens at a set time after the start.
public struct PlannedChange: Hashable, Sendable {
    public var at: Duration
    public var command: OperatorCommand
    /// Who wanted it.
    public var by: String
    public init(at: Duration, command: OperatorCommand, by: String = Operation.byPlan) {
        self.at = at
        self.command = command
        self.by = by
    }
}

/// What an operator, or the campaign's plan, may ask while the campaign runs.
public enum OperatorCommand: Hashable, Sendable {
    case start
    /// No new calls; those in progress go on.
    case pause
    /// No new calls, ever; talks may end within the grace time, then everything is hung up.
    case stop
    /// Everything is hung up now.
    case halt
    case mode(DialMode)
    case pacing(Pacing)
    /// So many agents at work.
    case agents(Int)
    case lines(Int)
    /// nil: no limit.
    case callsPerSecond(Double?)
    case hold(Duration)
    case ring(Duration)
    /// Of the first rule; the others stay.
    case abandonmentCap(Double)
    /// In place of the cap for the same time, by person or by number, if there is one; the others of ``CallingRules/caps`` stay.
    case cap(FrequencyCap)
    /// How long leads are left in peace after this outcome; the others of ``CallingRules/quiet`` stay.
    case quiet(Outcome, Duration)
    /// Also not to be called.
    case doNotCall(PhoneNumber)
    /// Off the numbers not to be called; one that a beginning covers stays covered.
    case allow(PhoneNumber)
    /// Which of several idle agents takes a call.
    case routing(RoutingRules.Choice)
    /// How long people wait for the groups of their segment; only where they do not wait for ever.
    case overflow(Duration)
    /// Whether a group only helps out.
    case reserve(GroupID, Bool)
    /// How a segment of the list is called from now on.
    case segment(SegmentChange)
    /// One lead is called now, whatever its turn.
    case call(CallByHand)
}

extension OperatorCommand {
    /// As it stands in the journal.
    public var text: String {
        switch self {
        case .start: "start"
        case .pause: "pause"
        case .stop: "stop"
        case .halt: "halt"
        case .mode(let mode): "mode: \(mode.name)"
        case .pacing(let pacing): "pacing: \(pacing.name)"
        case .agents(let count): "agents: \(count)"
        case .lines(let count): "lines: \(count)"
        case .callsPerSecond(let rate): "calls per second: \(rate.map { "\($0)" } ?? "no limit")"
        case .hold(let span): "hold: \(span)"
        case .ring(let span): "ring: \(span)"
        case .abandonmentCap(let cap): "abandonment cap: \(cap * 100) %"
        case .cap(let cap): "cap: \(cap.text)"
        case .quiet(let outcome, let span): "quiet: \(span) after \(Dispositions().name(outcome))"
        case .doNotCall(let number): "do not call: \(number)"
        case .allow(let number): "allow: \(number)"
        case .routing(let choice): "routing: \(choice.name)"
        case .overflow(let span): "overflow: \(span)"
        case .reserve(let group, let isOn): "group \(group.raw): reserve \(isOn ? "yes" : "no")"
        case .segment(let change): change.text()
        case .call(let call): call.text
        }
    }
}
