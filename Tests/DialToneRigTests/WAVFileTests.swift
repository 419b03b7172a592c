import DialToneRig
import DialTones
import Foundation
import Testing

/// WAV files on disk.
@Suite struct WAVFileTests {
    @Test(arguments: WAVFormat.Coding.allCases, [1, 2])
    func `what is written is read again`(coding: WAVFormat.Coding, channels: Int) throws {
        let format = WAVFormat(coding: coding, rate: 8_000, channels: channels)
        // More than a block of either, and an odd number of frames.
        let frames = 100_001
        let samples = (0..<(frames * channels)).map { Int16(truncatingIfNeeded: $0 &* 7_919) }
        try withFolder { folder in
            let path = "\(folder)/a.wav"
            let output = try WAVOutput(path, format: format, frames: frames)
            var first = 0
            for size in [1, 100, 60_000, frames * channels] {
                let last = min(first + size * channels, samples.count)
                try output.write(samples[first..<last])
                first = last
            }
            #expect(!FileManager.default.fileExists(atPath: path), "a half file has the name")
            try output.finish()
            let input = try WAVInput(path)
            #expect(input.format == format)
            var read: [Int16] = []
            var block: [Int16] = []
            while try input.read(into: &block) {
                #expect(block.count <= 1 << 16)
                read += block
            }
            let law: G711? =
                switch coding {
                case .pcm: nil
                case .alaw: .aLaw
                case .ulaw: .muLaw
                }
            #expect(
                read == samples.map { sample in law.map { $0.decode($0.encode(sample)) } ?? sample }
            )
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            #expect((size ?? 1) % 2 == 0)
        }
    }

    @Test func `a file that is given up leaves nothing`() throws {
        try withFolder { folder in
            let path = "\(folder)/a.wav"
            do {
                let output = try WAVOutput(
                    path, format: WAVFormat(coding: .pcm, rate: 8_000), frames: 10)
                try output.write([1, 2, 3])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test func `faults name the file`() throws {
        try withFolder { folder in
            let path = "\(folder)/a.wav"
            #expect {
                try WAVInput(path)
            } throws: { "\($0)" == "\(path): cannot be read: no such file or directory" }
            try Data("RIFX or other".utf8).write(to: URL(filePath: path))
            #expect {
                try WAVInput(path)
            } throws: {
                "\($0)"
                    == "\(path): the file begins with \"RIFX or othe\"; a WAV file begins with RIFF and "
                    + "WAVE"
            }
            let whole = WAVFormat(coding: .pcm, rate: 8_000).header(frames: 10)
            try Data(whole + [0, 0]).write(to: URL(filePath: path))
            let input = try WAVInput(path)
            var block: [Int16] = []
            #expect {
                while try input.read(into: &block) {}
            } throws: {
                "\($0)"
                    == "\(path): the file is cut short: of the 20 bytes of \"data\" 18 are missing"
            }
            #expect {
                try WAVOutput(
                    "\(path)/b.wav", format: WAVFormat(coding: .pcm, rate: 8_000), frames: 1)
            } throws: { "\($0)".hasPrefix("\(path)/b.wav: cannot be written: not a directory") }
        }
    }
}
