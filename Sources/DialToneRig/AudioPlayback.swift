import CALSA

/// Sound on its way to a device, period by period.
///
///     let playback = try AudioPlayback(.usual)
///     try playback.write(samples.span)      // waits for the device, which sets the pace
///     try playback.drain()
///
/// It begins to sound when all periods of the device's buffer but one are filled, or at the end. When
/// sound comes too late, or the computer slept, it starts again by itself and counts that. An error ends
/// it for good: every further call throws the same.
///
/// Not for several threads at once; one of its own is best.
public final class AudioPlayback {
    private let stream: SoundStream

    /// Opens a device.
    ///
    /// - Throws: when there is none, another has it, or it does not take the format; at once.
    public init(_ device: SoundDevice, format: SoundFormat = .init()) throws(SoundFault) {
        stream = try device.open(.playback, format)
    }

    /// - Parameters:
    ///   - handle: a `snd_pcm_t *` that is open for playback, without waiting; closed with this, or if
    ///     it throws.
    ///   - patience: how long it may stand still, in milliseconds.
    package init(
        open handle: OpaquePointer, named name: String, format: SoundFormat, patience: Int32
    ) throws(SoundFault) {
        stream = try SoundStream(
            handle, device: name, direction: .playback, format: format, patience: patience)
    }

    /// Its name.
    public var device: String { stream.device }
    public var format: SoundFormat { stream.format }
    /// Frames that the device plays at a time; blocks of this size are the best to write.
    public var periodFrames: Int { stream.periodFrames }
    /// Frames that the device holds: its delay at most.
    public var bufferFrames: Int { stream.bufferFrames }
    public var counters: SoundCounters { stream.counters }

    /// Hands over samples, those of a frame side by side, and waits until the device has room for all.
    ///
    /// - Parameter samples: of whole frames, any number.
    /// - Throws: when the device is unplugged, stands still for two seconds, or stops again and again.
    public func write(_ samples: Span<Int16>) throws(SoundFault) {
        let channels = format.channels
        precondition(
            samples.count.isMultiple(of: channels),
            "\(samples.count) samples are no whole number of frames of \(channels)")
        try samples.withUnsafeBufferPointer { all throws(SoundFault) in
            var done = 0
            while done < all.count {
                let first = all.baseAddress.map { $0 + done }
                let frames = (all.count - done) / channels
                done += try channels * stream.move(frames) { snd_pcm_writei($0, first, $1) }
            }
        }
    }

    /// Waits until everything has sounded. More may be written afterwards.
    public func drain() throws(SoundFault) { try stream.drain() }

    /// Stops at once; what has not sounded is lost. Nothing can be written afterwards.
    public func close() { stream.close() }
}
