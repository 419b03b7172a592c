import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// What the dialer counts as it goes is what its records add up to.
@Suite struct TallyTests {
    @Test(arguments: DialMode.allCases, 0..<50 as Range<UInt64>)
    func `the tally is the sum of the records`(mode: DialMode, seed: UInt64) {
        var crew = CrewPlan()
        crew.repeatsReady = .seconds(60)
        crew.workBetweenBreaks = .exponential(mean: 600)
        var simulation = simulation(
            quickPlan(mode), seed: seed, crew: crew,
            faults: FaultTests.faults(seed: seed, agents: 5))
        var list = LeadList(inventedLeads(300))
        var records: [Record] = []
        run: while true {
            let stop = simulation.run(until: morning + .days(10))
            let news = simulation.takeRecords()
            list.note(news)
            records += news
            switch stop {
            case .leads(let count):
                simulation.supply(list.next(count, before: simulation.now))
            case .finished: break run
            case .until, .idle:
                Issue.record("the campaign does not end")
                return
            case .records, .leadsNow: break
            }
        }
        let tally = simulation.dialer.tally(at: simulation.now)
        let sum = Sums(records)
        #expect(tally == simulation.dialer.tally)
        #expect(tally.dials == sum.starts && sum.starts == sum.ends)
        #expect(tally.agentTime == sum.agentTime)
        #expect(tally.pickedUp == sum.pickedUp)
        #expect(tally.people == sum.people)
        #expect(tally.abandoned == sum.abandoned)
        #expect(tally.served == sum.served)
        #expect(tally.people == sum.served + sum.abandoned + sum.left)
        #expect(tally.answerDelay.total == (mode == .automatic ? 0 : sum.served))
        let floor = simulation.dialer.floor
        #expect(floor.attempts == tally.dials && floor.answered == tally.answered)
        #expect(floor.abandoned == tally.abandoned)
        // Every ring, talk, wrap-up and abandonment; and the screenings that took a while.
        let events = sum.ends + 2 * sum.talks + sum.abandoned
        #expect((events...events + tally.pickedUp).contains(tally.events))
        #expect(tally.lineTime >= sum.lineTime)
    }

    private struct Sums {
        var starts = 0, ends = 0, pickedUp = 0, people = 0, served = 0, abandoned = 0
        /// People who hung up before anybody took them.
        var left = 0
        var talks = 0
        var lineTime: Int64 = 0
        var agentTime = Tally.PerState()

        init(_ records: [Record]) {
            for record in records {
                switch record {
                case .started: starts += 1
                case .ended(let end): add(end)
                case .agentTime(let stay):
                    agentTime[stay.state] += (stay.to - stay.from).nanoseconds
                case .disposed, .skipped, .refused, .doNotCall, .promised, .callback, .answer,
                    .decision, .operation, .returned, .hoursChanged, .granted, .data:
                    break
                }
            }
        }

        private mutating func add(_ end: AttemptEnd) {
            ends += 1
            if end.answered != nil { pickedUp += 1 }
            if end.agent != nil { talks += 1 }
            lineTime += (end.at - end.start.at).nanoseconds
            guard end.personAt != nil else { return }
            people += 1
            if end.outcome == .connected(.abandoned) {
                abandoned += 1
            } else if end.agent != nil || end.start.mode == .automatic {
                served += 1
            } else {
                left += 1
            }
        }
    }
}
