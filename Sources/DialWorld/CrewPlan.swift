import DialMath
import DialModel

/// How simulated agents behave. Distributions in seconds, probabilities 0...1.
public struct CrewPlan: Hashable, Sendable {
    public var talk: Distribution
    public var wrapUp: Distribution
    /// What agents say of a talk, by weight.
    public var dispositions: [Outcome: Double]
    /// Talk and wrap-up by what comes of the talk, where they differ. A person who hangs up first
    /// comes under ``Outcome/Connected/hungUp``, with wrap-up only.
    public var byOutcome: [Outcome: Handling]
    /// How long before the end of the talk its agent says that it is in its closing stage; nil: no
    /// agent ever does. If the talk is shorter, it is said at its beginning.
    public var closingLead: Distribution?
    /// The share of talks in which the agent says so at that time.
    public var closingShare: Double
    /// The share of the other talks in which the agent says so at any time.
    public var falseClosings: Double
    /// The calls that agents promise; nil: none.
    public var promises: Promises?
    /// What outcomes need to be known; simulated agents make it up.
    public var data = RequiredData()
    /// The chance that an agent forgets a field until asked.
    public var forgets = 0.0
    /// How long it takes to give what has been forgotten, from when it is asked for.
    public var correction: Distribution = .lognormal(mean: 8, cv: 0.5)
    /// How long an agent looks at a previewed lead.
    public var preview: Distribution
    /// Chance that a previewed lead is skipped.
    public var skips: Double
    /// Work between two breaks, counted from log-in; nil: no breaks.
    public var workBetweenBreaks: Distribution?
    public var breakLength: Distribution
    /// How long before a break is due its agent's desk says so. The break then begins when it is due,
    /// or with the end of the work in hand. nil: nothing is said, and breaks begin after a talk.
    public var breakNotice: Duration?
    /// How many agents of each group there are to so many of the others; empty: of all alike.
    public var groupSizes: [Int] = []
    /// Agents log in spread evenly over this long after they are wanted.
    public var loginSpread: Duration
    /// A desk that has been ready for so long, and heard nothing, says so again; nil: never. For links
    /// that lose messages.
    public var repeatsReady: Duration?

    public init() {
        talk = .lognormal(mean: 180, cv: 0.8)
        wrapUp = .lognormal(mean: 20, cv: 0.6)
        dispositions = [
            .connected(.refused): 0.62, .connected(.interested): 0.14, .connected(.deal): 0.08,
            .connected(.followUp): 0.16,
        ]
        byOutcome = [:]
        closingLead = nil
        closingShare = 1
        falseClosings = 0
        promises = nil
        preview = .lognormal(mean: 12, cv: 0.5)
        skips = 0.05
        workBetweenBreaks = nil
        breakLength = .constant(600)
        breakNotice = nil
        loginSpread = .zero
        repeatsReady = nil
    }

    /// Calls promised at the end of talks that come to ``Outcome/Connected/followUp``.
    public struct Promises: Hashable, Sendable {
        /// Of those talks.
        public var share: Double
        /// From the end of wrap-up.
        public var after: Distribution
        /// Of the promises, those that the agent wants to keep in person.
        public var own: Double
        public init(share: Double = 1, after: Distribution, own: Double = 0) {
            self.share = share
            self.after = after
            self.own = own
        }
    }

    /// How long a talk of one outcome takes; nil: as all others.
    public struct Handling: Hashable, Sendable {
        public var talk: Distribution?
        public var wrapUp: Distribution?
        public init(talk: Distribution? = nil, wrapUp: Distribution? = nil) {
            self.talk = talk
            self.wrapUp = wrapUp
        }
    }
}
