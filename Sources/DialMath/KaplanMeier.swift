/// How long something was watched, and whether its end was seen.
///
/// A caller who hangs up after 8 s shows a patience of 8 s; one who is answered after 8 s shows
/// only that the patience was longer.
public struct Observation: Hashable, Sendable {
    /// In seconds, ≥ 0.
    public let duration: Double
    /// False when it was still going on when we stopped watching (right-censored).
    public let isComplete: Bool

    public init(_ duration: Double, isComplete: Bool = true) {
        precondition(duration >= 0, "a duration is \(duration) s; none is below 0")
        self.duration = duration
        self.isComplete = isComplete
    }
}

/// The share that lasts longer than any given time, estimated from durations of which some were
/// cut short.
///
///     KaplanMeier([.init(6), .init(7), .init(9, isComplete: false), .init(10)]).median
///
/// > Source: E. L. Kaplan and P. Meier (1958), doi:10.1080/01621459.1958.10501452; the standard
/// > error is M. Greenwood's (1926).
public struct KaplanMeier: Hashable, Sendable {
    /// A time at which at least one duration ended.
    public struct Step: Hashable, Sendable {
        /// In seconds.
        public let duration: Double
        /// How many lasted at least that long and were still watched.
        public let atRisk: Int
        /// How many of them ended there.
        public let ended: Int
        /// The estimated share that lasts longer.
        public let survival: Double
        /// Its standard error; 0 when nothing survives.
        public let error: Double
    }

    /// By time, rising. Between steps survival stays what it was; before the first it is 1.
    public let steps: [Step]
    /// How long the longest was watched, in seconds: beyond, nothing is known.
    public let longest: Double

    /// - Complexity: O(*n* log *n*).
    public init(_ observations: [Observation]) {
        // Who ends and who is last seen at the same time: the end comes first.
        let sorted = observations.sorted { $0.duration < $1.duration }
        var steps: [Step] = []
        var survival = 1.0
        var greenwood = 0.0
        var index = 0
        while index < sorted.count {
            let duration = sorted[index].duration
            let atRisk = sorted.count - index
            var ended = 0
            while index < sorted.count, sorted[index].duration == duration {
                if sorted[index].isComplete { ended += 1 }
                index += 1
            }
            guard ended > 0 else { continue }
            survival *= Double(atRisk - ended) / Double(atRisk)
            if atRisk > ended { greenwood += Double(ended) / Double(atRisk * (atRisk - ended)) }
            let error = survival * greenwood.squareRoot()
            steps.append(
                Step(
                    duration: duration, atRisk: atRisk, ended: ended, survival: survival,
                    error: error))
        }
        self.steps = steps
        longest = sorted.last?.duration ?? 0
    }

    /// The estimated share that lasts longer than `duration` seconds. O(log steps).
    public func survival(at duration: Double) -> Double {
        var low = 0
        var high = steps.count
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].duration <= duration { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 1 : steps[low - 1].survival
    }

    /// The first time by which a share `u` has ended; nil when so many were never seen to end.
    public func quantile(_ u: Double) -> Double? {
        // Survival is a product of rounded factors.
        steps.first { 1 - $0.survival >= u - 1e-12 }?.duration
    }

    /// The time by which half has ended, in seconds; nil when fewer were seen to end.
    public var median: Double? { quantile(0.5) }

    /// The greatest distance between this curve and that of `distribution`, over the times that
    /// were watched: 0 for a perfect fit, at most 1.
    ///
    /// Without censoring it is the Kolmogorov–Smirnov statistic.
    public func distance(to distribution: Distribution) -> Double {
        var greatest = 0.0
        var before = 1.0
        for step in steps {
            let survival = distribution.survival(step.duration)
            let justBefore = max(survival, distribution.survival(step.duration.nextDown))
            greatest = max(greatest, abs(before - justBefore), abs(step.survival - survival))
            before = step.survival
        }
        return max(greatest, abs(before - distribution.survival(longest)))
    }
}
