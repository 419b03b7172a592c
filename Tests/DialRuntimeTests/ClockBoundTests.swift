import DialMath
import DialModel
import Testing

@testable import DialRuntime

/// The bound is asked with times that the test makes up, so that nothing here depends on the machine.
@Suite struct ClockBoundTests {
    private func at(_ seconds: Int64) -> Instant { Instant.epoch + .seconds(seconds) }

    @Test func `without a bound time goes on as it comes`() {
        let bound = ClockBound()
        #expect([0, 3, 7].map { bound.now(at($0)) } == [at(0), at(3), at(7)])
        #expect(bound.lost == .zero)
    }

    @Test func `time that is held is lost and what follows comes no faster`() {
        let bound = ClockBound()
        bound.goOn(to: at(10), at(0))
        #expect([4, 10, 15, 20].map { bound.now(at($0)) } == [at(4), at(10), at(10), at(10)])
        bound.goOn(to: at(12), at(20))
        #expect([20, 21, 22, 30].map { bound.now(at($0)) } == [at(10), at(11), at(12), at(12)])
        bound.goOn(to: .never, at(30))
        #expect(bound.lost == .seconds(18))
        #expect([30, 100].map { bound.now(at($0)) } == [at(12), at(82)])
    }

    @Test func `a bound that comes too late turns no time back`() {
        let bound = ClockBound()
        #expect(bound.now(at(8)) == at(8))
        bound.goOn(to: at(5), at(9))
        #expect(bound.now(at(9)) == at(8))
        bound.goOn(to: .never, at(20))
        #expect([20, 21].map { bound.now(at($0)) } == [at(8), at(9)])
        #expect(bound.lost == .seconds(12))
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `time never turns back and what is not lost has gone by`(seed: UInt64) {
        let chance = Chance(seed: seed, stream: "clock")
        let bound = ClockBound()
        var (free, end) = (at(0), Instant.never)
        var last = bound.now(free)
        for step in 0..<200 as Range<UInt64> {
            free = free + .seconds(Int64(chance.bits(step, 0) % 10))
            if chance.happens(0.5, step, 1) {
                end = last + .seconds(Int64(chance.bits(step, 2) % 26) - 5)
                bound.goOn(to: end, free)
            }
            let now = bound.now(free)
            #expect(now >= last && now <= max(end, last))
            // What is held now is told as lost when it goes on.
            #expect(now + bound.lost <= free)
            if now < end { #expect(now + bound.lost == free) }
            last = now
        }
    }
}
