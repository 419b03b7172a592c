import DialModel
import DialStore
import Testing

/// Leads handed over by the strategies of their segments.
struct SegmentOrderTests {
    @Test func `a higher priority comes first, retries before fresh leads, then those worth more`()
        throws
    {
        let store = try filled([("a", ""), ("b", ""), ("a", ""), ("b", ""), ("a", "")])
        var request = LeadRequest(2, before: at(0))
        request.segments = strategies([("a", 5), ("b", 1)], of: store)
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [2, 4])
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [1, 3])
        // Lead 4 is due again, and so is lead 1.
        for (attempt, lead) in [(1, 4), (2, 1)] as [(Int64, Int64)] {
            let dialled = start(attempt, lead: lead, at: 1)
            try store.write([.started(dialled), .ended(noAnswer(dialled, at: 9, due: 10))])
        }
        request.before = at(11)
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [4, 1])
        let last = try store.nextLeads(request)
        #expect(last.leads.map(\.id.raw) == [5] && last.nextDue == nil)
    }

    @Test func `segments of one priority get their shares, over many requests`() throws {
        let store = try filled((0..<4_000).map { ($0 % 2 == 0 ? "a" : "b", "") })
        var request = LeadRequest(7, before: at(0))
        request.segments = strategies([("a", 5), ("b", 5)], of: store, shares: ["a": 3, "b": 1])
        var counts = [0, 0, 0]
        for _ in 0..<100 {
            for lead in try store.nextLeads(request).leads { counts[Int(lead.segment.raw)] += 1 }
        }
        #expect(counts == [0, 525, 175])
    }

    @Test func `outside of its prime time a segment comes after all others, but it comes`() throws {
        let store = try filled([("a", "UTC"), ("b", "UTC"), ("a", "")])
        var request = LeadRequest(3, before: at(50))
        var all = strategies([("a", 1), ("b", 9)], of: store).all
        let evening = CallingTimes([CallingTimes.Span(from: at(100), to: at(200))])
        // Zones 0, not known, and 1, UTC.
        all[1].primeTime = [CallingTimes([CallingTimes.Span(from: at(0), to: at(60))]), evening]
        request.segments = SegmentStrategies(all)
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [3, 2, 1])
    }

    @Test func `leads of segments with a mode of their own are handed over apart`() throws {
        let store = try filled((0..<40).map { ($0 % 4 == 0 ? "large" : "", "") })
        var request = LeadRequest(100, before: at(0))
        var all = strategies([("large", 1)], of: store).all
        all[1].mode = .preview
        request.segments = SegmentStrategies(all)
        request.attended = 6
        let batch = try store.nextLeads(request)
        #expect(batch.attended.map(\.id.raw) == [1, 5, 9, 13, 17, 21] && batch.leads.count == 30)
        request.mode = .preview
        // Then it is as the campaign.
        #expect(try store.nextLeads(request).leads.map(\.id.raw) == [25, 29, 33, 37])
    }

    @Test(arguments: 0..<20)
    func `every lead is handed over once for each time it is sent back, and none twice`(
        seed: Int
    ) throws {
        var chance = SplitMix64(state: UInt64(seed) + 1)
        let names = ["", "a", "b", "c"]
        let zones = ["", "UTC", "Europe/Paris"]
        let count = 60
        let store = try filled(
            (0..<count).map { _ in
                (names[chance.below(4)], zones[chance.below(3)])
            })
        var request = LeadRequest(0, before: at(0))
        request.segments = strategies(
            [("a", UInt8(1 + chance.below(3))), ("b", 2), ("c", 3)], of: store)
        // How often each is to be handed over, and when it is due.
        var waiting = [Int64: Int64](uniqueKeysWithValues: (1...Int64(count)).map { ($0, -1) })
        var attempt: Int64 = 0
        var now: Int64 = 0
        for _ in 0..<200 {
            now += Int64(chance.below(30)) - 3
            request.count = chance.below(12)
            request.before = at(Double(now))
            let batch = try store.nextLeads(request)
            for lead in batch.leads {
                let due = waiting.removeValue(forKey: lead.id.raw)
                #expect(due != nil, "lead \(lead.id.raw) comes twice; seed \(seed)")
                #expect(
                    due ?? 0 < now || due == -1, "lead \(lead.id.raw) comes early; seed \(seed)")
                attempt += 1
                let dialled = start(
                    attempt, lead: lead.id.raw, ordinal: lead.attempts + 1, at: Double(now))
                let due2 = now + Int64(chance.below(40)) - 5
                try store.write([
                    .started(dialled),
                    .ended(noAnswer(dialled, at: Double(now), due: Double(due2))),
                ])
                waiting[lead.id.raw] = due2
            }
            if batch.leads.count < request.count {
                let late = waiting.filter { $0.value < now }
                #expect(late.isEmpty || batch.leads.contains { late[$0.id.raw] != nil })
                if let next = waiting.values.filter({ $0 >= now }).min() {
                    #expect(batch.nextDue != nil, "seed \(seed)")
                    #expect(batch.nextDue ?? at(0) <= at(Double(next)))
                }
            }
        }
        request.count = 1_000
        request.before = at(Double(now + 1_000))
        let left = Set(try store.nextLeads(request).leads.map(\.id.raw))
        #expect(left == Set(waiting.keys), "seed \(seed)")
    }

    // MARK: Stores

    private func filled(_ leads: [(segment: String, zone: String)]) throws -> Store {
        let store = try Store.inMemory()
        _ = try store.importLeads(
            leads.enumerated().map { place, lead in
                Lead(
                    number: number(Int64(place) + 1),
                    timeZone: lead.zone, segment: lead.segment)
            })
        return store
    }

    private func strategies(
        _ priorities: [(String, UInt8)], of store: Store, shares: [String: Double] = [:]
    ) -> SegmentStrategies {
        let names = (try? store.segments()) ?? []
        return SegmentStrategies(
            names.map { name in
                var strategy = SegmentStrategy(name: name)
                strategy.priority = priorities.first { $0.0 == name }?.1 ?? 5
                strategy.share = shares[name] ?? 1
                return strategy
            })
    }
}
