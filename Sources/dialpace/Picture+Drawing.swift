import DialEngine
import DialModel

extension Picture {
    /// The live view, a line an element, none wider than `width`.
    ///
    /// - Parameter isColoured: with terminal colours, which take no width.
    func drawing(width: Int, isColoured: Bool = true) -> [String] {
        let paint = Paint(isOn: isColoured)
        let bar = max(10, min(60, width - 64))
        var lines: [String] = []
        let head = " \(name) · \(mode.name) · \(clock(now)) · \(speed)"
        let state = stateName
        lines.append(
            paint.bold(fit(head, width - state.count - 2)) + " " + paint.state(state, phase))
        lines.append("")
        lines.append(row("agents", agentBar(bar, paint), agentCounts))
        lines.append(row("", "", "logged in \(floor.agents), not ready \(floor.notReady)"))
        lines.append(
            row("lines", lineBar(bar, paint), "\(floor.linesUsed) of \(floor.lines) in use"))
        lines.append(
            row(
                "calls",
                "dialing \(floor.dialing)  ringing \(floor.ringing)"
                    + "  screening \(floor.screening)  holding \(floor.holding)"
                    + (floor.inFlow > 0 ? "  in flow \(floor.inFlow)" : ""), ""))
        lines.append(
            row(
                "pace", "\(decimal(callsPerMinute, places: 1)) calls/min",
                "  \(grouped(floor.attempts)) attempts"
                    + ", \(grouped(floor.answered)) people"))
        lines.append(row("abandoned", capBar(bar, paint), abandonedText))
        lines.append(row("leads", leadBar(bar, paint), leadText))
        if lag > Self.tolerableLag {
            lines.append(
                row(
                    "behind",
                    paint.yellow("by up to \(decimal(lag.seconds, places: 1)) s: lower the speed"),
                    ""))
        }
        if let latest {
            lines.append(row("last", "\(clock(latest.at))  \(latest.text)", ""))
        }
        return lines.map { clip($0, width) }
    }

    /// The same in one plain line, for logs.
    var plainLine: String {
        var parts = [
            "\(clock(now)) \(stateName)",
            "idle \(floor.idle) ringing \(floor.previewing + floor.reserved)"
                + " talking \(talking) wrap-up \(floor.wrapUp)",
            "in flight \(floor.inFlight)", "lines \(floor.linesUsed)/\(floor.lines)",
            "\(decimal(callsPerMinute, places: 1)) calls/min",
            "abandoned \(abandonment.map { decimal($0 * 100, places: 2) } ?? "–")/\(decimal(cap * 100, places: 2)) %",
            "leads \(grouped(floor.closed))/\(grouped(leads))",
        ]
        if let left { parts.append("\(roughly(left)) left") }
        return parts.joined(separator: ", ")
    }

    private var stateName: String {
        switch phase {
        case .ready: "starting"
        case .running: isIdle ? "waiting for a key" : "running"
        case .paused: "paused"
        case .stopping: "stopping: talks may end"
        case .halting: "hanging up"
        case .finished: floor.closed < leads ? "stopped" : "done"
        }
    }

    /// How many talk, and how many of them come to an end.
    private var talking: String {
        floor.closing == 0 ? "\(floor.talking)" : "\(floor.talking) (\(floor.closing) closing)"
    }

    private var agentCounts: String {
        let ringing = floor.previewing + floor.reserved
        return "idle \(floor.idle)  "
            + (floor.previewing > 0
                ? "preview \(floor.previewing)  ringing \(floor.reserved)  "
                : "ringing \(ringing)  ")
            + "talking \(talking)  wrap-up \(floor.wrapUp)"
    }

    private var abandonedText: String {
        let share = abandonment.map { decimal($0 * 100, places: 2) + " %" } ?? "–"
        return "\(share) of \(grouped(floor.answered)); cap \(decimal(cap * 100, places: 2)) %"
    }

    private var leadText: String {
        "\(grouped(floor.closed)) of \(grouped(leads)) done"
            + (left.map { ", about \(roughly($0)) left" } ?? "")
    }

    // MARK: Bars

    private func agentBar(_ width: Int, _ paint: Paint) -> String {
        bar(
            width,
            [
                (floor.talking, "█", paint.green), (floor.wrapUp, "▓", paint.yellow),
                (floor.previewing + floor.reserved, "▒", paint.blue),
                (floor.idle, "░", paint.plain),
            ], of: floor.agents)
    }

    private func lineBar(_ width: Int, _ paint: Paint) -> String {
        bar(
            width,
            [
                (floor.bridged + floor.inFlow, "█", paint.green),
                (floor.linesUsed - floor.bridged - floor.inFlow, "▒", paint.blue),
            ],
            of: floor.lines)
    }

    private func capBar(_ width: Int, _ paint: Paint) -> String {
        // The cap stands at three quarters of the bar.
        let full = cap > 0 ? cap * 4 / 3 : 1
        let share = min(1, (abandonment ?? 0) / full)
        let mark = width * 3 / 4
        let filled = Int((share * Double(width)).rounded())
        var cells = ""
        for cell in 0..<width {
            let isFilled = cell < filled
            let text = cell == mark ? "│" : isFilled ? "█" : "·"
            cells +=
                cell == mark ? paint.bold(text) : cell > mark ? paint.red(text) : paint.green(text)
        }
        return cells
    }

    private func leadBar(_ width: Int, _ paint: Paint) -> String {
        bar(width, [(floor.closed, "█", paint.green)], of: leads)
    }

    private func bar(
        _ width: Int, _ parts: [(Int, String, (String) -> String)], of whole: Int
    ) -> String {
        guard whole > 0 else { return String(repeating: "·", count: width) }
        var used = 0
        var sum = 0
        var cells = ""
        for (count, cell, colour) in parts {
            sum += count
            let upTo = min(width, Int((Double(sum) / Double(whole) * Double(width)).rounded()))
            if upTo > used {
                cells += colour(String(repeating: cell, count: upTo - used))
                used = upTo
            }
        }
        return cells + String(repeating: "·", count: width - used)
    }
}

private func row(_ name: String, _ first: String, _ second: String) -> String {
    " " + name.padding(to: 10) + first + (first.isEmpty || second.isEmpty ? "" : " ") + second
}

/// Terminal colours, or none.
struct Paint {
    let isOn: Bool
    func bold(_ text: String) -> String { wrap(text, "1") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func yellow(_ text: String) -> String { wrap(text, "33") }
    func blue(_ text: String) -> String { wrap(text, "34") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func plain(_ text: String) -> String { text }
    func state(_ text: String, _ phase: Dialer.Phase) -> String {
        phase == .running || phase == .finished ? green(text) : yellow(text)
    }
    private func wrap(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}

private func fit(_ text: String, _ width: Int) -> String {
    text.count <= width ? text.padding(to: width) : String(text.prefix(max(0, width - 1))) + "…"
}

/// Cuts a line with colours to so many visible characters.
func clip(_ line: String, _ width: Int) -> String {
    var visible = 0
    var isEscape = false
    var result = ""
    for character in line {
        if character == "\u{1B}" { isEscape = true }
        if !isEscape {
            if visible == width { continue }
            visible += 1
        }
        result.append(character)
        if isEscape, character == "m" { isEscape = false }
    }
    return result
}

/// `09:42:13`, in UTC.
func clock(_ instant: Instant) -> String {
    let second = Int(((instant.nanoseconds / 1_000_000_000) % 86_400 + 86_400) % 86_400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60)) UTC"
}

/// `2 h 5 min`, `40 s`.
func roughly(_ span: Duration) -> String {
    let seconds = Int(span.seconds.rounded())
    if seconds < 90 { return "\(seconds) s" }
    let minutes = (seconds + 30) / 60
    if minutes < 60 { return "\(minutes) min" }
    if minutes < 48 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
    return "\(minutes / 1_440) days"
}
