import DialModel

/// The answer rate of each segment of a list, and of all together.
///
/// As long as all calls are of one segment this is one ``AnswerRate``. From the first call of another on
/// each has its own. What strikes all of them at once, as the time of day does, would be seen late if
/// each watched for itself: so a common watch compares the answers of the last dozens of calls with
/// what their segments promised, and where they differ by more than chance, moves the rates of all that
/// were called of late.
///
/// - Complexity: ``add(_:of:pending:inSegment:)`` O(1), O(segments) where a jump is seen; nothing is
///   allocated but when a segment is met for the first time.
public struct SegmentRates: Hashable, Sendable {
    /// Places: of each segment there can be, and of its retries.
    public static let most = 2 * (Int(SegmentID.last) + 1)

    /// Of all calls.
    public private(set) var pooled = AnswerRate()
    /// Whether there is more than one segment.
    public private(set) var isSplit = false
    /// How often a jump of all was seen.
    public private(set) var commonJumps = 0
    private var only: Int?
    private var rates: [AnswerRate?] = []
    /// By segment: how many calls had ended when its last one did.
    private var latest: [Int] = []
    private var ended = 0
    private var brisk = Surprise(memory: Self.briskMemory)
    private var steady = Surprise(memory: Self.steadyMemory)
    private static let briskMemory = 40.0
    private static let steadyMemory = 250.0

    public init() {}

    /// The place of a segment, 0..<``most``.
    @inline(__always)
    public static func place(of segment: SegmentID) -> Int {
        2 * segment.part + (segment.isRetry ? 1 : 0)
    }

    /// Whether a call to this segment has been dialled.
    @inline(__always)
    public func hasMet(_ segment: SegmentID) -> Bool {
        let place = Self.place(of: segment)
        return isSplit ? rates[place] != nil : place == only
    }

    /// The first call to this segment is dialled. Returns, where it is the first of a second segment, the place of
    /// the one that all calls before were of.
    public mutating func meet(_ segment: SegmentID) -> Int? {
        let place = Self.place(of: segment)
        guard let first = only else {
            only = place
            return nil
        }
        if !isSplit {
            isSplit = true
            rates = Array(repeating: nil, count: Self.most)
            latest = Array(repeating: 0, count: Self.most)
            rates[first] = pooled
            settle(place)
            return first
        }
        if rates[place] == nil { settle(place) }
        return nil
    }

    /// Nothing is known of it: between what the others do and the cautious belief.
    private mutating func settle(_ place: Int) {
        rates[place] = AnswerRate(believing: 0.5 * (pooled.value + AnswerRate.prior))
    }

    /// Takes in how one call ended.
    ///
    /// - Parameters:
    ///   - pending: how many are still in flight.
    ///   - inSegment: how many of them are of the same segment.
    @inline(__always)
    public mutating func add(
        _ answered: Bool, of segment: SegmentID, pending: Int, inSegment: Int
    ) {
        pooled.add(answered, pending: pending)
        if isSplit { addApart(answered, Self.place(of: segment), pending, inSegment) }
    }

    @inline(never)
    private mutating func addApart(_ answered: Bool, _ place: Int, _ pending: Int, _ mine: Int) {
        if rates[place] == nil { settle(place) }
        ended += 1
        latest[place] = ended
        let share = rates[place]!.value
        let jumps = rates[place]!.jumps
        rates[place]!.add(answered, pending: mine)
        if rates[place]!.jumps != jumps { return forgetSurprises() }
        let scale = max(1, Double(pending) / 100)
        brisk.add(answered, share, memory: Self.briskMemory * scale)
        steady.add(answered, share, memory: Self.steadyMemory * scale)
        if let times = brisk.jump(after: 0.62, deviations: 4.2) {
            shift(by: times, span: 2 * brisk.memory)
        } else if let times = steady.jump(after: 0.48, deviations: 4) {
            shift(by: times, span: 2 * steady.memory)
        }
    }

    private mutating func shift(by times: Double, span: Double) {
        for place in rates.indices where ended - latest[place] < Int(span) {
            rates[place]?.shift(by: times)
        }
        commonJumps += 1
        forgetSurprises()
    }

    private mutating func forgetSurprises() {
        brisk = Surprise(memory: brisk.memory)
        steady = Surprise(memory: steady.memory)
    }

    /// The rate of a segment; nil: none of its calls has been dialled, or there is but one segment.
    public func met(_ place: Int) -> AnswerRate? { isSplit ? rates[place] : nil }

    /// The rate of a segment; of one that has not been met, of all.
    public subscript(place: Int) -> AnswerRate {
        isSplit ? rates[place] ?? pooled : pooled
    }
}

/// How many more calls were answered than had been believed, of the last ones.
struct Surprise: Hashable, Sendable {
    private(set) var memory: Double
    private var trials = 0.0
    private var answers = 0.0
    private var believed = 0.0
    private var variance = 0.0

    init(memory: Double) { self.memory = memory }

    /// - Parameter share: how likely an answer was believed to be.
    @inline(__always)
    mutating func add(_ answered: Bool, _ share: Double, memory: Double) {
        self.memory = memory
        let keep = 1 - 1 / memory
        trials = trials * keep + 1
        answers = answers * keep + (answered ? 1 : 0)
        believed = believed * keep + share
        variance = variance * keep * keep + share * (1 - share)
    }

    /// How many times as many as believed, where that is no chance; nil where it may be.
    ///
    /// - Parameter part: of the memory, that must be full.
    @inline(__always)
    func jump(after part: Double, deviations: Double) -> Double? {
        if trials < part * memory { return nil }
        let deviation = deviations * max(1e-6, variance).squareRoot()
        let least = 0.2 * believed
        let skew = (deviations * deviations - 1) / 6
        if answers > believed + max(least, deviation + skew)
            || answers < believed - max(least, deviation)
        {
            return min(10, max(0.1, (answers + 0.5) / (believed + 0.5)))
        }
        return nil
    }
}
