import DialEstimation
import DialMath

/// As ``Outlook``, counted out for small teams, where nothing is normal.
///
/// The number of idle agents is followed through eight slots: so many come free, so many answers come;
/// who finds nobody is lost, and takes nobody's time. One answer more is a loss if it, or one after it
/// that it deprives of an agent, finds nobody within the horizon.
///
/// - Complexity: O(slots × jumps) operations on vectors of idle agents, some hundred nanoseconds.
struct SmallOutlook: Sendable {
    private static let slots = RingLaw.slots
    /// Idle agents are told apart up to here; more are as good as so many.
    private static let most = 15
    /// Most that come free, or answer, in one slot.
    static let jump = 5

    /// Where it is worked out: kept, so that nothing is allocated.
    private var memory = [Float](repeating: 0, count: Scratch.size)

    /// The parts of the memory.
    private struct Scratch {
        /// Sixteen numbers with room for a jump on both sides.
        let row: UnsafeMutableRawPointer
        /// The chance of each change of the number of idle agents, from −5 to 5; by slot.
        let changes: UnsafeMutablePointer<SIMD8<Float>>
        /// The chance of each number of idle agents at the beginning of each slot.
        let idle: UnsafeMutablePointer<SIMD16<Float>>
        /// The chances of 0...5 agents coming free; by slot.
        let freed: UnsafeMutablePointer<SIMD8<Float>>
        /// The chances of 0...5 answers; by slot.
        let answers: UnsafeMutablePointer<SIMD8<Float>>

        /// In floats: sixteen of them more than there are, to begin on a whole vector.
        static let size = 16 + 128 + 32 + 8 * (11 + 6 + 6)

        @inline(__always)
        init(_ memory: UnsafeMutableBufferPointer<Float>) {
            let start = UnsafeMutableRawPointer(memory.baseAddress.unsafelyUnwrapped)
                .alignedUp(toMultipleOf: 64)
            idle = start.assumingMemoryBound(to: SIMD16<Float>.self)
            row = start + 4 * 128
            changes = (row + 4 * 32).assumingMemoryBound(to: SIMD8<Float>.self)
            freed = changes + 11
            answers = freed + 6
        }
    }

    /// Takes in what does not depend on how many calls are dialled.
    ///
    /// - Parameters:
    ///   - start: idle agents now, less people who wait.
    ///   - busy: agents in talk or wrap-up.
    ///   - timed: those of them of whom it is known when they come free; nil: none.
    mutating func take(
        _ outlook: Outlook, idle start: Int, busy: Int, timed: TimedEnds? = nil
    ) {
        self.start = max(0, min(Self.most, start))
        var freed = Self.steps(outlook.capacity - Float(start))
        var others = busy
        if let timed {
            freed = larger(freed - timed.freed, .zero)
            others -= timed.count
        }
        let share = freed / Float(max(1, others))
        memory.withUnsafeMutableBufferPointer {
            let chances = Scratch($0).freed
            setBinomialChances(mean: freed, variance: freed * (1 - share), at: chances)
            if let timed { timed.add(to: chances) }
        }
    }

    private var start = 0

    /// The chance that a call costs somebody an agent if it is answered, with `others` dialled beside
    /// it.
    mutating func risk(_ outlook: Outlook, besides others: Int) -> Float {
        let more = Float(others)
        let mean = outlook.answers + more * outlook.fresh
        let variance =
            outlook.answersVariance + more * outlook.fresh * (1 - outlook.fresh)
            + outlook.doubt * mean * mean
        let shares = outlook.shares
        let start = start
        return memory.withUnsafeMutableBufferPointer {
            let scratch = Scratch($0)
            setBinomialChances(
                mean: Self.steps(mean), variance: Self.steps(variance), at: scratch.answers)
            Self.weigh(scratch)
            Self.follow(from: start, scratch)
            return Self.lost(shares: shares, scratch)
        }
    }

    /// What a sum has grown by in each slot.
    @inline(__always)
    static func steps(_ until: SIMD8<Float>) -> SIMD8<Float> {
        var before = SIMD8<Float>.zero
        for slot in 1..<slots { before[slot] = until[slot - 1] }
        return larger(until - before, .zero)
    }

    @inline(__always)
    private static func weigh(_ scratch: Scratch) {
        for place in 0..<(2 * jump + 1) { scratch.changes[place] = .zero }
        for came in 0...jump {
            let freed = scratch.freed[came]
            for answered in 0...jump {
                scratch.changes[came - answered + jump] += freed * scratch.answers[answered]
            }
        }
    }

    /// Forwards: the chance of each number of idle agents at the beginning of each slot.
    @inline(__always)
    private static func follow(from start: Int, _ scratch: Scratch) {
        var now = SIMD16<Float>.zero
        now[start] = 1
        let numbers = scratch.row.assumingMemoryBound(to: Float.self)
        for place in 0..<jump {
            numbers[place] = 0
            numbers[16 + jump + place] = 0
        }
        for slot in 0..<slots {
            scratch.idle[slot] = now
            scratch.row.storeBytes(of: now, toByteOffset: 4 * jump, as: SIMD16<Float>.self)
            var next = SIMD16<Float>.zero
            for place in 0..<(2 * jump + 1) {
                next += change(place, slot, scratch) * load(2 * jump - place, scratch)
            }
            // All that falls below none ends at none.
            var below: Float = 0
            var unserved: Float = 0
            for short in 0..<jump {
                unserved += change(short, slot, scratch)
                below += numbers[2 * jump - 1 - short] * unserved
            }
            next[0] += below
            now = next
        }
    }

    /// Backwards: the chance that one agent fewer, from a slot on, costs a person.
    @inline(__always)
    private static func lost(shares: SIMD8<Float>, _ scratch: Scratch) -> Float {
        var deprived = SIMD16<Float>.zero
        var risk: Float = 0
        let numbers = scratch.row.assumingMemoryBound(to: Float.self)
        for place in 0..<jump { numbers[place] = 1 }
        var slot = slots - 1
        while slot >= 0 {
            scratch.row.storeBytes(of: deprived, toByteOffset: 4 * jump, as: SIMD16<Float>.self)
            let most = numbers[jump + most]
            numbers[jump] = 1
            for place in 0..<jump { numbers[16 + jump + place] = most }
            var sum = SIMD16<Float>.zero
            for place in 0..<(2 * jump + 1) {
                sum += change(place, slot, scratch) * load(place, scratch)
            }
            deprived = sum
            risk += shares[slot] * total(scratch.idle[slot] * sum)
            slot -= 1
        }
        return risk
    }

    @inline(__always)
    private static func change(_ place: Int, _ slot: Int, _ scratch: Scratch) -> Float {
        UnsafeRawPointer(scratch.changes).assumingMemoryBound(to: Float.self)[8 * place + slot]
    }

    @inline(__always)
    private static func load(_ place: Int, _ scratch: Scratch) -> SIMD16<Float> {
        scratch.row.loadUnaligned(fromByteOffset: 4 * place, as: SIMD16<Float>.self)
    }
}

/// The chances of 0...4 and of 5 or more, of eight binomial numbers with these means and variances; of
/// Poisson numbers where the variance is no smaller than the mean.
///
/// - Parameter chances: six vectors by number; a lane is one of the eight.
@inline(__always)
func setBinomialChances(
    mean: SIMD8<Float>, variance: SIMD8<Float>, at chances: UnsafeMutablePointer<SIMD8<Float>>
) {
    let one = SIMD8<Float>(repeating: 1)
    let m = larger(mean, SIMD8(repeating: 1e-9))
    let spread = one - variance / m
    let p = smaller(larger(spread, SIMD8(repeating: 1e-4)), SIMD8(repeating: 0.6))
    let count = larger(m / p, one)
    let share = smaller(m / count, SIMD8(repeating: 0.95))
    // log(1 − p) by its series, then the exponential by eight squarings.
    var series = share * (1 / 7) + (1 / 6)
    series = series * share + (1 / 5)
    series = series * share + (1 / 4)
    series = series * share + (1 / 3)
    series = series * share + (1 / 2)
    series = series * share + 1
    let log = -count * share * series
    var none = larger(one + log * (1 / 256), .zero)
    for _ in 0..<8 { none *= none }
    let odds = share / (one - share)
    let first = none * count * odds
    let second = first * larger(count - 1, .zero) * odds * (1 / 2)
    let third = second * larger(count - 2, .zero) * odds * (1 / 3)
    let fourth = third * larger(count - 3, .zero) * odds * (1 / 4)
    chances[0] = none
    chances[1] = first
    chances[2] = second
    chances[3] = third
    chances[4] = fourth
    chances[5] = larger(one - none - first - second - third - fourth, .zero)
}
