import DialTones

/// Carries the sound of a bench's lines through sound devices: out of one, and into another that hears
/// it, such as the two ends of a loopback card, or of a ``SoundLoop``.
///
/// Each line takes two channels, one for each direction. What was said arrives as late as the devices
/// are.
///
/// Made by one thread, used by another afterwards; never by two at once.
public final class SoundWire: @unchecked Sendable {
    private let playback: AudioPlayback
    private let capture: AudioCapture
    private let channels: Int
    /// Whether the devices say when the next frame is due.
    public let isPaced: Bool
    private var frame: [Int16]

    /// - Parameter lines: at most half of ``SoundFormat/allowedChannels``.
    /// - Throws: when a device is not there, is in use, or has not so many channels.
    public convenience init(
        from source: SoundDevice, to sink: SoundDevice, lines: Int
    ) throws(SoundFault) {
        let format = SoundFormat(rate: Ears.rate, channels: 2 * lines)
        let playback = try AudioPlayback(sink, format: format)
        do throws(SoundFault) {
            self.init(playback, try AudioCapture(source, format: format), isPaced: true)
        } catch {
            playback.close()
            throw error
        }
    }

    /// Through ALSA and back inside the program, at any pace.
    ///
    /// - Parameter lines: at most half of ``SoundFormat/allowedChannels``.
    public convenience init(loopOf lines: Int) throws(SoundFault) {
        let loop = try SoundLoop(format: SoundFormat(rate: Ears.rate, channels: 2 * lines))
        self.init(try loop.playback(), try loop.capture(), isPaced: false)
    }

    /// - Parameters:
    ///   - playback: at ``Ears/rate``, with two channels for each line.
    ///   - capture: of the same format.
    public init(_ playback: AudioPlayback, _ capture: AudioCapture, isPaced: Bool) {
        precondition(
            playback.format == capture.format && playback.format.rate == Ears.rate
                && playback.format.channels.isMultiple(of: 2),
            "a wire needs two ends of \(Ears.rate) Hz with two channels a line")
        self.playback = playback
        self.capture = capture
        self.isPaced = isPaced
        channels = playback.format.channels
        frame = Array(repeating: 0, count: ToneBench.frame * channels)
    }

    /// How many lines it carries.
    public var lines: Int { channels / 2 }

    /// How many lines it can be asked for.
    public static let mostLines = SoundFormat.allowedChannels.upperBound / 2

    /// What has happened to both devices so far.
    var counters: SoundCounters {
        var sum = playback.counters
        sum.xruns += capture.counters.xruns
        sum.suspends += capture.counters.suspends
        return sum
    }

    /// The devices take sound faster than it sounds.
    var noPace: SoundFault {
        SoundFault(device: playback.device, direction: .playback, cause: .noPace)
    }

    /// Plays a frame and puts what is recorded in its place; waits for both devices.
    ///
    /// - Parameter sound: laid out as ``ToneBench/sound``.
    /// - Throws: what a device has done wrong; also when it has nothing to record any more, as a file.
    public func carry(_ sound: inout [Int16]) throws(SoundFault) {
        precondition(
            sound.count >= ToneBench.frame * channels,
            "\(sound.count) samples are no frame of \(channels) channels")
        for channel in 0..<channels {
            for place in 0..<ToneBench.frame {
                frame[place * channels + channel] = sound[channel * ToneBench.frame + place]
            }
        }
        try frame.withUnsafeBufferPointer { all throws(SoundFault) in
            try playback.write(Span(_unsafeElements: all))
        }
        let count = try frame.withUnsafeMutableBufferPointer { all throws(SoundFault) in
            var span = MutableSpan(_unsafeElements: all)
            return try capture.read(into: &span)
        }
        if count < frame.count {
            throw SoundFault(device: capture.device, direction: .capture, cause: .ended)
        }
        for channel in 0..<channels {
            for place in 0..<ToneBench.frame {
                sound[channel * ToneBench.frame + place] = frame[place * channels + channel]
            }
        }
    }

    func close() {
        playback.close()
        capture.close()
    }
}
