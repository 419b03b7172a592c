import DialModel
import DialTones
import Testing

/// What ears take speech for: all of Debian's voice prompts.
@Suite(.enabled(if: !VoicePrompts.files.isEmpty, "\(VoicePrompts.absence)")) struct TalkOffTests {
    @Test func `no key is heard in recorded speech, as loud as it is, softer or louder`() throws {
        var seconds = 0.0
        for file in VoicePrompts.files {
            let plain = try samples(ofFile: file)
            seconds += Double(plain.count) / 8_000
            for gain in [0.25, 1, 2] {
                let speech = plain.map { Int16(clamping: Int((Double($0) * gain).rounded())) }
                for law in [nil, G711.aLaw] {
                    let heard = DigitEar().sounds(in: law.map { speech.coded($0) } ?? speech)
                    #expect(heard.isEmpty, "\(VoicePrompts.name(of: file)) × \(gain): \(heard)")
                }
            }
        }
        #expect(VoicePrompts.files.count > 300 && seconds > 1_000)
        print(
            "talk-off, digits: none in \(VoicePrompts.files.count) prompts, \(Int(seconds)) s, "
                + "six ways each")
    }

    /// The busy, ringback, congestion and dial tones of four countries that differ most.
    private static let plans: [(country: String, plan: [CallTone: [ToneSpec]])] = [
        (
            "US",
            [
                .dial: [ToneSpec([tone(350, 440)])],
                .ringback: [ToneSpec([tone(440, 480, for: 2_000), silence(4_000)])],
                .busy: [ToneSpec([tone(480, 620, for: 500), silence(500)])],
                .congestion: [ToneSpec([tone(480, 620, for: 250), silence(250)])],
            ]
        ),
        (
            "GB",
            [
                .dial: [ToneSpec([tone(350, 440)])],
                .ringback: [
                    ToneSpec([
                        tone(400, 450, for: 400), silence(200), tone(400, 450, for: 400),
                        silence(2_000),
                    ])
                ],
                .busy: [ToneSpec([tone(400, for: 375), silence(375)])],
                .congestion: [
                    ToneSpec([tone(400, for: 400), silence(350), tone(400, for: 225), silence(525)])
                ],
                .unobtainable: [ToneSpec([tone(400)])],
            ]
        ),
        (
            "DE",
            [
                .dial: [ToneSpec([tone(425)])],
                .ringback: [ToneSpec([tone(425, for: 1_000), silence(4_000)])],
                .busy: [ToneSpec([tone(425, for: 480), silence(480)])],
                .congestion: [ToneSpec([tone(425, for: 240), silence(240)])],
            ]
        ),
        (
            "HU",
            [
                .dial: [ToneSpec([tone(425)])],
                .ringback: [ToneSpec([tone(425, for: 1_200), silence(3_700)])],
                .busy: [ToneSpec([tone(425, for: 300), silence(300)])],
            ]
        ),
    ]

    @Test func `no tone of a network, no special information and no fax is heard in speech`() throws
    {
        for (country, plan) in Self.plans {
            var counts: [String: Int] = [:]
            for file in VoicePrompts.files {
                var ears = try Ears(plan: plan)
                var sounds: [HeardSound] = []
                let line = try samples(ofFile: file)
                ears.hear(line.span, into: &sounds)
                for sound in sounds where sound.ended == nil {
                    switch sound.kind {
                    case .progress, .information, .fax, .digit:
                        counts["\(sound.kind) in \(VoicePrompts.name(of: file))", default: 0] += 1
                    case .beep, .voice, .party: break
                    }
                }
            }
            print("talk-off, tones of \(country): \(counts.isEmpty ? "none" : "\(counts)")")
            #expect(counts.isEmpty, "\(country): \(counts)")
        }
    }
}
