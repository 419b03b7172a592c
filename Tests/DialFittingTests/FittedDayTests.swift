import DialFitting
import DialMath
import DialModel
import DialWorld
import Testing

@Suite struct FittedDayTests {
    private static let nine = Instant(nanoseconds: 1_767_603_600_000_000_000)

    /// A call every 10 s for 8 hours; `isAnswered` says which are, by minutes after the start.
    private func day(_ isAnswered: (Int, _ minute: Int) -> Bool = { place, _ in place % 3 == 0 })
        -> RecordedDay
    {
        let chance = Chance(seed: 1, stream: "day")
        var calls: [CallRecord] = []
        for place in 0..<2_880 {
            let started = Self.nine + .seconds(Int64(place) * 10)
            var call = CallRecord(
                attempt: AttemptID(Int64(place + 1)), lead: LeadID(Int64(place + 1)),
                started: started)
            func wait(_ law: Distribution, _ index: UInt64) -> Duration {
                Duration(drawn: law.quantile(chance.uniform(UInt64(place), index)))
            }
            call.ringing = started + wait(.lognormal(mean: 1.5, cv: 0.4), 0)
            let ring = wait(.lognormal(mean: 10, cv: 0.5), 1)
            if isAnswered(place, place / 6), ring < .seconds(22) {
                call.answered = call.ringing! + ring
                call.person = call.answered! + wait(.constant(0.8), 2)
                call.connected = call.person
                call.ended = call.connected! + wait(.gamma(mean: 120, cv: 0.7), 3)
                call.outcome = .connected(place % 2 == 0 ? .deal : .refused)
                call.agent = AgentID(Int32(place % 7 + 1))
                call.wrapUp = wait(.weibull(mean: 20, shape: 1.5), 4)
            } else {
                call.ended = call.ringing! + .seconds(22)
                call.outcome = .notConnected(.noAnswer)
            }
            calls.append(call)
        }
        return RecordedDay(name: "day", calls: calls)
    }

    @Test func `laws come back`() throws {
        let fitted = try FittedDay(day())
        #expect(fitted.setup?.family == "lognormal")
        #expect(abs((fitted.setup?.distribution.mean ?? 0) - 1.5) < 0.05)
        #expect(abs(fitted.ring.distribution.mean - 10) < 0.5)
        #expect(abs(fitted.ring.distribution.cv - 0.5) < 0.05)
        #expect(fitted.talk.family == "gamma")
        #expect(abs(fitted.talk.distribution.mean - 120) < 8)
        #expect(fitted.screening?.distribution == .constant(0.8))
        #expect(fitted.wrapUp.map { abs($0.distribution.mean - 20) < 1.5 } == true)
        #expect(fitted.patience == nil)
        #expect(fitted.ringTimeout == .seconds(22))
    }

    @Test func `those who would have answered later count as people`() throws {
        let fitted = try FittedDay(day())
        #expect(abs((fitted.outcomes.shares[.person] ?? 0) - 1.0 / 3) < 0.012)
    }

    @Test func `half hours are told apart only when they differ`() throws {
        #expect(try FittedDay(day()).halfHours.isEmpty)
        // From the third hour on twice as many answer.
        let fitted = try FittedDay(day { $1 < 120 ? $0 % 4 == 0 : $0 % 2 == 0 })
        #expect(fitted.halfHours.count == 16)
        let shares = fitted.halfHours.map { $0.outcomes.shares[.person] ?? 0 }
        #expect(shares[..<4].allSatisfy { $0 < 0.35 })
        #expect(shares[4...].allSatisfy { $0 > 0.4 })
        #expect(fitted.halfHours[0].from == .hours(9))
    }

    @Test func `agents who come later have a shift of their own`() throws {
        var day = day()
        for place in day.calls.indices where place < 1_440 {
            if day.calls[place].agent.map({ $0.raw > 4 }) == true {
                day.calls[place].agent = AgentID(1)
            }
        }
        let shifts = try FittedDay(day).shifts
        #expect(shifts.map(\.count) == [4, 3])
        #expect(shifts.map(\.at) == [.zero, .hours(4)])
    }

    @Test func `what no family fits is taken as it was measured`() throws {
        var day = day()
        for place in day.calls.indices {
            // Half of the talks are over at once, the others take 5 minutes.
            guard let connected = day.calls[place].connected else { continue }
            day.calls[place].ended =
                connected + .seconds(place % 2 == 0 ? 3 : 300)
                + .milliseconds(Int64(place % 97) * 10)
        }
        let talk = try FittedDay(day).talk
        #expect(talk.family == "empirical")
        #expect(talk.distance < 0.05)
        #expect(abs(talk.distribution.mean - 152) < 5)
    }

    @Test func `a day without answers or talks is refused in words`() {
        #expect(throws: FitFault.noCalls) {
            try FittedDay(RecordedDay(name: "empty", calls: []))
        }
        #expect(throws: FitFault.nobodyAnswered(calls: 2_880)) {
            try FittedDay(day { _, _ in false })
        }
    }

    @Test func `how long before the end closing is said comes back, and how often`() throws {
        #expect(try FittedDay(day()).closing == nil)
        var day = day()
        for place in day.calls.indices where place % 4 != 0 {
            guard let connected = day.calls[place].connected else { continue }
            let said = day.calls[place].ended! + Duration.seconds(-15)
            day.calls[place].closing = max(connected, said)
        }
        let closing = try #require(try FittedDay(day).closing)
        #expect(abs(closing.share - 0.75) < 0.04)
        #expect(closing.lead.curve.steps.first { $0.survival < 0.5 }?.duration == 15)
    }
}
