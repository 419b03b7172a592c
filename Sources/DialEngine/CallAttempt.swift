import DialModel

/// One outbound call, from asking the trunk for it to its end.
///
///     dialing ─▶ ringing ─▶ screening ─▶ holding ─▶ talking ─▶ ended
///                                │          └─▶ notice ─▶ ending ─▶ ended
///                                ├─▶ flow ─▶ (holding, for a transfer)
///                                └─▶ notice, for a message to a machine
///
/// The machine owns no clock, timer or line. Its dialer brings it events, does what the returned
/// step asks, and brings `.deadline` when ``deadline`` comes. News that has no meaning in a phase is
/// late, lost its forerunner or came twice; it changes nothing.
public struct CallAttempt: Sendable {
    public enum Phase: UInt8, CaseIterable, Sendable {
        case dialing, ringing, screening, holding, talking, flow, notice
        /// Hung up by us; the line is still occupied.
        case ending
        case ended

        /// Whether the call may yet bring a person.
        @inline(__always)
        var isInFlight: Bool { self == .dialing || self == .ringing || self == .screening }
    }

    public enum Event: Hashable, Sendable {
        case trunk(CallEvent)
        /// An agent takes the call.
        case agent(AgentID)
        /// Our side ends the call, with this outcome unless it has a better one.
        case release(Outcome)
        case deadline
    }

    /// What the dialer has to do now.
    public enum Step: Hashable, Sendable {
        case nothing
        /// A person is there: find an agent or begin the flow.
        case person
        /// The person could not be served in time: count it, play the notice.
        case abandon
        case hangUp
        /// A machine is ready for its message: play it.
        case message
        /// Hang up; the line is free at once.
        case hangUpAtOnce
        /// Let the flow go on.
        case flow(FlowNews)
        /// The line is free, the outcome is final.
        case over
    }

    /// What a flow waits for.
    public enum FlowNews: Hashable, Sendable { case played, key(Key?), noAgent, timeRanOut }

    // Small, and of whole numbers: it is read and written at every event. An instant that has not
    // come is ``Instant/never``, an agent that is not there 0, a group -1.
    private(set) var attempt = AttemptID(0)
    private(set) var lead = LeadID(0)
    private(set) var number = PhoneNumber(digits: 0)
    private(set) var startedAt = Instant.never
    private(set) var ringingAt = Instant.never
    private(set) var answeredAt = Instant.never
    private(set) var personAt = Instant.never
    private(set) var connectedAt = Instant.never
    public internal(set) var deadline = Instant.never
    /// The end of the flow's time.
    public internal(set) var flowEnds = Instant.never
    // What is 0 at first stands side by side, so that few instructions write it.
    private(set) var agentRaw: Int32 = 0
    private(set) var reservedRaw: Int32 = 0
    /// The agent the call was started for, or 0.
    private var startedFor: Int32 = 0
    /// Place in the campaign's flow.
    public internal(set) var node: UInt16 = 0
    /// Nodes the flow has come through; the trunk's answer to one names it.
    public internal(set) var turns: UInt16 = 0
    public internal(set) var phase = Phase.ended
    /// ``DialModel/Outcome/code``; 0 until it is known.
    private(set) var outcomeCode: UInt8 = 0
    /// Whether the agent kept free for it left: it then rings no longer than it must.
    public internal(set) var hasLostAgent = false
    /// Whether its person first waits for some agents only.
    public internal(set) var waitsToOverflow = false
    /// Whether the notice was owed, because a person went unserved.
    public private(set) var abandoned = false
    public private(set) var cause = RawCause.none
    private(set) var ordinal: UInt16 = 0
    private var transferRaw: Int16 = -1
    private(set) var mode = DialMode.predictive
    private(set) var segment = SegmentID.whole
    private(set) var zone = ZoneID.unknown
    /// As ``DueLead/marks`` and ``DueLead/earlier``.
    private(set) var marks: UInt8 = 0
    private(set) var earlier: UInt8 = 0
    /// Whether what becomes of the lead goes by its attempts and the outcome alone.
    @inline(__always)
    var isPlain: Bool { marks & 0x7F | earlier == 0 }
    /// Whether the lead has other numbers that may be called.
    var hasOthers: Bool { marks & 0x40 != 0 }
    /// ``segment``, or its retries.
    @inline(__always)
    var dialledSegment: SegmentID { segment.dialled(ordinal) }

    /// No call yet.
    init() {}

    /// - Parameter rules: how long it may ring, and how long the trunk has to say that it does.
    public init(start: AttemptStart, rules: CallRules) {
        // Long enough to be answered even if the news of ringing is lost.
        begin(
            start.attempt,
            DueLead(id: start.lead, number: start.number, attempts: start.ordinal &- 1),
            for: start.agent?.raw ?? 0, in: start.mode, at: start.at,
            deadline: start.at + rules.limits.setup + rules.limits.ring)
    }

    /// Becomes a new call, whatever it was.
    ///
    /// - Parameter agent: for whom alone it is made, or 0.
    @inline(__always)
    mutating func begin(
        _ attempt: AttemptID, _ lead: DueLead, for agent: Int32, in mode: DialMode,
        at now: Instant, deadline: Instant
    ) {
        self.attempt = attempt
        self.lead = lead.id
        number = lead.number
        startedAt = now
        ringingAt = .never
        answeredAt = .never
        personAt = .never
        connectedAt = .never
        self.deadline = deadline
        flowEnds = .never
        agentRaw = 0
        reservedRaw = agent
        startedFor = agent
        ordinal = lead.attempts &+ 1
        node = 0
        turns = 0
        transferRaw = -1
        cause = .none
        phase = .dialing
        self.mode = mode
        segment = lead.segment
        zone = lead.zone
        marks = lead.marks
        earlier = lead.earlier
        outcomeCode = 0
        hasLostAgent = false
        waitsToOverflow = false
        abandoned = false
    }

    /// The lead, as it was before the call.
    var dialledLead: DueLead {
        var lead = DueLead(
            id: self.lead, number: number, attempts: ordinal &- 1, segment: segment, zone: zone)
        lead.marks = marks
        lead.earlier = earlier
        return lead
    }

    public var start: AttemptStart {
        var start = AttemptStart(
            attempt: attempt, lead: lead, number: number, ordinal: ordinal, mode: mode,
            agent: Self.agent(startedFor), at: startedAt)
        start.step = marks & 0x3F
        return start
    }
    /// nil until it is known.
    public var outcome: Outcome? { Outcome(code: outcomeCode) }
    public var ringing: Instant? { Self.known(ringingAt) }
    public var answered: Instant? { Self.known(answeredAt) }
    public var person: Instant? { Self.known(personAt) }
    public var connected: Instant? { Self.known(connectedAt) }
    public var agent: AgentID? { Self.agent(agentRaw) }
    /// The agent kept free for this call.
    public internal(set) var reserved: AgentID? {
        get { Self.agent(reservedRaw) }
        set { reservedRaw = newValue?.raw ?? 0 }
    }
    /// The group an agent is wanted from because the flow transfers; nil: no transfer under way.
    public internal(set) var transfer: GroupID? {
        get { transferRaw < 0 ? nil : GroupID(UInt8(transferRaw)) }
        set { transferRaw = newValue.map { Int16($0.raw) } ?? -1 }
    }

    /// Whether a transfer is under way.
    @inline(__always)
    var isTransfer: Bool { transferRaw >= 0 }

    private static func known(_ instant: Instant) -> Instant? { instant == .never ? nil : instant }
    private static func agent(_ raw: Int32) -> AgentID? { raw == 0 ? nil : AgentID(raw) }

    /// Takes in one event and returns the step it calls for.
    ///
    /// - Complexity: O(1), no allocation.
    public mutating func handle(_ event: Event, at now: Instant, rules: CallRules) -> Step {
        take(event, at: now, rules: rules)
    }

    /// ``handle(_:at:rules:)``, as a part of its caller.
    @_transparent
    mutating func take(_ event: Event, at now: Instant, rules: CallRules) -> Step {
        switch event {
        case .trunk(let news): return handle(news, at: now, rules: rules)
        case .agent(let agent):
            if phase == .holding { connect(to: agent, at: now, rules: rules) }
            return .nothing
        case .release(let outcome): return release(outcome, at: now, rules: rules)
        case .deadline:
            if now < deadline { return .nothing }
            return timeRanOut(at: now, rules: rules)
        }
    }

    /// An agent takes the call, which is on hold.
    @_transparent
    mutating func connect(to agent: AgentID, at now: Instant, rules: CallRules) {
        phase = .talking
        connectedAt = now
        agentRaw = agent.raw
        reservedRaw = 0
        outcomeCode = Outcome.connected(.undisposed).code
        deadline = now + rules.limits.talk
    }

    @_transparent
    private mutating func handle(
        _ news: CallEvent, at now: Instant, rules: CallRules
    ) -> Step {
        switch (phase, news) {
        case (.ended, _): return .nothing
        case (_, .ended(let why, let raw)): return over(why, raw, at: now)
        case (.dialing, .refused(let raw)):
            return over(.congestion, raw, at: now)
        case (.dialing, .ringing):
            phase = .ringing
            ringingAt = now
            deadline = now + (hasLostAgent ? rules.limits.minimumRing : rules.limits.ring)
            return .nothing
        case (.dialing, .answered), (.ringing, .answered):
            answeredAt = now
            if rules.screening {
                phase = .screening
                deadline = now + rules.limits.screening
                return .nothing
            }
            return personIsThere(at: now)
        case (.screening, .heard(let party)): return heard(party, at: now, rules: rules)
        case (.dialing, .heard(let party)), (.ringing, .heard(let party)):
            // The trunk says who is there as soon as someone is.
            answeredAt = now
            return heard(party, at: now, rules: rules)
        case (.ending, .answered) where answeredAt == .never && personAt == .never:
            // The answer crossed our hanging up: someone picked up a dead line.
            answeredAt = now
            personAt = now
            outcomeCode = Outcome.connected(.abandoned).code
            abandoned = true
            return .abandon
        case (.flow, .played(let turn)) where turn == turns: return .flow(.played)
        case (.flow, .key(let key, let turn)) where turn == turns: return .flow(.key(key))
        case (.notice, .played):
            if !abandoned { messageIsLeft() }
            return release(.connected(.abandoned), at: now, rules: rules)
        default: return .nothing
        }
    }

    @_transparent
    private mutating func heard(_ party: Party, at now: Instant, rules: CallRules) -> Step {
        if rules.screening {
            let hangsUp = rules.machine == .hangUp
            if party == .machine, hangsUp {
                return release(.notConnected(.machine), at: now, rules: rules)
            }
            if party == .machine, rules.machine == .message {
                return awaitMessage(at: now, rules: rules)
            }
            if party == .fax { return release(.notConnected(.fax), at: now, rules: rules) }
        }
        return personIsThere(at: now)
    }

    @_transparent
    private mutating func timeRanOut(at now: Instant, rules: CallRules) -> Step {
        switch phase {
        case .dialing, .ringing:
            if phase == .dialing, rules.limits.setup > .zero {
                cause = .noNews
                return release(.notConnected(.failed), at: now, rules: rules)
            }
            return release(.notConnected(.noAnswer), at: now, rules: rules)
        case .screening: return personIsThere(at: now)
        case .holding where transferRaw >= 0:
            transferRaw = -1
            phase = .flow
            deadline = flowEnds
            return .flow(.noAgent)
        case .holding:
            phase = .notice
            abandoned = true
            outcomeCode = Outcome.connected(.abandoned).code
            deadline = now + rules.noticeLength + rules.limits.release
            return .abandon
        case .talking: return release(.connected(.undisposed), at: now, rules: rules)
        case .flow: return .flow(.timeRanOut)
        case .notice where !abandoned && turns == 0: return beginMessage(at: now, rules: rules)
        case .notice:
            if !abandoned { messageIsLeft() }
            return release(.connected(.abandoned), at: now, rules: rules)
        case .ending:
            cause = cause == .none ? .noNews : cause
            phase = .ended
            deadline = .never
            return .over
        case .ended: return .nothing
        }
    }

    mutating func setOutcome(_ outcome: Outcome) { outcomeCode = outcome.code }

    /// The call has met nobody and ends at once.
    @inline(__always)
    mutating func endUnmet(_ outcome: Outcome) {
        outcomeCode = outcome.code
        phase = .ended
        deadline = .never
    }

    /// The talk is over, and the call with it.
    @inline(__always)
    mutating func endTalk() {
        phase = .ended
        deadline = .never
    }

    /// The call is answered, and listened to.
    @inline(__always)
    mutating func beginScreening(at now: Instant, deadline: Instant) {
        answeredAt = now
        phase = .screening
        self.deadline = deadline
    }

    /// A person answers, and is known to be one.
    @inline(__always)
    mutating func meetPerson(at now: Instant) {
        answeredAt = now
        _ = personIsThere(at: now)
    }

    @_transparent
    private mutating func personIsThere(at now: Instant) -> Step {
        personAt = now
        phase = .holding
        deadline = .never  // the dialer sets it, if nobody takes the call at once
        return .person
    }

    @_transparent
    private mutating func release(
        _ fallback: Outcome, at now: Instant, rules: CallRules
    ) -> Step {
        guard phase != .ending, phase != .ended else { return .nothing }
        if outcomeCode == 0 { outcomeCode = fallback.code }
        if rules.limits.release == .zero {
            phase = .ended
            deadline = .never
            return .hangUpAtOnce
        }
        phase = .ending
        deadline = now + rules.limits.release
        return .hangUp
    }

    @_transparent
    private mutating func over(_ why: EndCause, _ raw: RawCause, at now: Instant) -> Step {
        if outcomeCode == 0 {
            outcomeCode =
                switch phase {
                case .dialing, .ringing: Outcome.notConnected(.init(why)).code
                default: Outcome.connected(.hungUp).code
                }
            cause = raw
        } else if cause == .none {
            cause = raw
        }
        phase = .ended
        deadline = .never
        return .over
    }
}

/// The campaign's rules for each call, as the machine needs them.
public struct CallRules: Sendable {
    public var limits: CallLimits
    public var screening: Bool
    public var machine: MachineTreatment
    public var noticeLength: Duration
    /// For machines; nil: none.
    public var message: MachineMessage?

    /// How long a call may take until it is answered even if the news of ringing is lost.
    @inline(__always)
    var firstWait: Duration { limits.setup + limits.ring }

    /// Whether a call that is not answered in time has ended as soon as it is hung up.
    @inline(__always)
    var endsAtOnce: Bool { limits.setup == .zero && limits.release == .zero }

    /// Whether a call on which a machine is recognised has ended at once.
    @inline(__always)
    var hangsUpOnMachines: Bool {
        screening && machine == .hangUp && limits.release == .zero
    }

    public init(
        limits: CallLimits, screening: Bool, machine: MachineTreatment, noticeLength: Duration,
        message: MachineMessage? = nil
    ) {
        self.limits = limits
        self.screening = screening
        self.machine = machine
        self.noticeLength = noticeLength
        self.message = message
    }
}

extension Outcome.NotConnected {
    /// What the end of a call that was never answered means.
    init(_ cause: EndCause) {
        self =
            switch cause {
            case .normal, .noAnswer: .noAnswer
            case .busy: .busy
            case .poweredOff: .poweredOff
            case .suspended: .suspended
            case .vacantNumber: .vacantNumber
            case .outOfArea: .outOfArea
            case .rejected: .rejected
            case .congestion: .congestion
            case .failed: .failed
            }
    }
}
