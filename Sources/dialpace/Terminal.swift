import Foundation
import Synchronization

/// The terminal the command was started from: its size, its keys.
enum Terminal {
    static var hasScreen: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Columns and rows; 80 × 24 when it does not say.
    static var size: (columns: Int, rows: Int) {
        var window = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    private static let saved = Mutex<termios?>(nil)

    /// Hands over keys as they are pressed, without echo, until ``restore()``.
    static func readKeys(_ press: @escaping @Sendable (Character) -> Void) {
        guard isatty(STDIN_FILENO) == 1 else { return }
        var state = termios()
        guard tcgetattr(STDIN_FILENO, &state) == 0 else { return }
        saved.withLock { $0 = state }
        state.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &state)
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while read(STDIN_FILENO, &byte, 1) == 1 { press(Character(UnicodeScalar(byte))) }
        }
    }

    /// Puts the terminal back as it was found.
    static func restore() {
        saved.withLock { state in
            guard var found = state else { return }
            tcsetattr(STDIN_FILENO, TCSANOW, &found)
            state = nil
        }
        if hasScreen { FileHandle.standardError.write(Data("\u{1B}[?25h".utf8)) }
    }
}
