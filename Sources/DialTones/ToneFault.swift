import DialModel

/// Why a tone cannot be made.
public enum ToneFault: Error, Hashable, Sendable {
    /// Samples a second.
    case rate(Int)
    case frequency(Double, rate: Int)
    /// In dBm0.
    case level(Double)
    /// The peaks of what sounds at once are that much over full scale, in dB.
    case tooLoud(overDecibels: Double)
    case modulation(Tone.Modulation)
    /// A segment is shorter than a sample, or goes on for ever before the last.
    case length
    case nothing
    case noKey
    case key(Character)

    /// Samples a second that are generated and read.
    public static let allowedRates = 8_000...48_000
}

extension ToneFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .rate(let rate):
            "the rate is \(rate) Hz; \(Self.allowedRates.lowerBound) to "
                + "\(Self.allowedRates.upperBound) Hz are allowed"
        case .frequency(let hertz, let rate):
            "a frequency is \(short(hertz)) Hz; at \(rate) samples a second it must be above 0 and "
                + "below \(short(Double(rate) / 2)) Hz"
        case .level(let level):
            "the level is \(short(level)) dBm0; \(short(Level.allowedDecibels.lowerBound)) to "
                + "\(short(Level.allowedDecibels.upperBound)) dBm0 are allowed"
        case .tooLoud(let over):
            "the peaks of what sounds at once are \(short(over + 0.005)) dB over full scale; make it softer "
                + "by as much"
        case .modulation(let modulation):
            "a modulation has \(short(modulation.frequencyHertz)) Hz and a depth of "
                + "\(short(modulation.depth)); above 0 and at most the tone's own frequency, and 0 "
                + "to 1, are allowed"
        case .length: "a segment is shorter than a sample, or has no end and is not the last"
        case .nothing: "there is no segment; at least 1 is needed"
        case .noKey: "there is no key; at least 1 of 0 to 9, A to D, * and # is needed"
        case .key(let key):
            "\"\(key)\" is no key of a telephone; 0 to 9, A to D, * and # are"
        }
    }

    private func short(_ value: Double) -> String { DialModel.short(value, places: 2) }
}
