import DialMath
import DialModel

/// Issabel's call center (Elastix before it): a call for each agent who is free or, going by the
/// talks so far, about to be.
///
/// Every 5 s it counts agents free and about to be, less people waiting and calls that ring. With
/// `overcommit` the number is divided by the share of calls answered in the last half hour, a fifth at
/// least. A talk is taken to be about to end once memoryless talks of the mean length would have ended
/// with chance `qos`, the answering time of the next call counted in: at 0.97, after 3.5 mean talks. Drops
/// do not change anything.
///
/// Calls being screened count as ringing. Its `maxChannels` is the campaign's own number, beside the
/// lines there are.
///
/// > Source: Issabel call center (2023): what it does, none of its code.
public struct Issabel: PacingPolicy {
    public let rules: Rules

    /// Numbers of a campaign, with what Issabel ships.
    public struct Rules: Hashable, Sendable {
        /// The chance from which a talk is about to end, 0 up to 1.
        public var qos = 0.97
        /// Whether calls that nobody will answer are made up for.
        public var overcommit = false
        /// Calls on top, whenever there is one to make.
        public var force = 0
        public var maxChannels = 100_000
        public init() {}
    }

    /// How many talks and calls must be known before anything is made of them.
    static let enough = 10

    private var rounds = Rounds(every: .seconds(5))
    private var ages = TalkAges()
    private var talks = 0
    private var longTalks = (count: 0, seconds: 0.0)
    /// Of the latest twenty calls answered, in seconds.
    private var answerTimes = [Double](repeating: 8, count: 20)
    private var answered = 0
    private var outcomes = RecentShare(parts: 30, of: .minutes(1))
    /// Mean lengths of talk after which one is about to end.
    private let patience: Double

    public init(_ rules: Rules = Rules()) {
        precondition((0..<1).contains(rules.qos), "qos is \(rules.qos); 0 up to 1 is allowed")
        self.rules = rules
        patience = Distribution.exponential(mean: 1).quantile(rules.qos)
    }

    public mutating func pace(for floor: Floor, at now: Instant) -> Pace {
        ages.follow(floor.bridged, at: now)
        if rounds.begin(at: now) {
            outcomes.forget(at: now)
            rounds.start(
                calls(
                    free: floor.idle, aboutToBeFree: aboutToBeFree(at: now),
                    waiting: floor.holding, pending: floor.inFlight,
                    answering: outcomes.trials < Self.enough ? nil : outcomes.value))
        }
        return rounds.pace(.agents, at: now)
    }

    public mutating func note(_ event: PacingEvent, at now: Instant) {
        switch event {
        case .dialled: rounds.noteDialled()
        case .person(let after, _):
            outcomes.add(true, at: now)
            answerTimes[answered % answerTimes.count] = after.seconds
            answered += 1
        case .nobody: outcomes.add(false, at: now)
        case .talkEnded(let after, _):
            ages.end(after: after, at: now)
            talks += 1
            if after > .seconds(10) {
                longTalks.count += 1
                longTalks.seconds += after.seconds
            }
        default: break
        }
    }

    /// How many calls to start, ≥ 0.
    ///
    /// - Parameter answering: the share of calls answered; nil while too little is known.
    public func calls(
        free: Int, aboutToBeFree: Int, waiting: Int, pending: Int, answering: Double?
    ) -> Int {
        var calls = min(free + aboutToBeFree - waiting, rules.maxChannels)
        if calls > 0 { calls += rules.force }
        calls -= pending
        if calls > 0, rules.overcommit, let answering {
            calls = Int((Double(calls) / max(answering, 0.2)).rounded())
        }
        return max(0, calls)
    }

    /// Whether a talk of this age is about to end; all in seconds.
    public func isAboutToEnd(age: Double, meanTalk: Double, answerTime: Double) -> Bool {
        chanceWithin(answerTime + age, mean: meanTalk) >= rules.qos
    }

    private mutating func aboutToBeFree(at now: Instant) -> Int {
        guard talks >= Self.enough, longTalks.count > 0 else { return 0 }
        let meanTalk = longTalks.seconds / Double(longTalks.count)
        let answerTime = answerTimes.reduce(0, +) / Double(answerTimes.count)
        return ages.count(
            from: Duration(drawn: patience * meanTalk - answerTime), at: now)
    }
}
