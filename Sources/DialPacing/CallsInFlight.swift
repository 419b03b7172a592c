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
    /// By segment, where there is more than one.
    private var parts: [CallsOfSegment] = []

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

    // MARK: Of several segments

    /// There is a second segment; all calls so far are of `first`.
    mutating func split(first: Int) {
        var none = CallsOfSegment()
        _ = none.ages.advance(to: ages.now)
        parts = Array(repeating: none, count: SegmentRates.most)
        parts[first].ages = ages
        parts[first].expected = expected
    }

    /// Those of one segment.
    subscript(place: Int) -> CallsOfSegment { parts[place] }

    /// How likely a call to this segment is answered, 0...1, from the next ``weigh(law:)`` on.
    mutating func set(rate: Float, of place: Int) { parts[place].rate = rate }

    /// How many times as likely as by `law` a call to this segment is answered that is dialled now.
    func times(of segment: SegmentID, law: RingLaw) -> Float {
        parts[SegmentRates.place(of: segment)].rate / law.rate
    }

    /// As ``add(_:ever:)``, for a call to this segment.
    mutating func add(of place: Int, law: RingLaw, row: SIMD8<Float>) {
        let times = parts[place].rate / law.rate
        parts[place].ages.add()
        parts[place].expected += times * law.posterior[0]
        add(times * row, ever: times * law.posterior[0])
    }

    /// As ``remove(after:at:law:)``, for a call to this segment.
    mutating func remove(
        of place: Int, after span: Duration, at instant: Instant, law: RingLaw
    ) {
        let dialled = Self.second(Instant(nanoseconds: instant.nanoseconds &- span.nanoseconds))
        guard let age = parts[place].ages.remove(begunAt: dialled) else { return }
        _ = ages.remove(begunAt: dialled)
        let times = law.times(ofRate: parts[place].rate, age: age)
        let row = times * law.answered[age]
        mean -= row
        variance -= row * (1 - row)
        expected -= times * law.posterior[age]
        parts[place].expected -= times * law.posterior[age]
    }

    private mutating func weighParts(law: RingLaw) {
        var mean = SIMD8<Float>.zero
        var variance = SIMD8<Float>.zero
        var expected: Float = 0
        // So that it knows the oldest.
        ages.forEach { _, _ in }
        for place in parts.indices where parts[place].ages.total > 0 {
            let rate = parts[place].rate
            var mine: Float = 0
            parts[place].ages.forEach { age, number in
                let times = law.times(ofRate: rate, age: age)
                let row = times * law.answered[age]
                let expectation = number * row
                mean += expectation
                variance += expectation * (1 - row)
                mine += number * times * law.posterior[age]
            }
            parts[place].expected = mine
            expected += mine
        }
        self.mean = mean
        self.variance = variance
        self.expected = expected
    }

    // MARK: With time

    /// Calls that were dialled so many seconds ago.
    @inline(__always)
    func count(ofAge age: Int) -> Int { ages[age] }

    /// Lets time pass. Returns whether a second has.
    @inline(__always)
    mutating func advance(to instant: Instant) -> Bool {
        let hasPassed = ages.advance(to: Self.second(instant))
        if hasPassed {
            for place in parts.indices { _ = parts[place].ages.advance(to: ages.now) }
        }
        return hasPassed
    }

    /// Works out mean and variance anew, after time has passed or the law has changed. O(ages).
    mutating func weigh(law: RingLaw) {
        if !parts.isEmpty { return weighParts(law: law) }
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

/// Those of them that are of one segment.
struct CallsOfSegment: Hashable, Sendable {
    fileprivate(set) var ages = AgeCounts()
    /// The chance of an answer, of a call that is dialled now.
    fileprivate(set) var rate = Float(AnswerRate.prior)
    /// Answers at any time.
    fileprivate(set) var expected: Float = 0
    var count: Int { ages.total }
}
