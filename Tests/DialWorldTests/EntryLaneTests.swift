import DialMath
import DialModel
import Testing

@testable import DialWorld

@Suite struct EntryLaneTests {
    @Test(arguments: 0..<10 as Range<UInt64>)
    func `a lane gives back what was appended, in order, however it grows`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "lane")
        var lane = EntryLane()
        var model: [EntryHeap.Entry] = []
        var last: EntryHeap.Entry = 0
        for step in 0..<2_000 as Range<UInt64> {
            #expect(lane.count == model.count)
            #expect(lane.front == model.first ?? .max)
            // First it mostly grows, then it mostly shrinks.
            if chance.uniform(step, 0) < (step < 1_000 ? 0.7 : 0.4) {
                let wait = Int64(1 + chance.uniform(step, 1) * 3)
                let entry = EntryHeap.entry(
                    step, at: EntryHeap.at(last) + Duration(nanoseconds: step == 0 ? 0 : wait))
                let isLater = entry > last
                #expect(lane.canAppend(entry) == isLater)
                if isLater {
                    lane.append(entry)
                    model.append(entry)
                    last = entry
                }
            } else if !model.isEmpty {
                #expect(lane.pop() == model.removeFirst(), "seed \(seed), step \(step)")
            }
        }
    }

    @Test func `nothing can be appended that comes before the last, be it gone or not`() {
        var lane = EntryLane()
        let entries = (0..<3).map { EntryHeap.entry(7, at: .epoch + .seconds($0)) }
        lane.append(entries[1])
        #expect([false, false, true] == entries.map { lane.canAppend($0) })
        #expect(lane.pop() == entries[1])
        #expect([false, false, true] == entries.map { lane.canAppend($0) })
        #expect(lane.earliest == .never)
    }

    @Test func `a ticket keeps order, row and kind apart`() {
        for (order, row, kind) in [(1, 0, 0), (0xff_ffff_ffff, 0xf_ffff, 15), (77, 5, 3)] {
            let ticket = Ticket(UInt64(order), row: Int32(row), kind: UInt8(kind))
            #expect(ticket.order == UInt64(order))
            #expect(ticket.row == Int32(row))
            #expect(ticket.kind == UInt8(kind))
            #expect(Ticket(bits: ticket.bits).bits == ticket.bits)
        }
    }
}
