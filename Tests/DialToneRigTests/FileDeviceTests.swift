import DialToneRig
import Foundation
import Testing

/// ALSA devices that are files: no sound card is needed, and every sample can be looked at.
@Suite struct FileDeviceTests {
    @Test(arguments: [(8_000, 1), (48_000, 1), (8_000, 2), (48_000, 6)])
    func `what is played is in the file, sample for sample`(rate: Int, channels: Int) throws {
        try withFolder { folder in
            let format = SoundFormat(rate: rate, channels: channels)
            let playback = try AudioPlayback(.file("\(folder)/out.raw"), format: format)
            // Not a whole number of periods, in blocks that are none either.
            let samples = ramp(rate * channels + 77 * channels)
            var first = 0
            while first < samples.count {
                let last = min(first + 391 * channels, samples.count)
                try playback.write(samples[first..<last].span)
                first = last
            }
            try playback.drain()
            playback.close()
            let isSame = try heard("\(folder)/out.raw") == samples
            #expect(isSame)
            #expect(playback.counters.frames == rate + 77)
            #expect(playback.counters.xruns == 0)
        }
    }

    @Test(arguments: [(8_000, 1), (48_000, 2)])
    func `what is recorded is what the file holds, sample for sample`(rate: Int, channels: Int)
        throws
    {
        try withFolder { folder in
            let samples = ramp((rate + 33) * channels)
            try samples.withUnsafeBytes { Data($0) }.write(to: URL(filePath: "\(folder)/in.raw"))
            let capture = try AudioCapture(
                .file("\(folder)/copy.raw", from: "\(folder)/in.raw"),
                format: SoundFormat(rate: rate, channels: channels))
            // What comes after the end differs: silence, or nothing.
            let first = try capture.read(channels)
            let second = try capture.read(9 * channels)
            let rest = try capture.read(samples.count - 10 * channels)
            let isSame = first + second + rest == samples
            #expect(isSame)
            #expect(capture.counters.frames == rate + 33)
        }
    }
}

extension SoundDevice {
    /// Writes what is played, and plays what a file holds.
    static func file(_ path: String, from source: String? = nil) -> SoundDevice {
        SoundDevice(
            "test",
            configuration: """
                pcm.null { type null }
                pcm.test {
                    type file
                    slave.pcm "null"
                    file "\(path)"
                    \(source.map { "infile \"\($0)\"" } ?? "")
                    format "raw"
                    perm 0600
                }
                """)
    }
}

/// Samples that all differ from their neighbours.
func ramp(_ count: Int) -> [Int16] { (0..<count).map { Int16(truncatingIfNeeded: $0 &* 7_919) } }

func heard(_ path: String) throws -> [Int16] {
    try Data(contentsOf: URL(filePath: path)).withUnsafeBytes {
        Array($0.bindMemory(to: Int16.self))
    }
}

func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "dialpace-\(UUID())").path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}

extension AudioCapture {
    /// Reads `count` samples; fewer when the device ends.
    func read(_ count: Int) throws -> [Int16] {
        var block = [Int16](repeating: 0, count: count)
        var span = block.mutableSpan
        let got = try read(into: &span)
        return Array(block[..<got])
    }
}
