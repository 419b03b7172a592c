import DialModel
import DialWorld
import Foundation

extension CampaignReader {
    /// Reads what becomes of an answering machine: `hangUp`, `agent`, or `{message: RECORDING}`. The
    /// recordings have been read before.
    func readMachine(_ entry: Entry) {
        if !entry.isMapping {
            if let machine = Form<MachineTreatment>.machine.read(entry) { plan.machine = machine }
            return
        }
        guard let section = Section(entry) else { return }
        let prompt = section.require("message", prompt)
        let after = section.read("after", .time(atMost: .minutes(2)))
        section.close()
        guard let prompt else { return }
        plan.machine = .message
        plan.message = MachineMessage(prompt)
        if let after { plan.message?.after = after }
        let longest = plan.limits.talk
        if prompt.length > longest {
            problems.add(
                section.line(of: "message"),
                "message is \(prompt.length) long; at most the longest talk, \(longest), is allowed"
            )
        }
    }

    /// Reads when people are at home: `{"17:00-20:30": 1.6, "09:00-12:00": 0.7}`, factors on the share of
    /// numbers at which a person answers, by the campaign's clock. After what numbers do.
    func readAtHome(_ entry: Entry) {
        guard let table = entry.table(.clockRange, .number(atMost: 100)) else { return }
        let times = table.map {
            CarrierPlan.AtHome(
                from: .seconds(Int64($0.key.from)), to: .seconds(Int64($0.key.to)),
                factor: $0.value)
        }.sorted { $0.from < $1.from }
        for (one, next) in zip(times, times.dropFirst()) where next.from < one.to {
            problems.add(
                entry.line,
                "\(entry.name) has \(clock(one.from))-\(clock(one.to)) and "
                    + "\(clock(next.from))-\(clock(next.to)), which overlap")
        }
        let most = carrier.mostAtHome
        for time in times where time.factor > most + 1e-9 {
            problems.add(
                entry.line,
                "\(entry.name) is \(decimal(time.factor)) from \(clock(time.from)) on; at most "
                    + "\(decimal(most, places: 2)) is allowed, where nobody is left who does not answer"
            )
        }
        carrier.atHome = times
    }

    /// The clock that ``readAtHome(_:)`` goes by; after ``timeZone`` and ``start``.
    func setAtHomeClock() {
        if carrier.atHome.isEmpty { return }
        // A campaign without a start may begin at any time of late.
        let begin = start ?? Instant.epoch + Duration(drawn: Date().timeIntervalSince1970)
        let zone = timeZone.flatMap {
            ZoneOffsets(
                clockOf: $0, from: begin + (.zero - .days(1_000)), to: begin, for: plan.duration)
        }
        carrier.clock = zone?.clock ?? ZoneClock(ahead: plan.utcOffset)
    }
}
