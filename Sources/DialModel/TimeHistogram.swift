/// How often waits of each length occurred: counts in cells whose width is a thirty-second of an
/// octave, from 1 ms to twelve days; shorter waits are counted together, and so are longer ones.
///
/// Counts are whole numbers, so histograms of parts add up to exactly the histogram of the whole. A
/// wait is known within 3.2 % of its length.
public struct TimeHistogram: Hashable, Sendable {
    /// By cell; cell 0 holds waits under 1 ms.
    public var counts: [Int] {
        var counts = longer
        counts[0] = short
        return counts
    }
    public var total: Int { short + longerTotal }

    /// Waits under 1 ms, the commonest of all.
    @usableFromInline var short = 0
    /// The others, by cell; none in cell 0.
    private var longer: [Int]
    private var longerTotal = 0

    /// 30 octaves above one millisecond, and the cell below it.
    static let cells = 1 + 30 * 32

    public init() { longer = [Int](repeating: 0, count: Self.cells) }

    /// The histogram with these counts, one a cell from the first on.
    ///
    /// - Returns: nil when there are more than ``counts`` has, or one is negative.
    public init?(counts given: [Int]) {
        guard given.count <= Self.cells, given.allSatisfy({ $0 >= 0 }) else { return nil }
        self.init()
        for (cell, count) in given.enumerated() where cell > 0 { longer[cell] = count }
        short = given.first ?? 0
        longerTotal = given.dropFirst().reduce(0, +)
    }

    /// Counts one wait; a negative one counts as none. O(1).
    @inlinable @inline(__always)
    public mutating func add(_ span: Duration) {
        if span.nanoseconds < 1_000_000 { short &+= 1 } else { addLonger(span) }
    }

    @usableFromInline
    mutating func addLonger(_ span: Duration) {
        longer[Self.cell(span)] += 1
        longerTotal += 1
    }

    static func cell(_ span: Duration) -> Int {
        if span.nanoseconds < 1_000_000 { return 0 }
        // In microseconds the first octave has whole-numbered cells.
        let micros = UInt64(span.nanoseconds) / 1_000
        let octave = 63 &- (micros / 1_000).leadingZeroBitCount
        let base = UInt64(1_000) << UInt64(octave)
        let part = Int(truncatingIfNeeded: (((micros &- base) &* 32) >> UInt64(octave)) / 1_000)
        return min(1 &+ octave &* 32 &+ part, cells - 1)
    }

    /// The shortest wait that falls into the cell.
    static func start(of cell: Int) -> Duration {
        if cell == 0 { return .zero }
        let octave = (cell - 1) / 32
        let base = Int64(1_000_000) << Int64(octave)
        return Duration(nanoseconds: base + base / 32 * Int64((cell - 1) % 32))
    }

    /// The wait that a share of all waits does not exceed, in between by straight line; nil when
    /// there are none. Waits under 1 ms are taken to be 0.
    ///
    /// - Parameter share: 0...1.
    public func quantile(_ share: Double) -> Duration? {
        guard total > 0 else { return nil }
        let rank = share * Double(total)
        var below = 0
        for (cell, count) in counts.enumerated() where count > 0 {
            if Double(below + count) >= rank {
                if cell == 0 { return .zero }
                let start = Self.start(of: cell).seconds
                let end = cell + 1 < Self.cells ? Self.start(of: cell + 1).seconds : start
                let part = max(0, rank - Double(below)) / Double(count)
                return Duration(drawn: start + part * (end - start))
            }
            below += count
        }
        return nil
    }

    /// How many waits are longer than `span`, which should be the start of a cell to be exact.
    public func count(over span: Duration) -> Int {
        counts[min(Self.cell(span) + 1, Self.cells)...].reduce(0, +)
    }

    public static func + (a: TimeHistogram, b: TimeHistogram) -> TimeHistogram {
        var sum = a
        for cell in sum.longer.indices { sum.longer[cell] += b.longer[cell] }
        sum.longerTotal += b.longerTotal
        sum.short += b.short
        return sum
    }

    /// What came since `earlier`, an earlier state of the same histogram.
    public static func - (later: TimeHistogram, earlier: TimeHistogram) -> TimeHistogram {
        var rest = later
        for cell in rest.longer.indices { rest.longer[cell] -= earlier.longer[cell] }
        rest.longerTotal -= earlier.longerTotal
        rest.short -= earlier.short
        return rest
    }
}

extension TimeHistogram: Codable {
    /// The counts up to the last that is not 0.
    public func encode(to encoder: any Encoder) throws {
        let counts = counts
        let end = counts.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        try Array(counts[..<end]).encode(to: encoder)
    }

    /// - Throws: also when there are more counts than cells, one is negative, or their sum is beyond
    ///   what can be counted.
    public init(from decoder: any Decoder) throws {
        let given = try [Int](from: decoder)
        guard given.allSatisfy({ (0...1 << 52).contains($0) }),
            let histogram = TimeHistogram(counts: given)
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no counts of waits"))
        }
        self = histogram
    }
}
