import DialModel
import Testing

@Suite struct RetryRulesTests {
    static let now = Instant.epoch + .hours(9)

    @Test(arguments: [
        (Outcome.notConnected(.busy), Duration.minutes(15)), (.notConnected(.noAnswer), .hours(2)),
        (.notConnected(.congestion), .minutes(5)), (.connected(.abandoned), .hours(72)),
    ])
    func `a lead that was not reached is due again after its wait`(
        outcome: Outcome, wait: Duration
    ) {
        #expect(
            RetryRules().next(after: outcome, ordinal: 1, at: Self.now) == .due(Self.now + wait))
    }

    @Test(arguments: [
        Outcome.notConnected(.vacantNumber), .notConnected(.fax), .notConnected(.suspended),
        .connected(.deal), .connected(.refused), .connected(.custom(3)),
    ])
    func `a lead that was reached, or never can be, is closed`(outcome: Outcome) {
        #expect(RetryRules().next(after: outcome, ordinal: 1, at: Self.now) == .closed)
    }

    @Test(arguments: [(1, false), (2, false), (3, true), (4, true)] as [(UInt16, Bool)])
    func `the last attempt closes the lead`(ordinal: UInt16, isClosed: Bool) {
        let next = RetryRules().next(after: .notConnected(.busy), ordinal: ordinal, at: Self.now)
        #expect((next == .closed) == isClosed)
    }
}
