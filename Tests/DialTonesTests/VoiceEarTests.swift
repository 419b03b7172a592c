import DialModel
import DialTones
import Testing

extension VoiceEar: Ear {}

/// Words, made of noise, and what is none.
@Suite struct VoiceEarTests {
    /// Noise of −20 dBm0 for so many milliseconds, then silence for so many, over and over.
    private static func words(_ times: [(on: Int, off: Int)], at level: Double = -20) throws
        -> [Int16]
    {
        var line = [Int16](repeating: 0, count: 2_000)
        for (place, time) in times.enumerated() {
            line += try noise(level, samples: 8 * time.on, seed: UInt64(place + 1))
            line += [Int16](repeating: 0, count: 8 * time.off)
        }
        return try mixed(line, noise(-65, samples: line.count, seed: 99))
    }

    private static func over(_ sounds: [HeardSound]) -> [HeardSound] {
        sounds.filter { $0.ended != nil }
    }

    @Test(arguments: [-40.0, -20, -8])
    func `a word is told after 100 ms, and when it is over`(level: Double) throws {
        let line = try Self.words([(300, 200), (150, 400), (1_000, 300)], at: level)
        let sounds = VoiceEar().sounds(in: line)
        #expect(sounds.allSatisfy { $0.kind == .voice })
        #expect(sounds.map { $0.ended == nil } == [true, false, true, false, true, false])
        let times = [(2_000, 4_400), (6_000, 7_200), (10_400, 18_400)]
        for (place, time) in times.enumerated() {
            let (told, over) = (sounds[2 * place], sounds[2 * place + 1])
            #expect(abs(told.began - time.0) <= 80 && told.known - time.0 <= 960)
            #expect(over.began == told.began && abs((over.ended ?? 0) - time.1) <= 160)
            #expect(over.known - time.1 <= 560)
            #expect(abs(over.levelDecibels - level) < 1, "\(over)")
        }
    }

    @Test(arguments: [(80, false), (130, true)])
    func `what is shorter than 100 ms is no word`(milliseconds: Int, isWord: Bool) throws {
        let line = try Self.words([(milliseconds, 500)])
        #expect(VoiceEar().sounds(in: line).isEmpty != isWord)
    }

    @Test(arguments: [(30, 1), (80, 2)])
    func `a break shorter than 50 ms is none`(milliseconds: Int, words: Int) throws {
        let line = try Self.words([(200, milliseconds), (200, 500)])
        #expect(Self.over(VoiceEar().sounds(in: line)).count == words)
    }

    @Test func `settings say what a word and a break are`() throws {
        var settings = GreetingSettings()
        settings.word = .milliseconds(300)
        settings.betweenWords = .milliseconds(200)
        let line = try Self.words([(250, 500), (200, 150), (200, 500)])
        let over = Self.over(VoiceEar(settings).sounds(in: line))
        #expect(over.count == 1 && abs(over[0].began - 8_000) <= 80)
    }

    @Test(arguments: [[1], [37], [80], [160], [4_000]])
    func `blocks of any size give the same`(blocks: [Int]) throws {
        let line = try Self.words([(300, 200), (150, 70), (777, 300)])
        let whole = VoiceEar().sounds(in: line, blocks: [line.count])
        #expect(whole.count == 6)
        #expect(VoiceEar().sounds(in: line, blocks: blocks) == whole)
    }

    @Test(arguments: [nil, 30.0, 25] as [Double?])
    func `no tone is a word, also in noise`(noiseDown: Double?) throws {
        let modulated = [16.0, 20, 25].map {
            ToneSegment(.tones([Tone(400, modulation: Tone.Modulation($0))]), for: .seconds(2))
        }
        var specs = [
            [tone(425, for: 500), silence(500)], [tone(350, 440, for: 4_000)],
            [tone(480, 620, for: 500), silence(500)], [tone(480, 620, for: 250), silence(250)],
            [tone(440, 480, for: 2_000), silence(4_000)],
            [tone(400, 450, for: 400), silence(200), tone(400, 450, for: 400), silence(2_000)],
            [tone(1_000, for: 1_000), silence(500)],
        ].map { ToneSpec($0) }
        // Two high tones 25 dB above noise are not foretold well enough.
        if noiseDown != 25 { specs.append(ToneSpec([tone(2_130, 2_750, for: 2_000)])) }
        specs += modulated.map { ToneSpec([$0, silence(1_000)]) }
        specs += SpecialTone.all.filter { $0.name != "noise" }.map(\.spec)
        for spec in specs {
            for level in [-12.0, -30] {
                let plain = try played(spec.at(levelDecibels: level - 3), length: 64_000)
                var line = [Int16](repeating: 0, count: 20_000) + plain
                if let noiseDown {
                    line = try mixed(
                        line, noise(max(level - noiseDown, -70), samples: line.count, seed: 4))
                }
                // The noise has been heard for a while.
                let heard = VoiceEar().sounds(in: line.coded(.aLaw)).filter { $0.began >= 18_000 }
                #expect(heard.isEmpty, "\(spec.segments[0].sound) at \(level): \(heard.count)")
            }
        }
    }

    @Test func `noise that stays is no voice after two seconds`() throws {
        for level in [-60.0, -48, -30] {
            let hiss = try noise(level, samples: 80_000, seed: 12)
            let sounds = VoiceEar().sounds(in: hiss)
            #expect(sounds.allSatisfy { $0.known < 20_000 }, "\(level): \(sounds)")
            #expect(sounds.count == 2 * Self.over(sounds).count)
        }
    }

    @Test func `a tone ends a word that it follows without a break`() throws {
        let line =
            try Self.words([(500, 0)]) + played(ToneSpec([tone(1_000, for: 2_000)], repeats: false))
        let over = Self.over(VoiceEar().sounds(in: line))
        #expect(over.count == 1 && abs((over.first?.ended ?? 0) - 6_000) <= 400, "\(over)")
    }

    @Test(.enabled(if: !VoicePrompts.files.isEmpty, "\(VoicePrompts.absence)"))
    func `every voice prompt has words, and no other has`() throws {
        let tones: Set = ["ascending-2tone", "descending-2tone", "beep"]
        let chimes: Set = ["confbridge-join", "confbridge-leave", "beeperr"]
        for file in VoicePrompts.files {
            let name = VoicePrompts.name(of: file)
            if chimes.contains(name) { continue }
            let isVoice = !tones.contains(name) && !name.hasPrefix("silence/")
            let heard = VoiceEar().sounds(in: try samples(ofFile: file))
            #expect(heard.isEmpty != isVoice, "\(name): \(heard.count)")
        }
    }
}
