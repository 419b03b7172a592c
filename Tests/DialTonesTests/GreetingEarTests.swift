import DialModel
import DialTones
import Testing

/// Verdicts on lines made of bursts of noise as words, of silence and of tones.
@Suite struct GreetingEarTests {
    private static func bursts(_ times: [(on: Int, off: Int)], after lead: Int = 500) throws
        -> [Int16]
    {
        var line = [Int16](repeating: 0, count: 8 * lead)
        for (place, time) in times.enumerated() {
            line += try noise(-20, samples: 8 * time.on, seed: UInt64(place + 1))
            line += [Int16](repeating: 0, count: 8 * time.off)
        }
        return line
    }

    private static func greetings(_ sounds: [HeardSound]) -> [Greeting] {
        sounds.compactMap { if case .party(let greeting) = $0.kind { greeting } else { nil } }
    }

    private static func heard(
        _ line: [Int16], _ settings: GreetingSettings = GreetingSettings(), blocks: [Int] = [160]
    ) -> [HeardSound] {
        var ear = GreetingEar(settings)
        ear.answered()
        return ear.sounds(in: line, blocks: blocks)
    }

    private static func greeting(
        _ line: [Int16], _ settings: GreetingSettings = GreetingSettings()
    ) throws -> Greeting {
        let all = greetings(heard(line + [Int16](repeating: 0, count: 64_000), settings))
        try #require(all.count == 1, "\(all)")
        return all[0]
    }

    private static func milliseconds(_ time: Duration?) -> Int {
        Int((time?.nanoseconds ?? -1_000_000_000) / 1_000_000)
    }

    @Test func `a word and a pause are a person, 800 ms after it`() throws {
        let greeting = try Self.greeting(Self.bursts([(400, 0)]))
        #expect((greeting.verdict, greeting.cause) == (.person, .pause))
        #expect(greeting.words == 1)
        #expect(abs(Self.milliseconds(greeting.initialSilence) - 500) <= 10)
        #expect(abs(Self.milliseconds(greeting.speech) - 400) <= 20)
        #expect(abs(Self.milliseconds(greeting.taken) - 1_700) <= 20)
    }

    @Test func `speech that goes on is a machine after 4.5 s of it`() throws {
        let sentence = [(700, 200), (900, 300), (600, 150), (1_200, 250), (900, 300), (900, 300)]
        let greeting = try Self.greeting(Self.bursts(sentence))
        #expect((greeting.verdict, greeting.cause) == (.machine, .longGreeting))
        #expect(abs(Self.milliseconds(greeting.taken) - 5_000) <= 120)
        #expect(greeting.words == 5)
    }

    @Test func `silence is not sure, or a machine if that is set`() throws {
        let silence = [Int16](repeating: 0, count: 100)
        var greeting = try Self.greeting(silence)
        #expect((greeting.verdict, greeting.cause) == (.notSure, .silence))
        #expect(greeting.initialSilence == nil && greeting.words == 0)
        #expect(greeting.taken == .milliseconds(2_500))
        greeting = try Self.greeting(silence, .asterisk)
        #expect((greeting.verdict, greeting.cause) == (.machine, .silence))
    }

    @Test func `Asterisk's settings count words`() throws {
        let words = [(150, 100), (150, 100), (150, 100)]
        let counted = try Self.greeting(Self.bursts(words), .asterisk)
        #expect((counted.verdict, counted.cause, counted.words) == (.machine, .words, 3))
        let uncounted = try Self.greeting(Self.bursts(words))
        #expect((uncounted.verdict, uncounted.cause, uncounted.words) == (.person, .pause, 3))
        let long = try Self.greeting(Self.bursts([(2_000, 0)]), .asterisk)
        #expect((long.verdict, long.cause) == (.machine, .longGreeting))
    }

    @Test func `who speaks late and long is not sure when the time is over`() throws {
        let sentence = [(900, 200), (900, 300), (900, 200), (900, 200)]
        let greeting = try Self.greeting(Self.bursts(sentence, after: 2_300))
        #expect((greeting.verdict, greeting.cause) == (.notSure, .timeOut))
        #expect(greeting.taken == .seconds(6))
    }

    @Test func `a beep is a machine at once`() throws {
        let beep = try played(ToneSpec([tone(1_400, for: 300)], repeats: false))
        let greeting = try Self.greeting(Self.bursts([(400, 300)]) + beep)
        #expect((greeting.verdict, greeting.cause) == (.machine, .beep))
        #expect(abs(Self.milliseconds(greeting.taken) - 1_300) <= 20)
    }

    @Test func `a fax that others hear is a machine`() throws {
        var judge = GreetingJudge()
        var sounds: [HeardSound] = []
        judge.answer(at: 8_000)
        let ced = HeardSound(.fax(.ced), began: 9_000, known: 13_000, levelDecibels: -13)
        judge.take(ced, into: &sounds)
        let greeting = try #require(Self.greetings(sounds).first)
        #expect((greeting.verdict, greeting.cause) == (.machine, .fax))
        #expect(greeting.taken == .milliseconds(625))
        judge.pass(to: 200_000, into: &sounds)
        #expect(sounds.count == 1)
    }

    /// A busy tone is no machine and special information no person, which is what others make of them.
    @Test func `tones of the network are nobody`() throws {
        let busy = [(480.0, 620.0), (350, 440), (400, 450)].map {
            ToneSpec([tone($0.0, $0.1, for: 500), silence(500)])
        }
        let single = ToneSpec([tone(425, for: 250), silence(250)])
        let specs = busy + [InformationTone.vacant.spec, InformationTone.international]
        for spec in specs {
            let greeting = try Self.greeting(played(spec, length: 40_000))
            #expect((greeting.verdict, greeting.cause) == (.notSure, .silence), "\(spec)")
        }
        var ear = GreetingEar(except: [425])
        ear.answered()
        let sounds = ear.sounds(in: try played(single, length: 40_000))
        #expect(Self.greetings(sounds).map(\.cause) == [.silence])
    }

    @Test func `nobody is judged before the answer, and once after each`() throws {
        let line = try Self.bursts([(400, 1_500)])
        var ear = GreetingEar()
        var sounds: [HeardSound] = []
        ear.hear(line.span, into: &sounds)
        #expect(Self.greetings(sounds).isEmpty && sounds.count == 2)
        for _ in 0..<2 {
            sounds = []
            ear.answered()
            ear.hear(line.span, into: &sounds)
            #expect(Self.greetings(sounds).map(\.verdict) == [.person])
        }
    }

    @Test func `a word that was there before the answer begins with it`() throws {
        let line = try Self.bursts([(1_000, 2_000)])
        var ear = GreetingEar()
        var sounds: [HeardSound] = []
        ear.hear(line.span.extracting(first: 6_400), into: &sounds)
        ear.answered()
        ear.hear(line.span.extracting(droppingFirst: 6_400), into: &sounds)
        let greeting = try #require(Self.greetings(sounds).first)
        #expect(greeting.initialSilence == .zero && greeting.verdict == .person)
        #expect(abs(Self.milliseconds(greeting.speech) - 700) <= 20)
    }

    @Test(arguments: [[1], [37], [80], [160], [4_000]])
    func `blocks of any size give the same`(blocks: [Int]) throws {
        let beep = try played(ToneSpec([tone(850, for: 300)], repeats: false))
        let line =
            try Self.bursts([(500, 200), (900, 100), (700, 400)]) + beep
            + [Int16](repeating: 0, count: 800)
        let whole = Self.heard(line, blocks: [line.count])
        #expect(whole.count == 9)
        #expect(Self.heard(line, blocks: blocks) == whole)
    }
}

extension GreetingEar: Ear {}
