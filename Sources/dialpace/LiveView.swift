import DialEngine
import DialModel
import Foundation

/// Shows a campaign as it runs: drawn over and over on a terminal, in plain lines elsewhere. All of
/// it goes to standard error; standard output is for the report.
struct LiveView {
    private let isDrawn = Terminal.hasScreen
    private var height = 0
    private var lastShown: ContinuousClock.Instant?
    private let interval: Swift.Duration

    init() { interval = isDrawn ? .milliseconds(100) : .seconds(5) }

    /// Whether it is time to show the campaign again.
    var isDue: Bool {
        guard let lastShown else { return isDrawn }
        return ContinuousClock.now - lastShown >= interval
    }

    /// Starts the clock of plain lines: the first comes after one interval.
    mutating func begin() { if !isDrawn { lastShown = .now } }

    mutating func show(_ picture: Picture, keys: Bool) {
        lastShown = .now
        guard isDrawn else { return complain(picture.plainLine) }
        let width = max(60, Terminal.size.columns - 1)
        var lines = picture.drawing(width: width)
        lines.append("")
        if keys {
            lines.append(
                clip(
                    " p pause  s stop  m mode  + - agents  < > lines  Ctrl-C stop, twice leave",
                    width))
        }
        var text = height > 0 ? "\u{1B}[\(height)A" : "\u{1B}[?25l"
        for line in lines { text += "\r\u{1B}[2K" + line + "\n" }
        height = lines.count
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// Leaves the last picture standing and gives the terminal back.
    mutating func end() { Terminal.restore() }
}

/// What a key asks for, with the campaign as it is.
func command(for key: Character, _ plan: CampaignPlan, _ phase: Dialer.Phase) -> OperatorCommand? {
    switch key {
    case "p", " ": phase == .paused ? .start : .pause
    case "s", "q": .stop
    case "m": .mode(nextMode(after: plan))
    case "+", "=": .agents(plan.agents + 1)
    case "-": .agents(max(0, plan.agents - 1))
    case ">", ".": .lines(plan.limits.lines + max(1, plan.limits.lines / 10))
    case "<", ",": .lines(max(1, plan.limits.lines - max(1, plan.limits.lines / 10)))
    default: nil
    }
}

private func nextMode(after plan: CampaignPlan) -> DialMode {
    let modes = DialMode.allCases.filter { $0 != .automatic || plan.flow != nil }
    let place = modes.firstIndex(of: plan.mode) ?? 0
    return modes[(place + 1) % modes.count]
}
