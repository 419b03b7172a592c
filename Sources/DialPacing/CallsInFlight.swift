import DialEstimation
import DialModel

/// The calls that ring, by how long they have, and when they will be answered.
///
/// Counts by the second in which the call was dialled; from them, kept up to date with every call
/// that comes or goes, the mean and variance of the number of answers by the middle of each slot ahead.
struct CallsInFlight: Hashable, Sendable {
    /// By the second in which they were dialled, around; more seconds than there are ages.
    private var counts = [Int32](repeating: 0, count: room)
    private static let room = 128
    private var now: Int64 = .min
    /// No call is older, in seconds.
    private var oldest = 0
    private(set) var count = 0
    /// Answers by the middle of each slot.
    private(set) var mean = SIMD8<Float>.zero
    private(set) var variance = SIMD8<Float>.zero
    /// Answers at any time.
    private(set) var expected: Float = 0

    @inline(__always)
    private static func second(_ instant: Instant) -> Int64 {
        instant.nanoseconds / 1_000_000_000
    }

    /// Where calls of that age are counted.
    @inline(__always)
    private func place(_ age: Int) -> Int {
        Int(truncatingIfNeeded: now &- Int64(truncatingIfNeeded: age)) & (Self.room - 1)
    }

    /// A call is dialled at the instant to which time was last let pass.
    ///
    /// - Parameters:
    ///   - row: the chance of an answer by the middle of each slot.
    ///   - ever: the chance of an answer at any time.
    @inline(__always)
    mutating func add(_ row: SIMD8<Float>, ever: Float) {
        counts[place(0)] += 1
        count += 1
        mean += row
        variance += row * (1 - row)
        expected += ever
    }

    /// A call that was dialled `span` ago is over. One that was never added is passed over.
    @inline(__always)
    mutating func remove(after span: Duration, at instant: Instant, law: RingLaw) {
        let dialled = Self.second(Instant(nanoseconds: instant.nanoseconds &- span.nanoseconds))
        let age = Int(min(Int64(RingLaw.ages - 1), max(0, now &- dialled)))
        let place = place(age)
        guard counts[place] > 0 else { return }
        counts[place] -= 1
        count -= 1
        let row = law.answered[age]
        mean -= row
        variance -= row * (1 - row)
        expected -= law.posterior[age]
    }

    /// Calls that were dialled so many seconds ago.
    @inline(__always)
    func count(ofAge age: Int) -> Int { age <= oldest ? Int(counts[place(age)]) : 0 }

    /// Lets time pass. Returns whether a second has.
    @inline(__always)
    mutating func advance(to instant: Instant) -> Bool {
        let second = Self.second(instant)
        if second == now { return false }
        grow(to: second)
        return true
    }

    private mutating func grow(to second: Int64) {
        if now == .min || second < now || count == 0 {
            if count > 0 {
                // Time has gone back: calls are as old as they were.
                let old = (0...oldest).map { counts[place($0)] }
                for place in counts.indices { counts[place] = 0 }
                now = second
                for (age, number) in old.enumerated() { counts[place(age)] = number }
            }
            now = second
            if count == 0 { oldest = 0 }
            return
        }
        let last = RingLaw.ages - 1
        let passed = Int(min(second &- now, Int64(RingLaw.ages)))
        // Those who would be too old stay as old as can be.
        var ancient: Int32 = 0
        if oldest + passed > last {
            for age in max(0, last - passed)...oldest {
                ancient += counts[place(age)]
                counts[place(age)] = 0
            }
        }
        now = second
        oldest = min(last, oldest + passed)
        if ancient > 0 { counts[place(last)] += ancient }
    }

    /// Works out mean and variance anew, after time has passed or the law has changed. O(ages).
    mutating func weigh(law: RingLaw) {
        var mean = SIMD8<Float>.zero
        var variance = SIMD8<Float>.zero
        var expected: Float = 0
        var eldest = 0
        if count > 0 {
            counts.withUnsafeBufferPointer { counts in
                law.answered.withUnsafeBufferPointer { answered in
                    law.posterior.withUnsafeBufferPointer { posterior in
                        for age in 0...oldest {
                            let number = counts[place(age)]
                            if number == 0 { continue }
                            eldest = age
                            let row = answered[age]
                            let expectation = Float(number) * row
                            mean += expectation
                            variance += expectation * (1 - row)
                            expected += Float(number) * posterior[age]
                        }
                    }
                }
            }
        }
        oldest = eldest
        self.mean = mean
        self.variance = variance
        self.expected = expected
    }
}
