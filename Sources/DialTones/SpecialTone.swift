import DialModel

/// A tone that is the same in every country.
public struct SpecialTone: Hashable, Sendable {
    /// As it is asked for: small letters and dashes.
    public let name: String
    /// What it means.
    public let summary: String
    /// Who says how it sounds.
    public let source: String
    public let spec: ToneSpec

    /// All there are.
    public static let all = fax + information + others

    private static let fax = [
        SpecialTone(
            name: "cng", summary: "a calling fax machine", source: "ITU-T T.30",
            spec: ToneSpec([
                segment(Tone(1_100), 500), ToneSegment(.silence, for: .seconds(3)),
            ])),
        SpecialTone(
            name: "ced", summary: "an answering fax machine or modem", source: "ITU-T T.30, V.25",
            spec: ToneSpec([segment(Tone(2_100), 3_300)], repeats: false)),
        SpecialTone(
            name: "ans-pr", summary: "an answering modem that turns echo cancellers off",
            source: "ITU-T V.25, G.165",
            spec: ToneSpec(
                [segment(Tone(2_100, reversal: .milliseconds(450)), 3_300)], repeats: false)),
        SpecialTone(
            name: "ansam", summary: "an answering modem of V.8", source: "ITU-T V.8",
            spec: ToneSpec(
                [
                    segment(
                        Tone(
                            2_100, modulation: Tone.Modulation(15, depth: 0.2),
                            reversal: .milliseconds(450)), 3_300)
                ], repeats: false)),
        SpecialTone(
            name: "bell-answer", summary: "an answering modem of Bell 103",
            source: "spandsp, modem_connect_tones.h",
            spec: ToneSpec([segment(Tone(2_225), 3_300)], repeats: false)),
        SpecialTone(
            name: "v25-calling", summary: "a calling modem", source: "ITU-T V.25",
            spec: ToneSpec([
                segment(Tone(1_300), 600), ToneSegment(.silence, for: .seconds(2)),
            ])),
    ]

    private static let information =
        [
            SpecialTone(
                name: "sit", summary: "an announcement follows, anywhere",
                source: "ITU-T E.180/Q.35", spec: InformationTone.international)
        ]
        + InformationTone.allCases.map {
            SpecialTone(
                name: "sit-\($0.rawValue)", summary: "an announcement follows: \($0.words)",
                source: "Bellcore, as in J. Covert (1985)", spec: $0.spec)
        }

    private static let others = [
        SpecialTone(
            name: "beep", summary: "an answering machine records from here on",
            source: "typical: 1000 Hz", spec: ToneSpec([segment(Tone(1_000), 500)], repeats: false)),
        SpecialTone(
            name: "noise", summary: "comfort noise at −60 dBm0", source: "white",
            spec: ToneSpec([ToneSegment(.noise(levelDecibels: -60))])),
    ]

    private static func segment(_ tone: Tone, _ milliseconds: Int64) -> ToneSegment {
        ToneSegment(.tones([tone]), for: .milliseconds(milliseconds))
    }
}

extension InformationTone {
    /// Why the call has failed.
    public var words: String {
        switch self {
        case .intercept: "number changed or disconnected"
        case .vacant: "number not in use"
        case .noCircuit: "no circuit, local"
        case .noCircuitBeyond: "no circuit, between regions"
        case .reorder: "reorder, local"
        case .reorderBeyond: "reorder, distant"
        case .ineffective: "misdialled"
        case .reserved: "reserved"
        }
    }
}
