import DialToneRig
import DialTones
import Foundation
import SoundTestDevice
import Testing

/// A device that takes its time: the tests wait for it, as a program does that plays.
@Suite struct PacedDeviceTests {
    /// Seconds of sound; `DIALPACE_SOUND_SECONDS=600` plays ten minutes.
    private static let seconds =
        ProcessInfo.processInfo.environment["DIALPACE_SOUND_SECONDS"].flatMap { Int($0) } ?? 1

    /// On a machine that lets nobody wait a test may come too late for a device, and so the test
    /// holds only that every lateness is seen. `DIALPACE_SOUND_STRICT=1` wants none.
    private static let isStrict =
        ProcessInfo.processInfo.environment["DIALPACE_SOUND_STRICT"] != nil

    @Test(.timeLimit(.minutes(30)), arguments: [(8_000, 1), (48_000, 2)])
    func `a tone sounds period by period in the device's time`(rate: Int, channels: Int) throws {
        let device = TestDevice(isPaced: true)
        let playback = try device.playback(SoundFormat(rate: rate, channels: channels))
        defer { playback.close() }
        #expect(playback.periodFrames * 50 == rate)
        let spec = ToneSpec([ToneSegment(.tones([Tone(425, levelDecibels: -10)]))])
        var generator = try ToneGenerator(spec, rate: rate)
        var mono = [Int16](repeating: 0, count: playback.periodFrames)
        let periods = Self.seconds * 50
        for _ in 0..<periods {
            var span = mono.mutableSpan
            _ = generator.fill(&span)
            let block = mono.flatMap { [Int16](repeating: $0, count: channels) }
            try playback.write(block.span)
        }
        try playback.drain()
        let counted = device.counters
        #expect(playback.counters.frames == Self.seconds * rate)
        #expect(counted.frames + counted.dropped == Int64(Self.seconds * rate))
        #expect(Int64(playback.counters.xruns) == counted.underruns)
        #expect(counted.starts == counted.underruns + 1)
        if Self.isStrict { #expect(counted.underruns == 0) }
        if counted.underruns == 0 {
            // Played again, because keeping it all would make a pause whenever it must move.
            var again = try ToneGenerator(spec, rate: rate)
            let played = device.played
            #expect(played.count == Self.seconds * rate * channels)
            let isSame = (0..<periods).allSatisfy { period in
                var span = mono.mutableSpan
                _ = again.fill(&span)
                let first = period * mono.count * channels
                return mono.indices.allSatisfy { frame in
                    (0..<channels).allSatisfy {
                        played[first + frame * channels + $0] == mono[frame]
                    }
                }
            }
            #expect(isSame)
        }
        // It sleeps until there is room: it does not ask again and again.
        #expect(counted.waits <= Int64(periods) * 3)
        #expect(counted.pointers <= Int64(periods) * 12 + 200 * (counted.underruns + 1))
        if Self.seconds == 1 { return }
        print(
            "\(rate) Hz, \(channels): \(Self.seconds) s, \(counted.underruns) underruns, "
                + "\(counted.waits) waits, \(counted.pointers) pointers, longest pause "
                + "\(counted.longestPauseNanoseconds / 1_000_000) ms"
        )
    }

    @Test func `what is recorded comes period by period in the device's time`() throws {
        let device = TestDevice(isPaced: true)
        let capture = try device.capture()
        defer { capture.close() }
        var all: [Int16] = []
        for _ in 0..<50 { all += try capture.read(160) }
        #expect(Int64(capture.counters.xruns) == device.counters.underruns)
        if capture.counters.xruns == 0 {
            let isSame = all == TestDevice.recorded(0..<8_000)
            #expect(isSame)
        }
        #expect(device.counters.waits <= 150)
    }

    @Test func `an unplugged device is noticed while it is waited for`() throws {
        let device = TestDevice(isPaced: true, [(10, SoundTestFaultUnplug)])
        let playback = try device.playback()
        defer { playback.close() }
        let block = ramp(160 * 50)
        #expect(
            throws: SoundFault(device: "test", direction: .playback, cause: .unplugged)
        ) { try playback.write(block.span) }
        #expect(device.counters.frames == 1_600)
    }
}
