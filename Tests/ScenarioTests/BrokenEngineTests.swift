import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

@testable import DialEngine

/// Engines broken on purpose: the checkers must notice each, or they prove nothing.
@Suite struct BrokenEngineTests {
    enum Mutation: CaseIterable {
        case forgetsToHangUp, dialsALeadTwice, dialsUnrecorded, losesAnEnd, endsTwice
        case bridgesToABusyAgent, dialsClosedLeads
    }

    @Test(arguments: Mutation.allCases)
    func `a broken engine is caught`(mutation: Mutation) {
        let plan = quickPlan(.predictive)
        var simulation = simulation(plan, seed: 7)
        let checker = Checker(plan: plan)
        var extra = AttemptID(1_000_000)
        var closed: AttemptStart?
        var done = false
        checker.sabotage = { effects in
            switch mutation {
            case .forgetsToHangUp:
                effects.commands.removeAll { if case .hangUp = $0 { true } else { false } }
            case .dialsALeadTwice:
                for case .started(var start) in effects.records where !done {
                    done = true
                    start.attempt = extra
                    effects.records.append(.started(start))
                }
            case .dialsUnrecorded:
                for case .place(_, let number, let ordinal) in effects.commands where !done {
                    done = true
                    effects.commands.append(
                        .place(CallID(attempt: extra, line: 19), number, ordinal: ordinal))
                }
            case .losesAnEnd:
                effects.records.removeAll {
                    if case .ended = $0, !done {
                        done = true
                        return true
                    }
                    return false
                }
            case .endsTwice:
                for case .ended(let end) in effects.records where !done {
                    done = true
                    effects.records.append(.ended(end))
                }
            case .bridgesToABusyAgent:
                for place in effects.cues.indices {
                    if case .connected = effects.cues[place].cue {
                        effects.cues[place].agent = AgentID(1)
                    }
                }
            case .dialsClosedLeads:
                for case .ended(let end) in effects.records where end.lead == .closed {
                    closed = end.start
                }
                if var start = closed, !done, !effects.records.isEmpty {
                    done = true
                    extra = AttemptID(extra.raw + 1)
                    start.attempt = extra
                    effects.records.append(.started(start))
                }
            }
        }
        simulation.witness = checker
        var list = LeadList(inventedLeads(100))
        for _ in 0..<4_000 {
            let stop = simulation.run(until: simulation.now + .seconds(10))
            list.note(simulation.takeRecords())
            if case .leads(let count) = stop {
                simulation.supply(list.next(count, before: simulation.now))
            }
            if stop == .finished { break }
        }
        checker.checkEnd()
        let leftOver = simulation.carrier.linesUsed
        #expect(!checker.complaints.isEmpty || leftOver > 0, "\(mutation) goes unnoticed")
    }

    @Test(arguments: [(14, 1), (15, 0)] as [(Int64, Int)])
    func `a call that is hung up before it has rung for as long as it must is noticed`(
        rung: Int64, complaints: Int
    ) {
        let checker = Checker(plan: quickPlan(.predictive))
        let call = CallID(attempt: AttemptID(1), line: 0)
        checker.sees(.trunk(.call(call, .ringing)), at: morning)
        var effects = Effects()
        effects.commands.append(.hangUp(call))
        checker.sees(&effects, floor: Floor(), at: morning + .seconds(rung))
        #expect(checker.complaints.count == complaints)
    }

    @Test func `a count that drifts differs from the recount`() {
        var dialer = Dialer(plan: quickPlan(.predictive), at: morning)
        dialer.handle(.command(.start), at: morning)
        #expect(dialer.recount() == dialer.floor)
        dialer.floor.idle += 1
        #expect(dialer.recount() != dialer.floor)
        dialer.floor.idle -= 1
        dialer.floor.leavingTalking += 1
        #expect(dialer.recount() != dialer.floor)
    }
}
