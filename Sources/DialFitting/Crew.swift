import DialModel

/// Which agents were at work, as their talks tell.
struct Crew {
    var shifts: [FittedDay.Shift] = []
    var agents = 0
    var away = 0.0

    private static let quarter = Duration.minutes(15)

    init(
        _ calls: [CallRecord], _ seconds: [AgentState: Double], start: Instant, duration: Duration
    ) {
        var spans: [AgentID: (from: Instant, to: Instant)] = [:]
        for call in calls {
            guard let agent = call.agent, let from = call.connected, let ended = call.ended else {
                continue
            }
            let to = ended + (call.wrapUp ?? .zero)
            let known = spans[agent] ?? (from, to)
            spans[agent] = (min(known.from, from), max(known.to, to))
        }
        agents = spans.count
        let loggedIn = AgentState.allCases.filter { $0 != .loggedOut }
            .reduce(0) { $0 + (seconds[$1] ?? 0) }
        if loggedIn > 0 { away = (seconds[.notReady] ?? 0) / loggedIn }
        guard agents > 0 else {
            countTalks(calls, duration)
            return
        }
        // Agents who are there all the time need not talk all the time.
        if loggedIn > 0.97 * Double(agents) * duration.seconds {
            shifts = [.init(count: agents, at: .zero, length: duration)]
            return
        }
        let last = spans.values.map(\.to).max()!
        var counts: [[Int64]: Int] = [:]
        for span in spans.values {
            var at = span.from - start
            var end = span.to - start
            let unit = Self.quarter.nanoseconds
            at = Duration(nanoseconds: max(0, at.nanoseconds) / unit * unit)
            end = Duration(nanoseconds: (end.nanoseconds + unit - 1) / unit * unit)
            // Who talks soon after the start, or shortly before the end, was there before or after.
            if at < .minutes(30) { at = .zero }
            if last - span.to < .minutes(30) || end > duration { end = duration }
            if end <= at { end = at + Self.quarter }
            counts[[at.nanoseconds, end.nanoseconds], default: 0] += 1
        }
        shifts = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            FittedDay.Shift(
                count: $0.value, at: Duration(nanoseconds: $0.key[0]),
                length: Duration(nanoseconds: $0.key[1] - $0.key[0]))
        }
    }

    /// Without names of agents there were at least as many as talked at once.
    private mutating func countTalks(_ calls: [CallRecord], _ duration: Duration) {
        var changes: [(Instant, Int)] = []
        for call in calls {
            guard let from = call.connected, let ended = call.ended else { continue }
            changes.append((from, 1))
            changes.append((ended + (call.wrapUp ?? .zero), -1))
        }
        var now = 0
        for (_, change) in changes.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
            now += change
            agents = max(agents, now)
        }
        agents = max(1, agents)
        shifts = [.init(count: agents, at: .zero, length: duration)]
    }
}
