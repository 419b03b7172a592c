import DialModel
import DialTones

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// All that a generator plays, in blocks of these sizes, the last again and again.
func played(
    _ spec: ToneSpec, rate: Int = 8_000, length: Int? = nil, blocks: [Int] = [4_096]
) throws -> [Int16] {
    var generator = try ToneGenerator(spec, rate: rate, length: length)
    var all: [Int16] = []
    var place = 0
    while true {
        var block = [Int16](repeating: 12_345, count: blocks[min(place, blocks.count - 1)])
        var span = block.mutableSpan
        let count = generator.fill(&span)
        all += block[..<count]
        place += 1
        if count < block.count { return all }
    }
}

/// The power of one frequency in samples, by the sum that defines it, as the level of a sine in dBm0.
///
/// Seen through a window of Blackman and Harris, whose side lobes are 92 dB down: other frequencies
/// must be some four turns away over the whole stretch.
func level(of hertz: Double, in samples: ArraySlice<Int16>, rate: Int) -> Double {
    var (real, imaginary, weight) = (0.0, 0.0, 0.0)
    let count = Double(samples.count)
    for (place, sample) in samples.enumerated() {
        let turn = 2 * Double.pi * (Double(place) + 0.5) / count
        let window =
            0.35875 - 0.48829 * cos(turn) + 0.14128 * cos(2 * turn) - 0.01168 * cos(3 * turn)
        let angle = 2 * Double.pi * hertz * Double(place) / Double(rate)
        real += window * Double(sample) * cos(angle)
        imaginary += window * Double(sample) * sin(angle)
        weight += window
    }
    let peak = 2 * (real * real + imaginary * imaginary).squareRoot() / weight
    return 20 * log10(peak / 32_768) + 3.14
}

/// The frequency near `hertz` at which there is most, to 0.01 Hz.
func pitch(near hertz: Double, in samples: ArraySlice<Int16>, rate: Int) -> Double {
    var (low, high) = (hertz - 3, hertz + 3)
    while high - low > 0.01 {
        let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
        if level(of: a, in: samples, rate: rate) < level(of: b, in: samples, rate: rate) {
            low = a
        } else {
            high = b
        }
    }
    return (low + high) / 2
}

/// The level of all that sounds, in dBm0.
func level(in samples: ArraySlice<Int16>) -> Double {
    let squares = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    return 10 * log10(squares / Double(samples.count) / (0.5 * 32_768 * 32_768)) + 3.14
}

func tone(_ hertz: Double..., for milliseconds: Int64? = nil, at level: Double = -10) -> ToneSegment
{
    ToneSegment(
        .tones(hertz.map { Tone($0, levelDecibels: level) }),
        for: milliseconds.map { .milliseconds($0) })
}

func silence(_ milliseconds: Int64) -> ToneSegment {
    ToneSegment(.silence, for: .milliseconds(milliseconds))
}
