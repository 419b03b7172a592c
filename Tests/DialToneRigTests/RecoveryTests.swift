import DialToneRig
import SoundTestDevice
import Testing

/// Devices that stop: they are started again, and never for ever.
///
/// They move a period each time they are waited for, so that calls can be counted.
@Suite struct RecoveryTests {
    /// Hands over `periods` periods, to the end.
    private func play(_ periods: Int, to playback: AudioPlayback) throws -> [Int16] {
        let samples = ramp(periods * playback.periodFrames * playback.format.channels)
        let size = playback.periodFrames * playback.format.channels
        for first in stride(from: 0, to: samples.count, by: size) {
            let block = Array(samples[first..<(first + size)])
            try playback.write(block.span)
        }
        try playback.drain()
        return samples
    }

    @Test(arguments: [1, 2])
    func `without faults everything sounds once, with a wait a period`(channels: Int) throws {
        let device = TestDevice()
        let playback = try device.playback(SoundFormat(channels: channels))
        defer { playback.close() }
        #expect(playback.periodFrames == 160)
        #expect(playback.bufferFrames == 1_600)
        let samples = try play(100, to: playback)
        let isSame = device.played == samples
        #expect(isSame)
        #expect(playback.counters.frames == 16_000)
        #expect(playback.counters.xruns == 0)
        #expect(playback.counters.waits <= 100)
        #expect(device.counters.starts == 1)
        #expect(device.counters.waits <= 100)
    }

    @Test func `it begins to sound when all but one period is there`() throws {
        let device = TestDevice()
        let playback = try device.playback()
        defer { playback.close() }
        let block = ramp(160)
        for written in 1...12 {
            try playback.write(block.span)
            #expect(device.counters.starts == (written < 9 ? 0 : 1))
        }
    }

    @Test func `less than a buffer sounds too`() throws {
        let device = TestDevice()
        let playback = try device.playback()
        defer { playback.close() }
        let block = ramp(77)
        try playback.write(block.span)
        try playback.drain()
        #expect(device.played == block)
        // And again after the end.
        try playback.write(block.span)
        try playback.drain()
        #expect(device.played == block + block)
    }

    @Test func `each xrun is counted and recovered from`() throws {
        let device = TestDevice(
            [10, 11, 40, 41, 42, 90].map { ($0, SoundTestFaultXrun) })
        let playback = try device.playback()
        defer { playback.close() }
        _ = try play(200, to: playback)
        #expect(playback.counters.xruns == 6)
        #expect(playback.counters.suspends == 0)
        #expect(playback.counters.frames == 32_000)
        #expect(device.counters.starts == 7)
        // What was in the buffer is lost, and nothing else.
        #expect(device.counters.frames + device.counters.dropped == 32_000)
        #expect(device.counters.dropped <= 6 * 1_600)
        #expect(device.counters.waits < 300)
    }

    @Test(arguments: [(SoundTestFaultSuspend, 0), (SoundTestFaultDeepSuspend, 1)])
    func `a suspended device goes on where it was, or is prepared`(
        fault: SoundTestFault, prepares: Int
    ) throws {
        let device = TestDevice([(20, fault)])
        let playback = try device.playback()
        defer { playback.close() }
        let samples = try play(100, to: playback)
        #expect(playback.counters.suspends == 1)
        #expect(playback.counters.xruns == 0)
        #expect(device.counters.resumes == 1)
        // Once to begin, and once after the end.
        #expect(device.counters.prepares == 2 + Int64(prepares))
        let isSame = device.played == samples
        #expect(isSame == (prepares == 0))
        #expect(device.counters.frames + device.counters.dropped == 16_000)
    }

    @Test func `an unplugged device ends with an error, and stays ended`() throws {
        let device = TestDevice([(20, SoundTestFaultUnplug)])
        let playback = try device.playback()
        defer { playback.close() }
        let fault = SoundFault(device: "test", direction: .playback, cause: .unplugged)
        #expect(throws: fault) { try play(100, to: playback) }
        let calls = device.counters
        #expect(throws: fault) { try play(1, to: playback) }
        #expect(throws: fault) { try playback.drain() }
        #expect(device.counters.transfers == calls.transfers)
        #expect(device.counters.prepares == 1)
        #expect("\(fault)" == "sound device \"test\" is gone; it was unplugged while playing")
    }

    @Test func `a device that stops whenever it is started is given up`() throws {
        let device = TestDevice([(20, SoundTestFaultXrunForever)])
        let playback = try device.playback()
        defer { playback.close() }
        #expect(
            throws: SoundFault(
                device: "test", direction: .playback, cause: .noProgress(restarts: 16))
        ) { try play(1_000, to: playback) }
        // The last stop is not followed by a restart.
        #expect(playback.counters.xruns == 17)
        #expect(device.counters.starts == 17)
        // Each time nearly the whole buffer is filled.
        #expect(device.counters.transfers < 17 * 11 + 20)
        #expect(device.counters.pointers < 500)
        #expect(device.counters.waits < 100)
    }

    @Test(arguments: [SoundTestFaultStall, SoundTestFaultFalseReady])
    func `a device that stands still is given up`(fault: SoundTestFault) throws {
        let device = TestDevice([(20, fault)])
        let playback = try device.playback(patience: 100)
        defer { playback.close() }
        #expect(
            throws: SoundFault(
                device: "test", direction: .playback, cause: .stalled(milliseconds: 100))
        ) { try play(1_000, to: playback) }
        // Ten half periods.
        #expect(device.counters.waits < 50)
        #expect(device.counters.pointers < 300)
    }

    @Test func `what stands still at the end is given up`() throws {
        let device = TestDevice([(4, SoundTestFaultStall)])
        let playback = try device.playback(patience: 100)
        defer { playback.close() }
        #expect(
            throws: SoundFault(
                device: "test", direction: .playback, cause: .stalled(milliseconds: 100))
        ) { try play(6, to: playback) }
        #expect(device.counters.pointers < 100)
    }

    @Test func `a closed device takes nothing`() throws {
        let device = TestDevice()
        let playback = try device.playback()
        playback.close()
        playback.close()
        #expect(
            throws: SoundFault(device: "test", direction: .playback, cause: .closed)
        ) { try play(1, to: playback) }
    }
}
