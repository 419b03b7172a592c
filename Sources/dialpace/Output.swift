import DialConfig
import DialModel
import DialToneRig
import Foundation
import Synchronization

/// Standard output and standard error. Everything the command says goes through here.
enum Output {
    /// Standard output has not taken what was written to it.
    struct Fault: Error {
        /// The system's `errno`.
        let number: Int32
        var description: String {
            "the output cannot be written: \(String(cString: strerror(number)))"
        }
    }

    /// Sees to it that nobody who hangs up on the command ends it, and that a standard stream that
    /// is closed is not handed out as the descriptor of some file: what is said there would be
    /// written into the file.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
            // Takes the lowest free number, which is this one. Not for writing, so that what is
            // written there is missed.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Writes `text` to standard output: all of it, unless it throws.
    static func write(_ text: String) throws(Fault) {
        let number = put(text, on: STDOUT_FILENO)
        if number != 0 { throw Fault(number: number) }
    }

    /// Writes `text` to standard error. Where that cannot be written there is nobody to tell.
    static func say(_ text: String) {
        let last = hidden.load(ordering: .relaxed)
        _ = put(Masking.masked(text, last: last), on: STDERR_FILENO)
    }

    private static let hidden = Atomic<Int>(0)

    /// From now on numbers are written to standard error as the campaign lets those see them who read
    /// it: the operator on a terminal, else whoever reads logs. Where the file is no campaign at all,
    /// nothing is hidden.
    static func hide(inCampaignAt path: String) {
        guard let bytes = FileManager.default.contents(atPath: path),
            let masking = try? Masking(
                campaign: String(decoding: bytes, as: UTF8.self), path: path)
        else { return }
        hidden.store(masking[isatty(STDERR_FILENO) == 1 ? .operator : .log], ordering: .relaxed)
    }

    /// - Returns: 0 when all of it is written, else the `errno`.
    static func put(_ text: String, on stream: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { FinishedFile.put(UnsafeRawBufferPointer($0), on: stream) }
    }
}
