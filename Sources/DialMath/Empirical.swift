/// A distribution given by points of its cumulative curve, in seconds: what was measured, or a
/// curve drawn by hand. Straight between the points.
///
///     Empirical(sample: [4, 9, 6])                                  // the three, interpolated
///     Empirical(values: [10, 20], weights: [3, 1])                  // 10 or 20, nothing else
///     Empirical(curve: [(0, 2), (0.5, 8), (0.95, 20), (1, 40)])     // by its quantiles
public struct Empirical: Hashable, Sendable {
    /// The shares below, from 0 to 1, never falling. Two equal shares are a gap between values.
    public let shares: [Double]
    /// In seconds, one for each share, never falling. Two equal values are a value with a
    /// probability of its own.
    public let values: [Double]

    /// Points (share of draws below, seconds) of the cumulative curve.
    ///
    /// - Parameter curve: 1 or more points, both numbers never falling. The first value also
    ///   holds for smaller shares, the last for larger.
    public init(curve: [(share: Double, value: Double)]) {
        precondition(!curve.isEmpty, "an empirical distribution has no points; it needs 1 or more")
        for (a, b) in zip(curve, curve.dropFirst()) {
            precondition(
                a.share <= b.share && a.value <= b.value, "(\(a)) is followed by (\(b))")
        }
        let first = curve[0]
        let last = curve[curve.count - 1]
        precondition(
            first.share >= 0 && last.share <= 1,
            "shares go from \(first.share) to \(last.share); they lie in 0...1")
        shares = [0] + curve.map(\.share) + [1]
        values = [first.value] + curve.map(\.value) + [last.value]
    }

    /// What was measured, straight between neighbouring values: the *i*-th smallest of *n* has a
    /// share (*i* - ½)/*n* below it. The mean is the sample's own, exactly.
    ///
    /// - Parameter sample: 1 or more, in any order, none of them NaN.
    ///
    /// > Source: A. Hazen's plotting position (1914); R. J. Hyndman and Y. Fan (1996),
    /// > definition 5, doi:10.1080/00031305.1996.10473566.
    public init(sample: [Double]) {
        let sorted = sample.sorted()
        let n = Double(sorted.count)
        self.init(curve: sorted.enumerated().map { ((Double($0) + 0.5) / n, $1) })
    }

    /// These values and nothing between them, each as often as its weight says.
    ///
    /// - Parameters:
    ///   - values: 1 or more, in any order.
    ///   - weights: one for each value, ≥ 0, not all 0.
    public init(values: [Double], weights: [Double]) {
        precondition(
            values.count == weights.count,
            "there are \(values.count) values and \(weights.count) weights")
        let total = weights.reduce(0, +)
        precondition(
            total > 0 && weights.allSatisfy { $0 >= 0 },
            "weights sum to \(total); they are 0 or more, and not all 0")
        var sum = 0.0
        let steps = zip(values, weights).filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }
        self.init(
            curve: steps.enumerated().flatMap { index, step in
                let before = sum / total
                sum += step.1
                let after = index == steps.count - 1 ? 1 : min(1, sum / total)
                return [(before, step.0), (after, step.0)]
            })
    }

    /// A histogram: straight inside each bin.
    ///
    /// - Parameters:
    ///   - edges: one more than there are bins, rising, in seconds.
    ///   - counts: one for each bin, ≥ 0, not all 0; weights will do.
    public init(edges: [Double], counts: [Double]) {
        precondition(
            edges.count == counts.count + 1,
            "\(counts.count) bins have \(edges.count) edges; one more than bins is needed")
        let total = counts.reduce(0, +)
        precondition(
            total > 0 && counts.allSatisfy { $0 >= 0 },
            "counts sum to \(total); they are 0 or more, and not all 0")
        // Empty bins at the ends are no part of the curve; those between are gaps.
        var curve: [(share: Double, value: Double)] = []
        var sum = 0.0
        for (bin, count) in counts.enumerated() where count > 0 {
            curve.append((min(1, sum / total), edges[bin]))
            sum += count
            curve.append((min(1, sum / total), edges[bin + 1]))
        }
        curve[curve.count - 1].share = 1
        self.init(curve: curve)
    }

    /// The time that a share `u` of draws stays below; at a gap, its lower end. O(log points).
    public func quantile(_ u: Double) -> Double {
        let above = firstIndex(of: shares) { $0 >= u }
        if above == 0 { return values[0] }
        if above == shares.count { return values[above - 1] }
        let part = (u - shares[above - 1]) / (shares[above] - shares[above - 1])
        return values[above - 1] + part * (values[above] - values[above - 1])
    }

    /// The share of draws that are `x` seconds or shorter. O(log points).
    public func cdf(_ x: Double) -> Double {
        let above = firstIndex(of: values) { $0 > x }
        if above == 0 { return 0 }
        if above == shares.count { return 1 }
        let part = (x - values[above - 1]) / (values[above] - values[above - 1])
        return shares[above - 1] + part * (shares[above] - shares[above - 1])
    }

    /// The slope of the curve at `x` seconds, per second. O(log points).
    public func density(_ x: Double) -> Double {
        let above = firstIndex(of: values) { $0 > x }
        if above == 0 || above == shares.count { return 0 }
        return (shares[above] - shares[above - 1]) / (values[above] - values[above - 1])
    }

    /// The mean, in seconds.
    public var mean: Double {
        sum { share, a, b in share * (a + b) / 2 }
    }

    /// The variance, in seconds squared.
    public var variance: Double {
        let mean = mean
        return sum { share, a, b in
            let (a, b) = (a - mean, b - mean)
            return share * (a * a + a * b + b * b) / 3
        }
    }

    /// Sums over the straight pieces: of each its share, its first and its last value.
    private func sum(_ piece: (Double, Double, Double) -> Double) -> Double {
        (1..<shares.count).reduce(0) {
            $0 + piece(shares[$1] - shares[$1 - 1], values[$1 - 1], values[$1])
        }
    }

    private func firstIndex(of array: [Double], where found: (Double) -> Bool) -> Int {
        var low = 0
        var high = array.count
        while low < high {
            let middle = (low + high) / 2
            if found(array[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
