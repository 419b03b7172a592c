import DialTones
import Testing

@Suite struct SpectrogramTests {
    @Test(arguments: [(500.0, -10.0), (1_000, -30), (3_500, 0)])
    func `a sine is as loud as it is, where it is, and nothing else`(hertz: Double, level: Double)
        throws
    {
        let samples = try played(ToneSpec([tone(hertz, at: level)]), length: 8_000)
        let columns = Spectrogram.columns(50, of: samples)
        #expect(columns.count == 50 && columns.allSatisfy { $0.count == Spectrogram.frequencies })
        let place = Int((hertz / 31.25).rounded())
        for column in columns.dropFirst(2).dropLast(2) {
            #expect(abs(Double(column[place]) - level) < 0.2)
            let others = column.indices.filter { abs($0 - place) > 2 }
            #expect(others.allSatisfy { Double(column[$0]) < level - 40 })
        }
    }

    @Test func `silence has no level, and a short sound as many columns as a long one`() {
        let columns = Spectrogram.columns(40, of: [Int16](repeating: 0, count: 10))
        #expect(columns.count == 40 && columns.allSatisfy { $0.allSatisfy { $0 <= -100 } })
    }
}
