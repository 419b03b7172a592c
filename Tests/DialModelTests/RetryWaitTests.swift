import DialModel
import Testing

/// Waits that are not always the same.
@Suite struct RetryWaitTests {
    static let noAnswer = Outcome.notConnected(.noAnswer)
    /// Monday, 2026-01-05, 00:00 UTC.
    static let monday = Instant.epoch + .days(20_458)

    private func next(
        _ wait: RetryWait, ordinal: UInt16 = 1, dialled: Instant = monday + .hours(10),
        at now: Instant, ahead: Duration = .zero, parts: [DayPart] = DayPart.usual,
        best: (Instant, Instant) -> Instant? = { _, _ in nil }
    ) -> LeadState {
        var rules = RetryRules()
        rules.attempts = 1_000
        rules.after = [:]
        rules.varied = [Self.noAnswer: wait]
        rules.dayParts = parts
        let call = RetryCase(ordinal: ordinal, dialled: dialled, clock: ZoneClock(ahead: ahead))
        return rules.next(after: Self.noAnswer, of: call, at: now, best: best)
    }

    @Test(arguments: [(1, 2), (2, 4), (3, 8), (4, 16), (5, 20), (999, 20)] as [(UInt16, Int64)])
    func `a growing wait doubles with each attempt, up to its most`(ordinal: UInt16, hours: Int64) {
        let wait = RetryWait(.growing(factor: 2, upTo: .hours(20)), wait: .hours(2))
        let now = Self.monday
        #expect(next(wait, ordinal: ordinal, at: now) == .due(now + .hours(hours)))
    }

    @Test(arguments: [(1, true), (2, true), (3, false), (4, false)] as [(UInt16, Bool)])
    func `an outcome may leave fewer attempts than there are`(ordinal: UInt16, isDue: Bool) {
        let wait = RetryWait(.same, wait: .hours(1), attempts: 3)
        let now = Self.monday
        #expect(
            next(wait, ordinal: ordinal, at: now) == (isDue ? .due(now + .hours(1)) : .closed))
    }

    @Test(
        arguments: [
            // By the clock of the place, hours of the day; dialled, and due, in hours from Monday on.
            (8, 9), (9, 12), (11, 12), (12, 17), (16, 17), (17, 33), (20, 33), (23, 33),
        ] as [(Int64, Int64)])
    func `who did not answer in one part of the day is due as another begins`(
        dialled: Int64, due: Int64
    ) {
        for ahead in [Duration.zero, .hours(-5), .minutes(330)] {
            let start = Self.monday + (.zero - ahead)
            let called = start + .hours(dialled)
            #expect(
                next(
                    RetryWait(.nextDayPart), dialled: called, at: called + .seconds(30),
                    ahead: ahead) == .due(start + .hours(due)))
        }
    }

    @Test func `a wait before another part of the day is at least as long as it says`() {
        let wait = RetryWait(.nextDayPart, wait: .hours(24))
        let called = Self.monday + .hours(10)
        #expect(next(wait, dialled: called, at: called) == .due(Self.monday + .hours(36)))
        let long = RetryWait(.nextDayPart, wait: .hours(9))
        // Ten hours on it is evening, and the morning is the part that was tried.
        #expect(next(long, dialled: called, at: called) == .due(Self.monday + .hours(36)))
    }

    @Test func `with one part of the day its next beginning is waited for`() {
        let parts = [DayPart("day", from: .hours(9), to: .hours(17))]
        let called = Self.monday + .hours(10)
        #expect(
            next(RetryWait(.nextDayPart), dialled: called, at: called, parts: parts)
                == .due(Self.monday + .hours(33)))
    }

    @Test func `the best hour lies between its bounds, and is the soonest where none is known`() {
        let wait = RetryWait(.best(within: .days(2)), wait: .hours(2))
        let now = Self.monday
        var asked: [Instant] = []
        let told = next(wait, at: now) { from, to in
            asked = [from, to]
            return now + .hours(9)
        }
        #expect(asked == [now + .hours(2), now + .days(2)])
        #expect(told == .due(now + .hours(9)))
        #expect(next(wait, at: now) == .due(now + .hours(2)))
        #expect(next(wait, at: now) { _, to in to + .hours(1) } == .due(now + .days(2)))
    }

    @Test func `rules say what they have to know`() {
        var rules = RetryRules()
        #expect(!rules.usesClocks && !rules.usesBestHour)
        rules.varied = [Self.noAnswer: RetryWait(.growing(factor: 2, upTo: .days(1)))]
        #expect(!rules.usesClocks && !rules.usesBestHour)
        rules.varied = [Self.noAnswer: RetryWait(.nextDayPart)]
        #expect(rules.usesClocks && !rules.usesBestHour)
        rules.varied = [Self.noAnswer: RetryWait(.best(within: .days(1)))]
        #expect(rules.usesClocks && rules.usesBestHour)
    }

    @Test func `after a message has been left it is as after a machine`() {
        let rules = RetryRules()
        let left = rules.after[.notConnected(.messageLeft)]
        #expect(left != nil && left == rules.after[.notConnected(.machine)])
        for gone in [Outcome.notConnected(.vacantNumber), .notConnected(.suspended)] {
            #expect(rules.next(after: gone, ordinal: 1, at: Self.monday) == .closed)
        }
    }
}

/// Clocks that are changed.
@Suite struct ZoneClockTests {
    static let start = Instant.epoch + .days(20_458)
    /// An hour further ahead from the third hour on, back again from the fifth.
    static let clock = ZoneClock([
        .init(from: .epoch, ahead: .zero), .init(from: start + .hours(3), ahead: .hours(1)),
        .init(from: start + .hours(5), ahead: .zero),
    ])
    static let midnight = Duration.days(20_458)

    @Test(
        arguments: [(0, 0), (179, 179), (180, 240), (299, 359), (300, 300), (400, 400)]
            as [(Int64, Int64)])
    func `clocks show what their part says`(minute: Int64, shown: Int64) {
        #expect(Self.clock.timeOfDay(at: Self.start + .minutes(minute)) == .minutes(shown))
    }

    @Test(
        arguments: [
            (0, 0), (179, 179), (180, 180), (239, 180), (240, 180), (250, 190), (330, 270),
            (359, 299),
            (360, 360),
        ] as [(Int64, Int64)])
    func `what is shown twice is the first, and what is skipped is the skip`(
        shown: Int64, minute: Int64
    ) {
        #expect(
            Self.clock.first(showing: Self.midnight + .minutes(shown))
                == Self.start + .minutes(minute))
    }

    @Test(
        arguments: [
            (0, 0, false), (4, 23, false), (5, 0, true), (6, 12, true), (7, 1, false),
            (-20_458, 5, false),
        ] as [(Int64, Int64, Bool)])
    func `hours are those of working days or of weekends`(
        day: Int64, hour: Int64, isWeekend: Bool
    ) {
        let local = Self.midnight + .days(day) + .hours(hour) + .minutes(59)
        #expect(LocalHour(local) == LocalHour(hour: Int(hour), isWeekend: isWeekend))
    }
}
