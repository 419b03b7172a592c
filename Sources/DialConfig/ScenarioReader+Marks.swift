import DialMath
import DialModel
import DialWorld

extension ScenarioReader {
    /// What changes from one world to another, in a few words: `person 30 % → 45 %`.
    func changes(
        from old: World, to new: World, _ commands: [OperatorCommand]
    ) -> String {
        var parts = fates(old.carrier.fates, new.carrier.fates)
        if old.agents != new.agents { parts.append("agents \(old.agents) → \(new.agents)") }
        parts += commands.map(words)
        let times: [(String, Distribution?, Distribution?)] = [
            ("setup", old.carrier.setup, new.carrier.setup),
            ("ring", old.carrier.ring, new.carrier.ring),
            ("unanswered ring", old.carrier.unansweredRing, new.carrier.unansweredRing),
            ("failure", old.carrier.failure, new.carrier.failure),
            ("screening", old.carrier.screening, new.carrier.screening),
            ("machine screening", old.carrier.machineScreening, new.carrier.machineScreening),
            ("patience", old.carrier.patience, new.carrier.patience),
            ("talk", old.crew.talk, new.crew.talk),
            ("wrap-up", old.crew.wrapUp, new.crew.wrapUp),
            ("closing", old.crew.closingLead, new.crew.closingLead),
            ("preview", old.crew.preview, new.crew.preview),
            ("breaks", old.crew.workBetweenBreaks, new.crew.workBetweenBreaks),
        ]
        for (name, before, after) in times where before != after {
            parts.append(name + step(before.map(seconds), after.map(seconds)))
        }
        let shares: [(String, Double, Double)] = [
            ("set-up failures", old.carrier.setupFailure, new.carrier.setupFailure),
            ("lost events", old.carrier.eventLoss, new.carrier.eventLoss),
            (
                "persons taken for machines", old.carrier.personTakenForMachine,
                new.carrier.personTakenForMachine
            ),
            (
                "machines taken for persons", old.carrier.machineTakenForPerson,
                new.carrier.machineTakenForPerson
            ),
            ("not sure", old.carrier.notSure, new.carrier.notSure),
            ("leaving the talk", old.carrier.leavesTalk, new.carrier.leavesTalk),
            ("talks said to be closing", old.crew.closingShare, new.crew.closingShare),
            ("falsely said to be closing", old.crew.falseClosings, new.crew.falseClosings),
            ("skips", old.crew.skips, new.crew.skips),
        ]
        for (name, before, after) in shares where before != after {
            parts.append("\(name) \(percent(before)) → \(percent(after))")
        }
        if old.carrier.lines != new.carrier.lines {
            parts.append("trunk lines \(old.carrier.lines) → \(new.carrier.lines)")
        }
        for (before, after) in zip(old.segments, new.segments) {
            parts += fates(
                before.fates ?? old.carrier.fates, after.fates ?? new.carrier.fates
            ).filter { !parts.contains($0) }.map { "\(before.name): \($0)" }
        }
        if parts.isEmpty { return "a change of the world" }
        return parts.prefix(3).joined(separator: ", ") + (parts.count > 3 ? " …" : "")
    }

    /// Of the outcomes that change, those that are not just the rest.
    private func fates(_ old: [CallFate: Double], _ new: [CallFate: Double]) -> [String] {
        let changed = CallFate.allCases.filter { abs((old[$0] ?? 0) - (new[$0] ?? 0)) > 1e-9 }
        let telling = changed.count > 1 ? changed.filter { $0 != .noAnswer } : changed
        return telling.map { "\($0.name) \(percent(old[$0] ?? 0)) → \(percent(new[$0] ?? 0))" }
    }

    private func step(_ old: String?, _ new: String?) -> String {
        old == new ? " changes" : " \(old ?? "none") → \(new ?? "none")"
    }

    private func seconds(_ distribution: Distribution) -> String {
        distribution.mean < .infinity
            ? "\((distribution.mean * 10).rounded() / 10) s".replacing(".0 s", with: " s")
            : "for ever"
    }

    private func words(_ command: OperatorCommand) -> String {
        switch command {
        case .start: "start"
        case .pause: "pause"
        case .stop: "stop"
        case .halt: "halt"
        case .mode(let mode): mode.name
        case .pacing(let pacing): pacing.name
        case .agents(let count): "agents \(count)"
        case .lines(let count): "lines \(count)"
        case .callsPerSecond(let rate): rate.map { "\(decimal($0)) calls/s" } ?? "any calls/s"
        case .hold(let time): "hold \(time)"
        case .ring(let time): "calls ring \(time)"
        case .abandonmentCap(let cap): "cap \(percent(cap))"
        case .cap, .quiet, .doNotCall, .allow, .segment, .routing, .overflow, .reserve, .call:
            command.text
        }
    }
}
