import DialFitting
import DialMath
import DialModel
import DialWorld
import Foundation

extension FittedDay {
    /// The day as a scenario file that `dialpace check` finds good, each number with how many calls
    /// it rests on.
    ///
    /// - Parameter source: what it was fitted to, for the first line.
    public func scenarioText(source: String) -> String {
        var text = ScenarioText()
        text.line(
            "# Fitted to \(plainLine(source)): \(grouped(calls)) finished calls. n is how many")
        text.line(
            "# calls a number rests on; cut short are times whose end was not seen, such as the")
        text.line("# patience of a person whom an agent took. KS is the greatest distance between")
        text.line("# the data (Kaplan and Meier's curve) and the law. Times of day are UTC.")
        if let lagRemark { text.line("# " + lagRemark) }
        text.line()
        text.line("name: \(yaml("fit of " + name))")
        text.line("start: \(stamp(start))")
        text.line(
            "duration: \(time(duration.seconds.rounded(.up)))", "from the first record to the last")
        text.line("seed: \(seed)")
        text.line("mode: \(mode.name)")
        text.line()
        writeAgents(&text)
        text.line()
        writeCalls(&text)
        text.line()
        writeRules(&text)
        return text.text
    }

    /// What is to be known of a day that was run live, faster than real time; nil of another.
    public var lagRemark: String? {
        guard let speed, speed > 1 else { return nil }
        return
            "Recorded live at \(decimal(speed)) campaign seconds a second: each millisecond that the "
            + "program was late is \(decimal(speed / 1_000)) s in these times."
    }

    private func writeAgents(_ text: inout ScenarioText) {
        text.line("agents:")
        if shifts.count == 1, shifts[0].at == .zero, shifts[0].length >= duration {
            text.line("  count: \(shifts[0].count)", "seen to talk, all day")
        } else {
            text.line("  shifts:", "from each one's first talk to the last, by quarters of an hour")
            for shift in shifts {
                let length =
                    shift.at + shift.length >= duration ? "" : ", for: \(span(shift.length))"
                text.line("    - {count: \(shift.count), at: \(span(shift.at))\(length)}")
            }
        }
        text.law("  talk", talk, "talks; those the person left are cut short")
        if let closing {
            text.line(
                "  closing: {lead: \(law(closing.lead.distribution)), "
                    + "share: \(share((closing.share * 1e4).rounded() / 1e4))}",
                remark(closing.lead, "talks said to be closing"))
        }
        if let wrapUp { text.law("  wrapUp", wrapUp, "wrap-ups") }
        if let preview {
            if let law = preview.law {
                text.law("  preview", law, "looks at leads")
            } else {
                text.line(
                    "  preview: \(law(preview.distribution))",
                    "n \(grouped(preview.count)): looks at leads; their shape is a guess")
            }
            if preview.skipped > 0 {
                let skips = Double(preview.skipped) / Double(preview.count)
                text.line(
                    "  skips: \(share((skips * 1e4).rounded() / 1e4))",
                    "n \(grouped(preview.skipped)) skipped")
            }
        }
        if away > 0.005 {
            let every = max(60, 600 / away - 600)
            text.line(
                "  breaks: {every: \(time((every / 60).rounded() * 60)), length: 10m}",
                "away \(hundredths(away)) of the time; that it was in pieces of 10 min is a guess")
        }
        let words = dispositions.sorted { $0.key.code < $1.key.code }
        if !words.isEmpty {
            let names = Dispositions()
            let shares = wholeShares(words.map(\.value))
            let list = zip(words, shares).map { "\(names.name($0.key)): \($1)" }
            text.line(
                "  dispositions: {\(list.joined(separator: ", "))}",
                hasOwnWords ? "the campaign's own count as refused" : "")
        }
    }

    private func writeCalls(_ text: inout ScenarioText) {
        text.line("calls:")
        if let setup { text.law("  setup", setup, "calls that rang") }
        if setupFailure > 0 {
            text.line(
                "  setupFailure: \(share((setupFailure * 1e4).rounded() / 1e4))",
                "n \(grouped(Int((setupFailure * Double(calls)).rounded())))")
        }
        if halfHours.isEmpty {
            text.line(
                "  outcomes: \(flow(outcomes))",
                "n \(grouped(outcomes.calls)); the rest does not answer")
            text.line(
                "  # by half hour they do not differ more than by chance (p \(decimal(chanceIfEqual)))"
            )
        } else {
            text.line(
                "  outcomes:",
                "half hours differ (chi-squared, p \(chanceIfEqual < 0.0001 ? "< 0.0001" : decimal(chanceIfEqual)))"
            )
            for half in halfHours {
                text.line(
                    "    - {from: \"\(clock(half.from))\", \(flow(half.outcomes).dropFirst())",
                    "n \(grouped(half.outcomes.calls))")
            }
        }
        text.law("  ring", ring, "calls that rang; cut short are those given up")
        if let answer = ring.share {
            text.line(
                "  # of calls that ring \(hundredths(answer)) would ever be answered (cure model); the"
            )
            text.line("  # shares above count those whom we did not wait for")
        }
        if let unansweredRing { text.law("  noAnswer", unansweredRing, "calls the network ended") }
        text.line("  ringTimeout: \(time(ringTimeout.seconds))", "n \(grouped(givenUp)) given up")
        if let failure {
            text.line("  failure: \(time(failure.seconds))", "beyond set-up, on average")
        }
        if screening != nil || machineScreening != nil {
            text.line("  screening:")
            if let screening { text.law("    person", screening, "people") }
            if let machineScreening { text.law("    machine", machineScreening, "machines") }
            text.line("    # who was taken for whom cannot be told from records; shares above are")
            text.line("    # of what they were taken for")
        }
        if let patience { text.law("  patience", patience, "people who hung up; others cut short") }
        if let stay, let left = stay.share {
            text.line(
                "  leavesTalk: {share: \(share((left * 1e4).rounded() / 1e4)), after: \(law(stay.distribution))}",
                remark(stay, "talks that the person left"))
        }
    }

    private func writeRules(_ text: inout ScenarioText) {
        if let list {
            text.line("list: {size: \(list)}", "they ran out")
            let retry = plan?.retry ?? RetryRules()
            let names = Dispositions()
            let fixed = retry.after.map { ($0.key, span($0.value)) }
            let waits = (fixed + retry.varied.map { ($0.key, $0.value.fileText) })
                .sorted { $0.0.code < $1.0.code }
                // A scenario has no messages to leave.
                .filter { Outcome.builtIn.contains($0.0) && $0.0 != .notConnected(.messageLeft) }
                .map { "\(names.name($0.0)): \($0.1)" }
            text.line(
                "retry: {attempts: \(retry.attempts), after: {\(waits.joined(separator: ", "))}}",
                plan == nil ? "the usual; records do not tell" : "the campaign's")
        }
        text.line("limits:")
        text.line(
            "  lines: \(plan?.limits.lines ?? max(100, 2 * peakLines))",
            plan == nil
                ? "a guess; at most \(peakLines) were in use at once"
                : "the campaign's; at most \(peakLines) were in use at once")
        if let rate = plan?.limits.callsPerSecond {
            text.line("  callsPerSecond: \(decimal(rate))")
        }
        text.line(
            "  hold: \(time(hold.seconds))",
            plan == nil
                ? abandoned == 0
                    ? "the usual; nobody was abandoned" : "n \(grouped(abandoned)) abandoned"
                : "the campaign's; n \(grouped(abandoned)) abandoned")
        if let plan {
            text.line("  minimumRing: \(time(min(plan.limits.minimumRing, ringTimeout).seconds))")
            if plan.abandonment.cap < 1 {
                text.line("rules: \(plan.abandonment.scenarioText)")
            }
            if plan.mode == .preview {
                let again = plan.preview.skippedAgainAfter.map { span($0) } ?? "never"
                text.line(
                    "preview: {time: \(time(plan.preview.time.seconds)), whenTimeRunsOut: "
                        + "\(plan.preview.whenTimeRunsOut), skippedAgainAfter: \(again)}")
            }
            text.line("machine: \(plan.machine == .agent ? "agent" : "hangUp")")
            text.line("policy: \(plan.pacing.fileText)", "the campaign's")
        } else {
            text.line("policy: predictive", "records do not tell; put your own here")
        }
    }

    /// `{person: 30%, …}`, what does not answer left out.
    private func flow(_ outcomes: OutcomeShares) -> String {
        let fates = CallFate.allCases.compactMap { fate in
            outcomes.shares[fate].flatMap { $0 > 0 && fate != .noAnswer ? (fate, $0) : nil }
        }
        let list = fates.map {
            "\($0.0.name): \(String(format: "%.2f", ($0.1 * 1e4).rounded(.down) / 100))%"
        }
        return "{" + (list.isEmpty ? "noAnswer: 100%" : list.joined(separator: ", ")) + "}"
    }
}

/// Lines with remarks.
private struct ScenarioText {
    var text = ""

    mutating func line(_ content: String = "", _ remark: String = "") {
        let pad = String(repeating: " ", count: max(2, 50 - content.count))
        if content.count + pad.count + 2 + remark.count <= 100 || remark.isEmpty {
            text += content + (remark.isEmpty ? "" : pad + "# " + remark) + "\n"
        } else {
            text += content.prefix { $0 == " " } + "# " + remark + "\n" + content + "\n"
        }
    }

    mutating func law(_ key: String, _ fitted: FittedLaw, _ what: String) {
        line(key + ": " + DialConfig.law(fitted.distribution), DialConfig.remark(fitted, what))
    }
}

private func remark(_ law: FittedLaw, _ what: String) -> String {
    var facts = "n \(grouped(law.observed))"
    if law.censored > 0 { facts += " and \(grouped(law.censored)) cut short" }
    if law.family != "constant" { facts += ", KS \(String(format: "%.3f", law.distance))" }
    return facts + ": " + what
}

private func law(_ distribution: Distribution) -> String {
    func two(_ name: String, _ mean: Double, _ other: String, _ value: Double) -> String {
        "{\(name): {mean: \(time(mean)), \(other): \(decimal(max(0.001, value)))}}"
    }
    switch distribution {
    case .constant(let value): return time(value)
    case .uniform(let low, let high): return "{uniform: {from: \(time(low)), to: \(time(high))}}"
    case .exponential(let mean): return "{exponential: \(time(mean))}"
    case .lognormal(let mean, let cv): return two("lognormal", mean, "cv", min(cv, 100))
    case .gamma(let mean, let cv): return two("gamma", mean, "cv", min(cv, 10))
    case .weibull(let mean, let shape):
        return two("weibull", mean, "shape", min(100, max(0.1, shape)))
    case .mixture(let parts):
        let sum = parts.reduce(0) { $0 + $1.weight }
        let list = parts.map {
            "{share: \(decimal($0.weight / sum * 100))%, "
                + "\(law($0.distribution).dropFirst().dropLast())}"
        }
        return "{mixture: [\(list.joined(separator: ", "))]}"
    case .empirical(let measured):
        // The points at both ends say again what their neighbours say.
        let values = measured.values.dropFirst().dropLast().map(time)
        return "{empirical: [\(values.joined(separator: ", "))]}"
    }
}

/// In milliseconds, as short as can be; a law's mean is never quite nothing.
private func time(_ seconds: Double) -> String {
    let milliseconds = Int((min(seconds, 3e9) * 1000).rounded())
    if milliseconds % 1000 == 0 { return "\(milliseconds / 1000)s" }
    if milliseconds < 1000 { return "\(milliseconds)ms" }
    return "\(decimal(Double(milliseconds) / 1000))s"
}

/// As ``time(_:)``, in hours or minutes where that is whole.
private func span(_ time: Duration) -> String {
    let seconds = time.nanoseconds / 1_000_000_000
    if time.nanoseconds % 1_000_000_000 != 0 || seconds == 0 {
        return DialConfig.time(time.seconds)
    }
    if seconds % 3_600 == 0 { return "\(seconds / 3_600)h" }
    if seconds % 60 == 0 { return "\(seconds / 60)m" }
    return "\(seconds)s"
}

private func share(_ value: Double) -> String { "\(decimal(value * 100))%" }

private func hundredths(_ share: Double) -> String { percent((share * 1e4).rounded() / 1e4) }

/// In hundredths of a percent that sum to the whole: what rounding takes goes to the largest.
private func wholeShares(_ values: [Double]) -> [String] {
    var parts = values.map { Int(($0 * 1e4).rounded()) }
    if let largest = parts.indices.max(by: { parts[$0] < parts[$1] }) {
        parts[largest] += 10_000 - parts.reduce(0, +)
    }
    return parts.map { "\(decimal(Double($0) / 100))%" }
}

private func stamp(_ instant: Instant) -> String {
    let date = Date(timeIntervalSince1970: (Double(instant.nanoseconds) / 1e9).rounded(.down))
    return date.formatted(.iso8601)
}

private func yaml(_ text: String) -> String {
    "\""
        + plainLine(text).replacingOccurrences(of: "\\", with: "\\\\")
        .replacingOccurrences(of: "\"", with: "\\\"") + "\""
}

/// Without what would end a line or a comment.
private func plainLine(_ text: String) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.map {
                $0.properties.generalCategory == .control ? " " : $0
            }))
}
