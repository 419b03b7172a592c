import DialEngine
import DialMath
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// Whole campaigns under a restless operator, with faults: nothing wrong may ever happen.
@Suite struct OperatorTests {
    @Test(arguments: DialMode.allCases, 0..<100 as Range<UInt64>)
    func `whatever the operator does, every attempt ends and every talk is disposed of once`(
        mode: DialMode, seed: UInt64
    ) {
        var plan = quickPlan(mode)
        plan.flow = surveyFlow
        var crew = CrewPlan()
        crew.repeatsReady = .seconds(60)
        crew.workBetweenBreaks = .exponential(mean: 300)
        crew.breakLength = .constant(60)
        crew.breakNotice = .seconds(40)
        crew.closingLead = .constant(10)
        plan.leavingNotice = .seconds(15)
        plan.changes = (1...30).map {
            PlannedChange(at: .minutes($0), command: .agents(Int(2 + $0 % 4)))
        }
        var simulation = simulation(
            plan, seed: seed, crew: crew,
            faults: FaultTests.faults(seed: seed, agents: plan.agents))
        let checker = Checker(plan: plan)
        simulation.witness = checker
        var list = LeadList(inventedLeads(120))
        let whims = Whims(seed: seed)
        let quietFrom = simulation.now + .minutes(40)
        let limit = simulation.now + .days(10)
        var second: UInt64 = 0
        var isQuiet = false
        var finished = false
        while !finished, simulation.now < limit {
            let stop = simulation.run(until: simulation.now + .seconds(1))
            list.note(simulation.takeRecords())
            if case .leads(let count) = stop {
                simulation.supply(list.next(count, before: simulation.now))
            }
            finished = stop == .finished
            if stop != .until, stop != .idle { continue }
            second += 1
            if simulation.now < quietFrom {
                if let command = whims.command(second) { simulation.command(command) }
            } else if !isQuiet {
                isQuiet = true
                for command in Whims.calm(mode) { simulation.command(command) }
            }
            #expect(
                simulation.dialer.recount() == simulation.dialer.floor,
                "the counts drift (mode \(mode), seed \(seed))")
        }
        checker.checkEnd()
        #expect(finished, "the campaign does not end (mode \(mode), seed \(seed))")
        #expect(checker.complaints == [], "mode \(mode), seed \(seed)")
        #expect(checker.starts == checker.ends, "mode \(mode), seed \(seed)")
        #expect(simulation.carrier.linesUsed == 0, "mode \(mode), seed \(seed)")
    }
}

/// What comes into an operator's head, second by second.
struct Whims {
    private let chance: Chance

    init(seed: UInt64) { chance = Chance(seed: seed, stream: "operator") }

    /// About twice a minute something.
    func command(_ second: UInt64) -> OperatorCommand? {
        guard chance.happens(1.0 / 30, second, 0) else { return nil }
        let u = chance.uniform(second, 2)
        return switch Int(chance.uniform(second, 1) * 10) {
        case 0: .pause
        case 1, 2: .start
        case 3, 4: .mode(DialMode.allCases[Int(u * 4)])
        case 5: .agents(Int(u * 9))
        case 6: .lines(Int(u * 21))
        case 7: .callsPerSecond(u < 0.3 ? nil : 5 * u)
        case 8 where u < 0.3: .pacing(.fixedRatio(1 + 8 * u))
        case 8 where u < 0.6: .pacing(.predictive(PredictiveTarget()))
        case 8: .pacing(.peer(PeerPacing(Peer.allCases[Int((u - 0.6) * 30)])))
        default: u < 0.5 ? .hold(Duration(drawn: 8 * u)) : .abandonmentCap(u / 10)
        }
    }

    /// Everything works again.
    static func calm(_ mode: DialMode) -> [OperatorCommand] {
        [.start, .mode(mode), .agents(5), .lines(20), .callsPerSecond(nil), .hold(.seconds(2))]
    }
}
