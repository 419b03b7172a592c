import DialToneRig
import Foundation
import Testing

/// Playing into one end of a wire and recording from the other.
@Suite struct SoundLoopTests {
    @Test(arguments: [(8_000, 1), (48_000, 2)])
    func `one thread plays and records in turn`(rate: Int, channels: Int) throws {
        let loop = try SoundLoop(format: SoundFormat(rate: rate, channels: channels))
        let capture = try loop.capture()
        let playback = try loop.playback()
        let samples = ramp(rate * channels)
        var all: [Int16] = []
        let size = playback.periodFrames * channels
        for first in stride(from: 0, to: samples.count, by: size) {
            let block = Array(samples[first..<(first + size)])
            try playback.write(block.span)
            all += try capture.read(size)
        }
        let isSame = all == samples
        #expect(isSame)
        #expect(playback.counters.xruns == 0 && capture.counters.xruns == 0)
        #expect(playback.counters.frames == rate && capture.counters.frames == rate)
    }

    @Test(arguments: [(1, 640), (160, 160), (4_000, 37), (37, 4_000)])
    func `two threads play and record in blocks of any size`(played: Int, recorded: Int) throws {
        let loop = try SoundLoop()
        let samples = ramp(40_000)
        let playing = Thread {
            guard let playback = try? loop.playback() else { return }
            var first = 0
            while first < samples.count {
                let last = min(first + played, samples.count)
                let block = Array(samples[first..<last])
                do { try playback.write(block.span) } catch { return }
                first = last
            }
            // All of it has been heard when this returns.
            try? playback.drain()
        }
        let capture = try loop.capture()
        playing.start()
        var all: [Int16] = []
        while all.count < samples.count {
            all += try capture.read(min(recorded, samples.count - all.count))
        }
        let isSame = all == samples
        #expect(isSame)
        #expect(capture.counters.waits <= 40_000)
        // The other end has hung up.
        #expect(throws: SoundFault(device: "loop", direction: .capture, cause: .unplugged)) {
            try capture.read(1)
        }
    }

    @Test func `playing ends when nobody records any more`() throws {
        let loop = try SoundLoop()
        let playback = try loop.playback()
        let block = ramp(160)
        do {
            let capture = try loop.capture()
            try playback.write(block.span)
            #expect(try capture.read(160) == block)
        }
        #expect(throws: SoundFault(device: "loop", direction: .playback, cause: .unplugged)) {
            for _ in 0..<10 { try playback.write(block.span) }
        }
    }

    @Test func `an end is opened by one alone`() throws {
        let loop = try SoundLoop()
        let playback = try loop.playback()
        #expect(throws: SoundFault(device: "loop", direction: .playback, cause: .busy)) {
            try loop.playback()
        }
        playback.close()
        _ = try loop.playback()
    }

    @Test(arguments: [(0, 1), (1_000_000, 1), (8_000, 0), (8_000, -1), (8_000, 33)])
    func `a format that is none makes no loop`(rate: Int, channels: Int) {
        #expect(throws: SoundFault.self) {
            try SoundLoop(format: SoundFormat(rate: rate, channels: channels))
        }
    }
}
