import DialMath
import DialModel
import DialTones
import Testing

@Suite struct ToneGeneratorTests {
    private static let cadence = ToneSpec([
        tone(400, 450, for: 400), silence(200), tone(413.5, for: 35),
        ToneSegment(.noise(levelDecibels: -40), for: .milliseconds(21)),
        ToneSegment(
            .tones([
                Tone(2_100, modulation: .init(15, depth: 0.2), reversal: .milliseconds(45))
            ]), for: .milliseconds(333)),
    ])

    @Test(arguments: [8_000, 11_025, 44_100, 48_000])
    func `blocks of any size give the same samples`(rate: Int) throws {
        let whole = try played(Self.cadence, rate: rate, length: 3 * rate, blocks: [3 * rate + 1])
        #expect(whole.count == 3 * rate)
        let chance = Chance(seed: 20_260_101, stream: "blocks")
        for round in 0..<20 as Range<UInt64> {
            // Some of nothing, some of a sample, some of many.
            let sizes = (0..<4_000 as Range<UInt64>).map { place in
                let spread = chance.uniform(round, 2 * place) * 9
                return Int(chance.uniform(round, 2 * place + 1) * exponential(spread))
            }
            let blocks = sizes.filter { $0 > 0 } + [997]
            let parts = try played(Self.cadence, rate: rate, length: 3 * rate, blocks: blocks)
            #expect(parts == whole, "seed 20260101, round \(round), rate \(rate)")
        }
    }

    @Test func `a block without room is no end`() throws {
        var generator = try ToneGenerator(ToneSpec([tone(425)]), rate: 8_000)
        var none: [Int16] = []
        var span = none.mutableSpan
        #expect(generator.fill(&span) == 0)
        var some: [Int16] = [9, 9, 9]
        var room = some.mutableSpan
        #expect(generator.fill(&room) == 3)
        #expect(generator.position == 3)
    }

    @Test(
        arguments: [8_000, 48_000],
        [
            (425.0, -10.0), (350, -13), (1_776.7, -24), (3_990, -30), (50, 0), (1_000, 3.14),
            (2_100, -60),
        ])
    func `a tone has its frequency and its level`(rate: Int, tone: (hertz: Double, level: Double))
        throws
    {
        let spec = ToneSpec([DialTonesTests.tone(tone.hertz, at: tone.level)])
        let samples = try played(spec, rate: rate, length: rate)[(rate / 10)..<(rate / 2)]
        let heard = pitch(near: tone.hertz, in: samples, rate: rate)
        #expect(abs(heard - tone.hertz) < 0.1, "\(heard)")
        let loud = level(of: heard, in: samples, rate: rate)
        #expect(abs(loud - tone.level) < 0.05, "\(loud)")
    }

    @Test func `all but the tone itself is far below it`() throws {
        let samples = try played(ToneSpec([tone(425, at: 0)]), length: 8_000)[100..<7_900]
        let noise = samples.enumerated().reduce(0.0) { sum, item in
            let turn = 425.0 * Double(item.offset + 100) / 8_000
            let ideal = Level.peak(ofSine: 0) * sine(turn)
            return sum + (Double(item.element) - ideal) * (Double(item.element) - ideal)
        }
        // Rounding alone leaves 1/12 of a step squared.
        let mean = noise / Double(samples.count)
        #expect(mean > 0.07 && mean < 0.1, "\(mean)")
    }

    @Test func `tones that sound together keep their own levels`() throws {
        let spec = ToneSpec([
            ToneSegment(
                .tones([Tone(350, levelDecibels: -22), Tone(440, levelDecibels: -18)]))
        ])
        let samples = try played(spec, length: 4_000)[800..<4_000]
        #expect(abs(level(of: 350, in: samples, rate: 8_000) + 22) < 0.05)
        #expect(abs(level(of: 440, in: samples, rate: 8_000) + 18) < 0.05)
        #expect(level(of: 395, in: samples, rate: 8_000) < -60)
    }

    @Test func `a modulated tone has its level with both sidebands`() throws {
        let spec = ToneSpec([
            ToneSegment(.tones([Tone(400, levelDecibels: -10, modulation: .init(25, depth: 0.9))]))
        ])
        let samples = try played(spec, length: 16_000)[4_000..<12_000]
        #expect(abs(level(in: samples) + 10) < 0.02)
        // The carrier has 1 / (1 + m²/2) of the power, each sideband m²/4 of the carrier's.
        let carrier = -10 - 10 * naturalLogarithm(1 + 0.405) / naturalLogarithm(10)
        #expect(abs(level(of: 400, in: samples, rate: 8_000) - carrier) < 0.05)
        for side in [375.0, 425] {
            let expected = carrier + 20 * naturalLogarithm(0.45) / naturalLogarithm(10)
            #expect(abs(level(of: side, in: samples, rate: 8_000) - expected) < 0.05)
        }
    }

    @Test func `the phase turns by half at its times`() throws {
        let plain = try played(ToneSpec([tone(2_100)]), length: 16_000)
        let turned = try played(
            ToneSpec([ToneSegment(.tones([Tone(2_100, reversal: .milliseconds(450))]))]),
            length: 16_000)
        for place in 100..<15_900 {
            let isTurned = place / 3_600 % 2 == 1
            #expect(abs(Int(turned[place]) - (isTurned ? -1 : 1) * Int(plain[place])) <= 1)
        }
    }

    @Test(arguments: [8_000, 11_025, 22_050, 48_000])
    func `segments last their time to the sample`(rate: Int) throws {
        let high = Double(rate) * 0.23
        let spec = ToneSpec(
            [tone(high, for: 333), silence(75), tone(high, for: 40), silence(1)], repeats: false)
        let lengths = [333, 75, 40, 1].map { Int((Double($0 * rate) / 1_000).rounded()) }
        let samples = try played(spec, rate: rate)
        #expect(samples.count == lengths.reduce(0, +))
        let silent = samples[lengths[0]..<(lengths[0] + lengths[1])]
        #expect(silent.allSatisfy { $0 == 0 })
        // The first and last samples of a tone are soft, but there.
        let loud = try played(spec.at(levelDecibels: 0), rate: rate)
        #expect(loud[(silent.startIndex - 4)..<silent.startIndex].contains { $0 != 0 })
        #expect(loud[silent.endIndex..<(silent.endIndex + 4)].contains { $0 != 0 })
    }

    @Test func `a cadence comes again and again, and once it comes once`() throws {
        let once = try played(ToneSpec([tone(425, for: 300), silence(300)], repeats: false))
        #expect(once.count == 4_800)
        let often = try played(
            ToneSpec([tone(425, for: 300), silence(300)]), length: 3 * 4_800 + 7)
        #expect(often == once + once + once + often.suffix(7))
        #expect(try ToneGenerator(ToneSpec([tone(425)]), rate: 8_000).length == nil)
    }

    /// A sine of peak A moves by at most 2πAf/r a sample; its edges add at most πA/(2·ramp).
    @Test(arguments: [8_000, 48_000])
    func `nothing clicks, at edges, between tones and where it is cut`(rate: Int) throws {
        let specs: [(ToneSpec, Double, Double)] = [
            (ToneSpec([tone(425, for: 300, at: 0), silence(300)]), 425, 0),
            (ToneSpec([tone(425, for: 3, at: 0), silence(1)]), 425, 0),
            (ToneSpec([tone(950, for: 333, at: 0), tone(1_400, for: 333, at: 0)]), 1_400, 0),
            (
                ToneSpec([ToneSegment(.tones([Tone(2_100, reversal: .milliseconds(450))]))]),
                2_100, -10
            ),
        ]
        for (spec, hertz, level) in specs {
            let samples = try played(spec, rate: rate, length: rate + rate / 3 + 1)
            let peak = Level.peak(ofSine: level)
            let ramp = min(0.002, (spec.segments[0].length?.seconds ?? 1) / 2) * Double(rate)
            let most = peak * .pi * (2 * hertz / Double(rate) + 1 / (2 * ramp.rounded(.down))) + 1
            var before = 0
            for (place, sample) in (samples + [0]).enumerated() {
                #expect(abs(Double(Int(sample) - before)) <= most, "\(spec) at \(place)")
                before = Int(sample)
            }
        }
    }

    @Test func `noise has its level, is white, and is another with another seed`() throws {
        let spec = ToneSpec([ToneSegment(.noise(levelDecibels: -20))])
        let samples = try played(spec, length: 80_000)
        #expect(abs(level(in: samples[100..<79_900]) + 20) < 0.1)
        let pairs = zip(samples, samples.dropFirst()).reduce(0.0) {
            $0 + Double($1.0) * Double($1.1)
        }
        let squares = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(pairs / squares) < 0.02)
        var other = try ToneGenerator(spec, rate: 8_000, seed: 2)
        var block = [Int16](repeating: 0, count: 1_000)
        var span = block.mutableSpan
        _ = other.fill(&span)
        #expect(zip(block, samples).count { $0 == $1 } < 50)
    }

    @Test(arguments: [
        (ToneSpec([tone(4_000)]), "a frequency is 4000 Hz; at 8000 samples a second it must be"),
        (ToneSpec([tone(0)]), "a frequency is 0 Hz; at 8000 samples a second it must be above 0"),
        (ToneSpec([tone(.nan)]), "a frequency is – Hz"),
        (ToneSpec([tone(425, at: 3.2)]), "the level is 3.2 dBm0; -80 to 3.14 dBm0 are allowed"),
        (ToneSpec([tone(425, at: .nan)]), "the level is – dBm0"),
        (
            ToneSpec([tone(400, 450, at: 0)]),
            "the peaks of what sounds at once are 2.89 dB over full scale"
        ),
        (ToneSpec([]), "there is no segment"),
        (ToneSpec([tone(425), silence(3)]), "a segment is shorter than a sample, or has no end"),
        (ToneSpec([silence(0)]), "a segment is shorter than a sample"),
        (
            ToneSpec([ToneSegment(.tones([Tone(400, modulation: .init(401))]))]),
            "a modulation has 401 Hz and a depth of 0.9"
        ),
        (
            ToneSpec([ToneSegment(.tones([Tone(400, modulation: .init(4, depth: 1.1))]))]),
            "a modulation has 4 Hz and a depth of 1.1"
        ),
        (ToneSpec([ToneSegment(.noise(levelDecibels: 3))]), "the peaks of what sounds at once are"),
    ])
    func `what cannot be played is refused`(spec: ToneSpec, sentence: String) {
        #expect {
            try ToneGenerator(spec, rate: 8_000)
        } throws: { "\($0)".hasPrefix(sentence) }
    }

    @Test(arguments: [7_999, 48_001, 0, -8_000])
    func `a rate beyond the allowed is refused`(rate: Int) {
        #expect {
            try ToneGenerator(ToneSpec([tone(425)]), rate: rate)
        } throws: { "\($0)" == "the rate is \(rate) Hz; 8000 to 48000 Hz are allowed" }
    }

    @Test func `two tones that just fill the range are played without clipping`() throws {
        // Two of half the amplitude each.
        let half = Level.fullScaleDecibels - 6.0206
        let samples = try played(ToneSpec([tone(350, 440, at: half)]), length: 80_000)
        #expect(samples.max()! > 32_000)
        #expect(samples.count { $0 == .max || $0 == .min } < 8)
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private func sine(_ turns: Double) -> Double { sin(2 * .pi * turns) }
