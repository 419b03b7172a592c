import DialModel
import DialPorts
import Testing

@testable import DialStore

/// Deals in the store: opened with the disposition, moved by news and by calls, all at once or not.
@Suite struct CaseTests {
    private let store: Store
    private let deal = Outcome.connected(.deal)

    init() throws { store = try Self.made(.inMemory(leads: 5)) }

    private static func made(_ store: Store) throws -> Store {
        var rules = ConfirmationRules()
        rules.after = [.connected(.deal)]
        let facts = CampaignFacts(name: "spring", seed: 7, mode: .progressive, created: at(0))
        try store.begin(facts)
        try store.follow(rules, as: facts)
        return store
    }

    /// A call to the lead that an agent says so much of.
    private func call(
        _ attempt: Int64, lead: Int64, ordinal: UInt16 = 1, _ outcome: Outcome,
        at seconds: Double, then state: LeadState = .closed, in store: Store? = nil
    ) throws {
        let start = start(attempt, lead: lead, ordinal: ordinal, at: seconds)
        try (store ?? self.store).write([
            .started(start), .ended(talk(start, person: seconds + 5, delay: 0, talk: 60)),
            .disposed(
                Disposition(
                    attempt: AttemptID(attempt), leadID: LeadID(lead), ordinal: ordinal,
                    outcome: outcome, agent: AgentID(1), wrapUp: .seconds(5),
                    at: at(seconds + 70), lead: state)),
        ])
    }

    private func news(
        _ id: String, _ state: String, case number: Int64 = 1, at seconds: Double? = nil,
        revisit: Double? = nil
    ) -> CaseNews {
        CaseNews(
            id: id, caseID: CaseID(number), state: state, at: seconds.map(at(_:)),
            revisit: revisit.map(at(_:)), by: "shop")
    }

    private func known(_ lead: Int64 = 1, in store: Store? = nil) throws -> CaseHistory {
        try #require(try (store ?? self.store).cases(of: LeadID(lead)).last)
    }

    @Test func `a deal opens a case and its message, and no other outcome does`() throws {
        try call(1, lead: 1, deal, at: 0)
        try call(2, lead: 2, .connected(.refused), at: 0)
        #expect(try store.openCases() == 1)
        let message = try #require(try store.dueMessages(9, at: at(100)).first)
        #expect(message.caseID == CaseID(1) && message.id.hasSuffix("-1-1"))
        for part in [
            "\"change\":\"opened\"", "\"state\":\"pending\"", "\"number\":\"+3610000001\"",
            "\"outcome\":\"deal\"", "\"at\":\"1970-01-01T00:01:10Z\"", "\"agent\":1",
        ] { #expect(message.body.contains(part), "\(part) in \(message.body)") }
        #expect(try known().state == .pending)
    }

    @Test func `a batch that is not kept opens nothing`() throws {
        let start = start(1, lead: 1)
        var end = noAnswer(start, at: 10, due: nil)
        end.outcome = deal
        #expect(throws: StoreError.self) {
            try store.write([
                .started(start), .ended(end),
                .ended(noAnswer(DialStoreTests.start(9, lead: 2), at: 1, due: nil)),
            ])
        }
        #expect(try store.openCases() == 0)
        #expect(try store.dueMessages(9, at: .never) == [])
    }

    @Test func `news moves a case once, however often it comes`() throws {
        try call(1, lead: 1, deal, at: 0)
        for _ in 0..<3 {
            _ = try store.takeNews([news("n1", "sold", at: 200)], at: at(300))
        }
        #expect(try known().state == .sold)
        #expect(try known().changes.count == 1)
        #expect(try store.openCases() == 0)
    }

    @Test func `news that says no time comes after all that is known`() throws {
        try call(1, lead: 1, deal, at: 0)
        _ = try store.takeNews(
            [
                news("z", "revisit scheduled", revisit: 900), news("y", "on hold"),
                news("x", "sold"),
            ],
            at: at(300))
        _ = try store.takeNews([news("w", "cancelled")], at: at(300))
        #expect(
            try known().changes.map(\.state.name) == [
                "revisit scheduled", "on hold", "sold", "cancelled",
            ])
        #expect(try known().state == .sold)
    }

    @Test func `news that cannot be is kept with the reason`() throws {
        try call(1, lead: 1, deal, at: 0)
        _ = try store.takeNews(
            [
                news("n1", "sold", at: 200), news("n2", "cancelled", at: 201),
                news("n3", "lost"), news("n4", "sold", case: 99),
            ], at: at(300))
        #expect(try known().state == .sold)
        let figures = try #require(try store.report().cases)
        #expect(
            figures.refused.map(\.why) == [
                "it is sold, which is final; cancelled cannot follow",
                "there is no case 99",
                "this campaign has no state \"lost\"; known: pending, sold, cancelled, "
                    + "revisit scheduled, rescheduled, on hold",
            ])
        // A case that is opened later has nothing to do with what was said of its number before.
        for lead in 2...5 as ClosedRange<Int64> { try call(lead, lead: lead, deal, at: 400) }
        #expect(try known(5).changes.isEmpty)
    }

    @Test func `a revisit is a promised call of its lead, though it was closed`() throws {
        try call(1, lead: 1, deal, at: 0)
        let orders = try store.takeNews(
            [news("n1", "revisit scheduled", at: 200, revisit: 1_000)], at: at(300))
        #expect(orders.open == 1)
        #expect(orders.revisits == [RevisitOrder(LeadID(1), at: at(1_000), wasClosed: true)])
        #expect(try store.report().leads.promised == 1)
        let batch = try store.nextLeads(9, before: at(1_000))
        #expect(batch.callbacks.map(\.lead.id.raw) == [1])
        #expect(batch.callbacks.map(\.callback) == [Callback(at: at(1_000))])
        // It is sold by the call.
        try store.write([
            .callback(
                CallbackEnd(
                    LeadID(1), Callback(at: at(1_000)), at: at(1_000), attempt: AttemptID(2)))
        ])
        try call(2, lead: 1, ordinal: 2, deal, at: 1_000)
        #expect(try known().state == .sold)
        #expect(try store.cases(of: LeadID(1)).count == 1, "the revisit is no deal of its own")
        #expect(try store.report().cases?.states.first?.node == .revisit)
        #expect(try store.takeNews([], at: at(1_100)).revisits == [])
    }

    @Test(arguments: [
        (Outcome.connected(.refused), LeadState.closed, "cancelled"),
        (.connected(.interested), .closed, "on hold"),
        (.connected(.followUp), .promised(at(9_000)), "rescheduled"),
        (.connected(.hungUp), .closed, "on hold"),
        (.connected(.hungUp), .due(at(5_000)), "revisit scheduled"),
    ])
    func `the outcome of a revisit says how the deal stands`(
        outcome: Outcome, lead: LeadState, state: String
    ) throws {
        try call(1, lead: 1, deal, at: 0)
        _ = try store.takeNews([news("n1", "revisit scheduled", revisit: 1_000)], at: at(300))
        try call(2, lead: 1, ordinal: 2, outcome, at: 1_000, then: lead)
        let found = try known()
        #expect(found.state.name == state)
        #expect((state == "rescheduled") == (found.revisit == at(9_000)))
        #expect(try store.takeNews([], at: at(1_100)).revisits == [], "nothing more is arranged")
    }

    @Test func `a revisit whose time comes in wrap-up is arranged when the lead is closed`() throws
    {
        let first = start(1, lead: 1)
        try call(1, lead: 1, deal, at: 0)
        _ = try store.takeNews([news("n1", "revisit scheduled", revisit: 500)], at: at(300))
        let second = start(2, lead: 1, ordinal: 2, at: 500)
        try store.write([.started(second)])
        let moved = news("n2", "revisit scheduled", at: 510, revisit: 2_000)
        #expect(try store.takeNews([moved], at: at(510)).revisits == [], "it is in a call")
        try store.write([
            .ended(noAnswer(second, at: 530, due: nil))
        ])
        #expect(try known().state == .onHold, "nobody was reached and nobody will be")
        let again = news("n3", "revisit scheduled", at: 600, revisit: 2_000)
        #expect(
            try store.takeNews([again], at: at(600)).revisits
                == [RevisitOrder(LeadID(1), at: at(2_000), wasClosed: true)])
        #expect(first.lead == second.lead)
    }

    @Test func `a revisit is moved with its news, and given up with it`() throws {
        try call(1, lead: 1, deal, at: 0)
        _ = try store.takeNews([news("n1", "revisit scheduled", at: 1, revisit: 900)], at: at(100))
        #expect(try store.nextLeads(9, before: at(950)).callbacks.count == 1)
        let moved = try store.takeNews(
            [news("n2", "revisit scheduled", at: 2, revisit: 1_900)], at: at(960))
        #expect(moved.revisits == [RevisitOrder(LeadID(1), at: at(1_900), wasClosed: false)])
        #expect(
            try store.nextLeads(9, before: at(1_950)).callbacks.map(\.callback.at) == [at(1_900)])
        let sold = try store.takeNews([news("n3", "sold", at: 3)], at: at(1_960))
        #expect(sold.revisits == [RevisitOrder(LeadID(1), at: nil, wasClosed: false)])
        #expect(try store.report().leads.closed == 1)
        #expect(try store.report().callbacks == nil, "it was no promise of ours that was broken")
    }

    @Test func `a lead that may not be called any more puts its case on hold`() throws {
        try call(1, lead: 1, deal, at: 0)
        _ = try store.takeNews([news("n1", "revisit scheduled", revisit: 900)], at: at(100))
        try store.write([
            .callback(CallbackEnd(LeadID(1), Callback(at: at(900)), at: at(900))),
            .refused(RefusedLead(LeadID(1), .doNotCall, at: at(900), until: nil)),
        ])
        #expect(try known().state == .onHold)
        #expect(try known().changes.last?.note == "not called: on a do-not-call list")
    }

    @Test func `what is open is known again after a crash`() throws {
        let folder = try Folder()
        let path = folder.file()
        do {
            let store = try Self.made(Store.open(path))
            _ = try store.importLeads(leads(2))
            try call(1, lead: 1, deal, at: 0, in: store)
            _ = try store.takeNews(
                [news("n1", "revisit scheduled", at: 1, revisit: 900)], cursor: "7", at: at(100))
            try store.write([.started(start(2, lead: 1, ordinal: 2, at: 900))])
            store.close()
        }
        let store = try Self.made(Store.open(path))
        _ = try store.recover(retry: RetryRules(), at: at(1_000))
        #expect(try store.newsCursor() == "7")
        #expect(try known(in: store).state == .scheduled, "it is called again as retry has it")
        _ = try store.takeNews(
            [news("n1", "revisit scheduled", at: 1, revisit: 900)], at: at(1_001))
        #expect(try known(in: store).changes.count == 1)
        try call(3, lead: 1, ordinal: 3, .connected(.refused), at: 5_000, in: store)
        #expect(try known(in: store).state == .cancelled)
    }

    @Test func `of a case one message is out at a time, the earliest first, until it is delivered`()
        throws
    {
        try call(1, lead: 1, deal, at: 0)
        _ = try store.takeNews([news("n1", "revisit scheduled", revisit: 900)], at: at(100))
        try call(2, lead: 1, ordinal: 2, .connected(.interested), at: 900)
        try call(3, lead: 2, deal, at: 900)
        let first = try store.dueMessages(9, at: at(1_000))
        #expect(first.map { $0.id.suffix(4) } == ["-1-1", "-2-1"])
        let why = Delivery.later("no answer", after: nil)
        try store.writeDelivery(why, of: first[0], at: at(1_000), next: at(1_060))
        #expect(try store.dueMessages(9, at: at(1_059)).map(\.id) == [first[1].id])
        let again = try store.dueMessages(9, at: at(1_060))
        #expect(again.map(\.id) == [first[1].id, first[0].id] && again[1].tries == 1)
        try store.writeDelivery(.delivered(nil), of: first[0], at: at(1_060), next: at(1_060))
        #expect(
            try store.dueMessages(9, at: at(1_060)).map { $0.id.suffix(4) } == ["-1-2", "-2-1"])
        try store.writeDelivery(.parked("400"), of: first[1], at: at(1_060), next: at(1_060))
        let figures = try #require(try store.report().cases)
        #expect(figures.undelivered == 1 && figures.parked == [.init(why: "400", count: 1)])
        try store.tryAgain(parkedToo: false)
        #expect(try store.dueMessages(9, at: at(1_060)).count == 1)
        try store.tryAgain(parkedToo: true)
        #expect(try store.dueMessages(9, at: at(1_060)).count == 2)
    }

    @Test func `a person's word is news that the business system is told`() throws {
        try call(1, lead: 1, deal, at: 0)
        #expect(try store.correct(news("desk-1", "sold"), at: at(100)) == nil)
        #expect(
            try store.correct(news("desk-2", "on hold"), at: at(101))
                == "it is sold, which is final; on hold cannot follow")
        let first = try store.dueMessages(9, at: at(200))[0]
        try store.writeDelivery(.delivered(nil), of: first, at: at(200), next: at(200))
        let second = try store.dueMessages(9, at: at(200))[0]
        #expect(second.body.contains("\"change\":\"corrected\""))
        #expect(
            second.body.contains("\"state\":\"sold\"") && second.body.contains("\"by\":\"shop\""))
    }

    /// Seeded, by a generator of its own.
    private struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    @Test func `news in any order and any batches lead to the same cases`() throws {
        let states = ["sold", "cancelled", "revisit scheduled", "on hold", "lost"]
        for seed in 0..<20 as Range<UInt64> {
            var dice = Dice(state: seed)
            let all = (0..<12).map { place in
                news(
                    "n\(place)", states[dice.roll(5)], case: Int64(1 + dice.roll(3)),
                    at: Double(100 + dice.roll(50)), revisit: Double(5_000 + dice.roll(100)))
            }
            var seen: Set<String> = []
            for _ in 0..<4 {
                let store = try Self.made(.inMemory(leads: 3))
                for lead in 1...3 as ClosedRange<Int64> {
                    try call(lead, lead: lead, deal, at: 0, in: store)
                }
                var mixed = all + all.filter { _ in dice.roll(2) == 0 }
                for place in mixed.indices { mixed.swapAt(place, dice.roll(mixed.count)) }
                while !mixed.isEmpty {
                    let count = 1 + dice.roll(min(4, mixed.count))
                    _ = try store.takeNews(Array(mixed.prefix(count)), at: at(200))
                    mixed.removeFirst(count)
                }
                let cases = try (1...3).map { try known(Int64($0), in: store) }
                let leads = try store.nextLeads(9, before: at(9_000)).callbacks.map(\.callback.at)
                seen.insert(
                    cases.map { "\($0.state) \($0.revisit as Any) \($0.changes.map(\.refused))" }
                        .joined(separator: "\n") + "\(leads)")
            }
            #expect(seen.count == 1, "seed \(seed)")
        }
    }
}
