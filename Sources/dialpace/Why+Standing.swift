import DialModel
import DialStore

/// Why a campaign does not dial more, by what its run has written down of itself.
extension Why {
    /// The first lines of what the campaign waits for.
    func linesOfStanding(_ report: CampaignReport) throws -> [String] {
        if let standing = try store.standing() { return lines(of: standing) }
        if report.leads.total > 0, report.leads.closed == report.leads.total {
            return ["  every lead is closed; the list is at its end"]
        }
        guard let run = try store.runs().last else { return ["  it has not been run yet"] }
        return [
            run.ended.map { "  it is not running; its last run ended \(moment($0))" }
                ?? "  no live run tells how it stands; the last one began \(moment(run.started))"
        ]
    }

    private func lines(of now: Standing) -> [String] {
        let age = max(.zero, wallClock() - now.wall)
        let isFresh = store.isRun && age < .seconds(60)
        let busy = "\(now.idle) idle, \(now.busy) busy"
        return [
            (isFresh
                ? "  live, \(roughly(age)) ago: "
                : "  \(roughly(age)) ago, and nothing since"
                    + (store.isRun ? ": " : ", for nobody runs it now: "))
                + "\(now.phase), \(counted(now.agents, "agent", "agents")) (\(busy)), "
                + "\(now.inFlight) calls on their way, \(now.linesUsed) of \(now.lines) lines in use",
            "  it starts no more calls because " + reason(now),
        ]
    }

    /// What stands in the way, the coarsest first.
    private func reason(_ now: Standing) -> String {
        switch now.phase {
        case "paused": return "it is paused"
        case "stopping": return "it has been stopped; talks may end"
        case "halting": return "everything is being hung up"
        case "ready", "finished":
            return now.phase == "ready" ? "it has just been started" : "it is over"
        default: break
        }
        switch Pace.Bound.allCases.first(where: { $0.name == now.bound }) {
        case .trunk: return "the trunk fails: dialing waits for it"
        case .lines: return now.lines == 0 ? "it has no lines" : "its lines are in use or set aside"
        case .leads where now.atHand == 0:
            return "no lead is at hand: those that are left are told below"
        case _ where now.agents == 0: return "no agent is logged in"
        case _ where now.idle + now.busy == 0: return "no agent is ready"
        case .budget:
            let all = grouped(now.answered)
            return now.abandoned == 0
                ? "one abandoned person of \(all) answered so far would be over the cap: it dials ahead "
                    + "of its agents again when more have answered"
                : "the cap on abandoned people leaves no room: \(now.abandoned) of \(all) were abandoned"
        case .agents, .ratio:
            return now.idle == 0
                ? "all agents are busy" : "calls for the idle agents are on their way"
        case .risk: return "one more would too likely be answered with no agent free"
        case .goal: return "the pacing's goal needs no more"
        case .callsPerSecond: return "calls per second are limited"
        case .segment, .leads, nil: return "the next leads are being fetched"
        }
    }
}
