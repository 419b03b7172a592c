import CALSA

/// A wire from one end's playback to the other's recording: no sound card is needed.
///
///     let loop = try SoundLoop()
///     let playback = try loop.playback()
///     let capture = try loop.capture()
///
/// What is played is recorded, sample for sample, as fast as both ends go: nothing sets the pace, and
/// nothing is lost while both ends are open. Who plays a buffer ahead waits for who records, and who records waits for who
/// plays, for two seconds at most: the ends are used by two threads, or in turn by one that plays what
/// it records. When one end is closed the other ends with ``SoundFault/Cause/unplugged``, who records
/// after all that was played.
///
/// Any thread may open an end, and that thread uses it.
public final class SoundLoop: @unchecked Sendable {
    public let format: SoundFormat
    private let loop: OpaquePointer

    /// - Throws: when the format is none.
    public init(format: SoundFormat = .init()) throws(SoundFault) {
        self.format = format
        let cause: SoundFault.Cause
        if !SoundFormat.allowedRates.contains(format.rate) {
            cause = .rate(format.rate, possible: SoundFormat.allowedRates)
        } else if !SoundFormat.allowedChannels.contains(format.channels) {
            cause = .channels(format.channels, possible: SoundFormat.allowedChannels)
        } else if let loop = CALSALoopNew(UInt32(format.rate), UInt32(format.channels)) {
            self.loop = loop
            return
        } else {
            cause = .system(code: -12, alsaWords(-12))
        }
        throw SoundFault(device: "loop", direction: .playback, cause: cause)
    }

    deinit { CALSALoopFree(loop) }

    /// Opens the end to play on. The loop lives as long as its ends do.
    ///
    /// - Throws: when it is open already.
    public func playback() throws(SoundFault) -> AudioPlayback {
        try AudioPlayback(
            open: open(.playback, SND_PCM_STREAM_PLAYBACK), named: "loop", format: format,
            patience: SoundStream.usualPatience)
    }

    /// Opens the end to record from. The loop lives as long as its ends do.
    ///
    /// - Throws: when it is open already.
    public func capture() throws(SoundFault) -> AudioCapture {
        try AudioCapture(
            open: open(.capture, SND_PCM_STREAM_CAPTURE), named: "loop", format: format,
            patience: SoundStream.usualPatience)
    }

    private func open(
        _ direction: SoundDirection, _ stream: snd_pcm_stream_t
    ) throws(SoundFault) -> OpaquePointer {
        SoundDevice.quiet
        var handle: OpaquePointer?
        CALSAForget()
        let code = CALSALoopOpen(loop, stream, &handle)
        guard code >= 0, let handle else {
            throw SoundFault(
                device: "loop", direction: direction, cause: SoundDevice("loop").cause(of: code))
        }
        return handle
    }
}
