import DialModel

/// The share of trials that succeed within the latest span of time, in parts that are forgotten one
/// at a time.
///
///     var answers = RecentShare(parts: 30, of: .minutes(1))
///     answers.add(true, at: now)
///
/// It holds the part that is going on and those before it: up to one part less than the whole span.
struct RecentShare: Hashable, Sendable {
    private let length: Duration
    private var part: Int64?
    private var trialsOf: [Int]
    private var successesOf: [Int]
    private(set) var trials = 0
    private(set) var successes = 0

    /// - Parameters:
    ///   - parts: how many there are, ≥ 1.
    ///   - length: of each, above 0.
    init(parts: Int, of length: Duration) {
        self.length = length
        trialsOf = Array(repeating: 0, count: parts)
        successesOf = trialsOf
    }

    /// nil without trials.
    var value: Double? { trials == 0 ? nil : Double(successes) / Double(trials) }

    /// Takes in one trial. O(1), but for the parts gone by.
    mutating func add(_ success: Bool, at now: Instant) {
        forget(at: now)
        let place = Int((part ?? 0) % Int64(trialsOf.count))
        trialsOf[place] += 1
        trials += 1
        if success {
            successesOf[place] += 1
            successes += 1
        }
    }

    /// Forgets what is too long ago.
    mutating func forget(at now: Instant) {
        let current = now.nanoseconds / length.nanoseconds
        guard let last = part, last < current else {
            part = part ?? current
            return
        }
        let count = Int64(trialsOf.count)
        for gone in max(last + 1, current - count + 1)...current {
            let place = Int(gone % count)
            trials -= trialsOf[place]
            successes -= successesOf[place]
            trialsOf[place] = 0
            successesOf[place] = 0
        }
        part = current
    }
}
