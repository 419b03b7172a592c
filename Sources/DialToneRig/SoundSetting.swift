import CALSA
import Foundation

extension SoundFault.Cause: Error {}

/// Telling an open device how sound will be handed over.
enum SoundSetting {
    /// - Returns: frames in a period, and in the device's buffer; as near as it has them to what the
    ///   format asks for.
    static func set(
        _ handle: OpaquePointer, direction: SoundDirection, format: SoundFormat
    ) throws(SoundFault.Cause) -> (period: Int, buffer: Int) {
        guard SoundFormat.allowedRates.contains(format.rate) else {
            throw .rate(format.rate, possible: SoundFormat.allowedRates)
        }
        guard SoundFormat.allowedChannels.contains(format.channels) else {
            throw .channels(format.channels, possible: SoundFormat.allowedChannels)
        }
        let (period, buffer) = try hardware(handle, format)
        try software(handle, direction, period, buffer)
        return (Int(period), Int(buffer))
    }

    private static func hardware(
        _ handle: OpaquePointer, _ format: SoundFormat
    ) throws(SoundFault.Cause) -> (snd_pcm_uframes_t, snd_pcm_uframes_t) {
        var own: OpaquePointer?
        try expect(snd_pcm_hw_params_malloc(&own))
        defer { snd_pcm_hw_params_free(own) }
        try expect(snd_pcm_hw_params_any(handle, own))
        if snd_pcm_hw_params_set_access(handle, own, SND_PCM_ACCESS_RW_INTERLEAVED) < 0
            || snd_pcm_hw_params_set_format(handle, own, SND_PCM_FORMAT_S16) < 0
        {
            throw .samples
        }
        let channels = UInt32(format.channels)
        if snd_pcm_hw_params_set_channels(handle, own, channels) < 0 {
            var least: UInt32 = 0
            var most: UInt32 = 0
            snd_pcm_hw_params_get_channels_min(own, &least)
            snd_pcm_hw_params_get_channels_max(own, &most)
            throw .channels(format.channels, possible: range(least, most, without: channels))
        }
        let rate = UInt32(format.rate)
        if snd_pcm_hw_params_set_rate(handle, own, rate, 0) < 0 {
            var least: UInt32 = 0
            var most: UInt32 = 0
            var way: Int32 = 0
            snd_pcm_hw_params_get_rate_min(own, &least, &way)
            snd_pcm_hw_params_get_rate_max(own, &most, &way)
            throw .rate(format.rate, possible: range(least, most, without: rate))
        }
        var period = snd_pcm_uframes_t(format.periodFrames)
        var way: Int32 = 0
        try expect(snd_pcm_hw_params_set_period_size_near(handle, own, &period, &way))
        var buffer = period * snd_pcm_uframes_t(SoundFormat.periods)
        try expect(snd_pcm_hw_params_set_buffer_size_near(handle, own, &buffer))
        try expect(snd_pcm_hw_params(handle, own))
        try expect(snd_pcm_hw_params_get_period_size(own, &period, &way))
        try expect(snd_pcm_hw_params_get_buffer_size(own, &buffer))
        return (period, buffer)
    }

    private static func software(
        _ handle: OpaquePointer, _ direction: SoundDirection, _ period: snd_pcm_uframes_t,
        _ buffer: snd_pcm_uframes_t
    ) throws(SoundFault.Cause) {
        var own: OpaquePointer?
        try expect(snd_pcm_sw_params_malloc(&own))
        defer { snd_pcm_sw_params_free(own) }
        try expect(snd_pcm_sw_params_current(handle, own))
        // Playback begins when all but one period is there, recording at once.
        let start = direction == .playback && buffer > period ? buffer - period : 1
        try expect(snd_pcm_sw_params_set_start_threshold(handle, own, start))
        try expect(snd_pcm_sw_params_set_avail_min(handle, own, period))
        try expect(snd_pcm_sw_params(handle, own))
    }

    private static func range(
        _ least: UInt32, _ most: UInt32, without asked: UInt32
    ) -> ClosedRange<Int>? {
        least > 0 && least <= most && !(least...most).contains(asked)
            ? Int(least)...Int(min(most, UInt32(Int32.max))) : nil
    }

    private static func expect(_ code: Int32) throws(SoundFault.Cause) {
        if code < 0 {
            throw code == -ENODEV ? .unplugged : .system(code: Int(code), alsaWords(code))
        }
    }
}
