import DialModel
import DialTones
import Testing

/// DTMF, special information tones, fax and modem tones.
@Suite struct SignalTests {
    @Test func `each key is its own pair of a row and a column`() throws {
        // ITU-T Q.23, table 1.
        let keys: [(Character, Double, Double)] = [
            ("1", 697, 1_209), ("2", 697, 1_336), ("3", 697, 1_477), ("A", 697, 1_633),
            ("4", 770, 1_209), ("5", 770, 1_336), ("6", 770, 1_477), ("B", 770, 1_633),
            ("7", 852, 1_209), ("8", 852, 1_336), ("9", 852, 1_477), ("C", 852, 1_633),
            ("*", 941, 1_209), ("0", 941, 1_336), ("#", 941, 1_477), ("D", 941, 1_633),
        ]
        for (key, low, high) in keys {
            for text in [String(key), key.lowercased()] {
                let spec = try DTMF().spec(for: text)
                let samples = try played(spec)
                #expect(samples.count == 1_600)
                let sounding = samples[100..<700]
                #expect(abs(level(of: low, in: sounding, rate: 8_000) + 9) < 0.1, "\(key)")
                #expect(abs(level(of: high, in: sounding, rate: 8_000) + 7) < 0.1, "\(key)")
                #expect(samples[800...].allSatisfy { $0 == 0 })
            }
        }
    }

    @Test func `keys have the times, level and twist that are asked for`() throws {
        var keys = DTMF()
        keys.levelDecibels = -25
        keys.twistDecibels = -4
        keys.on = .milliseconds(40)
        keys.off = .milliseconds(60)
        let samples = try played(try keys.spec(for: "5"), rate: 48_000)
        #expect(samples.count == 4_800)
        #expect(abs(level(of: 770, in: samples[150..<1_750], rate: 48_000) + 25) < 0.2)
        #expect(abs(level(of: 1_336, in: samples[150..<1_750], rate: 48_000) + 29) < 0.2)
    }

    @Test(arguments: [
        ("12e", "\"e\" is no key of a telephone; 0 to 9, A to D, * and # are"),
        ("1 2", "\" \" is no key of a telephone; 0 to 9, A to D, * and # are"),
        ("ß", "\"ß\" is no key of a telephone; 0 to 9, A to D, * and # are"),
        ("", "there is no key; at least 1 of 0 to 9, A to D, * and # is needed"),
    ])
    func `what is no key is refused`(text: String, sentence: String) {
        #expect { try DTMF().spec(for: text) } throws: { "\($0)" == sentence }
    }

    /// The pairs as they are printed in lists: frequency and milliseconds of the first two segments.
    @Test(arguments: [
        (InformationTone.intercept, 913.8, 274.0, 1_370.6, 274.0),
        (.vacant, 985.2, 380, 1_370.6, 274), (.noCircuit, 985.2, 380, 1_428.5, 380),
        (.noCircuitBeyond, 913.8, 380, 1_370.6, 380), (.reorder, 913.8, 274, 1_428.5, 380),
        (.reorderBeyond, 985.2, 274, 1_370.6, 380), (.ineffective, 913.8, 380, 1_428.5, 274),
        (.reserved, 985.2, 274, 1_428.5, 274),
    ])
    func `each reason has its own pitches and lengths`(
        tone: InformationTone, first: Double, firstTime: Double, second: Double, secondTime: Double
    ) throws {
        let samples = try played(tone.spec)
        #expect(samples.count == Int(8 * (firstTime + secondTime + 380)))
        var begin = 0
        for (hertz, time) in [(first, firstTime), (second, secondTime), (1_776.7, 380)] {
            let end = begin + Int(8 * time)
            let part = samples[(begin + 20)..<(end - 20)]
            #expect(abs(pitch(near: hertz, in: part, rate: 8_000) - hertz) < 0.2)
            #expect(abs(level(of: hertz, in: part, rate: 8_000) + 24) < 0.1)
            begin = end
        }
    }

    @Test func `every reason is told apart by its first two tones`() {
        #expect(Set(InformationTone.allCases.map(\.parts)).count == 8)
    }

    @Test func `all tones that are the same everywhere can be played, at any rate`() throws {
        let names = SpecialTone.all.map(\.name)
        #expect(
            names == [
                "cng", "ced", "ans-pr", "ansam", "bell-answer", "v25-calling", "sit", "sit-ic",
                "sit-vc", "sit-nc", "sit-nc-inter", "sit-ro", "sit-ro-inter", "sit-io",
                "sit-reserved", "beep", "noise",
            ])
        for special in SpecialTone.all {
            for rate in [8_000, 16_000, 44_100, 48_000] {
                let samples = try played(special.spec, rate: rate, length: rate)
                #expect(samples.contains { abs(Int($0)) > 20 }, "\(special.name)")
            }
        }
    }

    @Test func `ANSam swings by a fifth, fifteen times a second`() throws {
        let spec = try #require(SpecialTone.all.first { $0.name == "ansam" }).spec
        let samples = try played(spec, rate: 48_000)
        #expect(samples.count == 158_400)
        // Its peaks in each 5 ms, while the phase does not turn.
        let peaks = stride(from: 500, to: 21_000, by: 240).map { place in
            Double(samples[place..<(place + 240)].map { abs(Int($0)) }.max() ?? 0)
        }
        let (least, most) = (peaks.min() ?? 0, peaks.max() ?? 0)
        // ITU-T V.8: between 0.8 and 1.2 (± 0.01) of the mean.
        let mean = (least + most) / 2
        #expect(abs(most / mean - 1.2) < 0.012 && abs(least / mean - 0.8) < 0.012)
        let highs = peaks.indices.dropFirst().dropLast().filter {
            peaks[$0] > peaks[$0 - 1] && peaks[$0] >= peaks[$0 + 1] && peaks[$0] > mean
        }
        #expect((6...7).contains(highs.count), "in 427 ms there are 6.4 swings; \(highs.count)")
    }
}
