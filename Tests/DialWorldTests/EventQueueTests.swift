import DialMath
import DialModel
import DialWorld
import Testing

@Suite struct EventQueueTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `events come out by time, equal instants in the order they were scheduled`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "events")
        var queue = EventQueue<Int>()
        var model: [(at: Int64, event: Int)] = []
        for step in 0..<4_000 {
            let key = UInt64(step)
            let first = model.indices.min { (model[$0].at, $0) < (model[$1].at, $1) }
            #expect(queue.isEmpty == model.isEmpty)
            #expect(queue.earliest.nanoseconds == first.map { model[$0].at } ?? .max)
            if chance.uniform(key, 0) < 0.55 {
                // Few instants, so that many are equal.
                let at = Int64(chance.uniform(key, 1) * 40)
                queue.schedule(step, at: Instant(nanoseconds: at))
                model.append((at, step))
            } else {
                let now = Int64(chance.uniform(key, 2) * 40)
                let due = first.flatMap { model[$0].at <= now ? $0 : nil }
                let popped = queue.pop(by: Instant(nanoseconds: now))
                #expect(popped == due.map { model[$0].event }, "seed \(seed), step \(step)")
                if let due { model.remove(at: due) }
            }
        }
    }

    @Test func `nothing is popped before its time`() {
        var queue = EventQueue<Int>()
        #expect(queue.isEmpty && queue.earliest == .never)
        queue.schedule(2, at: .epoch + .seconds(2))
        queue.schedule(1, at: .epoch + .seconds(1))
        let popped = [0, 1, 1, 2, 3].map { queue.pop(by: .epoch + .seconds($0)) }
        #expect(popped == [nil, 1, nil, 2, nil])
    }
}
