import DialModel

/// What people came to in the windows of every rule, along one replication.
struct RuleWindowCounts: Sendable {
    private var rules: [Rule]

    private struct Rule {
        let windows: RuleWindows
        var ends: Instant
        var before = ReplicationResult.DayCount(served: 0, abandoned: 0)
        var counts: [ReplicationResult.DayCount] = []
    }

    /// Counts nothing where one figure says it all (``AbandonmentRules/isPlain``).
    init(_ plan: CampaignPlan, began: Instant) {
        let counted = plan.abandonment.isPlain ? [] : plan.abandonment.all
        rules = counted.map {
            let windows = RuleWindows($0.window, began: began, utcOffset: plan.utcOffset)
            return Rule(windows: windows, ends: windows.end(at: began))
        }
    }

    /// When the next window of any rule ends.
    var nextEnd: Instant { rules.reduce(.never) { min($0, $1.ends) } }

    /// Closes the windows that are over by `now`.
    mutating func note(_ tally: Tally, at now: Instant) {
        for place in rules.indices where rules[place].ends <= now {
            close(place, tally)
            rules[place].ends = rules[place].windows.end(at: now)
        }
    }

    private mutating func close(_ place: Int, _ tally: Tally) {
        let all = ReplicationResult.DayCount(
            served: tally.served, abandoned: tally.abandoned, machines: tally.machines)
        let before = rules[place].before
        rules[place].counts.append(
            .init(
                served: all.served - before.served, abandoned: all.abandoned - before.abandoned,
                machines: all.machines - before.machines))
        rules[place].before = all
    }

    /// All windows by rule. One that the end cuts short is not over, and says nothing of its rule
    /// yet: it is there only where it is the only one.
    func finished(with tally: Tally) -> [[ReplicationResult.DayCount]] {
        var last = self
        for place in rules.indices where rules[place].counts.isEmpty {
            last.close(place, tally)
        }
        return last.rules.map(\.counts)
    }
}
