import DialModel
import Foundation
import GRDB
import Synchronization
import Testing

@testable import DialStore

/// Two stores that share a contact ledger, call by call.
@Suite struct ContactLedgerTests {
    let folder: Folder
    let path: String
    let wall = Wall()

    init() throws {
        folder = try Folder()
        path = folder.file("contacts.sqlite")
    }

    private func rules(
        _ caps: [FrequencyCap] = [], quiet: [Outcome: Duration] = [:]
    ) -> CallingRules {
        var rules = CallingRules()
        (rules.caps, rules.quiet, rules.isShared) = (caps, quiet, true)
        return rules
    }

    /// A campaign with leads 1 to `count`, on the ledger.
    private func campaign(
        _ name: String, leads count: Int = 3, at now: Double = 0, store: Store? = nil
    ) throws -> Store {
        let store = try store ?? Store.inMemory(leads: count)
        try store.begin(
            CampaignFacts(CampaignPlan(name: name, mode: .predictive), seed: 1, created: at(0)))
        try store.share(ledger(), at: at(now))
        return store
    }

    private func ledger(_ time: ContactLedger.Time = .simulated) throws -> ContactLedger {
        try ContactLedger.open(
            path, time: time, durability: .atCheckpoints, wall: { [wall] in wall.now })
    }

    /// The leads handed over, and why some would not be dialled.
    private func take(
        _ count: Int = 1, from store: Store, at now: Double, under rules: CallingRules? = nil
    ) throws -> [(lead: DueLead, refusal: RefusedLead?)] {
        let rules = rules ?? self.rules()
        return try store.nextLeads(count, before: at(now), under: rules).leads.map {
            ($0, rules.refusal(of: $0, at: at(now)))
        }
    }

    // MARK: At hand

    @Test func `a number that one campaign has at hand is not dialled by another`() throws {
        let (spring, summer) = (try campaign("spring"), try campaign("summer"))
        #expect(try take(2, from: spring, at: 1).map(\.refusal) == [nil, nil])
        let others = try take(3, from: summer, at: 1)
        #expect(
            others.map(\.refusal) == [
                RefusedLead(LeadID(1), .elsewhere, at: at(1), until: at(61)),
                RefusedLead(LeadID(2), .elsewhere, at: at(1), until: at(61)), nil,
            ])
        // However long it waits at hand: only the ledger can say whether it is free.
        #expect(rules().refusal(of: others[0].lead, at: at(900))?.reason == .elsewhere)

        try summer.write(others.compactMap { $0.refusal }.map(DialModel.Record.refused))
        try spring.write([
            .started(start(1, lead: 1, at: 2)),
            .ended(noAnswer(start(1, lead: 1, at: 2), at: 30, due: 4_000)),
        ])
        let again = try take(2, from: summer, at: 62)
        #expect(again.map(\.lead.id) == [LeadID(1), LeadID(2)])
        #expect(again.map { $0.refusal?.reason } == [nil, .elsewhere])
    }

    @Test func `a lead is at hand until its agent has said how the talk went`() throws {
        let (spring, summer) = (try campaign("spring"), try campaign("summer"))
        _ = try take(from: spring, at: 1)
        let call = start(1, lead: 1, at: 2)
        let end = talk(call, person: 10, delay: 1, talk: 60)
        try spring.write([.started(call), .ended(end)])
        let held = try take(from: summer, at: 80)
        #expect(held[0].refusal?.reason == .elsewhere)
        try summer.write([.refused(held[0].refusal!)])
        let refused = Outcome.connected(.refused)
        try spring.write([
            .disposed(
                Disposition(
                    attempt: AttemptID(1), leadID: LeadID(1), ordinal: 1, outcome: refused,
                    agent: AgentID(1), wrapUp: .seconds(20), at: at(91), lead: .closed))
        ])
        let rules = rules(quiet: [refused: .days(60)])
        let free = try take(from: summer, at: 200, under: rules)
        #expect(free[0].refusal?.reason == .quiet)
        #expect(free[0].lead.freeFrom == at(71) + .days(60))
    }

    @Test func `holds lapse after the process has died, not while it lives`() throws {
        let (spring, summer) = (try campaign("spring"), try campaign("summer"))
        _ = try take(from: spring, at: 1)
        for _ in 0..<10 {
            wall.pass(.seconds(100))
            _ = try spring.newsOfOthers()
        }
        let held = try take(from: summer, at: 1)[0].refusal
        #expect(held?.reason == .elsewhere)
        try summer.write([.refused(held!)])
        wall.pass(ContactLedger.lease + .seconds(1))
        #expect(try take(from: summer, at: 100)[0].refusal == nil)
        // The first comes to life again, and may not dial what is the other's now.
        #expect(throws: StoreError.holdsLost(path: path)) {
            try spring.write([.started(start(1, lead: 1, at: 101))])
        }
        #expect(try spring.calls() == [])
    }

    @Test func `a campaign that is resumed has its numbers, and a closed one none`() throws {
        let file = folder.file()
        var spring = try Store.open(file)
        _ = try spring.importLeads(leads(1))
        _ = try campaign("spring", store: spring)
        _ = try take(from: spring, at: 1)
        let summer = try campaign("summer", leads: 1)
        // Its process dies: nothing is given up.
        spring.memory.withLock { $0.ledger?.memory.withLock { $0.run = 0 } }
        spring.close()
        spring = try campaign("spring", store: try Store.open(file))
        #expect(try take(from: spring, at: 2)[0].refusal == nil)
        let held = try take(from: summer, at: 3)[0].refusal
        #expect(held?.reason == .elsewhere)
        try summer.write([.refused(held!)])
        spring.close()
        #expect(try take(from: summer, at: 100)[0].refusal == nil)
    }

    @Test func `all numbers of a person are held, and all or none`() throws {
        func person(_ numbers: Int64...) -> Lead {
            var lead = Lead(number: number(numbers[0]))
            lead.numbers = numbers.map { Lead.Number(kind: "phone", number: number($0)) }
            return lead
        }
        let stores = [
            try campaign("spring", leads: 0), try campaign("summer", leads: 0),
            try campaign("fall", leads: 0),
        ]
        _ = try stores[0].importLeads([person(1, 2)])
        _ = try stores[1].importLeads([person(3, 2)])
        _ = try stores[2].importLeads([person(3, 4)])
        #expect(try take(from: stores[0], at: 1)[0].refusal == nil)
        #expect(try take(from: stores[1], at: 1)[0].refusal?.reason == .elsewhere)
        #expect(try take(from: stores[2], at: 1)[0].refusal == nil)
    }

    // MARK: What others have done

    @Test func `calls of other campaigns count, to the number and to the person`() throws {
        let (spring, summer) = (try campaign("spring"), try campaign("summer", leads: 0))
        var person = Lead(number: number(9))
        person.numbers = [9, 1].map { Lead.Number(kind: "phone", number: number($0)) }
        _ = try summer.importLeads([person])
        _ = try take(from: spring, at: 1)
        try spring.write([
            .started(start(1, lead: 1, at: 2)),
            .ended(noAnswer(start(1, lead: 1, at: 2), at: 30, due: nil)),
        ])
        let perNumber = rules([FrequencyCap(attempts: 1, within: .hours(24), per: .number)])
        let perPerson = rules([FrequencyCap(attempts: 1, within: .hours(24))])
        let lead = try take(from: summer, at: 100, under: perNumber)[0]
        #expect(lead.refusal == nil)
        try summer.write([
            .returned(ReturnedLead(LeadID(1), at: at(100), lead: .due(at(100))))
        ])
        let again = try take(from: summer, at: 101, under: perPerson)[0]
        #expect(again.refusal?.reason == .frequency)
        #expect(again.refusal?.until == at(2) + .hours(24))
    }

    @Test func `outcomes of their own mean the same by their names`() throws {
        let wish = Outcome.connected(.custom(0))
        var plan = CampaignPlan(name: "spring", mode: .predictive)
        _ = plan.dispositions.add("not at work", connected: true)
        _ = plan.dispositions.add("on holiday", connected: true)
        let spring = try Store.inMemory(leads: 1)
        try spring.begin(CampaignFacts(plan, seed: 1, created: at(0)))
        try spring.share(ledger(), at: at(0))
        var other = CampaignPlan(name: "summer", mode: .predictive)
        _ = other.dispositions.add("on holiday", connected: true)
        let summer = try Store.inMemory(leads: 1)
        try summer.begin(CampaignFacts(other, seed: 1, created: at(0)))
        try summer.share(ledger(), at: at(0))
        _ = try take(from: spring, at: 1)
        let call = start(1, lead: 1, at: 2)
        try spring.write([
            .started(call),
            .ended(
                talk(
                    call, person: 10, delay: 1, talk: 9, .connected(.custom(1)), lead: .closed)),
        ])
        let lead = try take(from: summer, at: 60, under: rules(quiet: [wish: .days(9)]))[0]
        #expect(lead.refusal?.until == at(20) + .days(9))
    }

    @Test func `a store that joins brings its calls and complaints along`() throws {
        let spring = try Store.inMemory(leads: 2)
        let call = start(1, lead: 1, at: 2)
        try spring.write([
            .started(call), .ended(noAnswer(call, at: 30, due: nil)),
            .doNotCall(Objection(number: number(2), isLifted: false, at: at(40))),
        ])
        _ = try campaign("spring", at: 50, store: spring)
        let summer = try campaign("summer")
        #expect(try summer.sharedObjections() == [number(2)])
        let leads = try take(
            3, from: summer, at: 60,
            under: rules([FrequencyCap(attempts: 1, within: .hours(24))]))
        #expect(leads.map { $0.refusal?.reason } == [.frequency, .doNotCall, nil])
    }

    // MARK: Whom nobody calls

    @Test func `a complaint in one campaign holds for all, and what is lifted is lifted`() throws {
        let (spring, summer) = (try campaign("spring"), try campaign("summer"))
        func objection(_ lead: Int64, isLifted: Bool = false) -> DialModel.Record {
            .doNotCall(Objection(number: number(lead), isLifted: isLifted, at: at(5)))
        }
        try spring.write([objection(1), objection(2)])
        #expect(
            try summer.newsOfOthers() == [
                .init(number: number(1), campaign: "spring"),
                .init(number: number(2), campaign: "spring"),
            ])
        #expect(try summer.newsOfOthers() == [])
        #expect(try spring.newsOfOthers() == [])
        // Who has heard of it writes it down, and does not tell it once more.
        try summer.write([objection(1)])
        #expect(try spring.newsOfOthers() == [])
        try spring.write([objection(2, isLifted: true)])
        let leads = try take(2, from: summer, at: 6)
        #expect(leads.map { $0.refusal?.reason } == [.doNotCall, nil])
        #expect(leads[0].refusal?.until == nil)
        #expect(try campaign("fall").sharedObjections() == [number(1)])
    }

    // MARK: Trouble

    @Test func `a call that only the ledger has counts for others, and its place is free`() throws {
        let file = folder.file()
        let spring = try campaign("spring", store: try Store.open(file))
        _ = try spring.importLeads(leads(2))
        _ = try take(2, from: spring, at: 1)
        // The process dies after the ledger was written, and before the store: a batch that it refuses.
        #expect(throws: StoreError.self) {
            try spring.write([
                .started(start(1, lead: 1, at: 2)),
                .started(start(2, lead: 2, at: 2)),
                .skipped(
                    SkippedLead(
                        leadID: LeadID(99), ordinal: 1, agent: AgentID(1), reason: .other,
                        at: at(2), lead: .closed)),
            ])
        }
        spring.close()
        let again = try campaign("spring", at: 10, store: try Store.open(file))
        #expect(try again.calls() == [])
        let cap = rules([FrequencyCap(attempts: 1, within: .hours(24))])
        // Nobody was called by it, as it knows itself; others are careful.
        #expect(try take(2, from: again, at: 11, under: cap).map(\.refusal) == [nil, nil])
        try again.write([
            .started(start(1, lead: 1, at: 12)),
            .ended(noAnswer(start(1, lead: 1, at: 12), at: 30, due: nil)),
            // At the very instant at which the one before it was cut off.
            .started(start(2, lead: 2, at: 2)),
            .ended(noAnswer(start(2, lead: 2, at: 2), at: 30, due: nil)),
        ])
        let summer = try campaign("summer", leads: 1)
        let twice = rules([FrequencyCap(attempts: 2, within: .hours(24))])
        let lead = try take(from: summer, at: 40, under: twice)[0]
        #expect(lead.refusal?.until == at(2) + .hours(24))
    }

    @Test func `calls that were cut off end in the ledger as the store ends them`() throws {
        let file = folder.file()
        let spring = try campaign("spring", store: try Store.open(file))
        _ = try spring.importLeads(leads(1))
        _ = try take(from: spring, at: 1)
        try spring.write([.started(start(1, lead: 1, at: 2))])
        spring.close()
        let again = try Store.open(file)
        _ = try again.recover(retry: RetryRules(), at: at(70))
        _ = try campaign("spring", at: 70, store: again)
        let summer = try campaign("summer", leads: 1)
        let unknown = Outcome.notConnected(.unknown)
        let lead = try take(
            from: summer, at: 71, under: rules(quiet: [unknown: .hours(1)]))[0]
        #expect(lead.refusal?.until == at(70) + .hours(1))
    }

    @Test func `what cannot be written to the ledger is not dialled`() throws {
        let spring = try campaign("spring")
        _ = try take(from: spring, at: 1)
        let held = try #require(spring.memory.withLock { $0.ledger })
        try held.queue.inDatabase { try $0.execute(sql: "PRAGMA busy_timeout = 0") }
        var unsafe = Configuration()
        unsafe.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: unsafe)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let records: [DialModel.Record] = [.started(start(1, lead: 1, at: 2))]
        #expect(throws: StoreError.locked(path: path)) { try spring.write(records) }
        #expect(throws: StoreError.locked(path: path)) { _ = try take(from: spring, at: 3) }
        #expect(try spring.calls() == [])
        try other.inDatabase { try $0.execute(sql: "COMMIT") }
        try held.queue.inDatabase { try $0.execute(sql: "PRAGMA query_only = 1") }
        #expect(throws: StoreError.readOnly(path: path)) { try spring.write(records) }
        #expect(try spring.calls() == [])
        try held.queue.inDatabase { try $0.execute(sql: "PRAGMA query_only = 0") }
        try spring.write(records)
        #expect(try spring.calls().count == 1)
    }
}

/// The clock on the wall, for a test.
final class Wall: Sendable {
    private let instant = Mutex(at(1_000_000))
    var now: Instant { instant.withLock { $0 } }
    func pass(_ span: Duration) { instant.withLock { $0 = $0 + span } }
}
