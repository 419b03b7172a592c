import DialTones
import Testing

/// What ears take speech for.
@Suite struct TalkOffTests {
    @Test(.enabled(if: !VoicePrompts.files.isEmpty, "\(VoicePrompts.absence)"))
    func `no key is heard in recorded speech, as loud as it is, softer or louder`() throws {
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
            "talk-off, digits: none in \(VoicePrompts.files.count) prompts, \(Int(seconds)) s, six ways each"
        )
    }
}
