import ArgumentParser
import DialModel
import DialToneRig
import DialTones

/// A tone for a time, a block at a time. Where it ends before the time is over silence follows.
struct PlayedTone {
    /// In all.
    let frames: Int
    /// That are not played yet.
    private(set) var left: Int
    private var generator: ToneGenerator

    /// - Parameter length: nil: until the tone ends.
    init(_ spec: ToneSpec, for length: Duration?, _ sampling: ToneSampling) throws {
        let asked = length.map { Int(($0.seconds * Double(sampling.rate)).rounded()) }
        generator = try ToneGenerator(
            spec, rate: sampling.rate, length: asked, seed: sampling.seed)
        guard let frames = asked ?? generator.length else {
            throw RecordingFault("the tone never ends; say how long it sounds with --for")
        }
        self.frames = frames
        left = frames
    }

    /// Plays on into `block`.
    ///
    /// - Returns: how many it has written; fewer than there is room for only at the end.
    mutating func fill(_ block: inout [Int16]) -> Int {
        let count = min(left, block.count)
        var span = block.mutableSpan
        let played = generator.fill(&span)
        for place in min(played, count)..<count { block[place] = 0 }
        left -= count
        return count
    }
}

/// How a tone becomes samples.
struct ToneSampling: ParsableArguments {
    @Option(
        parsing: .unconditional, help: "Samples a second, 8000 to 48000.",
        transform: {
            try wholeNumber(
                $0, in: WAVFormat.allowedRates, most: "\(WAVFormat.allowedRates.upperBound)")
        })
    var rate = 8_000

    @Option(
        parsing: .unconditional, help: "Seed of noise.",
        transform: { try wholeNumber($0, in: 0...UInt64.max, most: "2^64 − 1") })
    var seed: UInt64 = 1
}
