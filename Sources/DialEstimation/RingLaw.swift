import DialMath
import DialModel

/// When calls are answered, and when those that nobody answers end: learned as two histograms of
/// seconds since the call was dialled.
///
/// From them and the answer rate *p* follows, for a call that has gone on for *a* seconds, the chance
/// that a person answers within *t* more:
///
///     p (F(a + t) − F(a)) / (p (1 − F(a)) + (1 − p) (1 − G(a)))
///
/// with *F* the distribution of answers and *G* that of other ends. So a call that has rung longer
/// than most answers take counts for little, and where rings are memoryless all count alike.
/// ``rebuild(rate:horizon:)`` works this out for every age in a table; to look up is free.
public struct RingLaw: Hashable, Sendable {
    /// Ages are told apart by the second; calls older than that are taken to be so old.
    public static let ages = 96
    /// How many moments ahead the tables tell of.
    public static let slots = 8
    /// About so many answers, and as many other ends, count.
    static let memory = 1_000.0

    private var answers: SpanHistogram
    private var ends: SpanHistogram
    /// Where ``weigh(share:inFlight:)`` works.
    private var answerShares: [Double]
    private var endShares: [Double]
    /// By age: the chance of an answer by the middle of each slot.
    public private(set) var answered: [SIMD8<Float>]
    /// By age: the chance of an answer at any time.
    public private(set) var posterior: [Float]
    /// By age: the share of answers, and of other ends, that take longer.
    private var unanswered: [Float]
    private var unended: [Float]
    /// The answer rate the tables were made with.
    public private(set) var rate: Float = 0.5
    /// The same as ``answered`` for a call that is dialled now.
    public private(set) var fresh = SIMD8<Float>.zero
    /// The share of a fresh call's answers that falls into each slot; they sum to 1.
    public private(set) var shares = SIMD8<Float>.zero
    /// The width of a slot, in seconds.
    public private(set) var width = 1.0
    /// Mean time until an answer, in seconds.
    public private(set) var meanAnswer = 12.0
    /// Mean time a call lasts that nobody answers, in seconds.
    public private(set) var meanEnd = 12.0

    /// Before anything is learned both are memoryless with a mean of 12 s.
    public init() {
        answers = SpanHistogram(weight: 20, mean: 12)
        ends = SpanHistogram(weight: 20, mean: 12)
        answered = Array(repeating: .zero, count: Self.ages)
        posterior = Array(repeating: 0, count: Self.ages)
        unanswered = posterior
        unended = posterior
        answerShares = posterior.map(Double.init)
        endShares = answerShares
        answers.sum()
        ends.sum()
        rebuild(rate: AnswerRate.prior, horizon: 1.4)
    }

    @inline(__always)
    public mutating func noteAnswer(after span: Duration) { answers.add(span.seconds) }

    @inline(__always)
    public mutating func noteEnd(after span: Duration) { ends.add(span.seconds) }

    /// Brings the tables up to date.
    ///
    /// - Parameters:
    ///   - rate: chance that a fresh call is answered, above 0, below 1.
    ///   - horizon: how far to look ahead, in mean times until an answer.
    ///   - usesAges: without it every call in flight is taken to be of any age, as likely as calls are
    ///     of that age.
    /// - Complexity: O(``ages`` × ``slots``), some microseconds; nothing is allocated.
    public mutating func rebuild(rate: Double, horizon: Double, usesAges: Bool = true) {
        meanAnswer = answers.mean
        meanEnd = ends.mean
        width = max(0.25, horizon * meanAnswer / Double(Self.slots))
        let p = Float(rate)
        self.rate = p
        let w = Float(width)
        let seen = max(1e-6, answers.share(before: Float(Self.slots) * w))
        var past = SIMD8<Float>.zero
        var before: Float = 0
        for slot in 0..<Self.slots {
            past[slot] = answers.share(before: (Float(slot) + 0.5) * w)
            let until = answers.share(before: Float(slot + 1) * w)
            shares[slot] = (until - before) / seen
            before = until
        }
        fresh = p * past
        answered.withUnsafeMutableBufferPointer { answered in
            posterior.withUnsafeMutableBufferPointer { posterior in
                answers.withShares { answers in
                    ends.withShares { ends in
                        for age in 0..<Self.ages {
                            // A call in a second of age is on average half through it.
                            let a = Float(age) + 0.5
                            let done = answers(a)
                            let still = p * (1 - done) + (1 - p) * (1 - ends(a))
                            let scale = still > 1e-6 ? p / still : 0
                            let ever = min(1, scale * (1 - done))
                            posterior[age] = ever
                            var row = SIMD8<Float>.zero
                            for slot in 0..<Self.slots {
                                row[slot] = answers(a + (Float(slot) + 0.5) * w) - done
                            }
                            answered[age] = smaller(scale * row, SIMD8(repeating: ever))
                        }
                    }
                }
            }
        }
        if !usesAges { forgetAges(p) }
    }

    /// Brings up to date what ``times(ofRate:age:)`` goes by; after each ``rebuild(rate:horizon:usesAges:)``,
    /// where it is asked for. O(``ages``).
    public mutating func tellRatesApart(usesAges: Bool = true) {
        for age in 0..<Self.ages {
            let a = Float(age) + 0.5
            unanswered[age] = usesAges ? 1 - answers.share(before: a) : 1
            unended[age] = usesAges ? 1 - ends.share(before: a) : 1
        }
    }

    /// Works out both distributions from the calls that have ended, and from those that have not: to be
    /// called before ``rebuild(rate:horizon:usesAges:)``.
    ///
    /// Where many calls were dialled of late, the short ones have ended and the long ones have not; those
    /// that ring tell how many have lasted so long at least.
    ///
    /// > Source: cumulative incidence of competing risks, O. Aalen and S. Johansen (1978), Scand. J.
    /// > Statist. 5, 141-150; E. L. Kaplan and P. Meier (1958), doi:10.1080/01621459.1958.10501452.
    ///
    /// - Parameters:
    ///   - share: of the calls that have ended, that were answered; above 0, below 1.
    ///   - inFlight: how many calls in flight are so many seconds old.
    /// - Complexity: O(``ages``); nothing is allocated.
    public mutating func weigh(share: Double, inFlight: (Int) -> Int) {
        var answered = 0.0
        var ended = 0.0
        var ringing = 0.0
        for age in 0..<Self.ages {
            answered += answers.count(age)
            ended += ends.count(age)
            ringing += Double(inFlight(age))
        }
        // As many ends as belong to the answers that are remembered.
        let scale = (1 - share) / share * answered / ended
        var risk = answered + scale * ended + ringing
        var alive = 1.0
        for age in 0..<Self.ages {
            let (answer, end) = (answers.count(age), scale * ends.count(age))
            let still = Double(inFlight(age))
            // Those of this age are on average half through it.
            let rate = alive / max(1e-9, risk - 0.5 * still)
            answerShares[age] = rate * answer
            endShares[age] = rate * end
            alive = max(0, alive - rate * (answer + end))
            risk -= answer + end + still
        }
        answers.sum(answerShares)
        ends.sum(endShares)
        // Else those that ring would outweigh those of their time that have ended.
        answers.memory = max(Self.memory, 4 * ringing)
        ends.memory = answers.memory
    }

    /// How many times the chances that the tables give a call of this age hold for one of another answer
    /// rate: Bayes' rule on who of the two kinds is still there. Above 0.
    ///
    /// - Parameter other: its answer rate, above 0, below 1.
    @inline(__always)
    public func times(ofRate other: Float, age: Int) -> Float {
        let answers = unanswered[age]
        let ends = unended[age]
        let mine = rate * answers + (1 - rate) * ends
        let its = other * answers + (1 - other) * ends
        return mine > 1e-6 ? other / rate * mine / max(its, 1e-6) : 1
    }

    /// Puts in place of what is known of a call of each age the mean over all calls in flight.
    private mutating func forgetAges(_ p: Float) {
        var row = SIMD8<Float>.zero
        var ever: Float = 0
        var all: Float = 0
        for age in 0..<Self.ages {
            let a = Float(age) + 0.5
            let still = p * (1 - answers.share(before: a)) + (1 - p) * (1 - ends.share(before: a))
            row += still * answered[age]
            ever += still * posterior[age]
            all += still
        }
        for age in 0..<Self.ages {
            answered[age] = row / max(1e-6, all)
            posterior[age] = ever / max(1e-6, all)
        }
    }
}
