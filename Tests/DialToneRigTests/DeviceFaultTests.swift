import Foundation
import Testing

@testable import DialToneRig

/// Devices that are not there, or do not fit: one line each.
@Suite struct DeviceFaultTests {
    private func fault(
        _ device: SoundDevice, _ direction: SoundDirection = .playback,
        _ format: SoundFormat = .init()
    ) -> SoundFault? {
        do throws(SoundFault) {
            switch direction {
            case .playback: _ = try AudioPlayback(device, format: format)
            case .capture: _ = try AudioCapture(device, format: format)
            }
            return nil
        } catch {
            return error
        }
    }

    private func device(_ text: String) -> SoundDevice { SoundDevice("x", configuration: text) }

    private static let null = "pcm.null { type null }\n"

    @Test(arguments: ["y", "y:1,2", "", "two words", "{ type file", "plug:x"])
    func `a name that nobody knows`(name: String) {
        let fault = fault(SoundDevice(name, configuration: Self.null))
        #expect(fault?.cause == .unknown)
        #expect(fault?.description == "sound device \"\(name)\": there is none of this name")
    }

    @Test(arguments: ["pcm.x {", "pcm.x } {", "\"", "<nowhere>"])
    func `a configuration that is none`(text: String) {
        guard case .configuration(let why) = fault(device(text))?.cause else {
            Issue.record("\(text): \(String(describing: fault(device(text))))")
            return
        }
        #expect(!why.contains("\n"))
    }

    @Test func `a device that only plays cannot record`() {
        let device = device(Self.null + "pcm.x { type asym playback.pcm null }")
        #expect(fault(device) == nil)
        #expect(fault(device, .capture)?.description == "sound device \"x\" cannot record")
    }

    @Test func `a device without a way at all`() {
        let fault = fault(device("pcm.x { type hw card 0 }"))
        #expect(fault?.description.hasPrefix("sound device \"x\"") == true)
        #expect(fault?.description.contains("\n") == false)
    }

    @Test(arguments: [
        (0, 1, "cannot play at 0 Hz; 4000 to 192000 Hz are possible"),
        (-1, 1, "cannot play at -1 Hz; 4000 to 192000 Hz are possible"),
        (.max, 1, "cannot play at 9223372036854775807 Hz; 4000 to 192000 Hz are possible"),
        (8_000, 0, "cannot play 0 channels; 1 to 32 are possible"),
        (8_000, .min, "cannot play -9223372036854775808 channels; 1 to 32 are possible"),
        (8_000, 1_000, "cannot play 1000 channels; 1 to 32 are possible"),
    ])
    func `a format that is none`(rate: Int, channels: Int, words: String) {
        let format = SoundFormat(rate: rate, channels: channels)
        #expect(
            fault(device(Self.null + "pcm.x { type null }"), .playback, format)?.description
                == "sound device \"x\" \(words)")
    }

    @Test(arguments: [
        (96_000, 1, "cannot play at 96000 Hz; 8000 to 48000 Hz are possible"),
        (4_000, 2, "cannot play at 4000 Hz; 8000 to 48000 Hz are possible"),
        (48_000, 6, "cannot play 6 channels; 1 to 2 are possible"),
    ])
    func `a format that the device has not got`(rate: Int, channels: Int, words: String) {
        let device = TestDevice()
        #expect {
            try device.playback(SoundFormat(rate: rate, channels: channels))
        } throws: { "\($0)" == "sound device \"test\" \(words)" }
    }

    @Test(arguments: [
        (EBUSY, SoundFault.Cause.busy, "sound device \"x\" is busy: another program has it"),
        (EAGAIN, .busy, "sound device \"x\" is busy: another program has it"),
        (
            EACCES, .forbidden,
            "sound device \"x\" may not be opened by this user; members of the group audio may"
        ),
    ])
    func `what the system says of opening`(
        code: Int32, cause: SoundFault.Cause, words: String
    ) {
        let fault = SoundFault(
            device: "x", direction: .playback, cause: SoundDevice("x").cause(of: -code))
        #expect(fault.cause == cause)
        #expect(fault.description == words)
    }
}
