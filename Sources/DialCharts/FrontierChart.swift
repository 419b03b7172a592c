/// Occupancy against abandonment: what each policy gets out of the agents, and what it costs in
/// people who are left alone on the line.
///
/// Shares are 0...1, as everywhere; the picture writes them in percent.
public struct FrontierChart: Hashable, Sendable {
    /// One policy's mark.
    public struct Policy: Hashable, Sendable {
        public let name: String
        /// Policies of one family share a hue, with the line of that family where there is one.
        public let family: String?
        public let abandonment: Estimate
        public let occupancy: Estimate

        /// - Precondition: both shares are 0...1; their intervals may reach further.
        public init(
            _ name: String, family: String? = nil, abandonment: Estimate, occupancy: Estimate
        ) {
            for (share, word) in [(abandonment, "abandonment"), (occupancy, "occupancy")] {
                precondition(
                    (0...1).contains(share.value),
                    "\(word) of \(name) is \(share.value); a share is 0...1")
            }
            self.name = name
            self.family = family
            self.abandonment = abandonment
            self.occupancy = occupancy
        }
    }

    /// What a family can reach as its target moves: a line behind the marks.
    public struct Frontier: Hashable, Sendable {
        public let family: String
        /// In the order in which they are joined; x is abandonment, y is occupancy.
        public let points: [Point]

        public init(family: String, points: [Point]) {
            self.family = family
            self.points = points
        }
    }

    public let title: String
    public let scenario: String
    /// How often each policy was run; nil is not told.
    public let replications: Int?
    /// Of the intervals, 0...1.
    public let level: Double
    public let policies: [Policy]
    public let frontiers: [Frontier]
    /// The most abandonment that is allowed.
    public let cap: Double?
    /// The most occupancy that any policy could have at the cap.
    public let limit: Double?
    /// Policies beyond it stand at the right edge with an arrow and their figure; nil shows all in
    /// place.
    public let abandonmentUpTo: Double?

    /// - Parameter level: 0.95 for 95 % intervals.
    /// - Precondition: cap, limit and `abandonmentUpTo` are shares, 0...1.
    public init(
        _ title: String = "Occupancy against abandonment", scenario: String,
        replications: Int? = nil, level: Double = 0.95, policies: [Policy],
        frontiers: [Frontier] = [], cap: Double? = nil, limit: Double? = nil,
        abandonmentUpTo: Double? = nil
    ) {
        precondition(level > 0 && level < 1, "level is \(level); it must be between 0 and 1")
        for (share, word) in [(cap, "the cap"), (limit, "the limit")] {
            precondition(
                share.map { (0...1).contains($0) } ?? true,
                "\(word) is \(share ?? 0); a share is 0...1")
        }
        precondition(
            abandonmentUpTo.map { $0 > 0 && $0 <= 1 } ?? true,
            "abandonment is shown up to \(abandonmentUpTo ?? 0); it must be more than 0, at most 1")
        self.title = title
        self.scenario = scenario
        self.replications = replications
        self.level = level
        self.policies = policies
        self.frontiers = frontiers
        self.cap = cap
        self.limit = limit
        self.abandonmentUpTo = abandonmentUpTo
    }

    public func svg(theme: Theme = .automatic) -> String { chart.svg(theme: theme) }

    /// The picture as a chart, to be changed or joined with others.
    public var chart: Chart {
        Chart(
            title, subtitle: subtitle, description: description, legend: legend,
            panels: [
                Panel(
                    x: Axis(
                        "Abandonment (% of people reached)", unit: .percent,
                        range: abandonmentUpTo.map { 0...$0 }, hasMargin: true),
                    y: Axis("Agent occupancy (%)", unit: .percent), layers: layers)
            ], plotHeight: 380)
    }

    private var layers: [Layer] {
        var layers: [Layer] = []
        if let cap {
            layers.append(.zone(cap...max(cap, 1), Style(.ink)))
            layers.append(.rule(Rule(.vertical, at: cap, label: "legal cap " + percent(cap))))
        }
        if let limit {
            let label = "theoretical limit " + percent(limit) + (cap == nil ? "" : " at the cap")
            layers.append(
                .rule(
                    Rule(
                        .horizontal, at: limit, label: label,
                        style: Style(.ink, dash: .dashed, weight: 1.25))))
        }
        layers += frontiers.map { .line($0.points, style(of: $0)) }
        return layers + zip(policies, styles).map { .marks([mark(of: $0)], $1) }
    }

    private func mark(of policy: Policy) -> Mark {
        let isBeyond = abandonmentUpTo.map { policy.abandonment.value > $0 } ?? false
        return Mark(
            x: policy.abandonment, y: policy.occupancy,
            label: policy.name + (isBeyond ? ", \(percent(policy.abandonment.value))" : ""),
            detail: words(for: policy))
    }

    // MARK: Looks

    /// The hue of each family, and of each policy without one, in order of appearance.
    private var hues: [String] {
        var hues: [String] = []
        for name in policies.map({ $0.family ?? $0.name }) + frontiers.map(\.family)
        where !hues.contains(name) {
            hues.append(name)
        }
        return hues
    }

    private var styles: [Style] {
        let hues = hues
        return policies.enumerated().map { index, policy in
            .series(index, hue: hues.firstIndex(of: policy.family ?? policy.name))
        }
    }

    private func style(of frontier: Frontier) -> Style {
        let index = frontiers.firstIndex(of: frontier) ?? 0
        var style = Style.series(index, hue: hues.firstIndex(of: frontier.family))
        style.weight = 1.5
        return style
    }

    private var legend: [LegendEntry] {
        zip(policies, styles).map { LegendEntry($0.name, style: $1, sample: .mark) }
            + frontiers.map {
                LegendEntry("frontier: " + $0.family, style: style(of: $0), sample: .line)
            }
    }

    // MARK: Words

    private var subtitle: String {
        joined(scenario: scenario, replications, "bars are \(percent(level)) intervals")
    }

    private var description: String {
        var parts = ["Abandonment from left to right, agent occupancy upwards. \(subtitle)."]
        if let cap { parts.append("The legal cap on abandonment is \(percent(cap)).") }
        if let limit { parts.append("The theoretical limit of occupancy is \(percent(limit)).") }
        return (parts + policies.map { words(for: $0) + "." }).joined(separator: " ")
    }

    private func words(for policy: Policy) -> String {
        "\(policy.name): occupancy \(words(policy.occupancy)), "
            + "abandonment \(words(policy.abandonment))"
    }

    private func words(_ share: Estimate) -> String {
        percent(share.value)
            + (share.interval.map {
                " (\(percent($0.lowerBound)) to \(percent($0.upperBound)))"
            } ?? "")
    }
}

/// The line below a title: `busy evening · 40 replications · bars are 95 % intervals`.
func joined(scenario: String, _ replications: Int?, _ rest: String) -> String {
    var parts = scenario.isEmpty ? [] : [scenario]
    if let replications {
        parts.append("\(replications) " + (replications == 1 ? "replication" : "replications"))
    }
    return (parts + [rest]).joined(separator: " · ")
}
