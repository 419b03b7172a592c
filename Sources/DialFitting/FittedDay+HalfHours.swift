import DialMath
import DialModel
import DialWorld

extension FittedDay.OutcomeShares {
    /// - Parameter late: how many times more answer than were seen to.
    init(_ calls: [CallRecord], late: Double) {
        let fates = calls.compactMap { $0.outcome.flatMap(CallFate.init) }
        var counts: [CallFate: Int] = [:]
        for fate in fates { counts[fate, default: 0] += 1 }
        self.calls = fates.count
        let count = Double(max(1, fates.count))
        shares = counts.filter { $0.key != .noAnswer }.mapValues { Double($0) / count }
        for fate in CallFate.allCases where fate.isAnswered {
            if let share = shares[fate] { shares[fate] = share * late }
        }
        let sum = CallFate.allCases.reduce(0) { $0 + (shares[$1] ?? 0) }
        if sum > 1 { shares = shares.mapValues { $0 / sum } }
    }
}

extension FittedDay {
    /// How sure it must be that half hours differ.
    static let significance = 0.01

    /// The outcomes of each half hour of the day, if they differ more than by chance.
    ///
    /// Half hours with fewer than 50 calls are joined with the one before. People, machines, no
    /// answer and all else are compared.
    ///
    /// > Source: K. Pearson's test of homogeneity (1900), doi:10.1080/14786440009463897.
    static func halfHours(
        _ calls: [CallRecord], late: Double
    ) -> (halfHours: [HalfHour], chanceIfEqual: Double) {
        let half: Int64 = 1_800_000_000_000
        let day: Int64 = 86_400_000_000_000
        var parts: [(from: Duration, calls: [CallRecord])] = []
        for (from, calls) in Dictionary(
            grouping: calls.filter { $0.outcome.flatMap(CallFate.init) != nil },
            by: { ($0.started.nanoseconds % day + day) % day / half * half }
        ).sorted(by: { $0.key < $1.key }) {
            if let last = parts.last, calls.count < 50 || last.calls.count < 50 {
                parts[parts.count - 1].calls += calls
            } else {
                parts.append((Duration(nanoseconds: from), calls))
            }
        }
        if parts.count > 1, parts[parts.count - 1].calls.count < 50 {
            let last = parts.removeLast()
            parts[parts.count - 1].calls += last.calls
        }
        let table = parts.map { Self.counts($0.calls) }
        let chance = chanceIfEqual(table)
        guard parts.count > 1, chance < significance else { return ([], chance) }
        return (
            parts.map { HalfHour(from: $0.from, outcomes: OutcomeShares($0.calls, late: late)) },
            chance
        )
    }

    private static func counts(_ calls: [CallRecord]) -> [Double] {
        var counts = [0.0, 0, 0, 0]
        for call in calls {
            switch call.outcome.flatMap(CallFate.init) {
            case .person: counts[0] += 1
            case .machine: counts[1] += 1
            case .noAnswer: counts[2] += 1
            default: counts[3] += 1
            }
        }
        return counts
    }

    private static func chanceIfEqual(_ table: [[Double]]) -> Double {
        let columns = (0..<4).map { column in table.reduce(0) { $0 + $1[column] } }
        let all = columns.reduce(0, +)
        let used = columns.indices.filter { columns[$0] > 0 }
        guard table.count > 1, used.count > 1 else { return 1 }
        var sum = 0.0
        for row in table {
            let calls = row.reduce(0, +)
            for column in used {
                let expected = calls * columns[column] / all
                sum += (row[column] - expected) * (row[column] - expected) / expected
            }
        }
        let freedom = Double((table.count - 1) * (used.count - 1))
        return gammaShares(sum / 2, shape: freedom / 2).above
    }
}
