import DialModel

/// The special information tones of North America: three tones before an announcement, whose pitches
/// and lengths say why a call has failed.
///
/// The first two are low or high, short or long; the third is always low and long. A number that is
/// vacant or intercepted is not to be dialled again; no circuit and reorder pass.
///
/// > Source: Bellcore's codes as in J. Covert, *Special information tones* (1985), the manual of the
/// > Linksys SPA941 (p. 59) and en.wikipedia.org/wiki/Special_information_tone; `ineffective` is what
/// > is left of the eight pairs.
public enum InformationTone: String, Hashable, Sendable, CaseIterable {
    /// The number has been changed or disconnected.
    case intercept = "ic"
    /// The number is not in use.
    case vacant = "vc"
    /// All trunks of the local network are busy.
    case noCircuit = "nc"
    /// All trunks of the carrier between regions are busy.
    case noCircuitBeyond = "nc-inter"
    /// The local office is blocked, or digits are missing.
    case reorder = "ro"
    /// A distant office, or its carrier, is blocked.
    case reorderBeyond = "ro-inter"
    /// Misdialled in some other way.
    case ineffective = "io"
    /// For future use.
    case reserved = "reserved"

    public struct Part: Hashable, Sendable {
        public let isHigh: Bool
        public let isLong: Bool

        public var length: Duration { .milliseconds(isLong ? 380 : 274) }
    }

    /// The first two tones, which tell the codes apart.
    public var parts: [Part] {
        let (first, second) = bothParts
        return [first, second]
    }

    /// ``parts``, without an array.
    var bothParts: (first: Part, second: Part) {
        switch self {
        case .intercept: Self.parts(high: (false, false), long: (false, false))
        case .vacant: Self.parts(high: (true, false), long: (true, false))
        case .noCircuit: Self.parts(high: (true, true), long: (true, true))
        case .noCircuitBeyond: Self.parts(high: (false, false), long: (true, true))
        case .reorder: Self.parts(high: (false, true), long: (false, true))
        case .reorderBeyond: Self.parts(high: (true, false), long: (false, true))
        case .ineffective: Self.parts(high: (false, true), long: (true, false))
        case .reserved: Self.parts(high: (true, true), long: (false, false))
        }
    }

    /// Once, at −24 dBm0.
    public var spec: ToneSpec {
        let pitches = [(913.8, 985.2), (1_370.6, 1_428.5)]
        var segments = zip(parts, pitches).map { part, pitch in
            Self.segment(part.isHigh ? pitch.1 : pitch.0, for: part.length)
        }
        segments.append(Self.segment(1_776.7, for: .milliseconds(380)))
        return ToneSpec(segments, repeats: false)
    }

    /// The one of the rest of the world, once, at −24 dBm0; it tells no reason.
    ///
    /// > Source: ITU-T E.180/Q.35: 950, 1400 and 1800 Hz (± 50), 330 ms (± 70) each.
    public static let international = ToneSpec(
        [950, 1_400, 1_800].map { segment($0, for: .milliseconds(330)) }, repeats: false)

    private static func segment(_ hertz: Double, for length: Duration) -> ToneSegment {
        ToneSegment(.tones([Tone(hertz, levelDecibels: -24)]), for: length)
    }

    private static func parts(
        high: (Bool, Bool), long: (Bool, Bool)
    ) -> (first: Part, second: Part) {
        (Part(isHigh: high.0, isLong: long.0), Part(isHigh: high.1, isLong: long.1))
    }
}
