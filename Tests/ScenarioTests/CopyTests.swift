import DialEngine
import DialModel
import DialSimulation
import DialTestSupport
import DialWorld
import Testing

/// A simulation is a value: whatever becomes of a copy, the other goes on as if it had none.
@Suite struct CopyTests {
    /// A campaign that can be stopped, copied and gone on with.
    private struct Course: Sendable {
        var simulation: Simulation
        var list = LeadList(inventedLeads(3_000))
        var records: [String] = []

        init(_ mode: DialMode, seed: UInt64) {
            simulation = DialTestSupport.simulation(
                quickPlan(mode), seed: seed, faults: FaultTests.faults(seed: seed, agents: 5))
        }

        mutating func run(for span: Duration) {
            let end = simulation.now + span
            while true {
                let stop = simulation.run(until: end)
                let news = simulation.takeRecords()
                list.note(news)
                records += news.map { "\($0)" }
                switch stop {
                case .leads(let count):
                    simulation.supply(list.next(count, before: simulation.now))
                case .until, .idle, .finished: return
                case .records, .leadsNow: break
                }
            }
        }

        /// Something else for each.
        mutating func goOn(_ way: Int) {
            switch way {
            case 0: simulation.command(.agents(9))
            case 1: simulation.command(.lines(7))
            default: simulation.command(.halt)
            }
            run(for: .minutes(20))
        }

        var sum: [String] {
            records + ["\(simulation.dialer.tally(at: simulation.now))"]
                + ["\(simulation.dialer.floor)"]
        }
    }

    private static func fresh(_ mode: DialMode, _ seed: UInt64, _ way: Int) -> [String] {
        var course = Course(mode, seed: seed)
        course.run(for: .minutes(10))
        course.goOn(way)
        return course.sum
    }

    @Test(arguments: DialMode.allCases, 0..<5 as Range<UInt64>)
    func `copies go on as if they were alone, in turn`(mode: DialMode, seed: UInt64) {
        var first = Course(mode, seed: seed)
        first.run(for: .minutes(10))
        var second = first
        var third = first
        // A little of each at a time, so that each writes while the others hold what it held.
        second.simulation.command(.lines(7))
        first.simulation.command(.agents(9))
        third.simulation.command(.halt)
        for _ in 0..<1_200 {
            second.run(for: .seconds(1))
            first.run(for: .seconds(1))
            third.run(for: .seconds(1))
        }
        #expect(first.sum == Self.fresh(mode, seed, 0))
        #expect(second.sum == Self.fresh(mode, seed, 1))
        #expect(third.sum == Self.fresh(mode, seed, 2))
    }

    @Test(arguments: DialMode.allCases, 0..<5 as Range<UInt64>)
    func `copies go on as if they were alone, at once`(mode: DialMode, seed: UInt64) async {
        var start = Course(mode, seed: seed)
        start.run(for: .minutes(10))
        let sums = await withTaskGroup(of: (Int, [String]).self) { group in
            for way in 0..<3 {
                var copy = start
                group.addTask {
                    copy.goOn(way)
                    return (way, copy.sum)
                }
            }
            start = Course(mode, seed: seed)
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for way in 0..<3 { #expect(sums[way] == Self.fresh(mode, seed, way)) }
    }

    @Test func `a copy does not write to a queue that another thread is still copying`() async {
        for round in 0..<300 {
            var queue = EventQueue<Int64>()
            for at in 0..<60_000 as Range<Int64> {
                queue.schedule(at, at: Instant(nanoseconds: at + 1))
            }
            var one = queue
            var two = consume queue
            async let first = Task.detached {
                one.schedule(-1, at: Instant(nanoseconds: 70_000))
                return Self.isInOrder(&one)
            }.value
            async let second = Task.detached {
                for at in 0..<2_000 as Range<Int64> {
                    two.schedule(at, at: Instant(nanoseconds: 0))
                }
                return true
            }.value
            let fine = await (first, second)
            if !fine.0 {
                Issue.record("the copy is spoilt in round \(round)")
                return
            }
        }
    }

    private static func isInOrder(_ queue: inout EventQueue<Int64>) -> Bool {
        for at in 0..<60_000 as Range<Int64> {
            if queue.pop(by: .never) != at { return false }
        }
        return queue.pop(by: .never) == -1
    }
}
