import DialModel
import DialSimulation
import Foundation
import Synchronization

/// Shows on standard error how far long work has come: a bar on a terminal, a plain line now and
/// then elsewhere, and nothing about work that is soon over.
final class StudyProgress: Sendable {
    private struct State {
        var isOver = false
        /// What is still to be seen on the terminal.
        var isDrawn = false
        var nextLine: Double = StudyProgress.interval
    }

    /// Seconds between two plain lines, and before the first.
    static let interval = 5.0
    /// Seconds before a bar is drawn at all.
    static let patience = 0.4

    private let total: Int
    private let isBound: Bool
    private let start = ContinuousClock.now
    private let done = Atomic<Int>(0)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - total: the steps of the course there are in all.
    ///   - isBound: whether it may be over sooner.
    init(total: Int, isBound: Bool = false) {
        self.total = max(1, total)
        self.isBound = isBound
        Thread.detachNewThread { [self] in
            while show() { Thread.sleep(forTimeInterval: 0.1) }
        }
    }

    func advance(_ steps: Int) { done.add(steps, ordering: .relaxed) }

    /// Takes away what is drawn.
    func end() {
        state.withLock {
            $0.isOver = true
            if $0.isDrawn { Output.say("\r\u{1B}[2K") }
        }
    }

    var seconds: Double {
        let time = (ContinuousClock.now - start).components
        return Double(time.seconds) + Double(time.attoseconds) * 1e-18
    }

    /// - Returns: whether there will be more to show.
    private func show() -> Bool {
        state.withLock { state in
            if state.isOver { return false }
            let seconds = seconds
            let stand = StudyStand(
                done: done.load(ordering: .relaxed), total: total, isBound: isBound,
                seconds: seconds, isStopping: Interrupts.isStopWanted)
            if Terminal.hasScreen {
                guard seconds >= Self.patience, Terminal.isOurs(STDERR_FILENO) else { return true }
                state.isDrawn = true
                Output.say("\r\u{1B}[2K" + stand.bar(width: Terminal.barWidth))
            } else if seconds >= state.nextLine {
                state.nextLine += Self.interval
                complain(stand.line)
            }
            return true
        }
    }
}

/// How far work has come at one moment.
struct StudyStand {
    /// Steps of the course.
    var done: Int
    var total: Int
    var isBound: Bool
    /// Since the start.
    var seconds: Double
    var isStopping: Bool

    /// As a log has it.
    var line: String { "\(percentage), " + facts.joined(separator: ", ") }

    /// As a terminal of this width shows it.
    func bar(width: Int) -> String {
        let text = "  \(percentage)  " + facts.joined(separator: ", ")
        let room = min(40, width - text.count - 2)
        if room < 8 { return String(text.dropFirst(2).prefix(max(0, width))) }
        let filled = room * done / total
        return " " + String(repeating: "█", count: filled)
            + String(repeating: "░", count: room - filled) + text
    }

    private var percentage: String { "\(100 * done / total) %" }

    private var facts: [String] {
        let rate = seconds > 0 ? hours(done) / seconds : 0
        var facts = [
            "\(grouped(Int(hours(done)))) of \(isBound ? "at most " : "")"
                + "\(grouped(Int(hours(total).rounded(.up)))) simulated hours"
        ]
        if isStopping { return facts + ["stopping"] }
        if rate > 0 {
            facts.append("\(rate < 10 ? decimal(rate, places: 1) : grouped(Int(rate))) h/s")
            let left = roughly(.init(drawn: hours(total - done) / rate))
            facts.append(isBound ? "at most \(left) left" : "about \(left) left")
        }
        return facts
    }

    private func hours(_ steps: Int) -> Double { Double(steps) * Replication.step.seconds / 3600 }
}
