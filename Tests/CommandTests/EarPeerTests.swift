import DialConfig
import DialTones
import Foundation
import Testing

/// What our ears hear in tones that others made: sox, and by a small program of ours in C, spandsp.
@Suite struct EarPeerTests {
    private static let plans = Command.root.appendingPathComponent("config/tones").path

    /// What is heard in the raw samples that a line of the shell writes to `a.raw`, with the tones of a
    /// country.
    private func heard(_ line: String, country: String = "us") throws -> [HeardSound] {
        let scratch = try Scratch()
        let run = try Command.shell(line, in: scratch)
        #expect(run.status == 0, "\(line): \(run.errors)")
        let bytes = try Data(contentsOf: scratch.url.appendingPathComponent("a.raw"))
        let samples = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
        }
        let shelf = ToneShelf(folders: [Self.plans])
        let plan = try shelf.plan(at: "\(Self.plans)/\(country).yaml").tones
        var ears = try Ears(plan: plan.mapValues { $0.map(\.spec) }, settings: .tones)
        var sounds: [HeardSound] = []
        ears.hear(samples.span, into: &sounds)
        return sounds
    }

    /// Bursts and pauses in seconds, over and over.
    private func synthesis(_ hertz: [Double], _ cadence: [(on: Double, off: Double)], times: Int)
        -> String
    {
        let sines = hertz.map { "sine \($0)" }.joined(separator: " ")
        var lines: [String] = []
        for (place, burst) in cadence.enumerated() {
            lines.append(
                "sox -D -n -r 8000 -b 16 \(place).wav synth \(burst.on) \(sines) remix - gain -12 "
                    + "pad 0 \(burst.off)")
        }
        let parts = cadence.indices.map { "\($0).wav" }.joined(separator: " ")
        lines.append("sox -D \(parts) -e signed -t raw a.raw repeat \(times - 1)")
        return lines.joined(separator: " && ")
    }

    @Test(
        .enabled(if: Command.has("sox"), "sox is not installed"),
        arguments: [
            ("us", CallTone.ringback, [440, 480], [(2.0, 4.0)]),
            ("us", .busy, [480, 620], [(0.5, 0.5)]),
            ("us", .congestion, [480, 620], [(0.25, 0.25)]),
            ("us", .dial, [350, 440], [(9, 0)]),
            ("gb", .ringback, [400, 450], [(0.4, 0.2), (0.4, 2)]),
            ("gb", .busy, [400], [(0.375, 0.375)]),
            ("gb", .congestion, [400], [(0.4, 0.35), (0.225, 0.525)]),
            ("gb", .dial, [350, 440], [(9, 0)]),
            ("de", .ringback, [425], [(1, 4)]), ("de", .busy, [425], [(0.48, 0.48)]),
            ("de", .congestion, [425], [(0.24, 0.24)]), ("de", .dial, [425], [(9, 0)]),
            ("hu", .ringback, [425], [(1.2, 3.7)]), ("hu", .busy, [425], [(0.3, 0.3)]),
            ("hu", .dial, [425], [(9, 0)]),
        ] as [(String, CallTone, [Double], [(on: Double, off: Double)])])
    func `tones that sox plays are heard for what they are`(
        country: String, tone: CallTone, hertz: [Double], cadence: [(on: Double, off: Double)]
    ) throws {
        let period = cadence.reduce(0) { $0 + $1.on + $1.off }
        let line = synthesis(hertz, cadence, times: period > 6 ? 1 : Int(16 / period))
        let told = try heard(line, country: country).filter { $0.ended == nil }
        #expect(told.count == 1, "\(told)")
        guard case .progress(let tones) = told.first?.kind else {
            Issue.record("\(told)")
            return
        }
        // Hungary is as busy when congested.
        let alike: Set<CallTone> = country == "hu" && tone == .busy ? [.busy, .congestion] : [tone]
        #expect(tones == alike)
    }

    private static let voices: String? = {
        let source = Command.root.appendingPathComponent("Tests/peers/voices.c").path
        let place = "\(Command.path)-voices"
        guard Command.has("cc"),
            FileManager.default.fileExists(atPath: "/usr/include/spandsp/dtmf.h"),
            let scratch = try? Scratch(),
            let run = try? Command.shell(
                "cc -O1 -o voices '\(source)' -lspandsp -lm && mv voices '\(place)'", in: scratch),
            run.status == 0
        else { return nil }
        return place
    }()

    @Test(
        .enabled(if: voices != nil, "there is no spandsp, or no cc"),
        arguments: [("cng", FaxTone.cng), ("ced", .ced), ("ced-pr", .ced), ("ansam", .ansam)])
    func `fax and modem tones that spandsp sends are heard for what they are`(
        name: String, tone: FaxTone
    ) throws {
        let sounds = try heard("'\(Self.voices ?? "")' \(name) 9 > a.raw")
        #expect(sounds.first?.kind == .fax(tone), "\(sounds)")
        #expect(Set(sounds.map(\.kind)) == [.fax(tone)], "\(sounds)")
    }
}
