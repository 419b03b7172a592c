import DialTones
import Foundation
import Testing

/// Tones on sound devices, which are files here: ALSA's own configuration is left out.
@Suite struct SoundDeviceTests {
    private static let shipped = Command.root.appendingPathComponent("config/tones").path

    /// The device `default` writes what it plays into `out.raw`, and records silence.
    private static let configuration = """
        pcm.null {
            type null
            hint { show on description "Nothing at all" }
        }
        pcm.default { type file slave.pcm "null" file "out.raw" format "raw" }
        pcm.deaf { type asym playback.pcm "null" }
        pcm.card { type hw card 31 }
        """

    private func run(_ words: String, in scratch: Scratch, configuration: String? = configuration)
        throws -> Command
    {
        try configuration?.write(
            toFile: scratch.path("asound.conf"), atomically: true, encoding: .utf8)
        return try Command.shell(
            "ALSA_CONFIG_PATH=\"$PWD/asound.conf\" \"$dialpace\" \(words)", in: scratch)
    }

    private func samples(_ name: String, from first: Int = 0, in scratch: Scratch) throws -> [Int16]
    {
        let data = try Data(contentsOf: URL(filePath: scratch.path(name)))
        return Data(data.dropFirst(first)).withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
    }

    @Test(arguments: [
        "busy --country hu --of '\(shipped)' --for 1300ms",
        "ringback --country us --of '\(shipped)' --level -20 --rate 48000 --for 50ms",
        "sit-vc", "cng --for 777ms",
    ])
    func `what is played is what is written into a file`(words: String) throws {
        let scratch = try Scratch()
        let played = try run("tone play \(words)", in: scratch)
        #expect(played.status == 0 && played.output.isEmpty && played.errors.isEmpty)
        let written = try run("tone write \(words) -o a.wav", in: scratch)
        #expect(written.status == 0, "\(written.errors)")
        let sound = try samples("out.raw", in: scratch)
        #expect(!sound.isEmpty)
        let isSame = try sound == samples("a.wav", from: 44, in: scratch)
        #expect(isSame)
    }

    @Test func `keys sound on a device unless a file is named`() throws {
        let scratch = try Scratch()
        #expect(try run("tone dial 4711#", in: scratch).status == 0)
        #expect(try run("tone dial 4711# -o a.wav", in: scratch).status == 0)
        let sound = try samples("out.raw", in: scratch)
        let isSame = try sound == samples("a.wav", from: 44, in: scratch)
        #expect(isSame && !sound.isEmpty)
        #expect(try run("tone dial 1 --device null", in: scratch).status == 0)
    }

    @Test func `Ctrl-C lets a tone fall silent`() throws {
        let scratch = try Scratch()
        try Self.configuration.write(
            toFile: scratch.path("asound.conf"), atomically: true, encoding: .utf8)
        let playing = try Command.Running(
            [
                "-c",
                "ALSA_CONFIG_PATH=\"$PWD/asound.conf\" exec \"$dialpace\" tone play dial --country hu "
                    + "--of '\(Self.shipped)' --for 24h",
            ], program: "/bin/sh", in: scratch)
        playing.until {
            FileManager.default.contents(atPath: scratch.path("out.raw"))?.isEmpty == false
        }
        playing.interrupt()
        let run = try playing.finish()
        #expect(run.status == 130 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
        let sound = try samples("out.raw", in: scratch)
        #expect(sound.count.isMultiple(of: 160) && sound.count > 160)
        let loud = sound.map { abs(Int($0)) }.max() ?? 0
        #expect(sound.suffix(480).prefix(320).contains { abs(Int($0)) > loud * 9 / 10 })
        #expect(sound.suffix(32).allSatisfy { abs(Int($0)) < loud / 4 })
        #expect(sound.last == 0)
    }

    // MARK: Devices that are not there

    @Test(arguments: [
        ("--device nowhere", "sound device \"nowhere\": there is none of this name"),
        ("--device card", "sound device \"card\""), ("--device ''", "sound device \"\""),
    ])
    func `without a device one line says what to do`(words: String, begin: String) throws {
        let scratch = try Scratch()
        let run = try run("tone play sit \(words)", in: scratch)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.hasPrefix(begin), "\(run.errors)")
        #expect(
            run.errors.hasSuffix(
                "; `dialpace rig check` says what there is, and `dialpace tone write TONE -o FILE.wav` needs no "
                    + "device\n"))
        #expect(run.errors.filter { $0 == "\n" }.count == 1, "\(run.errors)")
    }

    @Test func `without ALSA's configuration one line says where it comes from`() throws {
        let scratch = try Scratch()
        let play = try run("tone play sit", in: scratch, configuration: nil)
        #expect(play.status == 1)
        #expect(
            play.errors.hasPrefix(
                "sound device \"default\": ALSA has no configuration; the package libasound2-data has "
                    + "one, or ALSA_CONFIG_PATH names it; "))
        #expect(play.errors.filter { $0 == "\n" }.count == 1, "\(play.errors)")
        let check = try run("rig check", in: scratch, configuration: nil)
        #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
        #expect(check.output.contains("ALSA has no configuration"))
        #expect(check.output.contains("sudo apt-get install libasound2-data"))
    }

    // MARK: rig check

    @Test func `rig check says what works, and how fast`() throws {
        let scratch = try Scratch()
        let run = try run("rig check --device null", in: scratch)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(
            run.output.contains(
                "\ndevices that ALSA names\n  null  plays and records  Nothing at all"))
        #expect(run.output.contains("\nsound device \"null\"\n"))
        for what in ["plays at 8000 Hz", "plays at 48000 Hz", "records at 8000 Hz"] {
            #expect(run.output.contains(what), "\(run.output)")
        }
        #expect(run.output.contains("a period of 20 ms takes 0.0"), "\(run.output)")
        #expect(run.output.contains("not in real time"))
    }

    @Test func `rig check says what to do where nothing works`() throws {
        let scratch = try Scratch()
        let run = try run("rig check --device card", in: scratch)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.contains("so that there is something to play and record with:"))
        #expect(run.output.contains("dialpace tone write TONE -o FILE.wav"))
        #expect(run.output.contains("--trunk rig"))
    }

    @Test func `programs read what works`() throws {
        let scratch = try Scratch()
        let run = try run("rig check --device deaf --format json", in: scratch)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let facts = try #require(
            JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(facts["device"] as? String == "deaf")
        let trials = try #require(facts["trials"] as? [[String: Any]])
        #expect(trials.map { $0["works"] as? Bool } == [true, true, false, false])
        #expect(trials.map { $0["rate"] as? Int } == [8_000, 48_000, 8_000, 48_000])
        #expect(trials[0]["periodFrames"] as? Int == 160)
        #expect(trials[1]["bufferFrames"] as? Int == 9_600)
        #expect(trials[0]["isInTime"] as? Bool == false)
        #expect(trials[2]["problem"] as? String == "sound device \"deaf\" cannot record")
        let devices = try #require(facts["devices"] as? [[String: Any]])
        #expect(
            devices.contains { $0["name"] as? String == "null" && $0["plays"] as? Bool == true })
    }

    // MARK: Words that do not fit

    @Test(arguments: [
        ("tone dial 1 -o a.wav --device null", "either -o a.wav or --device null is possible"),
        ("tone dial 1 --law alaw", "--law alaw is for files; say which with -o FILE.wav"),
        ("tone play", "<tone>"), ("tone play busy --country hu --rate 96000", "8000 to 48000"),
        ("tone play busy --for 5", "a time with its unit"),
    ])
    func `options that do not fit are refused`(words: String, what: String) throws {
        let scratch = try Scratch()
        let run = try run(words, in: scratch)
        #expect(run.status == 64)
        #expect(run.errors.contains(what), "\(run.errors)")
    }
}
