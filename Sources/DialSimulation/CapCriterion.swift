import DialMath

/// What of a scenario is held against a limit.
public enum CapCriterion: Hashable, Sendable {
    /// Abandonment of all replications together: ``Estimates/formula``.
    case pooled
    /// The share of single days whose own abandonment is above `cap`, of those on which anyone
    /// answered.
    case days(over: Double)

    /// An estimate with bounds on both sides, each of which misses the long-run share with a chance
    /// of about `tail`.
    ///
    /// Of the jackknife's interval over replications and, where the parts or the rests are few,
    /// Clopper and Pearson's, the wider: the first knows nothing of what has not happened yet, the
    /// second nothing of how calls of one day hang together.
    ///
    /// - Parameter tail: of one side, above 0, below 0.5.
    /// - Returns: 0...1 where there is nothing to say it from.
    func interval(of results: [ReplicationResult], tail: Double) -> Interval {
        let pairs = results.map(counts)
        let part = pairs.reduce(0) { $0 + $1.part }
        let whole = pairs.reduce(0) { $0 + $1.whole }
        guard whole > 0 else { return Interval(estimate: 0, low: 0, high: 1) }
        let confidence = 1 - 2 * tail
        let between = ratioInterval(
            of: pairs.map { Double($0.part) }, to: pairs.map { Double($0.whole) },
            confidence: confidence)
        var low = max(0, between.low)
        var high = min(1, between.high)
        if min(part, whole - part) < Self.few {
            let within = binomialInterval(successes: part, of: whole, confidence: confidence)
            low = min(low, within.low)
            high = max(high, within.high)
        }
        return Interval(estimate: Double(part) / Double(whole), low: low, high: high)
    }

    /// Below so many an interval from the spread alone is not to be trusted.
    private static let few = 100

    private func counts(_ result: ReplicationResult) -> (part: Int, whole: Int) {
        switch self {
        case .pooled: (result.counted.abandoned, result.counted.answered)
        case .days(let cap):
            result.dayShares.reduce(into: (0, 0)) {
                $0.0 += $1 > cap ? 1 : 0
                $0.1 += 1
            }
        }
    }
}
