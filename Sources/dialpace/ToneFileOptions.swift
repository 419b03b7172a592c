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

    @OptionGroup var sampling: ToneSampling

    @Option(help: "How samples are written: pcm of 16 bits, alaw or ulaw.")
    var law = WAVFormat.Coding.pcm

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
    /// - Throws: 130 after Ctrl-C or a polite kill; then nothing of the file is left.
    func write(_ spec: ToneSpec, for length: Duration?, to path: String) throws {
        let format = WAVFormat(coding: law, rate: sampling.rate)
        var tone = try PlayedTone(spec, for: length, sampling)
        guard tone.frames <= format.mostFrames else {
            throw RecordingFault(
                "\(path): the sound lasts \(hours(tone.frames)); a WAV file of "
                    + "\(sampling.rate) Hz and \(law.rawValue) holds at most "
                    + hours(format.mostFrames))
        }
        try expectRoom(at: path)
        let file = try WAVOutput(path, format: format, frames: tone.frames)
        // What goes into a pipe has nothing to clear away, and may wait for its reader for ever.
        if file.hasPart { Interrupts.onFirst(farewell: "its part is left") {} }
        var block = [Int16](repeating: 0, count: min(tone.frames, 4_096))
        while tone.left > 0 {
            if Interrupts.isStopWanted { throw stopped }
            let count = tone.fill(&block)
            try file.write(block[..<count])
        }
        try file.finish()
    }

    private func hours(_ frames: Int) -> String {
        "\(decimal(Double(frames) / Double(sampling.rate) / 3_600, places: 1)) h"
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
