/// An estimate and the bounds it lies between, in the unit of what was measured.
public struct Interval: Hashable, Sendable {
    public let estimate: Double
    public let low: Double
    public let high: Double

    public init(estimate: Double, low: Double, high: Double) {
        self.estimate = estimate
        self.low = low
        self.high = high
    }

    /// Half the distance between the bounds.
    public var halfWidth: Double { (high - low) / 2 }

    public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

/// What independent replications of an experiment say together.
///
///     Summary([10.1, 9.7, 10.4]).interval(confidence: 0.95)
///
/// Computed from the whole list in its order, never by merging parts, so that the same
/// replications give the same bits however the work was shared out.
public struct Summary: Hashable, Sendable {
    public let count: Int
    /// 0 when there are no values.
    public let mean: Double
    /// With *n* - 1 below; 0 for fewer than two values.
    public let variance: Double
    public let least: Double
    public let greatest: Double

    /// - Parameter values: one for each replication, in the order of the replications.
    /// - Complexity: two passes.
    ///
    /// > Source: the two-pass algorithm with correction, T. F. Chan, G. H. Golub and R. J. LeVeque
    /// > (1983), doi:10.1080/00031305.1983.10483115.
    public init(_ values: [Double]) {
        let n = Double(values.count)
        let rough = values.isEmpty ? 0 : values.reduce(0, +) / n
        var sum = 0.0
        var squares = 0.0
        for value in values {
            sum += value - rough
            squares += (value - rough) * (value - rough)
        }
        count = values.count
        mean = values.isEmpty ? 0 : rough + sum / n
        variance = values.count < 2 ? 0 : max(0, (squares - sum * sum / n) / (n - 1))
        least = values.min() ?? 0
        greatest = values.max() ?? 0
    }

    /// The standard deviation of one value.
    public var deviation: Double { variance.squareRoot() }

    /// The standard deviation of the mean; 0 when there are no values.
    public var standardError: Double {
        count == 0 ? 0 : (variance / Double(count)).squareRoot()
    }

    /// Student's interval for the mean; without bounds (infinite) for fewer than two values.
    ///
    /// - Parameter confidence: strictly between 0 and 1, such as 0.95.
    public func interval(confidence: Double) -> Interval {
        studentInterval(mean, error: standardError, count: count, confidence: confidence)
    }

    /// The chance of a mean at least this far from 0, on either side, if the true mean were 0:
    /// Student's test. 1 for fewer than two values.
    public var chanceIfZero: Double {
        if count < 2 { return 1 }
        if variance == 0 { return mean == 0 ? 1 : 0 }
        return 2 * studentCDF(-abs(mean) / standardError, degrees: Double(count - 1))
    }
}

/// The differences `first` - `second`, replication by replication.
///
/// Where both met the same callers, what they share cancels out, and the interval is the narrower.
///
/// - Parameters:
///   - first: one value for each replication.
///   - second: as many, from the same replications in the same order.
public func pairedDifferences(_ first: [Double], _ second: [Double]) -> Summary {
    precondition(
        first.count == second.count, "\(first.count) and \(second.count) replications do not pair")
    return Summary(zip(first, second).map { $0 - $1 })
}

/// How an interval for a ratio is found.
public enum RatioMethod: Hashable, Sendable, CaseIterable {
    /// By the linear part of the ratio. Quick; the bounds are somewhat too narrow for few
    /// replications.
    case delta
    /// By leaving out one replication at a time, which also takes most of the bias away.
    case jackknife
}

/// An interval for a ratio of two means over replications, such as calls abandoned to calls
/// answered. The estimate weighs a call, not a replication.
///
/// - Parameters:
///   - numerators: one for each replication.
///   - denominators: as many; their sum must not be 0.
///   - confidence: strictly between 0 and 1, such as 0.95.
/// - Returns: for fewer than two replications an interval without bounds.
///
/// > Source: W. G. Cochran, Sampling Techniques (1977), 6.3 (delta) and 6.17 (jackknife, of
/// > M. H. Quenouille).
public func ratioInterval(
    of numerators: [Double], to denominators: [Double], confidence: Double,
    by method: RatioMethod = .jackknife
) -> Interval {
    precondition(
        numerators.count == denominators.count,
        "\(numerators.count) and \(denominators.count) replications do not pair")
    let top = numerators.reduce(0, +)
    let bottom = denominators.reduce(0, +)
    precondition(bottom != 0, "the denominators sum to 0; a ratio needs another sum")
    let count = numerators.count
    let n = Double(count)
    let ratio = top / bottom
    switch method {
    case .delta:
        let residuals = Summary(zip(numerators, denominators).map { $0 - ratio * $1 })
        return studentInterval(
            ratio, error: residuals.standardError * n / abs(bottom), count: count,
            confidence: confidence)
    case .jackknife:
        let pseudo = Summary(
            zip(numerators, denominators).map { numerator, denominator in
                // Without this one nothing may be left to divide by; then it says nothing.
                let rest = bottom - denominator
                return rest == 0 ? ratio : n * ratio - (n - 1) * (top - numerator) / rest
            })
        return pseudo.interval(confidence: confidence)
    }
}

/// Clopper and Pearson's interval for a chance, from the share of trials in which it came true.
/// Its true confidence is never below the one asked for.
///
/// - Parameters:
///   - successes: in 0...trials.
///   - trials: 1 or more.
///   - confidence: strictly between 0 and 1, such as 0.95. For a bound on one side only, ask for
///     2 · confidence - 1.
///
/// > Source: C. J. Clopper and E. S. Pearson (1934), doi:10.1093/biomet/26.4.404, by quantiles of
/// > the beta distribution.
public func binomialInterval(successes: Int, of trials: Int, confidence: Double) -> Interval {
    precondition(
        trials > 0 && 0 <= successes && successes <= trials,
        "\(successes) of \(trials) is no number of successes")
    precondition(
        confidence > 0 && confidence < 1, "the confidence is \(confidence); it lies between 0 and 1"
    )
    let beyond = (1 - confidence) / 2
    let hits = Double(successes)
    let misses = Double(trials - successes)
    return Interval(
        estimate: hits / Double(trials),
        low: successes == 0 ? 0 : betaQuantile(beyond, hits, misses + 1),
        high: successes == trials ? 1 : 1 - betaQuantile(beyond, misses, hits + 1))
}

private func studentInterval(
    _ estimate: Double, error: Double, count: Int, confidence: Double
) -> Interval {
    precondition(
        confidence > 0 && confidence < 1, "the confidence is \(confidence); it lies between 0 and 1"
    )
    if count < 2 { return Interval(estimate: estimate, low: -.infinity, high: .infinity) }
    let width = error * studentQuantile((1 + confidence) / 2, degrees: Double(count - 1))
    return Interval(estimate: estimate, low: estimate - width, high: estimate + width)
}
