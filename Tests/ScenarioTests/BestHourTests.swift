import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// Campaigns over some days that call again at the hour at which people answer most, beside others that
/// call the same people again after a set time.
@Suite struct BestHourTests {
    @Test func `where people are home in the evening, the best hour reaches more of them per call`()
    {
        let times: [CarrierPlan.AtHome] = [
            .init(from: .hours(9), to: .hours(12), factor: 0.5),
            .init(from: .hours(12), to: .hours(17), factor: 0.7),
            .init(from: .hours(17), to: .hours(21), factor: 2),
        ]
        var gains: [Double] = []
        for seed in 1...4 as ClosedRange<UInt64> {
            let best = Self.reached(seed, times, .best)
            let fixed = Self.reached(seed, times, .fixed)
            gains.append(best / fixed)
        }
        // By the plan's own shares: 0.5 at the best hours, 0.25 over a whole day.
        #expect(gains.allSatisfy { $0 > 1.2 }, "\(gains)")
    }

    @Test func `where all hours are alike it reaches no fewer`() throws {
        var differences: [Double] = []
        for seed in 1...8 as ClosedRange<UInt64> {
            differences.append(Self.reached(seed, [], .best) - Self.reached(seed, [], .fixed))
        }
        let mean = try #require(MeanEstimate(differences))
        #expect(mean.mean > -0.01, "\(differences)")
    }

    private enum Kind { case best, fixed }

    /// People reached per call, over all calls but the first to each lead.
    private static func reached(
        _ seed: UInt64, _ times: [CarrierPlan.AtHome], _ kind: Kind
    ) -> Double {
        var plan = quickPlan(.progressive, agents: 30, lines: 60)
        plan.retry.attempts = 5
        plan.retry.after = [:]
        for outcome in [Outcome.notConnected(.noAnswer), .notConnected(.machine)] {
            plan.retry.varied[outcome] = RetryWait(
                kind == .best ? .best(within: .days(2)) : .same, wait: .hours(3), attempts: 5)
        }
        // From 9 to 21 on each day.
        plan.calling.hours = [
            CallingTimes(
                (0..<8 as Range<Int64>).map { day in
                    .init(from: morning + .hours(24 * day), to: morning + .hours(24 * day + 12))
                })
        ]
        plan.duration = .days(8)
        var carrier = CarrierPlan.ideal
        carrier.fates = [.person: 0.25, .noAnswer: 0.65, .machine: 0.1]
        carrier.atHome = times
        var simulation = simulation(plan, seed: seed, carrier: carrier)
        var list = LeadList(inventedLeads(4_000))
        var (calls, people) = (0.0, 0.0)
        while true {
            let stop = simulation.run()
            let records = simulation.takeRecords()
            list.note(records)
            for case .ended(let end) in records where end.start.ordinal > 1 {
                calls += 1
                people += end.personAt != nil ? 1 : 0
            }
            switch stop {
            case .leads(let count):
                simulation.supply(
                    list.next(count, before: simulation.now, under: plan.calling))
            case .idle: simulation.command(.stop)
            case .finished: return people / calls
            default: break
            }
        }
    }
}
