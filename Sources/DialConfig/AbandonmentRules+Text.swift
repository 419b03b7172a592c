import DialModel

extension AbandonmentRules {
    /// As in a scenario file: `{abandonment: 3%, window: 24h}`, or a list of these.
    var scenarioText: String {
        let texts = all.map(\.scenarioText)
        return others.isEmpty ? texts[0] : "[\(texts.joined(separator: ", "))]"
    }
}

extension AbandonmentRule {
    fileprivate var scenarioText: String {
        var parts = ["abandonment: \(share(cap))"]
        switch window {
        case .run: break
        case .every(let period): parts.append("window: \(span(period))")
        case .calendarDay: parts.append("window: calendarDay")
        }
        if let work { parts.append("work: \(span(work))") }
        if let name { parts.append("name: \(quoted(name))") }
        if falsePositives > 0 { parts.append("falsePositives: \(share(falsePositives))") }
        return "{\(parts.joined(separator: ", "))}"
    }

    private func share(_ value: Double) -> String { "\(decimal(value * 100))%" }

    private func span(_ time: Duration) -> String {
        let hour = Duration.hours(1).nanoseconds
        return time.nanoseconds % hour == 0
            ? "\(time.nanoseconds / hour)h" : "\(decimal(time.seconds))s"
    }
}
