import DialMath
import DialModel
import DialTones
import Testing

/// Special information, fax and modem tones.
@Suite struct InformationEarTests {
    private func heardAlone(_ spec: ToneSpec, _ disturbance: Disturbance) throws -> [HeardSound] {
        let quiet = [Int16](repeating: 0, count: samples(0.31))
        let line = disturbed(
            quiet + (try played(spec, length: samples(4.5))) + quiet + quiet, disturbance)
        return heard(line, by: try Ears(plan: Plans.unitedStates, settings: .tones))
    }

    @Test(arguments: InformationTone.allCases.map(Optional.some) + [nil], [-10.0, -24, -40])
    func `each code is told by pitch and length`(code: InformationTone?, level: Double) throws {
        let spec = (code?.spec ?? InformationTone.international).at(levelDecibels: level)
        for frequency in [0.99, 1, 1.01] {
            for cadence in [0.95, 1, 1.05] {
                for (round, ratio) in ([nil, 20, 15] as [Double?]).enumerated() {
                    let sounds = try heardAlone(
                        stretched(spec, frequency: frequency, cadence: cadence),
                        Disturbance(signalToNoiseDecibels: ratio, seed: UInt64(round + 1)))
                    let words = "\(frequency) \(cadence) \(ratio ?? 99): \(sounds)"
                    #expect(
                        sounds.map(\.kind) == [.information(code), .information(code)], "\(words)")
                    #expect(sounds.last?.ended != nil && sounds.first?.ended == nil)
                    #expect(abs((sounds.first?.began ?? 0) - samples(0.31)) <= 80, "\(words)")
                    #expect(abs((sounds.first?.levelDecibels ?? 0) - level) < 1, "\(words)")
                }
            }
        }
    }

    @Test func `all the pitches, lengths and pauses that the ITU allows are heard`() throws {
        let chance = Chance(seed: 11, stream: "information")
        for round in 0..<200 as Range<UInt64> {
            let spread = { (place: UInt64) in chance.uniform(round, place) * 2 - 1 }
            let pause = Int64(chance.uniform(round, 9) * 30)
            var segments: [ToneSegment] = []
            for (place, hertz) in [950.0, 1_400, 1_800].enumerated() {
                let length = Int64(330 + 70 * spread(UInt64(place + 3)))
                segments.append(tone(hertz + 48 * spread(UInt64(place)), for: length))
                if pause > 0 { segments.append(silence(pause)) }
            }
            let sounds = try heardAlone(
                ToneSpec(segments, repeats: false), Disturbance(signalToNoiseDecibels: 25))
            // By chance it may be one of the eight codes.
            #expect(sounds.count == 2, "seed 11, round \(round): \(segments) \(sounds)")
        }
    }

    @Test(arguments: [
        [950.0, 1_800, 1_400], [1_400, 950, 1_800], [950, 1_400, 1_400], [950, 950, 950],
        [860, 1_400, 1_800], [950, 1_500, 1_800], [950, 1_400, 1_920],
    ])
    func `three other tones are no special information`(hertz: [Double]) throws {
        let spec = ToneSpec(hertz.map { tone($0, for: 330) }, repeats: false)
        let sounds = try heardAlone(spec, Disturbance())
        #expect(sounds.isEmpty, "\(sounds)")
    }

    // MARK: Fax

    @Test(
        arguments: [("cng", FaxTone.cng), ("ced", .ced), ("ans-pr", .ced), ("ansam", .ansam)],
        [-10.0, -30, -40])
    func `fax machines and modems are told apart`(
        tone: (name: String, expected: FaxTone), level: Double
    )
        throws
    {
        let spec = try #require(SpecialTone.all.first { $0.name == tone.name }).spec
        let expected = tone.expected
        for frequency in [0.993, 1, 1.007] {
            for (round, ratio) in ([nil, 20, 15] as [Double?]).enumerated() {
                let quiet = [Int16](repeating: 0, count: samples(0.5))
                let played = try played(
                    stretched(spec.at(levelDecibels: level), frequency: frequency, cadence: 1),
                    length: samples(7))
                let line = disturbed(
                    quiet + played + Array(repeating: 0, count: samples(6)),
                    Disturbance(signalToNoiseDecibels: ratio, seed: UInt64(round + 1)))
                let sounds = heard(line, by: try Ears(plan: Plans.unitedStates, settings: .tones))
                let words = "\(frequency) \(ratio ?? 99): \(sounds)"
                #expect(sounds.map(\.kind) == [.fax(expected), .fax(expected)], "\(words)")
                #expect(abs((sounds.last?.began ?? 0) - samples(0.5)) <= 80, "\(words)")
                // Two bursts of CNG are 3 s apart; the others last 3.3 s.
                let end = expected == .cng ? 4.5 : 3.8
                #expect(abs((sounds.last?.ended ?? 0) - samples(end)) <= 80, "\(words)")
            }
        }
    }

    @Test(arguments: [("bell-answer"), ("v25-calling"), ("beep"), ("noise")])
    func `other tones are no fax`(name: String) throws {
        let spec = try #require(SpecialTone.all.first { $0.name == name }).spec
        #expect(try heardAlone(spec, Disturbance(signalToNoiseDecibels: 25)).isEmpty)
    }

    @Test func `a tone of 1100 Hz that is no burst of a fax is none`() throws {
        for length in [300, 400, 600, 1_000] as [Int64] {
            let spec = ToneSpec([tone(1_100, for: length)], repeats: false)
            #expect(try heardAlone(spec, Disturbance()).isEmpty, "\(length)")
        }
        // One that goes over into another sound at once.
        let spec = ToneSpec([tone(1_100, for: 500), tone(700, for: 500)], repeats: false)
        let sounds = try heardAlone(spec, Disturbance())
        #expect(sounds.isEmpty, "\(sounds)")
    }
}
