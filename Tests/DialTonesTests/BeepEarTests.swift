import DialModel
import DialTones
import Testing

extension BeepEar: Ear {}

/// Beeps of answering machines, and tones that are none.
@Suite struct BeepEarTests {
    private static func line(_ spec: ToneSpec, length: Int? = nil) throws -> [Int16] {
        let sound = try played(spec, length: length)
        return [Int16](repeating: 0, count: 1_037) + sound + [Int16](repeating: 0, count: 1_600)
    }

    private static func beep(_ hertz: Double, for milliseconds: Int64, at level: Double = -12)
        throws
        -> [Int16]
    {
        try line(ToneSpec([tone(hertz, for: milliseconds, at: level)], repeats: false))
    }

    private static func pitch(_ sound: HeardSound) -> Double {
        if case .beep(let hertz) = sound.kind { hertz } else { 0 }
    }

    @Test(
        arguments: [410.0, 440, 697, 850, 1_000, 1_400, 1_633, 1_990], [120, 300, 1_000] as [Int64])
    func `a beep is told after 100 ms, with its frequency, and when it is over`(
        hertz: Double, milliseconds: Int64
    ) throws {
        for level in [-30.0, -12, 0] {
            let line = try Self.beep(hertz, for: milliseconds, at: level).coded(.muLaw)
            let sounds = BeepEar().sounds(in: line)
            try #require(sounds.count == 2, "\(level): \(sounds)")
            let (told, over) = (sounds[0], sounds[1])
            #expect(told.ended == nil && over.began == told.began)
            #expect(abs(Self.pitch(told) - hertz) < 4 && abs(Self.pitch(over) - hertz) < 3)
            #expect(abs(told.began - 1_037) <= 24, "\(told)")
            #expect(abs((over.ended ?? 0) - 1_037 - Int(milliseconds) * 8) <= 24, "\(over)")
            #expect(abs(told.levelDecibels - level) < 0.7)
            // Those that may begin special information wait for what follows.
            if hertz != 1_000 { #expect(told.known - 1_037 <= 880) }
        }
    }

    @Test(
        arguments: [(200, 2), (400, 2), (440, 0), (500, 0), (560, 0), (700, 2)] as [(Int64, Int)])
    func `what may be a calling fax machine's tone is no beep`(
        milliseconds: Int64, told: Int
    ) throws {
        for hertz in [1_070.0, 1_100, 1_130] {
            let sounds = BeepEar().sounds(in: try Self.beep(hertz, for: milliseconds))
            #expect(sounds.count == told, "\(hertz): \(sounds)")
        }
    }

    @Test func `a beep in noise 20 dB below it is heard`() throws {
        for hertz in [440.0, 850, 1_000, 1_400, 2_000] {
            for seed in 1...20 as ClosedRange<UInt64> {
                let line = try Self.beep(hertz, for: 400, at: -15)
                let noisy = try mixed(line, noise(-35, samples: line.count, seed: seed))
                let sounds = BeepEar().sounds(in: noisy)
                #expect(sounds.count == 2, "\(hertz) Hz, seed \(seed): \(sounds)")
                #expect(abs(Self.pitch(sounds.first ?? sounds[0]) - hertz) < 10)
            }
        }
    }

    @Test(arguments: [[1], [37], [80], [160], [4_000]])
    func `blocks of any size give the same`(blocks: [Int]) throws {
        let line =
            try Self.beep(1_000, for: 250) + Self.beep(440, for: 500) + Self.beep(1_400, for: 150)
        let whole = BeepEar().sounds(in: line, blocks: [line.count])
        #expect(whole.count == 6)
        #expect(BeepEar().sounds(in: line, blocks: blocks) == whole)
    }

    @Test func `80 ms, 300 Hz, 2100 Hz and what is excepted are no beeps`() throws {
        #expect(BeepEar().sounds(in: try Self.beep(850, for: 80)).isEmpty)
        #expect(BeepEar().sounds(in: try Self.beep(300, for: 800)).isEmpty)
        #expect(BeepEar().sounds(in: try Self.beep(2_100, for: 800)).isEmpty)
        #expect(BeepEar(except: [425]).sounds(in: try Self.beep(425, for: 800)).isEmpty)
        #expect(!BeepEar(except: [425]).sounds(in: try Self.beep(450, for: 800)).isEmpty)
    }

    @Test func `tones of two frequencies and modulated ones are no beeps`() throws {
        let specs = [
            tone(350, 440), tone(440, 480), tone(480, 620), tone(400, 450), tone(425, 475),
            tone(697, 1_209), tone(941, 1_633), tone(1_400, 2_060),
            ToneSegment(.tones([Tone(400, modulation: Tone.Modulation(16))])),
            ToneSegment(.tones([Tone(400, modulation: Tone.Modulation(25))])),
            ToneSegment(.tones([Tone(425, modulation: Tone.Modulation(25, depth: 0.5))])),
            ToneSegment(.noise(levelDecibels: -12)),
        ]
        for segment in specs {
            let spec = ToneSpec([segment])
            #expect(BeepEar().sounds(in: try Self.line(spec, length: 40_000)).isEmpty, "\(spec)")
        }
    }

    @Test func `special information tones are no beeps, a single tone of theirs is`() throws {
        let all = InformationTone.allCases.map(\.spec) + [InformationTone.international]
        for spec in all {
            #expect(BeepEar().sounds(in: try Self.line(spec)).isEmpty, "\(spec)")
        }
        for (milliseconds, known) in [(300, 300 + 80), (1_000, 440)] as [(Int64, Int)] {
            let sounds = BeepEar().sounds(in: try Self.beep(950, for: milliseconds))
            #expect(sounds.count == 2)
            #expect((sounds.first?.known ?? 0) - 1_037 <= 8 * known)
        }
    }

    @Test(.enabled(if: !VoicePrompts.files.isEmpty, "\(VoicePrompts.absence)"))
    func `in recorded prompts only the beeps are beeps`() throws {
        var beeps: Set<String> = []
        var seconds = 0
        for file in VoicePrompts.files {
            let line = try samples(ofFile: file)
            seconds += line.count / 8_000
            if !BeepEar().sounds(in: line).isEmpty { beeps.insert(VoicePrompts.name(of: file)) }
        }
        print(
            "talk-off, beeps: in \(beeps.sorted()) of \(VoicePrompts.files.count) prompts, \(seconds) s"
        )
        #expect(beeps == ["ascending-2tone", "beep", "descending-2tone"])
    }
}
