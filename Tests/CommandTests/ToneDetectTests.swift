import Foundation
import Testing

/// What is heard in a file, told and drawn.
@Suite struct ToneDetectTests {
    private static let shipped = Command.root.appendingPathComponent("config/tones").path

    /// What the command tells programs.
    private func sounds(
        _ file: String, _ words: String..., in scratch: Scratch
    ) throws -> [[String: Any]] {
        let run = try Command.Running(
            ["tone", "detect", file, "--format", "json", "--of", Self.shipped] + words, in: scratch
        ).finish()
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let whole = try #require(
            JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        return try #require(whole["sounds"] as? [[String: Any]])
    }

    private func write(_ words: String, in scratch: Scratch) throws {
        let run = try Command.shell(
            "\"$dialpace\" tone \(words) \(words.contains("--country") ? "--of '\(Self.shipped)'" : "")",
            in: scratch)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test(arguments: [8_000, 16_000, 44_100, 48_000], ["pcm", "alaw", "ulaw"])
    func `keys are heard at any rate and in any law`(rate: Int, law: String) throws {
        let scratch = try Scratch()
        try write("dial '47*#' -o a.wav --rate \(rate) --law \(law)", in: scratch)
        let heard = try sounds("a.wav", in: scratch).filter { $0["kind"] as? String == "digit" }
        #expect(heard.map { $0["digit"] as? String } == ["4", "7", "*", "#"])
        for (place, sound) in heard.enumerated() {
            let began = try #require(sound["began"] as? Double)
            #expect(abs(began - 0.2 * Double(place)) < 0.004)
            let ended = try #require(sound["ended"] as? Double)
            #expect(abs(ended - began - 0.1) < 0.004)
            #expect(abs((sound["levelDecibels"] as? Double ?? 0) + 4.9) < 0.7)
        }
    }

    @Test(arguments: ["sit-ic", "sit-vc", "sit-nc", "sit-ro", "sit-io"], [8_000, 48_000])
    func `special information is heard though nothing comes after it`(
        name: String, rate: Int
    ) throws {
        let scratch = try Scratch()
        try write("write \(name) -o a.wav --rate \(rate)", in: scratch)
        let kinds = try sounds("a.wav", in: scratch).map { $0["kind"] as? String }
        #expect(kinds.contains("information"), "\(kinds)")
    }

    @Test func `a fax machine that calls is no beep, and a machine`() throws {
        let scratch = try Scratch()
        try write("write cng --for 4s -o a.wav", in: scratch)
        let heard = try sounds("a.wav", in: scratch)
        #expect(!heard.contains { $0["kind"] as? String == "beep" })
        #expect(heard.contains { $0["kind"] as? String == "fax" })
        let run = try Command.shell(
            "cat a.wav | \"$dialpace\" tone detect - --of '\(Self.shipped)'", in: scratch)
        #expect(run.output.contains("cng") && !run.output.contains("a beep"), "\(run.output)")
    }

    @Test func `what is known of good files is told beside bad ones`() throws {
        let scratch = try Scratch()
        try write("write sit-vc -o a.wav", in: scratch)
        try scratch.write("b.wav", "no sound at all")
        let run = try Command.Running(["tone", "info", "b.wav", "a.wav"], in: scratch).finish()
        #expect(run.status == 1)
        #expect(run.output.contains("a.wav") && !run.output.contains("b.wav"), "\(run.output)")
        #expect(run.errors.contains("b.wav: the file begins with"), "\(run.errors)")
    }

    @Test func `a call is told in rows, one a sound, as text`() throws {
        let scratch = try Scratch()
        try write("write ringback --country gb -o a.wav --for 8s", in: scratch)
        let run = try Command.run(
            "tone", "detect", "a.wav", "--country", "GB", "--of", Self.shipped, in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let rows = run.output.split(separator: "\n")
        #expect(rows.first?.hasPrefix("  began    ended    known") == true, "\(run.output)")
        #expect(rows.count == 2 && rows[1].contains("ringback"), "\(run.output)")
        // No verdict before the answer.
        #expect(!run.output.contains("not sure"))
    }

    @Test func `who greets is judged from the answer on`() throws {
        let scratch = try Scratch()
        // Noise is as good as a word here.
        try write("write noise -o word.wav --for 500ms --level -15", in: scratch)
        try write("write beep -o beep.wav", in: scratch)
        let script = """
            import wave
            def read(name):
                with wave.open(name) as file: return file.readframes(file.getnframes())
            def write(name, data):
                with wave.open(name, "wb") as file:
                    file.setnchannels(1); file.setsampwidth(2); file.setframerate(8000); file.writeframes(data)
            word, beep, quiet = read("word.wav"), read("beep.wav"), bytes(16000)
            write("person.wav", quiet * 2 + word + quiet * 3)
            write("machine.wav", word + quiet[:4000] + beep + quiet)
            """
        try script.write(
            toFile: scratch.path("make.py"), atomically: true, encoding: .utf8)
        let made = try Command.shell("/usr/bin/python3 make.py", in: scratch)
        #expect(made.status == 0, "\(made.errors)")
        let person = try #require(
            sounds("person.wav", "--answered-at", "1.5s", in: scratch)
                .first { $0["kind"] as? String == "party" })
        #expect(person["verdict"] as? String == "person" && person["cause"] as? String == "pause")
        #expect(person["began"] as? Double == 1.5 && person["words"] as? Int == 1)
        #expect(abs((person["initialSilence"] as? Double ?? 0) - 0.5) < 0.02)
        let machine = try #require(
            sounds("machine.wav", in: scratch).first { $0["kind"] as? String == "party" })
        #expect(machine["verdict"] as? String == "machine" && machine["cause"] as? String == "beep")
        let late = try sounds("person.wav", "--answered-at", "1h", in: scratch)
        #expect(!late.contains { $0["kind"] as? String == "party" })
    }

    @Test(.enabled(if: Command.has("sox"), "sox is not installed"))
    func `each channel is a line of its own`() throws {
        let scratch = try Scratch()
        try write("dial 123 -o a.wav", in: scratch)
        try write("write busy --country us -o b.wav --for 4s", in: scratch)
        let run = try Command.shell("sox -M a.wav b.wav c.wav", in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let heard = try sounds("c.wav", in: scratch)
        let left = heard.filter { $0["channel"] as? String == "left" }
        let right = heard.filter { $0["channel"] as? String == "right" }
        #expect(left.compactMap { $0["digit"] as? String } == ["1", "2", "3"])
        #expect(right.compactMap { $0["tones"] as? [String] } == [["busy"]])
        let text = try Command.run("tone", "detect", "c.wav", "--of", Self.shipped, in: scratch)
        #expect(text.output.contains("\nleft ") && text.output.contains("\nright "))
    }

    @Test(.enabled(if: Command.has("sox"), "sox is not installed"))
    func `what sox writes into a pipe is heard`() throws {
        let scratch = try Scratch()
        try write("dial 4711 -o a.wav", in: scratch)
        for law in ["signed-integer -b 16", "a-law", "u-law"] {
            let run = try Command.shell(
                "sox a.wav -t wav -e \(law) - | \"$dialpace\" tone detect /dev/stdin --format json "
                    + "--of '\(Self.shipped)' >heard", in: scratch)
            #expect(run.status == 0, "\(run.errors)")
            #expect(!run.errors.contains("cut short"))
            let heard = scratch.read("heard")
            #expect(
                heard.matches(of: /"digit": ?"(.)"/).map { $0.1 }.joined() == "4711", "\(heard)")
        }
    }

    @Test func `of a recording that is cut short what is heard is told first`() throws {
        let scratch = try Scratch()
        try write("dial 4711 -o a.wav", in: scratch)
        let whole = try Data(contentsOf: scratch.url.appendingPathComponent("a.wav"))
        try whole.prefix(44 + 2 * 3_500).write(to: scratch.url.appendingPathComponent("cut.wav"))
        let fault =
            "cut.wav: the file is cut short: of the 12800 bytes of \"data\" 5800 are missing\n"
        let text = try Command.run("tone", "detect", "cut.wav", "--of", Self.shipped, in: scratch)
        #expect(text.status == 1 && text.errors == fault, "\(text.errors)")
        #expect(text.output.contains("key 4") && text.output.contains("key 7"), "\(text.output)")
        let json = try Command.run(
            "tone", "detect", "cut.wav", "--format", "json", "--of", Self.shipped, in: scratch)
        #expect(json.status == 1 && json.errors == fault)
        let facts = try #require(
            JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(facts["seconds"] as? Double == 0.4375)
        #expect((facts["sounds"] as? [[String: Any]])?.isEmpty == false)
        let plot = try Command.run(
            "tone", "plot", "cut.wav", "-o", "a.svg", "--of", Self.shipped, in: scratch)
        #expect(plot.status == 1 && plot.errors == fault)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("a.svg")))
    }

    @Test(arguments: [0, 36])
    func `a recording whose size was never filled in is heard`(told: UInt8) throws {
        let scratch = try Scratch()
        try write("dial 4711 -o a.wav", in: scratch)
        var bytes = try Data(contentsOf: scratch.url.appendingPathComponent("a.wav"))
        bytes.replaceSubrange(4..<8, with: [told, 0, 0, 0])
        bytes.replaceSubrange(40..<44, with: [0, 0, 0, 0])
        try bytes.write(to: scratch.url.appendingPathComponent("b.wav"))
        let heard = try sounds("b.wav", in: scratch)
        #expect(heard.compactMap { $0["digit"] as? String } == ["4", "7", "1", "1"])
    }

    @Test(arguments: [8_000, 11_025, 44_100, 48_000])
    func `a second is a second at any rate, and 2 ms are drawn`(rate: Int) throws {
        let scratch = try Scratch()
        try Self.wav(channels: 1, rate: rate, frames: rate)
            .write(to: scratch.url.appendingPathComponent("a.wav"))
        let run = try Command.run(
            "tone", "detect", "a.wav", "--format", "json", "--of", Self.shipped, in: scratch)
        let facts = try #require(
            JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(facts["seconds"] as? Double == 1)
        try Self.wav(channels: 1, rate: rate, frames: rate / 500)
            .write(to: scratch.url.appendingPathComponent("b.wav"))
        let plot = try Command.run(
            "tone", "plot", "b.wav", "-o", "b.svg", "--of", Self.shipped, in: scratch)
        #expect(plot.status == 0, "\(plot.errors)")
    }

    @Test func `a picture never takes the place of the recording`() throws {
        let scratch = try Scratch()
        try write("dial 1 -o a.wav", in: scratch)
        let before = try Data(contentsOf: scratch.url.appendingPathComponent("a.wav"))
        let link = try Command.shell("ln -s a.wav b.svg && ln a.wav c.svg", in: scratch)
        #expect(link.status == 0)
        for output in ["a.wav", "./a.wav", "b.svg", "c.svg"] {
            let run = try Command.run(
                "tone", "plot", "a.wav", "-o", output, "--of", Self.shipped, in: scratch)
            #expect(run.status == 1 && run.output.isEmpty)
            #expect(run.errors == "\(output): --output would overwrite the recording\n")
            #expect(try Data(contentsOf: scratch.url.appendingPathComponent(output)) == before)
        }
    }

    @Test func `silence is told to be nothing`() throws {
        let scratch = try Scratch()
        try write("write noise -o a.wav --level -75 --for 1s", in: scratch)
        let run = try Command.run("tone", "detect", "a.wav", "--of", Self.shipped, in: scratch)
        #expect(run.status == 0 && run.output == "nothing is heard in a.wav\n", "\(run.output)")
    }

    @Test func `a picture shows what was heard`() throws {
        let scratch = try Scratch()
        try write("dial 4711 -o a.wav --rate 16000", in: scratch)
        let run = try Command.run(
            "tone", "plot", "a.wav", "-o", "a.svg", "--of", Self.shipped, in: scratch)
        #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
        let svg = try String(contentsOfFile: scratch.path("a.svg"), encoding: .utf8)
        #expect(svg.hasPrefix("<svg") && svg.utf8.count < 1_000_000)
        #expect(svg.contains("<title>a.wav</title>") && svg.contains(">keys</text>"))
        #expect(svg.contains("0.00 s: key 4; 0.20 s: key 7; 0.40 s: key 1; 0.60 s: key 1"))
        let first = try Data(contentsOf: scratch.url.appendingPathComponent("a.svg"))
        _ = try Command.run(
            "tone", "plot", "a.wav", "-o", "a.svg", "--of", Self.shipped, in: scratch)
        #expect(try Data(contentsOf: scratch.url.appendingPathComponent("a.svg")) == first)
    }

    @Test(.enabled(if: Command.has("sox"), "sox is not installed"))
    func `half a minute in stereo is a file of less than two megabytes`() throws {
        let scratch = try Scratch()
        let made = try Command.shell(
            "sox -r 48000 -n -c 2 -b 16 a.wav synth 30 whitenoise vol 0.1", in: scratch)
        #expect(made.status == 0, "\(made.errors)")
        let run = try Command.run(
            "tone", "plot", "a.wav", "-o", "a.svg", "--of", Self.shipped, in: scratch)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try Data(contentsOf: scratch.url.appendingPathComponent("a.svg")).count < 2_000_000)
    }

    /// A file of 44 bytes and more that says what it is asked to.
    private static func wav(channels: UInt8, rate: Int, frames: Int, said: Int? = nil) -> Data {
        let size = (said ?? frames) * 2 * Int(channels)
        func four(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 255) } }
        var bytes = Array("RIFF".utf8) + four(36 + size) + Array("WAVEfmt ".utf8) + four(16)
        bytes += [1, 0, channels, 0] + four(rate) + four(rate * 2 * Int(channels))
        bytes += [2 * channels, 0, 16, 0] + Array("data".utf8) + four(size)
        return Data(bytes + [UInt8](repeating: 0, count: frames * 2 * Int(channels)))
    }

    @Test(arguments: [
        ("none.wav", [], "none.wav: cannot be read: no such file or directory"),
        ("text.wav", [], "text.wav: the file begins with \"hello, this \"; a WAV file"),
        ("empty.wav", [], "empty.wav: the file is empty; a WAV file is expected"),
        ("short.wav", [], "short.wav: the file is cut short: of the 16000 bytes of \"data\" 8000"),
        ("zero.wav", [], "zero.wav: the file has 0 channels; 1 or 2 are allowed"),
        ("three.wav", [], "three.wav: the file has 3 channels; 1 or 2 are allowed"),
        ("high.wav", [], "high.wav: the rate is 96000 Hz; 8000 to 48000 Hz are allowed"),
        ("good.wav", ["--country", "xx"], "there is no tone plan \"xx\" in "),
        (
            "good.wav", ["--answered-at", "soon"],
            "a time with its unit from "
        ),
    ])
    func `what cannot be listened to is told in one line`(
        file: String, words: [String], sentence: String
    ) throws {
        let scratch = try Scratch()
        let files = [
            "text.wav": Data("hello, this is text".utf8), "empty.wav": Data(),
            "short.wav": Self.wav(channels: 1, rate: 8_000, frames: 4_000, said: 8_000),
            "zero.wav": Self.wav(channels: 0, rate: 8_000, frames: 10),
            "three.wav": Self.wav(channels: 3, rate: 8_000, frames: 10),
            "high.wav": Self.wav(channels: 1, rate: 96_000, frames: 10),
            "good.wav": Self.wav(channels: 1, rate: 8_000, frames: 800),
        ]
        for (name, bytes) in files {
            try bytes.write(to: scratch.url.appendingPathComponent(name))
        }
        for command in [["detect"], ["plot", "-o", "a.svg"]] {
            let run = try Command.Running(
                ["tone"] + command + [file, "--of", Self.shipped] + words, in: scratch
            ).finish()
            #expect(run.status != 0)
            // What was there before the cut is told.
            let isCut = file == "short.wav" && command == ["detect"]
            #expect(run.output == (isCut ? "nothing is heard in short.wav\n" : ""))
            #expect(run.errors.contains(sentence), "\(run.errors)")
            #expect(run.errors.split(separator: "\n").count <= 4)
            #expect(!FileManager.default.fileExists(atPath: scratch.path("a.svg")))
        }
    }

    @Test func `a picture that cannot be written, or has nothing to show, is told`() throws {
        let scratch = try Scratch()
        try Self.wav(channels: 1, rate: 8_000, frames: 0)
            .write(to: scratch.url.appendingPathComponent("empty.wav"))
        try write("dial 1 -o a.wav", in: scratch)
        for (words, sentence) in [
            (["a.wav", "-o", "nowhere/a.svg"], "nowhere/a.svg: cannot be written"),
            (["a.wav", "-o", "."], "cannot be written"),
            (["empty.wav", "-o", "a.svg"], "empty.wav: holds no samples to draw"),
            (["a.wav"], "--output"),
        ] {
            let run = try Command.Running(
                ["tone", "plot", "--of", Self.shipped] + words, in: scratch
            ).finish()
            #expect(run.status != 0 && run.errors.contains(sentence), "\(run.errors)")
        }
    }
}
