import DialModel
import Testing

@testable import DialStore

/// The store against a lead source so simple that it must be right, over random campaigns.
@Suite struct LeadSourceModelTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the store hands over what a plain list would`(seed: UInt64) throws {
        var campaign = try RandomCampaign(seed: seed)
        for _ in 0..<400 { try campaign.step() }
        #expect(campaign.handedOver > 50)
    }
}

/// Every lead's state in an array, searched and sorted anew at each question.
private struct PlainLeads {
    struct Entry {
        var state = LeadState.fresh
        var inHand = false
        var attempts: UInt16 = 0
    }
    var entries: [Entry] = []

    mutating func next(_ count: Int, before now: Instant) -> LeadBatch {
        var waiting: [(due: Instant, id: Int)] = []
        var fresh: [Int] = []
        for (id, entry) in entries.enumerated() where !entry.inHand {
            if case .due(let due) = entry.state { waiting.append((due, id)) }
            if entry.state == .fresh { fresh.append(id) }
        }
        waiting.sort { ($0.due, $0.id) < ($1.due, $1.id) }
        let taken = (waiting.filter { $0.due < now }.map(\.id) + fresh).prefix(count)
        for id in taken { entries[id].inHand = true }
        let left = waiting.first { !entries[$0.id].inHand }
        return LeadBatch(
            leads: taken.map {
                let id = Int64($0 + 1)
                return DueLead(id: LeadID(id), number: number(id), attempts: entries[$0].attempts)
            },
            nextDue: taken.count < count ? left?.due : nil)
    }
}

private struct RandomCampaign {
    let folder: Folder
    var store: Store
    var plain = PlainLeads()
    var random: SplitMix64
    var now: Double = 100
    var attempt: Int64 = 0
    /// Started, and not ended.
    var open: [AttemptStart] = []
    var handedOver = 0

    init(seed: UInt64) throws {
        folder = try Folder()
        store = try Store.open(folder.file())
        random = SplitMix64(state: seed)
        try importLeads()
    }

    mutating func step() throws {
        switch random.below(20) {
        case 0: now += 60
        case 1: now -= Double(random.below(20))
        case 2: try importLeads()
        case 3: try skip()
        case 4: try refusedBatch()
        case 5 where random.below(8) == 0: try crash()
        case 6..<12: try write()
        default: try ask()
        }
    }

    private mutating func ask() throws {
        now += Double(random.below(4))
        let count = random.below(12)
        let batch = try store.nextLeads(count, before: at(now))
        let expected = plain.next(count, before: at(now))
        #expect(batch.leads == expected.leads)
        #expect(batch.nextDue == expected.nextDue)
        handedOver += batch.leads.count
    }

    private mutating func importLeads() throws {
        let more = random.below(30)
        _ = try store.importLeads(leads(more, from: plain.entries.count + 1))
        plain.entries += Array(repeating: .init(), count: more)
    }

    /// Starts some of the leads in hand and ends some of the attempts, at instants that may lie
    /// well before the last question, with waits that may be nothing.
    private mutating func write() throws {
        var records: [DialModel.Record] = []
        for id in plain.entries.indices where plain.entries[id].inHand {
            if open.contains(where: { $0.lead.raw == id + 1 }) || random.below(3) == 0 { continue }
            attempt += 1
            let begun = start(
                attempt, lead: Int64(id + 1), ordinal: plain.entries[id].attempts + 1,
                at: now - Double(random.below(10)))
            records.append(.started(begun))
            open.append(begun)
        }
        var still: [AttemptStart] = []
        for begun in open {
            if random.below(3) == 0 {
                still.append(begun)
                continue
            }
            let ended = now - Double(random.below(10))
            let state = randomState(after: ended)
            let id = Int(begun.lead.raw - 1)
            plain.entries[id] = .init(state: state, attempts: begun.ordinal)
            var end = noAnswer(begun, at: ended, due: nil)
            end.lead = state
            records.append(.ended(end))
        }
        open = still
        try store.write(records)
    }

    private mutating func randomState(after ended: Double) -> LeadState {
        switch random.below(6) {
        case 0: .closed
        case 1: .due(at(ended))
        default: .due(at(ended + Double(random.below(30))))
        }
    }

    /// Skips any lead, in hand or not.
    private mutating func skip() throws {
        if plain.entries.isEmpty { return }
        let id = random.below(plain.entries.count)
        if open.contains(where: { $0.lead.raw == id + 1 }) { return }
        let state = randomState(after: now)
        plain.entries[id].state = state
        plain.entries[id].inHand = false
        plain.entries[id].attempts += 1
        try store.write([
            .skipped(
                SkippedLead(
                    leadID: LeadID(Int64(id + 1)), ordinal: 1, agent: AgentID(1), reason: .later,
                    at: at(now),
                    lead: state))
        ])
    }

    /// A batch that fails must not send back the leads it speaks of.
    private mutating func refusedBatch() throws {
        guard let id = plain.entries.firstIndex(where: { $0.inHand }) else { return }
        func skipped(_ lead: Int64) -> DialModel.Record {
            .skipped(
                SkippedLead(
                    leadID: LeadID(lead), ordinal: 1, agent: AgentID(1), reason: .later,
                    at: at(now),
                    lead: .due(at(0))))
        }
        #expect(throws: StoreError.self) {
            try store.write([skipped(Int64(id + 1)), skipped(1 << 40)])
        }
    }

    private mutating func crash() throws {
        store.close()
        store = try Store.open(folder.file())
        let recovery = try store.recover(retry: RetryRules(), at: at(now))
        #expect(recovery.closed.map(\.start) == open.sorted { $0.attempt < $1.attempt })
        #expect(recovery.nextAttempt == AttemptID(attempt + 1))
        for id in plain.entries.indices { plain.entries[id].inHand = false }
        for closed in recovery.closed {
            let id = Int(closed.start.lead.raw - 1)
            plain.entries[id] = .init(state: closed.lead, attempts: closed.start.ordinal)
        }
        open = []
    }
}

/// > Source: G. L. Steele, D. Lea and C. H. Flood (2014), doi:10.1145/2660193.2660195.
struct SplitMix64 {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
