/// What a YAML file describes.
enum FileKind {
    case campaign, scenario

    /// As the keys at the top have it: the kind that has more of them to itself; nil in doubt.
    init?(of root: Entry) {
        let names = root.names
        let ofScenarios = names.count { Self.scenarioKeys.contains($0) }
        let ofCampaigns = names.count { Self.campaignKeys.contains($0) }
        if ofScenarios == ofCampaigns { return nil }
        self = ofScenarios > ofCampaigns ? .scenario : .campaign
    }

    /// In messages, with its article.
    var noun: String {
        switch self {
        case .campaign: "a campaign"
        case .scenario: "a scenario"
        }
    }

    /// What a file of this kind begins with.
    var firstKeys: [String] {
        switch self {
        case .campaign: ["name", "mode"]
        case .scenario: ["name", "calls"]
        }
    }

    private static let scenarioKeys: Set = ["calls", "policy", "warmup", "day", "list", "rules"]
    private static let campaignKeys: Set = [
        "leads", "trunk", "pacing", "flow", "recordings", "abandonment", "notice", "dispositions",
        "record",
    ]
}

extension Entry {
    /// The keys of a mapping, as far as they are names.
    var names: [String] {
        guard case .mapping(let mapping) = node else { return [] }
        return mapping.keys.compactMap { $0.scalar?.string.trimmed }
    }
}
