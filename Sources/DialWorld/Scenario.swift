import DialModel

/// A campaign and its world, to be simulated over and over: who is called, how they and the agents
/// behave, what changes when, and for how long.
public struct Scenario: Hashable, Sendable {
    public var name: String
    /// The campaign's rules; its ``CampaignPlan/changes`` are what the operator does in the course of
    /// the scenario, and its ``CampaignPlan/duration`` is nil.
    public var plan: CampaignPlan
    /// The carrier and the called people at the start.
    public var carrier: CarrierPlan
    /// The agents at the start.
    public var crew: CrewPlan
    /// What the world becomes later, in order of time.
    public var changes: [WorldChange]
    /// What to call the changes in pictures and reports, in order of time.
    public var marks: [Mark]
    public var list: ListPlan
    public var start: Instant
    /// How long it is simulated, the warm-up included.
    public var duration: Duration
    /// How long nothing is counted at first.
    public var warmup: Duration
    /// The span over which "worst day" and "days over the cap" are counted, from the end of the
    /// warm-up on. A last part of less than half of it counts to the day before.
    public var day: Duration
    public var seed: UInt64

    public init(name: String) {
        self.name = name
        plan = CampaignPlan(name: name, mode: .predictive)
        plan.retry.after = [:]
        plan.abandonment.first.cap = 1
        carrier = .ideal
        crew = CrewPlan()
        changes = []
        marks = []
        list = ListPlan()
        start = Instant(nanoseconds: 1_767_603_600_000_000_000)
        duration = .hours(8)
        warmup = .zero
        day = .hours(24)
        seed = 1
    }

    /// The largest share of answered people who may be abandoned: the rules', else what the policy
    /// aims at, else 3 %.
    public var cap: Double {
        if plan.abandonment.cap < 1 { return plan.abandonment.cap }
        if case .predictive(let target) = plan.pacing { return target.abandonment }
        return 0.03
    }

    /// A moment worth a line in a picture.
    public struct Mark: Hashable, Sendable {
        public var at: Duration
        public var text: String
        public init(at: Duration, text: String) {
            self.at = at
            self.text = text
        }
    }
}

/// What carrier and crew become at a time after the scenario's start; nil: they stay as they are.
/// It holds for calls and talks that begin from then on.
public struct WorldChange: Hashable, Sendable {
    public var at: Duration
    public var carrier: CarrierPlan?
    public var crew: CrewPlan?
    public init(at: Duration, carrier: CarrierPlan? = nil, crew: CrewPlan? = nil) {
        self.at = at
        self.carrier = carrier
        self.crew = crew
    }
}

/// The leads of a scenario.
public struct ListPlan: Hashable, Sendable {
    /// nil: it never ends.
    public var size: Int?
    /// Shares of the list, by segment; the carrier's ``CarrierPlan/segments`` say how each answers.
    /// Empty: all leads are alike.
    public var shares: [Double]
    /// So many leads of one segment follow each other, as in a list that is sorted; ≥ 1.
    public var block: Int

    public init(size: Int? = nil, shares: [Double] = [], block: Int = 1) {
        self.size = size
        self.shares = shares
        self.block = block
    }
}
