import DialModel
import DialWorld
import Testing

/// Times of day at which more, or fewer, people are at home.
@Suite struct AtHomeTests {
    /// 2026-01-05 00:00 UTC.
    static let midnight = Instant.epoch + .days(20_458)

    private func people(at hour: Int64, _ plan: CarrierPlan) -> Double {
        var carrier = SimulatedCarrier(plan: plan, seed: 3)
        let count: Int32 = 20_000
        var people = 0
        for line in 0..<count {
            let call = CallID(attempt: AttemptID(Int64(line) + 1), line: line)
            let number = PhoneNumber(digits: 99_900_000_000 + UInt64(line))
            carrier.carryOut(.place(call, number, ordinal: 1), at: Self.midnight + .hours(hour))
        }
        while let event = carrier.pop(by: Self.midnight + .days(2)) {
            if case .call(_, .heard(.person)) = event { people += 1 }
        }
        return Double(people) / Double(count)
    }

    @Test func `a person answers so many times as often, in the hours that say so`() {
        var plan = CarrierPlan.ideal
        plan.fates = [.person: 0.3, .machine: 0.2, .noAnswer: 0.5]
        plan.clock = ZoneClock(ahead: .hours(2))
        plan.atHome = [
            .init(from: .hours(9), to: .hours(12), factor: 0.5),
            .init(from: .hours(17), to: .hours(21), factor: 2),
        ]
        // By a clock that is two hours ahead.
        for (hour, share) in [(6, 0.3), (7, 0.15), (9, 0.15), (10, 0.3), (15, 0.6), (19, 0.3)] {
            #expect(abs(people(at: Int64(hour), plan) - share) < 0.015, "\(hour)")
        }
        #expect(plan.mostAtHome == 0.8 / 0.3)
    }
}
