/// What a YAML file describes.
enum FileKind: String {
    case campaign, scenario
    case ruleSet = "rule set"
    case calendar, preset
    case tonePlan = "tone plan"
    case toneSources = "list of tone sources"

    /// As the keys at the top have it: the kind that has more of them to itself; nil in doubt.
    init?(of root: Entry) {
        let names = root.names
        if names.contains("for"), names.contains("purpose") {
            self = .preset
            return
        }
        let tonal = [("tones", Self.tonePlan), ("toneSources", .toneSources)]
        for (key, kind) in tonal where names.contains(key) && !names.contains("mode") {
            self = kind
            return
        }
        let namesRuleSets = root.namesRuleSets
        let counts = Self.ownKeys.map { kind, keys in
            (kind, names.count { keys.contains($0) && ($0 != "rules" || !namesRuleSets) })
        }.map { ($0, $1 + (namesRuleSets && $0 == .campaign ? 1 : 0)) }
        let most = counts.map(\.1).max() ?? 0
        let found = counts.filter { $0.1 == most }
        guard found.count == 1 else { return nil }
        self = found[0].0
    }

    /// In messages, with its article.
    var noun: String { "a \(rawValue)" }

    /// What a file of this kind begins with.
    var firstKeys: [String] {
        switch self {
        case .campaign: ["name", "mode"]
        case .scenario: ["name", "calls"]
        case .ruleSet: ["name", "title", "sources", "checked"]
        case .calendar: ["name", "title", "days"]
        case .preset: ["title", "for", "purpose"]
        case .tonePlan: ["country", "name", "tones"]
        case .toneSources: ["toneSources"]
        }
    }

    private static let ownKeys: [(FileKind, Set<String>)] = [
        (.scenario, ["calls", "policy", "warmup", "day", "list", "rules"]),
        (
            .campaign,
            [
                "leads", "trunk", "pacing", "flow", "recordings", "abandonment", "notice",
                "dispositions", "record", "hours", "officeHours", "protection", "callbacks",
                "masking", "confirmation", "segments", "connect", "routing", "sequence",
                "scripts", "callerIdentity", "preset", "presets", "goal",
            ]
        ),
        (
            .ruleSet,
            ["title", "sources", "checked", "effective"]
        ),
        (.calendar, ["title", "sources", "days"]),
    ]
}

extension Entry {
    /// The keys of a mapping, as far as they are names.
    var names: [String] {
        guard case .mapping(let mapping) = node else { return [] }
        return mapping.keys.compactMap { $0.scalar?.string.trimmed }
    }

    /// Whether `rules` names rule sets, as in a campaign; in a scenario they are rules themselves.
    fileprivate var namesRuleSets: Bool {
        guard case .mapping(let mapping) = node,
            let rules = mapping.first(where: { $0.key.scalar?.string.trimmed == "rules" })
        else { return false }
        switch rules.value {
        case .scalar: return true
        case .sequence(let items): return items.allSatisfy { $0.scalar != nil } && !items.isEmpty
        case .mapping, .alias: return false
        }
    }
}
