import DialEstimation
import DialModel

/// The calls that ring, by how long they have, and when they will be answered.
///
/// Counts by the second in which the call was dialled; from them, kept up to date with every call
/// that comes or goes, the mean and variance of the number of answers by the middle of each slot ahead.
struct CallsInFlight: Hashable, Sendable {
    private var ages = AgeCounts()
    var count: Int { ages.total }
    /// Answers by the middle of each slot.
    private(set) var mean = SIMD8<Float>.zero
    private(set) var variance = SIMD8<Float>.zero
    /// Answers at any time.
    private(set) var expected: Float = 0

    @inline(__always)
    private static func second(_ instant: Instant) -> Int64 {
        instant.nanoseconds / 1_000_000_000
    }

    /// A call is dialled at the instant to which time was last let pass.
    ///
    /// - Parameters:
    ///   - row: the chance of an answer by the middle of each slot.
    ///   - ever: the chance of an answer at any time.
    @inline(__always)
    mutating func add(_ row: SIMD8<Float>, ever: Float) {
        ages.add()
        mean += row
        variance += row * (1 - row)
        expected += ever
    }

    /// A call that was dialled `span` ago is over. One that was never added is passed over.
    @inline(__always)
    mutating func remove(after span: Duration, at instant: Instant, law: RingLaw) {
        let dialled = Self.second(Instant(nanoseconds: instant.nanoseconds &- span.nanoseconds))
        guard let age = ages.remove(begunAt: dialled) else { return }
        let row = law.answered[age]
        mean -= row
        variance -= row * (1 - row)
        expected -= law.posterior[age]
    }

    /// None was dialled longer ago.
    @inline(__always)
    var oldest: Duration { .seconds(Int64(ages.oldest + 1)) }

    /// Calls that were dialled so many seconds ago.
    @inline(__always)
    func count(ofAge age: Int) -> Int { ages[age] }

    /// Lets time pass. Returns whether a second has.
    @inline(__always)
    mutating func advance(to instant: Instant) -> Bool {
        ages.advance(to: Self.second(instant))
    }

    /// Works out mean and variance anew, after time has passed or the law has changed. O(ages).
    mutating func weigh(law: RingLaw) {
        var mean = SIMD8<Float>.zero
        var variance = SIMD8<Float>.zero
        var expected: Float = 0
        law.answered.withUnsafeBufferPointer { answered in
            law.posterior.withUnsafeBufferPointer { posterior in
                ages.forEach { age, number in
                    let row = answered[age]
                    let expectation = number * row
                    mean += expectation
                    variance += expectation * (1 - row)
                    expected += number * posterior[age]
                }
            }
        }
        self.mean = mean
        self.variance = variance
        self.expected = expected
    }
}
