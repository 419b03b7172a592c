import DialModel
import DialTones
import Testing

/// Telephone keys as ITU-T Q.24 and its national tables ask for them.
@Suite struct DigitEarTests {
    private static let keys = "123A456B789C*0#D"

    /// A key of any two frequencies, after this many samples of silence, and 60 ms of silence.
    private static func pair(
        _ low: Double, _ high: Double, at level: Double = -10, twist: Double = 0,
        milliseconds: Int64 = 40, after samples: Int = 80
    ) throws -> [Int16] {
        let tones = [
            Tone(low, levelDecibels: level), Tone(high, levelDecibels: level + twist),
        ]
        let sound = ToneSegment(.tones(tones), for: .milliseconds(milliseconds))
        let tone = try played(ToneSpec([sound, silence(60)], repeats: false))
        return [Int16](repeating: 0, count: samples) + tone
    }

    private static func digits(in samples: [Int16]) -> String {
        DigitEar().sounds(in: samples).digits
    }

    private static let pairs = keys.enumerated().map { place, key in
        (key: String(key), low: DTMF.lowHertz[place / 4], high: DTMF.highHertz[place % 4])
    }

    @Test(arguments: [-36.0, -25, -10, -6], [40, 50, 100] as [Int64])
    func `each key is told once, within 40 ms, with its begin, end and level`(
        level: Double, on: Int64
    ) throws {
        var dial = DTMF()
        (dial.levelDecibels, dial.twistDecibels) = (level, 0)
        (dial.on, dial.off) = (.milliseconds(on), .milliseconds(40))
        let plain = try played(dial.spec(for: Self.keys))
        let tail = [Int16](repeating: 0, count: 240)
        // Wherever it falls among the ear's own steps.
        for offset in stride(from: 0, to: 80, by: 9) {
            let samples = [Int16](repeating: 0, count: 400 + offset) + plain + tail
            let sounds = DigitEar().sounds(in: samples)
            #expect(sounds.digits == Self.keys, "offset \(offset)")
            let told = sounds.filter { $0.ended == nil }
            let over = sounds.filter { $0.ended != nil }
            try #require(told.count == 16 && over.count == 16)
            for (place, sound) in told.enumerated() {
                let begin = 400 + offset + place * Int(on + 40) * 8
                #expect(abs(sound.began - begin) <= 24, "\(sound) began at \(begin)")
                #expect(sound.known - begin <= 320)
                #expect(abs(sound.levelDecibels - level - 3) < 0.7, "\(sound)")
            }
            for (place, sound) in over.enumerated() {
                #expect(sound.kind == told[place].kind && sound.began == told[place].began)
                let end = 400 + offset + place * Int(on + 40) * 8 + Int(on) * 8
                #expect(abs((sound.ended ?? 0) - end) <= 24, "\(sound) ended at \(end)")
                #expect(sound.known - end <= 320)
            }
        }
    }

    @Test(arguments: [[1], [37], [80], [160], [4_000], [3, 500, 1, 77]])
    func `blocks of any size give the same`(blocks: [Int]) throws {
        let samples = try mixed(
            played(DTMF().spec(for: Self.keys)), noise(-40, samples: 25_600, seed: 7))
        let whole = DigitEar().sounds(in: samples, blocks: [samples.count])
        #expect(whole.count == 32)
        #expect(DigitEar().sounds(in: samples, blocks: blocks) == whole)
    }

    @Test(arguments: [(40, true), (36, true), (23, false), (20, false), (10, false)])
    func `40 ms are a key and 23 ms are none`(milliseconds: Int64, isKey: Bool) throws {
        for (key, low, high) in Self.pairs {
            for offset in 0..<80 {
                let samples = try Self.pair(
                    low, high, milliseconds: milliseconds, after: 80 + offset)
                #expect(Self.digits(in: samples) == (isKey ? key : ""), "\(key) \(offset)")
            }
        }
    }

    @Test func `a break of 10 ms makes no second key, one of 40 ms does`() throws {
        for (milliseconds, count) in [(10, 1), (40, 2)] {
            for offset in 0..<80 {
                let spec = ToneSpec(
                    [
                        tone(852, 1_477, for: 50), silence(Int64(milliseconds)),
                        tone(852, 1_477, for: 50), silence(80),
                    ], repeats: false)
                let samples = try [Int16](repeating: 0, count: offset) + played(spec)
                let sounds = DigitEar().sounds(in: samples)
                #expect(sounds.digits == String(repeating: "9", count: count), "\(offset)")
                #expect(sounds.count == 2 * count)
            }
        }
    }

    @Test func `a key that follows another without a break ends it`() throws {
        let spec = ToneSpec(
            [tone(697, 1_209, for: 50), tone(941, 1_633, for: 50), silence(80)], repeats: false)
        let sounds = DigitEar().sounds(in: try played(spec))
        #expect(sounds.map(\.kind) == [.digit("1"), .digit("1"), .digit("D"), .digit("D")])
        #expect(sounds.map { $0.ended != nil } == [false, true, false, true])
        #expect(abs((sounds[1].ended ?? 0) - 400) <= 24)
    }

    /// 1.5 % and 2 Hz, and 3.5 %, each way, one tone or both.
    @Test func `frequencies off by 1.5 % and 2 Hz are taken and off by 3.5 % are not`() throws {
        for (key, low, high) in Self.pairs {
            for (down, up) in [
                (-1.0, -1.0), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1),
            ] {
                for offset in stride(from: 0, to: 80, by: 13) {
                    for twist in [-8.0, 0, 4] {
                        let near = try Self.pair(
                            low + down * (0.015 * low + 2), high + up * (0.015 * high + 2),
                            twist: twist, after: offset)
                        #expect(
                            Self.digits(in: near) == key,
                            "\(key) \(down) \(up) \(twist) \(offset)")
                        let far = try Self.pair(
                            low * (1 + 0.035 * down), high * (1 + 0.035 * up), twist: twist,
                            milliseconds: 100, after: offset)
                        #expect(
                            Self.digits(in: far) == "",
                            "\(key) \(down) \(up) \(twist) \(offset)")
                    }
                }
            }
        }
    }

    @Test(arguments: [(4.0, true), (-8, true), (9, false), (-14, false)])
    func `one tone may be louder than the other, but not much`(twist: Double, isKey: Bool) throws {
        for (key, low, high) in Self.pairs {
            for level in [-25.0, -12] {
                for law in [G711.aLaw, .muLaw] {
                    let samples = try Self.pair(low, high, at: level, twist: twist)
                    #expect(
                        Self.digits(in: samples.coded(law)) == (isKey ? key : ""),
                        "\(key) \(level)")
                }
            }
        }
    }

    @Test func `of 4,000 keys of 50 ms in noise 15 dB below them none is lost or made up`() throws {
        var dial = DTMF()
        (dial.levelDecibels, dial.twistDecibels) = (-15, 0)
        (dial.on, dial.off) = (.milliseconds(50), .milliseconds(50))
        let text = String(repeating: Self.keys, count: 250)
        let plain = try played(dial.spec(for: text))
        let hiss = try noise(-12 - 15, samples: plain.count, seed: 24)
        #expect(DigitEar().sounds(in: mixed(plain, hiss)).digits == text)
    }

    @Test func `noise and single tones are no keys`() throws {
        for level in [-40.0, -20, -5] {
            let hiss = try noise(level, samples: 80_000, seed: 5)
            #expect(DigitEar().sounds(in: hiss).isEmpty, "\(level)")
        }
        for hertz in DTMF.lowHertz + DTMF.highHertz + [350, 440, 480, 620, 1_100, 2_100] {
            let one = try played(ToneSpec([tone(hertz, for: 1_000)], repeats: false))
            #expect(DigitEar().sounds(in: one).isEmpty, "\(hertz)")
        }
    }
}
