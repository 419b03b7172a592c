import DialEngine
import DialMath
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// Whole campaigns under rules drawn at random: whoever may not be called is not, and whoever may is.
@Suite struct GateTests {
    @Test(arguments: DialMode.allCases, 0..<125 as Range<UInt64>)
    func `no call is made that the rules do not allow, and no lead is forgotten`(
        mode: DialMode, seed: UInt64
    ) {
        let what = "mode \(mode), seed \(seed)"
        let (watch, finished, leads, rules) = run(mode, seed)
        #expect(finished, "the campaign does not end (\(what))")
        #expect(watch.complaints == [], "\(what)")
        for lead in watch.untouched(of: leads) {
            let zone = leads[Int(lead.raw) - 1].zone
            let isForbidden = rules.doNotCall.contains(leads[Int(lead.raw) - 1].number)
            let neverOpens = !rules.hours.isEmpty && Int(zone.raw) >= rules.hours.count
            let isUnknown = zone == .unknown && rules.hours.first?.spans.isEmpty == true
            #expect(isForbidden || neverOpens || isUnknown, "\(lead) was never dialled (\(what))")
        }
    }

    @Test func `every reason to refuse a lead is met`() {
        var met: [Refusal: Int] = [:]
        for seed in 200..<220 as Range<UInt64> {
            met.merge(run(.progressive, seed).watch.refusals, uniquingKeysWith: +)
        }
        // Of other campaigns only a contact ledger knows.
        for reason in Refusal.allCases where reason != .elsewhere {
            #expect(met[reason, default: 0] > 0, "\(reason)")
        }
    }

    private func run(
        _ mode: DialMode, _ seed: UInt64
    ) -> (watch: GateWatch, finished: Bool, leads: [DueLead], rules: CallingRules) {
        var plan = quickPlan(mode)
        plan.retry.attempts = 4
        plan.retry.after[.connected(.refused)] = .minutes(20)
        // Previews that run out of time are dialled, so that none is skipped for good.
        plan.preview.skippedAgainAfter = .minutes(1)
        let chance = Chance(seed: seed, stream: "rules")
        let leads = inventedLeads(60).map { lead in
            var lead = lead
            lead.zone = ZoneID(UInt16(chance.uniform(UInt64(lead.id.raw), 7) * 4))
            return lead
        }
        plan.calling = rules(chance, leads, plan)
        var crew = CrewPlan()
        crew.skips = 0
        crew.promises = CrewPlan.Promises(
            share: 0.8, after: .uniform(low: 60, high: 86_400), own: 0.5)
        crew.repeatsReady = .seconds(60)
        var simulation = simulation(
            plan, seed: seed, crew: crew,
            faults: seed.isMultiple(of: 2)
                ? FaultTests.faults(seed: seed, agents: plan.agents) : nil)
        var list = LeadList(leads)
        var watch = GateWatch(plan.calling, leads: leads)
        let limit = simulation.now + .days(100)
        while simulation.now < limit {
            let stop = simulation.run(until: simulation.now + .hours(1))
            let records = simulation.takeRecords()
            watch.see(records)
            list.note(records)
            if case .leads(let count) = stop {
                simulation.supply(
                    list.next(simulation.dialer.request(for: count, before: simulation.now)))
            }
            if stop == .finished {
                watch.see(simulation.takeRecords())
                return (watch, true, leads, plan.calling)
            }
        }
        return (watch, false, leads, plan.calling)
    }

    /// Hours for three of four zones, or none; caps, quiet, numbers not to be called.
    private func rules(
        _ chance: Chance, _ leads: [DueLead], _ plan: CampaignPlan
    ) -> CallingRules {
        var rules = CallingRules()
        if chance.happens(0.8, 0) {
            rules.hours = (0..<3 as Range<UInt64>).map { zone in
                if zone == 0, chance.happens(0.5, 1) { return CallingTimes([]) }
                return CallingTimes(
                    (0..<90 as Range<UInt64>).map { day in
                        let opens =
                            morning + .hours(Int64(24 * day))
                            + Duration(drawn: 20 * 3_600 * chance.uniform(zone, 100 + day))
                        let length = 600 + 6 * 3_600 * chance.uniform(zone, 200 + day)
                        return CallingTimes.Span(
                            from: opens, to: opens + Duration(drawn: length))
                    })
            }
        }
        if chance.happens(0.6, 2) {
            rules.caps = [FrequencyCap(attempts: 2, within: .hours(24))]
            if chance.happens(0.5, 3) {
                rules.caps.append(FrequencyCap(attempts: 3, within: .days(4)))
            }
        }
        if chance.happens(0.6, 4) {
            rules.quiet = [.connected(.refused): .days(3), .notConnected(.busy): .hours(2)]
        }
        rules.complaints = chance.happens(0.5, 5) ? [.connected(.refused)] : []
        rules.doNotCall = NumberSet(
            leads.filter { chance.happens(0.1, UInt64($0.id.raw), 6) }.map(\.number.digits))
        return rules
    }
}
