import DialMath

/// Policies that met the same callers, best first.
///
/// Better is more occupancy with abandonment within the cap; policies beyond it come last. Whether
/// two policies differ is said of all pairs at once, with 95 % confidence, by paired differences over
/// replications and Bonferroni's correction: Holm's would find a little more, but then an interval
/// that is shown could hold 0 and the two be called different all the same.
public struct PolicyRanking: Sendable {
    public struct Entry: Sendable {
        public var estimates: Estimates
        /// Where the policy stood in the list that was given.
        public var place: Int
        /// From 1: one more than the number of policies that are certainly better, so that policies
        /// share a rank; nil for one beyond the cap, and when nothing is known.
        public var rank: Int?
        public var isOverCap: Bool
        /// Occupancy less that of the best within the cap, with an interval that holds together with
        /// those of all pairs; nil for the best itself, and when there is none.
        public var difference: MeanEstimate?
        /// The chance of such a difference between equals, corrected for the number of pairs.
        public var chanceIfEqual: Double?
        /// Whether it can be told apart from the best.
        public var isDistinguishable: Bool
    }

    /// Within the cap by falling occupancy, then those beyond it by rising abandonment.
    public var entries: [Entry]
    public var cap: Double

    /// The best within the cap.
    public var best: Entry? { entries.first { $0.rank != nil } }
    public var isPartial: Bool { entries.contains { $0.estimates.isPartial } }

    /// - Parameters:
    ///   - policies: all of one scenario with one seed. Only replications that all of them have done
    ///     are counted.
    ///   - wanted: how many replications there should be.
    public init(
        _ policies: [(experiment: Experiment, results: [ReplicationResult])], wanted: Int
    ) {
        cap = policies.first?.experiment.cap ?? 1
        let results = Self.common(policies.map(\.results))
        let estimates = zip(policies, results).map {
            Estimates($1, of: $0.experiment, wanted: wanted)
        }
        let pairs = Pairs(values: results.map { $0.map { $0.tally.occupancy ?? 0 } })
        let cap = cap
        let order = estimates.indices.sorted {
            Self.key(estimates[$0], cap: cap, place: $0)
                < Self.key(estimates[$1], cap: cap, place: $1)
        }
        let within = order.filter {
            estimates[$0].replications > 0 && !estimates[$0].isOver(cap)
        }
        entries = order.map { place in
            var entry = Entry(
                estimates: estimates[place], place: place, rank: nil,
                isOverCap: estimates[place].isOver(cap), isDistinguishable: false)
            if within.contains(place) {
                entry.rank =
                    1 + within.count { pairs.compare($0, to: place)?.isCertainlyMore ?? false }
            }
            if let best = within.first, let pair = pairs.compare(place, to: best) {
                entry.difference = MeanEstimate(pair.difference)
                entry.chanceIfEqual = pair.chanceIfEqual
                entry.isDistinguishable = pair.isDistinguishable
            }
            return entry
        }
    }

    /// The results of those replications that all policies have done; of those cut short if no other
    /// is there.
    private static func common(_ results: [[ReplicationResult]]) -> [[ReplicationResult]] {
        func shared(_ results: [[ReplicationResult]]) -> Set<Int> {
            guard let first = results.first else { return [] }
            return results.dropFirst().reduce(Set(first.map(\.index))) {
                $0.intersection($1.map(\.index))
            }
        }
        let whole = results.map { $0.filter(\.isWhole) }
        let indices = shared(whole)
        if !indices.isEmpty { return whole.map { $0.filter { indices.contains($0.index) } } }
        let cut = shared(results)
        return results.map { $0.filter { cut.contains($0.index) } }
    }

    private static func key(
        _ estimates: Estimates, cap: Double, place: Int
    ) -> (Int, Double, Int) {
        estimates.isOver(cap)
            ? (1, estimates.abandonment?.mean ?? 0, place)
            : (0, -(estimates.occupancy?.mean ?? 0), place)
    }
}

extension Estimates {
    /// Whether more people were abandoned than are allowed.
    public func isOver(_ cap: Double) -> Bool { abandonment.map { $0.mean > cap } ?? false }
}

/// The differences of all pairs of policies.
private struct Pairs {
    /// Seen from one of the two.
    struct Pair {
        /// The one less the other.
        var difference: Interval
        var chanceIfEqual: Double
        var isDistinguishable: Bool { !difference.contains(0) }
        var isCertainlyMore: Bool { difference.low > 0 }
    }

    /// Of each policy, one a replication.
    let values: [[Double]]

    /// nil: they are the same one.
    func compare(_ one: Int, to other: Int) -> Pair? {
        if one == other { return nil }
        let count = Double(values.count * (values.count - 1) / 2)
        let differences = pairedDifferences(values[one], values[other])
        return Pair(
            difference: differences.interval(
                confidence: 1 - (1 - MeanEstimate.confidence) / count),
            chanceIfEqual: min(1, count * differences.chanceIfZero))
    }
}
