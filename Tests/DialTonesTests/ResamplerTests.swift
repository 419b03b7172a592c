import DialModel
import DialTones
import Testing

@Suite struct ResamplerTests {
    private static func resampled(
        _ samples: [Int16], from rate: Int, blocks: [Int] = [4_096]
    ) throws -> [Int16] {
        var resampler = try Resampler(rate: rate)
        var line: [Int16] = []
        var (first, place) = (0, 0)
        while first < samples.count {
            let count = min(blocks[min(place, blocks.count - 1)], samples.count - first)
            resampler.take(samples.span.extracting(first..<(first + count)), into: &line)
            first += count
            place += 1
        }
        resampler.finish(into: &line)
        return line
    }

    private static func tone(_ hertz: Double, rate: Int, at level: Double = -6) throws -> [Int16] {
        let spec = ToneSpec([ToneSegment(.tones([Tone(hertz, levelDecibels: level)]))])
        return try played(spec, rate: rate, length: rate / 2)
    }

    @Test(arguments: [9_600, 11_025, 12_347, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
    func `what passes keeps its level, and what does not is 80 dB down`(rate: Int) throws {
        for hertz in [100.0, 425, 1_000, 2_500, 3_400] {
            let line = try Self.resampled(Self.tone(hertz, rate: rate), from: rate)
            #expect(line.count == 4_000)
            let heard = level(of: hertz, in: line[200..<3_700], rate: 8_000)
            #expect(abs(heard + 6) < 0.1, "\(hertz) Hz: \(heard)")
            // All else that there is: rounding alone has −89 dBm0.
            let expected = try Self.tone(hertz, rate: 8_000)
            let rest = (200..<3_700).map { line[$0] - expected[$0] }
            #expect(level(in: rest[...]) < (hertz < 3_400 ? -70 : -40), "\(hertz) Hz")
        }
        for hertz in [4_600.0, 5_100, 7_000, 9_000, 15_000, 20_000]
        where hertz < Double(rate) / 2 {
            let line = try Self.resampled(Self.tone(hertz, rate: rate), from: rate)
            #expect(level(in: line[200..<3_700]) < -6 - 79, "\(hertz) Hz")
        }
    }

    @Test func `8,000 samples a second pass as they are`() throws {
        let samples = try noise(-10, samples: 1_000, seed: 3)
        #expect(try Self.resampled(samples, from: 8_000, blocks: [7]) == samples)
    }

    @Test(arguments: [8_001, 11_025, 44_100, 48_000])
    func `blocks of any size give the same`(rate: Int) throws {
        let samples = try noise(-10, samples: 9_000, seed: 9)
        let whole = try Self.resampled(samples, from: rate)
        #expect(whole.count == (9_000 * 8_000 + rate - 1) / rate)
        for blocks in [[1], [37], [512], [160], [4_000], [1, 2_000, 3]] {
            #expect(try Self.resampled(samples, from: rate, blocks: blocks) == whole)
        }
    }

    @Test(arguments: [8_000, 8_001, 12_347, 44_100, 48_000], [0, 1, 5, 96, 97, 600, 48_000])
    func `nothing is lost at the end`(rate: Int, count: Int) throws {
        let line = try Self.resampled([Int16](repeating: 10_000, count: count), from: rate)
        #expect(line.count == (count * 8_000 + rate - 1) / rate)
        // Silence follows; the very last may lie almost in it.
        if count >= 600 { #expect(line.suffix(100).dropLast().allSatisfy { $0 > 4_000 }) }
    }

    @Test func `silence and full scale stay what they are`() throws {
        for value in [Int16.min, 0, 20_000, Int16.max] {
            let flat = [Int16](repeating: value, count: 4_800)
            let line = try Self.resampled(flat, from: 48_000)
            #expect(line[100..<700].allSatisfy { abs(Int($0) - Int(value)) <= 1 })
        }
    }

    @Test(arguments: [0, 7_999, 48_001, 96_000])
    func `other rates are refused`(rate: Int) {
        #expect(throws: ToneFault.rate(rate)) { try Resampler(rate: rate) }
    }

    @Test(arguments: [11_025, 16_000, 44_100, 48_000])
    func `keys at other rates are heard as at 8 kHz`(rate: Int) throws {
        var dial = DTMF()
        (dial.on, dial.off) = (.milliseconds(40), .milliseconds(40))
        let samples = try played(dial.spec(for: "123A456B789C*0#D"), rate: rate)
        let line = try Self.resampled(samples, from: rate)
        let sounds = DigitEar().sounds(in: line)
        #expect(sounds.digits == "123A456B789C*0#D")
        #expect(abs((sounds.last?.began ?? 0) - 15 * 640) <= 24)
    }
}
