import DialModel

/// What one replication of a scenario has come to, in whole numbers.
public struct ReplicationResult: Hashable, Sendable, Codable {
    /// Which replication, from 0.
    public var index: Int
    public var seed: UInt64
    /// From the end of the warm-up on.
    public var tally: Tally
    /// People served and abandoned on each ``Scenario/day``.
    public var days: [DayCount]
    /// Of each of ``days`` the quarter hour with the highest abandonment, the first of equals. Quarter
    /// hours are steps of the course, cut where a day begins or ends.
    public var peaks: [DayCount] = []
    /// The course of the whole scenario, warm-up included, in equal steps of ``Replication/step``.
    public var course: [CoursePoint]
    /// Whether it ran to the scenario's end.
    public var isWhole: Bool
    /// The largest share of the detected machines that a rule takes for abandoned people.
    public var falsePositives = 0.0
    /// By rule and window, from the campaign's beginning, without a last window that the end cuts
    /// short, unless it is the only one; empty where
    /// ``DialModel/AbandonmentRules/isPlain``.
    public var windows: [[DayCount]] = []

    public struct DayCount: Hashable, Sendable, Codable {
        public var served: Int
        public var abandoned: Int
        public var machines = 0

        /// As ``DialModel/AbandonmentRule/share(abandoned:served:machines:falsePositives:)``.
        public func abandonment(falsePositives: Double = 0) -> Double? {
            AbandonmentRule.share(
                abandoned: abandoned, served: served, machines: machines,
                falsePositives: falsePositives)
        }
    }

    /// Of each day on which anyone answered, by the strictest reading of machines.
    var dayShares: [Double] {
        days.compactMap { $0.abandonment(falsePositives: falsePositives) }
    }

    /// Of each day on which anyone answered its highest in a quarter of an hour, read likewise.
    var peakShares: [Double] {
        peaks.compactMap { $0.abandonment(falsePositives: falsePositives) }
    }

    /// People who count as abandoned, and all who count, by the strictest reading of machines; whole
    /// people, to the nearest.
    var counted: (abandoned: Int, answered: Int) {
        let mistaken = Int((falsePositives * Double(tally.machines)).rounded())
        return (tally.abandoned + mistaken, tally.answered + mistaken)
    }

    /// What happened in one step of the course; times in nanoseconds.
    public struct CoursePoint: Hashable, Sendable, Codable {
        public var talking: Int64
        public var busy: Int64
        public var working: Int64
        public var served: Int
        public var abandoned: Int
        public var dials: Int
    }
}

extension ReplicationResult.CoursePoint {
    init(from earlier: Tally, to later: Tally) {
        let time = later.agentTime - earlier.agentTime
        talking = time[.talking]
        busy = time[.talking] + time[.wrapUp]
        working = later.working - earlier.working
        served = later.served - earlier.served
        abandoned = later.abandoned - earlier.abandoned
        dials = later.dials - earlier.dials
    }
}
