import DialTones

/// Carries the sound of a bench's lines through sound devices: out of one, and into another that hears
/// it, such as the two ends of a loopback card.
///
/// Each line takes two channels, one for each direction. What was said arrives as late as the devices
/// are.
///
/// Made by one thread, used by another afterwards; never by two at once.
public final class SoundWire: @unchecked Sendable {
    private let playback: AudioPlayback
    private let capture: AudioCapture
    private let channels: Int
    private var frame: [Int16]

    /// - Parameter lines: at most half of ``SoundFormat/allowedChannels``.
    /// - Throws: when a device is not there, is in use, or has not so many channels.
    public init(
        from source: SoundDevice, to sink: SoundDevice, lines: Int
    ) throws(SoundFault) {
        channels = 2 * lines
        let format = SoundFormat(rate: Ears.rate, channels: channels)
        playback = try AudioPlayback(sink, format: format)
        do throws(SoundFault) {
            capture = try AudioCapture(source, format: format)
        } catch {
            playback.close()
            throw error
        }
        frame = Array(repeating: 0, count: ToneBench.frame * channels)
    }

    /// How many lines there may be.
    public static let mostLines = SoundFormat.allowedChannels.upperBound / 2

    /// What has happened to the devices so far.
    public var counters: (playback: SoundCounters, capture: SoundCounters) {
        (playback.counters, capture.counters)
    }

    /// Plays a frame and puts what is recorded in its place; waits for both devices.
    ///
    /// - Parameter sound: laid out as ``ToneBench/sound``.
    func carry(_ sound: inout [Int16]) throws(SoundFault) {
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
        for place in count..<frame.count { frame[place] = 0 }
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
