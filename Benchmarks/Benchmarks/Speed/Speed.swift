import Benchmark
import DialModel
import DialPacing
import DialWorld
import SteadyCampaign

/// Thousands of inputs that the dialer takes in per second of real time, with everyone it talks to
/// simulated beside it.
let eventsPerSecond = BenchmarkMetric.custom(
    "thousand events per second", polarity: .prefersLarger, useScalingFactor: false)

let benchmarks: @Sendable () -> Void = {
    for policy in ["predictive", "1.5"] {
        for agents in [10, 100, 1_000, 10_000] {
            let name = policy == "predictive" ? policy : "ratio \(policy)"
            Benchmark(
                "simulation, \(name), \(agents) agents",
                configuration: .init(
                    metrics: [.wallClock, eventsPerSecond], maxDuration: .seconds(8),
                    maxIterations: 20)
            ) { (benchmark: Benchmark, campaign: Campaign) in
                measureEvents(benchmark, of: campaign)
            } setup: {
                var campaign = Campaign(agents: agents, named: policy)
                campaign.warmUp()
                return campaign
            }
        }
    }

    for (name, policy) in [
        ("predictive", Pacing.predictive(PredictiveTarget())), ("ratio 1.5", .fixedRatio(1.5)),
    ] {
        Benchmark(
            "one pacing decision, \(name)",
            configuration: .init(
                metrics: [.wallClock], scalingFactor: .kilo, maxDuration: .seconds(2))
        ) { benchmark in
            var pacer = policy.makePolicy()
            var floor = busyFloor
            for _ in benchmark.scaledIterations {
                floor.idle ^= 1
                blackHole(pacer.pace(for: floor, at: .epoch))
            }
        }
    }

    for size in [100, 10_000, 1_000_000] {
        Benchmark(
            "one event out and one in, \(size) waiting",
            configuration: .init(
                metrics: [.wallClock], scalingFactor: .kilo, maxDuration: .seconds(2))
        ) { (benchmark: Benchmark, queue: EventQueue<Int>) in
            var queue = queue
            queue.schedule(0, at: .epoch)  // copies it before the clock runs
            var spread: UInt64 = 1
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations {
                let now = queue.earliest
                let event = queue.pop(by: now) ?? 0
                spread = spread &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let span = Duration(nanoseconds: Int64(spread >> 30))
                queue.schedule(event, at: now + span)
            }
            benchmark.stopMeasurement()
            blackHole(queue.earliest)
        } setup: {
            var queue = EventQueue<Int>()
            for event in 0..<size {
                let at = UInt64(event) &* 0x9e37_79b9_7f4a_7c15 >> 30
                queue.schedule(event, at: Instant(nanoseconds: Int64(at)))
            }
            return queue
        }
    }
}

/// A hundred agents at work.
private let busyFloor: Floor = {
    var floor = Floor()
    floor.idle = 4
    floor.talking = 80
    floor.wrapUp = 16
    floor.ringing = 20
    floor.bridged = 80
    floor.lines = 500
    floor.answered = 10_000
    floor.abandoned = 250
    return floor
}()

private func measureEvents(_ benchmark: Benchmark, of start: Campaign) {
    var campaign = start
    let before = campaign.simulation.events
    let clock = ContinuousClock()
    benchmark.startMeasurement()
    let began = clock.now
    campaign.run(attempts: 20_000)
    let took = began.duration(to: clock.now)
    benchmark.stopMeasurement()
    let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
    let events = Double(campaign.simulation.events - before)
    benchmark.measurement(eventsPerSecond, Int(events / seconds / 1_000))
}
