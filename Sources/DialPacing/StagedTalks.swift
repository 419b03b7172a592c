import DialEstimation
import DialModel

/// The talks in one stage, by how long they have been in it.
struct StagedTalks: Sendable {
    var law: StageLaw
    private var ages = AgeCounts()
    var count: Int { ages.total }
    private let unit: Int64
    /// The share of their agents who take another call, 0...1.
    var staying: Float = 1 {
        didSet { if staying != oldValue { isWeighed = false } }
    }
    /// Agents free by the middle of each slot.
    private(set) var mean = SIMD8<Float>.zero
    private(set) var variance = SIMD8<Float>.zero
    private(set) var timed = TimedEnds()
    /// Whether that is up to date.
    var isWeighed = true
    /// Who is less likely than that to come free in time is not counted out.
    private static let likely: Float = 0.1

    init(_ law: StageLaw) {
        self.law = law
        unit = max(1, Duration(drawn: law.unit).nanoseconds)
    }

    mutating func add(at instant: Instant) {
        advance(to: instant)
        ages.add()
        isWeighed = false
    }

    /// A talk that came to this stage `span` ago has left it. One that was never added is passed over.
    mutating func remove(after span: Duration, at instant: Instant) {
        advance(to: instant)
        let began = (instant.nanoseconds &- span.nanoseconds) / unit
        if ages.remove(begunAt: began) == nil { return }
        isWeighed = false
    }

    /// Lets time pass.
    @inline(__always)
    mutating func advance(to instant: Instant) {
        if ages.advance(to: instant.nanoseconds / unit), count > 0 { isWeighed = false }
    }

    /// Works out anew when they come free. O(ages + talks).
    mutating func weigh() {
        isWeighed = true
        mean = .zero
        variance = .zero
        timed = TimedEnds()
        ages.forEach { age, number in
            let row = staying * law.freed[age]
            mean += number * row
            variance += number * row * (1 - row)
            if row[RingLaw.slots - 1] < Self.likely { return }
            // More than can be told apart are as good as so many.
            for _ in 0..<min(Int(number), 8) { timed.add(row) }
        }
    }
}
