import DialMath

/// Looks for the boldest of several values whose share, seen only through noise, stays under a limit.
///
///     let search = SafeValueSearch(values: [1, 1.05, …, 6], limit: 0.03, confidence: 0.99)
///     let outcome = await search.run { value, stage, replications in … }
///     outcome.safe?.value          // 2.35
///
/// A bisection that asks each value until it knows: replications are added, each time as many as
/// there are, until the bounds on both sides put the share under the limit or over it, or both lie
/// within the zone of indifference, or there are as many replications as there may be. What is too
/// close to tell counts as over. The share is taken to rise with boldness.
///
/// The value found is then checked on replications that the search has not seen, which is what makes
/// the statement about it: a search that picks the luckiest of many would overstate it. Where the
/// check fails, the next more careful value is checked.
///
/// The chance of any wrong verdict at all is at most 1 - `confidence`, up to how near Student's
/// distribution is to the truth: half of it is the search's, divided evenly over all looks at all
/// values that a bisection can visit; half is the checks', the *j*-th of which gets 1/(*j*(*j* + 1))
/// of it, divided evenly over its looks. This neither needs independence nor uses it.
///
/// > Source: bisection by a sequential test at each point, R. Waeber, P. I. Frazier and
/// > S. G. Henderson (2013), doi:10.1137/120861898; error spent over looks, K. K. G. Lan and
/// > D. L. DeMets (1983), doi:10.1093/biomet/70.3.659, here evenly, by Bonferroni's inequality; the
/// > zone of indifference, R. E. Bechhofer (1954), doi:10.1214/aoms/1177728845.
public struct SafeValueSearch: Sendable {
    /// From the most careful to the boldest; at least one.
    public var values: [Double]
    public var criterion: CapCriterion
    /// The share that must not be reached.
    public var limit: Double
    /// That all verdicts are right at once; above 0.5, below 1.
    public var confidence: Double
    /// How near to the limit a share may be said to be too close to tell.
    public var indifference: Double
    /// Most replications of one value in the search; a check may take twice as many.
    public var replications: Int

    /// Replications at the first look of the search, and of a check, ≥ 2. With fewer there are more
    /// looks, each of which gets a smaller part of the error.
    public var firstLook = 16
    public var firstCheck = 64

    public init(
        values: [Double], criterion: CapCriterion = .pooled, limit: Double,
        confidence: Double = 0.99, indifference: Double? = nil, replications: Int = 1024
    ) {
        precondition(!values.isEmpty, "there is no value to look at")
        precondition(
            confidence > 0.5 && confidence < 1,
            "the confidence is \(confidence); it lies between 0.5 and 1")
        precondition(replications >= 2, "\(replications) replications; at least 2 are needed")
        self.values = values
        self.criterion = criterion
        self.limit = limit
        self.confidence = confidence
        self.indifference = indifference ?? limit / 50
        self.replications = replications
    }

    /// Begins with fewer replications where each tells more: half as many each time the team's hours
    /// double, beyond a thousand. Single days tell no more when the team is large, and are left at
    /// what they are.
    ///
    /// A replication stays the whole day: a part of it would be another day, with another share.
    ///
    /// - Parameter agentHours: in one replication.
    public mutating func beginSooner(agentHours: Double) {
        guard criterion == .pooled else { return }
        var hours = agentHours
        while hours >= 2000, firstCheck > 8 {
            hours /= 2
            firstLook = max(4, firstLook / 2)
            firstCheck /= 2
        }
    }

    /// Which replications are asked for: those of a check are not those of the search.
    public enum Stage: Hashable, Sendable { case search, check }

    /// What is known of a value.
    public enum Verdict: String, Hashable, Sendable {
        case under, over, tooClose
        /// It was stopped before there was one.
        case open
    }

    /// One value, and what its replications say.
    public struct Candidate: Sendable {
        public var value: Double
        public var stage: Stage
        public var results: [ReplicationResult]
        /// Of the criterion's share, as wide as the last look has it.
        public var share: Interval
        public var verdict: Verdict
    }

    /// How it ended.
    public enum Ending: Hashable, Sendable {
        /// The next bolder value is not known to be under the limit.
        case found
        /// There is no bolder value.
        case highestIsUnder
        /// Not even the most careful value is known to be under the limit.
        case lowestIsNotUnder
        /// No check was passed.
        case noneChecked
        case stopped
    }

    public struct Outcome: Sendable {
        public var ending: Ending
        /// In the order in which they were visited; none twice.
        public var candidates: [Candidate] = []
        /// In the order in which they were tried; all but the last have failed.
        public var checks: [Candidate] = []
        /// The boldest value known to be under, and the most careful not known to be, in the search.
        public var under: Double?
        public var notUnder: Double?

        /// The value that was found, on the replications of its check.
        public var safe: Candidate? {
            switch ending {
            case .found, .highestIsUnder: checks.last
            case .lowestIsNotUnder, .noneChecked, .stopped: nil
            }
        }
    }

    /// How far it has come.
    public struct Stand: Sendable {
        public var stage: Stage
        public var value: Double
        /// Of this value.
        public var replications: Int
        public var share: Interval?
        /// Verdicts so far, and how many there will be in all when no check fails.
        public var verdicts: Int
        public var expected: Int
        public var under: Double?
        public var notUnder: Double?
    }

    /// Simulates replications of a value; fewer than it was asked for when it was stopped.
    public typealias Trial =
        @Sendable (
            _ value: Double, _ stage: Stage, _ replications: Range<Int>
        ) async -> [ReplicationResult]

    /// - Parameters:
    ///   - onStand: called before each trial.
    ///   - trial: what it returns must depend on what it is given alone, so that the outcome does
    ///     not depend on how many run at a time.
    public func run(
        onStand: @Sendable (Stand) -> Void = { _ in }, trial: Trial
    ) async -> Outcome {
        var outcome = Outcome(ending: .stopped)

        /// - Returns: the verdict of the value at `place`.
        func search(_ place: Int) async -> Verdict {
            let candidate = await judge(
                values[place], .search, looks: searchLooks, tail: searchTail, outcome, onStand,
                trial)
            outcome.candidates.append(candidate)
            if candidate.verdict == .under {
                outcome.under = candidate.value
            } else if candidate.verdict != .open {
                outcome.notUnder = candidate.value
            }
            return candidate.verdict
        }

        var low = 0
        switch await search(low) {
        case .under: break
        case .open: return outcome
        case .over, .tooClose:
            outcome.ending = .lowestIsNotUnder
            return outcome
        }
        var high = values.count - 1
        if high > low {
            switch await search(high) {
            case .under: low = high
            case .open: return outcome
            case .over, .tooClose: break
            }
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            switch await search(middle) {
            case .under: low = middle
            case .open: return outcome
            case .over, .tooClose: high = middle
            }
        }
        let isHighest = low == values.count - 1
        for (attempt, place) in (0...low).reversed().enumerated() {
            let candidate = await judge(
                values[place], .check, looks: checkLooks, tail: checkTail(attempt + 1), outcome,
                onStand, trial)
            outcome.checks.append(candidate)
            switch candidate.verdict {
            case .under:
                outcome.ending = isHighest && attempt == 0 ? .highestIsUnder : .found
                return outcome
            case .open: return outcome
            case .over, .tooClose: continue
            }
        }
        outcome.ending = .noneChecked
        return outcome
    }

    /// Asks for replications of `value` until there is a verdict.
    private func judge(
        _ value: Double, _ stage: Stage, looks: [Int], tail: Double, _ outcome: Outcome,
        _ onStand: (Stand) -> Void, _ trial: Trial
    ) async -> Candidate {
        var candidate = Candidate(
            value: value, stage: stage, results: [],
            share: Interval(estimate: 0, low: 0, high: 1), verdict: .open)
        for look in looks {
            let done = candidate.results.count
            onStand(
                Stand(
                    stage: stage, value: value, replications: done,
                    share: done == 0 ? nil : candidate.share,
                    verdicts: outcome.candidates.count + outcome.checks.count,
                    expected: mostVisits + 1 + outcome.checks.count, under: outcome.under,
                    notUnder: outcome.notUnder))
            candidate.results += await trial(value, stage, done..<look)
            candidate.share = criterion.interval(of: candidate.results, tail: tail)
            if candidate.results.count < look { return candidate }
            candidate.verdict = verdict(candidate.share)
            if candidate.verdict != .open { return candidate }
        }
        candidate.verdict = .tooClose
        return candidate
    }

    private func verdict(_ share: Interval) -> Verdict {
        if share.high < limit { return .under }
        if share.low > limit { return .over }
        let isClose = share.low > limit - indifference && share.high < limit + indifference
        return isClose ? .tooClose : .open
    }

    // MARK: Errors spent

    private var searchLooks: [Int] { Self.looks(from: firstLook, upTo: replications) }
    private var checkLooks: [Int] { Self.looks(from: firstCheck, upTo: 2 * replications) }

    /// Doubling from one to the next.
    static func looks(from first: Int, upTo last: Int) -> [Int] {
        var looks: [Int] = []
        var next = first
        while next < last {
            looks.append(next)
            next *= 2
        }
        return looks + [last]
    }

    /// Both ends, then one for each halving.
    private var mostVisits: Int {
        var visits = min(values.count, 2)
        var gap = values.count - 1
        while gap > 1 {
            visits += 1
            gap = (gap + 1) / 2
        }
        return visits
    }

    private var searchTail: Double {
        (1 - confidence) / 2 / Double(mostVisits * searchLooks.count)
    }

    private func checkTail(_ attempt: Int) -> Double {
        (1 - confidence) / 2 / Double(attempt * (attempt + 1)) / Double(checkLooks.count)
    }
}
