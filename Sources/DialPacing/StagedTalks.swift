import DialEstimation
import DialModel

/// The talks in one stage, by how long they have been in it.
struct StagedTalks: Sendable {
    var law: StageLaw
    private(set) var count = 0
    /// By the age in which the stage began, around; more than there are ages.
    private var counts = [Int32](repeating: 0, count: room)
    private static let room = 128
    private let unit: Int64
    private var now: Int64 = .min
    /// No stage is older, in ages.
    private var oldest = 0
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

    @inline(__always)
    private func place(_ age: Int) -> Int {
        Int(truncatingIfNeeded: now &- Int64(truncatingIfNeeded: age)) & (Self.room - 1)
    }

    mutating func add(at instant: Instant) {
        advance(to: instant)
        counts[place(0)] += 1
        count += 1
        isWeighed = false
    }

    /// A talk that came to this stage `span` ago has left it. One that was never added is passed over.
    mutating func remove(after span: Duration, at instant: Instant) {
        advance(to: instant)
        let began = (instant.nanoseconds &- span.nanoseconds) / unit
        let place = place(Int(min(Int64(StageLaw.ages - 1), max(0, now &- began))))
        guard counts[place] > 0 else { return }
        counts[place] -= 1
        count -= 1
        isWeighed = false
    }

    /// Lets time pass.
    @inline(__always)
    mutating func advance(to instant: Instant) {
        let age = instant.nanoseconds / unit
        if age != now { grow(to: age) }
    }

    private mutating func grow(to age: Int64) {
        if age < now { return }
        isWeighed = count == 0
        defer { now = age }
        if count == 0 {
            oldest = 0
            return
        }
        let last = StageLaw.ages - 1
        let passed = Int(min(age &- now, Int64(StageLaw.ages)))
        // Those who would be too old stay as old as can be.
        var ancient: Int32 = 0
        if oldest + passed > last {
            for age in max(0, last - passed)...oldest {
                ancient += counts[place(age)]
                counts[place(age)] = 0
            }
        }
        oldest = min(last, oldest + passed)
        if ancient > 0 {
            let eldest = age &- Int64(last)
            counts[Int(truncatingIfNeeded: eldest) & (Self.room - 1)] += ancient
        }
    }

    /// Works out anew when they come free. O(ages + talks).
    mutating func weigh() {
        isWeighed = true
        mean = .zero
        variance = .zero
        timed = TimedEnds()
        if count == 0 { return }
        var eldest = 0
        for age in 0...oldest {
            let number = counts[place(age)]
            if number == 0 { continue }
            eldest = age
            let row = law.freed[age]
            mean += Float(number) * row
            variance += Float(number) * row * (1 - row)
            if row[RingLaw.slots - 1] < Self.likely { continue }
            // More than can be told apart are as good as so many.
            for _ in 0..<min(number, 8) { timed.add(row) }
        }
        oldest = eldest
    }
}
