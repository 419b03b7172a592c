import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// Whole campaigns while things go wrong: nothing wrong may ever happen; then everything works and
/// must finish.
@Suite struct FaultTests {
    /// Events are lost, late and doubled, calls refused, agents vanish, the trunk fails.
    static func faults(seed: UInt64, agents: Int) -> FaultPlan {
        var plan = FaultPlan(seed: seed)
        plan.lost = 0.02
        plan.repeated = 0.02
        plan.late = 0.03
        plan.refused = 0.05
        plan.betweenVanishings = .minutes(2)
        plan.betweenTrunkFailures = .minutes(10)
        plan.agents = Int32(agents)
        plan.duration = .minutes(40)
        return plan
    }

    @Test(arguments: DialMode.allCases, 0..<200)
    func `whatever goes wrong, every attempt ends and no agent has two calls`(
        mode: DialMode, seed: UInt64
    ) {
        check(quickPlan(mode), seed: seed)
    }

    @Test(arguments: Peer.allCases, 0..<20 as Range<UInt64>)
    func `whoever paces, every attempt ends and no agent has two calls`(peer: Peer, seed: UInt64) {
        var plan = quickPlan(.predictive)
        plan.pacing = .peer(PeerPacing(peer))
        check(plan, seed: seed)
    }

    private func check(_ plan: CampaignPlan, seed: UInt64) {
        let what = "mode \(plan.mode), \(plan.pacing.name), seed \(seed)"
        var crew = CrewPlan()
        crew.repeatsReady = .seconds(60)
        var simulation = simulation(
            plan, seed: seed, crew: crew, faults: Self.faults(seed: seed, agents: plan.agents))
        let checker = Checker(plan: plan)
        simulation.witness = checker
        var list = LeadList(inventedLeads(120))
        let finished = drive(&simulation, &list) { simulation in
            #expect(
                simulation.dialer.recount() == simulation.dialer.floor,
                "the counts drift (\(what))")
            #expect(simulation.carrier.linesUsed <= plan.limits.lines, "seed \(seed)")
        }
        checker.checkEnd()
        #expect(finished, "the campaign does not end (\(what))")
        #expect(checker.complaints == [], "\(what)")
        #expect(checker.starts == checker.ends && checker.starts > 0)
        #expect(simulation.carrier.linesUsed == 0, "\(what)")
    }

    /// Steps through the campaign, a second at a time.
    ///
    /// - Returns: whether it finished within ten days.
    private func drive(
        _ simulation: inout Simulation, _ list: inout LeadList, _ check: (Simulation) -> Void
    ) -> Bool {
        let limit = simulation.now + .days(10)
        while simulation.now < limit {
            let stop = simulation.run(until: simulation.now + .seconds(1))
            list.note(simulation.takeRecords())
            check(simulation)
            switch stop {
            case .leads(let count):
                simulation.supply(list.next(count, before: simulation.now))
            case .finished: return true
            case .records, .leadsNow, .until, .idle: break
            }
        }
        return false
    }
}
