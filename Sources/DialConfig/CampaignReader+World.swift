import DialModel
import DialWorld

extension CampaignReader {
    /// Reads how many agents there are, in which groups, and how simulated ones behave.
    func readAgents(_ entry: Entry) {
        if entry.isScalar {
            readCount(entry)
            return
        }
        guard let section = Section(entry) else { return }
        if let entry = section.entry("count") { readCount(entry) }
        if let entry = section.entry("groups") { readGroups(entry) }
        countGroups(section)
        section.read("talk", into: &crew.talk, as: .varying)
        section.read("wrapUp", into: &crew.wrapUp, as: .varying)
        section.read("preview", into: &crew.preview, as: .varying)
        if let closing = section.section("closing") {
            crew.closingLead = closing.require("lead", .varying)
            closing.read("share", into: &crew.closingShare, as: .share())
            closing.read("falseShare", into: &crew.falseClosings, as: .share())
            closing.close()
        }
        section.read("skips", into: &crew.skips, as: .share())
        if let breaks = section.section("breaks") {
            crew.workBetweenBreaks = breaks.require("every", .working)
            breaks.read("length", into: &crew.breakLength, as: .varying)
            breaks.close()
        }
        if let notice = section.read("notice", .time()) {
            plan.leavingNotice = notice
            crew.breakNotice = notice
        }
        if let promises = section.section("promises") {
            let after = promises.require("after", .varying)
            var made = after.map { CrewPlan.Promises(after: $0) }
            let share = promises.read("share", .share())
            let own = promises.read("own", .share())
            if let share { made?.share = share }
            if let own { made?.own = own }
            crew.promises = made
            promises.close()
        }
        section.read("forgets", into: &crew.forgets, as: .share())
        section.read("correction", into: &crew.correction, as: .varying)
        section.read("dispositions", into: &crew.dispositions, as: .words(outcome))
        section.read("loginSpread", into: &crew.loginSpread, as: .time())
        section.close()
    }

    private func readCount(_ entry: Entry) {
        agentsLine = entry.line
        let form = Form<Int>.count(0...100_000)
        if let count = form.read(entry) { plan.agents = count }
    }

    /// Reads how the simulated trunk and the called people behave.
    func readTrunk(_ section: Section) {
        if let profile = section.read("profile", .profile) {
            carrier = CarrierPlan(profile: profile)
        }
        section.read("lines", into: &carrier.lines, as: .count(1...100_000))
        section.read(
            "callsPerSecond", into: &carrier.callsPerSecond, as: Form.callRate.or("none"))
        section.read("setup", into: &carrier.setup, as: .varying)
        section.read("setupFailure", into: &carrier.setupFailure, as: .share())
        section.read("eventLoss", into: &carrier.eventLoss, as: .share())
        section.read("outcomes", into: &carrier.fates, as: .fates)
        if let entry = section.entry("atHome") { readAtHome(entry) }
        section.read("ring", into: &carrier.ring, as: .varying)
        section.read(
            "unansweredRing", into: &carrier.unansweredRing, as: Form.varying.or("none"))
        if let screening = section.section("screening") { readScreening(screening) }
        section.read("patience", into: &carrier.patience, as: .varying)
        if let leaves = section.section("leavesTalk") {
            leaves.read("share", into: &carrier.leavesTalk, as: .share())
            leaves.read("after", into: &carrier.stay, as: .varying)
            leaves.close()
        }
        if let entry = section.entry("keys"), var keys = entry.shares(.keyChoice) {
            let rest = 1 - keys.values.sorted().reduce(0, +)
            if rest > 1e-9 { keys[KeyChoice(nil), default: 0] += rest }
            carrier.keys = keys
        }
        section.read("keyDelay", into: &carrier.keyDelay, as: .varying)
        if let entry = section.entry("force") { readForced(entry) }
        section.close()
    }

    private func readScreening(_ section: Section) {
        section.read("delay", into: &carrier.screening, as: .varying)
        section.read(
            "personTakenForMachine", into: &carrier.personTakenForMachine, as: .share())
        section.read(
            "machineTakenForPerson", into: &carrier.machineTakenForPerson, as: .share())
        section.read("notSure", into: &carrier.notSure, as: .share())
        section.close()
        for (name, share) in [
            ("personTakenForMachine", carrier.personTakenForMachine),
            ("machineTakenForPerson", carrier.machineTakenForPerson),
        ] where share + carrier.notSure > 1 + 1e-9 {
            problems.add(
                section.entry.line,
                "\(name) and notSure sum to \(percent(share + carrier.notSure)); at most 100 % "
                    + "is allowed")
        }
    }

    private func readForced(_ entry: Entry) {
        if entry.isScalar {
            let ranges: [(String, [NumberEnding: CallFate])] = [
                ("standard", CallFate.standardRange), ("none", [:]),
            ]
            Form.oneOf(ranges).read(entry).map { carrier.forced = $0 }
        } else {
            entry.table(.numberEnding, .fate).map { carrier.forced = $0 }
        }
    }
}

extension Form where Value == TrunkProfile {
    static var profile: Form { .oneOf(TrunkProfile.allCases.map { ($0.name, $0) }) }
}

extension Form where Value == KeyChoice {
    /// A key, or `none`.
    static var keyChoice: Form {
        Form { entry in
            if entry.text == "none" { return KeyChoice(nil) }
            return Form<Key>.key.read(entry).map { KeyChoice($0) }
        }
    }
}

extension Form where Value == NumberEnding {
    static var numberEnding: Form {
        Form { entry in
            guard let text = entry.text else { return nil }
            return NumberEnding(text)
                ?? entry.complain(
                    "\(quoted(text)) is no ending of a number; 1 to 15 digits are expected")
        }
    }
}
