import DialModel

/// The figures of a campaign, from its store alone.
///
/// Equal records give an equal report, to the byte of ``text``, ``json`` and ``csv``: nothing in it
/// depends on the machine, on the time of day it is made or on how the work was split into runs.
/// Figures that do not exist (a mean of nothing) are nil.
public struct CampaignReport: Hashable, Sendable {
    public var name = ""
    public var seed: UInt64 = 0
    /// The campaign's own.
    public var mode = ""
    /// Those in which attempts were made, in the order of their first.
    public var modes: [String] = []
    /// First and last instant of the journal; nil when it is empty.
    public var from: Instant?
    public var to: Instant?

    public var leads = Leads()
    /// Calls that were started, those in progress among them.
    public var attempts = 0
    /// Attempts without an end.
    public var open = 0
    /// Those that occurred, in the order of their codes. Their counts and ``open`` sum to
    /// ``attempts``.
    public var outcomes: [OutcomeCount] = []
    /// How often the campaign's goals were reached, the primary first; empty where it names none.
    public var goals: [GoalFigures] = []

    /// Attempts in which a person was there.
    public var people = 0
    /// People who got an agent in time.
    public var connected = 0
    /// People whom no agent took in time.
    public var abandoned = 0
    /// The campaign's limit for ``abandonment``.
    public var abandonmentCap: Double?
    /// Attempts that were hung up because a machine was detected.
    public var machines = 0
    /// The largest share of them that a rule takes for abandoned people.
    public var falsePositives = 0.0
    /// What became of each rule, where several hold or machines count.
    public var rules: [RuleFigures] = []

    /// From picking up to the agent being on the line, screening included; of people who were handed
    /// to one.
    public var answerDelay: Delay?
    public var talk: Mean?
    public var wrapUp: Mean?

    /// Every state, in its order.
    public var agentTimes: [AgentStateTime] = []
    /// Reasons that were given, in their order.
    public var skips: [SkipCount] = []
    /// Leads whose turn had come and that were not dialled, by reason: those that occurred.
    public var refusals: [RefusalCount] = []
    /// Attempts whose outcome is a complaint; nil: no outcome is one.
    public var complaints: Int?
    /// nil: no outcome needs data.
    public var data: DataFigures?
    /// Promised calls; nil: none was promised.
    public var callbacks: Callbacks?
    /// At which hours people answered, all segments together; empty where no rule goes by it.
    public var answersByHour: [HourCount] = []
    /// What has become of deals; nil: none is followed.
    public var cases: CaseFigures?
    /// By node, then by key.
    public var flowAnswers: [FlowAnswerCount] = []
    /// Where leads come from, in the order of import; empty where no lead names its source.
    public var sources: [SourceFigures] = []
    /// In the order of the campaign file; empty where no lead is in any.
    public var segments: [SegmentFigures] = []

    public init() {}
}

extension CampaignReport {
    public struct Leads: Hashable, Sendable {
        public var total = 0
        /// Never attempted, and not being attempted.
        public var fresh = 0
        /// For their retry.
        public var waiting = 0
        /// For a call that has been promised.
        public var promised = 0
        /// In a call or in wrap-up.
        public var inProgress = 0
        public var closed = 0
        /// Attempted at least once.
        public var attempted = 0
        public init() {}
    }

    public struct OutcomeCount: Hashable, Sendable {
        public var outcome: Outcome
        public var name: String
        public var count: Int
    }

    public struct Mean: Hashable, Sendable {
        public var count: Int
        public var mean: Duration
    }

    /// Quantiles are by nearest rank: the smallest delay that at least so many percent do not
    /// exceed.
    public struct Delay: Hashable, Sendable {
        public var count: Int
        public var mean: Duration
        public var p50: Duration
        public var p95: Duration
        public var p99: Duration
        /// How many were longer than 2 s.
        public var overTwoSeconds: Int

        public var shareOverTwoSeconds: Double { Double(overTwoSeconds) / Double(count) }
    }

    public struct AgentStateTime: Hashable, Sendable {
        public var state: AgentState
        /// Summed over all agents; stays that have not ended are not in it.
        public var seconds: Double
    }

    public struct SkipCount: Hashable, Sendable {
        public var reason: String
        public var count: Int
    }

    public struct MissedCount: Hashable, Sendable {
        /// As ``MissedCause/name`` has it.
        public var cause: String
        public var count: Int
    }

    public struct Callbacks: Hashable, Sendable {
        public var promised = 0
        /// Begun within the campaign's tolerance.
        public var kept = 0
        public var missed = 0
        /// Why, the most frequent first; fewer than ``missed`` where an older program did not say.
        public var causes: [MissedCount] = []
        /// Of those kept, how long after their time they began.
        public var lateness: Duration?
        /// Still to come.
        public var open: Int { promised - kept - missed }
    }

    public struct RefusalCount: Hashable, Sendable {
        public var reason: Refusal
        /// How often.
        public var count: Int
        /// How many leads it has met.
        public var leads: Int
    }

    public struct FlowAnswerCount: Hashable, Sendable {
        public var node: Int
        public var name: String
        public var key: String
        public var count: Int
    }
}

extension CampaignReport {
    /// The name of ``abandonment``: products differ in what they divide by.
    public var abandonmentFormula: String {
        Self.abandonmentFormula(falsePositives: falsePositives)
    }

    static func abandonmentFormula(falsePositives: Double) -> String {
        falsePositives == 0
            ? "abandoned / (abandoned + connected in time)"
            : "x / (x + connected in time), x = abandoned + \(percent(falsePositives)) of machines"
    }

    /// Share of leads attempted at least once.
    public var penetration: Double? { ratio(leads.attempted, leads.total) }
    /// Attempts per lead.
    public var saturation: Double? { ratio(attempts, leads.total) }
    /// People reached, per attempt, whatever became of them.
    public var hitRate: Double? { ratio(people, attempts) }
    public var abandonment: Double? {
        AbandonmentRule.share(
            abandoned: abandoned, served: connected, machines: machines,
            falsePositives: falsePositives)
    }

    /// (talking + wrap-up) / (those + idle + previewing + reserved).
    public var occupancy: Double? {
        let busy = seconds(.talking) + seconds(.wrapUp)
        let all = busy + seconds(.idle) + seconds(.previewing) + seconds(.reserved)
        return all > 0 ? busy / all : nil
    }

    /// Minutes of talk in an hour for which an agent is logged in.
    public var talkMinutesPerHour: Double? {
        let loggedIn = AgentState.allCases.filter { $0 != .loggedOut }.map(seconds).reduce(0, +)
        return loggedIn > 0 ? seconds(.talking) / loggedIn * 60 : nil
    }

    public func seconds(_ state: AgentState) -> Double {
        agentTimes.first { $0.state == state }?.seconds ?? 0
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
