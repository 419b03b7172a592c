import DialModel
import DialWorld

extension Pacing.Parameter {
    /// Where to look for the best value when nobody says where.
    ///
    /// - Parameter cap: on abandonment.
    public func usualRange(in scenario: Scenario, cap: Double) -> ClosedRange<Double> {
        switch name {
        case "ratio", "level":
            let fates = scenario.carrier.fates
            // In an order that stays: sums of fractions depend on it.
            let all = CallFate.allCases.reduce(0) { $0 + (fates[$1] ?? 0) }
            let answering = all > 0 ? (fates[.person] ?? 0) / all : 0
            // With two people for each idle agent, one of them is abandoned.
            let bold = answering > 0 ? (2 / answering).rounded(.up) : 6
            return 1...max(6, min(bold, range.upperBound))
        case "busy": return 0...1
        case "abandonment":
            // An aim beyond the scenario's rules is none.
            let bold = min(0.5, 4 * cap, scenario.plan.abandonment.cap)
            return 0.0025...max(0.01, bold)
        case "occupancy": return 0.5...0.99
        case "wait": return 1...120
        case "margin": return 0...5
        case "callsPerAgent": return 1...20
        case "limit": return 0.0025...max(0.01, min(0.5, 4 * cap))
        case "threshold": return 0...0.3
        case "maxLevel", "maxLines": return 1...10
        case "gain": return 0...20
        case "answers": return 10...500
        case "factor": return 0.5...5
        case "extra", "force": return 0...10
        case "leastFree": return 0...10
        case "qos": return 0.5...0.99
        case "initialHitRate": return 0.05...1
        default: return range
        }
    }

    /// How finely to look when nobody says how.
    public var usualStep: Double {
        switch name {
        case _ where isWhole: 1
        case "ratio", "level", "margin", "factor": 0.05
        case "wait": 1
        case "busy", "occupancy", "threshold", "qos", "wrapUp", "initialHitRate": 0.01
        case "abandonment", "limit": 0.0025
        case "callsPerAgent", "maxLevel", "maxLines", "gain": 0.1
        case "intensity", "difference": 1
        default: (range.upperBound - range.lowerBound) / 100
        }
    }

    /// The values of `range`, `step` apart from its lower end on, from the most careful to the
    /// boldest.
    public func values(in range: ClosedRange<Double>, step: Double) -> [Double] {
        let count = Int(((range.upperBound - range.lowerBound) / step + 1e-6).rounded(.down))
        // Without the noise of binary fractions, as a person would write them.
        let values = (0...count).map {
            min(
                range.upperBound, ((range.lowerBound + Double($0) * step) * 1e9).rounded() / 1e9)
        }
        return isBolder ? values : values.reversed()
    }
}
