import DialModel

/// Finds the quarter hour of a day with the highest abandonment.
///
/// Quarter hours are counted from the scenario's start, as in ``ReplicationResult/course``; of one that
/// a day begins or ends in, its part in the day counts.
struct QuarterHours {
    private typealias Count = ReplicationResult.DayCount

    private let falsePositives: Double
    private var began = Count(Tally())
    /// The first of equals; of nobody where nobody answered.
    private var peak = Count(Tally())

    /// - Parameter falsePositives: the share of detected machines that counts as abandoned people.
    init(falsePositives: Double) { self.falsePositives = falsePositives }

    /// Ends a quarter of an hour, or a day's part of one.
    ///
    /// - Parameter isCounted: whether it belongs to a day, and not to the warm-up.
    mutating func end(with tally: Tally, isCounted: Bool) {
        let now = Count(tally)
        let quarter = Count(
            served: now.served - began.served, abandoned: now.abandoned - began.abandoned,
            machines: now.machines - began.machines)
        began = now
        guard isCounted, let share = quarter.abandonment(falsePositives: falsePositives) else {
            return
        }
        if let most = peak.abandonment(falsePositives: falsePositives), share <= most { return }
        peak = quarter
    }

    /// Hands over the day's peak, and begins with the next day.
    mutating func endDay() -> ReplicationResult.DayCount {
        defer { peak = Count(Tally()) }
        return peak
    }
}

extension ReplicationResult.DayCount {
    /// Since the campaign began.
    fileprivate init(_ tally: Tally) {
        self.init(served: tally.served, abandoned: tally.abandoned, machines: tally.machines)
    }
}
