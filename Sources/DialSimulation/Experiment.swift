import DialModel
import DialWorld

/// What was simulated: all that its results depend on, and what must be known to read them.
public struct Experiment: Hashable, Sendable, Codable {
    /// The scenario's name.
    public var scenario: String
    /// The policy's name.
    public var policy: String
    public var seed: UInt64
    /// The largest share of answered people who may be abandoned.
    public var cap: Double
    /// The largest share of the detected machines that a rule takes for abandoned people.
    public var falsePositives: Double
    /// All of them; empty where ``DialModel/AbandonmentRules/isPlain``.
    public var rules: [Rule]
    /// Simulated time that is not counted, and all of it with that, in nanoseconds.
    public var warmup: Int64
    public var duration: Int64
    /// Tells two experiments apart that look alike: a fingerprint of every value of the scenario, its
    /// policy and its seed.
    public var digest: String

    /// One rule on abandoned people.
    public struct Rule: Hashable, Sendable, Codable {
        public var title: String
        public var cap: Double
        public var falsePositives: Double
    }

    /// - Parameter pacing: the policy; nil: the scenario's own.
    public init(_ scenario: Scenario, pacing: Pacing? = nil) {
        var scenario = scenario
        // The cap is the scenario's, whatever policy is tried in it.
        cap = scenario.cap
        let held = scenario.plan.abandonment
        falsePositives = held.falsePositives
        rules = (held.isPlain ? [] : held.all).map {
            Rule(title: $0.title, cap: $0.cap, falsePositives: $0.falsePositives)
        }
        if let pacing { scenario.plan.pacing = pacing }
        self.scenario = scenario.name
        policy = scenario.plan.pacing.name
        seed = scenario.seed
        warmup = scenario.warmup.nanoseconds
        duration = scenario.duration.nanoseconds
        digest = DialSimulation.digest(of: (scenario, cap))
    }
}
