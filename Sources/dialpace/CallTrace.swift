import DialModel
import DialSimulation
import DialEngine
import Foundation

/// A file with a line for every command to the trunk, written before the command is carried out and
/// not buffered: what a carrier would have seen, whatever became of the process.
final class CallTrace: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    /// How many of a number's last digits are not written.
    private let hidden: Int

    /// What each placed call ends with.
    private let from: String

    /// - Parameter caller: what called people see; it is no number that needs hiding.
    init(path: String, hidden: Int, caller: CallerIdentity? = nil) throws {
        self.hidden = hidden
        from = caller.map { " from \($0.text)" } ?? ""
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        if descriptor < 0 {
            throw Fault(
                description: "\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    deinit { Foundation.close(descriptor) }

    func write(_ command: TrunkCommand, at now: Instant) {
        var line = "\(now.nanoseconds) "
        switch command {
        case .place(let call, let number, let ordinal):
            line += "place \(call.attempt.raw) \(number.masked(last: hidden)) \(ordinal)\(from)"
        case .hangUp(let call): line += "hangup \(call.attempt.raw)"
        case .bridge(let call, let agent): line += "bridge \(call.attempt.raw) \(agent.raw)"
        case .play(let call, let prompt, _): line += "play \(call.attempt.raw) \(prompt.recording)"
        case .gather(let call, let prompt, _, _):
            line += "gather \(call.attempt.raw) \(prompt.recording)"
        }
        line += "\n"
        _ = line.withCString { Foundation.write(descriptor, $0, strlen($0)) }
    }
}

/// Traces a simulation.
struct TracingWitness: SimulationWitness {
    let trace: CallTrace

    func sees(_ input: Input, at now: Instant) {}

    func sees(_ effects: inout Effects, floor: Floor, at now: Instant) {
        for command in effects.commands { trace.write(command, at: now) }
    }
}
