import DialToneRig
import SoundTestDevice
import Testing

/// A device that needs no hardware, and fails when it is told to.
final class TestDevice {
    private let device: OpaquePointer

    /// - Parameters:
    ///   - isPaced: moves in real time; else a period each time it is waited for.
    ///   - events: what goes wrong, and after how many periods.
    init(isPaced: Bool = false, _ events: [(period: Int, fault: SoundTestFault)] = []) {
        let all = events.map { SoundTestEvent(period: Int64($0.period), fault: $0.fault) }
        device = SoundTestDeviceNew(isPaced ? 1 : 0, all, all.count)
    }

    deinit { SoundTestDeviceFree(device) }

    /// To be closed before the device goes away.
    func playback(_ format: SoundFormat = .init(), patience: Int32 = 2_000) throws -> AudioPlayback
    {
        try AudioPlayback(
            open: #require(SoundTestDeviceOpen(device, SND_PCM_STREAM_PLAYBACK)), named: "test",
            format: format, patience: patience)
    }

    func capture(_ format: SoundFormat = .init(), patience: Int32 = 2_000) throws -> AudioCapture {
        try AudioCapture(
            open: #require(SoundTestDeviceOpen(device, SND_PCM_STREAM_CAPTURE)), named: "test",
            format: format, patience: patience)
    }

    var counters: SoundTestCounters { SoundTestDeviceCounters(device) }

    /// What has sounded.
    var played: [Int16] {
        var count = 0
        let first = SoundTestDevicePlayed(device, &count)
        return Array(UnsafeBufferPointer(start: first, count: count))
    }

    /// What a test device records.
    static func recorded(_ range: Range<Int>) -> [Int16] {
        range.map { SoundTestDeviceSample(Int64($0)) }
    }
}
