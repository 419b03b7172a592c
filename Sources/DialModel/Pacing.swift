/// How many calls are started; the policy's name and numbers.
public enum Pacing: Hashable, Sendable {
    /// So many calls in flight for each idle agent, ≥ 0.1; an agent in talk or wrap-up counts as
    /// `busy` of an idle one, 0...1.
    case fixedRatio(Double, busy: Double = 0)
    /// One call for each idle agent.
    case progressive
    case predictive(PredictiveTarget)
    /// As another dialer does it.
    case peer(PeerPacing)

    public var name: String {
        switch self {
        case .fixedRatio(let ratio, 0): "fixed ratio \(ratio)"
        case .fixedRatio(let ratio, let busy): "fixed ratio \(ratio), busy \(busy)"
        case .progressive: "progressive"
        case .predictive(let target): target.name
        case .peer(let peer): peer.name
        }
    }
}

extension Pacing {
    /// A number of a policy that can be tuned.
    public struct Parameter: Hashable, Sendable {
        /// As it stands in campaign files.
        public let name: String
        public let range: ClosedRange<Double>
        /// Whether a larger value starts more calls.
        public let isBolder: Bool
        /// Whether it is written as a percentage.
        public var isShare = false
        /// Whether it counts something, and so has no fractions.
        public var isWhole = false
        /// Whether it is a span of time, in seconds.
        public var isTime = false
    }

    /// The policy's numbers, the one usually tuned first; none for ``progressive``.
    public var parameters: [Parameter] {
        switch self {
        case .fixedRatio:
            [
                Parameter(name: "ratio", range: 0.1...100, isBolder: true),
                Parameter(name: "busy", range: 0...1, isBolder: true),
            ]
        case .progressive: []
        case .predictive(let target):
            (target.goal.map { [$0.parameter] } ?? []) + [
                Parameter(
                    name: "abandonment", range: 0.0001...0.9999, isBolder: true, isShare: true),
                Parameter(name: "margin", range: 0...100, isBolder: false),
                Parameter(name: "callsPerAgent", range: 1...1000, isBolder: true),
            ]
        case .peer(let pacing):
            pacing.peer.numbers.filter { $0.unit != .onOff }.map {
                Parameter(
                    name: $0.name, range: $0.range, isBolder: $0.isBolder,
                    isShare: $0.unit == .share, isWhole: $0.unit == .whole)
            }
        }
    }

    /// The value of the parameter of this name; nil when the policy has none.
    public subscript(parameter name: String) -> Double? {
        switch (self, name) {
        case (.fixedRatio(let ratio, _), "ratio"): ratio
        case (.fixedRatio(_, let busy), "busy"): busy
        case (.predictive(let target), "occupancy"), (.predictive(let target), "wait"):
            target.goal?.parameter.name == name ? target.goal?.value : nil
        case (.predictive(let target), "abandonment"): target.abandonment
        case (.predictive(let target), "margin"): target.margin
        case (.predictive(let target), "callsPerAgent"): target.callsPerAgent
        case (.peer(let peer), _): peer[name]
        default: nil
        }
    }

    /// The policy with another value of one parameter; nil when it has none of that name.
    public func with(_ name: String, _ value: Double) -> Pacing? {
        switch (self, name) {
        case (.fixedRatio(_, let busy), "ratio"): return .fixedRatio(value, busy: busy)
        case (.fixedRatio(let ratio, _), "busy"): return .fixedRatio(ratio, busy: value)
        case (.predictive(var target), _):
            switch name {
            case "occupancy", "wait":
                guard let goal = target.goal, goal.parameter.name == name else { return nil }
                target.goal = goal.with(value)
            case "abandonment": target.abandonment = value
            case "margin": target.margin = value
            case "callsPerAgent": target.callsPerAgent = value
            default: return nil
            }
            return .predictive(target)
        case (.peer(let peer), _): return peer.with(name, value).map { .peer($0) }
        default: return nil
        }
    }
}
