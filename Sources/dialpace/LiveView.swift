import DialEngine
import DialModel
import Foundation

/// Shows a campaign as it runs: drawn over and over on a terminal, in plain lines elsewhere. All of
/// it goes to standard error; standard output is for the report.
struct LiveView {
    private let isDrawn = Terminal.hasScreen
    private var canvas = Canvas()
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
        guard Terminal.isOurs(STDERR_FILENO) else {
            canvas = Canvas()
            return
        }
        let size = Terminal.size
        var lines = picture.drawing(width: size.columns - 1) + [""]
        if keys {
            let help = " p pause  s stop  m mode  + - agents  < > lines  Ctrl-C stop, twice leave"
            lines.append(clip(help, size.columns - 1))
        }
        Output.say(canvas.draw(lines, on: size, continuations: Terminal.continuations))
    }

    /// Leaves the last picture standing and gives the terminal back.
    mutating func end() { Terminal.restore() }
}

/// What of a terminal is drawn on: the last lines written to it.
struct Canvas {
    private var height = 0
    private var size: Terminal.Size?
    private var continuations = 0

    /// What to write so that `lines` stand in place of those drawn before.
    ///
    /// - Parameters:
    ///   - lines: none wider than the terminal; those for which it is not high enough are left out.
    ///   - continuations: as ``Terminal/continuations``.
    mutating func draw(
        _ lines: [String], on size: Terminal.Size, continuations: Int
    ) -> String {
        var text = "\u{1B}[?25l"
        if continuations != self.continuations {
            // Others have written below; it begins anew where they have left off.
        } else if let before = self.size, before != size {
            // The terminal has broken the lines as it liked: nobody knows where they are.
            text += "\u{1B}[2J\u{1B}[H"
        } else if height > 0 {
            text += "\u{1B}[\(height)A"
        }
        let fitting = lines.prefix(max(1, size.rows - 1))
        for line in fitting { text += "\r\u{1B}[2K" + line + "\n" }
        text += "\u{1B}[J"
        height = fitting.count
        self.size = size
        self.continuations = continuations
        return text
    }
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
