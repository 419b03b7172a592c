import ArgumentParser
import DialConfig
import DialModel
import DialToneRig
import DialTones

extension WAVFormat.Coding: ExpressibleByArgument {}

/// Where a tone goes, and how.
struct ToneFileOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "The WAV file to write.",
        completion: .file())
    var output: String?

    @Option(
        parsing: .unconditional, help: "Samples a second, 8000 to 48000.",
        transform: {
            try wholeNumber(
                $0, in: WAVFormat.allowedRates, most: "\(WAVFormat.allowedRates.upperBound)")
        })
    var rate = 8_000

    @Option(help: "How samples are written: pcm of 16 bits, alaw or ulaw.")
    var law = WAVFormat.Coding.pcm

    @Option(
        parsing: .unconditional, help: "Seed of noise.",
        transform: { try wholeNumber($0, in: 0...UInt64.max, most: "2^64 − 1") })
    var seed: UInt64 = 1

    /// - Parameter file: named otherwise.
    func path(or file: String? = nil) throws -> String {
        guard let path = output ?? file else {
            throw ValidationError(
                "say where the sound goes with -o FILE.wav; `dialpace tone play` plays on a sound device"
            )
        }
        return path
    }

    /// Plays into the file.
    ///
    /// - Parameter length: nil: until the tone ends.
    /// - Returns: frames written.
    func write(_ spec: ToneSpec, for length: Duration?, to path: String) throws -> Int {
        let format = WAVFormat(coding: law, rate: rate)
        let asked = length.map { Int(($0.seconds * Double(rate)).rounded()) }
        var generator = try ToneGenerator(spec, rate: rate, length: asked, seed: seed)
        // A tone that ends before the time is over is followed by silence.
        guard let frames = asked ?? generator.length else {
            throw ValidationError("the tone never ends; say how long it plays with --for")
        }
        guard frames <= format.mostFrames else {
            throw ValidationError(
                "--for is more than a WAV file holds, "
                    + "\(Duration.seconds(Int64(format.mostFrames / rate)))")
        }
        try expectRoom(at: path)
        let file = try WAVOutput(path, format: format, frames: frames)
        var block = [Int16](repeating: 0, count: min(frames, 4_096))
        var left = frames
        while left > 0 {
            let count = min(left, block.count)
            var span = block.mutableSpan
            let played = generator.fill(&span)
            for place in min(played, count)..<count { block[place] = 0 }
            try file.write(block[..<count])
            left -= count
        }
        try file.finish()
        return frames
    }
}

/// Reads `--for` and the like.
func toneTime(_ text: String, atLeast least: Duration = .milliseconds(1)) throws -> Duration {
    let most = Duration.hours(24)
    guard let time = writtenTime(text), time >= least, time <= most else {
        throw ValidationError("a time with its unit from \(least) to \(most) is allowed, as in 5s")
    }
    return time
}

/// Reads `--level`.
func toneLevel(_ text: String) throws -> Double {
    guard let level = Double(text), Level.allowedDecibels.contains(level) else {
        throw ValidationError(
            "\(Level.allowedDecibels.lowerBound) to \(Level.allowedDecibels.upperBound) dBm0 are "
                + "allowed")
    }
    return level
}
