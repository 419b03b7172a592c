import DialModel

/// What was kept of a day of calls: all that a scenario can be fitted to.
public struct RecordedDay: Sendable {
    public var name: String
    /// In the order of dialling.
    public var calls: [CallRecord]
    public var mode = DialMode.predictive
    /// The campaign's rules, when they are known.
    public var plan: CampaignPlan?
    /// How long all agents together were in each state; empty when it was not kept.
    public var agentSeconds: [AgentState: Double] = [:]
    /// Leads that agents looked at before, by what they did with them; 0 where it was not kept.
    public var previewed = (dialled: 0, skipped: 0)
    /// Campaign seconds a second when it was run live; nil: in virtual time, or not known.
    public var speed: Double?
    /// How many leads there were, when they ran out.
    public var list: Int?
    public var seed: UInt64 = 1
    /// From when to when it was recorded; nil: from the first call to the last.
    public var span: ClosedRange<Instant>?

    public init(name: String, calls: [CallRecord]) {
        self.name = name
        self.calls = calls
    }
}

/// Why nothing can be fitted to a day.
public enum FitFault: Error, Hashable, Sendable, CustomStringConvertible {
    case noCalls
    case nobodyAnswered(calls: Int)
    case noTalk(people: Int)

    public var description: String {
        switch self {
        case .noCalls: "there is no finished call to fit to"
        case .nobodyAnswered(let calls):
            "none of \(calls) calls was answered; answers cannot be fitted to them"
        case .noTalk(let people):
            "\(people) people answered and none talked to an agent; talks cannot be fitted to them"
        }
    }
}
