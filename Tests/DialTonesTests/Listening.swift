import DialModel
import DialTones
import Foundation

/// What an ear tells of samples, brought in blocks of these sizes, the last again and again.
protocol Ear {
    mutating func hear(_ samples: Span<Int16>, into sounds: inout [HeardSound])
}

extension DigitEar: Ear {}

extension Ear {
    /// All it tells of these samples.
    func sounds(in samples: [Int16], blocks: [Int] = [160]) -> [HeardSound] {
        var ear = self
        var heard: [HeardSound] = []
        var first = 0
        var place = 0
        while first < samples.count {
            let count = min(blocks[min(place, blocks.count - 1)], samples.count - first)
            ear.hear(samples.span.extracting(first..<(first + count)), into: &heard)
            first += count
            place += 1
        }
        return heard
    }
}

extension [HeardSound] {
    /// The keys in the order in which they were told.
    var digits: String {
        String(
            compactMap { sound in
                if case .digit(let key) = sound.kind, sound.ended == nil { key } else { nil }
            })
    }
}

/// White noise of this level in dBm0.
func noise(_ level: Double, samples: Int, seed: UInt64) throws -> [Int16] {
    let spec = ToneSpec([ToneSegment(.noise(levelDecibels: level))])
    var generator = try ToneGenerator(spec, rate: 8_000, length: samples, seed: seed)
    var all = [Int16](repeating: 0, count: samples)
    var span = all.mutableSpan
    _ = generator.fill(&span)
    return all
}

/// The sum of two sounds, as long as the first.
func mixed(_ a: [Int16], _ b: [Int16]) -> [Int16] {
    a.indices.map { Int16(clamping: Int(a[$0]) + ($0 < b.count ? Int(b[$0]) : 0)) }
}

extension [Int16] {
    /// After having gone through a telephone line.
    func coded(_ law: G711) -> [Int16] { map { law.decode(law.encode($0)) } }
}

/// The samples of a WAV file.
func samples(ofFile path: String) throws -> [Int16] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var decoder = WAVDecoder()
    var samples: [Int16] = []
    try decoder.decode(bytes[...], into: &samples)
    try decoder.finish()
    return samples
}
