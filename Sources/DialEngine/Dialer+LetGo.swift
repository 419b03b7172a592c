import DialModel

/// Ringing calls whose agents are gone.
extension Dialer {
    /// Hangs up ringing calls, those first that have rung least beyond what they must: there an answer is
    /// likeliest. Those that have not rung so long are left alone, as are calls that have been answered
    /// and those with an agent of their own. O(lines log lines), and not more often than a call may have
    /// come to be old enough.
    ///
    /// - Returns: how many, `count` at most. They end as calls that nobody answers do.
    @inline(never) @discardableResult
    mutating func letGo(_ count: Int, at now: Instant) -> Int {
        if now < nextLetGo { return 0 }
        let minimum = rules.limits.minimumRing
        nextLetGo = now + minimum
        var old: [(line: Int32, since: Instant)] = []
        for line in 0..<Int32(lines.count) where lines[line].reserved == nil {
            guard let since = ringing(line), lines[line].mode == .predictive else { continue }
            if since + minimum <= now {
                old.append((line, since))
            } else {
                nextLetGo = min(nextLetGo, since + minimum)
            }
        }
        old.sort { ($0.since, $0.line) > ($1.since, $1.line) }
        if old.count > count { nextLetGo = now }
        // It would have been answered or not: it tells nothing of people.
        isLettingGo = true
        for call in old.prefix(count) {
            step(call.line, .release(.notConnected(.noAnswer)), at: now)
        }
        isLettingGo = false
        return min(count, old.count)
    }
}
