import Testing

@testable import DialModel

@Suite struct TimeHistogramTests {
    /// From a microsecond to a week, in steps of 0.8 %.
    static let spans: [Int64] = Array(
        sequence(first: 1_000) { $0 < 604_800_000_000_000 ? $0 + $0 / 128 + 1 : nil })

    @Test func `a wait is known within a thirty-second of its octave`() {
        for span in Self.spans where span >= 1_000_000 && span < 1_000_000_000_000_000 {
            let cell = TimeHistogram.cell(Duration(nanoseconds: span))
            let start = TimeHistogram.start(of: cell).nanoseconds
            let end = TimeHistogram.start(of: cell + 1).nanoseconds
            // The borders are whole microseconds.
            #expect(start / 1_000 <= span / 1_000 && span / 1_000 <= end / 1_000, "\(span) ns")
            #expect(Double(end - start) <= Double(start) / 31.9)
        }
    }

    @Test func `longer waits are counted no lower`() {
        let cells = Self.spans.sorted().map { TimeHistogram.cell(Duration(nanoseconds: $0)) }
        #expect(cells == cells.sorted())
        #expect(cells.first == 0)
        #expect(Set(cells).count > 300)
    }

    @Test func `the ends take what lies beyond them`() {
        #expect(TimeHistogram.cell(Duration(nanoseconds: -5)) == 0)
        #expect(TimeHistogram.cell(Duration(nanoseconds: 999_999)) == 0)
        #expect(TimeHistogram.cell(Duration(nanoseconds: 1_000_000)) == 1)
        #expect(TimeHistogram.cell(Duration(nanoseconds: .max)) == TimeHistogram.cells - 1)
    }

    @Test func `the middle of many waits is the middle wait`() throws {
        var histogram = TimeHistogram()
        for second in 1...999 as ClosedRange<Int64> { histogram.add(.seconds(second)) }
        let middle = try #require(histogram.quantile(0.5))
        #expect(abs(middle.seconds - 500) < 500 * 0.033)
    }
}
