import DialTones
import Foundation
import Testing

@testable import DialConfig

/// What programs that others wrote hear in our tones: sox, multimon-ng and, by a small program of ours
/// in C, spandsp.
@Suite struct TonePeerTests {
    private static let plans = Command.root.appendingPathComponent("config/tones").path

    /// A country's tone as the command writes it, and what it should be.
    private struct Heard {
        let words: String
        let spec: ToneSpec
    }

    private static let sample: [Heard] = {
        let shelf = ToneShelf(folders: [plans])
        let countries = ["us", "gb", "de", "hu", "fr", "jp", "cn", "au", "br", "in", "za", "no"]
        let planned = countries.flatMap { country in
            let plan = try? shelf.plan(at: "\(plans)/\(country).yaml")
            return CallTone.allCases.flatMap { tone in
                (plan?.tones[tone] ?? []).enumerated().map { place, variant in
                    Heard(
                        words: "\(tone.rawValue) --country \(country) --variant \(place + 1) --of "
                            + "'\(plans)'",
                        spec: variant.spec)
                }
            }
        }
        return planned + SpecialTone.all.map { Heard(words: $0.name, spec: $0.spec) }
    }()

    // MARK: sox

    @Test(
        .enabled(if: Command.has("sox"), "sox is not installed"),
        arguments: [(8_000, "pcm"), (8_000, "alaw"), (48_000, "pcm")])
    func `sox measures every frequency within 1 Hz and every level within 0.2 dB`(
        rate: Int, law: String
    ) throws {
        #expect(Self.sample.count > 120)
        let scratch = try Scratch()
        // At the other rate and in the other law, some of them.
        let step = rate == 8_000 && law == "pcm" ? 1 : 7
        var measured = 0
        for index in stride(from: 0, to: Self.sample.count, by: step) {
            let heard = Self.sample[index]
            for (begin, length, tones) in Self.stretches(heard.spec) {
                let line =
                    "\"$dialpace\" tone write \(heard.words) -o a.wav --for \(begin + length)ms "
                    + "--rate \(rate) --law \(law) && sox a.wav -n trim \(Self.decimal(begin + 5)) "
                    + "\(Self.decimal(length - 10)) stats 2>&1 && sox a.wav -r 8000 -c 1 -b 16 b.wav && "
                    + "sox b.wav -n trim \(Self.decimal(begin + 5)) \(Self.decimal(length - 10)) stat -freq 2>&1"
                let run = try Command.shell(line, in: scratch)
                #expect(run.status == 0, "\(line): \(run.errors)")
                Self.expect(tones, in: run.output, heard.words)
                measured += 1
            }
        }
        #expect(measured >= 120 / step)
    }

    /// Where one thing sounds for 200 ms or more: its first such stretch, at most 400 ms of it. Noise has
    /// no frequency, and a phase that turns no stretch of its own.
    private static func stretches(
        _ spec: ToneSpec
    ) -> [(begin: Int, length: Int, tones: [Tone])] {
        var begin = 0
        var found: [(begin: Int, length: Int, tones: [Tone])] = []
        for segment in spec.segments {
            let length = segment.length.map { Int($0.nanoseconds / 1_000_000) } ?? 400
            if case .tones(let tones) = segment.sound, length >= 200,
                !found.contains(where: { $0.tones == tones })
            {
                found.append((begin, min(length, 400), tones))
            }
            begin += length
        }
        return found
    }

    private static func decimal(_ milliseconds: Int) -> String { "\(Double(milliseconds) / 1_000)" }

    private static func expect(_ tones: [Tone], in output: String, _ words: String) {
        let lines = output.split(separator: "\n").map { $0.split(separator: " ") }
        let level = lines.first { $0.starts(with: ["RMS", "lev", "dB"]) }
            .flatMap { Double($0[3]) }
        let power = tones.reduce(0) { $0 + pow(10, $1.levelDecibels / 10) }
        // Full scale of a sine is −3.01 dB in sox and 3.14 dBm0 here.
        let heard = (level ?? -200) + 3.01 + 3.14
        // A tone that swings 25 times a second is not the same in every stretch.
        let isSteady = tones.allSatisfy { $0.modulation == nil && $0.frequencyHertz > 100 }
        #expect(abs(heard - 10 * log10(power)) < (isSteady ? 0.2 : 0.6), "\(words)")
        let spectrum = lines.compactMap { line -> (hertz: Double, power: Double)? in
            guard line.count == 2, let hertz = Double(line[0]), let power = Double(line[1]) else {
                return nil
            }
            return (hertz, power)
        }
        #expect(spectrum.count >= 2_048, "\(words): \(output)")
        for tone in tones where tone.frequencyHertz > 100 {
            let near = spectrum.indices.dropFirst().dropLast().filter {
                abs(spectrum[$0].hertz - tone.frequencyHertz) < 8
            }
            guard let top = near.max(by: { spectrum[$0].power < spectrum[$1].power }) else {
                Issue.record("\(words) has nothing near \(tone.frequencyHertz) Hz")
                continue
            }
            let three = spectrum[(top - 1)...(top + 1)]
            let pitch =
                three.reduce(0) { $0 + $1.hertz * $1.power } / three.reduce(0) { $0 + $1.power }
            #expect(abs(pitch - tone.frequencyHertz) < 1, "\(words): \(pitch)")
        }
    }

    // MARK: multimon-ng

    @Test(
        .enabled(
            if: Command.has("multimon-ng") && Command.has("sox"),
            "multimon-ng and sox, by which it reads WAV files, are not installed"),
        arguments: [40, 50, 70, 100], [-6, -10, -25])
    func `multimon-ng hears all sixteen keys`(milliseconds: Int, level: Int) throws {
        let scratch = try Scratch()
        for twist in [-2, 0, 2] {
            let run = try Command.shell(
                "\"$dialpace\" tone dial '\(Self.keys)' -o a.wav --on \(milliseconds)ms --off 60ms "
                    + "--level \(level) --twist \(twist) && "
                    + "multimon-ng -q -a DTMF -t wav a.wav",
                in: scratch)
            let heard = run.output.split(separator: "\n").compactMap { line in
                line.hasPrefix("DTMF: ") ? line.dropFirst(6) : nil
            }.joined()
            #expect(heard == Self.keys, "twist \(twist): \(run.output) \(run.errors)")
        }
    }

    private static let keys = "123A456B789C*0#D"

    // MARK: spandsp

    private static let hasSpandsp =
        Command.has("cc") && FileManager.default.fileExists(atPath: "/usr/include/spandsp/dtmf.h")

    /// What spandsp hears by, compiled into the build's folder; nil: it does not compile.
    private static let ears: String? = {
        let source = Command.root.appendingPathComponent("Tests/peers/ears.c").path
        let place = "\(Command.path)-ears"
        guard let scratch = try? Scratch(),
            let run = try? Command.shell(
                "cc -O1 -o ears '\(source)' -lspandsp -lm && mv ears '\(place)'", in: scratch),
            run.status == 0
        else { return nil }
        return place
    }()

    /// What it hears in what the command writes.
    private func heard(_ kind: String, _ words: String) throws -> [String] {
        let ears = try #require(Self.ears)
        let run = try Command.shell(
            "\"$dialpace\" tone \(words) -o a.wav && '\(ears)' \(kind) a.wav", in: Scratch())
        #expect(run.status == 0, "\(run.errors)")
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test(
        .enabled(if: hasSpandsp, "there is no spandsp, or no cc"),
        arguments: [
            ("us", "dial", ["dial"]), ("us", "ringback", ["ringback"]), ("us", "busy", ["busy"]),
            ("us", "congestion", ["congestion"]), ("gb", "dial", ["dial"]),
            ("gb", "ringback", ["ringback"]), ("gb", "busy", ["busy"]),
            ("gb", "congestion", ["congestion"]), ("de", "dial", ["dial"]),
            ("de", "ringback", ["ringback"]), ("de", "busy", ["busy"]),
            ("de", "congestion", ["congestion"]), ("hu", "dial", ["dial"]),
            ("hu", "ringback", ["ringback"]), ("hu", "busy", ["busy"]),
            // As busy as busy.
            ("hu", "congestion", ["busy"]),
        ])
    func `spandsp hears the tones of a country for what they are`(
        country: String, tone: String, heard: [String]
    ) throws {
        for level in ["", "--level -25"] {
            let words = "write \(tone) --country \(country) --for 15s --of '\(Self.plans)' \(level)"
            #expect(try self.heard(country, words) == heard, "\(level)")
        }
    }

    @Test(
        .enabled(if: hasSpandsp, "there is no spandsp, or no cc"),
        arguments: InformationTone.allCases)
    func `spandsp tells the special information tones apart`(tone: InformationTone) throws {
        #expect(try heard("sit", "write sit-\(tone.rawValue) --for 3s") == [tone.rawValue])
    }

    @Test(
        .enabled(if: hasSpandsp, "there is no spandsp, or no cc"),
        arguments: [
            ("cng", "FAX CNG"), ("ced", "ANS or FAX CED"), ("ans-pr", "ANS/"),
            ("ansam", "ANSam/"), ("bell-answer", "Bell ANS"), ("v25-calling", "Calling tone"),
            ("beep", ""), ("noise", ""), ("sit", ""),
        ])
    func `spandsp hears fax and modem tones, and nothing in others`(tone: String, heard: String)
        throws
    {
        // Each of its listeners for answering tones says so when it hears any of them.
        #expect(
            Set(try self.heard("connect", "write \(tone) --for 6s")) == (heard == "" ? [] : [heard])
        )
    }

    @Test(
        .enabled(if: hasSpandsp, "there is no spandsp, or no cc"),
        arguments: [40, 70, 100], [-6, -10, -25])
    func `spandsp hears all sixteen keys`(milliseconds: Int, level: Int) throws {
        let words = "dial '\(Self.keys)' --on \(milliseconds)ms --off 50ms --level \(level)"
        #expect(try heard("dtmf", words) == [Self.keys])
    }
}
