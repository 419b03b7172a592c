import DialMath
import DialModel
import Testing

@testable import DialEngine

/// The queues against the plainest thing that does the same.
@Suite struct QueueTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the deadline queue gives what a sorted list gives`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "deadlines")
        var queue = DeadlineQueue()
        var model: [Int32: (at: Int64, lane: Int, order: Int)] = [:]
        for step: UInt64 in 0..<5_000 {
            let row = Int32(chance.uniform(step, 0) * 40)
            let first = model.min {
                ($0.value.at, $0.value.lane, $0.value.order)
                    < ($1.value.at, $1.value.lane, $1.value.order)
            }
            #expect(queue.first == first?.key, "seed \(seed), step \(step)")
            #expect(queue.earliest.nanoseconds == first?.value.at ?? .max)
            let what = chance.uniform(step, 1)
            if what < 0.2 {
                queue.clear(row)
                model[row] = nil
            } else if what < 0.3, let first {
                queue.set(first.key, to: .never, lane: 0)
                model[first.key] = nil
            } else if what < 0.4 {
                let now = Int64(chance.uniform(step, 2) * 30)
                let popped = queue.popFirstLane(by: Instant(nanoseconds: now))
                let due = first.flatMap { $0.value.lane == 0 && $0.value.at <= now ? $0.key : nil }
                #expect(popped == due ?? -1, "seed \(seed), step \(step)")
                if let due { model[due] = nil }
            } else {
                // Few instants, so that many are equal.
                let at = Int64(chance.uniform(step, 2) * 30)
                let lane = Int(chance.uniform(step, 3) * 6)
                queue.set(row, to: Instant(nanoseconds: at), lane: lane)
                model[row] = (at, lane, Int(step))
            }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `lines made ready beforehand are opened as those made when they are wanted`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "lines")
        var ready = LineTable()
        var plain = LineTable()
        var open: [Int32] = []
        for step: UInt64 in 0..<500 {
            let wanted = Int(chance.uniform(step, 0) * 6)
            if chance.uniform(step, 1) < 0.55 {
                if ready.spare < wanted { ready.addSpare(to: wanted) }
                for _ in 0..<wanted {
                    let line = ready.openSpare()
                    #expect(line == plain.open(), "seed \(seed), step \(step)")
                    open.append(line)
                }
            } else if !open.isEmpty {
                let line = open.remove(at: Int(chance.uniform(step, 2) * Double(open.count)))
                ready.close(line)
                plain.close(line)
            }
            #expect(ready.used == open.count && plain.used == open.count)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the row lists give what arrays give`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "rows")
        var list = IndexList(queues: 2)
        var models: [[Int32]] = [[], []]
        for step: UInt64 in 0..<5_000 {
            let row = Int32(chance.uniform(step, 0) * 30)
            if chance.uniform(step, 1) < 0.5 {
                let queue = Int(chance.uniform(step, 2) * 2)
                list.append(row, to: queue)
                if !models.joined().contains(row) { models[queue].append(row) }
            } else {
                list.remove(row)
                for queue in 0..<2 { models[queue].removeAll { $0 == row } }
            }
            for (queue, model) in models.enumerated() {
                var seen: [Int32] = []
                var next = list.first(of: queue)
                while next >= 0, seen.count <= model.count {
                    seen.append(next)
                    next = list.after(next)
                }
                #expect(seen == model, "seed \(seed), step \(step)")
            }
            #expect(list.count == models.joined().count)
            #expect(list.contains(row) == models.joined().contains(row))
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the hopper hands leads out in the order they came`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "hopper")
        var hopper = Hopper(capacity: 100)
        var model: [DueLead] = []
        var number: Int64 = 0
        for step: UInt64 in 0..<3_000 {
            let what = chance.uniform(step, 0)
            if what < 0.1 {
                let batch = (0..<Int(chance.uniform(step, 1) * 150)).map { _ in
                    number += 1
                    return DueLead(id: LeadID(number), number: PhoneNumber(digits: 1))
                }
                hopper.fill(LeadBatch(leads: batch, nextDue: nil))
                model += batch
            } else if what < 0.2, let last = hopper.pop() {
                hopper.putBack(last)
            } else {
                let next = model.isEmpty ? nil : model.removeFirst()
                #expect(hopper.pop() == next)
                if let next { #expect(hopper.popped(1) == next) }
            }
            #expect(hopper.count == model.count, "seed \(seed), step \(step)")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the hopper tells the segment of the next lead and how many follow of it`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "segments")
        var hopper = Hopper(capacity: 100)
        let leads = (0..<90 as Range<UInt64>).map {
            DueLead(
                id: LeadID(Int64($0)), number: PhoneNumber(digits: 1),
                segment: SegmentID(chance.uniform($0) < 0.3 ? 4 : 2))
        }
        hopper.fill(LeadBatch(leads: leads, nextDue: nil))
        #expect(hopper.isMixed)
        for place in leads.indices {
            let run = leads[place...].prefix { $0.segment == leads[place].segment }.count
            #expect(hopper.nextSegment == leads[place].segment, "seed \(seed), lead \(place)")
            #expect(hopper.run(upTo: 1_000) == run, "seed \(seed), lead \(place)")
            #expect(hopper.run(upTo: 2) == min(2, run))
            _ = hopper.pop()
        }
        #expect(hopper.nextSegment == nil && hopper.run(upTo: 5) == 0)
    }

    @Test func `leads of one segment, whichever, are not mixed`() {
        var hopper = Hopper(capacity: 100)
        for _ in 0..<3 {
            let lead = DueLead(
                id: LeadID(1), number: PhoneNumber(digits: 1), segment: SegmentID(9))
            hopper.fill(LeadBatch(leads: [lead, lead], nextDue: nil))
        }
        #expect(!hopper.isMixed && hopper.nextSegment == SegmentID(9))
    }

    @Test func `the hopper asks when half is gone, once, and only while there is more`() {
        var hopper = Hopper(capacity: 100)
        #expect(hopper.refill(at: .epoch) == 100)
        #expect(hopper.refill(at: .epoch) == 0)
        let lead = DueLead(id: LeadID(1), number: PhoneNumber(digits: 1))
        hopper.fill(LeadBatch(leads: Array(repeating: lead, count: 100), nextDue: nil))
        for _ in 0..<49 { _ = hopper.pop() }
        #expect(hopper.refill(at: .epoch) == 0)
        _ = hopper.pop()
        #expect(hopper.refill(at: .epoch) == 50)
        hopper.fill(LeadBatch(leads: [lead], nextDue: nil))
        for _ in 0..<51 { _ = hopper.pop() }
        #expect(hopper.refill(at: .epoch) == 0 && hopper.isExhausted)
    }

    @Test(arguments: [(300_000, 305_000), (300_001, 305_000), (304_999, 305_000)])
    func `a lead that falls due later wakes the hopper just after the next 5 s`(
        dueMilliseconds: Int64, wakesMilliseconds: Int64
    ) {
        var hopper = Hopper(capacity: 100)
        _ = hopper.refill(at: .epoch)
        let due = Instant.epoch + .milliseconds(dueMilliseconds)
        let wakes = Instant.epoch + .milliseconds(wakesMilliseconds)
        hopper.fill(LeadBatch(leads: [], nextDue: due))
        #expect(!hopper.isExhausted)
        #expect(hopper.wakeUp == wakes + Duration(nanoseconds: 1))
        #expect(hopper.refill(at: wakes) == 0)
        #expect(hopper.refill(at: hopper.wakeUp) == 100)
        #expect(hopper.wakeUp == .never)
    }

    @Test func `the retry table says what the rules say`() {
        var rules = RetryRules()
        rules.after[.connected(.custom(63))] = .hours(1)
        rules.after[.notConnected(.custom(0))] = .zero
        let table = RetryTable(rules)
        for code in 0...255 {
            guard let outcome = Outcome(code: UInt8(code)) else { continue }
            for ordinal: UInt16 in 1...4 {
                #expect(
                    table.next(after: outcome.code, ordinal: ordinal, at: .epoch)
                        == rules.next(after: outcome, ordinal: ordinal, at: .epoch))
            }
        }
    }

    @Test func `a trunk is left alone after 40 refusals in 50 calls, for a minute`() {
        var health = TrunkHealth()
        func pauses(after refused: Bool) -> Bool {
            health.note(refused: refused, at: .epoch) != nil
        }
        for _ in 0..<10 { #expect(!pauses(after: false)) }
        for _ in 0..<39 { #expect(!pauses(after: true)) }
        #expect(health.takesCalls)
        #expect(pauses(after: true))
        #expect(!health.takesCalls && health.pausedUntil == .epoch + .seconds(60))
        #expect(!pauses(after: true))
        health.resume()
        #expect(health.takesCalls)
        for _ in 0..<49 { #expect(!pauses(after: true)) }
        #expect(pauses(after: true))
    }
}
