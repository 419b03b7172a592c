import ArgumentParser
import DialConfig
import DialModel
import DialWorld

func readScenario(_ path: String) throws -> Scenario {
    let file = try CampaignFile.read(path)
    var scenario = Scenario(name: file.plan.name)
    scenario.plan = file.plan
    scenario.plan.retry.after = [:]
    scenario.plan.duration = nil
    scenario.carrier = file.carrier
    scenario.crew = file.crew
    return scenario
}

func policy(_ text: String) throws -> Pacing {
    let parts = text.split(separator: ":").map(String.init)
    switch parts.first {
    case "progressive": return .progressive
    case "predictive":
        return .predictive(
            PredictiveTarget(abandonment: parts.count > 1 ? try width(parts[1]) : 0.03))
    case "fixedRatio": return .fixedRatio(parts.count > 1 ? Double(parts[1]) ?? 1 : 1)
    default: throw ValidationError("\(text) is no policy")
    }
}
