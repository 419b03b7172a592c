/// A sound device by the name that ALSA knows it by.
///
///     SoundDevice("default")        // what the computer usually plays on
///     SoundDevice("plughw:1,0")     // the first device of the second card, with conversion
///     SoundDevice("loop", configuration: "pcm.loop { type file … }")
public struct SoundDevice: Sendable, Hashable {
    /// In ALSA's spelling, with its arguments.
    public let name: String
    /// An ALSA configuration in which the name is looked up instead of the system's; nil: the system's.
    ///
    /// > Source: the syntax is that of asound.conf(5), alsa-lib, "Configuration files".
    public let configuration: String?

    public init(_ name: String, configuration: String? = nil) {
        self.name = name
        self.configuration = configuration
    }

    /// What the computer plays on and records from unless another is named.
    public static let usual = SoundDevice("default")
}

/// Which way sound goes.
public enum SoundDirection: String, Sendable, CaseIterable {
    case playback, capture
}

/// How sound is handed over: 16-bit samples of either one or several channels, those of a frame side
/// by side.
public struct SoundFormat: Sendable, Hashable {
    /// Frames a second.
    public let rate: Int
    public let channels: Int

    public init(rate: Int = 8_000, channels: Int = 1) {
        self.rate = rate
        self.channels = channels
    }

    /// Of ``rate``.
    public static let allowedRates = 4_000...192_000
    /// Of ``channels``.
    public static let allowedChannels = 1...32
    /// The time between two wake-ups of a device that can have it so, in milliseconds.
    ///
    /// That of a telephone's packets.
    public static let periodMilliseconds = 20
    /// Periods in a device's buffer.
    ///
    /// So many that a player at normal priority on a virtual machine whose host lets it wait, for more
    /// than 110 ms at times, is not too late. As much is between what is played and what is heard.
    public static let periods = 10

    /// Frames in ``periodMilliseconds``.
    public var periodFrames: Int { (rate * Self.periodMilliseconds + 999) / 1_000 }
}

/// What has happened to a stream so far.
public struct SoundCounters: Sendable, Hashable {
    /// Handed to the device, or received from it.
    public internal(set) var frames = 0
    /// How often the device ran out of sound, or of room for it.
    public internal(set) var xruns = 0
    /// How often the device woke up from a sleep of the computer.
    public internal(set) var suspends = 0
    /// How often it was waited for.
    public internal(set) var waits = 0
}
