import Foundation
import Synchronization

/// Counts Ctrl-C (and a polite kill). The first asks for a stop; the second leaves at once: the
/// store holds whatever it holds, and can be resumed.
enum Interrupts {
    private static let count = Atomic<Int>(0)
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

    /// Calls `stop`, once, at the first interrupt.
    static func onFirst(_ stop: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                let (_, times) = count.add(1, ordering: .relaxed)
                if times == 1 {
                    stop()
                } else {
                    Terminal.restore()
                    complain("\nleft at once; run the campaign again to resume it")
                    _exit(130)
                }
            }
            source.resume()
            sources.append(source)
        }
    }

    static var isStopWanted: Bool { count.load(ordering: .relaxed) > 0 }
}
