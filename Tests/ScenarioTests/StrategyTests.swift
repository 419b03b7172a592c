import DialEngine
import DialMath
import DialModel
import DialSimulation
import DialStore
import DialTestSupport
import DialWorld
import Testing

/// Whole campaigns under strategies drawn at random: segments with priorities, shares and modes of their
/// own, routing, sequences, and rules on who may be called.
@Suite struct StrategyTests {
    @Test(arguments: [DialMode.predictive, .progressive, .preview], 0..<100 as Range<UInt64>)
    func `no gate is bypassed, and no lead starves`(mode: DialMode, seed: UInt64) throws {
        let what = "mode \(mode), seed \(seed)"
        var world = try World(mode, seed, hasFaults: seed.isMultiple(of: 2), isOnlyHours: false)
        try world.run()
        #expect(world.isFinished, "the campaign does not end (\(what))")
        #expect(world.watch.complaints == [], "\(what)")
        #expect(world.priorities.complaints == [], "\(what)")
        // The last may have been too late.
        #expect((0...3).contains(world.wished - world.answered), "\(what)")
        for lead in world.watch.untouched(of: world.leads) {
            let zone = world.leads[Int(lead.raw) - 1].zone
            let hours = world.plan.calling.hours
            let number = world.leads[Int(lead.raw) - 1].number
            let isForbidden = world.plan.calling.doNotCall.contains(number)
            let neverOpens = !hours.isEmpty && hours[Int(zone.raw)].spans.isEmpty
            #expect(isForbidden || neverOpens, "\(lead) was never dialled (\(what))")
        }
    }

    @Test(arguments: [DialMode.predictive, .progressive], 0..<100 as Range<UInt64>)
    func `nobody is called while someone of a higher priority has been waiting`(
        mode: DialMode, seed: UInt64
    ) throws {
        var world = try World(mode, seed, hasFaults: false, isOnlyHours: true)
        try world.run()
        #expect(world.isFinished, "seed \(seed)")
        #expect(world.priorities.complaints == [], "mode \(mode), seed \(seed)")
        #expect(world.priorities.checked > 20)
    }
}

/// One campaign drawn from a seed, over a store in memory.
private struct World {
    var plan: CampaignPlan
    var leads: [DueLead]
    var watch: GateWatch
    var priorities: PriorityWatch
    var isFinished = false
    private var simulation: Simulation
    private let store: Store
    /// Whether, and when, calls are made by hand.
    private let byHand: Chance?
    private var asked: UInt64 = 0
    private(set) var wished = 0
    private(set) var answered = 0

    init(_ mode: DialMode, _ seed: UInt64, hasFaults: Bool, isOnlyHours: Bool) throws {
        let chance = Chance(seed: seed, stream: "strategies")
        var plan = quickPlan(mode)
        plan.groups = ["a", "b"]
        plan.retry.attempts = 3
        plan.retry.after[.connected(.refused)] = .minutes(20)
        plan.preview.skippedAgainAfter = .minutes(1)
        plan.segments = Self.segments(chance, hasModes: !isOnlyHours)
        if chance.happens(0.5, 20) {
            plan.routing.choice = RoutingRules.Choice(rawValue: UInt8(chance.uniform(21) * 5))!
            plan.routing.reserve = [false, chance.happens(0.3, 22)]
            plan.routing.overflow = chance.happens(0.5, 23) ? .seconds(1) : .zero
        }
        if !isOnlyHours, chance.happens(0.5, 24) {
            plan.sequence = CallSequence([
                .init("first", next: [.connected(.interested): .init(1, after: .hours(30))]),
                .init("second"),
            ])
        }
        let leads = inventedLeads(60).map { lead in
            var lead = lead
            lead.zone = ZoneID(UInt16(chance.uniform(UInt64(lead.id.raw), 7) * 3))
            lead.segment = SegmentID(UInt8(chance.uniform(UInt64(lead.id.raw), 8) * 4))
            return lead
        }
        plan.calling = Self.rules(chance, leads, isOnlyHours: isOnlyHours)
        var crew = CrewPlan()
        crew.skips = 0
        crew.groupSizes = [3, 2]
        if !isOnlyHours {
            crew.promises = CrewPlan.Promises(
                share: 0.5, after: .uniform(low: 60, high: 86_400), own: 0.5)
        }
        crew.repeatsReady = .seconds(60)
        simulation = DialTestSupport.simulation(
            plan, seed: seed, crew: crew,
            faults: hasFaults ? FaultTests.faults(seed: seed, agents: plan.agents) : nil)
        self.plan = plan
        store = try Store.inMemory()
        byHand = isOnlyHours ? nil : Chance(seed: seed, stream: "by hand")
        let names = ["", "one", "two", "three"]
        try store.add(segments: Array(names.dropFirst()))
        _ = try store.importLeads(
            leads.map {
                Lead(
                    number: $0.number, timeZone: ["", "Zone/A", "Zone/B"][Int($0.zone.raw)],
                    segment: names[Int($0.segment.raw)])
            })
        // As the store has numbered them.
        let zones = try store.zones()
        let numbered = leads.map { lead in
            var lead = lead
            let name = ["", "Zone/A", "Zone/B"][Int(lead.zone.raw)]
            lead.zone = ZoneID(UInt16(zones.firstIndex(of: name)!))
            return lead
        }
        self.leads = numbered
        watch = GateWatch(plan.calling, leads: numbered)
        priorities = PriorityWatch(plan, leads: numbered)
    }

    mutating func run() throws {
        let limit = simulation.now + .days(100)
        while simulation.now < limit {
            let stop = simulation.run(until: simulation.now + .hours(1))
            wantByHand()
            let records = simulation.takeRecords()
            watch.see(records)
            answered += records.count {
                if case .operation(let told) = $0, case .byHand = told.what { true } else { false }
            }
            priorities.see(records)
            try store.write(records)
            if case .leads(let count) = stop {
                simulation.supply(
                    try store.nextLeads(
                        simulation.dialer.request(for: count, before: simulation.now)))
            }
            if stop == .finished {
                isFinished = true
                return
            }
        }
    }

    /// Now and then somebody wants a lead called by hand, whatever its state.
    private mutating func wantByHand() {
        guard let chance = byHand, asked < 200 else { return }
        asked += 1
        guard simulation.dialer.phase == .running else { return }
        guard chance.happens(0.4, asked, 1) else { return }
        let lead = leads[Int(chance.uniform(asked, 2) * Double(leads.count))]
        let agent = AgentID(Int32(chance.uniform(asked, 3) * 5) + 1)
        let call = CallByHand(lead.number, agent: chance.happens(0.5, asked, 4) ? agent : nil)
        wished += 1
        simulation.instruct(Instruction([.call(call)], by: "ann"))
    }

    private static func segments(_ chance: Chance, hasModes: Bool) -> SegmentStrategies {
        SegmentStrategies(
            (0..<4 as Range<UInt64>).map { place in
                var strategy = SegmentStrategy(name: "\(place)")
                strategy.priority = UInt8(1 + chance.uniform(place, 1) * 5)
                strategy.share = 0.5 + 3 * chance.uniform(place, 2)
                if hasModes, chance.happens(0.4, place, 3) {
                    strategy.mode = chance.happens(0.5, place, 4) ? .preview : .progressive
                }
                if chance.happens(0.4, place, 5) {
                    strategy.groups = [GroupID(chance.happens(0.5, place, 6) ? 0 : 1)]
                    strategy.isExclusive = hasModes && chance.happens(0.3, place, 7)
                }
                return strategy
            })
    }

    private static func rules(
        _ chance: Chance, _ leads: [DueLead], isOnlyHours: Bool
    ) -> CallingRules {
        var rules = CallingRules()
        if chance.happens(0.7, 10) {
            rules.hours = (0..<3 as Range<UInt64>).map { zone in
                CallingTimes(
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
        if isOnlyHours { return rules }
        if chance.happens(0.6, 12) {
            rules.caps = [FrequencyCap(attempts: 2, within: .hours(24))]
        }
        if chance.happens(0.6, 14) {
            rules.quiet = [
                .connected(.refused): .days(3), .connected(.abandoned): .hours(72),
            ]
            rules.keepsAgentAfterAbandonment = chance.happens(0.5, 15)
        }
        rules.complaints = chance.happens(0.5, 16) ? [.connected(.refused)] : []
        rules.doNotCall = NumberSet(
            leads.filter { chance.happens(0.1, UInt64($0.id.raw), 17) }.map(\.number.digits))
        return rules
    }
}

/// Complains where a lead is dialled although one of a higher priority, that might have been called as
/// well, has been due for a while.
private struct PriorityWatch {
    private(set) var complaints: [String] = []
    private(set) var checked = 0
    private let plan: CampaignPlan
    private let leads: [LeadID: DueLead]
    /// Since when a lead may be called; absent: it is in a call, or closed.
    private var since: [LeadID: Instant]
    /// Leads are asked for at every multiple of 5 s.
    private let patience = Duration.seconds(6)

    init(_ plan: CampaignPlan, leads: [DueLead]) {
        self.plan = plan
        self.leads = Dictionary(uniqueKeysWithValues: leads.map { ($0.id, $0) })
        since = self.leads.mapValues { _ in morning }
    }

    mutating func see(_ records: [Record]) {
        // The guarantee is for campaigns whose leads are all called in one mode, under hours alone.
        guard plan.calling.caps.isEmpty, plan.calling.quiet.isEmpty,
            plan.calling.doNotCall.isEmpty, plan.sequence.isEmpty, !plan.segments.hasModes
        else { return }
        for record in records {
            switch record {
            case .started(let start):
                check(start)
                since[start.lead] = nil
            case .ended(let end): set(end.start.lead, end.lead)
            case .disposed(let said): set(said.leadID, said.lead)
            case .refused(let refused): set(refused.leadID, refused.lead)
            default: break
            }
        }
    }

    private mutating func set(_ lead: LeadID, _ state: LeadState) {
        if case .due(let at) = state { since[lead] = at } else { since[lead] = nil }
    }

    private mutating func check(_ start: AttemptStart) {
        let lead = leads[start.lead]!
        let priority = plan.segments[lead.segment].priority
        checked += 1
        for (id, due) in since where due + patience < start.at {
            let other = leads[id]!
            guard plan.segments[other.segment].priority < priority, isOpen(other, at: start.at),
                isOpen(other, at: start.at + (.zero - patience))
            else { continue }
            complaints.append(
                "\(start.lead) of priority \(priority) is dialled at \(start.at), but \(id) of "
                    + "\(plan.segments[other.segment].priority) has waited since \(due)")
        }
    }

    private func isOpen(_ lead: DueLead, at now: Instant) -> Bool {
        let hours = plan.calling.hours
        return hours.isEmpty || hours[Int(lead.zone.raw)].opening(at: now) == now
    }
}
