import DialToneRig
import Foundation
import Testing

/// What there is to play on, and whether it works.
@Suite struct SoundTrialTests {
    @Test func `listing devices says the same twice, and fails nowhere`() {
        #expect(SoundCard.all() == SoundCard.all())
        let devices = NamedSoundDevice.all()
        #expect(devices == NamedSoundDevice.all())
        for device in devices {
            #expect(!device.device.name.isEmpty)
            #expect(!device.summary.contains("\n"))
            #expect(!device.directions.isEmpty)
        }
    }

    @Test(arguments: SoundDirection.allCases, [8_000, 48_000])
    func `a device that takes no time works, but not in real time`(
        direction: SoundDirection, rate: Int
    ) throws {
        let device = SoundDevice("null", configuration: "pcm.null { type null }")
        let trial = SoundTrial(device, direction, format: SoundFormat(rate: rate))
        let timing = try trial.result.get()
        #expect(timing.period == rate / 50)
        #expect(timing.buffer == SoundFormat.periods * timing.period)
        #expect(timing.stops == 0)
        #expect(!SoundTrial.isInTime(timing, trial.format))
    }

    @Test(arguments: [(18.1, true), (20, true), (21.9, true), (17.9, false), (22.1, false)])
    func `in time is within a tenth`(milliseconds: Double, isInTime: Bool) {
        let timing = SoundTrial.Timing(
            period: 160, buffer: 1_600, periodMilliseconds: milliseconds, stops: 0
        )
        #expect(SoundTrial.isInTime(timing, SoundFormat(rate: 8_000)) == isInTime)
        // The same period is a sixth as long at six times the rate.
        #expect(!SoundTrial.isInTime(timing, SoundFormat(rate: 48_000)))
    }

    @Test func `a device that is not there says so`() {
        let device = SoundDevice("nowhere", configuration: "pcm.null { type null }")
        let trial = SoundTrial(device, .capture)
        #expect(
            trial.result.failure
                == SoundFault(device: "nowhere", direction: .capture, cause: .unknown))
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
