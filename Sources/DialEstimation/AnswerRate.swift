/// The chance that a call is answered by a person, learned from calls as they end.
///
/// Three memories. The long one gives the value; the two short ones watch for jumps: when one of them
/// lies further from the long one than chance explains, the long memory is dropped and goes on from
/// the short one. So an estimate is steady for hours and yet follows a jump within some dozens of
/// calls.
///
///     var rate = AnswerRate()
///     rate.add(true, pending: 12)
///     rate.value          // 0...1
///     rate.standardError
///
/// Calls that still ring are not in it until they end. Since answers come sooner than the end of a
/// call that nobody answers, those that have ended say too much of answers for a while;
/// ``value(pending:expected:)`` puts that right. And calls that were dialled together end in order: first
/// those that are answered, at last those that are given up. So with more than a hundred in flight the
/// memories grow longer than that number; else each wave of calls would be taken for two jumps.
public struct AnswerRate: Hashable, Sendable {
    /// Calls that count in the long memory, if no more than a hundred or two are in flight.
    public static let memory = 4_000.0
    /// Of the memories: the least, and how often the calls in flight beyond ``few``.
    private static let least = (long: memory, steady: 250.0, brisk: 40.0)
    private static let waves = (long: 50.0, steady: 15.0, brisk: 5.0)
    private static let few = 100.0
    /// What is believed before the first call: a high rate, for it is the cautious one.
    public static let prior = 0.5
    static let priorWeight = 4.0

    private var long = Fading(successes: prior * priorWeight, trials: priorWeight, memory: memory)
    private var brisk = Fading(successes: 0, trials: 0, memory: least.brisk)
    private var steady = Fading(successes: 0, trials: 0, memory: least.steady)
    /// The most calls in flight of late, and what the memories were made for.
    private var crowd = 0.0
    private var provided = few
    /// How often a jump was seen.
    public private(set) var jumps = 0

    public init() {}

    /// Begins with another belief than ``prior``, 0...1.
    init(believing share: Double) {
        long = Fading(
            successes: share * Self.priorWeight, trials: Self.priorWeight, memory: Self.memory)
    }

    /// Takes in how one call ended. O(1).
    ///
    /// - Parameter pending: how many are still in flight.
    @inline(__always)
    public mutating func add(_ answered: Bool, pending: Int) {
        crowd = max(Double(pending), crowd - 0.1)
        if crowd > provided || (provided > Self.few && crowd < 0.5 * provided) { provide() }
        long.add(answered)
        brisk.add(answered)
        steady.add(answered)
        if brisk.trials > 0.62 * brisk.memory,
            brisk.liesBeyondChance(of: long, deviations: 4.2)
        {
            drop(to: brisk)
        } else if steady.trials > 0.48 * steady.memory, long.trials > 2 * steady.trials,
            steady.liesBeyondChance(of: long, deviations: 4)
        {
            drop(to: steady)
        }
    }

    /// Makes the memories as long as so many calls in flight ask for, with some to spare.
    @inline(never)
    private mutating func provide() {
        provided = max(Self.few, 1.3 * crowd)
        let many = provided - Self.few
        long.memory = max(Self.least.long, Self.waves.long * many)
        steady.memory = max(Self.least.steady, Self.waves.steady * many)
        brisk.memory = max(Self.least.brisk, Self.waves.brisk * many)
    }

    /// People answer so many times as often as before, as others have told: most of what was learned
    /// is dropped. O(1).
    mutating func shift(by times: Double) {
        var moved = long
        moved.successes = min(0.95 * moved.trials, moved.successes * times)
        brisk = Fading(successes: 0, trials: 0, memory: brisk.memory)
        drop(to: moved)
    }

    private mutating func drop(to short: Fading) {
        // What is left of the time before the jump in it shall soon be outweighed.
        let (memory, often) = (long.memory, steady.memory)
        long = short.weakened(to: 0.3 * brisk.memory)
        steady = long
        long.memory = memory
        steady.memory = often
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
    /// Trials that count.
    var memory: Double { didSet { keep = 1 - 1 / memory } }
    private var keep: Double

    init(successes: Double, trials: Double, memory: Double) {
        self.successes = successes
        self.trials = trials
        self.memory = memory
        squares = trials
        keep = 1 - 1 / memory
    }

    @inline(__always)
    mutating func add(_ success: Bool) {
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
        // Among many thousands small differences are no chance, and no jump either.
        let least = 0.2 * b
        return a > b + max(least, deviation + skew) || a < b - max(least, deviation)
    }
}
