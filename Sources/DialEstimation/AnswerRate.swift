/// The chance that a call is answered by a person, learned from calls as they end.
///
/// Three memories. The long one gives the value; the two short ones watch for jumps: when one of them
/// lies further from the long one than chance explains, the long memory is dropped and goes on from
/// the short one. So an estimate is steady for hours and yet follows a jump within some dozens of
/// calls.
///
///     var rate = AnswerRate()
///     rate.add(true)
///     rate.value          // 0...1
///     rate.standardError
///
/// Calls that still ring are not in it until they end. Since answers come sooner than the end of a
/// call that nobody answers, those that have ended say too much of answers for a while;
/// ``value(pending:expected:)`` puts that right.
public struct AnswerRate: Hashable, Sendable {
    /// Calls that count in the long memory.
    public static let memory = 4_000.0
    /// What is believed before the first call: a high rate, for it is the cautious one.
    public static let prior = 0.5
    static let priorWeight = 4.0

    private var long = Fading(successes: prior * priorWeight, trials: priorWeight, memory: memory)
    private var brisk = Fading(successes: 0, trials: 0, memory: 40)
    private var steady = Fading(successes: 0, trials: 0, memory: 250)
    /// How often a jump was seen.
    public private(set) var jumps = 0

    public init() {}

    /// Takes in how one call ended. O(1).
    @inline(__always)
    public mutating func add(_ answered: Bool) {
        long.add(answered)
        brisk.add(answered)
        steady.add(answered)
        if brisk.trials > 25, brisk.liesBeyondChance(of: long, deviations: 4.2) {
            drop(to: brisk)
        } else if steady.trials > 120, long.trials > 2 * steady.trials,
            steady.liesBeyondChance(of: long, deviations: 4)
        {
            drop(to: steady)
        }
    }

    private mutating func drop(to short: Fading) {
        // What is left of the time before the jump in it shall soon be outweighed.
        long = short.weakened(to: 12)
        long.memory = Self.memory
        steady = long
        steady.memory = 250
        jumps += 1
    }

    /// The share of ended calls that a person answered, strictly between 0 and 1.
    public var value: Double { value(pending: 0, expected: 0) }

    /// The share with `pending` calls that have not ended, of which `expected` are expected to be
    /// answered, given how long each has rung.
    ///
    /// > Source: the expectation step of the cure model, A. Y. C. Kuk and C.-H. Chen (1992),
    /// > doi:10.1093/biomet/79.3.531; repeated as calls come and go, it converges.
    public func value(pending: Double, expected: Double) -> Double {
        min(0.999, max(0.001, (long.successes + expected) / (long.trials + pending)))
    }

    /// The standard error of ``value``.
    public var standardError: Double {
        let share = value
        return (share * (1 - share) / (long.evidence + 1)).squareRoot()
    }
}

/// A share whose trials fade.
struct Fading: Hashable, Sendable {
    var successes: Double
    var trials: Double
    /// The sum of the squares of the trials' weights.
    private var squares: Double
    var memory: Double

    init(successes: Double, trials: Double, memory: Double) {
        self.successes = successes
        self.trials = trials
        self.memory = memory
        squares = trials
    }

    @inline(__always)
    mutating func add(_ success: Bool) {
        let keep = 1 - 1 / memory
        successes = successes * keep + (success ? 1 : 0)
        trials = trials * keep + 1
        squares = squares * keep * keep + 1
    }

    /// The same share, on so many trials.
    func weakened(to trials: Double) -> Fading {
        var weak = self
        let factor = min(1, trials / self.trials)
        weak.successes *= factor
        weak.trials *= factor
        weak.squares *= factor * factor
        return weak
    }

    /// How many trials of equal weight would tell as much.
    var evidence: Double { squares > 0 ? trials * trials / squares : 0 }

    /// Whether the two shares differ by more than so many standard deviations; upwards a little
    /// more is asked for, since a rare event's count is skewed.
    @inline(__always)
    func liesBeyondChance(of other: Fading, deviations: Double) -> Bool {
        let a = successes / trials
        let b = other.successes / other.trials
        let spread = max(1e-4, b * (1 - b))
        let mine = 1 / evidence
        let deviation = deviations * (spread * (mine + 1 / other.evidence)).squareRoot()
        let skew = (deviations * deviations - 1) / 6 * max(0, 1 - 2 * b) * mine
        return a > b + deviation + skew || a < b - deviation
    }
}
