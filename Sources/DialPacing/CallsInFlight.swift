import DialEstimation
import DialModel

/// The calls that ring, by how long they have, and when they will be answered.
///
/// Counts by the second in which the call was dialled; from them, kept up to date with every call
/// that comes or goes, the mean and variance of the number of answers by the middle of each slot ahead.
struct CallsInFlight: Hashable, Sendable {
    /// By age in seconds, at the second `now`.
    private var counts = [Int32](repeating: 0, count: RingLaw.ages)
    private var now: Int64 = .min
    private(set) var count = 0
    /// Answers by the middle of each slot.
    private(set) var mean = SIMD16<Float>.zero
    private(set) var variance = SIMD16<Float>.zero
    /// Answers at any time.
    private(set) var expected: Float = 0

    @inline(__always)
    private static func second(_ instant: Instant) -> Int64 {
        instant.nanoseconds / 1_000_000_000
    }

    @inline(__always)
    mutating func add(at instant: Instant, law: RingLaw) {
        if advance(to: instant) { weigh(law: law) }
        counts[0] += 1
        count += 1
        mean += law.fresh
        variance += law.fresh * (1 - law.fresh)
        expected += law.posterior[0]
    }

    /// A call that was dialled `span` ago is over. One that was never added is passed over.
    @inline(__always)
    mutating func remove(after span: Duration, at instant: Instant, law: RingLaw) {
        let dialled = Self.second(Instant(nanoseconds: instant.nanoseconds &- span.nanoseconds))
        let age = Int(min(Int64(RingLaw.ages - 1), max(0, now &- dialled)))
        guard counts[age] > 0 else { return }
        counts[age] -= 1
        count -= 1
        let row = law.answered[age]
        mean -= row
        variance -= row * (1 - row)
        expected -= law.posterior[age]
    }

    /// Lets time pass. Returns whether a second has.
    @inline(__always)
    mutating func advance(to instant: Instant) -> Bool {
        let second = Self.second(instant)
        if second == now { return false }
        grow(to: second)
        return true
    }

    private mutating func grow(to second: Int64) {
        let passed = now == .min || second < now ? 0 : Int(min(second &- now, 1_000_000))
        now = second
        if passed == 0 || count == 0 { return }
        let last = RingLaw.ages - 1
        var oldest: Int32 = 0
        for age in max(0, RingLaw.ages - passed)..<RingLaw.ages { oldest += counts[age] }
        var age = last
        while age >= 0 {
            counts[age] = age >= passed ? counts[age - passed] : 0
            age -= 1
        }
        counts[last] += oldest
    }

    /// Works out mean and variance anew, after time has passed or the law has changed. O(ages).
    mutating func weigh(law: RingLaw) {
        mean = .zero
        variance = .zero
        expected = 0
        if count == 0 { return }
        for age in 0..<RingLaw.ages where counts[age] > 0 {
            let number = Float(counts[age])
            let row = law.answered[age]
            mean += number * row
            variance += number * row * (1 - row)
            expected += number * law.posterior[age]
        }
    }
}
