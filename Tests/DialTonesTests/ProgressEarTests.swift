import DialMath
import DialModel
import DialTones
import Testing

/// Call-progress tones by frequency and cadence, and what is none.
@Suite struct ProgressEarTests {
    private func kinds(_ sounds: [HeardSound]) -> [Set<CallTone>] {
        sounds.filter { $0.ended == nil }.compactMap {
            if case .progress(let tones) = $0.kind { tones } else { nil }
        }
    }

    @Test(arguments: Plans.all.indices)
    func `each tone of a country is told once, and once that it is over`(country: Int) throws {
        let plan = Plans.all[country]
        let alike = try ProgressEar.alike(in: plan)
        for (tone, specs) in plan {
            let expected = alike.first { $0.contains(tone) } ?? [tone]
            let played = try played(specs[0], length: samples(14.05))
            let line =
                [Int16](repeating: 0, count: 1_000) + played + Array(repeating: 0, count: 60_000)
            let sounds = heard(line, by: try Ears(plan: plan, settings: .tones))
            #expect(kinds(sounds) == [expected], "\(tone): \(sounds)")
            #expect(sounds.count == 2, "\(tone): \(sounds)")
            let over = try #require(sounds.last)
            #expect(abs(over.began - 1_000) <= 40 && over.ended != nil, "\(tone): \(over)")
            #expect(
                abs(over.levelDecibels - level(in: played.filter { $0 != 0 }[...])) < 1.5, "\(tone)"
            )
        }
    }

    @Test func `the end of a tone is where its last burst ended`() throws {
        let busy = try played(ToneSpec([tone(425, for: 480), silence(480)]), length: samples(5))
        let line = busy[..<samples(4.1)] + Array(repeating: 0, count: samples(2))
        let sounds = heard(Array(line), by: try Ears(plan: Plans.germany, settings: .tones))
        // A burst begins at 3.84 s and is cut short.
        #expect(sounds.count == 2 && kinds(sounds) == [[.busy]], "\(sounds)")
        #expect(abs((sounds.last?.ended ?? 0) - samples(4.1)) <= 40, "\(sounds)")
    }

    @Test func `one tone after the other is told, each for itself`() throws {
        let parts = try [CallTone.dial, .ringback, .busy].map { tone in
            try played(try #require(Plans.germany[tone])[0], length: samples(11))
        }
        let gap = [Int16](repeating: 0, count: samples(0.7))
        let line = parts[0] + gap + parts[1] + gap + parts[2]
        let sounds = heard(line, by: try Ears(plan: Plans.germany, settings: .tones))
        #expect(kinds(sounds) == [[.dial], [.ringback], [.busy]], "\(sounds)")
        #expect(sounds.filter { $0.ended != nil }.count == 2)
    }

    @Test(arguments: [425.0, 440], [-1.0, 0, 1])
    func `425 and 440 Hz are told apart, each off by 1 %`(hertz: Double, percent: Double) throws {
        let plan: [CallTone: [ToneSpec]] = [
            .busy: [ToneSpec([tone(425, for: 500), silence(500)])],
            .congestion: [ToneSpec([tone(440, for: 500), silence(500)])],
        ]
        let spec = ToneSpec([tone(hertz * (1 + percent / 100), for: 500), silence(500)])
        for level in [-10.0, -40] {
            let clean = try played(spec.at(levelDecibels: level), length: samples(5))
            for ratio in [nil, 20, 12] as [Double?] {
                let line = disturbed(clean, Disturbance(signalToNoiseDecibels: ratio, seed: 3))
                let found = kinds(heard(line, by: try Ears(plan: plan, settings: .tones)))
                #expect(
                    found == [hertz == 425 ? [.busy] : [.congestion]], "\(level) \(ratio ?? 99)")
            }
        }
    }

    @Test(arguments: [(0.9, true), (0.6, true), (1, true), (0.9, false)])
    func `Japan's ringing is heard as a modulated tone and as a pair`(
        depth: Double, isModulated: Bool
    )
        throws
    {
        let sound: ToneSegment.Sound =
            isModulated
            ? .tones([Tone(400, modulation: .init(16, depth: depth))])
            : .tones([
                Tone(384, levelDecibels: -16), Tone(400, levelDecibels: -16),
                Tone(416, levelDecibels: -16),
            ])
        let spec = ToneSpec([ToneSegment(sound, for: .milliseconds(1_000)), silence(2_000)])
        let modulated: [CallTone: [ToneSpec]] = Plans.japan.merging(
            [
                .ringback: [
                    ToneSpec([
                        ToneSegment(
                            .tones([Tone(400, modulation: .init(16))]), for: .milliseconds(1_000)),
                        silence(2_000),
                    ])
                ]
            ]) { $1 }
        for plan in [Plans.japan, modulated] {
            for start in [0, 1_234, 5_000, 7_500] {
                let line = Array(try played(spec, length: samples(12))[start...])
                for ratio in [nil, 15] as [Double?] {
                    let noisy = disturbed(line, Disturbance(signalToNoiseDecibels: ratio, seed: 8))
                    let found = kinds(heard(noisy, by: try Ears(plan: plan, settings: .tones)))
                    #expect(found == [[.ringback]], "\(start) \(ratio ?? 99)")
                }
            }
        }
    }

    @Test func `what sounds alike in a country is named`() throws {
        #expect(try ProgressEar.alike(in: Plans.germany) == [])
        #expect(try ProgressEar.alike(in: Plans.hungary) == [[.busy, .congestion]])
        #expect(try ProgressEar.alike(in: Plans.japan) == [[.busy, .congestion]])
    }

    @Test func `what has no cadence to be known by is named`() throws {
        let once = ToneSpec([tone(425, for: 200)], repeats: false)
        let plan: [CallTone: [ToneSpec]] = [
            .sit: [InformationTone.international],
            .busy: [ToneSpec([tone(425, for: 300), silence(300)])],
            .callWaiting: [once],
        ]
        #expect(
            try ProgressEar.unheard(in: plan)
                == [.sit: [InformationTone.international], .callWaiting: [once]])
    }

    @Test(arguments: [-10.0, -20, -30, -40, -50])
    func `two minutes of noise say nothing`(level: Double) throws {
        let noise = ToneSpec([ToneSegment(.noise(levelDecibels: level))])
        let line = try played(noise, length: samples(120))
        for plan in Plans.all {
            #expect(heard(line, by: try Ears(plan: plan, settings: .tones)).isEmpty)
        }
    }

    @Test func `silence, direct current and single clicks say nothing`() throws {
        for plan in Plans.all {
            var line = [Int16](repeating: 0, count: samples(20))
            for place in 80_000..<160_000 { line[place] = 2_000 }
            for place in stride(from: 4_000, to: 160_000, by: 4_001) { line[place] = 20_000 }
            #expect(heard(line, by: try Ears(plan: plan, settings: .tones)).isEmpty)
        }
    }

    @Test(arguments: Plans.all.indices)
    func `tones of other countries are not taken for one's own`(country: Int) throws {
        // Sounds of their own, that is: a cadence at 425 Hz is what it is anywhere.
        let foreign: [ToneSpec] = [
            ToneSpec([tone(523, for: 500), silence(500)]), ToneSpec([tone(600)]),
            ToneSpec([tone(480, 720, for: 250), silence(250)]), ToneSpec([tone(330, 425)]),
            ToneSpec([tone(950, for: 330), silence(1_000)]), ToneSpec([tone(1_400)]),
        ]
        let mine = Plans.all[country]
        let others = Plans.all.filter { $0 != mine }.flatMap(\.values).joined()
        let own = Set(mine.values.joined().flatMap(\.segments).map(\.sound).map(hertz))
        for spec in foreign + others
        where own.isDisjoint(with: spec.segments.map(\.sound).map(hertz)) {
            for ratio in [nil, 15] as [Double?] {
                let line = disturbed(
                    try played(spec, length: samples(12)),
                    Disturbance(signalToNoiseDecibels: ratio, seed: 5))
                let sounds = heard(line, by: try Ears(plan: mine, settings: .tones))
                #expect(sounds.isEmpty, "\(spec): \(sounds)")
            }
        }
    }

    private func hertz(_ sound: ToneSegment.Sound) -> [Double] {
        if case .tones(let tones) = sound { tones.map(\.frequencyHertz) } else { [-1] }
    }

    @Test(arguments: [9_000, 3_000, 2_000])
    func `a tone that is clipped, or with direct current, is heard`(ceiling: Int) throws {
        for plan in [Plans.germany, Plans.unitedStates] {
            for (tone, specs) in plan {
                let line = disturbed(
                    try played(specs[0], length: samples(14)),
                    Disturbance(
                        signalToNoiseDecibels: 30, direct: ceiling / 8, ceiling: ceiling, seed: 2))
                #expect(
                    kinds(heard(line, by: try Ears(plan: plan, settings: .tones))) == [[tone]],
                    "\(tone)")
            }
        }
    }

    @Test(arguments: [G711.aLaw, .muLaw], [-10.0, -30, -40])
    func `a tone that comes as eight bits is heard`(law: G711, level: Double) throws {
        for plan in Plans.all {
            let alike = try ProgressEar.alike(in: plan)
            for (tone, specs) in plan {
                let spec = specs[0].at(levelDecibels: level)
                let line = try played(spec, length: samples(14)).map { law.decode(law.encode($0)) }
                let expected = alike.first { $0.contains(tone) } ?? [tone]
                #expect(
                    kinds(heard(line, by: try Ears(plan: plan, settings: .tones))) == [expected],
                    "\(tone)")
            }
        }
    }

    @Test func `digits on a line are no call progress`() throws {
        let digits = String(repeating: "0123456789*#ABCD", count: 6)
        let line = try played(DTMF().spec(for: digits))
        for plan in Plans.all {
            #expect(heard(line, by: try Ears(plan: plan, settings: .tones)).isEmpty)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what sounds like speech is no tone`(seed: UInt64) throws {
        let line = babble(seconds: 120, seed: seed)
        for plan in Plans.all {
            let sounds = heard(line, by: try Ears(plan: plan, settings: .tones))
            #expect(sounds.isEmpty, "seed \(seed): \(sounds)")
        }
    }

    @Test func `speech ends a tone`() throws {
        let ringing = try played(
            ToneSpec([tone(425, for: 1_000), silence(4_000)]), length: samples(11.5))
        let sounds = heard(
            ringing + babble(seconds: 5, seed: 4),
            by: try Ears(plan: Plans.germany, settings: .tones))
        #expect(kinds(sounds) == [[.ringback]], "\(sounds)")
        let ended = try #require(sounds.last?.ended)
        #expect(abs(ended - samples(11)) <= 40, "\(sounds)")
    }

    @Test(arguments: [[1], [37], [80], [160], [4_000], [1, 37, 4_000, 80, 999]])
    func `blocks of any size give the same reports`(blocks: [Int]) throws {
        let parts = [
            try played(Plans.germany[.ringback, default: []][0], length: samples(12)),
            try played(InformationTone.vacant.spec), try played(SpecialTone.all[1].spec),
            try played(Plans.germany[.busy, default: []][0], length: samples(4)),
        ]
        let line = disturbed(
            Array(parts.joined(separator: [Int16](repeating: 0, count: 6_543))),
            Disturbance(signalToNoiseDecibels: 25, seed: 9))
        let whole = heard(
            line, by: try Ears(plan: Plans.germany, settings: .tones), blocks: [line.count])
        #expect(whole.count == 7, "\(whole)")
        #expect(
            heard(line, by: try Ears(plan: Plans.germany, settings: .tones), blocks: blocks)
                == whole)
    }

    @Test func `a plan that cannot be played is refused in its words`() {
        #expect {
            try Ears(plan: [.dial: [ToneSpec([tone(4_100)])]])
        } throws: { "\($0)".hasPrefix("a frequency is 4100 Hz") }
    }

    @Test func `ears that are off say nothing`() throws {
        var settings = EarSettings.tones
        settings.progress = false
        settings.information = false
        settings.fax = false
        let line =
            try played(Plans.germany[.busy, default: []][0], length: samples(4))
            + played(InformationTone.vacant.spec) + played(SpecialTone.all[1].spec)
        #expect(heard(line, by: try Ears(plan: Plans.germany, settings: settings)).isEmpty)
    }
}
