/// Why a sound device does not do what it is asked for.
public struct SoundFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Its name.
    public let device: String
    public let direction: SoundDirection
    public let cause: Cause

    public enum Cause: Sendable, Hashable {
        /// No device has the name.
        case unknown
        /// The name is known, but the computer has no sound card.
        case noCard
        /// ALSA has not found its own configuration.
        case noConfiguration
        /// The configuration that was given cannot be read.
        case configuration(String)
        /// Another program has it.
        case busy
        /// This user may not open it.
        case forbidden
        /// It cannot go this way: it plays only, or records only.
        case oneWay
        /// Hertz; nil: it does not say what is possible.
        case rate(Int, possible: ClosedRange<Int>?)
        case channels(Int, possible: ClosedRange<Int>?)
        /// It has no 16-bit samples side by side.
        case samples
        /// It is not there any more.
        case unplugged
        /// It stopped again and again, and moved nothing in between.
        case noProgress(restarts: Int)
        /// It neither took nor gave anything for so long, in milliseconds.
        case stalled(milliseconds: Int)
        /// It takes sound faster than it sounds, as one does that writes a file.
        case noPace
        /// It is a file, and there is no more of it.
        case ended
        /// It has been closed by its owner.
        case closed
        /// Anything else, in ALSA's words.
        case system(code: Int, String)
    }

    public init(device: String, direction: SoundDirection, cause: Cause) {
        self.device = device
        self.direction = direction
        self.cause = cause
    }

    public var description: String {
        let verb = direction == .playback ? "play" : "record"
        let doing = direction == .playback ? "playing" : "recording"
        let name = "sound device \"\(device)\""
        switch cause {
        case .unknown: return "\(name): there is none of this name"
        case .noCard: return "\(name): this computer has no sound card"
        case .noConfiguration:
            return
                "\(name): ALSA has no configuration; the package libasound2-data has one, or "
                + "ALSA_CONFIG_PATH names it"
        case .configuration(let why): return "\(name): its configuration cannot be read: \(why)"
        case .busy: return "\(name) is busy: another program has it"
        case .forbidden:
            return "\(name) may not be opened by this user; members of the group audio may"
        case .oneWay: return "\(name) cannot \(verb)"
        case .rate(let rate, let possible):
            return "\(name) cannot \(verb) at \(rate) Hz" + Self.list(possible, " Hz")
        case .channels(let count, let possible):
            let noun = count == 1 ? "channel" : "channels"
            return "\(name) cannot \(verb) \(count) \(noun)" + Self.list(possible, "")
        case .samples: return "\(name) cannot \(verb) samples of 16 bits"
        case .unplugged: return "\(name) is gone; it was unplugged while \(doing)"
        case .noProgress(let restarts):
            return "\(name) was started again \(restarts) times and has not gone on \(doing)"
        case .stalled(let milliseconds):
            return "\(name) has not gone on \(doing) for \(milliseconds) ms"
        case .noPace:
            return "\(name) keeps no time: it takes sound as fast as it comes; "
                + "devices that are a card or a loopback of one keep time"
        case .ended: return "\(name) has no more sound"
        case .closed: return "\(name) is closed"
        case .system(let code, let words): return "\(name) cannot \(verb): \(words) (\(code))"
        }
    }

    private static func list(_ possible: ClosedRange<Int>?, _ unit: String) -> String {
        guard let possible else { return "" }
        return possible.count == 1
            ? "; \(possible.lowerBound)\(unit) is possible"
            : "; \(possible.lowerBound) to \(possible.upperBound)\(unit) are possible"
    }
}
