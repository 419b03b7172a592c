import ArgumentParser
import DialConfig
import DialModel
import DialTones

/// A tone by its name, and how it sounds.
struct ToneChoice: ParsableArguments {
    @Option(help: "Whose tone: two letters such as hu or US.")
    var country: String?

    @Option(
        parsing: .unconditional, help: "Which of several variants, from 1, the likeliest first.",
        transform: { try wholeNumber($0, in: 1...Int.max, most: "as many as there are") })
    var variant: Int?

    @Option(
        parsing: .unconditional,
        help: "How loud each frequency is, in dBm0, −80 to 3.14; as the plan says unless given.",
        transform: toneLevel)
    var level: Double?

    @Option(
        name: .customLong("for"), parsing: .unconditional,
        help: "How long it sounds, such as 5s or 800ms.", transform: { try toneTime($0) })
    var asked: Duration?

    @OptionGroup var folder: ToneFolder

    /// How long a tone sounds: five seconds if it never ends; nil: until its end.
    func length(of spec: ToneSpec) -> Duration? { asked ?? (spec.ends ? nil : .seconds(5)) }

    func spec(of name: String) throws -> ToneSpec {
        let spec = try planned(name)
        return level.map { spec.at(levelDecibels: $0) } ?? spec
    }

    private func planned(_ name: String) throws -> ToneSpec {
        let special = SpecialTone.all.first { plainName($0.name) == plainName(name) }
        let planned = CallTone.allCases.first { plainName($0.rawValue) == plainName(name) }
        if let country {
            if let special, planned == nil {
                throw ToneNameFault("\(special.name) is the same everywhere; leave out --country")
            }
            return try TonePlans(of: folder.of).tone(name, of: country, variant: variant ?? 1).spec
        }
        guard let special else {
            if let planned {
                throw ToneNameFault(
                    "\(planned.rawValue) differs from country to country; say whose with --country, "
                        + "as in --country hu")
            }
            throw ToneNameFault(
                "there is no tone \"\(name)\"; known: "
                    + SpecialTone.all.map(\.name).joined(separator: ", ") + "; with --country: "
                    + CallTone.allCases.map(\.rawValue).joined(separator: ", "))
        }
        if let variant, variant > 1 {
            throw ToneNameFault("\(special.name) has 1 variant; --variant is \(variant)")
        }
        return special.spec
    }
}
