import DialTestSupport
import Testing

/// Against the formulas summed with mpmath at 40 digits, and published examples.
@Suite struct QueueFormulaTests {
    @Test(
        arguments: [
            (5.0, 10, 0.018384570336648133), (8, 10, 0.12166106425295151),
            (48, 50, 0.083337353493483032), (100, 117, 0.0097900711253713619),
            (0.5, 1, 1.0 / 3), (0, 3, 0), (0, 0, 1), (7, 0, 1),
        ] as [(Double, Int, Double)])
    func `the share of calls lost is the published one`(load: Double, servers: Int, share: Double) {
        #expect(abs(erlangB(load: load, servers: servers) - share) <= 1e-14 * share)
    }

    @Test(
        arguments: [
            (5.0, 10, 0.036105359158320186), (8, 10, 0.40918015079644353),
            (48, 50, 0.69445561119683432), (100, 117, 0.063709765199976551), (0.5, 1, 0.5),
        ] as [(Double, Int, Double)])
    func `the share of calls that wait is the published one`(
        load: Double, servers: Int, share: Double
    ) throws {
        let queue = try #require(
            ErlangC(arrivalsPerSecond: load / 200, meanService: 200, servers: servers))
        #expect(abs(queue.chanceOfWait / share - 1) < 1e-12)
        #expect(abs(queue.meanWait / (share * 200 / (Double(servers) - load)) - 1) < 1e-12)
        #expect(abs(queue.meanQueue - queue.meanWait * load / 200) < 1e-12)
        #expect(queue.chanceOfWait(beyond: -1) == 1)
        #expect(queue.chanceOfWait(beyond: 0) == queue.chanceOfWait)
        let late = queue.waitQuantile(0.99)
        #expect(abs(queue.chanceOfWait(beyond: late) - 0.01) < 1e-12)
        #expect(queue.waitQuantile(0.1) == 0 || queue.chanceOfWait > 0.9)
    }

    @Test func `a queue that cannot be served has no steady state`() {
        #expect(ErlangC(arrivalsPerSecond: 1, meanService: 10, servers: 10) == nil)
        #expect(meanWaitOneServer(arrivalsPerSecond: 1, meanService: 1, cv: 0) == nil)
    }

    /// The example of Mandelbaum and Zeltyn: 48 calls a minute, 50 agents, a minute of service,
    /// two of patience. Without patience 20.8 s of wait, with it 3.7 s, and 3.1 % leave.
    @Test func `a little impatience shortens the queue as published`() throws {
        let patient = try #require(
            ErlangC(arrivalsPerSecond: 0.8, meanService: 60, servers: 50))
        let impatient = ErlangA(
            arrivalsPerSecond: 0.8, meanService: 60, meanPatience: 120, servers: 50)
        #expect(abs(patient.meanWait - 20.8) < 0.05)
        #expect(abs(patient.waitQuantile(0.9) - 58.1) < 0.05)
        #expect(abs(impatient.meanWait - 3.7) < 0.05)
        #expect(abs(impatient.chanceOfAbandonment - 0.031) < 0.0005)
        #expect(abs(patient.occupancy - 0.96) < 1e-12)
        #expect(abs(impatient.occupancy - 0.93) < 0.005)
    }

    @Test(
        arguments: [
            (
                48.0, 1.0, 2.0, 50, 0.030912249162193218, 0.061824498324386436, 0.46777406855379039,
                0.93032424080429451
            ),
            (
                60, 1, 0.5, 50, 0.17804249189527351, 0.089021245947636755, 0.81967765388311271,
                0.98634900972567179
            ),
            (
                0.9, 100, 20, 80, 0.13330647157223148, 2.6661294314446295, 0.60248356935276311,
                0.97503021948123958
            ),
            (
                12, 1, 1.0 / 3, 10, 0.24396547405796431, 0.081321824685988103, 0.60105714410477883,
                0.90724143113044283
            ),
        ] as [(Double, Double, Double, Int, Double, Double, Double, Double)])
    func `a queue with impatience is the published one`(
        arrivals: Double, service: Double, patience: Double, servers: Int, abandoned: Double,
        wait: Double, waits: Double, occupancy: Double
    ) {
        let queue = ErlangA(
            arrivalsPerSecond: arrivals, meanService: service, meanPatience: patience,
            servers: servers)
        #expect(abs(queue.chanceOfAbandonment / abandoned - 1) < 1e-12)
        #expect(abs(queue.meanWait / wait - 1) < 1e-12)
        #expect(abs(queue.chanceOfWait / waits - 1) < 1e-12)
        #expect(abs(queue.occupancy / occupancy - 1) < 1e-12)
        // Who does not leave is served.
        let served = arrivals * service * (1 - queue.chanceOfAbandonment) / Double(servers)
        #expect(abs(queue.occupancy - served) < 1e-12)
    }

    @Test(arguments: [1e-3, 0.5, 100, 3_000]) func `great and small loads have an answer`(
        load: Double
    ) {
        let queue = ErlangA(
            arrivalsPerSecond: load, meanService: 1, meanPatience: 1, servers: 1_000)
        let served = load * (1 - queue.chanceOfAbandonment) / 1_000
        #expect(abs(queue.occupancy - served) < 1e-12)
        // With patience as long as service, the number in the system is a Poisson number.
        #expect(abs(queue.meanQueue - max(0, load - 1_000)) < 1e-9 * load)
    }

    @Test(
        arguments: [
            (0.5, 1.0, 1.0, 1.0), (0.5, 1, 0, 0.5), (0.08, 10, 0.5, 25), (0.09, 10, 2, 225),
        ] as [(Double, Double, Double, Double)])
    func `the wait before one server follows the spread of service`(
        arrivals: Double, service: Double, cv: Double, wait: Double
    ) throws {
        let found = try #require(
            meanWaitOneServer(arrivalsPerSecond: arrivals, meanService: service, cv: cv))
        #expect(abs(found - wait) < 1e-12 * wait)
    }

    @Test(
        arguments: [
            (6, 10.0, 2.0, 1, 0.80815274111363497, 4.0407637055681748, 1.1510835533181902),
            (20, 180, 30, 4, 0.69569908692098102, 16.696778086103545, 0.52042556621253131),
            (4, 1, 1, 4, 0.5, 2, 0),
        ] as [(Int, Double, Double, Int, Double, Double, Double)])
    func `machines and those who repair them are the published ones`(
        sources: Int, away: Double, service: Double, servers: Int, utilisation: Double,
        meanAway: Double, waiting: Double
    ) {
        let system = FiniteSource(
            sources: sources, meanAway: away, meanService: service, servers: servers)
        #expect(abs(system.utilisation - utilisation) < 1e-13)
        #expect(abs(system.meanAway - meanAway) < 1e-12)
        #expect(abs(system.meanWaiting - waiting) < 1e-12)
        // Every source is away, waiting or being served.
        let served = system.utilisation * Double(servers)
        #expect(abs(system.meanAway + system.meanWaiting + served - Double(sources)) < 1e-12)
        // A round takes its three parts; sources go round as often as servers serve.
        let rounds = Double(sources) / (away + system.meanWait + service)
        #expect(abs(rounds * service - served) < 1e-12)
    }

    @Test func `ten thousand sources overflow nothing`() {
        let system = FiniteSource(sources: 10_000, meanAway: 1, meanService: 10, servers: 500)
        #expect(abs(system.utilisation - 1) < 1e-12)
        #expect(abs(system.meanAway - 50) < 1e-9)
    }
}
