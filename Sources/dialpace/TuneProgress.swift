import DialModel
import DialSimulation
import DialStore
import Foundation
import Synchronization

/// Shows on standard error how far a search has come, in the way of ``StudyProgress``.
final class TuneProgress: Sendable {
    private struct State {
        var isOver = false
        var isDrawn = false
        var nextLine = StudyProgress.interval
        var team = ""
        var stand: SafeValueSearch.Stand?
    }

    private let parameter: Pacing.Parameter
    private let start = ContinuousClock.now
    private let done = Atomic<Int>(0)
    private let state = Mutex(State())

    init(parameter: Pacing.Parameter) {
        self.parameter = parameter
        Thread.detachNewThread { [self] in
            while show() { Thread.sleep(forTimeInterval: 0.1) }
        }
    }

    /// Steps of the course that have been simulated since.
    func advance(_ steps: Int) { done.add(steps, ordering: .relaxed) }

    func note(_ stand: SafeValueSearch.Stand) { state.withLock { $0.stand = stand } }

    /// Names what is tuned next.
    func begin(_ team: String) {
        state.withLock {
            $0.team = team
            $0.stand = nil
        }
    }

    /// Takes away what is drawn.
    func end() {
        state.withLock {
            $0.isOver = true
            if $0.isDrawn { Output.say("\r\u{1B}[2K") }
        }
    }

    /// - Returns: whether there will be more to show.
    private func show() -> Bool {
        state.withLock { state in
            if state.isOver { return false }
            let time = (ContinuousClock.now - start).components
            let seconds = Double(time.seconds) + Double(time.attoseconds) * 1e-18
            if Terminal.hasScreen {
                guard seconds >= StudyProgress.patience, Terminal.isOurs(STDERR_FILENO) else {
                    return true
                }
                state.isDrawn = true
                Output.say("\r\u{1B}[2K" + bar(state, seconds))
            } else if seconds >= state.nextLine {
                state.nextLine += StudyProgress.interval
                complain(facts(state, seconds))
            }
            return true
        }
    }

    private func bar(_ state: State, _ seconds: Double) -> String {
        let text = facts(state, seconds)
        let width = Terminal.barWidth
        let room = min(24, width - text.count - 3)
        guard let stand = state.stand, room >= 8 else { return String(text.prefix(max(0, width))) }
        let filled = min(room, room * stand.verdicts / max(1, stand.expected))
        return " " + String(repeating: "█", count: filled)
            + String(repeating: "░", count: room - filled) + "  " + text
    }

    private func facts(_ state: State, _ seconds: Double) -> String {
        func shown(_ value: Double) -> String { dialpace.shown(value, of: parameter) }
        // First, where a narrow terminal does not cut it off.
        var facts = Interrupts.isStopWanted ? ["stopping"] : []
        if !state.team.isEmpty { facts.append(state.team) }
        if let stand = state.stand {
            let word = stand.stage == .search ? "looking at" : "checking"
            facts.append("\(word) \(parameter.title) \(shown(stand.value))")
            if let share = stand.share {
                facts.append(
                    "\(percent(share.estimate)) after \(grouped(stand.replications)) replications")
            }
            if let under = stand.under {
                let end = stand.notUnder.map { " and \(shown($0))" }
                facts.append(
                    (end == nil ? "at least " : "between ") + shown(under)
                        + (end ?? ""))
            }
        }
        let hours = Double(done.load(ordering: .relaxed)) * Replication.step.seconds / 3600
        facts.append("\(grouped(Int(hours))) simulated hours")
        return facts.joined(separator: ", ")
    }
}
