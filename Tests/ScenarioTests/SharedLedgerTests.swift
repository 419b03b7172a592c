import DialEngine
import DialMath
import DialModel
import DialSimulation
import DialStore
import DialTestSupport
import DialWorld
import Foundation
import Synchronization
import Testing

/// Two campaigns with many people in common, interleaved at random over one contact ledger. What they
/// did is judged from their records alone.
@Suite struct SharedLedgerTests {
    @Test(arguments: 0..<100 as Range<UInt64>)
    func
        `two campaigns keep their caps together, never call a number both at once, and forget nobody`(
            seed: UInt64
        ) throws
    {
        let world = try Neighbours(seed)
        try world.run()
        let (first, second) = (world.campaigns[0], world.campaigns[1])
        #expect(first.isFinished && second.isFinished, "a campaign does not end (seed \(seed))")
        #expect(world.watch.complaints(about: world.rules) == [], "seed \(seed)")
        let listed = world.watch.listed
        for (place, campaign) in world.campaigns.enumerated() {
            for lead in campaign.leads where !world.watch.hasCalled(lead.id, by: place) {
                #expect(
                    lead.numbers.allSatisfy(listed.contains),
                    "campaign \(place) never called \(lead.id) (seed \(seed))")
            }
        }
        for campaign in world.campaigns { campaign.store.close() }
        #expect(try world.heldNumbers() == 0, "seed \(seed)")
    }

    @Test func `campaigns meet each other, and complaints of one reach the other`() throws {
        var (waits, heard, shared) = (0, 0, 0)
        for seed in 100..<110 as Range<UInt64> {
            let world = try Neighbours(seed)
            try world.run()
            waits += world.campaigns.map { $0.refusals[.elsewhere, default: 0] }.reduce(0, +)
            heard += world.campaigns.map { $0.refusals[.doNotCall, default: 0] }.reduce(0, +)
            shared += world.watch.sharedNumbers
        }
        #expect(waits > 0)
        #expect(heard > 0)
        #expect(shared > 100)
    }
}

/// Two campaigns, each over a store of its own in memory, and a ledger on disk.
private final class Neighbours {
    struct Campaign {
        var leads: [PersonLead]
        var simulation: Simulation
        var store: Store
        var isFinished = false
        var refusals: [Refusal: Int] = [:]
    }

    struct PersonLead {
        var id: LeadID
        var numbers: [PhoneNumber]
    }

    var campaigns: [Campaign] = []
    var watch: LedgerWatch
    let rules: CallingRules
    private let chance: Chance
    private let folder: URL
    private let wall = WallClock()

    init(_ seed: UInt64) throws {
        chance = Chance(seed: seed, stream: "neighbours")
        rules = Self.rules(chance)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "dialpace-shared-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        watch = LedgerWatch()
        for place in 0..<2 as Range<UInt64> {
            campaigns.append(try campaign(place, seed))
        }
        watch.leads = campaigns.map { campaign in
            Dictionary(uniqueKeysWithValues: campaign.leads.map { ($0.id, $0.numbers) })
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func rules(_ chance: Chance) -> CallingRules {
        var rules = CallingRules()
        rules.isShared = true
        if chance.happens(0.8, 0) {
            let scope: FrequencyCap.Scope = chance.happens(0.5, 1) ? .number : .person
            rules.caps = [
                FrequencyCap(
                    attempts: 1 + Int(2 * chance.uniform(2)), within: .hours(24), per: scope)
            ]
        }
        if chance.happens(0.5, 3) { rules.caps.append(FrequencyCap(attempts: 3, within: .days(4))) }
        if chance.happens(0.6, 4) {
            rules.quiet = [.connected(.refused): .days(3), .notConnected(.busy): .hours(2)]
        }
        if chance.happens(0.6, 5) { rules.complaints = [.connected(.refused)] }
        return rules
    }

    /// Sixty people, forty of them also the other's; some have two numbers, of which the other may know
    /// but the second.
    private func people(of place: UInt64) -> [Lead] {
        (1...60 as ClosedRange<UInt64>).map { person in
            let person = person + 20 * place
            let first = PhoneNumber(digits: 99_900_000_000 + person)
            let second = PhoneNumber(digits: 99_900_001_000 + person)
            let isByNumberOnly = place == 1 && chance.happens(0.15, person, 10)
            var lead = Lead(number: isByNumberOnly ? second : first)
            if !isByNumberOnly, chance.happens(0.3, person, 11 + place) {
                lead.numbers = [
                    Lead.Number(kind: "a", number: first), Lead.Number(kind: "b", number: second),
                ]
            }
            return lead
        }
    }

    private func campaign(_ place: UInt64, _ seed: UInt64) throws -> Campaign {
        let modes = [DialMode.predictive, .progressive, .preview]
        var plan = quickPlan(modes[Int(3 * chance.uniform(place, 20))])
        plan.name = "campaign \(place)"
        plan.retry.attempts = 3
        plan.retry.after[.connected(.refused)] = .minutes(20)
        plan.preview.skippedAgainAfter = .minutes(1)
        plan.calling = rules
        var crew = CrewPlan()
        crew.skips = 0
        crew.promises = CrewPlan.Promises(
            share: 0.5, after: .uniform(low: 60, high: 86_400), own: 0.5)
        crew.repeatsReady = .seconds(60)
        let hasFaults = chance.happens(0.5, place, 21)
        let simulation = simulation(
            plan, seed: seed + 1_000 * place, crew: crew,
            faults: hasFaults ? FaultTests.faults(seed: seed, agents: plan.agents) : nil)
        let store = try Store.inMemory()
        let list = people(of: place)
        _ = try store.importLeads(list)
        let ledger = try ContactLedger.open(
            folder.appendingPathComponent("contacts.sqlite").path, time: .simulated,
            durability: .atCheckpoints, wall: { [wall] in wall.now })
        try store.share(ledger, at: morning)
        let leads = list.enumerated().map { place, lead in
            PersonLead(
                id: LeadID(Int64(place + 1)),
                numbers: lead.numbers.isEmpty ? [lead.number] : lead.numbers.map(\.number))
        }
        return Campaign(leads: leads, simulation: simulation, store: store)
    }

    func run() throws {
        let limit = morning + .days(100)
        var step: UInt64 = 0
        while let place = next(before: limit) {
            // Mostly small steps, so that they get into each other's way.
            let most = [10.0, 120, 7_200][Int(3 * chance.uniform(step, 30))]
            let length = Duration(drawn: 1 + most * chance.uniform(step, 31))
            step += 1
            try advance(place, to: campaigns[place].simulation.now + length)
            try listen()
        }
    }

    /// Whoever is behind; at times the other.
    private func next(before limit: Instant) -> Int? {
        campaigns.indices.filter {
            !campaigns[$0].isFinished && campaigns[$0].simulation.now < limit
        }.min { campaigns[$0].simulation.now < campaigns[$1].simulation.now }
    }

    private func advance(_ place: Int, to end: Instant) throws {
        while campaigns[place].simulation.now < end {
            let stop = campaigns[place].simulation.run(until: end)
            let records = campaigns[place].simulation.takeRecords()
            try campaigns[place].store.write(records)
            watch.see(records, of: place)
            for case .refused(let refusal) in records {
                campaigns[place].refusals[refusal.reason, default: 0] += 1
            }
            switch stop {
            case .leads(let count):
                let request = campaigns[place].simulation.dialer.request(
                    for: count, before: campaigns[place].simulation.now)
                let batch = try campaigns[place].store.nextLeads(request)
                campaigns[place].simulation.supply(batch)
            case .finished:
                campaigns[place].isFinished = true
                try campaigns[place].store.endRun(at: end)
                return
            default: break
            }
        }
    }

    /// Some time has passed; both hear of it before either goes on.
    private func listen() throws {
        wall.now = campaigns.map(\.simulation.now).max()!
        for place in campaigns.indices {
            let news = try campaigns[place].store.newsOfOthers()
            if news.isEmpty { continue }
            campaigns[place].simulation.instruct(
                Instruction(news.map { .doNotCall($0.number) }, by: "the other"))
        }
    }

    func heldNumbers() throws -> Int {
        let ledger = try ContactLedger.openForReading(
            folder.appendingPathComponent("contacts.sqlite").path, wall: { .epoch })
        defer { ledger.close() }
        return try ledger.heldNumbers()
    }
}

/// The clock on the wall, for a test.
private final class WallClock: Sendable {
    private let instant = Mutex(morning)
    var now: Instant {
        get { instant.withLock { $0 } }
        set { instant.withLock { $0 = newValue } }
    }
}

/// What campaigns did, by their records; it knows no ledger.
struct LedgerWatch {
    struct Call {
        /// Its place among all calls as they were made. One campaign may be ahead of the other by its
        /// clock: what a call could go by is what was there before it.
        var place: Int
        var campaign: Int
        var lead: LeadID
        var number: PhoneNumber
        var started: Instant
        var ended: Instant?
        var outcome: Outcome?
    }

    /// The numbers of each campaign's leads.
    var leads: [[LeadID: [PhoneNumber]]] = []
    private(set) var calls: [Call] = []
    private var places: [[AttemptID: Int]] = [[:], [:]]
    /// Numbers that one of them was asked not to call, and calls to them from then on.
    private(set) var listed: Set<PhoneNumber> = []
    private var callsListed: [String] = []

    mutating func see(_ records: [Record], of campaign: Int) {
        for record in records {
            switch record {
            case .started(let start):
                if listed.contains(start.number) { callsListed.append("\(start) is on the list") }
                places[campaign][start.attempt] = calls.count
                calls.append(
                    Call(
                        place: calls.count, campaign: campaign, lead: start.lead,
                        number: start.number,
                        started: start.at))
            case .ended(let end):
                let place = places[campaign][end.start.attempt]!
                (calls[place].ended, calls[place].outcome) = (end.at, end.outcome)
            case .disposed(let disposition):
                calls[places[campaign][disposition.attempt]!].outcome = disposition.outcome
            case .doNotCall(let objection):
                listed.insert(objection.number)
            default: break
            }
        }
    }

    func hasCalled(_ lead: LeadID, by campaign: Int) -> Bool {
        calls.contains { $0.campaign == campaign && $0.lead == lead }
    }

    /// Numbers that both have called.
    var sharedNumbers: Int {
        let numbers = (0..<2).map { campaign in
            Set(calls.lazy.filter { $0.campaign == campaign }.map(\.number))
        }
        return numbers[0].intersection(numbers[1]).count
    }

    func complaints(about rules: CallingRules) -> [String] {
        var complaints = callsListed
        let byNumber = Dictionary(grouping: calls, by: \.number)
        for (number, calls) in byNumber {
            let calls = calls.sorted { $0.started < $1.started }
            for (call, next) in zip(calls, calls.dropFirst())
            where call.ended.map({ $0 > next.started }) ?? true {
                complaints.append("two calls to \(number) at once: \(call), \(next)")
            }
        }
        for call in calls {
            let numbers = leads[call.campaign][call.lead]!
            let all = numbers.flatMap { byNumber[$0] ?? [] }
            let before = all.filter { $0.place <= call.place }
            for cap in rules.caps {
                let theirs =
                    cap.per == .person ? before : all.filter { $0.number == call.number }
                let counted = theirs.filter {
                    $0.started <= call.started && call.started - $0.started < cap.within
                }
                if counted.count > cap.attempts { complaints.append("\(call) is over \(cap)") }
            }
            for other in before {
                guard let outcome = other.outcome, let quiet = rules.quiet[outcome],
                    let ended = other.ended, ended <= call.started, call.started - ended < quiet
                else { continue }
                complaints.append("\(call) breaks the quiet after \(other)")
            }
        }
        return complaints
    }
}
