import DialModel

/// The sixteen keys of a telephone, each a tone of a low and one of a high group.
///
///     try DTMF().spec(for: "4711#")
///
/// > Source: ITU-T Q.23 (frequencies) and Q.24 (what receivers must accept).
public struct DTMF: Hashable, Sendable {
    /// Of the low group, in dBm0.
    public var levelDecibels = -9.0
    /// By how much the high group is louder, in dB; receivers bear 4 dB, and −8 dB.
    public var twistDecibels = 2.0
    /// How long a key sounds; receivers need 40 ms.
    public var on = Duration.milliseconds(100)
    /// The silence after each; receivers need 40 ms.
    public var off = Duration.milliseconds(100)

    public init() {}

    /// Row by row, as they are on a telephone: each row has a tone of the low group, each column one of
    /// the high group.
    public static let keys: [[Character]] = ["123A", "456B", "789C", "*0#D"].map(Array.init)
    public static let lowHertz = [697.0, 770, 852, 941]
    public static let highHertz = [1_209.0, 1_336, 1_477, 1_633]

    /// The keys one after the other, once.
    ///
    /// - Parameter digits: at least one of `0`...`9`, `A`...`D`, `a`...`d`, `*` and `#`.
    public func spec(for digits: String) throws(ToneFault) -> ToneSpec {
        var segments: [ToneSegment] = []
        for key in digits {
            guard let capital = key.uppercased().first,
                let row = Self.keys.firstIndex(where: { $0.contains(capital) }),
                let column = Self.keys[row].firstIndex(of: capital)
            else { throw .key(key) }
            let tones = [
                Tone(Self.lowHertz[row], levelDecibels: levelDecibels),
                Tone(Self.highHertz[column], levelDecibels: levelDecibels + twistDecibels),
            ]
            segments.append(ToneSegment(.tones(tones), for: on))
            segments.append(ToneSegment(.silence, for: off))
        }
        if segments.isEmpty { throw .noKey }
        return ToneSpec(segments, repeats: false)
    }
}
