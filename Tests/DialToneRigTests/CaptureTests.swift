import DialToneRig
import SoundTestDevice
import Testing

/// Recording from a device that stops now and then.
@Suite struct CaptureTests {
    @Test(arguments: [1, 2])
    func `everything is recorded once`(channels: Int) throws {
        let device = TestDevice()
        let capture = try device.capture(SoundFormat(channels: channels))
        defer { capture.close() }
        var all: [Int16] = []
        for frames in [160, 1, 37, 4_000, 160] { all += try capture.read(frames * channels) }
        let isSame = all == TestDevice.recorded(0..<all.count)
        #expect(isSame)
        #expect(all.count == 4_358 * channels)
        #expect(capture.counters.frames == 4_358)
        #expect(device.counters.starts == 1)
        #expect(device.counters.waits <= 30)
    }

    @Test func `an overrun is counted, and what came meanwhile is lost`() throws {
        let device = TestDevice([(10, SoundTestFaultXrun), (30, SoundTestFaultDeepSuspend)])
        let capture = try device.capture()
        defer { capture.close() }
        let all = try capture.read(100 * 160)
        #expect(capture.counters.xruns == 1)
        #expect(capture.counters.suspends == 1)
        // What was recorded when the device stopped is not had.
        let kept = [0..<1_440, 1_600..<4_640, 4_800..<16_320].flatMap(TestDevice.recorded)
        let isSame = all == kept
        #expect(isSame)
        #expect(device.counters.starts == 3)
    }

    @Test(arguments: [
        (SoundTestFaultXrunForever, SoundFault.Cause.noProgress(restarts: 16)),
        (SoundTestFaultUnplug, .unplugged), (SoundTestFaultStall, .stalled(milliseconds: 100)),
        (SoundTestFaultFalseReady, .stalled(milliseconds: 100)),
    ])
    func `what does not go on is given up`(fault: SoundTestFault, cause: SoundFault.Cause) throws {
        let device = TestDevice([(20, fault)])
        let capture = try device.capture(patience: 100)
        defer { capture.close() }
        let expected = SoundFault(device: "test", direction: .capture, cause: cause)
        #expect(throws: expected) { try capture.read(100 * 160) }
        let calls = device.counters
        #expect(throws: expected) { try capture.read(160) }
        #expect(device.counters.pointers == calls.pointers)
        #expect(calls.waits < 100)
        #expect(calls.pointers < 500)
    }
}
