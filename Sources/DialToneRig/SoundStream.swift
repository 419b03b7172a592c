import CALSA
import Foundation

/// An open device that sound goes through, one way, and how it is kept going.
///
/// The device is never waited for without end: it is opened without waiting, and each wait has a limit.
final class SoundStream {
    let device: String
    let direction: SoundDirection
    let format: SoundFormat
    let periodFrames: Int
    let bufferFrames: Int
    private var handle: OpaquePointer?
    private var recovery: Recovery
    /// What has ended it; it is never tried again.
    private var end: SoundFault.Cause?

    /// How long the device may do nothing, in milliseconds.
    private let patience: Int32

    /// Enough for a device that wakes up; a listener has long hung up.
    static let usualPatience: Int32 = 2_000

    /// - Parameter handle: of the open device, which is closed with the stream, or if this throws.
    init(
        _ handle: OpaquePointer, device: String, direction: SoundDirection, format: SoundFormat,
        patience: Int32 = usualPatience
    ) throws(SoundFault) {
        do throws(SoundFault.Cause) {
            (periodFrames, bufferFrames) = try SoundSetting.set(
                handle, direction: direction, format: format)
        } catch {
            snd_pcm_close(handle)
            throw SoundFault(device: device, direction: direction, cause: error)
        }
        self.device = device
        self.direction = direction
        self.format = format
        self.patience = patience
        self.handle = handle
        recovery = Recovery(bufferFrames: direction == .playback ? bufferFrames : 0)
    }

    deinit { close() }

    var counters: SoundCounters { recovery.counters }

    func close() {
        if let handle { snd_pcm_close(handle) }
        handle = nil
    }

    /// Moves up to `frames` frames, at least one unless the device is a file that has ended.
    ///
    /// - Parameter body: one call of ALSA, which returns frames or a negative error.
    func move(
        _ frames: Int, _ body: (OpaquePointer, snd_pcm_uframes_t) -> snd_pcm_sframes_t
    ) throws(SoundFault) -> Int {
        var idle = 0
        while true {
            let handle = try opened()
            // More than a buffer at once some devices take for an error.
            let moved = body(handle, snd_pcm_uframes_t(min(frames, bufferFrames)))
            switch Int32(truncatingIfNeeded: moved) {
            case _ where moved > 0:
                recovery.moved(moved)
                return moved
            case 0 where direction == .capture: return 0
            case 0, -EAGAIN, -EINTR: try wait(handle, idle: &idle)
            case let code: try restart(handle, after: code)
            }
        }
    }

    /// Waits until all that was handed over has been played, and stops.
    func drain() throws(SoundFault) {
        let handle = try opened()
        let pause = pauseMicroseconds
        var left = Int(patience) * 1_000 + bufferFrames * 1_000_000 / format.rate
        while true {
            let code = snd_pcm_drain(handle)
            switch code {
            case -EAGAIN:
                // Some devices say so to the end; stopped they have played everything.
                if snd_pcm_state(handle) != SND_PCM_STATE_DRAINING { return try rearm(handle) }
                guard left > 0 else {
                    throw ended(.stalled(milliseconds: Int(patience)))
                }
                usleep(UInt32(pause))
                left -= pause
            case -EINTR where left > 0: left -= pause
            // What had run out has nothing left to play, and what slept has lost it.
            case 0, -EPIPE, -ESTRPIPE, -EBADFD:
                if snd_pcm_state(handle) == SND_PCM_STATE_DISCONNECTED { throw ended(.unplugged) }
                return try rearm(handle)
            default: throw ended(Self.cause(of: code))
            }
        }
    }

    // MARK: Standing still

    private func opened() throws(SoundFault) -> OpaquePointer {
        if let end { throw fault(end) }
        guard let handle else { throw fault(.closed) }
        return handle
    }

    /// Half a period.
    private var pauseMicroseconds: Int { max(1_000, periodFrames * 500_000 / format.rate) }

    /// Waits until the device is ready.
    ///
    /// - Parameter idle: waits since anything was moved.
    private func wait(_ handle: OpaquePointer, idle: inout Int) throws(SoundFault) {
        recovery.waited()
        idle += 1
        // Some devices say that they are ready and are not; they are asked once each half period.
        if idle > 2 { usleep(UInt32(pauseMicroseconds)) }
        guard idle * pauseMicroseconds < Int(patience) * 1_000 else {
            throw ended(.stalled(milliseconds: Int(patience)))
        }
        switch snd_pcm_wait(handle, patience) {
        case 0:
            // Who was asleep itself asks once more.
            if idle > 1 { throw ended(.stalled(milliseconds: Int(patience))) }
        case 1..., -EAGAIN, -EINTR: break
        case let code: try restart(handle, after: code)
        }
    }

    private func restart(_ handle: OpaquePointer, after code: Int32) throws(SoundFault) {
        let stop: Recovery.Stop
        switch (code, snd_pcm_state(handle)) {
        case (-ENODEV, _), (_, SND_PCM_STATE_DISCONNECTED): throw ended(.unplugged)
        case (-ESTRPIPE, _), (_, SND_PCM_STATE_SUSPENDED): stop = .suspend
        case (-EPIPE, _), (_, SND_PCM_STATE_XRUN): stop = .xrun
        // Stopped by something else; the poll of some devices says no more than that.
        case (-EBADFD, _), (-EIO, SND_PCM_STATE_SETUP): stop = .xrun
        default: throw ended(Self.cause(of: code))
        }
        guard recovery.stopped(stop) else { throw ended(.noProgress(restarts: Recovery.most)) }
        if stop == .suspend, try hasResumed(handle) { return }
        try rearm(handle)
    }

    /// Whether the device goes on where it was. A driver may say that it has and still sleep.
    private func hasResumed(_ handle: OpaquePointer) throws(SoundFault) -> Bool {
        var left = Int(patience) * 1_000
        while true {
            let code = snd_pcm_resume(handle)
            switch code {
            case -EAGAIN where left > 0:
                usleep(UInt32(pauseMicroseconds))
                left -= pauseMicroseconds
            case -ENODEV: throw ended(.unplugged)
            default: return code == 0 && snd_pcm_state(handle) == SND_PCM_STATE_RUNNING
            }
        }
    }

    private func rearm(_ handle: OpaquePointer) throws(SoundFault) {
        let code = snd_pcm_prepare(handle)
        if code < 0 { throw ended(Self.cause(of: code)) }
    }

    private func ended(_ cause: SoundFault.Cause) -> SoundFault {
        end = cause
        return fault(cause)
    }

    private func fault(_ cause: SoundFault.Cause) -> SoundFault {
        SoundFault(device: device, direction: direction, cause: cause)
    }

    private static func cause(of code: Int32) -> SoundFault.Cause {
        code == -ENODEV ? .unplugged : .system(code: Int(code), alsaWords(code))
    }
}

/// ALSA's words for one of its errors, without a capital.
func alsaWords(_ code: Int32) -> String {
    let words = String(cString: snd_strerror(code))
    return words.prefix(1).lowercased() + words.dropFirst()
}
