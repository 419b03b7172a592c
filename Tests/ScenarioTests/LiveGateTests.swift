import DialEngine
import DialMath
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// Whole campaigns whose rules are changed while they run, at random: from the moment of a change on
/// nobody is called whom the new rules do not allow, and nobody is forgotten whom they do.
@Suite struct LiveGateTests {
    @Test(arguments: [DialMode.predictive, .progressive, .preview], 0..<24 as Range<UInt64>)
    func `rules that change while a campaign runs are kept from that moment on`(
        mode: DialMode, seed: UInt64
    ) {
        let what = "mode \(mode), seed \(seed)"
        let (watch, finished, untouched) = run(mode, seed)
        #expect(finished, "the campaign does not end (\(what))")
        #expect(watch.complaints == [], "\(what)")
        #expect(untouched == [], "never dialled (\(what))")
    }

    @Test func `changes of every kind are made`() {
        var kinds: Set<String> = []
        for seed in 0..<40 as Range<UInt64> {
            let chance = Chance(seed: seed, stream: "changes")
            for place in 0..<12 as Range<UInt64> {
                kinds.formUnion(
                    words(change(chance, place, at: morning)))
            }
        }
        #expect(
            kinds == [
                "hours", "lists", "cap", "quiet", "do not call", "allow", "mode", "pause", "start",
                "lines",
                "agents",
            ])
    }

    private func run(
        _ mode: DialMode, _ seed: UInt64
    ) -> (watch: GateWatch, finished: Bool, untouched: [LeadID]) {
        var plan = quickPlan(mode)
        plan.retry.attempts = 4
        plan.preview.skippedAgainAfter = .minutes(1)
        let chance = Chance(seed: seed, stream: "changes")
        let leads = inventedLeads(60).map { lead in
            var lead = lead
            lead.zone = ZoneID(UInt16(chance.uniform(UInt64(lead.id.raw), 999) * 3))
            return lead
        }
        plan.calling.hours = hours(chance, 998, from: morning)
        var crew = CrewPlan()
        crew.skips = 0
        crew.promises = CrewPlan.Promises(
            share: 0.5, after: .uniform(low: 60, high: 86_400), own: 0.5)
        crew.repeatsReady = .seconds(60)
        var simulation = simulation(
            plan, seed: seed, crew: crew,
            faults: seed.isMultiple(of: 2)
                ? FaultTests.faults(seed: seed, agents: plan.agents) : nil)
        var list = LeadList(leads)
        var watch = GateWatch(plan.calling, leads: leads)
        var place: UInt64 = 0
        let limit = simulation.now + .days(100)
        var next = simulation.now
        while simulation.now < limit {
            let stop = simulation.run(until: min(simulation.now + .hours(1), next))
            let records = simulation.takeRecords()
            watch.see(records)
            list.note(records)
            if case .leads(let count) = stop {
                simulation.supply(
                    list.next(
                        count, before: simulation.now, under: simulation.dialer.plan.calling))
            }
            if stop == .finished {
                watch.see(simulation.takeRecords())
                // Who ended sooner may have had nobody left who could be called.
                let isOpened = place > 12
                return (
                    watch, true,
                    isOpened
                        ? untouched(watch, leads, simulation.dialer.plan.calling) : []
                )
            }
            if simulation.now >= next {
                // In the end everything is open, so that everybody is reached who may be.
                let isLast = place == 12
                let change = isLast ? opening : change(chance, place, at: simulation.now)
                simulation.instruct(change)
                if let hours = change.hours { watch.adopt(hours.times) }
                if let lists = change.lists { watch.adopt(lists.numbers) }
                place += 1
                next =
                    isLast
                    ? .never
                    : simulation.now + Duration(drawn: 3_600 * 8 * chance.uniform(place, 0))
            }
        }
        return (watch, false, [])
    }

    private var opening: Instruction {
        let always = CallingTimes([.init(from: morning, to: morning + .days(200))])
        var opening = Instruction([.start, .agents(3), .lines(10)], by: "test")
        opening.hours = NewHours([always, always, always], text: "at any time")
        return opening
    }

    private func words(_ change: Instruction) -> [String] {
        change.commands.map { String($0.text.prefix { $0 != ":" }) }
            + (change.hours == nil ? [] : ["hours"]) + (change.lists == nil ? [] : ["lists"])
    }

    private func untouched(
        _ watch: GateWatch, _ leads: [DueLead], _ rules: CallingRules
    ) -> [LeadID] {
        watch.untouched(of: leads).filter {
            !rules.doNotCall.contains(leads[Int($0.raw) - 1].number)
                && !watch.hasRefusedForGood($0)
        }
    }

    private func change(_ chance: Chance, _ place: UInt64, at now: Instant) -> Instruction {
        let kind = Int(chance.uniform(place, 2) * 14)
        var change = Instruction(by: "test")
        switch kind {
        case 0, 1, 2:
            change.hours = NewHours(hours(chance, place, from: now), text: "drawn")
        case 3:
            let listed = inventedLeads(60).map(\.number.digits).filter {
                chance.happens(0.1, 1_000 * place, $0)
            }
            change.lists = NewLists(NumberSet(listed), text: "drawn")
        default: change.commands = [command(kind, chance, place)]
        }
        return change
    }

    private func command(_ kind: Int, _ chance: Chance, _ place: UInt64) -> OperatorCommand {
        let number = PhoneNumber(
            digits: 99_900_000_001 + UInt64(chance.uniform(place, 1) * 60))
        switch kind {
        case 4:
            return .cap(
                FrequencyCap(
                    attempts: 1 + Int(chance.uniform(place, 3) * 3),
                    within: .hours(24 * (1 + Int64(chance.uniform(place, 4) * 3)))))
        case 5: return .quiet(.notConnected(.noAnswer), .hours(5))
        case 6: return .quiet(.connected(.refused), .hours(30))
        case 7: return .doNotCall(number)
        case 8: return .allow(number)
        case 9: return .mode([.predictive, .progressive, .preview][Int(place % 3)])
        case 10: return .pause
        case 11: return .start
        case 12: return .lines(2 + Int(chance.uniform(place, 5) * 8))
        default: return .agents(1 + Int(chance.uniform(place, 6) * 5))
        }
    }

    /// For two zones, or three; sometimes one that never opens.
    private func hours(_ chance: Chance, _ place: UInt64, from now: Instant) -> [CallingTimes] {
        let zones: UInt64 = chance.happens(0.5, place, 10) ? 2 : 3
        return (0..<zones).map { zone in
            if zone == 0, chance.happens(0.3, place, 11) { return CallingTimes([]) }
            return CallingTimes(
                (0..<90 as Range<UInt64>).map { day in
                    let opens =
                        now + .hours(Int64(24 * day))
                        + Duration(
                            drawn: 18 * 3_600 * chance.uniform(1_000 * place + zone, 100 + day))
                    let length = 600 + 6 * 3_600 * chance.uniform(1_000 * place + zone, 200 + day)
                    return CallingTimes.Span(from: opens, to: opens + Duration(drawn: length))
                })
        }
    }
}
