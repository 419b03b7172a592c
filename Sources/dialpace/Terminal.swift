import Foundation
import Synchronization

/// The terminal the command was started from: its size, its keys.
enum Terminal {
    struct Size: Equatable {
        var columns: Int
        var rows: Int
    }

    static var hasScreen: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    static var hasKeys: Bool { isatty(STDIN_FILENO) == 1 }

    /// Columns and rows; 80 × 24 when it does not say.
    static var size: Size {
        var window = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: Int(window.ws_col), rows: window.ws_row > 0 ? Int(window.ws_row) : 24)
    }

    /// How wide a line may be that is drawn over again: behind it the terminal shows `^C`, which
    /// must not break the line in two.
    static var barWidth: Int { max(0, size.columns - 3) }

    /// Whether no other program has the terminal now, as the shell has after `bg`.
    static func isOurs(_ stream: Int32) -> Bool {
        let holder = tcgetpgrp(stream)
        return holder < 0 || holder == getpgrp()
    }

    /// How often the command has been stopped (Ctrl-Z) and continued: each time, what it had drawn
    /// is no longer where it was.
    static var continuations: Int { continued.load(ordering: .relaxed) }

    private static let continued = Atomic<Int>(0)
    private static let found = Mutex<termios?>(nil)

    /// Hands over keys as they are pressed, without echo, until ``restore()``.
    static func readKeys(_ press: @escaping @Sendable (Character) -> Void) {
        if hasScreen || hasKeys { followSuspensions() }
        var state = termios()
        guard hasKeys, tcgetattr(STDIN_FILENO, &state) == 0 else { return }
        found.withLock { [state] in $0 = state }
        takeKeys()
        // In the background a read fails, and does not stop us.
        signal(SIGTTIN, SIG_IGN)
        Thread.detachNewThread {
            while true {
                var byte: UInt8 = 0
                let count = read(STDIN_FILENO, &byte, 1)
                if count == 1 {
                    press(Character(UnicodeScalar(byte)))
                } else if count < 0, errno == EIO {
                    waitForForeground()
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }
    }

    /// From the background a shell may bring us back without a signal.
    private static func waitForForeground() {
        repeat { Thread.sleep(forTimeInterval: 0.2) } while !isOurs(STDIN_FILENO)
        takeKeys()
    }

    /// Puts the terminal back as it was found.
    static func restore() {
        giveBack()
        found.withLock { $0 = nil }
    }

    private static func followSuspensions() {
        Signals.on(SIGTSTP) {
            giveBack()
            kill(getpid(), SIGSTOP)
        }
        Signals.on(SIGCONT) {
            takeKeys()
            continued.add(1, ordering: .relaxed)
        }
    }

    private static func takeKeys() {
        found.withLock { found in
            guard var state = found, isOurs(STDIN_FILENO) else { return }
            state.c_lflag &= ~tcflag_t(ICANON | ECHO)
            tcsetattr(STDIN_FILENO, TCSANOW, &state)
        }
    }

    private static func giveBack() {
        found.withLock { found in
            guard var state = found, isOurs(STDIN_FILENO) else { return }
            tcsetattr(STDIN_FILENO, TCSANOW, &state)
        }
        if hasScreen, isOurs(STDERR_FILENO) { Output.say("\u{1B}[?25h") }
    }
}
