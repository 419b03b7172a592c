import Testing

@testable import DialCharts

@Suite struct TicksTests {
    @Test(arguments: [
        (0.0...1, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0...14.0, 8, ["0", "2", "4", "6", "8", "10", "12", "14"]),
        (62.3...91, 6, ["65", "70", "75", "80", "85", "90"]),
        (-0.25...0.25, 5, ["−0.2", "−0.1", "0.0", "0.1", "0.2"]),
        (2.91...2.97, 4, ["2.92", "2.94", "2.96"]),
        (0...1_000_000.0, 3, ["0", "500000", "1000000"]),
    ])
    func `an axis is divided by round numbers`(
        range: ClosedRange<Double>, most: Int, texts: [String]
    ) {
        let ticks = Ticks.dividing(range, most: most)
        #expect(ticks.values.map { decimal($0, places: ticks.places) } == texts)
    }

    @Test(arguments: [1e-9, 0.003, 0.7, 1, 12, 99.99, 4711, 3e8], [0.0, -1, 0.31, 1e3])
    func `ticks lie on the axis, evenly, and are no more than there is room for`(
        span: Double, start: Double
    ) {
        let range = start * span...(start + 1) * span
        for most in [2, 3, 5, 8, 13] {
            let ticks = Ticks.dividing(range, most: most)
            #expect(ticks.values.count <= most)
            #expect(ticks.values.count * 3 >= most)
            let slack = ticks.step * 1e-6
            for value in ticks.values {
                #expect(value >= range.lowerBound - slack && value <= range.upperBound + slack)
            }
            for (one, next) in zip(ticks.values, ticks.values.dropFirst()) {
                #expect(abs(next - one - ticks.step) < slack)
            }
        }
    }

    @Test(arguments: [
        (9.0...17, 12, "09:00", "10:00"), (9.0...17, 5, "10:00", "12:00"),
        (0.0...24, 9, "00:00", "03:00"), (8.5...10, 8, "08:30", "08:45"),
        (0.0...96, 5, "00:00", "24:00"),
    ])
    func `a day is divided by what divides an hour or a day`(
        hours: ClosedRange<Double>, most: Int, first: String, second: String
    ) {
        let ticks = Ticks.dividingHours(hours, most: most)
        #expect(ticks.values.prefix(2).map(timeOfDay) == [first, second])
        #expect(ticks.values.count <= most)
    }

    @Test(arguments: [0.0...0.0, 0.8...0.8, -3 ... -3, 0.3...0.30000000000000004])
    func `an axis of one value has room on both sides, but none below zero`(
        extent: ClosedRange<Double>
    ) {
        let axis = FittedAxis(Axis("x", unit: .percent), extent: extent, most: 6)
        #expect(axis.domain.lowerBound < axis.domain.upperBound)
        #expect(axis.domain.contains(extent.lowerBound))
        if extent.lowerBound >= 0 { #expect(axis.domain.lowerBound >= 0) }
        #expect(axis.ticks.count >= 2)
    }

    @Test(arguments: [
        (0.1 + 0.2, 2, "0.3"), (3, 2, "3"), (-0.005, 2, "−0.01"), (-0.001, 2, "0"),
        (0.04, 2, "0.04"), (1234.5, 1, "1234.5"), (100, 0, "100"),
    ])
    func `numbers are written without noise`(value: Double, places: Int, text: String) {
        #expect(trimmed(value, places: places) == text)
    }

    @Test func `lines break at spaces, and in a word only where they must`() {
        #expect(wrapped("one two three", width: 45, size: 12) == ["one two", "three"])
        #expect(wrapped("", width: 45, size: 12) == [])
        #expect(wrapped("aaaaaaaaaaaa", width: 45, size: 12).joined() == "aaaaaaaaaaaa")
        #expect(shortened("one two three", width: 45, size: 12) == "one t…")
        #expect(shortened("one", width: 45, size: 12) == "one")
    }
}
