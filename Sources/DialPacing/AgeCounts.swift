import DialEstimation

/// How many of something there are of each age, up to ``RingLaw/ages``: older ones stay as old as can be.
///
/// Counted by the moment in which each began, around, so that nothing moves while time passes.
///
/// - Complexity: O(1); ``advance(to:)`` O(ages passed), and nothing is allocated but where time goes back.
struct AgeCounts: Hashable, Sendable {
    /// By the moment in which they began; more moments than there are ages.
    private var counts = [Int32](repeating: 0, count: room)
    private static let room = 128
    private static let last = RingLaw.ages - 1
    private(set) var now: Int64 = .min
    /// None is older.
    private(set) var oldest = 0
    private(set) var total = 0

    @inline(__always)
    private func place(_ age: Int) -> Int {
        Int(truncatingIfNeeded: now &- Int64(truncatingIfNeeded: age)) & (Self.room - 1)
    }

    @inline(__always)
    subscript(age: Int) -> Int { age <= oldest ? Int(counts[place(age)]) : 0 }

    /// One more begins now.
    @inline(__always)
    mutating func add() {
        counts[place(0)] += 1
        total += 1
    }

    /// One that began then is over. Returns its age; nil: there is none.
    @inline(__always)
    mutating func remove(begunAt moment: Int64) -> Int? {
        let age = Int(min(Int64(Self.last), max(0, now &- moment)))
        let place = place(age)
        guard counts[place] > 0 else { return nil }
        counts[place] -= 1
        total -= 1
        return age
    }

    /// Hands over each age of which there are any, youngest first, with their number.
    @inline(__always)
    mutating func forEach(_ body: (_ age: Int, _ number: Float) -> Void) {
        var eldest = 0
        if total > 0 {
            counts.withUnsafeBufferPointer { counts in
                for age in 0...oldest {
                    let number = counts[place(age)]
                    if number == 0 { continue }
                    eldest = age
                    body(age, Float(number))
                }
            }
        }
        oldest = eldest
    }

    /// Lets time pass. Returns whether a moment has.
    @inline(__always)
    mutating func advance(to moment: Int64) -> Bool {
        if moment == now { return false }
        grow(to: moment)
        return true
    }

    private mutating func grow(to moment: Int64) {
        if total == 0 {
            now = moment
            oldest = 0
            return
        }
        if moment < now {
            // Time has gone back: all are as old as they were.
            let old = (0...oldest).map { counts[place($0)] }
            for place in counts.indices { counts[place] = 0 }
            now = moment
            for (age, number) in old.enumerated() { counts[place(age)] = number }
            return
        }
        let passed = Int(min(moment &- now, Int64(RingLaw.ages)))
        // Those who would be too old stay as old as can be.
        var ancient: Int32 = 0
        if oldest + passed > Self.last {
            for age in max(0, Self.last - passed)...oldest {
                ancient += counts[place(age)]
                counts[place(age)] = 0
            }
        }
        now = moment
        oldest = min(Self.last, oldest + passed)
        if ancient > 0 { counts[place(Self.last)] += ancient }
    }
}
