import Foundation
import Synchronization

/// Counts Ctrl-C (and a polite kill). The first asks for a stop; the second leaves at once: the
/// store holds whatever it holds, and can be resumed.
enum Interrupts {
    private static let count = Atomic<Int>(0)

    /// Calls `stop`, once, at the first interrupt.
    ///
    /// - Parameter farewell: what is said at the second.
    static func onFirst(farewell: String, _ stop: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            Signals.on(number) {
                let (_, times) = count.add(1, ordering: .relaxed)
                if times == 1 {
                    stop()
                } else {
                    Terminal.restore()
                    complain("\nleft at once; \(farewell)")
                    _exit(130)
                }
            }
        }
    }

    static var isStopWanted: Bool { count.load(ordering: .relaxed) > 0 }
}

/// Signals that are answered instead of what the system does on them.
enum Signals {
    private struct Sources: @unchecked Sendable {
        var all: [any DispatchSourceSignal] = []
    }
    private static let sources = Mutex(Sources())

    /// Calls `answer` for every signal of this `number` from now on.
    static func on(_ number: Int32, _ answer: @escaping @Sendable () -> Void) {
        signal(number, SIG_IGN)
        sources.withLock {
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler(handler: answer)
            source.resume()
            $0.all.append(source)
        }
    }
}
