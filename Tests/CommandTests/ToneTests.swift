import DialTones
import Foundation
import Testing

@Suite struct ToneTests {
    private static let shipped = Command.root.appendingPathComponent("config/tones").path

    /// The bytes of a file that the command has written.
    private func bytes(_ name: String, in scratch: Scratch) throws -> [UInt8] {
        Array(try Data(contentsOf: scratch.url.appendingPathComponent(name)))
    }

    @Test func `the tones of a country are listed`() throws {
        let scratch = try Scratch()
        let run = try Command.run(
            "tone", "list", "--country", "HU", "--of", Self.shipped, in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 8 && lines.first?.hasPrefix("country  tone") == true)
        #expect(
            lines.contains {
                $0.hasPrefix("hu       ringback           1  confirmed     –  spandsp, asterisk, ")
                    && $0.hasSuffix("freeswitch  425 Hz 1200 ms, – 3700 ms")
            }, "\(run.output)")
    }

    @Test func `programs read all tones as JSON`() throws {
        let scratch = try Scratch()
        let run = try Command.run(
            "tone", "list", "--of", Self.shipped, "--format", "json", in: scratch)
        let rows = try #require(
            JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
        #expect(rows.count == 1_018 + SpecialTone.all.count)
        let dial = try #require(
            rows.first { $0["country"] as? String == "gb" && $0["tone"] as? String == "dial" })
        let segments = try #require(dial["segments"] as? [[String: Any]])
        let tones = segments.first?["tones"] as? [[String: Any]]
        #expect(tones?.map { $0["hertz"] as? Double } == [350, 440])
        #expect(tones?.map { $0["levelDecibels"] as? Double } == [-22, -18])
        #expect(segments.first?["seconds"] is NSNull)
        #expect(rows.first { $0["tone"] as? String == "sit-vc" }?["country"] is NSNull)
    }

    @Test func `a tone is written into a file, wherever the file is named`() throws {
        let scratch = try Scratch()
        for words in [["busy", "-o", "a.wav"], ["a.wav", "busy"]] {
            let run = try Command.Running(
                ["tone", "write"] + words + ["--country", "hu", "--of", Self.shipped], in: scratch
            ).finish()
            #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
            // Five seconds.
            #expect(try bytes("a.wav", in: scratch).count == 44 + 80_000)
            try FileManager.default.removeItem(atPath: scratch.path("a.wav"))
        }
    }

    @Test func `rate, law, level, time and variant are as asked`() throws {
        let scratch = try Scratch()
        let run = try Command.run(
            "tone", "write", "ringback", "--country", "de", "--variant", "4", "--level", "-20",
            "--for", "5999ms", "--rate", "48000", "--law", "alaw", "-o", "a.wav", "--of",
            Self.shipped, in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let file = try bytes("a.wav", in: scratch)
        #expect(file.count == 58 + 287_952)
        var decoder = WAVDecoder()
        var samples: [Int16] = []
        try decoder.decode(file[...], into: &samples)
        try decoder.finish()
        #expect(decoder.format == WAVFormat(coding: .alaw, rate: 48_000))
        // The fourth has a second of tone and five of silence.
        #expect(samples[48_000...].allSatisfy { abs(Int($0)) <= 8 })
        let peak = samples[..<48_000].map { abs(Int($0)) }.max() ?? 0
        #expect(abs(Double(peak) / Level.peak(ofSine: -20) - 1) < 0.03)
    }

    @Test func `a tone that ends is as long as it is, and is followed by silence if asked`() throws
    {
        let scratch = try Scratch()
        #expect(try Command.run("tone", "write", "sit", "-o", "a.wav", in: scratch).status == 0)
        #expect(try bytes("a.wav", in: scratch).count == 44 + 2 * 8 * 990)
        let run = try Command.run(
            "tone", "write", "sit", "-o", "a.wav", "--for", "2s", in: scratch)
        #expect(run.status == 0)
        let file = try bytes("a.wav", in: scratch)
        #expect(file.count == 44 + 32_000)
        #expect(file[(44 + 2 * 8 * 990)...].allSatisfy { $0 == 0 })
    }

    @Test func `keys are dialled into a file, and info says what is in it`() throws {
        let scratch = try Scratch()
        let dial = try Command.run(
            "tone", "dial", "4711#", "-o", "a.wav", "--on", "80ms", "--off", "40ms", "--law",
            "ulaw",
            in: scratch)
        #expect(dial.status == 0, "\(dial.errors)")
        let info = try Command.run("tone", "info", "a.wav", in: scratch)
        let rows = info.output.split(separator: "\n")
        let cells = rows.last?.split(separator: " ").map(String.init) ?? []
        #expect(
            rows.count == 2 && cells.prefix(6) == ["a.wav", "ulaw", "8000", "Hz", "1", "0.600"])
        #expect(cells.dropFirst(7).first == "-6.76", "\(info.output)")
        let json = try Command.run("tone", "info", "a.wav", "--format", "json", in: scratch)
        let facts = try #require(
            JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(facts.first?["seconds"] as? Double == 0.6)
        #expect(facts.first?["channels"] as? Int == 1)
        #expect(facts.first?["law"] as? String == "ulaw")
    }

    @Test func `a pipe gets the file as it comes`() throws {
        let scratch = try Scratch()
        let run = try Command.shell(
            "\"$dialpace\" tone write cng -o /dev/stdout --for 3500ms | wc -c", in: scratch)
        #expect(run.output.trimmingCharacters(in: .whitespacesAndNewlines) == "56044")
        #expect(run.errors.isEmpty)
    }

    @Test func `standard output that is a file is written on, not exchanged`() throws {
        let scratch = try Scratch()
        let run = try Command.shell(
            "{ echo head; \"$dialpace\" tone write beep -o /dev/stdout; } >a.wav && ls", in: scratch
        )
        #expect(run.status == 0 && run.output == "a.wav\nstderr\nstdout\n", "\(run.errors)")
        let file = try bytes("a.wav", in: scratch)
        #expect(file.starts(with: Array("head\nRIFF".utf8)))
        _ = try Command.run("tone", "write", "beep", "-o", "b.wav", in: scratch)
        #expect(try file.dropFirst(5) == bytes("b.wav", in: scratch)[...])
    }

    @Test(arguments: ["tone write beep", "tone plot a.wav"])
    func `a link that is written to stays one`(words: String) throws {
        let scratch = try Scratch()
        _ = try Command.run("tone", "write", "beep", "-o", "a.wav", in: scratch)
        let run = try Command.shell(
            "mkdir far && echo old >far/b && ln -s far/b link && \"$dialpace\" \(words) -o link "
                + "--of '\(Self.shipped)' && readlink link && ls far && head -c 4 far/b",
            in: scratch)
        let begin = words.hasPrefix("tone plot") ? "<svg" : "RIFF"
        #expect(run.status == 0 && run.output == "far/b\nb\n\(begin)", "\(run.errors)")
    }

    @Test func `a file that Ctrl-C cuts off leaves nothing`() throws {
        let scratch = try Scratch()
        let running = try Command.Running(
            ["tone", "write", "noise", "-o", "a.wav", "--for", "6h", "--rate", "48000"], in: scratch
        )
        running.interrupt()
        let run = try running.finish()
        #expect(run.status == 130 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
        #expect(left.sorted() == ["stderr", "stdout"])
    }

    @Test func `a sound that is too long for a file is told as what it is`() throws {
        let scratch = try Scratch()
        let run = try Command.run(
            "tone", "dial", "111111111111", "--on", "24h", "-o", "a.wav", in: scratch)
        #expect(run.status == 1)
        #expect(
            run.errors
                == "a.wav: the sound lasts 288.0 h; a WAV file of 8000 Hz and pcm holds at most 74.6 h\n"
        )
    }

    @Test(arguments: [
        (["write", "busy", "-o", "a.wav"], "busy differs from country to country; say whose with"),
        (["write", "bussy", "-o", "a.wav"], "there is no tone \"bussy\"; known: cng, ced, "),
        (
            ["write", "bussy", "--country", "hu", "-o", "a.wav"],
            "known: dial, ringback, busy, congestion, sit, callWaiting\n"
        ),
        (
            ["write", "busy", "--country", "xx", "-o", "a.wav"],
            "there is no tone plan \"xx\" in "
        ),
        (
            ["write", "busy", "--country", "hu", "--variant", "2", "-o", "a.wav"],
            "there is no variant 2 of busy in "
        ),
        (["write", "sit", "--variant", "2", "-o", "a.wav"], "sit has 1 variant; --variant is 2"),
        (["write", "busy", "--country", "hu"], "say where the sound goes with -o FILE.wav"),
        (
            ["dial", "47x", "-o", "a.wav"],
            "\"x\" is no key of a telephone; 0 to 9, A to D, * and #"
        ),
        (["dial", "", "-o", "a.wav"], "there is no key; at least 1 of 0 to 9, A to D, * and #"),
        (["dial", "47", "-o", "a.wav", "--on", "5"], "a time with its unit from 1 ms to 1 d"),
        (
            ["dial", "47", "-o", "a.wav", "--level", "3"],
            "the level is 5 dBm0; -80 to 3.14 dBm0 are allowed"
        ),
        (["dial", "47", "-o", "a.wav", "--twist", "30"], "−20 to 20 dB are allowed"),
        (["write", "cng", "-o", "a.wav", "--rate", "96000"], "from 8000 to 48000 is allowed"),
        (["write", "cng", "-o", "a.wav", "--law", "mp3"], "'pcm', 'alaw' or 'ulaw'"),
        (["write", "cng", "-o", "a.wav", "--level", "9"], "-80.0 to 3.14 dBm0 are allowed"),
        (["write", "cng", "-o", "a.wav", "--for", "-2s"], "a time with its unit from 1 ms to 1 d"),
        (["write", "cng", "-o", "none/a.wav"], "none/a.wav: cannot be written"),
        (
            ["write", "cng", "--country", "hu", "-o", "a.wav"],
            "cng is the same everywhere; leave out"
        ),
        (["write", "busy", "cng"], "busy is taken for the file, whose name ends with .wav"),
        (["write", "a", "b", "c"], "a b c is more than a file and a tone"),
        (["info", "a.wav"], "a.wav: cannot be read: no such file or directory"),
        (["list", "--of", "nowhere"], "there is no tone plan in nowhere; say where with --of"),
    ])
    func `what cannot be played is told with what is allowed`(words: [String], sentence: String)
        throws
    {
        let scratch = try Scratch()
        let place =
            words[0] == "list" || words[0] == "info" || words[0] == "dial"
            ? [] : ["--of", Self.shipped]
        let run = try Command.Running(["tone"] + words + place, in: scratch).finish()
        #expect(run.status != 0 && run.output.isEmpty)
        #expect(run.errors.contains(sentence), "\(run.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
        #expect(left.sorted() == ["stderr", "stdout"])
    }

    @Test func `a WAV file that is cut short is told`() throws {
        let scratch = try Scratch()
        #expect(try Command.run("tone", "write", "beep", "-o", "a.wav", in: scratch).status == 0)
        let short = try bytes("a.wav", in: scratch).dropLast(1_000)
        try Data(short).write(to: scratch.url.appendingPathComponent("a.wav"))
        let run = try Command.run("tone", "info", "a.wav", in: scratch)
        #expect(run.status == 1)
        #expect(
            run.errors
                == "a.wav: the file is cut short: of the 8000 bytes of \"data\" 1000 are missing\n")
    }
}
