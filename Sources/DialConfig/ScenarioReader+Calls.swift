import DialMath
import DialModel
import DialWorld

extension ScenarioReader {
    /// Reads how the trunk and the called people behave.
    func readCalls(_ section: Section) {
        setting(section, "lines", "calls.lines", .count(1...100_000), \.carrier.lines)
        setting(
            section, "callsPerSecond", "calls.callsPerSecond", Form.callRate.or("none"),
            \.carrier.callsPerSecond)
        time(section, "setup", "calls.setup", \.carrier.setup)
        setting(section, "setupFailure", "calls.setupFailure", .share(), \.carrier.setupFailure)
        setting(section, "eventLoss", "calls.eventLoss", .share(), \.carrier.eventLoss)
        setting(section, "outcomes", "calls.outcomes", .fates, \.carrier.fates)
        time(section, "ring", "calls.ring", \.carrier.ring)
        time(section, "noAnswer", "calls.noAnswer", \.carrier.unansweredRing)
        if !isEvent, let entry = section.entry("ringTimeout") { readRing(entry) }
        time(section, "failure", "calls.failure", \.carrier.failure)
        if let screening = section.section("screening") { readScreening(screening) }
        time(section, "patience", "calls.patience", \.carrier.patience)
        if let leaves = section.section("leavesTalk") {
            setting(leaves, "share", "calls.leavesTalk.share", .share(), \.carrier.leavesTalk)
            time(leaves, "after", "calls.leavesTalk.after", \.carrier.stay)
            leaves.close()
        }
        setting(section, "release", "calls.release", .time(), \.carrier.release)
        section.close()
    }

    private func readScreening(_ section: Section) {
        time(section, "person", "calls.screening.person", \.carrier.screening)
        time(section, "machine", "calls.screening.machine", \.carrier.machineScreening)
        setting(
            section, "personTakenForMachine", "calls.screening.personTakenForMachine", .share(),
            \.carrier.personTakenForMachine)
        setting(
            section, "machineTakenForPerson", "calls.screening.machineTakenForPerson", .share(),
            \.carrier.machineTakenForPerson)
        setting(section, "notSure", "calls.screening.notSure", .share(), \.carrier.notSure)
        section.close()
    }

    /// How long a call may ring; what it must at least is known when all of them are.
    ///
    /// - Returns: nil when it is wrong.
    @discardableResult
    func readRing(_ entry: Entry) -> Duration? {
        guard let time = Form<Duration>.time(above: .zero).read(entry) else { return nil }
        if !isEvent {
            if let other = rings.first {
                problems.add(
                    max(entry.line, other.entry.line),
                    "\(other.entry.name) and \(entry.name) are the same; give one of them")
            }
            scenario.plan.limits.ring = time
        }
        rings.append((time, entry))
        return time
    }
}
