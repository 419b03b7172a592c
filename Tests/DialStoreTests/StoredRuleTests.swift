import DialModel
import Testing

@testable import DialStore

@Suite struct StoredRuleTests {
    /// 12 h after the epoch: with calendar days, the first window ends 12 h later.
    private static let noon = Instant.epoch + .hours(12)

    /// So many people an hour for two days, of whom every tenth is abandoned on the first day.
    private func store(_ rules: AbandonmentRules) throws -> Store {
        let store = try Store.inMemory(leads: 200)
        var plan = CampaignPlan(name: "spring", mode: .predictive)
        plan.abandonment = rules
        try store.begin(CampaignFacts(plan, seed: 1, created: Self.noon))
        var records: [DialModel.Record] = []
        for place in 0..<120 {
            let at = 12 * 3_600 + Double(place) * 720
            let dialled = start(Int64(place + 1), lead: Int64(place + 1), at: at)
            records.append(.started(dialled))
            if place % 3 == 2 {
                records.append(
                    .ended(
                        AttemptEnd(
                            start: dialled, outcome: .notConnected(.machine),
                            at: .epoch + Duration(drawn: at + 9), lead: .closed)))
            } else if place % 10 == 0, place < 60 {
                records.append(.ended(abandoned(dialled, person: at + 5, at: at + 7)))
            } else {
                records.append(.ended(talk(dialled, person: at + 5, delay: 0, talk: 30)))
            }
        }
        try store.write(records)
        return store
    }

    @Test func `each rule's worst window is reported with its formula`() throws {
        let store = try store(
            AbandonmentRules([
                AbandonmentRule(cap: 0.03),
                AbandonmentRule(
                    cap: 0.1, window: .calendarDay, name: "uk", falsePositives: 0.1),
            ]))
        let report = try store.report()
        // Every third is a machine: 40. Of the first 60 people and machines 4 are abandoned.
        #expect(report.machines == 40 && report.abandoned == 4 && report.connected == 76)
        #expect(report.abandonment == 8.0 / 84)
        #expect(
            report.abandonmentFormula
                == "x / (x + connected in time), x = abandoned + 10.00 % of machines")
        #expect(report.rules.map(\.rule.title) == ["3 % of the run", "uk"])
        #expect(report.rules.map(\.answered) == [1, 2])
        #expect(report.rules[0].worst == 4.0 / 80 && report.rules[0].overCap == 1)
        // The first day holds the first 60: 20 machines, 4 abandoned, 36 served.
        #expect(report.rules[1].worst == 6.0 / 42 && report.rules[1].overCap == 1)
        #expect(report.json.contains("\"rule\": \"uk\""))
        #expect(report.text.contains("worst window"))
        #expect(report.csv.contains("uk: windows over the cap"))
    }

    @Test func `one plain rule is told by the usual figures alone`() throws {
        let report = try store(AbandonmentRules(AbandonmentRule(cap: 0.03))).report()
        #expect(report.rules.isEmpty && report.abandonment == 4.0 / 80)
        #expect(report.abandonmentFormula == "abandoned / (abandoned + connected in time)")
        #expect(!report.json.contains("rules"))
    }

    @Test func `a resumed campaign knows how many machines it met`() throws {
        let store = try store(AbandonmentRules())
        #expect(try store.recover(retry: RetryRules(), at: Self.noon + .days(2)).machines == 40)
    }
}
