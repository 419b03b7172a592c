import DialModel
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        (Duration.zero, "0 s"), (.seconds(12), "12 s"), (.milliseconds(1_500), "1500 ms"),
        (.hours(2), "2 h"), (.minutes(90), "90 min"), (.hours(48), "2 d"), (.seconds(61), "61 s"),
        (Duration(nanoseconds: 1_500), "1500 ns"), (Duration(nanoseconds: 2_000), "2 µs"),
        (Duration(nanoseconds: -3_000_000_000), "-3 s"),
    ])
    func `a span reads in the largest unit that divides it`(span: Duration, text: String) {
        #expect(span.description == text)
    }

    @Test(
        arguments: [
            (0.0, 0), (1.5, 1_500_000_000), (1e-9, 1), (0.4e-9, 0), (-1, 0),
            (.nan, 0), (.infinity, 3_155_760_000_000_000_000), (1e12, 3_155_760_000_000_000_000),
        ] as [(Double, Int64)])
    func `a drawn span is whole nanoseconds, never negative, at most a century`(
        seconds: Double, nanoseconds: Int64
    ) {
        #expect(Duration(drawn: seconds).nanoseconds == nanoseconds)
    }

    @Test func `spans add, subtract and compare as whole nanoseconds`() {
        #expect(Duration.seconds(1) + .milliseconds(500) == .milliseconds(1_500))
        #expect(Duration.seconds(1) - .seconds(3) == Duration(nanoseconds: -2_000_000_000))
        #expect(Duration.seconds(59) < .minutes(1) && Duration.days(1) == .hours(24))
        #expect(Duration.milliseconds(250).seconds == 0.25)
    }

    @Test func `instants move by spans and differ by spans`() {
        let nine = Instant.epoch + .hours(9)
        #expect(nine.nanoseconds == 32_400_000_000_000)
        #expect(nine + .minutes(30) - nine == .minutes(30))
        #expect(nine < nine + Duration(nanoseconds: 1))
        #expect(nine + Duration(nanoseconds: -1) < nine)
    }

    @Test func `nothing is later than never, and waiting longer than time lasts is never`() {
        #expect(Instant.never + .seconds(1) == .never)
        #expect(Instant(nanoseconds: .max - 5) + .seconds(1) == .never)
        #expect(Instant.epoch + .days(36_500) < .never)
    }
}
