import DialMath
import DialModel
import DialTones
import Foundation

/// Answers to calls, as a line of 8 kHz in A-law brings them.
struct AnsweredCall: Sendable {
    enum Source: String, CaseIterable, Sendable {
        case wordsRecorded = "one recorded word"
        case phrasesRecorded = "a recorded phrase"
        case home = "synthetic, at home"
        case work = "synthetic, at work"
        case machineRecorded = "recorded voice mail"
        case machineSynthetic = "synthetic machine"

        var isPerson: Bool { self != .machineRecorded && self != .machineSynthetic }
    }

    let name: String
    let source: Source
    /// From the answer on.
    let line: [Int16]

    /// Silence of a second at most, speech at −12 to −28 dBm0, and what follows: for a machine a beep 0.2
    /// to 0.8 s later; noise at −65 to −45 dBm0 under all of it.
    init(_ name: String, _ source: Source, speech: [Int16], seed: UInt64) throws {
        let chance = Chance(seed: seed, stream: "answered call")
        var draws = 0
        func draw(_ range: ClosedRange<Double>) -> Double {
            draws += 1
            let share = Double(chance.bits(UInt64(draws)) >> 11) * 0x1p-53
            return range.lowerBound + share * (range.upperBound - range.lowerBound)
        }
        func silence(_ seconds: Double) -> [Int16] {
            [Int16](repeating: 0, count: Int(seconds * 8_000))
        }
        let loud = pow(10, (draw(-28 ... -12) - speechLevel(speech)) / 20)
        var line = silence(draw(0.1...1))
        line += speech.map { Int16(clamping: Int((Double($0) * loud).rounded())) }
        if source.isPerson {
            line += silence(6)
        } else {
            let pitch = [440.0, 850, 1_000, 1_400][Int(chance.bits(99) % 4)]
            line += silence(draw(0.2...0.8))
            line += try played(
                ToneSpec(
                    [tone(pitch, for: Int64(draw(200...800)), at: draw(-20 ... -8))], repeats: false
                ))
            line += silence(2)
        }
        let hiss = try noise(draw(-65 ... -45), samples: line.count, seed: seed)
        (self.name, self.source) = (name, source)
        self.line = mixed(line, hiss).coded(.aLaw)
    }
}

/// The level while it is spoken: of the louder half of its frames.
private func speechLevel(_ samples: [Int16]) -> Double {
    let powers = stride(from: 0, to: samples.count - 79, by: 80).map { first in
        samples[first..<(first + 80)].reduce(0.0) { $0 + Double($1) * Double($1) } / 80
    }.sorted()
    let loud = powers.suffix(max(1, powers.count / 2))
    return Level.decibels(ofMeanSquare: loud.reduce(0, +) / Double(loud.count)) ?? -80
}

enum GreetingCorpus {
    /// Persons and machines out of Debian's voice prompts, chosen by name: a digit, a spelling word or
    /// a phrase as somebody answers with, and the
    /// voice mail's own sentences, some one after the other as it plays them.
    static func recorded() throws -> [AnsweredCall] {
        let files = Dictionary(
            VoicePrompts.files.map { (VoicePrompts.name(of: $0), $0) },
            uniquingKeysWith: { a, _ in a })
        func speech(_ names: [String]) throws -> [Int16] {
            try names.reduce(into: []) { all, name in
                guard let file = files[name] else { throw Shell.Fault(description: "no \(name)") }
                all += try samples(ofFile: file)
            }
        }
        var calls: [AnsweredCall] = []
        let words = files.keys.filter { $0.hasPrefix("digits/") || $0.hasPrefix("phonetic/") }
        for name in words.sorted() {
            calls.append(
                try AnsweredCall(
                    name, .wordsRecorded, speech: speech([name]), seed: UInt64(calls.count)))
        }
        let phrases = [
            "hello", "hello-world", "goodbye", "sorry", "im-sorry", "one-moment-please",
            "vm-goodbye",
            "pls-hold-while-try", "please-try-again", "invalid", "location", "extension", "calling",
        ].filter { files[$0] != nil }
        for name in phrases {
            calls.append(
                try AnsweredCall(
                    name, .phrasesRecorded, speech: speech([name]), seed: UInt64(calls.count)))
        }
        for number in 0..<40 {
            let digits = [number % 10, number / 4, number * 7 % 10, number / 10].map {
                "digits/\($0)"
            }
            let why = number % 2 == 0 ? "vm-isunavail" : "vm-isonphone"
            let names = ["vm-theperson"] + digits + [why, "vm-intro"]
            calls.append(
                try AnsweredCall(
                    names.joined(separator: " "), .machineRecorded, speech: speech(names),
                    seed: UInt64(calls.count)))
        }
        let sentences = [
            "vm-intro", "vm-instructions", "vm-rec-unv", "vm-rec-busy", "vm-mailboxfull",
            "vm-nobox",
            "vm-msginstruct", "vm-opts", "vm-newuser", "vm-tempgreeting2", "tt-allbusy",
            "queue-periodic-announce", "dir-intro", "basic-pbx-ivr-main", "ss-noservice",
        ]
        for name in sentences {
            calls.append(
                try AnsweredCall(
                    name, .machineRecorded, speech: speech([name]), seed: UInt64(calls.count)))
        }
        return calls
    }

    /// Spoken by espeak-ng: each text by a man and a woman, slowly and fast.
    static func synthetic(_ texts: GreetingTexts) throws -> [AnsweredCall] {
        let scratch = try Shell.Folder()
        var lines: [String] = []
        var spoken: [(name: String, source: AnsweredCall.Source)] = []
        for voice in texts.voices {
            let kinds: [(AnsweredCall.Source, [String])] = [
                (.home, texts.home), (.work, texts.work), (.machineSynthetic, texts.machine),
            ]
            for (source, all) in kinds {
                for text in all {
                    for (variant, speed) in [("", 150), ("+f2", 150), ("+m3", 180), ("+f4", 130)] {
                        let quoted = text.replacingOccurrences(of: "'", with: "'\\''")
                        lines.append(
                            "espeak-ng -v \(voice)\(variant) -s \(speed) -w \(spoken.count).wav "
                                + "'\(quoted)'")
                        spoken.append(("\(voice)\(variant) \(speed): \(text)", source))
                    }
                }
            }
        }
        try Shell.run(lines.joined(separator: "\n"), in: scratch)
        return try spoken.enumerated().map { place, said in
            let bytes = [UInt8](
                try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(place).wav")))
            var decoder = WAVDecoder()
            var wide: [Int16] = []
            try decoder.decode(bytes[...], into: &wide)
            var resampler = try Resampler(rate: decoder.format?.rate ?? 0)
            var speech: [Int16] = []
            resampler.take(wide.span, into: &speech)
            return try AnsweredCall(
                said.name, said.source, speech: speech, seed: UInt64(1_000 + place))
        }
    }
}
