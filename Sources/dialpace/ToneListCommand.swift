import ArgumentParser
import DialConfig
import DialModel
import DialStore
import DialTones

struct ToneListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists tones: how they sound, how well that is known, and who says so.",
        discussion: """
            Without a country, those of all, and those that are the same everywhere. Where sources \
            differ a tone has several variants, the likeliest first. confirmed: two sources agree that \
            do not copy each other; single: one source; conflict: others say otherwise; own: yours.

            EXAMPLES
              dialpace tone list
              dialpace tone list --country hu --country de
              dialpace tone list --country us --format json
            """)

    @Option(help: "Whose tones: two letters such as hu or US; several may be given.")
    var country: [String] = []

    @OptionGroup var folder: ToneFolder

    @Option(help: "How to write it: text or json.")
    var format = Format.text

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    func run() async throws {
        try await tellingFaults {
            var rows = country.isEmpty ? SpecialTone.all.map(ListedTone.init) : []
            for plan in try TonePlans(of: folder.of).plans(of: country) {
                for tone in CallTone.allCases {
                    for (place, variant) in (plan.tones[tone] ?? []).enumerated() {
                        rows.append(ListedTone(plan, tone, variant, place + 1))
                    }
                }
            }
            switch format {
            case .text:
                let head = ["country", "tone", "variant", "status", "dBm0", "source", "plays"]
                try Output.write(aligned([head] + rows.map(\.cells), words: [0, 1, 3, 5, 6]))
            case .json: try Output.write(JSONTree.array(rows.map(\.tree)).text(indent: "") + "\n")
            }
        }
    }
}

/// A row of the list.
private struct ListedTone {
    var country: String?
    var name: String
    var variant = 1
    var spec: ToneSpec
    var hasLevel = true
    var status: String
    var sources: [(name: String, title: String)]

    init(_ special: SpecialTone) {
        name = special.name
        spec = special.spec
        status = special.summary
        sources = [(special.source, special.source)]
    }

    init(_ plan: TonePlan, _ tone: CallTone, _ planned: PlannedTone, _ variant: Int) {
        country = plan.country
        name = tone.rawValue
        self.variant = variant
        spec = planned.spec
        hasLevel = planned.hasLevel
        status = planned.status.rawValue
        sources = planned.sources.map { ($0.name, $0.title) }
    }

    var cells: [String] {
        [
            country ?? "–", name, "\(variant)", status, hasLevel ? spec.levelWords : "–",
            sources.map(\.name).joined(separator: ", "), spec.words,
        ]
    }

    /// Times in seconds; a segment without any frequency is silent, one whose time is null goes on for
    /// ever.
    var tree: JSONTree {
        .object([
            ("country", country.map(JSONTree.text) ?? .null), ("tone", .text(name)),
            ("variant", .count(variant)), ("repeats", .number("\(spec.repeats)")),
            ("segments", .array(spec.segments.map(\.tree))), ("status", .text(status)),
            ("levelIsKnown", .number("\(hasLevel)")),
            ("sources", .array(sources.map { .text($0.title) })),
        ])
    }
}

extension ToneSpec {
    /// `425 Hz 300 ms, – 300 ms`, and `once` where it is not repeated.
    var words: String {
        let parts = segments.map(\.words).joined(separator: ", ")
        return ends ? "\(parts), once" : parts
    }

    /// In dBm0: of the frequencies of the first segment that sounds, one number if they are equal.
    fileprivate var levelWords: String {
        for segment in segments {
            switch segment.sound {
            case .silence: continue
            case .noise(let level): return short(level, places: 1)
            case .tones(let tones):
                let levels = tones.map { short($0.levelDecibels, places: 1) }
                return Set(levels).count == 1 ? levels[0] : levels.joined(separator: "/")
            }
        }
        return "–"
    }
}

extension ToneSegment {
    fileprivate var words: String {
        let time = length.map { " \($0)" } ?? ""
        switch sound {
        case .silence: return "–\(time)"
        case .noise: return "noise\(time)"
        case .tones(let tones):
            return tones.map(\.words).joined(separator: "+") + " Hz\(time)"
        }
    }

    fileprivate var tree: JSONTree {
        var tones: [Tone] = []
        var noise: Double?
        switch sound {
        case .silence: break
        case .noise(let level): noise = level
        case .tones(let all): tones = all
        }
        return .object([
            ("tones", .array(tones.map(\.tree))), ("noiseDecibels", .share(noise)),
            ("seconds", .share(length?.seconds)),
        ])
    }
}

extension Tone {
    /// `400`, or `400×25` with 25 Hz of modulation.
    fileprivate var words: String {
        let own = short(frequencyHertz, places: 2)
        return modulation.map { "\(own)×\(short($0.frequencyHertz, places: 2))" } ?? own
    }

    fileprivate var tree: JSONTree {
        .object([
            ("hertz", .share(frequencyHertz)), ("levelDecibels", .share(levelDecibels)),
            ("modulationHertz", .share(modulation?.frequencyHertz)),
            ("modulationDepth", .share(modulation?.depth)),
        ])
    }
}
