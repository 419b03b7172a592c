/// Two systems side by side over the same replications, one of several such pairs.
public struct Comparison: Hashable, Sendable {
    /// Positions in the list of systems; `first` < `second`.
    public let first: Int
    public let second: Int
    /// First minus second. The intervals of all pairs hold at once with the confidence asked for.
    public let difference: Interval
    /// The chance of a difference at least this large between equal systems, corrected for the
    /// number of pairs.
    public let chanceIfEqual: Double
    /// Whether the two can be told apart with the confidence asked for.
    public let isDistinguishable: Bool
}

/// Compares every pair of systems that met the same callers.
///
/// Whether two differ is decided by Holm's procedure, which finds at least as many differences as
/// Bonferroni's with the same guarantee: the chance to tell apart even one pair of equals is at
/// most 1 - `confidence`. The intervals are Bonferroni's.
///
/// - Parameters:
///   - systems: of each, one value a replication, in the same order of replications.
///   - confidence: strictly between 0 and 1, such as 0.95.
/// - Returns: *n*(*n* - 1)/2 pairs, in the order (0, 1), (0, 2) … (1, 2) ….
public func comparePairs(_ systems: [[Double]], confidence: Double) -> [Comparison] {
    var pairs: [(first: Int, second: Int)] = []
    for first in systems.indices {
        for second in systems.indices.dropFirst(first + 1) { pairs.append((first, second)) }
    }
    let differences = pairs.map { pairedDifferences(systems[$0.first], systems[$0.second]) }
    let chances = holmCorrected(differences.map(\.chanceIfZero))
    return pairs.indices.map { pair in
        Comparison(
            first: pairs[pair].first, second: pairs[pair].second,
            difference: differences[pair].interval(
                confidence: 1 - (1 - confidence) / Double(pairs.count)),
            chanceIfEqual: chances[pair],
            isDistinguishable: chances[pair] < 1 - confidence)
    }
}

/// Chances of several tests, each corrected so that the chance of even one false alarm is at most
/// the level that they are held against.
///
/// - Parameter chances: the tests' *p*-values, in any order.
/// - Returns: in the same order, none smaller than before, none above 1.
///
/// > Source: S. Holm (1979), www.jstor.org/stable/4615733.
public func holmCorrected(_ chances: [Double]) -> [Double] {
    // Equal chances keep their order, so that the result is the same everywhere.
    let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
    var corrected = chances
    var greatest = 0.0
    for (rank, index) in order.enumerated() {
        greatest = max(greatest, min(1, Double(chances.count - rank) * chances[index]))
        corrected[index] = greatest
    }
    return corrected
}

/// Chances of several tests, each times their number: simpler than ``holmCorrected(_:)`` and never
/// smaller.
public func bonferroniCorrected(_ chances: [Double]) -> [Double] {
    chances.map { min(1, Double(chances.count) * $0) }
}
