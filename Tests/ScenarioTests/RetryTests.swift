import DialEngine
import DialMath
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// Random retry rules in random campaigns: whatever is recorded as due is what the rules say, worked out
/// in another way.
@Suite struct RetryTests {
    @Test func `a lead is due when its rule says, never earlier, and never after its last attempt`()
    {
        var met: Set<String> = []
        for seed in 0..<300 as Range<UInt64> {
            var campaign = RetryCampaign(seed: seed)
            let complaints = campaign.run(met: &met)
            #expect(complaints == [], "seed \(seed)")
            if !complaints.isEmpty { return }
        }
        #expect(met == ["fixed", "same", "growing", "part", "best", "closed", "last", "changed"])
    }
}

/// One campaign of few leads over some days, on the second and fourth of which clocks are changed.
private struct RetryCampaign {
    let seed: UInt64
    let chance: Chance
    var plan: CampaignPlan
    var zones: [LeadID: Int] = [:]
    /// Minutes that clocks are ahead of universal time, by zone, from so many minutes after the beginning.
    let offsets: [[(from: Int, ahead: Int)]]

    init(seed: UInt64) {
        self.seed = seed
        let chance = Chance(seed: seed, stream: "retry rules")
        self.chance = chance
        func any(_ key: UInt64, _ range: Range<Int>) -> Int { Self.any(chance, key, range) }
        let changes = [any(1, 1_000..<2_500), any(2, 4_000..<6_000)]
        let ahead = 15 * any(3, -40..<50)
        offsets = [
            [(0, 60)], [(0, -300), (changes[0], -240), (changes[1], -300)],
            [(0, ahead), (changes[0], ahead - 60), (changes[1], ahead)],
        ]
        plan = quickPlan(.progressive, agents: 3)
        plan.utcOffset = .hours(1)
        plan.clocks = offsets.map { parts in
            ZoneClock(
                parts.map {
                    .init(
                        from: $0.from == 0 ? .epoch : morning + .minutes(Int64($0.from)),
                        ahead: .minutes(Int64($0.ahead)))
                })
        }
        plan.retry = Self.rules(chance)
    }

    static func any(_ chance: Chance, _ key: UInt64, _ range: Range<Int>) -> Int {
        range.lowerBound + Int(chance.uniform(key, 77) * Double(range.count))
    }

    static func rules(_ chance: Chance) -> RetryRules {
        func any(_ key: UInt64, _ range: Range<Int>) -> Int { Self.any(chance, key, range) }
        var rules = RetryRules()
        rules.attempts = UInt16(any(10, 2..<7))
        rules.after = [:]
        if chance.happens(0.5, 11) {
            rules.dayParts = (0..<any(12, 2..<6)).map { place in
                let from = 240 * place + any(20 + UInt64(place), 0..<120)
                return DayPart(
                    "\(place)", from: .minutes(Int64(from)),
                    to: .minutes(Int64(from + any(30 + UInt64(place), 1..<120))))
            }
        }
        for outcome in Outcome.builtIn {
            let key = 100 + 10 * UInt64(outcome.code)
            let wait = Duration.seconds(Int64(any(key, 0..<20_000)))
            let more = Duration.seconds(Int64(any(key + 1, 1..<180_000)))
            let most = chance.happens(0.3, key + 2) ? UInt16(any(key + 3, 1..<5)) : nil
            switch any(key + 4, 0..<7) {
            case 0: break
            case 1, 2: rules.after[outcome] = wait
            case 3: rules.varied[outcome] = RetryWait(.same, wait: wait, attempts: most ?? 2)
            case 4:
                let factor = 1 + Double(any(key + 5, 0..<30)) / 10
                rules.varied[outcome] = RetryWait(
                    .growing(factor: factor, upTo: wait + more), wait: wait, attempts: most)
            case 5: rules.varied[outcome] = RetryWait(.nextDayPart, wait: wait, attempts: most)
            default:
                rules.varied[outcome] = RetryWait(
                    .best(within: wait + more), wait: wait, attempts: most)
            }
        }
        return rules
    }

    // MARK: What happens

    mutating func run(met: inout Set<String>) -> [String] {
        let leads = inventedLeads(12).map { lead in
            var lead = lead
            // One zone more than there are clocks: for it the campaign's own holds.
            lead.zone = ZoneID(UInt16(Self.any(chance, 500 + UInt64(lead.id.raw), 0..<4)))
            lead.segment = SegmentID(UInt8(lead.id.raw % 2))
            return lead
        }
        for lead in leads { zones[lead.id] = Int(lead.zone.raw) }
        var simulation = simulation(plan, seed: seed)
        var list = LeadList(leads)
        var complaints: [String] = []
        var attempts: [AttemptID: AttemptStart] = [:]
        var persons: Set<AttemptID> = []
        var calls = 0
        while simulation.now < morning + .days(9) {
            let stop = simulation.run(until: simulation.now + .hours(1))
            for record in simulation.takeRecords() {
                list.note([record])
                switch record {
                case .ended(let end):
                    attempts[end.start.attempt] = end.start
                    if end.personAt != nil { persons.insert(end.start.attempt) }
                    if end.lead == .inWrapUp { continue }
                    let tells = end.personAt != nil || HourCount.tells(end.outcome.code)
                    calls += tells ? 1 : 0
                    check(end.start, end.outcome, end.at, end.lead, &complaints, &met)
                case .disposed(let said):
                    calls += 1
                    if let start = attempts[said.attempt] {
                        check(start, said.outcome, said.at, said.lead, &complaints, &met)
                    }
                default: break
                }
            }
            if case .leads(let count) = stop {
                simulation.supply(list.next(count, before: simulation.now))
            }
            if stop == .finished { break }
        }
        complaints += countingFaults(simulation, calls: calls, people: persons.count)
        return complaints
    }

    /// Every call that tells of people has been learned from once, if anything is to be learned.
    private func countingFaults(
        _ simulation: Simulation, calls: Int, people: Int
    ) -> [String] {
        var seen = (calls: 0, people: 0)
        for segment: UInt8 in 0..<2 {
            for place in 0..<LocalHour.count {
                let hour = LocalHour(hour: place % 24, isWeekend: place >= 24)
                let count = simulation.dialer.bestHours.count(of: SegmentID(segment), at: hour)
                seen.calls += count.calls
                seen.people += count.people
            }
        }
        let expected = plan.retry.usesBestHour ? (calls, people) : (0, 0)
        return seen == expected ? [] : ["learned \(seen), expected \(expected)"]
    }

    // MARK: What is right, worked out apart

    private func check(
        _ start: AttemptStart, _ outcome: Outcome, _ now: Instant, _ lead: LeadState,
        _ complaints: inout [String], _ met: inout Set<String>
    ) {
        let what = "\(start.attempt) \(outcome), attempt \(start.ordinal): \(lead)"
        let rule = plan.retry.varied[outcome]
        let most = min(plan.retry.attempts, rule?.attempts ?? .max)
        if start.ordinal >= most || (rule == nil && plan.retry.after[outcome] == nil) {
            met.insert(start.ordinal >= most ? "last" : "closed")
            if lead != .closed { complaints.append("\(what), but it is over") }
            return
        }
        guard case .due(let due) = lead else { return complaints.append("\(what), but not over") }
        func expect(_ expected: Instant, _ kind: String) {
            met.insert(kind)
            // An abandoned person is due when the line is free, at the earliest.
            let busy = outcome == .connected(.abandoned) ? Duration.seconds(16) : .zero
            if due != max(expected, now + busy) { complaints.append("\(what), not \(expected)") }
        }
        guard let rule else { return expect(now + plan.retry.after[outcome]!, "fixed") }
        let from = now + rule.wait
        switch rule.kind {
        case .same: expect(from, "same")
        case .growing(let factor, let upTo):
            var span = rule.wait.seconds
            for _ in 1..<Int(start.ordinal) { span = min(upTo.seconds, span * factor) }
            expect(now + Duration(drawn: min(upTo.seconds, span)), "growing")
        case .nextDayPart:
            expect(nextPart(after: start, from: from), "part")
            if offset(start.lead, at: now) != offset(start.lead, at: due) { met.insert("changed") }
        case .best(let within):
            met.insert("best")
            if due < from || due > max(from, now + within) {
                complaints.append("\(what), not from \(from) to \(now + within)")
            }
        }
    }

    /// Minute by minute: when the clock on the wall, which may be put back, first shows the beginning of a
    /// part that the call was not made in.
    private func nextPart(after start: AttemptStart, from: Instant) -> Instant {
        func wall(_ minute: Int64) -> Int64 {
            minute + Int64(offset(start.lead, at: .epoch + .minutes(minute)))
        }
        let mine = plan.retry.dayParts.first {
            let time = floorMod(
                start.at.nanoseconds + Int64(offset(start.lead, at: start.at)) * 60_000_000_000,
                86_400_000_000_000)
            return $0.from.nanoseconds <= time && time < $0.to.nanoseconds
        }
        let first = from.nanoseconds / 60_000_000_000
        var highest = wall(first - 3 * 1_440)
        for minute in (first - 3 * 1_440 + 1)... {
            let shown = wall(minute)
            for part in plan.retry.dayParts where part != mine {
                let begins = part.from.nanoseconds / 60_000_000_000
                // The latest beginning that is not after what is shown.
                let latest = shown - floorMod(shown - begins, 1_440)
                let at = Instant.epoch + .minutes(minute)
                if latest > highest, at >= from { return at }
            }
            highest = max(highest, shown)
        }
        return .never
    }

    private func floorMod(_ value: Int64, _ span: Int64) -> Int64 {
        ((value % span) + span) % span
    }

    /// In minutes.
    private func offset(_ lead: LeadID, at now: Instant) -> Int {
        let zone = zones[lead]!
        if zone >= offsets.count { return 60 }
        return offsets[zone].last { $0.from == 0 || now >= morning + .minutes(Int64($0.from)) }!
            .ahead
    }
}
