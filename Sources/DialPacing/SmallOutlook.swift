/// As ``Outlook``, counted out for small teams, where nothing is normal.
///
/// The number of idle agents is followed through eight slots: so many come free, so many answers come;
/// who finds nobody is lost, and takes nobody's time. One answer more is a loss if it, or one after it
/// that it deprives of an agent, finds nobody within the horizon.
///
/// - Complexity: O(slots × jumps) operations on vectors of idle agents, some hundred nanoseconds.
struct SmallOutlook: Hashable, Sendable {
    private static let slots = 8
    /// Idle agents are told apart up to here; more are as good as so many.
    private static let most = 15
    /// Most that come free, or answer, in one slot.
    private static let jump = 5

    /// The chance of each change of the number of idle agents, from −5 to 5; by slot.
    private var changes = [SIMD8<Float>](repeating: .zero, count: 2 * jump + 1)
    /// The chance of each number of idle agents, by slot.
    private var idle = [SIMD16<Float>](repeating: .zero, count: slots)
    /// Sixteen numbers with room for a jump on both sides.
    private var row = [Float](repeating: 0, count: 16 + 2 * jump)

    /// The chance that a call costs somebody an agent if it is answered, with `others` dialled beside
    /// it.
    ///
    /// - Parameters:
    ///   - start: idle agents now, less people who wait.
    ///   - busy: agents in talk or wrap-up.
    mutating func risk(_ outlook: Outlook, besides others: Int, idle start: Int, busy: Int) -> Float
    {
        let more = Float(others)
        let mean = outlook.answers + more * outlook.fresh
        let variance =
            outlook.answersVariance + more * outlook.fresh * (1 - outlook.fresh)
            + outlook.doubt * mean * mean
        let freed = Self.steps(outlook.capacity - Float(start))
        let share = freed / Float(max(1, busy))
        weigh(
            answers: BinomialChances(mean: Self.steps(mean), variance: Self.steps(variance)),
            freed: BinomialChances(mean: freed, variance: freed * (1 - share)))
        follow(from: max(0, min(Self.most, start)))
        return lost(shares: outlook.shares.evenHalf + outlook.shares.oddHalf)
    }

    /// What a sum has grown by in each pair of slots.
    @inline(__always)
    private static func steps(_ sum: SIMD16<Float>) -> SIMD8<Float> {
        let until = sum.oddHalf
        var before = SIMD8<Float>.zero
        for slot in 1..<slots { before[slot] = until[slot - 1] }
        return pointwiseMax(until - before, .zero)
    }

    @inline(__always)
    private mutating func weigh(answers: BinomialChances, freed: BinomialChances) {
        for place in changes.indices { changes[place] = .zero }
        for came in 0...Self.jump {
            for answered in 0...Self.jump {
                changes[came - answered + Self.jump] +=
                    freed.chances[came] * answers.chances[answered]
            }
        }
    }

    /// Forwards: the chance of each number of idle agents at the beginning of each slot.
    @inline(__always)
    private mutating func follow(from start: Int) {
        var now = SIMD16<Float>.zero
        now[start] = 1
        for place in row.indices { row[place] = 0 }
        for slot in 0..<Self.slots {
            idle[slot] = now
            store(now)
            var next = SIMD16<Float>.zero
            var below: Float = 0
            var unserved: Float = 0
            for place in 0..<(2 * Self.jump + 1) {
                next += changes[place][slot] * load(2 * Self.jump - place)
            }
            // All that falls below none ends at none.
            for short in 0..<Self.jump {
                unserved += changes[short][slot]
                below += now[Self.jump - 1 - short] * unserved
            }
            next[0] += below
            now = next
        }
    }

    /// Backwards: the chance that one agent fewer, from a slot on, costs a person.
    @inline(__always)
    private mutating func lost(shares: SIMD8<Float>) -> Float {
        var deprived = SIMD16<Float>.zero
        var risk: Float = 0
        var slot = Self.slots - 1
        while slot >= 0 {
            store(deprived)
            for place in 0...Self.jump { row[place] = 1 }
            for place in 0..<Self.jump { row[16 + Self.jump + place] = deprived[Self.most] }
            var sum = SIMD16<Float>.zero
            for place in 0..<(2 * Self.jump + 1) { sum += changes[place][slot] * load(place) }
            deprived = sum
            risk += shares[slot] * (idle[slot] * sum).sum()
            slot -= 1
        }
        return risk
    }

    @inline(__always)
    private mutating func store(_ numbers: SIMD16<Float>) {
        row.withUnsafeMutableBytes {
            $0.storeBytes(of: numbers, toByteOffset: 4 * Self.jump, as: SIMD16<Float>.self)
        }
    }

    @inline(__always)
    private func load(_ place: Int) -> SIMD16<Float> {
        row.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4 * place, as: SIMD16<Float>.self) }
    }
}

/// The chances of 0...4 and of 5 or more, of eight binomial numbers with these means and variances; of
/// Poisson numbers where the variance is no smaller than the mean.
struct BinomialChances {
    /// By number; a lane is one of the eight.
    let chances: [6 of SIMD8<Float>]

    @inline(__always)
    init(mean: SIMD8<Float>, variance: SIMD8<Float>) {
        let one = SIMD8<Float>(repeating: 1)
        let m = pointwiseMax(mean, SIMD8(repeating: 1e-9))
        let spread = one - variance / m
        let p = pointwiseMin(pointwiseMax(spread, SIMD8(repeating: 1e-4)), SIMD8(repeating: 0.6))
        let count = pointwiseMax(m / p, one)
        let share = pointwiseMin(m / count, SIMD8(repeating: 0.95))
        // log(1 − p) by its series, then the exponential by eight squarings.
        var series = share * (1 / 7) + (1 / 6)
        series = series * share + (1 / 5)
        series = series * share + (1 / 4)
        series = series * share + (1 / 3)
        series = series * share + (1 / 2)
        series = series * share + 1
        let log = -count * share * series
        var none = pointwiseMax(one + log * (1 / 256), .zero)
        for _ in 0..<8 { none *= none }
        let odds = share / (one - share)
        let first = none * count * odds
        let second = first * pointwiseMax(count - 1, .zero) * odds * (1 / 2)
        let third = second * pointwiseMax(count - 2, .zero) * odds * (1 / 3)
        let fourth = third * pointwiseMax(count - 3, .zero) * odds * (1 / 4)
        let rest = pointwiseMax(one - none - first - second - third - fourth, .zero)
        chances = [none, first, second, third, fourth, rest]
    }
}
