import DialModel

extension CampaignReader {
    /// What other sections name: dispositions and recordings. Read before those.
    func readNames(_ top: Section) {
        if let section = top.section("dispositions") {
            for (key, isConnected) in [("connected", true), ("notConnected", false)] {
                for item in section.entry(key)?.items ?? [] {
                    addDisposition(item, connected: isConnected)
                }
            }
            if let data = section.entry("data") { readData(data) }
            section.close()
        }
        for recording in top.entry("recordings")?.entries ?? [] {
            if lengths[recording.name] == nil { plan.recordings.append(recording.name) }
            let length = Form<Duration>.time(above: .zero).read(recording)
            lengths[recording.name] = length ?? .seconds(1)
        }
        if plan.recordings.count > Int(UInt16.max) {
            problems.add(
                top.line(of: "recordings"),
                "there are \(plan.recordings.count) recordings; at most \(UInt16.max) are allowed")
            plan.recordings.removeSubrange(Int(UInt16.max)...)
        }
        plan.notice.length = lengths["notice"]!
        top.read("notice", into: &plan.notice, as: prompt)
    }

    private func addDisposition(_ item: Entry, connected isConnected: Bool) {
        guard let name = Form<String>.text.read(item) else { return }
        let names = plan.dispositions
        if (isConnected ? names.connected : names.notConnected).count == 64 {
            problems.add(item.line, "\(item.name) has more than 64 dispositions; 64 are allowed")
        } else if names.all.contains(where: { plain(names.name($0)) == plain(name) }) {
            problems.add(item.line, "the disposition \(quoted(name)) is there already")
        } else {
            plan.dispositions.add(name, connected: isConnected)
        }
    }

    /// The name of a recording.
    var prompt: Form<Prompt> {
        .oneOf(
            plan.recordings.indices.map {
                let name = plan.recordings[$0]
                return (name, Prompt(recording: UInt16($0), length: lengths[name]!))
            }, kind: "recording")
    }

    /// The name of an outcome, built in or the campaign's own.
    var outcome: Form<Outcome> { .outcome(of: plan.dispositions) }

    func readLimits(_ section: Section) {
        section.read("lines", into: &plan.limits.lines, as: .count(1...100_000))
        section.read(
            "callsPerSecond", into: &plan.limits.callsPerSecond, as: Form.callRate.or("none"))
        let minimumRing = section.read("minimumRing", minimumRing)
        plan.limits.minimumRing = minimumRing ?? plan.limits.minimumRing
        section.read("ring", into: &plan.limits.ring, as: ring)
        if !section.has("ring"), minimumRing != nil, plan.limits.minimumRing > plan.limits.ring {
            problems.add(
                section.line(of: "minimumRing"),
                "minimumRing is \(plan.limits.minimumRing), but ring is \(plan.limits.ring); "
                    + "set ring to at least as much")
        }
        section.read("setup", into: &plan.limits.setup, as: .time(above: .zero))
        section.read("screening", into: &plan.limits.screening, as: .time())
        section.read("hold", into: &plan.limits.hold, as: hold)
        section.read("talk", into: &plan.limits.talk, as: .time(above: .zero))
        section.read("wrapUp", into: &plan.limits.wrapUp, as: .time())
        section.read("flow", into: &plan.limits.flow, as: .time(above: .zero))
        section.read("release", into: &plan.limits.release, as: .time(above: .zero))
        section.read("grace", into: &plan.limits.grace, as: .time())
        section.close()
    }

    /// How long a call rings: never less than it must.
    var ring: Form<Duration> {
        let minimum = plan.limits.minimumRing
        return Form.time().checked { [requiredRing] ring, entry in
            if ring < minimum {
                if let requiredRing, ring < requiredRing.ring {
                    return "\(entry.name) is \(ring); \(requiredRing.name) requires at least "
                        + "\(requiredRing.ring)"
                }
                return "\(entry.name) is \(ring); at least \(minimum) is required"
            }
            return ring > .zero ? nil : "\(entry.name) is \(ring); more than 0 s is required"
        }
    }

    func readRules(_ top: Section) {
        top.read("pacing", into: &plan.pacing, as: .pacing)
        top.read(
            "abandonment", into: &plan.abandonment,
            as: .rules(cap: "cap", usual: AbandonmentRule()))
        if let entry = top.entry("machine") { readMachine(entry) }
        top.read("screening", into: &plan.screening, as: .yesOrNo)
        bindAbandonment(top.entry("abandonment"), pacing: top.entry("pacing"))
        top.read("retry", into: &plan.retry, as: .retry(plan.retry, outcome))
        top.read("preview", into: &plan.preview, as: .preview(plan.preview))
    }
}
